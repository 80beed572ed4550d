package curve

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// Segment is a stretch of results on which pay has no jump and no corner.
type Segment struct {
	Band int // index of the band or the lower knot; NoBand where nothing is earned

	// From and To are results; nil where the segment has no end.
	From, To *money.Ratio

	// Start is the pay at From and End the pay at To, both as seen from inside;
	// zero where there is no such end.
	Start, End money.Ratio

	// Slope is the pay for one more unit at From, or anywhere if it has no
	// beginning. Bend is how much Slope grows with each unit: zero on a straight
	// line, and not zero only where a rate is interpolated.
	Slope, Bend money.Ratio
}

// SlopeAt returns the pay for one more unit of a result within the segment.
func (s *Segment) SlopeAt(result money.Ratio) money.Ratio {
	if s.From == nil || s.Bend.Sign() == 0 {
		return s.Slope
	}
	return s.Slope.Add(s.Bend.Mul(result.Sub(*s.From)))
}

// Segments returns the curve as a list of segments from the lowest results up.
// It does not look at the rounding of attainment. Tables by attribute and
// matrices are no curves of one result: they have none.
func (c *Curve) Segments() []Segment {
	if c.grid != nil || c.by == comp.ByAttribute {
		return nil
	}
	segments := make([]Segment, 0, len(c.pieces)+1)
	for i := range c.pieces {
		segments = append(segments, c.segment(i))
	}
	if c.end != nil {
		pay := segments[len(segments)-1].End
		segments = append(segments, Segment{Band: NoBand, From: c.end, Start: pay})
	}
	return segments
}

func (c *Curve) segment(i int) Segment {
	p := &c.pieces[i]
	s := Segment{Band: p.band, Slope: p.slope}
	if i > 0 {
		s.From = &p.from
		s.Start = c.from(p, p.from)
	}
	if _, to := c.ends(i); to != nil {
		s.To = to
		s.End = c.from(p, *to)
	}
	if c.whole { // pay is (base + slope·(x − from))·x
		s.Slope = p.base.Add(p.slope.Mul(p.from))
		s.Bend = p.slope.Add(p.slope)
	}
	return s
}

// from returns the pay of a result as one piece sees it.
func (c *Curve) from(p *piece, result money.Ratio) money.Ratio {
	if c.whole {
		return p.pay(result).Mul(result)
	}
	return p.pay(result)
}

// Jump is a cliff: at one result, pay goes from Before to After at once. Which
// of the two holds at the result itself is the table's boundary.
type Jump struct{ At, Before, After money.Ratio }

// Size returns the pay that the last unit gains, negative where it loses.
func (j *Jump) Size() money.Ratio { return j.After.Sub(j.Before) }

// Jumps returns every cliff of the curve, from the lowest results up. Like
// Segments it does not look at the rounding of attainment.
func (c *Curve) Jumps() []Jump {
	var jumps []Jump
	segments := c.Segments()
	for i := 1; i < len(segments); i++ {
		before, after := segments[i-1].End, segments[i].Start
		if before.Cmp(after) != 0 {
			jumps = append(jumps, Jump{At: *segments[i].From, Before: before, After: after})
		}
	}
	return jumps
}
