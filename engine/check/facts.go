package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// facts are look-ups that several rules need, made once for a run. They hold
// sound records only, unless they say otherwise.
type facts struct {
	roles       map[string]*plan.Role
	positions   map[string]*plan.Position
	people      map[string]*plan.Person
	types       map[string]*plan.TerritoryType
	territories map[string]*plan.Territory
	rules       map[string]*plan.AssignmentRule

	circling  map[string]bool               // territories, broken ones too, that are above themselves
	depth     map[string]int                // level of a territory, from 1; see depthsOf
	owners    map[string][]*plan.Assignment // of a territory, with ranges that are not empty
	obscured  map[addr.Addr]bool            // what a broken assignment names: who owns or is owned is not known
	years     period.Range                  // that the plan covers; open if it does not say
	unsettled bool                          // the settings are broken: years, calendar and band are not known
}

func factsOf(p *plan.Plan) *facts {
	f := &facts{
		roles:       byID(p.Roles, func(r *plan.Role) string { return r.ID() }),
		positions:   byID(p.Positions, func(s *plan.Position) string { return s.ID() }),
		people:      byID(p.People, func(w *plan.Person) string { return w.ID() }),
		types:       byID(p.Types, func(t *plan.TerritoryType) string { return t.ID() }),
		territories: byID(p.Territories, func(t *plan.Territory) string { return t.ID() }),
		rules:       byID(p.Rules, func(r *plan.AssignmentRule) string { return r.ID() }),
		owners:      make(map[string][]*plan.Assignment),
		obscured:    make(map[addr.Addr]bool),
		years:       yearsOf(p),
		unsettled:   p.Broken[plan.SettingsAddr],
	}
	f.circling = circlingOf(p)
	f.depth = depthsOf(p.Territories, f.territories)
	for i := range p.Assignments {
		a := &p.Assignments[i]
		if a.Coverage == plan.Owner && a.Territory != "" && !a.Active.Empty() {
			f.owners[a.Territory] = append(f.owners[a.Territory], a)
		}
	}
	for a := range p.Broken {
		if record, ok := p.Find(a); ok && a.Collection == plan.AssignmentKind {
			n := &record.Node
			f.obscured[coveredBy(n.TextOf("territory"), n.TextOf("account"))] = true
			f.obscured[addr.New(plan.PositionKind, n.TextOf("position"))] = true
		}
	}
	return f
}

// circlingOf returns the territories that are above themselves.
func circlingOf(p *plan.Plan) map[string]bool {
	parent := make(map[string]string)
	from, to := p.Records.Collection(plan.TerritoryKind)
	for i := from; i < to; i++ {
		if above := p.Records.Text(i, "parent"); above != "" {
			parent[p.Records.Addr(i).ID] = above
		}
	}
	members := make(map[string]bool)
	for _, circle := range circles(sortedKeys(parent), parent) {
		for _, id := range circle {
			members[id] = true
		}
	}
	return members
}

func byID[T any](all []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(all))
	for i := range all {
		m[id(&all[i])] = &all[i]
	}
	return m
}

// yearsOf returns the days from the first to the last fiscal year of the plan.
func yearsOf(p *plan.Plan) period.Range {
	years := p.Choices.Years
	if p.Choices.Calendar == nil || len(years) == 0 {
		return period.Range{}
	}
	first, last := p.Choices.Calendar.Range(years[0]), p.Choices.Calendar.Range(years[len(years)-1])
	return period.Range{From: first.From, To: last.To}
}

// daysOf returns the days of a fiscal period; ok is false if the plan states
// no calendar.
func (p *Pass) daysOf(one period.Period) (days period.Range, ok bool) {
	if p.Plan.Choices.Calendar == nil || one.IsZero() {
		return period.Range{}, false
	}
	return p.Plan.Choices.Calendar.Range(one), true
}

// inPlanYears reports whether something is there in the years of the plan, for
// certain.
func (f *facts) inPlanYears(active period.Range) bool {
	if f.unsettled {
		return active.To.IsZero()
	}
	return active.Overlaps(f.years)
}

// coveredBy returns the address of what an assignment covers.
func coveredBy(territory, account string) addr.Addr {
	if territory != "" {
		return addr.New(plan.TerritoryKind, territory)
	}
	return addr.New(plan.AccountKind, account)
}

// noun names a record of a collection in a sentence.
func noun(collection string) string { return strings.ReplaceAll(collection, "_", " ") }

// sortedKeys returns the keys of a map in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
