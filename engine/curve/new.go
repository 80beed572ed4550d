package curve

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// New puts the figures of one window into a rate table. It fails with a
// *TableError if the table means nothing, with ErrNoQuota, ErrNegativeQuota, or
// ErrZeroQuota where the plan gives a quota of zero no meaning. With top_rate
// and a base rate that would be target / quota there is no rate to pay, which is
// ErrZeroQuota too.
//
// A quota of zero with top_rate: tables that pay on the result pay each unit at
// the value of the highest band; flat values pay the highest one for any result
// above zero.
func New(r *comp.Rates, b Basis) (*Curve, error) {
	if problems := Problems(r); len(problems) > 0 {
		return nil, &TableError{Problems: problems}
	}
	zero, err := b.check(r)
	if err != nil {
		return nil, err
	}
	c := &Curve{kind: r.Kind, by: r.By, gauge: newGauge(b.Quota, r.Round), flat: isFlat(r.Pays)}
	if zero && b.WhenZero == "nothing" {
		c.pieces = []piece{nothing()}
		return c, nil
	}
	if c.unit, err = b.unit(r); err != nil {
		return nil, err
	}
	switch {
	case r.Kind == comp.Matrix:
		c.grid = newGrid(r, b, c)
	case zero:
		c.toTop(r)
	case r.Kind == comp.Interpolated:
		c.whole = !c.flat
		c.pieces = knotPieces(r, b.scale(r.By), c.unit)
	default:
		c.toBands(r, b.scale(r.By))
	}
	return c, nil
}

// toTop makes every result count at the highest value of the table.
func (c *Curve) toTop(r *comp.Rates) {
	top := piece{}
	if r.Kind == comp.Interpolated {
		top.band = len(r.Knots) - 1
		top.value = money.FromDecimal(r.Knots[top.band].Value)
	} else {
		bands := spans(r.Bands, r.Combine, money.FromInt(1))
		top.band = len(bands) - 1
		top.value = bands[top.band].value
	}
	top.base = top.value.Mul(c.unit)
	c.whole, c.end = !c.flat, nil
	c.pieces = []piece{top}
	if c.flat {
		c.pieces, c.lower = []piece{nothing(), top}, true
	}
}
