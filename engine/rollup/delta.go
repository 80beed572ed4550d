package rollup

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Change is a total whose rolled figure differs between two plans.
type Change struct {
	Key
	Depth int // in the plan after, or before if the node is gone
	// Before and After are the totals; a side without one is the zero Cell.
	Before, After Cell
	// Difference is after minus before, nothing counting as 0. It is not there
	// if a side is too large or the units differ.
	Difference Figure
	// Percent is the difference in percent of before, rounded half to even to
	// one digit after the point. It is not there if before is nothing or 0.
	Percent Figure
	// Causes are records behind the difference, in order of address: quotas,
	// positions and holders that differ, assignments that give them to somebody
	// else, nodes under another parent, and the plan's settings if a rate
	// differs. At most MostCauses are named.
	Causes []addr.Addr
}

// MostCauses is how many causes a Change names.
const MostCauses = 20

// Delta returns the totals that differ: the whole plan first, then territories,
// managers and roles, each in tree order, by measure, then period. A node that
// is gone stands behind the node that it followed before. Renames that the plan
// after declares are followed.
func Delta(before, after *Result) []Change { return delta(before, after, nil) }

// delta compares parts of plans where there is something outside.
func delta(before, after *Result, o *outside) []Change {
	var whole, rest []Change
	for _, d := range [...]Dimension{Territory, Manager, Role} {
		c := newComparison(before, after, d)
		c.outside = o
		tops, nodes := c.changes()
		whole, rest = append(whole, tops...), append(rest, nodes...)
	}
	slices.SortStableFunc(whole, func(a, b Change) int { return compareMeasures(a.Measure, b.Measure) })
	return append(whole, rest...)
}

// compareMeasures orders measures of a plan by id, then those of headcount.
func compareMeasures(a, b string) int {
	return cmp.Or(cmp.Compare(slices.Index(headcounts[:], a), slices.Index(headcounts[:], b)), cmp.Compare(a, b))
}

// measuresOf returns the measures of either result in order.
func measuresOf(results ...*Result) []string {
	var ids []string
	for _, r := range results {
		for i := range r.Measures {
			ids = append(ids, r.Measures[i].ID)
		}
	}
	slices.SortFunc(ids, compareMeasures)
	return slices.Compact(ids)
}

// changes returns the totals that differ, those of the whole plan apart.
func (c *comparison) changes() (tops, nodes []Change) {
	type placed struct {
		pair int
		Change
	}
	var found []placed
	for _, measure := range measuresOf(c.before.Result, c.after.Result) {
		differing := c.differing(measure)
		if len(differing) == 0 {
			continue
		}
		causes := c.causes(measure)
		for _, at := range differing {
			change := c.change(measure, at)
			change.Causes = causes.of(at)
			if !alike(change.Before, change.After) {
				change.Causes = []addr.Addr{c.unitCause(measure)}
			}
			found = append(found, placed{at.pair, change})
		}
	}
	slices.SortStableFunc(found, func(a, b placed) int { return cmp.Compare(a.pair, b.pair) })
	for _, one := range found {
		switch {
		case one.pair > 0:
			nodes = append(nodes, one.Change)
		case isHeadcount(one.Measure) == (c.dimension == Manager) && c.dimension != Role:
			one.Dimension = Total
			tops = append(tops, one.Change)
		}
	}
	return tops, nodes
}

// place is a node and a period of either plan.
type place struct {
	pair   int // in comparison.pairs; 0 is the top
	period int // in comparison.periods
}

// differing returns where the rolled figures of a measure differ.
func (c *comparison) differing(measure string) []place {
	var found []place
	for pair := range c.pairs {
		for when := range c.periods {
			at := place{pair, when}
			before, after := c.cellsAt(measure, at)
			if before.Rolled != after.Rolled || before.Rolled.Known && !alike(before, after) {
				found = append(found, at)
			}
		}
	}
	return found
}

// cellsAt returns a total before and after.
func (c *comparison) cellsAt(measure string, at place) (before, after Cell) {
	before, after = c.before.cellAt(measure, at), c.after.cellAt(measure, at)
	if c.outside == nil || before.Rolled == after.Rolled {
		return before, after // what is outside makes no difference
	}
	return c.complete(&c.before, before, measure, at), c.complete(&c.after, after, measure, at)
}

// alike reports whether two totals have one unit. One that is not there has any.
func alike(a, b Cell) bool {
	return a == (Cell{}) || b == (Cell{}) || a.Unit == b.Unit && a.Currency == b.Currency
}

// unitCause returns the record for which the totals of a measure have another
// unit: the measure, or else the settings with the plan currency.
func (c *comparison) unitCause(measure string) addr.Addr {
	if a := addr.New(plan.MeasureKind, measure); differs(c.before.plan, c.after.plan, a) {
		return a
	}
	return plan.SettingsAddr
}

// change describes one difference.
func (c *comparison) change(measure string, at place) Change {
	pair := c.pairs[at.pair]
	change := Change{
		Key: Key{Dimension: c.dimension, Measure: measure, Period: c.periods[at.period]},
	}
	change.Before, change.After = c.cellsAt(measure, at)
	side, node := &c.after, pair.after
	if node < 0 {
		side, node = &c.before, pair.before
	}
	change.Node, change.Depth = side.nodes.addr(node), max(int(side.nodes.tree.depth[node]), 0)
	if change.Before.Rolled.TooLarge || change.After.Rolled.TooLarge || !alike(change.Before, change.After) {
		return change
	}
	change.Difference, change.Percent = difference(change.Before.Rolled.Value, change.After.Rolled.Value)
	return change
}

// difference returns after minus before, and that in percent of before.
func difference(before, after money.Decimal) (difference, percent Figure) {
	value, err := after.Sub(before)
	if err != nil {
		return Figure{TooLarge: true}, Figure{}
	}
	difference = Figure{Value: value, Known: true}
	if before.Sign() == 0 {
		return difference, Figure{}
	}
	hundredfold, err := value.Mul(hundred)
	if err != nil {
		return difference, Figure{TooLarge: true}
	}
	ratio, err := hundredfold.QuoRound(before, 1, money.HalfEven)
	return difference, Figure{Value: ratio, Known: err == nil, TooLarge: err != nil}
}
