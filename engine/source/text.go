package source

import (
	"strings"
	"unicode/utf8"
)

// excerptRunes is the longest piece of a line that an excerpt shows.
const excerptRunes = 160

// Excerpt is one line of a file with the part that a finding is about.
type Excerpt struct {
	Line  string // the line, cut to a readable length, without its end
	Start int    // first character of the marked part, from 0
	Width int    // characters in the marked part, at least 1
}

// ExcerptOf returns the line of text that holds place, with the token at the
// place marked. ok is false where the text has no such line, or one that is not
// UTF-8.
func ExcerptOf(text string, place Place) (excerpt Excerpt, ok bool) {
	line, ok := lineOf(text, place.Line)
	if !ok {
		return Excerpt{}, false
	}
	runes := []rune(line)
	start := min(max(place.Column-1, 0), len(runes))
	width := max(tokenWidth(runes[start:]), 1)
	// A long line is shown around the place, not from its beginning.
	if cut := start - excerptRunes/2; len(runes) > excerptRunes && cut > 0 {
		runes, start = runes[cut:], start-cut
	}
	if len(runes) > excerptRunes {
		runes = runes[:excerptRunes]
	}
	return Excerpt{Line: string(runes), Start: start, Width: max(min(width, len(runes)-start), 1)}, true
}

// lineOf returns line number n (from 1) without its end; ok is false where there
// is none, or one that is not UTF-8.
func lineOf(text string, n int) (line string, ok bool) {
	if n < 1 {
		return "", false
	}
	for ; n > 1; n-- {
		_, after, found := strings.Cut(text, "\n")
		if !found {
			return "", false
		}
		text = after
	}
	text, _, _ = strings.Cut(text, "\n")
	return strings.TrimSuffix(text, "\r"), utf8.ValidString(text)
}

// tokenWidth returns how many characters the YAML, CSV or CUE token at the
// beginning of runes takes: a quoted text with its quotes, else everything up
// to the next separator.
func tokenWidth(runes []rune) int {
	if len(runes) == 0 {
		return 0
	}
	if quote := runes[0]; quote == '"' || quote == '\'' {
		for i := 1; i < len(runes); i++ {
			doubled := runes[i] == quote && i+1 < len(runes) && runes[i+1] == quote
			switch {
			case doubled && i > 1, runes[i] == '\\' && quote == '"':
				i++
			case runes[i] == quote:
				return i + 1
			}
		}
	}
	end := 0
	for i, r := range runes {
		if strings.ContainsRune(",{}[]#", r) || (r == ':' && (i+1 == len(runes) || runes[i+1] == ' ')) {
			break
		}
		if r != ' ' && r != '\t' {
			end = i + 1
		}
	}
	return end
}
