package render

import (
	"fmt"
	"strings"
)

// code shows a value from a plan file in Markdown so that it can be nothing
// but text: words of plain letters stand in a code span; everything else in
// <code> with every other character as a numeric reference. Backticks or
// backslashes alone do not hold (mentions, tables and HTML get through).
func code(text string) string {
	if text == "" {
		return ""
	}
	text = Visible(text)
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
// Markdown's code spans and tables.
func plainWord(text string) bool {
	for _, r := range text {
		if !plain(r) && !strings.ContainsRune(inert, r) {
			return false
		}
	}
	return !strings.HasPrefix(text, " ") && !strings.HasSuffix(text, " ")
}

func plain(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// references writes everything but plain letters, digits and spaces as numeric
// character references.
func references(text string) string {
	var b strings.Builder
	for _, r := range text {
		if plain(r) || r == ' ' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}
