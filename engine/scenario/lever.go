package scenario

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// levers turns the levers of a scenario into edits, in the order that the schema
// states.
func (w *worker) levers() {
	w.entries("add_seats", w.seats)
	w.entries("move_territories", w.moveTerritories)
	w.entries("growth", w.grow)
	w.entries("assume", w.assume)
	w.entries("comp_plans", w.payBy)
	w.entries("fx_rates", w.rate)
}

// entries visits the parts of a lever.
func (w *worker) entries(field string, visit func(*syntax.Node)) {
	if n, ok := w.scenario.record.Node.Field(field); ok {
		for i := range n.Children {
			visit(&n.Children[i])
		}
	}
}

// whereOf returns where an entry of a lever stands.
func (w *worker) whereOf(n *syntax.Node) source.Place { return n.KeyPlace(w.scenario.record.File) }

// known reports whether what a lever names is there.
func (w *worker) known(lever, collection string, n *syntax.Node) bool {
	a := addr.New(collection, n.Text)
	if _, ok := w.find(a); !ok {
		w.misses(lever, w.scenario.place(n), "there is no %s", a)
		return false
	}
	return true
}

// misses tells of a lever that names something that is not there.
func (w *worker) misses(lever string, place source.Place, format string, args ...any) {
	w.scenario.report(diag.ScenarioLeverMisses, lever, place, format, args...)
}

// named returns the field of a lever where it is written, and whether what it
// names is there. What is not written is fine.
func (w *worker) named(lever, field, collection string, n *syntax.Node) (*syntax.Node, bool) {
	one, written := n.Field(field)
	if !written {
		return nil, true
	}
	return one, w.known(lever, collection, one)
}

// written is a scalar that follows from a lever: it stands where the lever does.
func written(kind syntax.Kind, text string, lever *syntax.Node) syntax.Node {
	line, column := lever.Line, lever.Column
	if lever.KeyLine > 0 {
		line, column = lever.KeyLine, lever.KeyColumn
	}
	return syntax.Node{Kind: kind, Text: text, Line: line, Column: column}
}

// field returns a value as a field of a group.
func field(key string, n syntax.Node) syntax.Node {
	n.Key, n.KeyLine, n.KeyColumn = key, n.Line, n.Column
	return n
}

// seats adds a planned hire.
func (w *worker) seats(n *syntax.Node) {
	fine := true
	for _, one := range []struct{ field, collection string }{{"role", plan.RoleKind}, {"manager", plan.PositionKind}, {"territory", plan.TerritoryKind}} {
		_, ok := w.named("add_seats", one.field, one.collection, n)
		fine = fine && ok
	}
	if fine {
		w.add(addr.New("hire", w.scenario.Addr.ID+"."+n.Key), *n, w.whereOf(n), "add_seats")
	}
}

// moveTerritories gives territories another parent or owner.
func (w *worker) moveTerritories(n *syntax.Node) {
	parent, parentThere := w.named("move_territories", "parent", plan.TerritoryKind, n)
	owner, ownerThere := w.named("move_territories", "owner", plan.PositionKind, n)
	if parent == nil && owner == nil {
		w.misses("move_territories", w.whereOf(n), "territories are moved, and neither a parent nor an owner is named")
	}
	if !parentThere || !ownerThere {
		return
	}
	list, _ := n.Field("territories")
	for i := range list.Children {
		one := &list.Children[i]
		if !w.known("move_territories", plan.TerritoryKind, one) {
			continue
		}
		changed := false
		if parent != nil {
			a := addr.New(plan.TerritoryKind, one.Text)
			current, _ := w.find(a)
			changed = w.set(a, []string{"parent"}, *parent, &current)
		}
		if owner != nil {
			changed = w.handOver(n, one, owner) || changed
		}
		if !changed && (parent != nil || owner != nil) {
			w.without("move_territories", w.scenario.place(one), "territory/%s lies there already", one.Text)
		}
	}
}

