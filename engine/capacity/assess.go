package capacity

import (
	"slices"
	"sync"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Assessment holds goal, quotas, capacity, cost and headcount of every node of a
// plan in a fiscal year against each other. The zero address stands for the
// whole plan everywhere.
type Assessment struct {
	*Result
	Findings diag.List // amounts in a currency without a rate, which are left out

	pay    *comp.Book
	goals  map[aim]*Goal
	limits map[addr.Addr]*Envelope
	costs  *costing
	spans  func() map[addr.Addr]span // by node
	hired  []int                     // planned hires that have a seat, in seats
}

// aim names a goal.
type aim struct {
	node    addr.Addr
	measure string
	when    period.Period
}

// Assess works out a fiscal year of a plan, which may be one that a scenario was
// laid over: it reads nothing but the plan. Figures that take long are worked
// out when they are first asked for. It fails for a plan without a calendar.
//
// [Assessment.Line] has goal, quotas and capacity of a node in a period,
// [Assessment.Limit] cost, headcount and span of a node in the year,
// [Assessment.Cost] what it costs at one of the attainments that are named here,
// and [Assessment.Nodes] the nodes; [Check] finds what does not fit.
func Assess(p *plan.Plan, year period.Period, attainments ...money.Decimal) (*Assessment, error) {
	if p.Choices.Calendar == nil {
		return nil, ErrNoCalendar
	}
	totals, _ := rollup.Compute(p)
	return assess(p, Read(p), comp.Read(p), totals, year, attainments...), nil
}

func assess(p *plan.Plan, book *Book, pay *comp.Book, totals *rollup.Result, year period.Period, attainments ...money.Decimal) *Assessment {
	a := &Assessment{
		Result: compute(p, book, pay, totals, year), Findings: book.Findings, pay: pay, goals: map[aim]*Goal{}, limits: map[addr.Addr]*Envelope{},
	}
	for i := range book.Goals {
		g := &book.Goals[i]
		a.goals[aim{g.Node, g.Measure, g.Period}] = g
	}
	for i := range book.Envelopes {
		if e := &book.Envelopes[i]; e.Year == year {
			a.limits[e.Node] = e
		}
	}
	for i := range a.seats {
		if a.seats[i].hire != nil {
			a.hired = append(a.hired, i)
		}
	}
	a.costs = newCosting(a, attainments)
	a.spans = sync.OnceValue(a.findSpans)
	return a
}

// Line is what a node is to achieve, carries and can achieve in a period. Money
// is in the plan currency; nil stands for what nothing states.
type Line struct {
	Goal     *money.Ratio
	Quota    *money.Ratio // the quotas at the lowest levels below
	Street   *money.Ratio // those of seats with a capacity, after presence and ramp
	Capacity *money.Ratio
}

// Line returns the figures of a node for a measure in a period of the year. A
// goal that is not stated for the period is the sum of those of its parts, and
// that of the whole plan the sum of the uppermost ones.
func (a *Assessment) Line(node addr.Addr, measure string, when period.Period) Line {
	var l Line
	if goal, ok := a.goal(node, measure, when); ok {
		l.Goal = &goal
	}
	if quota, ok := a.quota(node, measure, when); ok {
		l.Quota = &quota
	}
	if capacity, street, ok := a.figures(node, measure, when); ok {
		l.Capacity, l.Street = &capacity, &street
	}
	return l
}

// Gap returns how much the capacity is below the goal, negative where it is
// above. ok is false unless both are known.
func (l Line) Gap() (gap money.Ratio, ok bool) {
	if l.Goal == nil || l.Capacity == nil {
		return money.Ratio{}, false
	}
	return l.Goal.Sub(*l.Capacity), true
}

// Coverage returns figure / goal, rounded half up to 4 digits. ok is false unless
// both are known and the goal is not 0.
func (l Line) Coverage(figure *money.Ratio) (coverage money.Decimal, ok bool) {
	if l.Goal == nil || figure == nil {
		return money.Decimal{}, false
	}
	exact, err := figure.Quo(*l.Goal)
	if err != nil {
		return money.Decimal{}, false
	}
	coverage, err = exact.Round(4, money.HalfUp)
	return coverage, err == nil
}

// goal returns the goal of a node in a period.
func (a *Assessment) goal(node addr.Addr, measure string, when period.Period) (money.Ratio, bool) {
	if node.IsZero() {
		return a.wholeGoal(measure, when)
	}
	if g, ok := a.goals[aim{node, measure, when}]; ok {
		return g.Amount, true
	}
	return a.goalOfParts(node, measure, when)
}

// addsUp reports whether the figures of a measure add up: those of ratios, and of
// measures of which the last or the average of a window counts, do not.
func (a *Assessment) addsUp(measure string) bool {
	for i := range a.plan.Measures {
		if m := &a.plan.Measures[i]; m.ID() == measure {
			return m.Unit != plan.Ratio && m.Aggregate == "sum"
		}
	}
	return false
}

// goalOfParts returns the sum of the goals of all parts of a period.
func (a *Assessment) goalOfParts(node addr.Addr, measure string, when period.Period) (sum money.Ratio, ok bool) {
	if !a.addsUp(measure) {
		return sum, false
	}
	parts := when.Children()
	for _, one := range parts {
		amount, known := a.goal(node, measure, one)
		if !known {
			return money.Ratio{}, false
		}
		sum = sum.Add(amount)
	}
	return sum, len(parts) > 0
}

// wholeGoal sums the uppermost goals: those of territories, or where there are
// none those of positions.
func (a *Assessment) wholeGoal(measure string, when period.Period) (sum money.Ratio, ok bool) {
	if !a.addsUp(measure) {
		return sum, false
	}
	for _, t := range []*tree{a.territories, a.managers} {
		for node, parent := range t.parent {
			if parent != nowhere {
				continue
			}
			for _, at := range a.uppermost(t, int32(node), measure, when) {
				amount, _ := a.goal(t.addr(at), measure, when)
				sum, ok = sum.Add(amount), true
			}
		}
		if ok {
			return sum, true
		}
	}
	return sum, false
}

// uppermost returns the node if it has a goal, else the uppermost ones below
// that have.
func (a *Assessment) uppermost(t *tree, node int32, measure string, when period.Period) []int32 {
	if _, ok := a.goal(t.addr(node), measure, when); ok {
		return []int32{node}
	}
	return a.nearest(t, node, measure, when)
}

// nearest returns the uppermost nodes below a node that have a goal.
func (a *Assessment) nearest(t *tree, node int32, measure string, when period.Period) []int32 {
	var found []int32
	for stack := slices.Clone(t.children[node]); len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if _, ok := a.goal(t.addr(at), measure, when); ok {
			found = append(found, at)
			continue
		}
		stack = append(stack, t.children[at]...)
	}
	slices.Sort(found)
	return found
}

