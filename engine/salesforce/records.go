package salesforce

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// The fields of extra that hold what a plan has no field for. Everything in
// extra that begins with extraPrefix belongs to the import.
const (
	extraPrefix        = "sf_"
	extraDeveloperName = "sf_developer_name"
	extraUserName      = "sf_username"
	extraRole          = "sf_role"
	extraFilter        = "sf_boolean_filter"
	extraValue         = "sf_value_" // and the number of the condition
	extraModel         = "sf_model"
	extraLabel         = "sf_model_label"
	extraDescription   = "sf_model_description"
	extraFolder        = "sf_folder"
)

// group collects the fields of a record. Fields that say nothing are left out.
type group struct{ node syntax.Node }

func newGroup() *group { return &group{syntax.Node{Kind: syntax.Map}} }

// add adds a field with any value.
func (g *group) add(key string, value syntax.Node) *group {
	value.Key = key
	g.node.Children = append(g.node.Children, value)
	return g
}

// text adds a field with text.
func (g *group) text(key, text string) *group {
	if text == "" {
		return g
	}
	return g.add(key, syntax.Node{Kind: syntax.String, Text: text})
}

// nodes adds a field that holds a list or a group.
func (g *group) nodes(key string, kind syntax.Kind, nodes []syntax.Node) *group {
	if len(nodes) == 0 {
		return g
	}
	return g.add(key, syntax.Node{Kind: kind, Children: nodes})
}

// extra adds the group of extra fields.
func (g *group) extra(extra *group) *group { return g.nodes("extra", syntax.Map, extra.node.Children) }

// named returns a record as the entry of its collection.
func (g *group) named(id string) syntax.Node {
	g.node.Key = id
	return g.node
}

// keepName adds the developer name to extra where derive does not yield it.
func keepName(developer, name string, derive naming) *group {
	extra := newGroup()
	if derive(idOf(developer), name) != developer {
		extra.text(extraDeveloperName, developer)
	}
	return extra
}

func (t *TerritoryType) record() syntax.Node {
	g := newGroup().text("name", t.Name)
	if t.Priority != "" {
		g.add("priority", syntax.Node{Kind: syntax.Int, Text: t.Priority})
	}
	return g.text("description", t.Description).extra(keepName(t.DeveloperName, t.Name, fromName)).named(idOf(t.DeveloperName))
}

func (t *Territory) record() syntax.Node {
	uses := make([]syntax.Node, 0, len(t.Rules))
	for _, use := range t.Rules {
		g := newGroup().text("rule", idOf(use.Rule))
		if use.Inherited {
			g.add("inherited", syntax.Node{Kind: syntax.Bool, Text: "true"})
		}
		uses = append(uses, g.node)
	}
	access := newGroup().
		text("account", accessLevels[t.Access.Account]).text("case", accessLevels[t.Access.Case]).
		text("contact", accessLevels[t.Access.Contact]).text("opportunity", accessLevels[t.Access.Opportunity])
	return newGroup().text("name", t.Name).text("parent", idOf(t.Parent)).text("type", idOf(t.Type)).
		nodes("rules", syntax.List, uses).nodes("access", syntax.Map, access.node.Children).
		text("description", t.Description).extra(keepName(t.DeveloperName, t.Name, fromID)).named(idOf(t.DeveloperName))
}

func (r *Rule) record() syntax.Node {
	extra := keepName(r.DeveloperName, r.Name, fromName)
	g := newGroup().text("name", r.Name)
	if !r.Active {
		g.add("active", syntax.Node{Kind: syntax.Bool, Text: "false"})
	}
	if r.Object != "Account" { // the default of the plan language
		g.text("object", objects[r.Object])
	}
	filter := strings.ToUpper(r.Filter)
	if filter != r.Filter {
		extra.text(extraFilter, r.Filter)
	}
	conditions := make([]syntax.Node, 0, len(r.Items))
	for i, item := range r.Items {
		operator := operators[item.Operation]
		values := splitValues(operator, item.Value)
		if joinValues(operator, values) != item.Value {
			extra.text(fmt.Sprint(extraValue, i+1), item.Value)
		}
		conditions = append(conditions, newGroup().text("field", item.Field).text("operator", operator).nodes("values", syntax.List, textNodes(values)).node)
	}
	return g.nodes("conditions", syntax.List, conditions).text("filter", filter).extra(extra).named(idOf(r.DeveloperName))
}

func textNodes(texts []string) []syntax.Node {
	nodes := make([]syntax.Node, len(texts))
	for i, text := range texts {
		nodes[i] = syntax.Node{Kind: syntax.String, Text: text}
	}
	return nodes
}

// users are the users of the model in order of id.
func (m *Model) users() []string {
	var users []string
	for _, a := range m.Associations {
		users = append(users, a.User)
	}
	slices.SortFunc(users, func(a, b string) int { return strings.Compare(idOf(a), idOf(b)) })
	return slices.Compact(users)
}

// collections are the records of the model that have an id, by collection, in
// order of id.
func (m *Model) collections() map[string][]syntax.Node {
	all := map[string][]syntax.Node{}
	add := func(collection string, record syntax.Node) { all[collection] = append(all[collection], record) }
	for i := range m.Types {
		add(plan.TypeKind, m.Types[i].record())
	}
	for i := range m.Territories {
		add(plan.TerritoryKind, m.Territories[i].record())
	}
	for i := range m.Rules {
		add(plan.RuleKind, m.Rules[i].record())
	}
	for _, user := range m.users() {
		id, extra := idOf(user), newGroup()
		if id != user {
			extra.text(extraUserName, user)
		}
		add(plan.PositionKind, newGroup().named(id))
		add(plan.PersonKind, newGroup().extra(extra).named(id))
	}
	for collection := range all {
		slices.SortFunc(all[collection], func(a, b syntax.Node) int { return strings.Compare(a.Key, b.Key) })
	}
	return all
}

// rows are the listed records of the model as rows, by collection, in order of
// id.
func (m *Model) rows() map[string][]row {
	var holders, assignments []row
	for _, user := range m.users() {
		id := idOf(user)
		holders = append(holders, newRow(plan.HolderKind, map[string]string{"position": id, "person": id}))
	}
	for _, a := range m.Associations {
		cells := map[string]string{"territory": idOf(a.Territory), "position": idOf(a.User), "coverage": coverageOf(a.Role)}
		if word := wordFor(coverages, cells["coverage"]); word != a.Role {
			cells["extra."+extraRole] = a.Role
		}
		assignments = append(assignments, newRow(plan.AssignmentKind, cells))
	}
	slices.SortFunc(assignments, func(a, b row) int { return strings.Compare(a.id, b.id) })
	return map[string][]row{plan.HolderKind: holders, plan.AssignmentKind: assignments}
}

// settings are the extra fields of the plan's settings.
func (m *Model) settings() *group {
	extra := newGroup().text(extraModel, m.DeveloperName)
	if m.Label != m.DeveloperName {
		extra.text(extraLabel, m.Label)
	}
	extra.text(extraDescription, m.Description)
	if m.folderOrStandard() != standardFolder {
		extra.text(extraFolder, m.folder)
	}
	return extra
}
