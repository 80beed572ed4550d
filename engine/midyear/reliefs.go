package midyear

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// reliefs looks at every relief, and at reliefs of the parts of what is relieved.
func (c *checker) reliefs() {
	for i := range c.plan.Reliefs {
		r := &c.plan.Reliefs[i]
		switch r.Outcome {
		case plan.ReliefApplied:
			c.closedPeriod(r)
			c.largeRelief(r)
			c.countedTwice(r)
		case plan.ReliefNotApproved:
			c.notApproved(r)
			c.largeRelief(r)
		case plan.ReliefNotInEffect:
		case plan.ReliefOfNothing:
			if !c.brokenQuota(r) {
				c.report(r.Origin, diag.ReliefOfNothing, "period", "%s has no quota for %s in exactly %s, so that there is nothing to relieve", holderOf(r), r.Measure, r.Period)
			}
		case plan.ReliefOtherBefore, plan.ReliefUnchained:
			c.notFollowing(r)
		case plan.ReliefTooLarge, plan.ReliefUncounted, plan.ReliefAfterPeriod, plan.ReliefOutOfNumbers:
			c.notCounted(r)
		}
		c.nested(r, i)
	}
}

// notFollowing reports a relief that is not of the quota that is there.
func (c *checker) notFollowing(r *plan.Relief) {
	var f *diag.Finding
	if r.Outcome == plan.ReliefOtherBefore {
		f = c.report(r.Origin, diag.ReliefBeforeDiffers, "before", "it relieves a quota of %s, but on %s the quota is %s: it does not count", c.amount(r, *r.Before), r.From, c.amount(r, r.Was))
	} else {
		f = c.report(r.Origin, diag.ReliefsOverlap, "from", "the quota was already relieved to %s when this relief begins: state \"before\", so that it is clear which quota it lowers; it does not count", c.amount(r, r.Was))
	}
	c.pointAt(f, r)
}

// notCounted reports a relief of which nothing comes.
func (c *checker) notCounted(r *plan.Relief) {
	lost, of, _ := c.plan.LostOf(r)
	switch r.Outcome {
	case plan.ReliefTooLarge:
		c.report(r.Origin, diag.ReliefExceedsDays, "lost", "it counts %s lost selling days, but %s has %d: it does not count", number(lost), r.Period, of)
	case plan.ReliefAfterPeriod:
		c.report(r.Origin, diag.ReliefBeginsLate, "from", "it holds from %s on, when %s is over: it does not count", r.From, r.Period)
	case plan.ReliefOutOfNumbers:
		c.report(r.Origin, diag.QuotaTooLarge, fieldOf(r), "the relieved quota has more digits than can be counted with")
	default:
		c.report(r.Origin, diag.ReliefUncounted, fieldOf(r), "%s: it does not count", c.whyUncounted(r))
	}
}

// fieldOf returns the field that says by how much a relief lowers the quota.
func fieldOf(r *plan.Relief) string {
	switch {
	case r.Lost != nil:
		return "lost"
	case r.Factor != nil:
		return "factor"
	}
	return "after"
}

func (c *checker) whyUncounted(r *plan.Relief) string {
	if c.plan.Choices.Calendar == nil {
		return "the plan states no calendar, so that the days of " + r.Period.String() + " are not known"
	}
	if r.Lost == nil {
		return "the days of " + r.Period.String() + " cannot be counted"
	}
	switch {
	case r.Lost.Days == nil && r.Lost.Calendar == "":
		return "which days of the time away are selling days is not known: name a calendar instead of \"of\""
	case r.Lost.Days == nil && !c.plan.Choices.Calendar.Range(r.Period).Overlaps(r.Lost.Away):
		return "no day of the time away lies in " + r.Period.String()
	}
	return "selling_calendar/" + r.Lost.Calendar + " has no selling day in " + r.Period.String()
}

// brokenQuota reports whether the quota of a relief is there and has findings of
// its own.
func (c *checker) brokenQuota(r *plan.Relief) bool {
	for a := range c.plan.Broken {
		record, ok := c.plan.Find(a)
		if !ok || a.Collection != plan.QuotaKind {
			continue
		}
		n := &record.Node
		if n.TextOf("territory") == r.Territory && n.TextOf("position") == r.Position && n.TextOf("measure") == r.Measure && n.TextOf("period") == r.Period.String() {
			return true
		}
	}
	return false
}

func (c *checker) notApproved(r *plan.Relief) {
	lacks := "who has approved it, and when"
	switch {
	case r.ApprovedBy != "":
		lacks = "when it was approved"
	case !r.Approved.IsZero():
		lacks = "who has approved it"
	}
	c.report(r.Origin, diag.ReliefNotApproved, "approved_by", "it does not say %s; until it does, the quota stays at %s and is not %s", lacks, c.amount(r, r.Was), c.amount(r, r.Now))
}