// quota returns what the quotas at and below a node sum to.
func (a *Assessment) quota(node addr.Addr, measure string, when period.Period) (money.Ratio, bool) {
	cell, _ := a.totals.Cell(rollup.Key{Dimension: dimensionOf(node), Node: node, Measure: measure, Period: when})
	return money.FromDecimal(cell.Rolled.Value), cell.Rolled.Known
}

// dimensionOf returns along what a node is summed.
func dimensionOf(node addr.Addr) rollup.Dimension {
	switch node.Collection {
	case plan.TerritoryKind:
		return rollup.Territory
	case plan.PositionKind:
		return rollup.Manager
	}
	return rollup.Total
}

// Node is a node of a hierarchy in its place.
type Node struct {
	Addr  addr.Addr // zero for the whole plan
	Depth int       // 0 for the whole plan, from 1 in the trees
}

// Nodes returns the whole plan, then territories, then positions, each in tree
// order: those of one collection, or of both where none is named; with stated
// only those that have a goal or an envelope in the year, indented below each other.
func (a *Assessment) Nodes(collection string, stated bool) []Node {
	nodes := []Node{{}}
	carry := a.stating()
	for _, t := range []*tree{a.territories, a.managers} {
		if collection != "" && collection != t.collection {
			continue
		}
		depth := make([]int, len(t.ids))
		for _, at := range t.order {
			if t.parent[at] != nowhere {
				depth[at] = depth[t.parent[at]]
			}
			if !stated || carry[t.addr(at)] {
				depth[at]++
				nodes = append(nodes, Node{t.addr(at), depth[at]})
			}
		}
	}
	return nodes
}

// stating returns the nodes with a goal or an envelope in the year.
func (a *Assessment) stating() map[addr.Addr]bool {
	nodes := map[addr.Addr]bool{}
	for key := range a.goals {
		if key.when.FiscalYear() == a.Year.FiscalYear() {
			nodes[key.node] = true
		}
	}
	for node := range a.limits {
		nodes[node] = true
	}
	return nodes
}

// Aims returns the measures that have goals in the year or a capacity, in order
// of id.
func (a *Assessment) Aims() []string {
	measures := slices.Clone(a.Measures)
	for key := range a.goals {
		if key.when.FiscalYear() == a.Year.FiscalYear() {
			measures = append(measures, key.measure)
		}
	}
	slices.Sort(measures)
	return slices.Compact(measures)
}

// Limit is what a node costs and how many seats it has in the year, against its
// envelope.
type Limit struct {
	Envelope *Envelope // nil if the node has none
	// Cost is in the plan currency, by what Counted says: the envelope's, or else
	// everything at the attainment of the plan's own envelope.
	Cost      money.Decimal
	CostKnown bool // false: no comp plan, or the pay of somebody could not be computed
	Counted   Counted
	Max       *money.Decimal // the most that it may cost; of the whole plan what the settings say
	// Withheld is true where cost would give away the pay of few people to those who
	// may not see it, as in reports of cost.
	Withheld  func() bool
	Positions int // on the last day of the year, with those of planned hires
	Filled    int // of those, held or to be filled by then
	Hires     int // planned to be there by then
	Span      int // most direct reports of one manager
}

