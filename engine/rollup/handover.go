package rollup

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// whole is what an owner takes of the quota of a territory, unless the
// assignment says otherwise.
const whole = "whole"

// carrier is a hold with the part of a quota that it carries.
type carrier struct {
	hold   int32
	weight money.Ratio
}

// handover shares the quota of a territory among those who own it one after the
// other within a period.
type handover struct {
	*computation
	territory int32
	within    period.Range // the days of the period
	months    []period.Range
	carriers  []carrier
}

// handedOver returns who carries the quota of a territory in a period in which
// it changes hands and an assignment says what that does; nil where the owners
// at the end carry all.
func (c *computation) handedOver(t *target, owners []int32) []carrier {
	within := c.plan.Choices.Calendar.Range(c.axis.periods[t.period])
	h := handover{computation: c, territory: t.holder, within: within}
	matters := false
	for _, i := range owners {
		hold := &c.owners.holds[i]
		matters = matters || hold.takes != whole && hold.active.From.Compare(within.From) > 0
	}
	if !matters {
		return nil
	}
	for _, month := range monthsOf(c.axis.periods[t.period]) {
		h.months = append(h.months, c.plan.Choices.Calendar.Range(month))
	}
	h.give(owners, within.To, money.FromInt(1), money.FromInt(1))
	return h.carriers
}

// monthsOf returns the months of a period; a month is its own.
func monthsOf(p period.Period) []period.Period {
	if p.Kind() == period.Month {
		return []period.Period{p}
	}
	return p.Parts(period.Month)
}

// give gives a part of the quota to those who own the territory on the last day
// before end, each by its share, and what they do not take to those before them.
// Each step goes back in time, so that it ends.
func (h *handover) give(owners []int32, end period.Date, part, share money.Ratio) {
	for _, i := range owners {
		hold := &h.owners.holds[i]
		own := share.Mul(money.FromDecimal(hold.share))
		before := h.before(hold.active.From)
		if hold.takes == whole || hold.active.From.Compare(h.within.From) <= 0 || len(before) == 0 {
			h.carry(i, own.Mul(part))
			continue
		}
		taken, until := money.Ratio{}, end
		if hold.takes != "none" {
			taken, until = h.partOf(hold, end).Min(part), hold.active.From
		}
		h.carry(i, own.Mul(taken))
		h.give(before, until, part.Sub(taken), own)
	}
}

func (h *handover) carry(hold int32, weight money.Ratio) {
	if weight.Sign() <= 0 {
		return
	}
	for i := range h.carriers {
		if h.carriers[i].hold == hold {
			h.carriers[i].weight = h.carriers[i].weight.Add(weight)
			return
		}
	}
	h.carriers = append(h.carriers, carrier{hold, weight})
}

// before returns who owned the territory on the day before another day.
func (h *handover) before(day period.Date) []int32 {
	eve, err := day.AddDays(-1)
	if day.IsZero() || err != nil {
		return nil
	}
	var owners []int32
	for _, i := range h.owners.byTerritory.of(int(h.territory)) {
		if h.owners.holds[i].active.Contains(eve) {
			owners = append(owners, i)
		}
	}
	return owners
}

// partOf returns the part of the period from the first day of a hold up to end.
func (h *handover) partOf(hold *hold, end period.Date) money.Ratio {
	days := period.Range{From: hold.active.From, To: end}
	count, all := 0, 0
	if hold.takes == "by_months" {
		all = len(h.months)
		for _, month := range h.months {
			if days.Intersect(month) == month {
				count++
			}
		}
	} else {
		count, _ = days.Days()
		all, _ = h.within.Days()
	}
	part, err := money.FromInt(int64(count)).Quo(money.FromInt(int64(all)))
	if err != nil {
		return money.FromInt(1)
	}
	return part
}

// partsHandedOver splits the quota of a territory that changes hands: the parts
// sum to it.
func (c *computation) partsHandedOver(measure *plan.Measure, area int32, t *target, carriers []carrier) ([]part, error) {
	within := c.plan.Choices.Calendar.Range(c.axis.periods[t.period])
	days, _ := within.Days()
	// All parts of a period are so many of its days or months, times shares.
	unit := money.FromInt(int64(days * len(monthsOf(c.axis.periods[t.period]))))
	weights := make([]money.Decimal, len(carriers))
	for i, one := range carriers {
		weight, err := one.weight.Mul(unit).Lowest().Decimal()
		if err != nil {
			return nil, err
		}
		weights[i] = weight
	}
	digits := t.amount.Scale()
	if measure.Unit == plan.Money {
		digits = max(digits, c.plan.Choices.Currency.MinorUnits())
	} else {
		digits = min(digits+2, money.MaxScale)
	}
	amounts, err := money.Allocate(t.amount, weights, digits)
	if err != nil {
		return nil, err
	}
	parts := make([]part, len(carriers))
	for i := range carriers {
		parts[i] = part{area: area, hold: carriers[i].hold, amount: amounts[i]}
	}
	return parts, nil
}

// explainHandover notes that a quota is divided because its territory changes
// hands within the period; ok is false where it does not.
func (t *tracer) explainHandover(a *plan.Assignment, q *plan.Quota, amount money.Decimal, part *Trace) (ok bool) {
	within := t.plan.Choices.Calendar.Range(q.Period)
	for i := range t.plan.Assignments {
		next := &t.plan.Assignments[i]
		if next.Territory != a.Territory || next.Coverage != plan.Owner || next.TakesQuota == whole || !within.Contains(next.Active.From) || next.Active.From == within.From {
			continue
		}
		text := fmt.Sprintf("of %s, because position/%s owns the territory from %s on and takes_quota is %s; the parts of all owners sum to the whole",
			t.number(amount), next.Position, next.Active.From, next.TakesQuota)
		part.Notes = append(part.Notes, Note{Text: text, Place: next.PlaceOf("takes_quota")})
		ok = true
	}
	return ok
}
