package render

import (
	"fmt"
	"strings"
)

// count prints a number with its noun: 1 error, 2 errors.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// longestDecimal is the most characters of what is shown as a number: those of
// the engine are far shorter.
const longestDecimal = 60

// isDecimal reports whether a text is an exact decimal: digits, perhaps with a
// minus sign before and a fraction behind.
func isDecimal(text string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return len(text) <= longestDecimal && whole != "" && (!point || fraction != "") &&
		strings.Trim(whole+fraction, "0123456789") == ""
}

// grouped prints an exact decimal with thousands separated: 1,234,567.50. What
// is not a number is returned as it is.
func grouped(number string) string {
	if !isDecimal(number) {
		return number
	}
	digits := strings.TrimPrefix(number, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	var b strings.Builder
	b.WriteString(number[:len(number)-len(digits)])
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if point {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// signed prints a difference with its sign: +1,200 or -50. What is not a number
// is returned as it is.
func signed(number string) string {
	if !isDecimal(number) || strings.HasPrefix(number, "-") || strings.Trim(number, "0.") == "" {
		return grouped(number)
	}
	return "+" + grouped(number)
}

// percentText prints a percentage with its sign, nothing where there is none.
func percentText(percent string) string {
	if !isDecimal(percent) {
		return percent
	}
	return signed(percent) + "%"
}
