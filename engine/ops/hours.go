package ops

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// hourDigits are the digits after the point of hours in a year; they are
// rounded half to even.
const hourDigits = 2

// Periods of each kind in a year. A week has no fiscal period; its kind is 0.
var perYear = map[period.Kind]int64{0: 52, period.Month: 12, period.Quarter: 4, period.Half: 2, period.Year: 1}

// HoursInYear returns the hours of an activity in a year of 52 weeks, 12 months
// or 4 quarters, rounded half to even to 2 digits after the point.
func HoursInYear(a *plan.Activity) money.Decimal {
	times, _ := money.New(perYear[a.Per], 0)
	// The schema bounds hours, so that the product fits.
	hours, _ := a.Hours.MulRound(times, hourDigits, money.HalfEven)
	return hours
}

// pricer turns hours into money of the plan's currency.
type pricer struct {
	currency money.Currency
	rates    map[money.Currency]money.Decimal
	staffing map[string]*plan.Staffing // by role
	found    diag.List
	missing  map[money.Currency]bool // currencies without a rate that are reported
}

func newPricer(p *plan.Plan) *pricer {
	priced := &pricer{
		currency: p.Choices.Currency, rates: p.Choices.FXRates, staffing: map[string]*plan.Staffing{}, missing: map[money.Currency]bool{},
	}
	for i := range p.Operations.Staffing {
		s := &p.Operations.Staffing[i]
		priced.staffing[s.Role] = s
	}
	return priced
}

// digits are the digits after the point of the plan's currency.
func (p *pricer) digits() int { return p.currency.MinorUnits() }

// convert returns an amount in the plan's currency, rounded half to even to
// its minor units; ok is false if the plan has no rate for it.
func (p *pricer) convert(a money.Amount, from addr.Addr, at source.Place) (value money.Decimal, ok bool) {
	if a.Currency == p.currency {
		value, err := a.Value.Round(p.digits(), money.HalfEven)
		return value, err == nil
	}
	return p.product(a, oneHour, from, at)
}

var oneHour = func() money.Decimal { one, _ := money.New(1, 0); return one }()

// product returns rate × hours in the plan's currency, rounded once, half to
// even, to its minor units.
func (p *pricer) product(rate money.Amount, hours money.Decimal, from addr.Addr, at source.Place) (cost money.Decimal, ok bool) {
	exact := money.FromDecimal(rate.Value).Mul(money.FromDecimal(hours))
	if rate.Currency != p.currency {
		exchange, known := p.rates[rate.Currency]
		if !known {
			p.reportMissing(rate.Currency, from, at)
			return money.Decimal{}, false
		}
		exact = exact.Mul(money.FromDecimal(exchange))
	}
	cost, err := exact.Round(p.digits(), money.HalfEven)
	if err != nil {
		return p.tooLarge(from, at)
	}
	return cost, true
}

// tooLarge reports a cost that does not fit an exact number.
func (p *pricer) tooLarge(from addr.Addr, at source.Place) (money.Decimal, bool) {
	p.found = append(p.found, diag.New(diag.QuotaTooLarge, from, at, "a cost that follows from this has too many digits to be exact: it is left out"))
	return money.Decimal{}, false
}

// reportMissing reports a currency without a rate once.
func (p *pricer) reportMissing(currency money.Currency, from addr.Addr, at source.Place) {
	if p.missing[currency] {
		return
	}
	p.missing[currency] = true
	p.found = append(p.found, diag.New(diag.CurrencyMix, from, at,
		"an hour is priced in %s, but the plan states no rate from %s to %s in \"fx_rates\": this cost is left out", currency, currency, p.currency))
}
