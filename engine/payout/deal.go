package payout

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// windfall returns what of a deal counts where very large deals are treated by
// themselves.
func (in *intake) windfall(c *credit.Credit, p *payee, g *gauge, amount money.Ratio, month int) money.Ratio {
	if g.component == nil || g.component.Windfall == nil {
		return amount
	}
	rule := g.component.Windfall
	limit, ok := in.windfallLimit(p, g, rule, month)
	if !ok || amount.Cmp(limit) <= 0 {
		return amount
	}
	switch rule.Treatment {
	case "cap_credit":
		return limit
	case "reduced":
		return limit.Add(amount.Sub(limit).Mul(money.FromDecimal(rule.Factor)))
	}
	in.report(diag.LargeDeal, c, "amount", "deal %s is larger than %s, from which component %s of comp plan %s asks for approval; it counts in full",
		c.ID, limit, g.component.ID, p.Plan.Addr.ID)
	return amount
}

func (in *intake) windfallLimit(p *payee, g *gauge, rule *comp.Windfall, month int) (money.Ratio, bool) {
	if rule.Above != nil {
		return money.FromDecimal(*rule.Above), true
	}
	quota, ok := in.quotaOf(p, g, "", stretchOf(g, month))
	return quota.Mul(money.FromDecimal(*rule.AboveQuotaShare)), ok
}

// stretchOf returns the window of a gauge in which a month lies.
func stretchOf(g *gauge, month int) period.Period {
	return period.Containing(month, max(kindOf(g.window), period.Year))
}

// capDeal returns what of a credit counts within the limits of one deal.
func (in *intake) capDeal(p *payee, g *gauge, amount money.Ratio, month int) money.Ratio {
	if g.component == nil {
		return amount
	}
	for i := range g.component.Caps {
		limit := &g.component.Caps[i]
		if !limitsResults(limit) || limit.Per != comp.Deal {
			continue
		}
		if most, ok := in.resultLimit(p, g, limit, stretchOf(g, month)); ok {
			amount = amount.Min(most)
		}
	}
	return amount
}

// resultLimit returns how much may count within a stretch. Multiples are those
// of the quota of the stretch.
func (r *run) resultLimit(p *payee, g *gauge, limit *comp.Cap, stretch period.Period) (money.Ratio, bool) {
	if limit.Amount != nil {
		return money.FromDecimal(*limit.Amount).Mul(r.goals.RemainingOf(p.Stint, g.component, stretch, "caps")), true
	}
	multiple := limit.Attainment
	if multiple == nil {
		multiple = limit.TargetMultiple
	}
	quota, ok := r.quotaOf(p, g, "", stretch)
	return quota.Mul(money.FromDecimal(*multiple)), ok
}

// limitResults cuts what counts of each credit of an account where results are
// limited by stretch: in order of date, until the limit is reached.
func (r *run) limitResults(p *payee, g *gauge, a *account) {
	type spent struct {
		limit   int
		stretch period.Period
	}
	run := map[spent]money.Ratio{}
	for i := range a.entries {
		e := &a.entries[i]
		counted := e.amount
		for j := range g.component.Caps {
			limit := &g.component.Caps[j]
			if !limitsResults(limit) || limit.Per == comp.Deal {
				continue
			}
			key := spent{j, period.Containing(e.month, kindOf(limit.Per))}
			most, ok := r.resultLimit(p, g, limit, key.stretch)
			if !ok {
				continue
			}
			before := run[key]
			run[key] = before.Add(counted)
			counted = run[key].Min(most).Sub(before.Min(most))
		}
		e.amount = counted
	}
}

// limitDeal cuts what one deal pays.
func (l *line) limitDeal(m moment, pay money.Ratio) money.Ratio {
	for i := range l.component.Caps {
		limit := &l.component.Caps[i]
		if limitsResults(limit) || limit.Per != comp.Deal {
			continue
		}
		pay = pay.Min(l.payLimit(limit, l.tableStretch(m), m.asOf))
	}
	return pay
}

// payLimit returns how much may be paid within a stretch.
func (l *line) payLimit(limit *comp.Cap, stretch, asOf period.Period) money.Ratio {
	if limit.Amount != nil {
		return money.FromDecimal(*limit.Amount).Mul(l.goals.RemainingOf(l.payee.Stint, l.component.Component, stretch, "caps"))
	}
	target, _ := l.fullTarget(stretch, asOf)
	return target.Mul(l.goals.RemainingOf(l.payee.Stint, l.component.Component, stretch, "target")).Mul(money.FromDecimal(*limit.TargetMultiple))
}