// Limit returns cost, headcount and span of a node.
func (a *Assessment) Limit(node addr.Addr) Limit {
	l := Limit{Envelope: a.limits[node], Counted: a.costs.usual}
	l.Max = a.costs.maxOf(node)
	if l.Envelope != nil && l.Envelope.Cost != nil {
		l.Counted = l.Envelope.Cost.Counted
	}
	l.Cost, l.CostKnown = a.costs.of(node, l.Counted, nil)
	l.Withheld = func() bool { return a.costs.withheld(node) }
	l.Positions, l.Filled, l.Hires = a.headcount(node)
	l.Span = a.spans()[node].reports
	return l
}

// Cost returns what a node costs with its planned hires, all parts counted, at an
// attainment of every quota: one that [Assess] was told of, or that the plan
// limits cost at. known is false at any other, and where cost cannot be worked
// out. See [Limit] for whom it may be shown to.
func (a *Assessment) Cost(node addr.Addr, attainment money.Decimal) (cost money.Decimal, known bool) {
	if _, there := a.costs.level(attainment); !there {
		return cost, false
	}
	return a.costs.of(node, Counted{Attainment: attainment, Salary: true, Incentive: true, Burden: true, Hiring: true}, nil)
}

// CostUnknown reports whether somebody is paid by a comp plan and the pay cannot be
// worked out, so that no cost is known.
func (a *Assessment) CostUnknown() bool {
	result := a.costs.result()
	return result != nil && !result.Complete
}

// headcount counts seats on the last day of the year.
func (a *Assessment) headcount(node addr.Addr) (positions, filled, hires int) {
	count := func(measure string) int {
		cell, _ := a.totals.Cell(rollup.Key{Dimension: dimensionOf(node), Node: node, Measure: measure, Period: a.Year})
		n, _ := cell.Rolled.Value.Units(0)
		return int(n)
	}
	positions, filled = count(rollup.Positions), count(rollup.Filled)
	for _, i := range a.hired {
		s := &a.seats[i]
		if s.hire.Works.Compare(a.yearDays().To) >= 0 || !a.within(node, s) {
			continue
		}
		hires += s.Count
		if s.hire.Position == "" {
			positions += s.Count
		}
		if s.hire.Position == "" || a.stillIn(s) {
			filled += s.Count
		}
	}
	return positions, filled, hires
}

// stillIn reports whether a hire into a position is there at the end of the year.
func (a *Assessment) stillIn(s *Seat) bool {
	last := a.lastDay()
	return slices.ContainsFunc(s.spells, func(one spell) bool { return one.who == s.hire.Addr.String() && one.days.Contains(last) })
}

// lastDay returns the last day of the year.
func (a *Assessment) lastDay() period.Date {
	last, err := a.yearDays().To.AddDays(-1)
	if err != nil {
		return a.yearDays().To
	}
	return last
}

// within reports whether a seat counts at a node at the end of the year.
func (a *Assessment) within(node addr.Addr, s *Seat) bool {
	switch node.Collection {
	case plan.TerritoryKind:
		return a.territories.holds(a.territories.find(node.ID), s.home(a.territories, a.lastDay()))
	case plan.PositionKind:
		return a.managers.holds(a.managers.find(node.ID), s.position)
	}
	return true
}

// span is how many report to one manager on the last day of the year.
type span struct {
	reports int
	manager addr.Addr

	managers, all int // with reports at or below the node, and their reports
}

// findSpans counts direct reports, and keeps for every node the most of one
// manager at or below it; the zero address stands for the whole plan. Of two
// managers with as many the first by id is kept.
func (a *Assessment) findSpans() map[addr.Addr]span {
	counts := make([]int, len(a.managers.ids))
	for i := range a.seats {
		s := &a.seats[i]
		switch {
		case s.hire != nil && s.hire.Position == "":
			if s.position != nowhere && s.hire.Works.Compare(a.yearDays().To) < 0 {
				counts[s.position] += s.Count
			}
		case a.managers.parent[s.position] != nowhere && a.managers.active[s.position].Contains(a.lastDay()):
			counts[a.managers.parent[s.position]]++
		}
	}
	spans := map[addr.Addr]span{}
	for manager, reports := range counts {
		if reports == 0 {
			continue
		}
		take := func(node addr.Addr) {
			one := spans[node]
			if reports > one.reports {
				one.reports, one.manager = reports, a.managers.addr(int32(manager))
			}
			one.managers, one.all = one.managers+1, one.all+reports
			spans[node] = one
		}
		take(addr.Addr{})
		for at := int32(manager); at != nowhere; at = a.managers.parent[at] {
			take(a.managers.addr(at))
		}
		for at := a.seats[manager].home(a.territories, a.lastDay()); at != nowhere; at = a.territories.parent[at] {
			take(a.territories.addr(at))
		}
	}
	return spans
}
