package money

import (
	"fmt"
	"math/big"
)

// Round returns r with at most digits (0 to MaxScale) digits after the point,
// or ErrRange if that does not fit a Decimal. It is the one place where an
// exact figure becomes money.
func (r Ratio) Round(digits int, mode Rounding) (Decimal, error) {
	if err := checkRounding(digits, mode); err != nil {
		return Decimal{}, err
	}
	units, fits := r.units(digits, mode)
	if !fits {
		return Decimal{}, fmt.Errorf("round %s: %w", r, ErrRange)
	}
	rounded, err := fromWide(r.Sign() < 0, units, digits)
	if err != nil {
		return Decimal{}, fmt.Errorf("round %s: %w", r, err)
	}
	return rounded, nil
}

// units returns |r| as a rounded number of units of 10^-digits, and whether
// that fits 128 bits.
func (r Ratio) units(digits int, mode Rounding) (wide, bool) {
	if r.large == nil {
		return mode.quo(mul64(magnitude(r.num), pow10[digits]), wide{0, r.denominator()}), true
	}
	scaled := new(big.Int).Mul(r.large.Num(), new(big.Int).SetUint64(pow10[digits]))
	quotient, rest := scaled.QuoRem(scaled.Abs(scaled), r.large.Denom(), new(big.Int))
	half := rest.Lsh(rest, 1).Cmp(r.large.Denom())
	if mode == HalfUp && half >= 0 || mode == HalfEven && (half > 0 || half == 0 && quotient.Bit(0) == 1) {
		quotient.Add(quotient, big.NewInt(1))
	}
	if quotient.BitLen() > 128 {
		return wide{}, false
	}
	return wide{new(big.Int).Rsh(quotient, 64).Uint64(), low64(quotient)}, true
}

// low64 returns the last 64 bits of a number that is not negative.
func low64(n *big.Int) uint64 {
	return new(big.Int).And(n, new(big.Int).SetUint64(1<<64-1)).Uint64()
}

// Decimal returns r as a Decimal without any rounding. It fails with ErrInexact
// if r has more than MaxScale digits after the point and with ErrRange if it is
// too large.
func (r Ratio) Decimal() (Decimal, error) {
	units, fits := r.units(MaxScale, Down)
	if !fits {
		return Decimal{}, ErrRange
	}
	cut, err := fromWide(r.Sign() < 0, units, MaxScale)
	switch {
	case err != nil:
		return Decimal{}, err
	case FromDecimal(cut).Cmp(r) != 0:
		return Decimal{}, ErrInexact
	}
	return cut, nil
}

// String returns the plain decimal form where a Decimal can hold the number,
// else a fraction in lowest terms such as 200/3.
func (r Ratio) String() string {
	if d, err := r.Decimal(); err == nil {
		return d.String()
	}
	return r.rat().RatString()
}
