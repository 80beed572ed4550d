package money_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
)

// ratioPair is one number in the type under test and in another implementation.
type ratioPair struct {
	got  money.Ratio
	want *big.Rat
}

// ratioOf builds n/d by division.
func ratioOf(t testing.TB, n, d int64) money.Ratio {
	t.Helper()
	r, err := money.FromInt(n).Quo(money.FromInt(d))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// randomRatio draws numbers of every size, with many at the borders.
func randomRatio(t testing.TB, random *rand.Rand) ratioPair {
	t.Helper()
	draw := func() int64 {
		n := random.Int64() >> random.IntN(63)
		switch random.IntN(10) {
		case 0:
			n = math.MaxInt64 - random.Int64N(3)
		case 1:
			n = math.MinInt64 + random.Int64N(3)
		case 2:
			n = random.Int64N(3)
		}
		if random.IntN(2) == 0 && n != math.MinInt64 {
			n = -n
		}
		return n
	}
	if random.IntN(3) == 0 {
		d := randomDecimal(t, random)
		return ratioPair{money.FromDecimal(d), rat(t, d)}
	}
	n, d := draw(), draw()
	if d == 0 {
		d = 7
	}
	return ratioPair{ratioOf(t, n, d), new(big.Rat).SetFrac(big.NewInt(n), big.NewInt(d))}
}

// holds fails the test unless both say the same number.
func (p ratioPair) holds(t *testing.T, what string) {
	t.Helper()
	read, ok := new(big.Rat).SetString(p.got.String())
	if !ok || read.Cmp(p.want) != 0 || p.got.Sign() != p.want.Sign() {
		t.Fatalf("%s is %s, want %s", what, p.got, p.want.RatString())
	}
}

func TestRatioAgreesWithBigRat(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for range rounds() / 4 {
		a, b := randomRatio(t, random), randomRatio(t, random)
		a.holds(t, "a")
		if got, want := a.got.Cmp(b.got), a.want.Cmp(b.want); got != want || b.got.Cmp(a.got) != -want || a.got.Cmp(a.got) != 0 {
			t.Fatalf("%s.Cmp(%s) = %d, want %d", a.got, b.got, got, want)
		}
		// A chain of operations: each works on what the ones before left.
		a = ratioPair{a.got.Add(b.got), new(big.Rat).Add(a.want, b.want)}
		a.holds(t, "sum")
		a = ratioPair{a.got.Mul(b.got), new(big.Rat).Mul(a.want, b.want)}
		a.holds(t, "product")
		a = ratioPair{a.got.Sub(b.got), new(big.Rat).Sub(a.want, b.want)}
		a.holds(t, "difference")
		ratioPair{a.got.Neg(), new(big.Rat).Neg(a.want)}.holds(t, "negative")
		ratioPair{a.got.Lowest(), a.want}.holds(t, "lowest terms")
		quotient, err := a.got.Quo(b.got)
		if b.want.Sign() == 0 {
			if !errors.Is(err, money.ErrDivisionByZero) {
				t.Fatalf("%s / 0 = %s, %v", a.got, quotient, err)
			}
			continue
		}
		ratioPair{quotient, new(big.Rat).Quo(a.want, b.want)}.holds(t, "quotient")
		least, most := a, b
		if a.want.Cmp(b.want) > 0 {
			least, most = b, a
		}
		ratioPair{a.got.Min(b.got), least.want}.holds(t, "the lesser")
		ratioPair{a.got.Max(b.got), most.want}.holds(t, "the greater")
	}
}

func TestRatioRoundingAgreesWithBigRat(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	for range rounds() / 4 {
		a, b := randomRatio(t, random), randomRatio(t, random)
		if random.IntN(4) == 0 {
			a = ratioPair{a.got.Mul(b.got), new(big.Rat).Mul(a.want, b.want)}
		}
		digits, mode := random.IntN(money.MaxScale+1), roundings[random.IntN(len(roundings))]
		exact := roundRat(a.want, digits, mode)
		got, err := a.got.Round(digits, mode)
		switch want := oracle(exact); {
		case want != nil && !errors.Is(err, want):
			t.Fatalf("%s rounded to %d digits = %s, %v; want %v", a.got, digits, got, err, want)
		case want == nil && (err != nil || rat(t, got).Cmp(exact) != 0):
			t.Fatalf("%s rounded to %d digits, %s = %s, %v; want %s", a.got, digits, mode, got, err, exact.RatString())
		}
		exactly, err := a.got.Decimal()
		if want := oracle(a.want); want == nil && (err != nil || rat(t, exactly).Cmp(a.want) != 0) || want != nil && err == nil {
			t.Fatalf("%s as a decimal = %s, %v; want %v", a.got, exactly, err, want)
		}
	}
}

func TestRatioRoundRefuses(t *testing.T) {
	for name, round := range map[string]func() (money.Decimal, error){
		"no rounding":     func() (money.Decimal, error) { return money.FromInt(1).Round(2, 0) },
		"too many digits": func() (money.Decimal, error) { return money.FromInt(1).Round(10, money.HalfUp) },
		"negative digits": func() (money.Decimal, error) { return money.FromInt(1).Round(-1, money.HalfUp) },
		"too large":       func() (money.Decimal, error) { return huge(40).Round(2, money.HalfUp) },
		"far too large":   func() (money.Decimal, error) { return huge(400).Round(2, money.HalfUp) },
	} {
		if got, err := round(); err == nil || got != (money.Decimal{}) {
			t.Errorf("%s: got %s, %v; want an error", name, got, err)
		}
	}
}

// huge returns 7^power, over and over multiplied.
func huge(power int) money.Ratio {
	r := money.FromInt(1)
	for range power {
		r = r.Mul(money.FromInt(7))
	}
	return r
}

// TestRatioComesBack shows that a number that was too large for 64 bits is
// again what it was once it is small.
func TestRatioComesBack(t *testing.T) {
	r := huge(50).Mul(ratioOf(t, 2, 3))
	for range 50 {
		r = r.Mul(ratioOf(t, 1, 7))
	}
	if r.String() != "2/3" {
		t.Errorf("got %s, want 2/3", r)
	}
	if allocations := testing.AllocsPerRun(10, func() { r = r.Add(r).Sub(r) }); allocations != 0 {
		t.Errorf("a small number still needs %v allocations", allocations)
	}
}

func TestRatioString(t *testing.T) {
	var zero money.Ratio
	for _, test := range []struct {
		ratio money.Ratio
		want  string
	}{
		{zero, "0"},
		{ratioOf(t, 6, -4), "-1.5"},
		{ratioOf(t, 200, 3), "200/3"},
		{ratioOf(t, -10, 4).Mul(ratioOf(t, 4, 3)), "-10/3"},
		{money.FromInt(math.MinInt64), "-9223372036854775808"},
		{huge(25), "1341068619663964900807"},
		{ratioOf(t, 1, 1<<20), "1/1048576"},
	} {
		if got := test.ratio.String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestRatioNeedsNoMemoryForMoney(t *testing.T) {
	quota, target := money.FromDecimal(dec(t, "1234567.89")), money.FromDecimal(dec(t, "81234.56"))
	result, factor := money.FromDecimal(dec(t, "1180000.57")), money.FromDecimal(dec(t, "1.5"))
	base, err := target.Quo(quota)
	if err != nil {
		t.Fatal(err)
	}
	base = base.Lowest()
	var pay money.Decimal
	if allocations := testing.AllocsPerRun(100, func() {
		pay, err = base.Mul(factor).Mul(result).Round(2, money.HalfUp)
	}); allocations != 0 || err != nil || pay.String() != "116466.05" {
		t.Errorf("pay %s, %v needed %v allocations", pay, err, allocations)
	}
}

func BenchmarkRatioMul(b *testing.B) {
	x, y := money.FromDecimal(dec(b, "1200000.57")), money.FromDecimal(dec(b, "0.0825"))
	b.ReportAllocs()
	for b.Loop() {
		x.Mul(y)
	}
}

func BenchmarkRatioAddOfTwoScales(b *testing.B) {
	x, y := money.FromDecimal(dec(b, "1200000.57")), money.FromDecimal(dec(b, "0.0825"))
	b.ReportAllocs()
	for b.Loop() {
		x.Add(y)
	}
}

func BenchmarkRatioCmp(b *testing.B) {
	x, y := money.FromDecimal(dec(b, "1200000.57")), ratioOf(b, 3600000, 3)
	b.ReportAllocs()
	for b.Loop() {
		x.Cmp(y)
	}
}

func BenchmarkRatioMulThatMustCancel(b *testing.B) {
	x, y := ratioOf(b, 1<<50, 123456789), ratioOf(b, 123456789000, 1<<20+1)
	b.ReportAllocs()
	for b.Loop() {
		x.Mul(y)
	}
}

func BenchmarkRatioMulBeyond64Bits(b *testing.B) {
	x, y := ratioOf(b, math.MaxInt64, 123456789), ratioOf(b, math.MaxInt64-1, 1<<20+1)
	b.ReportAllocs()
	for b.Loop() {
		x.Mul(y)
	}
}

func BenchmarkRatioRound(b *testing.B) {
	x := ratioOf(b, 12000005700, 123)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Round(2, money.HalfUp); err != nil {
			b.Fatal(err)
		}
	}
}
