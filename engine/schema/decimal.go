package schema

import (
	"cmp"
	"strings"
)

// decimalText reports whether text is an exact decimal as nodes hold it:
// -?(0|[1-9][0-9]*), with an optional point and digits. whole is false where
// there is a point.
func decimalText(text string) (whole, ok bool) {
	digits := strings.TrimPrefix(text, "-")
	integer, fraction, pointed := strings.Cut(digits, ".")
	if !allDigits(integer) || len(integer) > 1 && integer[0] == '0' || pointed && !allDigits(fraction) {
		return false, false
	}
	return !pointed, true
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// compareDecimals compares two exact decimals by value, digit by digit: no
// size is too large and nothing is rounded.
func compareDecimals(a, b string) int {
	if plainDigits(a) && plainDigits(b) { // as most are
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	}
	negativeA, wholeA, fractionA := splitDecimal(a)
	negativeB, wholeB, fractionB := splitDecimal(b)
	switch {
	case negativeA && !negativeB:
		return -1
	case negativeB && !negativeA:
		return 1
	}
	c := cmp.Or(cmp.Compare(len(wholeA), len(wholeB)), strings.Compare(wholeA, wholeB), strings.Compare(fractionA, fractionB))
	if negativeA {
		return -c
	}
	return c
}

// plainDigits reports whether text is a whole number without a sign and without
// zeros that say nothing.
func plainDigits(text string) bool { return allDigits(text) && (text[0] != '0' || len(text) == 1) }

// splitDecimal returns the sign and the digits before and after the point,
// without zeros that say nothing. Zero is not negative.
func splitDecimal(text string) (negative bool, whole, fraction string) {
	text, negative = strings.CutPrefix(text, "-")
	whole, fraction, _ = strings.Cut(text, ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	return negative && whole+fraction != "", whole, fraction
}
