package salesforce

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
)

// Export writes a plan as source files in order of path: types, territories,
// rules, and who works on which territory. Broken records are left out, and so
// is what Salesforce has no place for; a finding says what. The error says that
// there is no territory to write.
func Export(p *plan.Plan) ([]File, diag.List, error) {
	if len(p.Territories) == 0 {
		return nil, nil, errors.New("the plan has no territories to export")
	}
	e := exporter{plan: p, model: &Model{}, names: map[addr.Addr]string{}, taken: map[addr.Addr]addr.Addr{}}
	e.settings()
	e.types()
	e.rules()
	e.territories()
	e.associations()
	return e.model.render(), diag.Sorted(e.findings), nil
}

// exporter builds the model that a plan says.
type exporter struct {
	plan     *plan.Plan
	model    *Model
	names    map[addr.Addr]string    // developer names
	taken    map[addr.Addr]addr.Addr // who has a developer name in lower case, by collection and name
	findings diag.List
}

func (e *exporter) tell(code diag.Code, severity diag.Severity, subject addr.Addr, place source.Place, format string, args ...any) {
	f := diag.New(code, subject, place, format, args...)
	f.Severity = severity
	e.findings = append(e.findings, f)
}

// settings names the model.
func (e *exporter) settings() {
	m, choices := e.model, e.plan.Choices
	m.DeveloperName = words(choices.Name, '_')
	if r, ok := e.plan.Find(plan.SettingsAddr); ok && !e.plan.Broken[plan.SettingsAddr] {
		m.DeveloperName = cmp.Or(extraOf(r, extraModel), m.DeveloperName)
		m.Label = cmp.Or(extraOf(r, extraLabel), extraOf(r, extraModel), choices.Name)
		m.Description = extraOf(r, extraDescription)
		m.folder = e.folder(r)
	}
	if !developerName.MatchString(m.DeveloperName) {
		const standIn = "Territory_Model"
		e.tell(diag.BadID, diag.Warning, plan.SettingsAddr, choicesPlace(e.plan), "%q is not a developer name, and %s is used: state one in extra.%s", shown(m.DeveloperName), standIn, extraModel)
		m.DeveloperName, m.Label = standIn, cmp.Or(m.Label, standIn)
	}
}

// choicesPlace is where the settings stand; the zero Place if there are none.
func choicesPlace(p *plan.Plan) source.Place {
	if r, ok := p.Find(plan.SettingsAddr); ok {
		return r.Place()
	}
	return source.Place{}
}

// folder returns where the metadata goes, below the folder written to.
func (e *exporter) folder(r *record.Record) string {
	folder := extraOf(r, extraFolder)
	if folder != "" && !fs.ValidPath(folder) {
		e.tell(diag.BadFormat, diag.Error, r.Addr, r.PlaceOf("extra"), "%s is %q and must be a path below the folder that is written to: %s is used", extraFolder, shown(folder), standardFolder)
		return ""
	}
	return folder
}

// extraOf returns a field of a record's extra, "" if it is not there.
func extraOf(r *record.Record, key string) string {
	extra, _ := r.Node.Field("extra")
	return extra.TextOf(key)
}

// name settles the developer name of a record. ok is false if Salesforce would
// not take it, or if another record has it.
func (e *exporter) name(r *record.Record, derive naming) (name string, ok bool) {
	name = cmp.Or(extraOf(r, extraDeveloperName), derive(r.Addr.ID, r.Node.TextOf("name")))
	if !developerName.MatchString(name) {
		e.tell(diag.BadID, diag.Error, r.Addr, r.Place(), "%q is not a developer name (letters, digits and underscores, beginning with a letter): state one in extra.%s", shown(name), extraDeveloperName)
		return "", false
	}
	folded := addr.New(r.Addr.Collection, strings.ToLower(name))
	if other, taken := e.taken[folded]; taken {
		e.tell(diag.DuplicateID, diag.Error, r.Addr, r.Place(), "%s has the developer name %s already, so %s is not written: state another in extra.%s", other, name, r.Addr, extraDeveloperName)
		return "", false
	}
	e.names[r.Addr], e.taken[folded] = name, r.Addr
	return name, true
}

// of returns the developer name of a record by its id. A record that is not in
// the plan has been reported by its check.
func (e *exporter) of(collection, id string) string {
	if id == "" {
		return ""
	}
	return cmp.Or(e.names[addr.New(collection, id)], words(id, '_'))
}

// leftOut tells which written fields of a record Salesforce has no place for.
func (e *exporter) leftOut(r *record.Record, fields ...string) {
	var left []string
	for _, field := range fields {
		if n, ok := r.Node.Field(field); ok && n.Line > 0 {
			left = append(left, field)
		}
	}
	if len(left) > 0 {
		e.tell(diag.UnknownField, diag.Info, r.Addr, r.Place(), "%s of %s: Salesforce has no place for it", strings.Join(left, ", "), r.Addr)
	}
}

func (e *exporter) types() {
	for _, t := range e.plan.Types {
		r, _ := e.plan.Find(t.Addr)
		if name, ok := e.name(r, fromName); ok {
			e.model.Types = append(e.model.Types, TerritoryType{DeveloperName: name, Name: t.Name, Description: r.Node.TextOf("description"), Priority: t.Priority})
		}
	}
}

