package payout

import (
	"maps"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/crediting"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// enter books a credit on one account, as far as it counts there.
func (in *intake) enter(c *credit.Credit, s *sink, date period.Date, share money.Ratio) {
	p, g := s.payee, s.gauge
	month, ok := in.monthOf(c, date)
	if !ok {
		return
	}
	amount, ok := in.converted(c, s, date)
	if !ok {
		return
	}
	if s.plain && !s.keep && c.Posted.IsZero() {
		in.counts.Credited++
		in.touchMonth(month)
		s.account.add(month, month, amount.Mul(share))
		return
	}
	factor, ok := in.factorOf(c, g)
	if !ok {
		return
	}
	e := entry{deal: c.ID, date: date, month: month, posted: month, gross: c.Amount, share: one, file: c.File, line: c.Line}
	if !c.Posted.IsZero() {
		posted, ok := in.monthOf(c, c.Posted)
		if !ok {
			return
		}
		e.posted = max(posted, month)
	}
	whole := in.windfall(c, p, g, amount.Mul(factor), month)
	if g.rule.Split == "payout" {
		e.amount, e.share = whole, share
	} else {
		e.amount = whole.Mul(share)
	}
	e.amount = in.capDeal(p, g, e.amount, month)
	if g.attribute != "" && !in.readAttribute(c, g.attribute, &e) {
		return
	}
	in.counts.Credited++
	in.touchMonth(month)
	in.touchMonth(e.posted)
	if s.keep {
		s.account.entries = append(s.account.entries, e)
	} else {
		s.account.add(e.month, e.posted, e.amount)
	}
}

// factorOf returns what a credit counts for by the conditions and factors of a
// component; ok is false if it does not count.
func (in *intake) factorOf(c *credit.Credit, g *gauge) (factor money.Ratio, ok bool) {
	counts, problem := g.rule.Counts(c)
	if problem == nil && counts {
		factor, problem = g.rule.Factor(c)
	}
	if problem != nil {
		in.tellProblem(c, g, problem)
		return factor, false
	}
	return factor, counts
}

// converted returns the amount of a credit in the currency of the comp plan.
func (in *intake) converted(c *credit.Credit, s *sink, date period.Date) (money.Ratio, bool) {
	amount := money.FromDecimal(c.Amount)
	if s.home && c.Currency == (money.Currency{}) {
		return amount, true
	}
	rate, ok := in.rateOf(c, s.payee, s.gauge, date)
	return amount.Mul(rate), ok
}

// plain reports whether a credit counts as it is: no condition, factor or limit
// of single deals looks at it.
func (g *gauge) plain() bool {
	return g.rule.Plain() && g.rule.Split != "payout" && g.attribute == "" &&
		(g.component == nil || g.component.Windfall == nil && len(g.component.Caps) == 0)
}

// monthOf returns the number of the fiscal month of a day.
func (in *intake) monthOf(c *credit.Credit, day period.Date) (int, bool) {
	at := day.DaysSince(firstDay)
	if at < len(in.months) && in.months[at] > 0 {
		return int(in.months[at]) - 1, true
	}
	p, err := in.calendar.Find(day, period.Month)
	if err != nil {
		in.report(diag.BadCreditRow, c, "date", "%s; the row is not counted", err)
		return 0, false
	}
	if at >= len(in.months) {
		in.months = append(in.months, make([]int16, at+1-len(in.months))...)
	}
	in.months[at] = int16(p.MonthNumber() + 1)
	return p.MonthNumber(), true
}

// firstDay is the first of all days.
var firstDay = func() period.Date {
	day, _ := period.NewDate(period.FirstYear, 1, 1)
	return day
}()

// touch widens the periods of the result to the days of a row.
func (in *intake) touch(c *credit.Credit, date period.Date) {
	for _, day := range []period.Date{date, c.Posted} {
		if day.IsZero() {
			continue
		}
		if month, ok := in.monthOf(c, day); ok {
			in.touchMonth(month)
		}
	}
}

func (in *intake) touchMonth(month int) {
	if !in.touched {
		in.first, in.last, in.touched = month, month, true
	}
	in.first, in.last = min(in.first, month), max(in.last, month)
}

// rateOf returns what the amount of a credit is multiplied by to be in the
// currency of the comp plan.
func (in *intake) rateOf(c *credit.Credit, p *payee, g *gauge, date period.Date) (money.Ratio, bool) {
	from, to := c.Currency, p.Plan.Currency
	if from == (money.Currency{}) {
		from = in.plan.Choices.Currency
	}
	if from == to || in.measures[g.measure].Unit != plan.Money {
		return one, true
	}
	key := fxKey{from: from, to: to, at: g.rule.FX}
	if key.at == comp.AtMarketRate {
		key.day = date
	}
	if rate, known := in.fx[key]; known {
		return rate, true
	}
	rate, ok := in.goals.Exchange.Rate(from, to, key.at, date)
	if !ok {
		in.report(diag.NoExchangeRate, c, "currency", "the plan has no %s from %s to %s on %s: the credit counts for nobody", rateName(key.at), from, to, date)
		return rate, false
	}
	in.fx[key] = rate.Lowest()
	return in.fx[key], true
}

func rateName(at string) string {
	if at == comp.AtMarketRate {
		return "market rate"
	}
	return "plan rate"
}

// readAttribute reads the number that a rate table goes by.
func (in *intake) readAttribute(c *credit.Credit, column string, e *entry) bool {
	d, err := money.ParseDecimal(c.Cell(column))
	if err != nil {
		in.report(diag.BadAttribute, c, column, "a rate table goes by the number in column %q: %s", column, err)
		return false
	}
	e.beside = money.FromDecimal(d)
	return true
}

// tellProblem reports why a crediting rule cannot be applied to a row.
func (in *intake) tellProblem(c *credit.Credit, g *gauge, problem *crediting.Problem) {
	if problem.OpenFactors {
		field := "crediting"
		in.refuse("factors/"+g.component.Addr.String()+g.component.Path, diag.New(diag.MissingChoice, g.component.Addr, g.component.PlaceOf(field),
			"several factors of component %s hold for credit %s, and the plan does not say how they combine: set \"factors_combine\" to first or multiply",
			g.component.ID, c.ID).At(g.component.At(field)))
		return
	}
	in.report(diag.BadAttribute, c, problem.Column, "%s", problem.Message)
}

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(m), compare)
}

func compareStrings(a, b string) int { return strings.Compare(a, b) }
