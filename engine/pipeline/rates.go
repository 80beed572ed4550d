package pipeline

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Rate is a win rate: won / (won + lost), over the deals of the latest snapshot
// that fulfil the conditions, whatever the period.
type Rate struct {
	Won, Lost int
	Share     money.Decimal // rounded half up to 4 digits
}

func (c *computation) winRate() *Rate {
	r := &Rate{}
	for i := range c.final {
		switch d := &c.final[i]; {
		case !d.there || !d.chosen:
		case d.state == plan.DealWon:
			r.Won++
		case d.state == plan.DealLost:
			r.Lost++
		}
	}
	share, err := whole(r.Won).QuoRound(whole(r.Won+r.Lost), shareDigits, money.HalfUp)
	if err != nil {
		return nil
	}
	r.Share = share
	return r
}

// Velocity is what the pipeline brings in a day: open deals × win rate ×
// average amount of won deals / days from creation to close of won deals. Won
// deals count where the snapshot says when they were created.
type Velocity struct {
	Open          int
	WinRate       money.Decimal
	AverageAmount money.Decimal // rounded half up to the currency's minor units
	CycleDays     money.Decimal // rounded half up to one digit
	PerDay        money.Decimal // rounded half up to the currency's minor units
}

func (c *computation) velocity() *Velocity {
	won, days := 0, 0
	var amount money.Sum
	v := &Velocity{}
	for i := range c.final {
		d := &c.final[i]
		if !d.there || !d.chosen {
			continue
		}
		if d.state == plan.DealOpen {
			v.Open++
		}
		if d.state == plan.DealWon && d.created > 0 && d.close >= d.created {
			won++
			days += int(d.close - d.created)
			amount.Add(d.amount)
		}
	}
	if won == 0 || days == 0 || c.summary.WinRate == nil {
		return nil
	}
	return v.of(c.summary.WinRate.Share, c.totals.of(&amount), won, days, c.digits)
}

// of works out the speed from won deals: their amount and days all together.
func (v *Velocity) of(rate, amount money.Decimal, won, days, digits int) *Velocity {
	v.WinRate = rate
	v.AverageAmount, _ = amount.QuoRound(whole(won), digits, money.HalfUp)
	v.CycleDays, _ = whole(days).QuoRound(whole(won), 1, money.HalfUp)
	// count × rate × (amount / won) / (days / won) = count × rate × amount / days
	perDay := money.FromInt(int64(v.Open)).Mul(money.FromDecimal(rate)).Mul(money.FromDecimal(amount))
	exact, err := perDay.Quo(money.FromInt(int64(days)))
	if err != nil {
		return nil
	}
	v.PerDay, err = exact.Round(digits, money.HalfUp)
	if err != nil {
		return nil
	}
	return v
}

// Renewal reads the deals of the period as contracts that are up for renewal:
// available is all of them, worst counts those that are won, best those that
// may still be, too.
type Renewal struct {
	Available, Won, Swing money.Decimal
	Worst, Best           money.Decimal // shares of available, rounded half up to 4 digits
}

func (c *computation) renewal() *Renewal {
	day := &c.summary.Latest
	return RenewalOf(day.Amount, day.Won.Amount, day.Open.Amount)
}

// RenewalOf returns the worst and best renewal rates: won / available and (won +
// swing) / available; nil if nothing is available.
func RenewalOf(available, won, swing money.Decimal) *Renewal {
	r := &Renewal{Available: available, Won: won, Swing: swing}
	var err error
	if r.Worst, err = won.QuoRound(available, shareDigits, money.HalfUp); err != nil {
		return nil
	}
	best, err := won.Add(swing)
	if err != nil {
		return nil
	}
	if r.Best, err = best.QuoRound(available, shareDigits, money.HalfUp); err != nil {
		return nil
	}
	return r
}

// Coverage is how much open pipeline there is for what is still to be won.
type Coverage struct {
	Quota     money.Decimal
	Won       money.Decimal
	Open      money.Decimal
	Full      bool           // divided by the whole quota
	Basis     money.Decimal  // what the open pipeline is divided by: the quota, or what remains of it
	Ratio     *money.Decimal // open / basis, rounded half up to 2 digits; nil where nothing remains
	Required  *money.Decimal // stated, or 1 / win rate rounded half up to 2 digits; nil where neither is known
	Expected  *money.Decimal // open × win rate, rounded half up to the currency's minor units; nil without a win rate
	Shortfall *money.Decimal // open pipeline that is missing: required × basis - open, at least 0; nil without required
}

// CoverageOf works out coverage. Required and rate may be nil; without required
// it is 1 / rate.
func CoverageOf(quota, won, open money.Decimal, full bool, required, rate *money.Decimal, digits int) Coverage {
	c := Coverage{Quota: quota, Won: won, Open: open, Full: full, Basis: quota}
	if !full {
		if remaining, err := quota.Sub(won); err == nil && remaining.Sign() > 0 {
			c.Basis = remaining
		} else {
			c.Basis = money.Decimal{}
		}
	}
	if ratio, err := open.QuoRound(c.Basis, 2, money.HalfUp); err == nil {
		c.Ratio = &ratio
	}
	if c.Required = required; required == nil && rate != nil {
		if needed, err := one.QuoRound(*rate, 2, money.HalfUp); err == nil {
			c.Required = &needed
		}
	}
	if rate != nil {
		if expected, err := open.MulRound(*rate, digits, money.HalfUp); err == nil {
			c.Expected = &expected
		}
	}
	if c.Required != nil {
		if needed, err := c.Basis.MulRound(*c.Required, digits, money.HalfUp); err == nil {
			missing, err := needed.Sub(open)
			if err == nil && missing.Sign() < 0 {
				missing = money.Decimal{}
			}
			c.Shortfall = &missing
		}
	}
	return c
}
