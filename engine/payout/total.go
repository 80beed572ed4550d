package payout

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/draw"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// person is the work on what one payee is paid in all.
type person struct {
	*run
	payee       *payee
	components  map[period.Period]money.Ratio // handed over, by payout period of the plan
	unknown     map[period.Period]bool
	printed     map[period.Period]money.Ratio // what lines show so far, exact
	adjustments map[period.Period][]*comp.Adjustment
	account     draw.Account
	pending     money.Ratio // earned in the period of the draw so far
	limits      []map[period.Period]money.Ratio
}

// sheet is the working of one total, exact until it is rounded.
type sheet struct {
	at                                                     period.Period
	components, modified, capped, drawn, granted, adjusted money.Ratio
	advanced, owed                                         money.Ratio
	currency                                               money.Currency
	notes                                                  []Note
	known                                                  bool
}

// payable returns what is paid as far as it is worked out.
func (s *sheet) payable() money.Ratio {
	return s.components.Add(s.modified).Add(s.capped).Add(s.drawn).Add(s.granted).Add(s.adjusted)
}

// totals works out what a payee is paid in all in each payout period, in order.
func (h *person) totals(periods []period.Period) []Total {
	totals := make([]Total, 0, len(periods))
	h.limits = make([]map[period.Period]money.Ratio, len(h.payee.Plan.Caps))
	for _, at := range periods {
		s := &sheet{at: at, components: h.components[at], known: !h.unknown[at]}
		s.currency = h.payee.currencyOn(h.lastDay(at))
		for _, step := range h.payee.scheme.order {
			switch step {
			case comp.StepModifier:
				h.modify(s)
			case comp.StepPlanCap:
				h.limit(s)
			case comp.StepDraw:
				h.draw(s)
			case comp.StepGuarantee:
				h.guarantee(s)
			case comp.StepAdjustment:
				h.adjust(s)
			case comp.StepComponentCap:
			}
		}
		totals = append(totals, h.total(s))
	}
	return totals
}

func (r *run) lastDay(p period.Period) period.Date {
	to := r.calendar.Range(p).To
	if day, err := to.AddDays(-1); err == nil {
		return day
	}
	return to
}

// modify applies the modifiers of the whole plan.
func (h *person) modify(s *sheet) {
	if len(h.payee.Plan.Modifiers) == 0 {
		return
	}
	f := h.factors(h.payee, h.payee.Plan.Modifiers, func(m *comp.Modifier) moment {
		at := moment{stretch: s.at, asOf: s.at, known: lastMonth(s.at)}
		if kind := kindOf(m.Window); kind != 0 {
			return at.within(kind)
		}
		return at
	})
	s.known = s.known && f.ok
	before := s.payable()
	target, _ := h.goals.Incentive(h.payee.Stint, s.at, s.at)
	target = target.Mul(h.goals.Remaining(h.payee.Stint, s.at, "target")).Mul(h.rate(s))
	after, _ := f.apply(before, before.Min(target))
	s.modified = after.Sub(before)
}

// rate converts amounts that the plan states to the payee's currency.
func (h *person) rate(s *sheet) money.Ratio {
	rate, _, ok := h.payRate(h.payee, comp.AtPlanRate, h.lastDay(s.at))
	s.known = s.known && ok
	return rate
}

// limit applies the caps of the whole plan.
func (h *person) limit(s *sheet) {
	for i := range h.payee.Plan.Caps {
		c := &h.payee.Plan.Caps[i]
		if c.Of != "payout" || c.Per == comp.Deal || c.Amount == nil && c.TargetMultiple == nil {
			continue
		}
		if h.limits[i] == nil {
			h.limits[i] = map[period.Period]money.Ratio{}
		}
		stretch := period.Containing(lastMonth(s.at), kindOf(c.Per))
		most := h.size(s, c.Amount, c.TargetMultiple, stretch, "caps")
		before := h.limits[i][stretch]
		pay := s.payable()
		now := before.Add(pay)
		h.limits[i][stretch] = now
		s.capped = s.capped.Add(now.Min(most).Sub(before.Min(most)).Sub(pay))
	}
}

