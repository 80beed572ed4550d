package complint

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// capsBelowTarget reports caps that are reached before the target is.
func capsBelowTarget(p *Pass) {
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		var yearly *money.Ratio
		if c.TargetIncentive != nil {
			yearly = exact(*c.TargetIncentive)
		}
		p.capsBelow(c, c.Caps, yearly, "the target incentive")
		for j := range c.Components {
			one := &c.Components[j]
			p.capsBelow(c, one.Caps, yearlyTarget(c, one), "the target of component "+one.ID)
			p.capsBelowQuota(c, one)
		}
	}
}

func (p *Pass) capsBelow(c *comp.Plan, caps []comp.Cap, yearly *money.Ratio, what string) {
	for i := range caps {
		limit := &caps[i]
		multiple := multipleOfQuota(limit)
		switch {
		case limit.Per == comp.Deal:
		case multiple == nil && limit.TargetMultiple != nil && money.FromDecimal(*limit.TargetMultiple).Cmp(unity) < 0:
			p.tell(diag.CapBelowTarget, limit.Origin, "target_multiple", "cap %s of %s ends at %s of %s: at 100 %% of quota not all of it is paid",
				limit.ID, c.Addr, percent(money.FromDecimal(*limit.TargetMultiple)), what)
		case multiple != nil && money.FromDecimal(*multiple).Cmp(unity) < 0:
			p.tell(diag.CapBelowTarget, limit.Origin, "", "cap %s of %s counts results up to %s of quota: nobody gets to 100 %%",
				limit.ID, c.Addr, percent(money.FromDecimal(*multiple)))
		case limit.Of == "payout" && limit.Amount != nil && yearly != nil:
			if target := ofWindow(*yearly, limit.Per); money.FromDecimal(*limit.Amount).Cmp(*target) < 0 {
				p.tell(diag.CapBelowTarget, limit.Origin, "amount", "cap %s of %s is %s in a %s, less than %s, which is %s",
					limit.ID, c.Addr, moneyText(c, money.FromDecimal(*limit.Amount)), windowName(limit.Per), what, moneyText(c, *target))
			}
		}
	}
}

// capsBelowQuota reports caps of what counts in a window that are less than its
// quota.
func (p *Pass) capsBelowQuota(c *comp.Plan, one *comp.Component) {
	if one.Quota.Amount == nil {
		return
	}
	for i := range one.Caps {
		limit := &one.Caps[i]
		if limit.Of != "payout" && limit.Amount != nil && limit.Per == one.Window && limit.Amount.Cmp(*one.Quota.Amount) < 0 {
			p.tell(diag.CapBelowTarget, limit.Origin, "amount", "cap %s of %s counts results up to %s in a %s, less than the quota of %s: nobody gets to 100 %%",
				limit.ID, c.Addr, figure(money.FromDecimal(*limit.Amount), -1), windowName(limit.Per), figure(money.FromDecimal(*one.Quota.Amount), -1))
		}
	}
}

// unboundedPay reports comp plans that pay more for each unit the more there
// are, without end, cap or clause for very large deals.
func unboundedPay(p *Pass) {
	for at := 0; at < len(p.parts); {
		first := &p.parts[at]
		var endless []*part
		for ; at < len(p.parts) && p.parts[at].plan == first.plan; at++ {
			if t := &p.parts[at]; t.endless() {
				endless = append(endless, t)
			}
		}
		switch len(endless) {
		case 0:
		case 1:
			p.tell(diag.UnboundedPay, endless[0].Origin, "rates", "%s pays more for each unit above %s, without a cap and without a windfall clause: one very large deal is paid in full",
				endless[0].name(), endless[0].place(*endless[0].last().From))
		default:
			ids := make([]string, len(endless))
			for i, t := range endless {
				ids[i] = t.ID
			}
			p.tell(diag.UnboundedPay, endless[0].Origin, "rates", "components %s of %s pay more for each unit the more there are, without a cap and without a windfall clause: one very large deal is paid in full",
				joined(ids), first.plan.Addr)
		}
	}
}

// endless reports whether a component pays money without end at a rate that
// rises, and nothing is said about very large deals.
func (t *part) endless() bool {
	return t.shaped() && t.measure != nil && t.measure.Unit == plan.Money && t.Windfall == nil && !t.bounded() && t.accelerates()
}

// bounded reports whether something limits what a component pays, its plan
// included.
func (t *part) bounded() bool {
	return len(t.Caps) > 0 || t.Budget != nil && t.Budget.WhenSpent != "report" ||
		slices.ContainsFunc(t.plan.Caps, func(c comp.Cap) bool { return c.Of == "payout" })
}

// twoLimits reports components that are capped in one way where people are
// judged and in another, or not at all, where they are paid.
func twoLimits(p *Pass) {
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		p.tellTwo(c.Addr.String(), c.EvaluationCaps, c.Caps)
		for j := range c.Components {
			one := &c.Components[j]
			p.tellTwo("component "+one.ID+" of "+c.Addr.String(), one.EvaluationCaps, one.Caps)
		}
	}
}

func (p *Pass) tellTwo(what string, judging, paying []comp.Cap) {
	for i := range judging {
		judged := &judging[i]
		paid := "without limit"
		if at := slices.IndexFunc(paying, func(c comp.Cap) bool { return c.Of == judged.Of && c.Per == judged.Per }); at >= 0 {
			paid = "up to " + limitText(&paying[at])
		}
		if counts := limitText(judged); paid != "up to "+counts {
			p.tell(diag.TwoLimits, judged.Origin, "", "%s counts up to %s where people are judged, and %s where they are paid", what, counts, paid)
		}
	}
}

func limitText(c *comp.Cap) string {
	switch {
	case c.Attainment != nil:
		return percent(money.FromDecimal(*c.Attainment)) + " of quota"
	case c.TargetMultiple != nil:
		return percent(money.FromDecimal(*c.TargetMultiple)) + " of target"
	case c.Amount != nil:
		return figure(money.FromDecimal(*c.Amount), -1)
	}
	return fmt.Sprintf("cap %s", c.ID)
}
