package money_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/money"
)

func TestNew(t *testing.T) {
	for _, test := range []struct {
		coefficient int64
		scale       int
		want        string // "" if refused
	}{
		{0, 0, "0"},
		{0, 9, "0"},
		{1250, 2, "12.5"},
		{-1, 9, "-0.000000001"},
		{math.MaxInt64, 0, "9223372036854775807"},
		{-math.MaxInt64, 9, "-9223372036.854775807"},
		{math.MinInt64, 0, ""},
		{1, -1, ""},
		{1, 10, ""},
	} {
		d, err := money.New(test.coefficient, test.scale)
		if (err != nil) != (test.want == "") || err == nil && d.String() != test.want {
			t.Errorf("New(%d, %d) = %s, %v; want %q", test.coefficient, test.scale, d, err, test.want)
		}
	}
}

func TestDecimalHasOneRepresentation(t *testing.T) {
	for _, same := range [][]string{
		{"0", "-0", "0.0", "-0.000000000"},
		{"1", "1.0", "1.000000000"},
		{"-12.5", "-12.50", "-12.500"},
		{"100", "100.00"},
	} {
		for _, text := range same[1:] {
			if dec(t, text) != dec(t, same[0]) {
				t.Errorf("%s and %s are not ==", text, same[0])
			}
		}
	}
	var zero money.Decimal
	if zero != dec(t, "0.00") || zero.String() != "0" {
		t.Errorf("the zero value is %s, want 0", zero)
	}
}

func TestArithmetic(t *testing.T) {
	largest, err := money.New(math.MaxInt64, 0)
	if err != nil {
		t.Fatal(err)
	}
	smallest := dec(t, "0.000000001")
	type operation func(a, b money.Decimal) (money.Decimal, error)
	add, sub, mul := money.Decimal.Add, money.Decimal.Sub, money.Decimal.Mul
	for _, test := range []struct {
		name string
		do   operation
		a, b money.Decimal
		want string
		err  error
	}{
		{"add", add, dec(t, "0.1"), dec(t, "0.2"), "0.3", nil},
		{"add drops zeros", add, dec(t, "1.25"), dec(t, "0.75"), "2", nil},
		{"add other scales", add, dec(t, "1.5"), dec(t, "-0.000000001"), "1.499999999", nil},
		{"add to zero", add, dec(t, "-7.5"), dec(t, "7.5"), "0", nil},
		{"add too large", add, largest, dec(t, "1"), "", money.ErrRange},
		{"add twice the largest", add, largest, largest, "", money.ErrRange},
		{"add too fine", add, largest, smallest, "", money.ErrRange},
		{"add fits only exactly", add, decimal(t, 922337203685477581, 0), dec(t, "-0.9"), "922337203685477580.1", nil},
		{"add fits after zeros go", add, decimal(t, math.MaxInt64, 9), decimal(t, 3, 9), "9223372036.85477581", nil},
		{"sub", sub, dec(t, "10"), dec(t, "0.01"), "9.99", nil},
		{"sub below the range", sub, largest.Neg(), dec(t, "1"), "", money.ErrRange},
		{"sub the largest", sub, largest, largest, "0", nil},
		{"mul", mul, dec(t, "1200000.50"), dec(t, "-0.125"), "-150000.0625", nil},
		{"mul to zero", mul, dec(t, "-5"), dec(t, "0"), "0", nil},
		{"mul drops zeros beyond the scale", mul, dec(t, "0.000002"), dec(t, "0.0005"), "0.000000001", nil},
		{"mul too fine", mul, smallest, dec(t, "0.1"), "", money.ErrInexact},
		{"mul too large", mul, largest, dec(t, "2"), "", money.ErrRange},
	} {
		got, err := test.do(test.a, test.b)
		if !errors.Is(err, test.err) || (err == nil && got.String() != test.want) {
			t.Errorf("%s: %s, %s = %s, %v; want %s, %v", test.name, test.a, test.b, got, err, test.want, test.err)
		}
		if err != nil && got != (money.Decimal{}) {
			t.Errorf("%s: a failed operation returned %s", test.name, got)
		}
	}
}

