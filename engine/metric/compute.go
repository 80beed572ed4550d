package metric

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Result is the figures of a plan in a fiscal year.
type Result struct {
	Year       period.Period
	Assessment *capacity.Assessment
	Lines      []Line  // of all nodes of one tree, by node in tree order and measure
	Spans      []Span  // by node in tree order
	Levels     []Level // of the tree, by measure and depth
	KPIs       []Value // by key figure, level and node

	plan   *plan.Plan
	totals *rollup.Result
}

// Line is what follows from goal, quotas, capacity and target pay of a node for
// a measure; nil stands for what has no value.
type Line struct {
	Node           capacity.Node
	Measure        string
	Quota          *money.Ratio
	Coverage       *money.Ratio // quotas / goal
	Needed         *money.Ratio // goal / quotas: the attainment that achieves the goal
	OverAssignment *money.Ratio // quotas below / quota of the node itself
	QuotaToPay     *money.Ratio // quotas / base salary and incentive pay at 100 %, money only
	QuotaToTarget  *money.Ratio // quotas / incentive pay at 100 %, money only
	Load           capacity.Load
}

// Span is how many report to one manager at or below a node on the last day of
// the year.
type Span struct {
	Node              capacity.Node
	Managers, Reports int
	Widest            int
}

// Level is what the quotas of all nodes of one depth of a tree sum to.
type Level struct {
	Measure string
	Depth   int // from 1
	Nodes   int // with a quota of their own
	Sum     money.Ratio
	Ratio   *money.Ratio // to the sum of the next level above that has quotas; nil for the first
}

// Compute works out the figures of a plan in a fiscal year, along one tree:
// territories or positions. It fails for a plan without a calendar.
func Compute(p *plan.Plan, year period.Period, collection string) (*Result, error) {
	r, err := resultOf(p, year)
	if err != nil {
		return nil, err
	}
	nodes := r.Assessment.Nodes(collection, false)
	for _, node := range nodes {
		for i := range p.Measures {
			if line, some := r.line(node, &p.Measures[i]); some {
				r.Lines = append(r.Lines, line)
			}
		}
		if managers, reports := r.Assessment.Managers(node.Addr); managers > 0 {
			r.Spans = append(r.Spans, Span{Node: node, Managers: managers, Reports: reports, Widest: r.Assessment.Limit(node.Addr).Span})
		}
	}
	r.levels(nodes)
	for i := range p.Cycle.KPIs {
		values, problems := r.values(&p.Cycle.KPIs[i])
		if len(problems) == 0 {
			r.KPIs = append(r.KPIs, values...)
		}
	}
	return r, nil
}

func resultOf(p *plan.Plan, year period.Period) (*Result, error) {
	whole, _ := money.New(1, 0)
	assessment, err := capacity.Assess(p, year, whole)
	if err != nil {
		return nil, err
	}
	totals, _ := rollup.Compute(p)
	return &Result{Year: year, Assessment: assessment, plan: p, totals: totals}, nil
}

// line returns the figures of a node for a measure; some is false where there
// are none.
func (r *Result) line(node capacity.Node, measure *plan.Measure) (line Line, some bool) {
	id := measure.ID()
	found := r.Assessment.Line(node.Addr, id, r.Year)
	line = Line{Node: node, Measure: id, Quota: found.Quota, Load: r.Assessment.Load(node.Addr, id)}
	line.Coverage, line.Needed = quotient(found.Quota, found.Goal), quotient(found.Goal, found.Quota)
	if stated, ok := r.stated(node.Addr, id); ok {
		line.OverAssignment = quotient(found.Quota, &stated)
	}
	if measure.Unit == plan.Money {
		if salary, incentive, ok := r.Assessment.TargetPay(node.Addr); ok {
			variable := money.FromDecimal(incentive)
			all := variable.Add(money.FromDecimal(salary))
			line.QuotaToPay, line.QuotaToTarget = quotient(found.Quota, &all), quotient(found.Quota, &variable)
		}
	}
	return line, found.Quota != nil || found.Goal != nil || line.Load.Seats > 0
}

// stated returns the quota of a node itself.
func (r *Result) stated(node addr.Addr, measure string) (money.Ratio, bool) {
	dimension := rollup.Total
	switch node.Collection {
	case plan.TerritoryKind:
		dimension = rollup.Territory
	case plan.PositionKind:
		dimension = rollup.Manager
	}
	cell, _ := r.totals.Cell(rollup.Key{Dimension: dimension, Node: node, Measure: measure, Period: r.Year})
	return money.FromDecimal(cell.Stated.Value), cell.Stated.Known
}

// quotient divides what is known, by something else than 0.
func quotient(a, b *money.Ratio) *money.Ratio {
	if a == nil || b == nil {
		return nil
	}
	q, err := a.Quo(*b)
	if err != nil {
		return nil
	}
	q = q.Lowest()
	return &q
}

// levels sums the stated quotas of the nodes of each depth.
func (r *Result) levels(nodes []capacity.Node) {
	deepest := 0
	for _, node := range nodes {
		deepest = max(deepest, node.Depth)
	}
	for i := range r.plan.Measures {
		measure := r.plan.Measures[i].ID()
		var above *money.Ratio
		for depth := 1; depth <= deepest; depth++ {
			level := Level{Measure: measure, Depth: depth}
			for _, node := range nodes {
				if stated, ok := r.stated(node.Addr, measure); ok && node.Depth == depth {
					level.Nodes, level.Sum = level.Nodes+1, level.Sum.Add(stated)
				}
			}
			if level.Nodes == 0 {
				continue
			}
			level.Ratio = quotient(&level.Sum, above)
			sum := level.Sum
			above = &sum
			r.Levels = append(r.Levels, level)
		}
	}
}

// Withheld reports whether figures that follow from pay would give away the pay
// of few people at a node.
func (r *Result) Withheld(node addr.Addr) bool { return r.Assessment.Limit(node).Withheld() }

// nodesOf returns the nodes of a level of a key figure, in tree order; ok is
// false where the level does not say which, or names one that is not there.
func (r *Result) nodesOf(level plan.KPILevel) (nodes []capacity.Node, ok bool) {
	collection := plan.TerritoryKind
	if level.Along == "manager" {
		collection = plan.PositionKind
	}
	switch {
	case level.Name == "global":
		return []capacity.Node{{}}, true
	case (level.Depth > 0) == (len(level.Nodes) > 0), level.Depth > 0 && level.Along == "":
		return nil, false
	case level.Depth > 0:
		nodes = r.Assessment.Nodes(collection, false)
		nodes = slices.DeleteFunc(nodes, func(n capacity.Node) bool { return n.Depth != level.Depth })
		return nodes, len(nodes) > 0
	}
	for _, text := range level.Nodes {
		node, err := addr.Parse(text)
		if err != nil || node.Collection != plan.TerritoryKind && node.Collection != plan.PositionKind || !r.plan.Has(node) {
			return nil, false
		}
		nodes = append(nodes, capacity.Node{Addr: node, Depth: 1})
	}
	return nodes, true
}
