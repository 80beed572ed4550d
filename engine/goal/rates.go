package goal

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Exchange holds the exchange rates of a plan: those it plans with and those of
// the market. Rates are units of the plan currency for one unit.
type Exchange struct {
	Currency money.Currency // of the plan
	planned  map[money.Currency]money.Decimal
	market   map[money.Currency][]comp.MarketRate // by first day
}

// NewExchange returns the exchange rates of a plan.
func NewExchange(choices *plan.Choices, book *comp.Book) *Exchange {
	x := &Exchange{Currency: choices.Currency, planned: choices.FXRates, market: map[money.Currency][]comp.MarketRate{}}
	for _, rate := range book.MarketRates {
		x.market[rate.Currency] = append(x.market[rate.Currency], rate)
	}
	for _, rates := range x.market {
		slices.SortStableFunc(rates, func(a, b comp.MarketRate) int { return a.From.Compare(b.From) })
	}
	return x
}

// Rate returns the units of one currency for one unit of another: at the rates
// of the plan, or at those of the market that hold on a day. ok is false if a
// rate above zero is missing.
func (x *Exchange) Rate(from, to money.Currency, at string, day period.Date) (rate money.Ratio, ok bool) {
	if from == to {
		return money.FromInt(1), true
	}
	numerator, ok := x.toPlan(from, at, day)
	if !ok {
		return money.Ratio{}, false
	}
	denominator, ok := x.toPlan(to, at, day)
	if !ok {
		return money.Ratio{}, false
	}
	rate, err := numerator.Quo(denominator)
	return rate, err == nil
}

// toPlan returns the rate of a currency to that of the plan.
func (x *Exchange) toPlan(currency money.Currency, at string, day period.Date) (money.Ratio, bool) {
	if currency == x.Currency {
		return money.FromInt(1), true
	}
	rate := x.planned[currency]
	if at == comp.AtMarketRate {
		rate = money.Decimal{}
		for _, one := range x.market[currency] {
			if one.From.Compare(day) <= 0 {
				rate = one.Rate
			}
		}
	}
	return money.FromDecimal(rate), rate.Sign() > 0
}