func decimal(t *testing.T, coefficient int64, scale int) money.Decimal {
	t.Helper()
	d, err := money.New(coefficient, scale)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestErrorNamesTheOperands(t *testing.T) {
	_, err := decimal(t, math.MaxInt64, 0).Add(dec(t, "0.5"))
	want := "9223372036854775807 + 0.5: the result has too many digits for exact arithmetic"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestCmpSorts(t *testing.T) {
	got := decs(t, "2", "-0.5", "10", "1.999999999", "0", "-100", "0.000000001")
	slices.SortFunc(got, money.Decimal.Cmp)
	var texts []string
	for _, d := range got {
		texts = append(texts, d.String())
	}
	want := []string{"-100", "-0.5", "0", "0.000000001", "1.999999999", "2", "10"}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Error(diff)
	}
}

func TestFormat(t *testing.T) {
	for _, test := range []struct {
		text            string
		digits          int
		format, grouped string
	}{
		{"0", 2, "0.00", "0.00"},
		{"0", -3, "0", "0"},
		{"-0.05", 2, "-0.05", "-0.05"},
		{"7", 0, "7", "7"},
		{"123", 0, "123", "123"},
		{"-123", 2, "-123.00", "-123.00"},
		{"1234", 0, "1234", "1,234"},
		{"1234567.5", 2, "1234567.50", "1,234,567.50"},
		{"-999999.123456", 2, "-999999.123456", "-999,999.123456"},
		{"0.5", 12, "0.500000000000", "0.500000000000"},
	} {
		d := dec(t, test.text)
		if got := d.Format(test.digits); got != test.format {
			t.Errorf("%s.Format(%d) = %s, want %s", test.text, test.digits, got, test.format)
		}
		if got := d.Grouped(test.digits); got != test.grouped {
			t.Errorf("%s.Grouped(%d) = %s, want %s", test.text, test.digits, got, test.grouped)
		}
	}
}

func TestRound(t *testing.T) {
	for _, test := range []struct {
		text                   string
		digits                 int
		halfEven, halfUp, down string
	}{
		{"0.5", 0, "0", "1", "0"},
		{"1.5", 0, "2", "2", "1"},
		{"2.5", 0, "2", "3", "2"},
		{"-2.5", 0, "-2", "-3", "-2"},
		{"-0.5", 0, "0", "-1", "0"},
		{"2.500000001", 0, "3", "3", "2"},
		{"2.675", 2, "2.68", "2.68", "2.67"},
		{"1.005", 2, "1", "1.01", "1"},
		{"-1.995", 2, "-2", "-2", "-1.99"},
		{"0.999999999", 8, "1", "1", "0.99999999"},
		{"12.34", 5, "12.34", "12.34", "12.34"},
	} {
		for i, want := range []string{test.halfEven, test.halfUp, test.down} {
			got, err := dec(t, test.text).Round(test.digits, roundings[i])
			if err != nil || got.String() != want {
				t.Errorf("%s.Round(%d, %s) = %s, %v; want %s", test.text, test.digits, roundings[i], got, err, want)
			}
		}
	}
}

func TestRoundedProductAndQuotient(t *testing.T) {
	for _, test := range []struct {
		name   string
		do     func(a, b money.Decimal, digits int, mode money.Rounding) (money.Decimal, error)
		a, b   string
		digits int
		want   string
		err    error
	}{
		{"commission", money.Decimal.MulRound, "123456.78", "0.0825", 2, "10185.18", nil},
		{"product rounds once", money.Decimal.MulRound, "0.000000001", "0.5", 9, "0.000000001", nil},
		{"product too large", money.Decimal.MulRound, "999999999999999", "999999999999999", 0, "", money.ErrRange},
		{"third", money.Decimal.QuoRound, "1", "3", 9, "0.333333333", nil},
		{"attainment", money.Decimal.QuoRound, "1180000", "1200000", 4, "0.9833", nil},
		{"negative quotient", money.Decimal.QuoRound, "-2", "3", 2, "-0.67", nil},
		{"tiny over large", money.Decimal.QuoRound, "0.000000001", "999999999999999", 0, "0", nil},
		{"fine dividend, no digits", money.Decimal.QuoRound, "1.000000001", "2", 0, "1", nil},
		{"large over tiny", money.Decimal.QuoRound, "999999999999999", "0.000000001", 0, "", money.ErrRange},
		{"zero dividend", money.Decimal.QuoRound, "0", "-3", 2, "0", nil},
		{"zero divisor", money.Decimal.QuoRound, "1", "0", 2, "", money.ErrDivisionByZero},
	} {
		got, err := test.do(dec(t, test.a), dec(t, test.b), test.digits, money.HalfUp)
		if !errors.Is(err, test.err) || (err == nil && got.String() != test.want) {
			t.Errorf("%s: %s, %s = %s, %v; want %s, %v", test.name, test.a, test.b, got, err, test.want, test.err)
		}
	}
}

func TestRoundingIsChecked(t *testing.T) {
	one := dec(t, "1")
	for _, test := range []struct {
		digits int
		mode   money.Rounding
	}{
		{-1, money.Down}, {10, money.Down}, {2, 0}, {2, money.Down + 1},
	} {
		_, round := one.Round(test.digits, test.mode)
		_, product := one.MulRound(one, test.digits, test.mode)
		_, quotient := one.QuoRound(one, test.digits, test.mode)
		if round == nil || product == nil || quotient == nil {
			t.Errorf("digits %d, %v: accepted: %v, %v, %v", test.digits, test.mode, round, product, quotient)
		}
	}
}

func TestRoundingNames(t *testing.T) {
	for _, mode := range roundings {
		if got, err := money.ParseRounding(mode.String()); err != nil || got != mode {
			t.Errorf("ParseRounding(%q) = %v, %v", mode, got, err)
		}
	}
	for _, text := range []string{"", "up", "HALF_UP", "half-up", "rounding(9)"} {
		if got, err := money.ParseRounding(text); err == nil {
			t.Errorf("ParseRounding(%q) = %v, want an error", text, got)
		}
	}
	if got := money.Rounding(9).String(); got != "rounding(9)" {
		t.Errorf("an unknown rounding prints %q", got)
	}
}
