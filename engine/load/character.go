package load

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/diag"
)

// byteOrderMark begins files that some Windows programs write.
const byteOrderMark = "\ufeff"

// harmless marks the bytes that need no look: printable ASCII, tab, line feed.
var harmless = func() (table [256]bool) {
	for b := ' '; b <= '~'; b++ {
		table[b] = true
	}
	table['\t'], table['\n'] = true, true
	return table
}()

// checkCharacters tells of every character of valid UTF-8 text that cannot be
// seen on a screen. It reports whether lines and columns can still be relied
// on: a character that some programs take for the end of a line, or that no
// parser accepts, ends the reading of the file.
func checkCharacters(text string, found *findings) (readable bool) {
	at := offsetCursor{text: text, line: 1}
	readable = true
	for i := 0; i < len(text); {
		if plainEight(text, i) {
			i += 8
			continue
		}
		if harmless[text[i]] {
			i++
			continue
		}
		r, width := utf8.DecodeRuneInString(text[i:])
		if r == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			i += 2
			continue
		}
		if hidden(r) {
			readable = readable && unicode.Is(unicode.Cf, r) && r != '\ufeff'
			addHidden(found, &at, i, r)
		}
		i += width
	}
	return readable
}

// plainBlock is how many bytes plainText looks at in two ways before it goes on:
// a large file comes from memory once then.
const plainBlock = 16 * kibibyte

// plainText reports whether text is ASCII in which nothing is hidden and no merge
// conflict is left: then no character and no line of it needs a closer look.
func plainText(text string) bool {
	for from := 0; from < len(text); from += plainBlock {
		to := min(from+plainBlock, len(text))
		for i := from; i < to; {
			switch {
			case plainEight(text, i):
				i += 8
			case harmless[text[i]], text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
				i++
			default:
				return false
			}
		}
		if strings.Contains(text[from:min(to+len(conflictStart)-1, len(text))], conflictStart) {
			return false
		}
	}
	return true
}

// plainEight reports whether the eight bytes at i are there and all printable
// ASCII. It looks at them at once: most bytes of a plan are.
func plainEight(text string, i int) bool {
	if i+8 > len(text) {
		return false
	}
	const each = 0x0101010101010101
	b := text[i : i+8]
	w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
	// The high bit of a byte is set by itself, by falling below a space, or by
	// rising above a tilde.
	return (w|(w-' '*each)|(w+each))&(0x80*each) == 0
}

// addHidden tells of the hidden character r at the offset.
func addHidden(found *findings, at *offsetCursor, offset int, r rune) {
	if found.untellable(diag.HiddenCharacter) {
		return
	}
	line, column := at.place(offset)
	found.add(diag.HiddenCharacter, line, column, "there is a hidden character here, U+%04X (%s): delete it", r, characterName(r))
}

// hidden reports whether a character has no visible form, other than the
// spaces and line ends that everybody knows.
func hidden(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case unicode.Is(unicode.Cc, r) || r == '\u2028' || r == '\u2029':
		return true
	default:
		return r > unicode.MaxLatin1 && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point) || r == '\u00ad'
	}
}

// characterNames are the hidden characters that occur in practice, in words.
var characterNames = map[rune]string{
	'\x00':   "null",
	'\x1b':   "escape, begins terminal codes",
	'\x7f':   "delete",
	'\r':     "carriage return without line feed, a line end to some programs only",
	'\u0085': "next line, a line end to some programs only",
	'\u00ad': "soft hyphen",
	'\u061c': "Arabic letter mark, changes the order in which text is shown",
	'\u200b': "zero-width space",
	'\u200c': "zero-width non-joiner",
	'\u200d': "zero-width joiner",
	'\u200e': "left-to-right mark, changes the order in which text is shown",
	'\u200f': "right-to-left mark, changes the order in which text is shown",
	'\u2028': "line separator, a line end to some programs only",
	'\u2029': "paragraph separator, a line end to some programs only",
	'\u202a': "left-to-right embedding, changes the order in which text is shown",
	'\u202b': "right-to-left embedding, changes the order in which text is shown",
	'\u202c': "pop directional formatting, changes the order in which text is shown",
	'\u202d': "left-to-right override, changes the order in which text is shown",
	'\u202e': "right-to-left override, changes the order in which text is shown",
	'\u2060': "word joiner",
	'\u2066': "left-to-right isolate, changes the order in which text is shown",
	'\u2067': "right-to-left isolate, changes the order in which text is shown",
	'\u2068': "first strong isolate, changes the order in which text is shown",
	'\u2069': "pop directional isolate, changes the order in which text is shown",
	'\u3164': "Hangul filler",
	'\ufeff': "byte order mark; save the file as UTF-8 without it",
}

// characterName says what a hidden character is.
func characterName(r rune) string {
	switch name, known := characterNames[r]; {
	case known:
		return name
	case unicode.Is(unicode.Cc, r):
		return "control character"
	default:
		return "invisible formatting"
	}
}

// offsetCursor finds lines and columns of byte offsets that are asked for in
// rising order, so that a whole file costs one walk through it.
type offsetCursor struct {
	text  string
	start int // offset at which the line begins
	line  int // from 1
}

// place returns line and column, both from 1, the column in characters.
func (c *offsetCursor) place(offset int) (line, column int) {
	passed := c.text[c.start:offset]
	if newline := strings.LastIndexByte(passed, '\n'); newline >= 0 {
		c.line += strings.Count(passed, "\n")
		c.start += newline + 1
	}
	return c.line, utf8.RuneCountInString(c.text[c.start:offset]) + 1
}

// visible returns text with everything hidden or broken in it written as
// escapes, for names that come from a file system.
func visible(text string) string {
	var out []byte
	for len(text) > 0 {
		r, width := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && width == 1:
			out = fmt.Appendf(out, `\x%02x`, text[0])
		case hidden(r) || r == '\t' || r == '\n':
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, text[:width]...)
		}
		text = text[width:]
	}
	return string(out)
}

// shown returns text as a message quotes it: one that is too long for a
// sentence is cut.
func shown(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
