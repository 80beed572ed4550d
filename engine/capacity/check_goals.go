package capacity

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// goalsOfYear holds the goals of a year against each other, quotas and capacity,
// for measures that add up.
func (c *checker) goalsOfYear() {
	for i := range c.book.Goals {
		g := &c.book.Goals[i]
		if g.Period.FiscalYear() != c.Year.FiscalYear() || !c.addsUp(g.Measure) || c.treeOf(g.Node).find(g.Node.ID) == nowhere {
			continue
		}
		if parts, ok := c.goalOfParts(g.Node, g.Measure, g.Period); ok && parts.Cmp(g.Amount) != 0 {
			c.report(g.origin, diag.GoalPartsDiffer, "amount", "the goal of %s for %s in %s is %s, and those of its parts sum to %s",
				g.Node, g.Measure, g.Period, c.amount(g.Measure, g.Amount), c.amount(g.Measure, parts))
		}
		c.conserved(g)
		c.covered(g)
	}
}

// conserved reports goals below that sum to more than the goal, or to less
// where everybody below has one.
func (c *checker) conserved(g *Goal) {
	t := c.treeOf(g.Node)
	node := t.find(g.Node.ID)
	below := c.nearest(t, node, g.Measure, g.Period)
	var sum money.Ratio
	for _, at := range below {
		amount, _ := c.goal(t.addr(at), g.Measure, g.Period)
		sum = sum.Add(amount)
	}
	differs := sum.Cmp(g.Amount)
	if len(below) == 0 || differs == 0 || differs < 0 && !c.allBelow(t, node, g) {
		return
	}
	f := c.report(g.origin, diag.GoalsDiffer, "amount", "the goal of %s for %s in %s is %s, and the goals below sum to %s", g.Node, g.Measure, g.Period,
		c.amount(g.Measure, g.Amount), c.amount(g.Measure, sum))
	for _, at := range below[:min(len(below), mostRelated)] {
		if goal := c.goals[aim{t.addr(at), g.Measure, g.Period}]; goal != nil {
			*f = f.With(goal.place("amount"), "%s has %s", goal.Node, c.amount(g.Measure, goal.Amount))
		}
	}
}

// mostRelated is how many goals below are named with a finding.
const mostRelated = 5

// allBelow reports whether every way down from a node, over those that are there
// in the period, leads to a goal.
func (c *checker) allBelow(t *tree, node int32, g *Goal) bool {
	days := c.plan.Choices.Calendar.Range(g.Period)
	some := false
	for _, child := range t.children[node] {
		if !t.active[child].Overlaps(days) {
			continue
		}
		some = true
		if _, ok := c.goal(t.addr(child), g.Measure, g.Period); !ok && !c.allBelow(t, child, g) {
			return false
		}
	}
	return some
}

func (c *checker) treeOf(node addr.Addr) *tree {
	if node.Collection == plan.PositionKind {
		return c.managers
	}
	return c.territories
}

// covered reports a goal that quotas or capacity do not cover. For periods for
// which there is only a longer quota, nothing is said of quotas.
func (c *checker) covered(g *Goal) {
	l := c.Line(g.Node, g.Measure, g.Period)
	least := g.Amount.Mul(g.MinQuota)
	_, yearly := c.quota(g.Node, g.Measure, c.Year)
	if l.Quota == nil && !yearly {
		l.Quota = &money.Ratio{}
	}
	if l.Quota != nil && l.Quota.Cmp(least) < 0 {
		c.report(g.origin, diag.QuotaBelowGoal, "amount", "the quotas below %s for %s in %s sum to %s: its goal asks for at least %s", g.Node, g.Measure, g.Period,
			c.amount(g.Measure, *l.Quota), c.amount(g.Measure, least))
	}
	if !slices.Contains(c.Measures, g.Measure) {
		return
	}
	if l.Capacity == nil {
		l.Capacity = &money.Ratio{}
	}
	if least := g.Amount.Mul(g.MinCapacity); l.Capacity.Cmp(least) < 0 {
		c.report(g.origin, diag.CapacityBelowGoal, "amount", "the seats below %s can achieve %s for %s in %s: its goal asks for at least %s, so %s are missing", g.Node,
			c.amount(g.Measure, *l.Capacity), g.Measure, g.Period, c.amount(g.Measure, least), c.amount(g.Measure, least.Sub(*l.Capacity)))
	}
}
