package curve

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// Curve is a rate table as it holds for one payee and one window. It never
// changes and may be used by many goroutines.
//
// What negative results do. A table that pays on the result pays P(x) = ∫ of
// its rate from 0 to x. Where the first band begins at or below 0 it also holds
// below its beginning, so that a refund takes back what its sale earned and both
// settle to zero. Where the first band begins above 0, what is below it pays
// nothing, and negative results pay nothing either. Flat values (banded,
// interpolated, matrix) never reach below their first band or knot, except
// where knots say that the first one holds below.
type Curve struct {
	table
	kind  comp.RateKind
	by    comp.By
	gauge gauge
	whole bool         // a value of the table pays on the whole result
	unit  money.Ratio  // what a value of 1 pays: for one unit of the result, or in all where values are flat
	flat  bool         // values are money, whatever the result
	end   *money.Ratio // results above count as this one
	grid  *grid        // of a matrix
}

// Pay returns the exact pay of a window's result, in the measure's unit. With
// a table by attribute it is the pay of a credit whose attribute is 0, with a
// matrix that of a second result of 0: use PayWith for those.
func (c *Curve) Pay(result money.Ratio) money.Ratio {
	return c.PayWith(result, money.Ratio{})
}

// PayWith returns the exact pay of a result for tables that look at a second
// number. With a table by attribute, result is the credit's and beside its
// attribute; with a matrix, beside is the result of the second measure. Other
// tables do not look at beside.
func (c *Curve) PayWith(result, beside money.Ratio) money.Ratio {
	if c.grid != nil {
		return c.grid.pay(result, beside)
	}
	place := c.place(result, beside)
	p := c.at(place)
	pay := p.pay(place)
	if c.whole {
		return pay.Mul(c.counted(result))
	}
	return pay
}

// Attainment returns result / quota, rounded as the table says, and whether
// there is a quota above zero to measure against.
func (c *Curve) Attainment(result money.Ratio) (money.Ratio, bool) {
	return c.gauge.attainment(result)
}

// place returns where in the table a result, or an attribute, stands: in units
// of the result, or of the attribute.
func (c *Curve) place(result, beside money.Ratio) money.Ratio {
	if c.by == comp.ByAttribute {
		return beside
	}
	return c.counted(c.gauge.place(result))
}

// counted returns what of a result counts where results above an end do not.
func (c *Curve) counted(result money.Ratio) money.Ratio {
	if c.end != nil {
		return result.Min(*c.end)
	}
	return result
}

// gauge finds the place of a result. Places are in units of the result, so that
// no quota has to be divided by; only rounding asks for attainment.
type gauge struct {
	quota, perUnit money.Ratio // quota and 1/quota; zero where there is none above zero
	round          *comp.AttainmentRounding
}

func newGauge(quota *money.Ratio, round *comp.AttainmentRounding) gauge {
	if quota == nil || quota.Sign() <= 0 {
		return gauge{}
	}
	perUnit, _ := money.FromInt(1).Quo(*quota) // it is above zero
	return gauge{quota: quota.Lowest(), perUnit: perUnit.Lowest(), round: round}
}

func (g gauge) attainment(result money.Ratio) (money.Ratio, bool) {
	attainment := result.Mul(g.perUnit)
	if g.round != nil {
		attainment = roundTo(attainment, *g.round)
	}
	return attainment, g.perUnit.Sign() > 0
}

func (g gauge) place(result money.Ratio) money.Ratio {
	if g.round == nil {
		return result
	}
	attainment, _ := g.attainment(result)
	return attainment.Mul(g.quota)
}

// roundTo rounds attainment. One beyond a trillion, which no Decimal holds, is
// left as it is: no border of a table is near it.
func roundTo(attainment money.Ratio, round comp.AttainmentRounding) money.Ratio {
	rounded, err := attainment.Round(round.Digits, round.Mode)
	if err != nil {
		return attainment
	}
	return money.FromDecimal(rounded)
}
