package complint

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

// last returns the topmost segment of the curve.
func (t *part) last() *curve.Segment {
	segments := t.curve.Segments()
	return &segments[len(segments)-1]
}

// accelerates reports whether the topmost segment has no end and pays more for
// one more unit than some segment below it that pays anything.
func (t *part) accelerates() bool {
	segments := t.curve.Segments()
	top := &segments[len(segments)-1]
	if top.From == nil || top.To != nil || top.Slope.Sign() <= 0 {
		return false
	}
	for i := range segments[:len(segments)-1] {
		s := &segments[i]
		if s.Band != curve.NoBand && s.Slope.Sign() > 0 && top.Slope.Cmp(s.Slope) > 0 {
			return true
		}
	}
	return false
}

// most returns the most that a window of the component can pay, in the unit of
// the curve. bounded is false if there is no such amount, known is false if the
// comp plan alone does not say.
func (t *part) most() (amount money.Ratio, bounded, known bool) {
	if !t.shaped() || t.Window == comp.Deal {
		return amount, false, false
	}
	top := t.last()
	bounded = top.To == nil && top.Slope.Sign() <= 0 && top.Bend.Sign() <= 0
	for i, s := range t.curve.Segments() {
		if i > 0 {
			amount = amount.Max(s.Start)
		}
		if s.To != nil {
			amount = amount.Max(s.End)
		}
		if i == 0 && s.From == nil && s.To == nil {
			amount = amount.Max(t.curve.Pay(money.Ratio{}))
		}
	}
	if limit, _, ok := t.counted(t.Rates.By); ok {
		if t.Rates.By == comp.ByAttainment {
			limit = limit.Mul(*orOne(t.quota))
		}
		amount, bounded = t.mostUpTo(limit), true
	}
	for i := range t.Caps {
		limit, ok := t.payCap(&t.Caps[i])
		if ok && (!bounded || limit.Cmp(amount) < 0) {
			amount, bounded = limit, true
		}
	}
	return amount, bounded, true
}

// mostUpTo returns the most that results up to a limit pay.
func (t *part) mostUpTo(limit money.Ratio) money.Ratio {
	most := t.curve.Pay(limit)
	for _, s := range t.curve.Segments() {
		if s.From != nil && s.From.Cmp(limit) <= 0 {
			most = most.Max(s.Start)
		}
		if s.To != nil && s.To.Cmp(limit) <= 0 {
			most = most.Max(s.End)
		}
	}
	return most
}

// payCap returns a cap of what a window pays in the unit of the curve; ok is
// false if it is none. A cap of a longer stretch is taken by its part of it.
func (t *part) payCap(c *comp.Cap) (limit money.Ratio, ok bool) {
	if c.Of != "payout" || c.Per == comp.Deal || c.Per < t.Window {
		return limit, false
	}
	windows, _ := money.FromInt(windowsInYear(t.Window)).Quo(money.FromInt(windowsInYear(c.Per)))
	switch {
	case c.Amount != nil && t.inMoney:
		limit, _ = money.FromDecimal(*c.Amount).Quo(windows)
		return limit, true
	case c.TargetMultiple != nil && (t.uses.Target || t.inMoney && t.target != nil):
		return money.FromDecimal(*c.TargetMultiple).Mul(*orOne(t.target)), true
	}
	return limit, false
}
