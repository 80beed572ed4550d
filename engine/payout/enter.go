package payout

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/crediting"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// enter books a credit on one account, as far as it counts there.
func (in *intake) enter(c *credit.Credit, p *payee, gauge int, member string, date period.Date, share money.Ratio) {
	g := &p.scheme.gauges[gauge]
	counts, problem := g.rule.Counts(c)
	if problem == nil && !counts {
		return
	}
	factor := one
	if problem == nil {
		factor, problem = g.rule.Factor(c)
	}
	if problem != nil {
		in.tellProblem(c, p, g, problem)
		return
	}
	month, ok := in.monthOf(c, date)
	if !ok {
		return
	}
	rate, ok := in.rateOf(c, p, g, date)
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
	whole := in.windfall(c, p, g, money.FromDecimal(c.Amount).Mul(factor).Mul(rate), month)
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
	in.touch(c, date)
	account := p.account(gauge, member)
	if in.keeps(p, gauge) {
		account.entries = append(account.entries, e)
	} else {
		account.add(e.month, e.posted, e.amount)
	}
}

// monthOf returns the number of the fiscal month of a day.
func (in *intake) monthOf(c *credit.Credit, day period.Date) (int, bool) {
	if month, known := in.months[day]; known {
		return month, true
	}
	p, err := in.calendar.Find(day, period.Month)
	if err != nil {
		in.report(diag.BadCreditRow, c, "date", "%s; the row is not counted", err)
		return 0, false
	}
	in.months[day] = p.MonthNumber()
	return p.MonthNumber(), true
}

// touch widens the periods of the result to the days of a row.
func (in *intake) touch(c *credit.Credit, date period.Date) {
	for _, day := range []period.Date{date, c.Posted} {
		if day.IsZero() {
			continue
		}
		month, ok := in.monthOf(c, day)
		if !ok {
			continue
		}
		if !in.touched {
			in.first, in.last, in.touched = month, month, true
		}
		in.first, in.last = min(in.first, month), max(in.last, month)
	}
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
func (in *intake) tellProblem(c *credit.Credit, p *payee, g *gauge, problem *crediting.Problem) {
	if problem.OpenFactors {
		field := "crediting"
		in.refuse("factors/"+g.component.Addr.String()+g.component.Path, diag.New(diag.MissingChoice, g.component.Addr, g.component.PlaceOf(field),
			"several factors of component %s hold for credit %s, and the plan does not say how they combine: set \"factors_combine\" to first or multiply",
			g.component.ID, c.ID).At(g.component.At(field)))
		return
	}
	in.report(diag.BadAttribute, c, problem.Column, "%s", problem.Message)
}

// dealKey names what is shared out: a deal and what it counts for.
type dealKey struct{ deal, measure string }

// shareSum adds up the shares of a deal.
type shareSum struct {
	sum   money.Sum
	first diag.Finding
}

func (in *intake) addShare(c *credit.Credit) {
	key := dealKey{c.ID, c.Measure}
	s := in.shares[key]
	if s == nil {
		s = &shareSum{first: diag.New(diag.SharesNotOne, addr.Addr{}, c.PlaceOf("share"), "the shares of deal %s for %s", c.ID, c.Measure)}
		in.shares[key] = s
	}
	s.sum.Add(c.Share)
	if total, err := s.sum.Total(); err == nil && total == wholeShare {
		delete(in.shares, key)
	}
}

var wholeShare = func() money.Decimal {
	d, _ := money.New(1, 0)
	return d
}()

// closeShares tells of deals whose shares do not sum to 1.
func (in *intake) closeShares() {
	for _, key := range sortedKeys(in.shares, func(a, b dealKey) int {
		return cmp.Or(strings.Compare(a.deal, b.deal), strings.Compare(a.measure, b.measure))
	}) {
		s := in.shares[key]
		total, err := s.sum.Total()
		text := total.String()
		if err != nil {
			text = "more than can be counted"
		}
		s.first.Message += " sum to " + text + ", not to 1"
		in.found.Add(s.first)
	}
}

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(m), compare)
}

func compareStrings(a, b string) int { return strings.Compare(a, b) }
