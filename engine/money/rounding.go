package money

import (
	"errors"
	"fmt"
	"slices"
)

// Rounding says which neighbour a number between two steps goes to. A plan
// names it; the zero value is none of them and is refused.
type Rounding uint8

// The roundings a plan can name.
const (
	HalfEven Rounding = iota + 1 // half_even: to the nearest, a half to the even neighbour
	HalfUp                       // half_up: to the nearest, a half away from zero
	Down                         // down: towards zero
)

var roundingNames = [...]string{HalfEven: "half_even", HalfUp: "half_up", Down: "down"}

// ParseRounding reads half_even, half_up or down.
func ParseRounding(text string) (Rounding, error) {
	if i := slices.Index(roundingNames[:], text); i > 0 {
		return Rounding(i), nil
	}
	return 0, fmt.Errorf("%s is not a rounding: choose half_even, half_up or down", quote(text))
}

// String returns the name that ParseRounding reads, "" for the zero value.
func (r Rounding) String() string {
	if int(r) < len(roundingNames) {
		return roundingNames[r]
	}
	return fmt.Sprintf("rounding(%d)", uint8(r))
}

// Round returns d with at most digits (0 to MaxScale) digits after the point.
func (d Decimal) Round(digits int, mode Rounding) (Decimal, error) {
	if err := checkRounding(digits, mode); err != nil {
		return Decimal{}, err
	}
	if int(d.scale) <= digits {
		return d, nil
	}
	quotient := mode.quo(wide{0, d.magnitude()}, wide{0, pow10[int(d.scale)-digits]})
	return fromWide(d.coef < 0, quotient, digits)
}

// MulRound returns d × e, rounded once to digits (0 to MaxScale) digits after
// the point, or ErrRange.
func (d Decimal) MulRound(e Decimal, digits int, mode Rounding) (Decimal, error) {
	if err := checkRounding(digits, mode); err != nil {
		return Decimal{}, err
	}
	product, scale := mul64(d.magnitude(), e.magnitude()), int(d.scale)+int(e.scale)
	if scale > digits {
		product, scale = mode.quo(product, wide{0, pow10[scale-digits]}), digits
	}
	result, err := fromWide(d.coef < 0 != (e.coef < 0), product, scale)
	if err != nil {
		return Decimal{}, fmt.Errorf("%s × %s: %w", d, e, err)
	}
	return result, nil
}

// QuoRound returns d / e, rounded once to digits (0 to MaxScale) digits after
// the point, ErrDivisionByZero or ErrRange.
func (d Decimal) QuoRound(e Decimal, digits int, mode Rounding) (Decimal, error) {
	if err := checkRounding(digits, mode); err != nil {
		return Decimal{}, err
	}
	if e.coef == 0 {
		return Decimal{}, fmt.Errorf("%s / %s: %w", d, e, ErrDivisionByZero)
	}
	numerator, denominator := wide{0, d.magnitude()}, wide{0, e.magnitude()}
	if shift := digits + int(e.scale) - int(d.scale); shift >= 0 {
		numerator = mul64(numerator.lo, pow10[shift])
	} else {
		denominator = mul64(denominator.lo, pow10[-shift])
	}
	result, err := fromWide(d.coef < 0 != (e.coef < 0), mode.quo(numerator, denominator), digits)
	if err != nil {
		return Decimal{}, fmt.Errorf("%s / %s: %w", d, e, err)
	}
	return result, nil
}

func checkRounding(digits int, mode Rounding) error {
	if digits < 0 || digits > MaxScale {
		return fmt.Errorf("cannot round to %d digits after the point: choose 0 to %d", digits, MaxScale)
	}
	if mode < HalfEven || mode > Down {
		return errors.New("cannot round: no rounding is named")
	}
	return nil
}

// quo returns numerator / denominator rounded to an integer. A denominator
// above 64 bits must exceed the numerator.
func (r Rounding) quo(numerator, denominator wide) wide {
	quotient, rest := wide{}, numerator
	if denominator.hi == 0 {
		var remainder uint64
		quotient, remainder = numerator.quo(denominator.lo)
		rest = wide{0, remainder}
	}
	if r.roundsUp(quotient, rest, denominator) {
		quotient = quotient.add(wide{0, 1})
	}
	return quotient
}

// roundsUp reports whether quotient + rest/denominator goes to quotient + 1.
func (r Rounding) roundsUp(quotient, rest, denominator wide) bool {
	// rest against denominator - rest: the same as twice the rest against the
	// denominator, without an overflow.
	half := rest.cmp(denominator.sub(rest))
	switch r {
	case HalfEven:
		return half > 0 || half == 0 && quotient.lo&1 == 1
	case HalfUp:
		return half >= 0
	case Down:
	}
	return false
}
