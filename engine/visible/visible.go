// Package visible makes characters visible that are not: what moves a cursor,
// turns the direction of text or hides part of it. Everything that writes values
// of plan files for people goes through it.
package visible

import (
	"fmt"
	"strings"
	"unicode"
)

// Text makes control, bidirectional and other unseen characters of a value
// visible, so that it can neither move the cursor nor hide text.
func Text(text string) string {
	if !strings.ContainsFunc(text, Hidden) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if Hidden(r) {
			fmt.Fprintf(&b, "\\u{%x}", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// emojiSelector asks for the coloured form of the sign before it, as in ☎️.
const emojiSelector = '\ufe0f'

// Hidden reports whether a terminal would act on the character or not show it.
func Hidden(r rune) bool {
	if r < unicode.MaxASCII {
		return r < ' '
	}
	if r == emojiSelector {
		return false
	}
	return unicode.IsControl(r) || r == unicode.ReplacementChar ||
		unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs,
			unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Noncharacter_Code_Point)
}