// size returns an amount of the plan, or a share of the target incentive of a
// stretch, in the payee's currency.
func (h *person) size(s *sheet, amount, share *money.Decimal, stretch period.Period, what string) money.Ratio {
	part := h.goals.Remaining(h.payee.Stint, stretch, what)
	if amount != nil {
		return money.FromDecimal(*amount).Mul(part).Mul(h.rate(s))
	}
	if share == nil {
		return money.Ratio{}
	}
	target, ok := h.goals.Incentive(h.payee.Stint, stretch, s.at)
	if !ok {
		h.lacksTarget(s, stretch)
	}
	if what == "caps" {
		part = h.goals.Remaining(h.payee.Stint, stretch, "target")
	}
	return target.Mul(money.FromDecimal(*share)).Mul(part).Mul(h.rate(s))
}

// guarantee lifts the pay to what is guaranteed.
func (h *person) guarantee(s *sheet) {
	g := h.payee.Plan.Guarantee
	if g == nil || g.Periods > 0 && h.number(s.at, s.at.Kind()) > g.Periods {
		return
	}
	least := h.size(s, g.Amount, g.TargetShare, s.at, "draw")
	s.granted = least.Sub(s.payable()).Max(money.Ratio{})
}

// adjust adds what no rule gives or takes.
func (h *person) adjust(s *sheet) {
	for _, a := range h.adjustments[s.at] {
		currency := a.Currency
		if currency == (money.Currency{}) {
			currency = s.currency
		}
		rate, ok := h.goals.Exchange.Rate(currency, s.currency, comp.AtPlanRate, period.Date{})
		if !ok {
			h.lacksRate(a, currency, s.currency)
			s.known = false
			continue
		}
		amount := h.round(h.payee, money.FromDecimal(a.Amount).Mul(rate), s.currency)
		s.adjusted = s.adjusted.Add(amount)
		text := a.Reason
		if !a.Corrects.IsZero() {
			text = fmt.Sprintf("%s (corrects %s)", text, a.Corrects)
		}
		if a.Component != "" {
			text = fmt.Sprintf("%s: %s", a.Component, text)
		}
		s.notes = append(s.notes, Note{Text: text, Amount: decimal(amount)})
	}
}

// number counts the payout periods of a kind since the payee came on the plan,
// from 1. Where nothing says since when, it counts from the fiscal year.
func (h *person) number(at period.Period, kind period.Kind) int {
	first := period.Containing(at.MonthNumber(), period.Year).MonthNumber()
	if from := h.payee.Days.From; !from.IsZero() {
		if p, err := h.calendar.Find(from, period.Month); err == nil {
			first = p.MonthNumber()
		}
	}
	months := lastMonth(period.Containing(0, kind)) + 1
	return at.MonthNumber()/months - first/months + 1
}

// total rounds a sheet. Every part is the difference of rounded sums, so that
// the parts add up to what is paid.
func (h *person) total(s *sheet) Total {
	t := Total{Payee: h.payee.name(), Period: s.at, Currency: s.currency, Known: s.known, Notes: s.notes}
	var sum, rounded money.Ratio
	take := func(part money.Ratio) money.Decimal {
		sum = sum.Add(part)
		now := h.round(h.payee, sum, s.currency)
		d := decimal(now.Sub(rounded))
		rounded = now
		return d
	}
	t.Components = take(s.components)
	t.Modified, t.Capped, t.Draw = take(s.modified), take(s.capped), take(s.drawn)
	t.Guarantee, t.Adjustment = take(s.granted), take(s.adjusted)
	t.Payout = decimal(rounded)
	t.Advanced, t.Owed = decimal(h.round(h.payee, s.advanced, s.currency)), decimal(h.round(h.payee, s.owed, s.currency))
	return t
}

// name returns who a payee is.
func (p *payee) name() Payee {
	return Payee{Position: p.Position.ID(), Person: p.Person, CompPlan: p.Plan.Addr.ID}
}

// decimal returns a number that was rounded before.
func decimal(r money.Ratio) money.Decimal {
	d, err := r.Decimal()
	if err != nil {
		d, _ = r.Round(money.MaxScale, money.HalfEven) // one beyond range was told when it was rounded
	}
	return d
}
