package money_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
)

// rounds returns how many random numbers an operation is tried on.
func rounds() int {
	if testing.Short() {
		return 10_000
	}
	return 200_000
}

var (
	ten     = big.NewInt(10)
	largest = big.NewInt(math.MaxInt64)
)

// oracle says how big.Rat sees an exact result: whether a Decimal can hold it.
func oracle(exact *big.Rat) error {
	scaled := new(big.Rat).Set(exact)
	for range money.MaxScale {
		if scaled.IsInt() {
			break
		}
		scaled.Mul(scaled, new(big.Rat).SetInt(ten))
	}
	switch {
	case !scaled.IsInt():
		return money.ErrInexact
	case scaled.Num().CmpAbs(largest) > 0:
		return money.ErrRange
	}
	return nil
}

// roundRat rounds exact to digits after the point, by the textbook definition.
func roundRat(exact *big.Rat, digits int, mode money.Rounding) *big.Rat {
	unit := new(big.Int).Exp(ten, big.NewInt(int64(digits)), nil)
	scaled := new(big.Rat).Mul(exact, new(big.Rat).SetInt(unit))
	floor, rest := new(big.Int).QuoRem(new(big.Int).Abs(scaled.Num()), scaled.Denom(), new(big.Int))
	half := rest.Lsh(rest, 1).Cmp(scaled.Denom())
	if mode == money.HalfUp && half >= 0 || mode == money.HalfEven && (half > 0 || half == 0 && floor.Bit(0) == 1) {
		floor.Add(floor, big.NewInt(1))
	}
	if exact.Sign() < 0 {
		floor.Neg(floor)
	}
	return new(big.Rat).SetFrac(floor, unit)
}

// agree fails the test unless got is exact, or err the reason why it cannot be.
func agree(t *testing.T, what string, a, b, got money.Decimal, err error, exact *big.Rat) {
	t.Helper()
	want := oracle(exact)
	if want == nil && err == nil && rat(t, got).Cmp(exact) == 0 {
		return
	}
	if want != nil && errors.Is(err, want) {
		return
	}
	t.Fatalf("%s %s %s = %s, %v; exact is %s, %v", a, what, b, got, err, exact.FloatString(20), want)
}

func TestExactArithmeticAgreesWithRationals(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range rounds() {
		a, b := randomDecimal(t, random), randomDecimal(t, random)
		ra, rb := rat(t, a), rat(t, b)
		if got, want := a.Cmp(b), ra.Cmp(rb); got != want || (got == 0) != (a == b) {
			t.Fatalf("%s.Cmp(%s) = %d, want %d", a, b, got, want)
		}
		sum, err := a.Add(b)
		agree(t, "+", a, b, sum, err, new(big.Rat).Add(ra, rb))
		difference, err := a.Sub(b)
		agree(t, "-", a, b, difference, err, new(big.Rat).Sub(ra, rb))
		product, err := a.Mul(b)
		agree(t, "×", a, b, product, err, new(big.Rat).Mul(ra, rb))
	}
}

func TestRoundedArithmeticAgreesWithRationals(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range rounds() {
		a, b := randomDecimal(t, random), randomDecimal(t, random)
		ra, rb := rat(t, a), rat(t, b)
		digits, mode := random.IntN(money.MaxScale+1), roundings[random.IntN(len(roundings))]
		rounded, err := a.Round(digits, mode)
		agree(t, "round", a, b, rounded, err, roundRat(ra, digits, mode))
		product, err := a.MulRound(b, digits, mode)
		agree(t, "×", a, b, product, err, roundRat(new(big.Rat).Mul(ra, rb), digits, mode))
		quotient, err := a.QuoRound(b, digits, mode)
		if b.Sign() == 0 {
			if !errors.Is(err, money.ErrDivisionByZero) {
				t.Fatalf("%s / 0 = %s, %v", a, quotient, err)
			}
			continue
		}
		agree(t, "/", a, b, quotient, err, roundRat(new(big.Rat).Quo(ra, rb), digits, mode))
	}
}

func TestSumAgreesWithRationals(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 2_000 {
		var sum money.Sum
		exact := new(big.Rat)
		for range random.IntN(20) {
			d := randomDecimal(t, random)
			sum.Add(d)
			exact.Add(exact, rat(t, d))
		}
		got, err := sum.Total()
		agree(t, "sum", money.Decimal{}, money.Decimal{}, got, err, exact)
	}
}

func TestSumOfAMillionLargeNumbersNeverWraps(t *testing.T) {
	most := decimal(t, math.MaxInt64, 0)
	var sum money.Sum
	for range 1_000_000 {
		sum.Add(most)
	}
	if got, err := sum.Total(); !errors.Is(err, money.ErrRange) {
		t.Fatalf("Total = %s, %v; want %v", got, err, money.ErrRange)
	}
	for range 1_000_001 {
		sum.Add(most.Neg())
	}
	if got, err := sum.Total(); err != nil || got != most.Neg() {
		t.Errorf("Total = %s, %v; want %s", got, err, most.Neg())
	}
}
