package money

import (
	"cmp"
	"math"
	"math/bits"
)

// wide is an unsigned integer of 128 bits: room for the product of any two
// coefficients, and for a coefficient times 10^18.
type wide struct{ hi, lo uint64 }

func mul64(x, y uint64) wide {
	hi, lo := bits.Mul64(x, y)
	return wide{hi, lo}
}

// add returns w + v. The callers' terms are below 2^127, so it cannot wrap.
func (w wide) add(v wide) wide {
	lo, carry := bits.Add64(w.lo, v.lo, 0)
	hi, _ := bits.Add64(w.hi, v.hi, carry)
	return wide{hi, lo}
}

// sub returns w - v modulo 2^128.
func (w wide) sub(v wide) wide {
	lo, borrow := bits.Sub64(w.lo, v.lo, 0)
	hi, _ := bits.Sub64(w.hi, v.hi, borrow)
	return wide{hi, lo}
}

func (w wide) cmp(v wide) int { return cmp.Or(cmp.Compare(w.hi, v.hi), cmp.Compare(w.lo, v.lo)) }

// fits reports whether w is within the range of a coefficient.
func (w wide) fits() bool { return w.hi == 0 && w.lo <= math.MaxInt64 }

// quo returns the quotient and the remainder of w / divisor. The divisor is not zero.
func (w wide) quo(divisor uint64) (wide, uint64) {
	if w.hi == 0 {
		return wide{0, w.lo / divisor}, w.lo % divisor
	}
	hi, rest := w.hi/divisor, w.hi%divisor
	lo, rest := bits.Div64(rest, w.lo, divisor)
	return wide{hi, lo}, rest
}
