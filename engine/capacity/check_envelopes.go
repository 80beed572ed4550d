package capacity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// envelopesOfYear holds the limits of a year against each other and against what
// is there.
func (c *checker) envelopesOfYear() {
	for i := range c.book.Envelopes {
		e := &c.book.Envelopes[i]
		if e.Year != c.Year || c.treeOf(e.Node).find(e.Node.ID) == nowhere {
			continue
		}
		c.nested(e)
		if c.tooCostly(e) {
			c.report(e.origin, diag.CostAboveEnvelope, "cost.max", "at %s attainment the people of %s cost more in %s than its envelope, %s: salesplan rollup --by node tells how much",
				cost.Percent(e.Cost.Attainment), e.Node, e.Year, c.money(money.FromDecimal(e.Cost.Max)))
		}
		if e.Headcount != nil {
			c.seatsWithin(e)
		}
		if widest := c.spans()[e.Node]; e.MaxSpan > 0 && widest.reports > e.MaxSpan {
			c.report(e.origin, diag.SpanAboveLimit, "max_span", "%d seats report to %s at the end of %s: the most that %s allows is %d",
				widest.reports, widest.manager, e.Year, e.Node, e.MaxSpan)
		}
		if e.CostOfSales != nil {
			c.costOfSales(e)
		}
	}
	c.wholePlan()
}

// tooCostly reports whether the people of a node cost more than its envelope.
func (c *checker) tooCostly(e *Envelope) bool {
	if e.Cost == nil {
		return false
	}
	spent, known := c.costs.of(e.Node, e.Cost.Counted, nil)
	return known && spent.Cmp(e.Cost.Max) > 0
}

func (c *checker) seatsWithin(e *Envelope) {
	there, filled, hires := c.headcount(e.Node)
	what := "seats"
	if e.Headcount.Filled {
		there, what = filled, "filled seats"
	}
	if there <= e.Headcount.Max {
		return
	}
	planned := ""
	if hires > 0 {
		planned = fmt.Sprintf(", %d of them from planned hires", hires)
	}
	c.report(e.origin, diag.SeatsAboveLimit, "headcount.max", "%s has %d %s at the end of %s%s: the most that its envelope allows is %d", e.Node, there, what, e.Year, planned, e.Headcount.Max)
}

// wholePlan reports a plan that planned hires lift above its own envelope.
// Without them it is a finding of its own.
func (c *checker) wholePlan() {
	most := c.costs.maxOf(addr.Addr{})
	if most == nil || len(c.book.Hires) == 0 {
		return
	}
	spent, known := c.costs.of(addr.Addr{}, c.costs.usual, nil)
	if !known || spent.Cmp(*most) <= 0 || c.costs.peopleOnly(c.costs.usual).Cmp(*most) > 0 {
		return
	}
	field := "cost.envelope." + c.Year.String()
	c.found = append(c.found, diag.New(diag.CostAboveEnvelope, plan.SettingsAddr, c.plan.Choices.PlaceOf(field),
		"with its planned hires the plan costs more in %s than its envelope, %s: salesplan rollup --by node tells how much", c.Year, c.money(money.FromDecimal(*most))).At(field))
}

// costOfSales reports cost that is too large a share of what is sold.
func (c *checker) costOfSales(e *Envelope) {
	limit := e.CostOfSales
	spent, known := c.costs.of(e.Node, limit.Counted, limit.Roles)
	if !known {
		return
	}
	sold := c.sold(e)
	share, err := money.FromDecimal(spent).Quo(sold)
	if err != nil || sold.Sign() <= 0 {
		c.report(e.origin, diag.NothingToDivideBy, "cost_of_sales.taken_from", "cost of sales of %s in %s is held against the %s for %s, and there is none", e.Node, e.Year, limit.TakenFrom, limit.Measure)
		return
	}
	if share.Cmp(money.FromDecimal(limit.Max)) > 0 {
		c.report(e.origin, diag.CostOfSalesTooHigh, "cost_of_sales.max", "the people of %s cost more than %s of the %s that its %s for %s stands for in %s", e.Node,
			cost.Percent(limit.Max), limit.Of, limit.TakenFrom, limit.Measure, e.Year)
	}
}

// sold returns what cost of sales is divided by, 0 if it is not stated.
func (c *checker) sold(e *Envelope) money.Ratio {
	l := c.Line(e.Node, e.CostOfSales.Measure, c.Year)
	var of *money.Ratio
	switch e.CostOfSales.TakenFrom {
	case "goal":
		of = l.Goal
	case "capacity":
		of = l.Capacity
	case "quota":
		if l.Quota != nil {
			sold := l.Quota.Mul(money.FromDecimal(e.CostOfSales.Attainment))
			of = &sold
		}
	}
	if of == nil {
		return money.Ratio{}
	}
	return *of
}

// limitsCost reports whether an envelope of the year limits cost.
func (c *checker) limitsCost() bool {
	for _, e := range c.limits {
		if e.Cost != nil || e.CostOfSales != nil {
			return true
		}
	}
	return false
}

// nested reports envelopes below that allow more than the one above.
func (c *checker) nested(e *Envelope) {
	t := c.treeOf(e.Node)
	var most money.Sum
	seats := 0
	var costs, counts []string
	for _, at := range c.nearestLimits(t, t.find(e.Node.ID)) {
		below := c.limits[t.addr(at)]
		if e.Cost != nil && below.Cost != nil && below.Cost.Counted == e.Cost.Counted {
			most.Add(below.Cost.Max)
			costs = append(costs, t.ids[at])
		}
		if e.Headcount != nil && below.Headcount != nil && below.Headcount.Filled == e.Headcount.Filled {
			seats += below.Headcount.Max
			counts = append(counts, t.ids[at])
		}
	}
	if sum, err := most.Total(); e.Cost != nil && err == nil && sum.Cmp(e.Cost.Max) > 0 {
		c.report(e.origin, diag.EnvelopesExceed, "cost.max", "the envelope of %s for %s is %s, and those of %s sum to %s", e.Node, e.Year, c.money(money.FromDecimal(e.Cost.Max)),
			list(costs), c.money(money.FromDecimal(sum)))
	}
	if e.Headcount != nil && seats > e.Headcount.Max {
		c.report(e.origin, diag.EnvelopesExceed, "headcount.max", "%s may have %d seats in %s, and %s may have %d together", e.Node, e.Headcount.Max, e.Year, list(counts), seats)
	}
}

// nearestLimits returns the uppermost nodes below a node that have an envelope.
func (c *checker) nearestLimits(t *tree, node int32) []int32 {
	var found []int32
	for stack := slices.Clone(t.children[node]); len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if c.limits[t.addr(at)] != nil {
			found = append(found, at)
		} else {
			stack = append(stack, t.children[at]...)
		}
	}
	slices.Sort(found)
	return found
}

// list names the first of several ids.
func list(ids []string) string {
	if len(ids) > mostRelated {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:mostRelated], ", "), len(ids)-mostRelated)
	}
	return strings.Join(ids, ", ")
}
