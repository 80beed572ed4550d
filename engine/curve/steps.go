package curve

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// Step is one line of how a result became pay. Without Flat, Pay is Part ×
// Value × Unit; with Flat, it is Value × Unit.
type Step struct {
	Band   int // index of the band, the lower knot, or the row reached; NoBand where nothing is paid
	Column int // index of the column reached in a matrix, else NoBand

	// From and To are the ends of the band in units of the result, or of the
	// attribute; nil where it has none. Between knots they are the knots. The line
	// of an overage begins where the first band ends. A matrix has none.
	From, To *money.Ratio

	Part  money.Ratio // what of the result is paid here
	Value money.Ratio // what the table says: stacked values added up, values between knots computed
	Unit  money.Ratio // what a value of 1 pays, such as the base rate, or the target
	Flat  bool        // the value is money, whatever the result
	Pay   money.Ratio
}

// Steps returns the lines that say how Pay comes about, lowest band first. Their
// pay sums to Pay.
func (c *Curve) Steps(result money.Ratio) []Step {
	return c.StepsWith(result, money.Ratio{})
}

// StepsWith returns the lines that say how PayWith comes about. Their pay sums
// to PayWith.
func (c *Curve) StepsWith(result, beside money.Ratio) []Step {
	if c.grid != nil {
		return []Step{c.grid.step(result, beside)}
	}
	place := c.place(result, beside)
	var steps []Step
	switch {
	case c.whole || c.flat || c.at(place).band == NoBand:
		steps = []Step{c.wholeStep(place, c.counted(result))}
	case c.kind == comp.Overage:
		steps = c.overageSteps(place)
	default:
		steps = c.partSteps(place)
	}
	if c.end != nil && c.gauge.place(result).Cmp(*c.end) > 0 {
		steps = append(steps, Step{Band: NoBand, Column: NoBand, From: c.end, Part: c.gauge.place(result).Sub(*c.end), Flat: c.flat})
	}
	return steps
}

// wholeStep is the line of a result that one band or line pays.
func (c *Curve) wholeStep(place, result money.Ratio) Step {
	i := c.index(place)
	step := c.step(i, result)
	step.Value = c.pieces[i].valueAt(place)
	step.Pay = step.worth()
	return step
}

// step returns the line of one piece for a part of the result, without its pay.
func (c *Curve) step(i int, part money.Ratio) Step {
	p := &c.pieces[i]
	step := Step{Band: p.band, Column: NoBand, Part: part, Value: p.value, Unit: c.unit, Flat: c.flat}
	step.From, step.To = c.ends(i)
	return step
}

func (s *Step) worth() money.Ratio {
	worth := s.Value.Mul(s.Unit)
	if s.Flat {
		return worth
	}
	return worth.Mul(s.Part)
}

// ends returns where piece i begins and ends; nil where it does not.
func (c *Curve) ends(i int) (from, to *money.Ratio) {
	if !c.pieces[i].open {
		from = &c.pieces[i].from
	}
	if i+1 < len(c.pieces) {
		return from, &c.pieces[i+1].from
	}
	return from, c.end
}

// partSteps splits what lies between 0 and a place over the pieces.
func (c *Curve) partSteps(place money.Ratio) []Step {
	var steps []Step
	for i := range c.pieces {
		if part := c.within(i, place); part.Sign() != 0 {
			steps = append(steps, c.partStep(i, part))
		}
	}
	if len(steps) == 0 {
		steps = append(steps, c.partStep(c.index(place), money.Ratio{}))
	}
	return steps
}

// overageSteps has a line for the first band and one for all above it.
func (c *Curve) overageSteps(place money.Ratio) []Step {
	first := 0
	if c.pieces[0].band == NoBand {
		first = 1
	}
	var steps []Step
	for i := range first + 1 {
		if part := c.within(i, place); part.Sign() != 0 || i == first && c.index(place) == first {
			steps = append(steps, c.partStep(i, part))
		}
	}
	reached := c.index(place)
	if reached > first {
		above := c.partStep(reached, place.Sub(c.pieces[first+1].from))
		above.From = &c.pieces[first+1].from
		steps = append(steps, above)
	}
	return steps
}

func (c *Curve) partStep(i int, part money.Ratio) Step {
	step := c.step(i, part)
	step.Pay = step.worth()
	return step
}

// endOf returns where piece i ends, or the place where it does not.
func (c *Curve) endOf(i int, place money.Ratio) money.Ratio {
	if i+1 < len(c.pieces) {
		return c.pieces[i+1].from
	}
	return place
}

// within returns what of the stretch between 0 and a place lies in piece i,
// negative where the place is. The first piece has no lower end.
func (c *Curve) within(i int, place money.Ratio) money.Ratio {
	var zero money.Ratio
	lo, hi := zero.Min(place), zero.Max(place)
	if i > 0 {
		lo = lo.Max(c.pieces[i].from)
	}
	part := c.endOf(i, hi).Min(hi).Sub(lo)
	switch {
	case part.Sign() <= 0:
		return zero
	case place.Sign() < 0:
		return part.Neg()
	}
	return part
}

func (g *grid) step(result, second money.Ratio) Step {
	value, row, column := g.value(result, second)
	step := Step{Band: row, Column: column, Part: result, Value: value, Unit: g.unit, Flat: g.flat}
	step.Pay = step.worth()
	return step
}
