package money

import (
	"cmp"
	"errors"
	"fmt"
	"math"
)

// MaxScale is the largest number of digits a Decimal has after the point.
const MaxScale = 9

// Errors of arithmetic. Operations wrap them with their operands.
var (
	// ErrRange reports a result with more digits than a Decimal can hold.
	ErrRange = errors.New("the result has too many digits for exact arithmetic")
	// ErrInexact reports a result that would need rounding where none was asked for.
	ErrInexact = errors.New("the exact result has too many digits after the point")
	// ErrDivisionByZero reports a quotient whose divisor is zero.
	ErrDivisionByZero = errors.New("division by zero")
)

// Decimal is an exact decimal number with 0 to 9 digits after the point. As an
// integer of its smallest digit it lies within ±9,223,372,036,854,775,807: about
// 9.2 quadrillion with 3 digits after the point, 9.2 billion with 9.
//
// A number has one representation, so that == is numeric equality and a Decimal
// can be the key of a map. The zero value is 0.
type Decimal struct {
	coef  int64 // never math.MinInt64, so that each value has a negative
	scale uint8 // value = coef / 10^scale; coef does not end in 0 unless scale is 0
}

// pow10 holds the powers of ten that a uint64 can hold.
var pow10 = [...]uint64{
	1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
	10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
	1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
	1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
}

// New returns coefficient / 10^scale, such as 12.50 for New(1250, 2). It
// refuses a scale outside 0 to MaxScale and the one coefficient without a negative.
func New(coefficient int64, scale int) (Decimal, error) {
	if scale < 0 || scale > MaxScale {
		return Decimal{}, fmt.Errorf("scale %d is outside 0 to %d", scale, MaxScale)
	}
	if coefficient == math.MinInt64 {
		return Decimal{}, ErrRange
	}
	return canonical(coefficient, uint8(scale)), nil
}

// canonical drops the zeros that end the fraction.
func canonical(coef int64, scale uint8) Decimal {
	for scale > 0 && coef%10 == 0 {
		coef /= 10
		scale--
	}
	return Decimal{coef, scale}
}

// fromWide returns ±w / 10^scale where scale may exceed MaxScale as long as the
// digits beyond it are zeros.
func fromWide(negative bool, w wide, scale int) (Decimal, error) {
	for scale > 0 {
		tenth, digit := w.quo(10)
		if digit != 0 {
			break
		}
		w = tenth
		scale--
	}
	if scale > MaxScale {
		return Decimal{}, ErrInexact
	}
	if !w.fits() {
		return Decimal{}, ErrRange
	}
	coef := int64(w.lo)
	if negative {
		coef = -coef
	}
	return Decimal{coef, uint8(scale)}, nil
}

// Scale returns the number of digits after the point, without ending zeros.
func (d Decimal) Scale() int { return int(d.scale) }

// Sign returns -1, 0 or 1.
func (d Decimal) Sign() int { return cmp.Compare(d.coef, 0) }

// Neg returns -d. Each Decimal has a negative.
func (d Decimal) Neg() Decimal { return Decimal{-d.coef, d.scale} }

// magnitude returns the digits of |d| as an integer.
func (d Decimal) magnitude() uint64 {
	if d.coef < 0 {
		return uint64(-d.coef)
	}
	return uint64(d.coef)
}

// WholeAbove returns the least whole number that |d| does not exceed.
func (d Decimal) WholeAbove() uint64 {
	whole := d.magnitude() / pow10[d.scale]
	if d.scale > 0 { // the digits after the point do not all end in 0
		whole++
	}
	return whole
}

// aligned returns the magnitude of d counted in units of 10^-scale, which must
// not be coarser than d.
func (d Decimal) aligned(scale uint8) wide { return mul64(d.magnitude(), pow10[scale-d.scale]) }

// Cmp returns -1 if d < e, 0 if d == e, 1 if d > e. It orders slices.
func (d Decimal) Cmp(e Decimal) int {
	if d.scale == e.scale || d.Sign() != e.Sign() {
		return cmp.Or(cmp.Compare(d.Sign(), e.Sign()), cmp.Compare(d.coef, e.coef))
	}
	scale := max(d.scale, e.scale)
	return d.Sign() * d.aligned(scale).cmp(e.aligned(scale))
}

// Add returns d + e, or ErrRange if the exact sum does not fit.
func (d Decimal) Add(e Decimal) (Decimal, error) {
	sum, err := d.plus(e)
	if err != nil {
		return Decimal{}, fmt.Errorf("%s + %s: %w", d, e, err)
	}
	return sum, nil
}

// Sub returns d - e, or ErrRange if the exact difference does not fit.
func (d Decimal) Sub(e Decimal) (Decimal, error) {
	difference, err := d.plus(e.Neg())
	if err != nil {
		return Decimal{}, fmt.Errorf("%s - %s: %w", d, e, err)
	}
	return difference, nil
}

func (d Decimal) plus(e Decimal) (Decimal, error) {
	if d.scale == e.scale {
		sum := d.coef + e.coef
		wrapped := (d.coef > 0 && e.coef > 0 && sum < 0) || (d.coef < 0 && e.coef < 0 && sum >= 0)
		if !wrapped && sum != math.MinInt64 {
			return canonical(sum, d.scale), nil
		}
	}
	// Also where the scales are equal: zeros that end the sum may make it fit.
	scale := max(d.scale, e.scale)
	x, y := d.aligned(scale), e.aligned(scale)
	switch {
	case (d.coef < 0) == (e.coef < 0):
		return fromWide(d.coef < 0, x.add(y), int(scale))
	case x.cmp(y) >= 0:
		return fromWide(d.coef < 0, x.sub(y), int(scale))
	default:
		return fromWide(e.coef < 0, y.sub(x), int(scale))
	}
}

// Mul returns the exact product. It fails with ErrInexact if the product has
// more than MaxScale digits after the point and with ErrRange if it is too large.
func (d Decimal) Mul(e Decimal) (Decimal, error) {
	product, err := fromWide(d.coef < 0 != (e.coef < 0), mul64(d.magnitude(), e.magnitude()), int(d.scale)+int(e.scale))
	if err != nil {
		return Decimal{}, fmt.Errorf("%s × %s: %w", d, e, err)
	}
	return product, nil
}
