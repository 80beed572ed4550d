package money

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Limits of what ParseDecimal reads.
const (
	maxWholeDigits       = 15 // before the point
	maxSignificantDigits = 18 // in all, zeros that end the fraction left out
	maxQuoted            = 40 // bytes of a refused text that its error repeats
)

// ParseDecimal reads a plain decimal number: an optional -, 1 to 15 digits
// without a leading zero, and optionally a point and 1 to 9 digits; at most 18
// digits in all where zeros that end the fraction do not count. Any other text
// is refused with a sentence that says what is wrong with it.
func ParseDecimal(text string) (Decimal, error) {
	unsigned, negative := strings.CutPrefix(text, "-")
	whole, fraction, pointed := strings.Cut(unsigned, ".")
	if !digits(whole) || (len(whole) > 1 && whole[0] == '0') || (pointed && !digits(fraction)) {
		return Decimal{}, fmt.Errorf("%s is not a plain decimal number: %s", quote(text), whyNotPlain(text))
	}
	if len(whole) > maxWholeDigits {
		return Decimal{}, fmt.Errorf("%s has too many digits: at most %d before the point are read", quote(text), maxWholeDigits)
	}
	if len(fraction) > MaxScale {
		return Decimal{}, fmt.Errorf("%s has too many digits: at most %d after the point are read", quote(text), MaxScale)
	}
	fraction = strings.TrimRight(fraction, "0")
	if significant(whole, fraction) > maxSignificantDigits {
		return Decimal{}, fmt.Errorf("%s has too many digits: at most %d in all are exact", quote(text), maxSignificantDigits)
	}
	var coef int64
	for i := range len(whole) {
		coef = coef*10 + int64(whole[i]-'0')
	}
	for i := range len(fraction) {
		coef = coef*10 + int64(fraction[i]-'0')
	}
	if negative {
		coef = -coef
	}
	return Decimal{coef, uint8(len(fraction))}, nil
}

// significant counts the digits of a number from the first that is not 0 on.
func significant(whole, fraction string) int {
	if whole == "0" {
		return len(strings.TrimLeft(fraction, "0"))
	}
	return len(whole) + len(fraction)
}

// digits reports whether text is one or more of the digits 0 to 9.
func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// quote prints the beginning of text in quotes, with escapes for what a
// terminal would not show.
func quote(text string) string {
	if len(text) > maxQuoted {
		return strconv.Quote(strings.ToValidUTF8(text[:maxQuoted], "")) + "…"
	}
	return strconv.Quote(text)
}

// refusals tells the ways in which people and tools write numbers that are not
// plain. The first that applies names the reason.
var refusals = []struct {
	applies func(text string) bool
	reason  string
}{
	{blank, "it is blank"},
	{hasAny(unicode.IsSpace), "leave out spaces and line breaks"},
	{
		hasAny(func(r rune) bool {
			return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) || r == unicode.ReplacementChar
		}),
		"it holds an invisible character",
	},
	{hasAny(func(r rune) bool { return unicode.Is(unicode.Sc, r) }), "name the currency in its own field, not by a sign"},
	{notANumber, "NaN and infinity are not amounts"},
	{hasAny(func(r rune) bool { return r > unicode.MaxASCII && unicode.Is(unicode.Nd, r) }), "write it with the digits 0 to 9"},
	{hasAny(func(r rune) bool { return unicode.Is(unicode.Pd, r) && r != '-' || r == '−' }), "write the minus sign as -"},
	{hasRadix, "write it in decimal digits, without 0x, 0o or 0b"},
	{hasExponent, "write the digits out, without an exponent"},
	{has("_"), "leave out the underscores"},
	{has("'’"), "leave out the thousands separators"},
	{has("%"), "write a percentage as a fraction of one, such as 0.05"},
	{has("()"), "write a negative number with a leading -"},
	{has("+"), "leave out the plus sign"},
	{thousandsCommas, "leave out the thousands commas"},
	{has(","), "write a point, not a comma, before the decimals"},
	{hasAny(unicode.IsLetter), "it holds letters"},
	{func(text string) bool { return strings.Count(text, ".") > 1 }, "it has more than one point"},
	{func(text string) bool { return strings.LastIndexByte(text, '-') > 0 }, "a minus sign stands only at the start"},
	{func(text string) bool { return strings.HasPrefix(strings.TrimPrefix(text, "-"), ".") }, "write a digit before the point"},
	{func(text string) bool { return strings.HasSuffix(text, ".") }, "write a digit after the point"},
	{func(text string) bool { return strings.HasPrefix(strings.TrimPrefix(text, "-"), "0") }, "leave out the leading zero"},
}

// whyNotPlain says why text, which ParseDecimal refuses, is not plain.
func whyNotPlain(text string) string {
	if len(text) > 4*maxQuoted { // enough to see what is wrong; never scan megabytes
		return "it is too long"
	}
	for _, refusal := range refusals {
		if refusal.applies(text) {
			return refusal.reason
		}
	}
	return "write it such as 1200000.50"
}

func has(chars string) func(string) bool {
	return func(text string) bool { return strings.ContainsAny(text, chars) }
}

func hasAny(class func(rune) bool) func(string) bool {
	return func(text string) bool { return strings.ContainsFunc(text, class) }
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

func notANumber(text string) bool {
	switch strings.ToLower(strings.TrimLeft(text, "+-.")) {
	case "nan", "inf", "infinity", "∞":
		return true
	}
	return false
}

func hasRadix(text string) bool {
	unsigned := strings.ToLower(strings.TrimLeft(text, "+-"))
	return len(unsigned) > 2 && unsigned[0] == '0' && strings.IndexByte("xob", unsigned[1]) >= 0
}

// thousandsCommas reports whether every comma of text is followed by exactly
// three digits, as in 1,234,567.50.
func thousandsCommas(text string) bool {
	whole, _, _ := strings.Cut(text, ".")
	groups := strings.Split(whole, ",")
	for _, group := range groups[1:] {
		if len(group) != 3 || !digits(group) {
			return false
		}
	}
	return len(groups) > 1
}

func hasExponent(text string) bool {
	mantissa, exponent, found := strings.Cut(strings.ToLower(strings.TrimLeft(text, "+-")), "e")
	return found && digits(strings.Replace(mantissa, ".", "", 1)) && digits(strings.TrimLeft(exponent, "+-"))
}

// String returns the shortest plain form, which ParseDecimal reads back unless
// the number exceeds its limits.
func (d Decimal) String() string { return d.Format(0) }

// Format returns the plain form with at least minDigits digits after the point.
func (d Decimal) Format(minDigits int) string {
	sign, whole, fraction := d.parts(minDigits)
	return sign + whole + fraction
}

// Grouped returns Format with commas between thousands, for people:
// 1,234,567.50. ParseDecimal refuses it.
func (d Decimal) Grouped(minDigits int) string {
	sign, whole, fraction := d.parts(minDigits)
	var grouped strings.Builder
	for i, digit := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			grouped.WriteByte(',')
		}
		grouped.WriteByte(digit)
	}
	return sign + grouped.String() + fraction
}

// parts returns the sign (- or empty), the digits before the point, and the
// fraction with its point (or empty).
func (d Decimal) parts(minDigits int) (sign, whole, fraction string) {
	if d.coef < 0 {
		sign = "-"
	}
	text := strconv.FormatUint(d.magnitude(), 10)
	if missing := int(d.scale) + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	point := len(text) - int(d.scale)
	whole, fraction = text[:point], text[point:]
	if missing := minDigits - len(fraction); missing > 0 {
		fraction += strings.Repeat("0", missing)
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign, whole, fraction
}