// closedPeriod reports a relief that was approved when its period was over:
// people may have been paid by the quota before.
func (c *checker) closedPeriod(r *plan.Relief) {
	days := c.plan.Choices.Calendar.Range(r.Period)
	if r.Approved.IsZero() || r.Approved.Compare(days.To) < 0 {
		return
	}
	c.report(r.Origin, diag.ReliefOfClosed, "approved", "it was approved on %s, after %s had ended: what was paid for that time by the quota of %s is to be corrected", r.Approved, r.Period, c.amount(r, r.Was))
}

func (c *checker) largeRelief(r *plan.Relief) {
	largest := c.plan.Choices.Relief.Largest
	share, ok := r.Share()
	if largest == nil || !ok || share.Cmp(money.FromDecimal(*largest)) <= 0 {
		return
	}
	f := c.report(r.Origin, diag.ReliefLarge, fieldOf(r), "it takes %s of the quota, from %s to %s; the plan calls no more than %s usual",
		percent(share), c.amount(r, r.Was), c.amount(r, r.Now), percent(money.FromDecimal(*largest)))
	*f = f.With(c.plan.Choices.PlaceOf("relief"), "the rules for relief")
}

// countedTwice reports a relief for leave of somebody whose comp plan lowers the
// quota for the same leave.
func (c *checker) countedTwice(r *plan.Relief) {
	if r.Trigger != "leave" || r.Position == "" {
		return
	}
	within := c.plan.Choices.Calendar.Range(r.Period)
	from, to := c.roster.At(r.Position)
	for i := from; i < to; i++ {
		s := &c.roster.Stints[i]
		if s.Plan.Leave == nil || !s.Plan.Leave.Quota || s.Plan.Proration == nil || !slices.Contains(s.Plan.Proration.AppliesTo, "quota") {
			continue
		}
		for _, leave := range s.Leaves {
			if leave.Active.Intersect(s.Days).Overlaps(within) {
				f := c.report(r.Origin, diag.ReliefTwice, "trigger", "comp plan %s lowers the quota for leave within %s by itself, and this relief lowers it once more", s.Plan.Addr.ID, r.Period)
				*f = f.With(s.Plan.PlaceOf("leave"), "leave is prorated here").With(leave.Place(), "%s is on leave", s.Person)
				return
			}
		}
	}
}

// nested reports a relief of a period that lies within one that is relieved, too:
// of the whole and its parts only the parts count.
func (c *checker) nested(r *plan.Relief, number int) {
	for i := range c.plan.Reliefs {
		other := &c.plan.Reliefs[i]
		if i == number || other.Outcome != plan.ReliefApplied || r.Outcome != plan.ReliefApplied || other.Territory != r.Territory || other.Position != r.Position ||
			other.Measure != r.Measure || other.Period == r.Period || !other.Period.Contains(r.Period) {
			continue
		}
		f := c.report(r.Origin, diag.ReliefsOverlap, "period", "%s is relieved in %s by another record: where there are quotas for a period and its parts, only one of the reliefs may count", holderOf(r), other.Period)
		*f = f.With(other.Place(), "the relief of %s", other.Period)
		return
	}
}

// pointAt adds where the quota of a relief stands, and what was done to it.
func (c *checker) pointAt(f *diag.Finding, r *plan.Relief) {
	for i := range c.plan.Quotas {
		q := &c.plan.Quotas[i]
		if q.Addr != r.Quota {
			continue
		}
		*f = f.With(q.PlaceOf("amount"), "the quota was set to %s", c.amount(r, q.Assigned))
		for _, before := range q.Reliefs {
			*f = f.With(before.Place(), "it was relieved to %s", c.amount(r, before.Now))
		}
		return
	}
}

func holderOf(r *plan.Relief) addr.Addr {
	if r.Position != "" {
		return addr.New(plan.PositionKind, r.Position)
	}
	return addr.New(plan.TerritoryKind, r.Territory)
}

// amount writes an amount of the quota of a relief.
func (c *checker) amount(r *plan.Relief, value money.Decimal) string {
	currency := money.Currency{}
	for i := range c.plan.Quotas {
		if q := &c.plan.Quotas[i]; q.Addr == r.Quota {
			currency = q.Currency
		}
	}
	return money.Amount{Value: value, Currency: currency}.String()
}

func number(r money.Ratio) string {
	d, err := r.Round(2, money.HalfUp)
	if err != nil {
		return r.String()
	}
	return d.Grouped(0)
}

// inWords says a range of days with both ends.
func inWords(days period.Range) string {
	if last, err := days.To.AddDays(-1); err == nil && !days.To.IsZero() {
		return "from " + days.From.String() + " to " + last.String()
	}
	return "from " + days.From.String() + " on"
}