func (e *exporter) rules() {
	for _, rule := range e.plan.Rules {
		r, _ := e.plan.Find(rule.Addr)
		name, ok := e.name(r, fromName)
		if !ok {
			continue
		}
		e.leftOut(r, "description")
		object := wordFor(objects, rule.Object)
		exported := Rule{DeveloperName: name, Name: cmp.Or(rule.Name, name), Object: object, Active: rule.Active, Filter: rule.Filter}
		if original := extraOf(r, extraFilter); strings.EqualFold(original, rule.Filter) {
			exported.Filter = original
		}
		for i, condition := range rule.Conditions {
			exported.Items = append(exported.Items, e.item(r, i, condition))
		}
		e.model.Rules = append(e.model.Rules, exported)
	}
}

// item writes condition i, from 0, of a rule.
func (e *exporter) item(r *record.Record, i int, condition plan.Condition) RuleItem {
	operation := wordFor(operators, condition.Operator)
	item := RuleItem{Field: condition.Field, Operation: operation, Value: joinValues(condition.Operator, condition.Values)}
	original := extraOf(r, fmt.Sprint(extraValue, i+1))
	if original != "" && slices.Equal(splitValues(condition.Operator, original), condition.Values) {
		item.Value = original
	}
	if !slices.Equal(splitValues(condition.Operator, item.Value), condition.Values) {
		e.tell(diag.NotAllowed, diag.Warning, r.Addr, condition.Place, "the values of condition %d cannot be told apart in Salesforce: write a condition for each of them", i+1)
	}
	if !strings.Contains(condition.Field, ".") {
		e.tell(diag.NotAllowed, diag.Warning, r.Addr, condition.Place, "%q is not a field as Salesforce names it, such as Account.BillingCountry", shown(condition.Field))
	}
	return item
}

func (e *exporter) territories() {
	var kept []plan.Territory
	for _, t := range e.plan.Territories {
		r, _ := e.plan.Find(t.Addr)
		if _, ok := e.name(r, fromID); ok {
			kept = append(kept, t)
		}
	}
	for _, t := range kept { // the names of all are known now
		r, _ := e.plan.Find(t.Addr)
		e.leftOut(r, "named_accounts", "from", "to")
		if t.Type == "" {
			e.tell(diag.MissingField, diag.Warning, t.Addr, t.Place(), "the territory has no type, and Salesforce needs one")
		}
		exported := Territory{
			DeveloperName: e.names[t.Addr], Name: t.Name, Description: r.Node.TextOf("description"),
			Parent: e.of(plan.TerritoryKind, t.Parent), Type: e.of(plan.TypeKind, t.Type), Access: accessOf(r),
		}
		for _, use := range t.Rules {
			exported.Rules = append(exported.Rules, RuleUse{Rule: e.of(plan.RuleKind, use.Rule), Inherited: use.Inherited})
		}
		e.model.Territories = append(e.model.Territories, exported)
	}
}

func accessOf(r *record.Record) Access {
	level := func(kind string) string {
		stated, _ := r.Node.Field("access")
		word := wordFor(accessLevels, stated.TextOf(kind))
		return word
	}
	return Access{Account: level("account"), Case: level("case"), Contact: level("contact"), Opportunity: level("opportunity")}
}

// associations writes who works on which territory. Salesforce knows no dates:
// what has an end in the plan is left out.
func (e *exporter) associations() {
	users := e.users()
	for _, a := range e.plan.Assignments {
		r, _ := e.plan.Find(a.Addr)
		switch {
		case a.Territory == "":
			e.tell(diag.UnknownField, diag.Info, a.Addr, a.Place(), "%s is about an account, and is not written", a.Addr)
			continue
		case r.Node.TextOf("to") != "":
			e.tell(diag.UnknownField, diag.Info, a.Addr, a.Place(), "%s has an end, which Salesforce has no place for, and is not written", a.Addr)
			continue
		case len(users[a.Position]) == 0:
			e.tell(diag.MissingField, diag.Info, a.Addr, a.Place(), "nobody holds %s, so nobody is written for %s", a.Position, a.Territory)
		}
		e.leftOut(r, "from", "share", "reason")
		for _, user := range users[a.Position] {
			e.model.Associations = append(e.model.Associations, Association{User: user, Territory: e.of(plan.TerritoryKind, a.Territory), Role: roleOf(r, a.Coverage)})
		}
	}
	slices.SortFunc(e.model.Associations, Association.compare)
	e.model.Associations = slices.Compact(e.model.Associations)
}

// roleOf returns the role in the territory that a coverage stands for.
func roleOf(r *record.Record, coverage string) string {
	if role := extraOf(r, extraRole); role != "" && coverageOf(role) == coverage {
		return role
	}
	role := wordFor(coverages, coverage)
	return role
}

// users are the names of the users that hold each position without an end.
func (e *exporter) users() map[string][]string {
	users := map[string][]string{}
	for _, h := range e.plan.Holders {
		holder, _ := e.plan.Find(h.Addr)
		if holder.Node.TextOf("to") != "" {
			e.tell(diag.UnknownField, diag.Info, h.Addr, h.Place(), "%s has an end, which Salesforce has no place for, and is not written", h.Addr)
			continue
		}
		user := h.Person
		if person, ok := e.plan.Find(addr.New(plan.PersonKind, h.Person)); ok {
			user = cmp.Or(extraOf(person, extraUserName), user)
		}
		users[h.Position] = append(users[h.Position], user)
	}
	return users
}