// handOver gives a territory to another owner, and reports whether that changes
// anything.
func (w *worker) handOver(lever, territory, owner *syntax.Node) bool {
	from, isDated := lever.Field("from")
	var end []addr.Addr  // assignments that end when the new owner begins
	var drop []addr.Addr // that are not there then
	keeps := 0           // that of the new owner, which is what is asked for
	w.each(plan.AssignmentKind, func(a addr.Addr, n *syntax.Node) {
		if n.TextOf("territory") != territory.Text || n.TextOf("coverage") != plan.Owner {
			return
		}
		to := n.TextOf("to")
		mine := n.TextOf("position") == owner.Text && to == "" && n.TextOf("share") == "1"
		switch {
		case !isDated && mine && n.TextOf("from") == "", isDated && mine && n.TextOf("from") <= from.Text:
			keeps++
		case !isDated || n.TextOf("from") >= from.Text:
			drop = append(drop, a)
		case to == "" || to > from.Text:
			end = append(end, a)
		}
	})
	place := w.scenario.place(territory)
	for _, a := range drop {
		w.remove(a, place)
	}
	for _, a := range end {
		current, _ := w.find(a)
		w.set(a, []string{"to"}, *from, &current)
	}
	if keeps > 0 {
		return len(drop)+len(end) > 0
	}
	record := syntax.Node{Kind: syntax.Map, Line: territory.Line, Column: territory.Column}
	record.Children = append(record.Children,
		field("territory", *territory), field("position", *owner), field("coverage", written(syntax.String, plan.Owner, territory)))
	id := territory.Text + "/" + owner.Text + "/" + plan.Owner
	if isDated {
		record.Children = append(record.Children, field("from", *from))
	}
	if node, ok := w.find(addr.New(plan.TerritoryKind, territory.Text)); ok && node.TextOf("to") != "" {
		record.Children = append(record.Children, field("to", written(syntax.String, node.TextOf("to"), territory)))
	}
	if derived, ok := w.language.DeriveID(plan.AssignmentKind, &record); ok {
		id = derived
	}
	*w.layer.own(addr.New(plan.AssignmentKind, id)) = entry{presence: given, node: record, by: w.scenario, place: place}
	return true
}

// grow changes amounts of quotas and goals.
func (w *worker) grow(n *syntax.Node) {
	measure, fine := w.named("growth", "measure", plan.MeasureKind, n)
	territory, there := w.named("growth", "territory", plan.TerritoryKind, n)
	fine = fine && there
	position, there := w.named("growth", "position", plan.PositionKind, n)
	if !fine || !there {
		return
	}
	g := growth{worker: w, lever: n, measure: measure.Text, factor: money.FromInt(1).Add(exact(n, "growth"))}
	g.within = w.subtree(territory, position)
	collections := map[string][]string{"quotas": {plan.QuotaKind}, "goals": {"goal"}, "quotas_and_goals": {plan.QuotaKind, "goal"}}[n.TextOf("of")]
	for _, collection := range collections {
		w.each(collection, g.apply)
	}
	switch {
	case g.met == 0:
		w.misses("growth", w.whereOf(n), "the plan has no %s of %s there", n.TextOf("of"), measure.Text)
	case g.changed == 0:
		w.without("growth", w.whereOf(n), "growth changes none of the %s of %s there", n.TextOf("of"), measure.Text)
	}
}

// exact reads an exact number, whose form the schema has checked.
func exact(n *syntax.Node, field string) money.Ratio {
	d, _ := money.ParseDecimal(n.TextOf(field))
	return money.FromDecimal(d)
}

// growth is a growth lever at work.
type growth struct {
	*worker
	lever        *syntax.Node
	measure      string
	factor       money.Ratio
	within       func(collection, id string) bool
	met, changed int
}

// apply changes one quota or goal.
func (g *growth) apply(a addr.Addr, n *syntax.Node) {
	territory, position := n.TextOf("territory"), n.TextOf("position")
	if n.TextOf("measure") != g.measure || !(territory != "" && g.within(plan.TerritoryKind, territory) || position != "" && g.within(plan.PositionKind, position)) {
		return
	}
	g.met++
	amount, err := g.rounded(exact(n, "amount").Mul(g.factor), n)
	if err != nil {
		g.misses("growth", g.whereOf(g.lever), "the amount of %s grows beyond what can be counted", a)
		return
	}
	if g.set(a, []string{"amount"}, written(syntax.Number, amount.String(), g.lever), n) {
		g.changed++
	}
}

// rounded rounds an amount half up to a multiple of what the lever says, or of
// the smallest unit.
func (g *growth) rounded(amount money.Ratio, n *syntax.Node) (money.Decimal, error) {
	if _, stated := g.lever.Field("round_to"); stated {
		step := exact(g.lever, "round_to")
		steps, err := amount.Quo(step)
		if err != nil {
			return money.Decimal{}, fmt.Errorf("rounding to a multiple: %w", err)
		}
		whole, err := steps.Round(0, money.HalfUp)
		if err != nil {
			return money.Decimal{}, fmt.Errorf("rounding to a multiple: %w", err)
		}
		return money.FromDecimal(whole).Mul(step).Decimal()
	}
	return amount.Round(g.digits(n), money.HalfUp)
}

