package money

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/bits"
)

// Ratio is an exact rational number of any size: what lies between the figures
// of a plan and the one rounding that the plan names. No operation on it rounds
// or overflows, so that a third is a third until it becomes money.
//
// Numbers whose numerator and denominator fit 64 bits, nearly all, need no
// memory beside the value itself; others are kept as a big.Rat, unseen from
// outside. A number has many forms (1/2, 2/4), therefore == does not compile:
// use Cmp. The zero value is 0.
type Ratio struct {
	_     [0]func() // forbids ==
	num   int64     // never math.MinInt64
	over  uint64    // denominator - 1, so that the zero value is 0/1; below math.MaxInt64
	large *big.Rat  // the number where it is not num/(over+1); never changed
}

// FromDecimal returns d as a Ratio.
func FromDecimal(d Decimal) Ratio { return Ratio{num: d.coef, over: pow10[d.scale] - 1} }

// FromInt returns n as a Ratio.
func FromInt(n int64) Ratio {
	if n == math.MinInt64 {
		return Ratio{large: new(big.Rat).SetInt64(n)}
	}
	return Ratio{num: n}
}

// fromRat returns the number that x holds, which nobody changes afterwards.
func fromRat(x *big.Rat) Ratio {
	if x.Num().IsInt64() && x.Denom().IsInt64() && x.Num().Int64() != math.MinInt64 {
		return Ratio{num: x.Num().Int64(), over: x.Denom().Uint64() - 1}
	}
	return Ratio{large: x}
}

// rat returns r for arithmetic that needs more than 64 bits. It must not be changed.
func (r Ratio) rat() *big.Rat {
	if r.large != nil {
		return r.large
	}
	return new(big.Rat).SetFrac64(r.num, int64(r.over+1))
}

func (r Ratio) denominator() uint64 { return r.over + 1 }

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

// Sign returns -1, 0 or 1.
func (r Ratio) Sign() int {
	if r.large != nil {
		return r.large.Sign()
	}
	return cmp.Compare(r.num, 0)
}

// Neg returns -r.
func (r Ratio) Neg() Ratio {
	if r.large != nil {
		return fromRat(new(big.Rat).Neg(r.large))
	}
	r.num = -r.num
	return r
}

// Cmp returns -1 if r < s, 0 if r equals s, 1 if r > s.
func (r Ratio) Cmp(s Ratio) int {
	switch {
	case r.large != nil || s.large != nil:
		return r.rat().Cmp(s.rat())
	case r.over == s.over || r.num^s.num < 0:
		return cmp.Compare(r.num, s.num) // of other signs the denominators do not matter
	case r.num < 0:
		return mul64(magnitude(s.num), r.denominator()).cmp(mul64(magnitude(r.num), s.denominator()))
	}
	return mul64(magnitude(r.num), s.denominator()).cmp(mul64(magnitude(s.num), r.denominator()))
}

// Min returns the lesser of r and s.
func (r Ratio) Min(s Ratio) Ratio {
	if s.Cmp(r) < 0 {
		return s
	}
	return r
}

// Max returns the greater of r and s.
func (r Ratio) Max(s Ratio) Ratio {
	if s.Cmp(r) > 0 {
		return s
	}
	return r
}

// Add returns r + s.
func (r Ratio) Add(s Ratio) Ratio {
	if r.large == nil && s.large == nil {
		if sum, ok := r.plus(s); ok {
			return sum
		}
		if sum, ok := r.Lowest().plus(s.Lowest()); ok {
			return sum
		}
	}
	return fromRat(new(big.Rat).Add(r.rat(), s.rat()))
}

// Sub returns r - s.
func (r Ratio) Sub(s Ratio) Ratio { return r.Add(s.Neg()) }

// plus adds in 64 bits, over the least common denominator.
func (r Ratio) plus(s Ratio) (Ratio, bool) {
	over := r.over
	if r.over != s.over {
		d, e := r.denominator(), s.denominator()
		var forR, forS uint64
		switch {
		case e%d == 0:
			forR, forS = e/d, 1
		case d%e == 0:
			forR, forS = 1, d/e
		default:
			common := gcd(d, e)
			forR, forS = e/common, d/common
		}
		var fits [3]bool
		var common int64
		r.num, fits[0] = times(r.num, forR)
		s.num, fits[1] = times(s.num, forS)
		common, fits[2] = times(int64(d), forR)
		if fits != [3]bool{true, true, true} {
			return Ratio{}, false
		}
		over = uint64(common) - 1
	}
	sum := r.num + s.num
	if (r.num < 0) == (s.num < 0) && (sum < 0) != (r.num < 0) || sum == math.MinInt64 {
		return Ratio{}, false
	}
	return Ratio{num: sum, over: over}, true
}

// times returns n × factor, and whether it is within ±math.MaxInt64.
func times(n int64, factor uint64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(n), factor)
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if n < 0 {
		return -int64(lo), true
	}
	return int64(lo), true
}

// Mul returns r × s.
func (r Ratio) Mul(s Ratio) Ratio {
	if r.large == nil && s.large == nil {
		if product, ok := r.multiplied(s); ok {
			return product
		}
		// What cancels within and across the factors may make it fit.
		r, s = r.Lowest(), s.Lowest()
		r.over, s.over = s.over, r.over
		if product, ok := r.Lowest().multiplied(s.Lowest()); ok {
			return product
		}
	}
	return fromRat(new(big.Rat).Mul(r.rat(), s.rat()))
}

// multiplied multiplies in 64 bits.
func (r Ratio) multiplied(s Ratio) (Ratio, bool) {
	num, fits := times(r.num, magnitude(s.num))
	if !fits {
		return Ratio{}, false
	}
	denominator, fits := times(int64(r.denominator()), s.denominator())
	if !fits {
		return Ratio{}, false
	}
	if s.num < 0 {
		num = -num
	}
	return Ratio{num: num, over: uint64(denominator) - 1}, true
}

// Quo returns r / s, or ErrDivisionByZero.
func (r Ratio) Quo(s Ratio) (Ratio, error) {
	if s.Sign() == 0 {
		return Ratio{}, fmt.Errorf("%s / %s: %w", r, s, ErrDivisionByZero)
	}
	if s.large != nil {
		return r.Mul(fromRat(new(big.Rat).Inv(s.large))), nil
	}
	inverse := Ratio{num: int64(s.denominator()), over: magnitude(s.num) - 1}
	if s.num < 0 {
		inverse.num = -inverse.num
	}
	return r.Mul(inverse), nil
}

// Lowest returns the same number with the least numerator and denominator.
// Arithmetic does so by itself where it must; for a number that is used often,
// doing it once beforehand is faster.
func (r Ratio) Lowest() Ratio {
	if r.large != nil || r.over == 0 {
		return r
	}
	common := gcd(magnitude(r.num), r.denominator())
	return Ratio{num: r.num / int64(common), over: r.denominator()/common - 1}
}

// gcd returns the greatest common divisor; b is not zero.
func gcd(a, b uint64) uint64 {
	if a == 0 {
		return b
	}
	shift := bits.TrailingZeros64(a | b)
	a >>= bits.TrailingZeros64(a)
	for b != 0 {
		b >>= bits.TrailingZeros64(b)
		if a > b {
			a, b = b, a
		}
		b -= a
	}
	return a << shift
}
