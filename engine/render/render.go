// Package render turns reports into bytes: text for terminals, Markdown for
// pull requests, JSON for programs. It sees only package report, and every
// format escapes what comes from plan files for its own syntax: names are
// data, never markup. Its entry points are [JSON], [Text] and [Markdown].
package render

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// JSON writes any report as indented JSON.
func JSON(w io.Writer, report any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

// UnsupportedError says that a report has no such format.
type UnsupportedError struct{ Format string }

// Error says so in a sentence.
func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("this report has no format %q", e.Format)
}

// Visible makes control, bidirectional and other unseen characters of a value
// visible, so that it can neither move the cursor nor hide text.
func Visible(text string) string {
	if !strings.ContainsFunc(text, hidden) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if hidden(r) {
			fmt.Fprintf(&b, "\\u{%x}", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden reports whether a terminal would act on the character or not show it.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs) || r == unicode.ReplacementChar
}

// count prints a number with its noun: 1 error, 2 errors.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// grouped prints an exact decimal with thousands separated: 1,234,567.50. What
// is not a number is returned as it is.
func grouped(number string) string {
	sign, digits := "", number
	if rest, ok := strings.CutPrefix(number, "-"); ok {
		sign, digits = "-", rest
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" || strings.Trim(whole, "0123456789") != "" || strings.Trim(fraction, "0123456789") != "" {
		return number
	}
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return sign + b.String()
}

// signed prints a difference with its sign: +1,200 or -50.
func signed(number string) string {
	if strings.HasPrefix(number, "-") || strings.Trim(number, "0.") == "" {
		return grouped(number)
	}
	return "+" + grouped(number)
}

// shorten cuts a text to at most limit characters, with … for what is left out.
func shorten(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return string(runes[:limit-1]) + "…"
}