// digits is how many digits after the point the smallest unit of an amount has.
func (g *growth) digits(n *syntax.Node) int {
	measure, _ := g.find(addr.New(plan.MeasureKind, g.measure))
	switch measure.TextOf("unit") {
	case "count":
		return 0
	case "ratio":
		return 4
	}
	code := n.TextOf("currency")
	if code == "" {
		settings, _ := g.find(plan.SettingsAddr)
		code = settings.TextOf("currency")
	}
	currency, err := money.ParseCurrency(code)
	if err != nil {
		return 2
	}
	return currency.MinorUnits()
}

// subtree tells which territories and positions a lever is about: those at and
// below what it names, all if it names nothing.
func (w *worker) subtree(territory, position *syntax.Node) func(collection, id string) bool {
	if territory == nil && position == nil {
		return func(string, string) bool { return true }
	}
	in := map[addr.Addr]bool{}
	for _, one := range []struct {
		root        *syntax.Node
		kind, field string
	}{{territory, plan.TerritoryKind, "parent"}, {position, plan.PositionKind, "manager"}} {
		if one.root == nil {
			continue
		}
		below := map[string][]string{}
		w.each(one.kind, func(a addr.Addr, n *syntax.Node) {
			below[n.TextOf(one.field)] = append(below[n.TextOf(one.field)], a.ID)
		})
		for next := []string{one.root.Text}; len(next) > 0; {
			id := next[len(next)-1]
			next = next[:len(next)-1]
			if a := addr.New(one.kind, id); !in[a] {
				in[a] = true
				next = append(next, below[id]...)
			}
		}
	}
	return func(collection, id string) bool { return in[addr.New(collection, id)] }
}

// assume changes what seats are assumed to achieve.
func (w *worker) assume(n *syntax.Node) {
	var about []addr.Addr
	if list, ok := n.Field("capacities"); ok {
		for i := range list.Children {
			if w.known("assume", "capacity", &list.Children[i]) {
				about = append(about, addr.New("capacity", list.Children[i].Text))
			}
		}
		if len(about) == 0 {
			return
		}
	} else {
		w.each("capacity", func(a addr.Addr, _ *syntax.Node) { about = append(about, a) })
	}
	for _, one := range []struct {
		field string
		path  []string
	}{{"attainment", []string{"attainment"}}, {"utilisation", []string{"utilisation"}}, {"attrition_rate", []string{"attrition", "rate"}}} {
		if value, ok := n.Field(one.field); ok {
			w.assumeOne(about, one.field, one.path, value)
		}
	}
}

// assumeOne sets one assumption of several capacities.
func (w *worker) assumeOne(about []addr.Addr, name string, path []string, value *syntax.Node) {
	met, changed := 0, 0
	for _, a := range about {
		current, _ := w.find(a)
		if _, ok := current.Field(path[0]); !ok && len(path) > 1 {
			continue
		}
		met++
		if w.set(a, path, *value, &current) {
			changed++
		}
	}
	switch {
	case met == 0:
		w.misses("assume", w.scenario.place(value), "no capacity states what %s could change", name)
	case changed == 0:
		w.without("assume", w.scenario.place(value), "%s has this value already", name)
	}
}

// payBy has a role paid by another comp plan.
func (w *worker) payBy(n *syntax.Node) {
	role := n.Key
	if _, ok := w.find(addr.New(plan.RoleKind, role)); !ok {
		w.misses("comp_plans", w.whereOf(n), "there is no role/%s", role)
		return
	}
	if !w.known("comp_plans", comp.PlanKind, n) {
		return
	}
	changed := false
	w.each(comp.PlanKind, func(a addr.Addr, one *syntax.Node) {
		roles, _ := one.Field("roles")
		list := syntax.Node{Kind: syntax.List, Line: n.Line, Column: n.Column}
		if roles != nil {
			list.Children = slices.Clone(roles.Children)
		}
		names := func(c syntax.Node) bool { return c.Text == role }
		switch has := slices.ContainsFunc(list.Children, names); {
		case has == (a.ID == n.Text):
			return
		case has:
			list.Children = slices.DeleteFunc(list.Children, names)
		default:
			list.Children = append(list.Children, written(syntax.String, role, n))
		}
		changed = w.set(a, []string{"roles"}, at(list, n.Line, n.Column), one) || changed
	})
	if !changed {
		w.without("comp_plans", w.whereOf(n), "%s is paid by %s already", role, n.Text)
	}
}

// rate sets a plan exchange rate.
func (w *worker) rate(n *syntax.Node) {
	settings, there := w.find(plan.SettingsAddr)
	if !there {
		w.misses("fx_rates", w.whereOf(n), "the plan has no settings")
		return
	}
	if !w.set(plan.SettingsAddr, []string{"fx_rates", n.Key}, *n, &settings) {
		w.without("fx_rates", w.whereOf(n), "%s has this rate already", n.Key)
	}
}
