package midyear

import (
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// covers looks at every cover by itself and beside the others.
func (c *checker) covers() {
	for i := range c.plan.Covers {
		one := &c.plan.Covers[i]
		switch {
		case one.Position == one.By:
			c.report(one.Origin, diag.CoverOfItself, "by", "position/%s cannot cover itself: no credit and no quota moves", one.By)
			continue
		case !one.Counts() || c.seats[one.Position] == nil || c.seats[one.By] == nil:
			continue // other rules say so
		}
		c.coveredTwice(one, i)
		c.coverGap(one)
		c.needless(one)
		c.byNobody(one)
	}
}

// coveredTwice reports covers of one position on the same days that give away
// more than there is, and covers by somebody who is covered, too.
func (c *checker) coveredTwice(one *plan.Cover, number int) {
	credits, quotas := money.FromDecimal(one.CreditShare), money.FromDecimal(one.QuotaShare)
	var first *plan.Cover
	for i := range c.plan.Covers[:number] {
		other := &c.plan.Covers[i]
		if other.Position == one.Position && other.Counts() && other.Active.Overlaps(one.Active) {
			credits, quotas = credits.Add(money.FromDecimal(other.CreditShare)), quotas.Add(money.FromDecimal(other.QuotaShare))
			first = other
		}
	}
	if whole := money.FromInt(1); first != nil && (credits.Cmp(whole) > 0 || quotas.Cmp(whole) > 0) {
		f := c.report(one.Origin, diag.CoveredTwice, "from", "position/%s is covered by position/%s, too, on the days %s: together they have %s of the credit and %s of the quota",
			one.Position, first.By, inWords(first.Active.Intersect(one.Active)), percent(credits), percent(quotas))
		*f = f.With(first.Place(), "the other cover")
	}
	for i := range c.plan.Covers {
		other := &c.plan.Covers[i]
		if i != number && other.Position == one.By && other.Counts() && other.Active.Overlaps(one.Active) {
			f := c.report(one.Origin, diag.CoverByCovered, "by", "position/%s covers position/%s and is itself covered %s: what it takes over does not move on", one.By, one.Position, inWords(other.Active.Intersect(one.Active)))
			*f = f.With(other.Place(), "who covers position/%s", one.By)
			return
		}
	}
}

// coverGap reports days of the leave or vacancy that nobody covers.
func (c *checker) coverGap(one *plan.Cover) {
	var needed []period.Range
	switch one.Trigger {
	case "leave":
		needed = overlapping(c.leavesOf(one.Position), one.Active)
	case "vacancy":
		needed = overlapping(c.vacantDays(one.Position, period.Range{}), one.Active)
	}
	var covered []period.Range
	for i := range c.plan.Covers {
		if other := &c.plan.Covers[i]; other.Position == one.Position && other.Counts() {
			covered = append(covered, other.Active)
		}
	}
	var times []string
	for _, need := range needed {
		if !c.lastOf(one, need) {
			continue
		}
		for _, gap := range period.Gaps(need, covered) {
			if !gap.From.IsZero() && !gap.To.IsZero() {
				times = append(times, inWords(gap))
			}
		}
	}
	if len(times) > 0 {
		c.report(one.Origin, diag.CoverGap, "to", "nobody covers position/%s %s, days of the same %s", one.Position, strings.Join(times, " and "), one.Trigger)
	}
}

// lastOf reports whether no later cover of the position has to do with the same
// need, so that a gap is told once.
func (c *checker) lastOf(one *plan.Cover, need period.Range) bool {
	for i := range c.plan.Covers {
		other := &c.plan.Covers[i]
		if other.Position == one.Position && other.Counts() && other.Trigger == one.Trigger && other.Active.Overlaps(need) && other.Addr.Compare(one.Addr) > 0 {
			return false
		}
	}
	return true
}

// needless reports a cover for leave or vacancy on days without any.
func (c *checker) needless(one *plan.Cover) {
	switch one.Trigger {
	case "leave":
		if len(overlapping(c.leavesOf(one.Position), one.Active)) == 0 {
			c.report(one.Origin, diag.CoverNeedless, "trigger", "nobody who holds position/%s is on leave %s", one.Position, inWords(one.Active))
		}
	case "vacancy":
		if len(c.holders[one.Position]) > 0 && len(c.vacantDays(one.Position, one.Active)) == 0 {
			c.report(one.Origin, diag.CoverNeedless, "trigger", "position/%s is held on all days %s", one.Position, inWords(one.Active))
		}
	}
}

// byNobody reports days on which nobody holds the covering position.
func (c *checker) byNobody(one *plan.Cover) {
	var times []string
	for _, gap := range period.Gaps(one.Active, []period.Range{c.seats[one.By].Active}) {
		times = append(times, inWords(gap))
	}
	for _, gap := range c.vacantDays(one.By, one.Active) {
		times = append(times, inWords(gap))
	}
	if len(times) > 0 {
		c.report(one.Origin, diag.CoverByNobody, "by", "nobody holds position/%s %s: its part of credit and quota is nobody's", one.By, strings.Join(times, " and "))
	}
}
