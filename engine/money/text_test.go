package money_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
)

func TestParseDecimal(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"0", "0"},
		{"-0", "0"},
		{"7", "7"},
		{"0.5", "0.5"},
		{"-0.05", "-0.05"},
		{"1200000.50", "1200000.5"},
		{"100", "100"},
		{"999999999999999", "999999999999999"},
		{"-999999999999999.999", "-999999999999999.999"},
		{"100000000000000.000000000", "100000000000000"},
		{"123456789.123456789", "123456789.123456789"},
		{"0.000000001", "0.000000001"},
	} {
		if got, err := money.ParseDecimal(test.text); err != nil || got.String() != test.want {
			t.Errorf("ParseDecimal(%q) = %s, %v; want %s", test.text, got, err, test.want)
		}
	}
}

func TestParseDecimalRefuses(t *testing.T) {
	for _, test := range []struct{ text, reason string }{
		{"", "blank"},
		{"  ", "blank"},
		{" 1", "spaces"},
		{"1\n", "spaces"},
		{"1 000", "spaces"},
		{"1\u00a0000", "spaces"},
		{"1\u200b000", "invisible"},
		{"\ufeff1", "invisible"},
		{"1\x00", "invisible"},
		{"1\xff", "invisible"},
		{"$100", "currency"},
		{"100€", "currency"},
		{"NaN", "NaN"},
		{"-nan", "NaN"},
		{"Infinity", "infinity"},
		{"-.inf", "infinity"},
		{"１２", "digits 0 to 9"},
		{"٣", "digits 0 to 9"},
		{"−5", "minus sign"},
		{"–5", "minus sign"},
		{"0x1F", "decimal digits"},
		{"0o17", "decimal digits"},
		{"0b11", "decimal digits"},
		{"1e3", "exponent"},
		{"1.5E+6", "exponent"},
		{"1e1000000000", "exponent"},
		{"1_000", "underscores"},
		{"1'000", "thousands separators"},
		{"50%", "percentage"},
		{"(100)", "leading -"},
		{"+5", "plus sign"},
		{"1,234,567.50", "thousands commas"},
		{"12,50", "point, not a comma"},
		{"1.234,56", "point, not a comma"},
		{"100 EUR", "spaces"},
		{"100EUR", "letters"},
		{"NO", "letters"},
		{"1.2.3", "more than one point"},
		{"--5", "only at the start"},
		{"5-", "only at the start"},
		{".5", "digit before the point"},
		{"-.5", "digit before the point"},
		{"5.", "digit after the point"},
		{"017", "leading zero"},
		{"00.5", "leading zero"},
		{"-01", "leading zero"},
		{"-", "such as"},
		{"1/2", "such as"},
		{"1000000000000000", "15 before the point"},
		{"0.0000000001", "9 after the point"},
		{"1.0000000000", "9 after the point"},
		{"1234567890123.123456", "18 in all"},
		{strings.Repeat("9", 5000), "15 before the point"},
		{strings.Repeat("x", 5000), "too long"},
	} {
		got, err := money.ParseDecimal(test.text)
		if err == nil {
			t.Errorf("ParseDecimal(%q) = %s, want a refusal about %q", test.text, got, test.reason)
		} else if !strings.Contains(err.Error(), test.reason) || len(err.Error()) > 200 {
			t.Errorf("ParseDecimal(%q): %q does not say %q in short", test.text, err, test.reason)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, text := range []string{
		"0", "-0.0", "1200000.50", "017", "1e3", "1_000", "1,234", "12,5", "+1", "0x1", "NaN", "$1", "", "-", ".",
		"999999999999999.999999999", "123456789.123456789", "−5", "1\u202e2", "\xff", "1000000000000000",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := money.ParseDecimal(text)
		if err != nil {
			if d != (money.Decimal{}) || err.Error() == "" || strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Fatalf("ParseDecimal(%q) = %s, %q", text, d, err)
			}
			return
		}
		again, err := money.ParseDecimal(d.String())
		if err != nil || again != d {
			t.Fatalf("%q prints %q, which reads as %s, %v", text, d, again, err)
		}
		fraction := 0
		if point := strings.IndexByte(text, '.'); point >= 0 {
			fraction = len(text) - point - 1
		}
		if want := strings.TrimPrefix(text, "-"); strings.TrimPrefix(d.Format(fraction), "-") != want {
			t.Fatalf("%q is read as %s", text, d.Format(fraction))
		}
		if sum, err := d.Add(d.Neg()); err != nil || sum.Sign() != 0 {
			t.Fatalf("%s - itself = %s, %v", d, sum, err)
		}
		if _, err := d.Add(d); err != nil && !errors.Is(err, money.ErrRange) {
			t.Fatal(err)
		}
	})
}
