package complint

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// cliffs reports where pay rises at once by more than a little, once for each
// component. A jump of more than half of what the component pays at target (or,
// where that is not known, of what is paid just below) is a warning.
func cliffs(p *Pass) {
	for i := range p.parts {
		t := &p.parts[i]
		if !t.shaped() {
			continue
		}
		highest, count := highestJump(t.curve.Jumps())
		if count == 0 {
			continue
		}
		f := p.tell(diag.Cliff, t.Origin, "rates", "at %s the pay of %s jumps from %s to %s, by %s for the last unit%s",
			t.place(highest.At), t.name(), t.pay(highest.Before), t.pay(highest.After), t.pay(highest.Size()), ofSeveral(count))
		if far(t, highest) {
			f.Severity = diag.Warning
		}
	}
}

// highestJump returns the highest of the jumps up, and how many there are. What
// is paid from 0 on everybody gets: it is no jump.
func highestJump(jumps []curve.Jump) (highest curve.Jump, count int) {
	for _, jump := range jumps {
		if jump.Size().Sign() <= 0 || jump.At.Sign() <= 0 {
			continue
		}
		count++
		if size := jump.Size(); count == 1 || size.Cmp(highest.Size()) > 0 {
			highest = jump
		}
	}
	return highest, count
}

func ofSeveral(count int) string {
	if count == 1 {
		return ""
	}
	return "; it is the highest of " + plural(count, "jump")
}

// far reports whether a jump is more than half of what it is held against.
func far(t *part, jump curve.Jump) bool {
	against := jump.Before
	if share, ok := t.ofTarget(jump.Size()); ok {
		return share.Add(share).Cmp(unity) > 0
	}
	size := jump.Size()
	return against.Sign() > 0 && size.Add(size).Cmp(against) > 0
}

// ofTarget returns an amount of pay as a share of what the component pays at
// target; ok is false where that is not known.
func (t *part) ofTarget(amount money.Ratio) (share money.Ratio, ok bool) {
	if t.uses.Target || t.inMoney && t.target != nil {
		share, err := amount.Quo(*orOne(t.target))
		return share, err == nil
	}
	return money.Ratio{}, false
}

// fallingPay reports tables that pay less for more.
func fallingPay(p *Pass) {
	for i := range p.parts {
		t := &p.parts[i]
		switch {
		case t.curve == nil:
		case t.Rates.Kind == comp.Matrix:
			p.fallingMatrix(t)
		case t.shaped():
			p.fallingCurve(t)
		}
	}
}

// fallingCurve reports the first place from which pay falls.
func (p *Pass) fallingCurve(t *part) {
	segments := t.curve.Segments()
	for i := range segments {
		s := &segments[i]
		if i > 0 && segments[i-1].End.Cmp(s.Start) > 0 {
			p.tell(diag.FallingPay, t.Origin, "rates", "at %s the pay of %s falls from %s to %s: more results pay less",
				t.place(*s.From), t.name(), t.pay(segments[i-1].End), t.pay(s.Start))
			return
		}
		if from := fallsFrom(s); from != nil {
			p.tell(diag.FallingPay, t.Origin, "rates", "from %s on the pay of %s falls with every further unit: more results pay less",
				t.place(*from), t.name())
			return
		}
	}
}

// fallsFrom returns from where pay falls within a segment, at results above 0;
// nil if it does not.
func fallsFrom(s *curve.Segment) *money.Ratio {
	from := money.Ratio{}
	if s.From != nil {
		from = from.Max(*s.From)
	}
	if s.To != nil && s.To.Cmp(from) <= 0 {
		return nil
	}
	slope := s.SlopeAt(from)
	if slope.Sign() < 0 || slope.Sign() == 0 && s.Bend.Sign() < 0 {
		return &from
	}
	if s.Bend.Sign() >= 0 {
		return nil
	}
	way, err := slope.Quo(s.Bend.Neg()) // the slope is 0 there
	top := from.Add(way)
	if err != nil || s.To != nil && top.Cmp(*s.To) >= 0 {
		return nil
	}
	return &top
}

// fallingMatrix reports the first value that is less than the one of the level
// below, in the direction of the component's own measure.
func (p *Pass) fallingMatrix(t *part) {
	r := &t.Rates
	for i := 1; i < len(r.Values); i++ {
		for j := range r.Values[i] {
			if above, below := r.Values[i][j], r.Values[i-1][j]; above.Cmp(below) < 0 {
				p.tell(diag.FallingPay, r.Origin, "values", "in column %d the matrix of %s has %s from %s on and %s from %s on: more results have a lower value",
					j+1, t.name(), below, r.Rows.Levels[i-1], above, r.Rows.Levels[i])
				return
			}
		}
	}
}
