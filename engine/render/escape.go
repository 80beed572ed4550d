package render

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// code shows a value from a plan file in Markdown so that it can be nothing
// but text: words of plain characters stand in a code span; everything else in
// <code> with every other character as a numeric reference. Backticks or
// backslashes alone do not hold (mentions, tables and HTML get through).
func code(text string) string { return brief(text, longestCode) }

// brief is code of at most limit characters.
func brief(text string, limit int) string {
	if text == "" {
		return ""
	}
	text = shorten(Visible(text), limit)
	if plainWord(text) {
		return "`" + text + "`"
	}
	return "<code>" + references(text) + "</code>"
}

// inert are the characters besides letters and digits that mean nothing within
// a code span of a table: no backtick, backslash, bar, dollar sign, angle
// bracket or ampersand.
const inert = "._-/@ ,;:()[]{}\"'+=%#!?~"

// plainWord reports whether a text holds only characters without meaning in
// Markdown's code spans and tables, nor for the log of a build.
func plainWord(text string) bool {
	for _, r := range text {
		if !letter(r) && !strings.ContainsRune(inert, r) {
			return false
		}
	}
	return !strings.HasPrefix(text, " ") && !strings.HasSuffix(text, " ") && !strings.Contains(text, "##")
}

// letter reports whether a character is a letter or digit of any script: none
// of them means anything to Markdown.
func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// references writes everything but letters, digits and spaces as numeric
// character references.
func references(text string) string {
	var b strings.Builder
	for _, r := range text {
		if letter(r) || r == ' ' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

// word shows one of our own words as it is, and anything else as a value.
func word(text string, ours ...string) string {
	if slices.Contains(ours, text) {
		return text
	}
	return code(text)
}

// figure shows a number as show does, and anything else as a value.
func figure(number string, show func(string) string) string {
	if isDecimal(number) {
		return show(number)
	}
	return code(number)
}

// unitText shows the unit of a total: a currency code or count.
func unitText(unit string) string {
	if len(unit) == 3 && strings.Trim(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return unit
	}
	return word(unit, "count")
}
