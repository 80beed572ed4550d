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

// tokenRunes is how many characters are looked at for the end of a token.
const tokenRunes = 1_000

// ExcerptOf returns the line of text that holds place, with the token at the
// place marked. ok is false where the text has no such line, or one that is not
// UTF-8. Of a long line no more is looked at than is shown.
func ExcerptOf(text string, place Place) (excerpt Excerpt, ok bool) {
	line, ok := lineOf(text, place.Line)
	if !ok {
		return Excerpt{}, false
	}
	at, start := 0, 0
	for start < place.Column-1 && at < len(line) {
		_, size := utf8.DecodeRuneInString(line[at:])
		at, start = at+size, start+1
	}
	ahead, more := firstRunes(line[at:], tokenRunes)
	width := max(tokenWidth([]rune(ahead), more), 1)
	// A long line is shown around the place, not from its beginning.
	if _, long := firstRunes(line, excerptRunes); long && start > excerptRunes/2 {
		start = excerptRunes / 2
		for range start {
			_, size := utf8.DecodeLastRuneInString(line[:at])
			at -= size
		}
	} else {
		at = 0
	}
	shown, _ := firstRunes(line[at:], excerptRunes)
	return Excerpt{Line: shown, Start: start, Width: max(min(width, utf8.RuneCountInString(shown)-start), 1)}, true
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

// firstRunes returns the beginning of a text of up to n characters, and whether
// more follow.
func firstRunes(text string, n int) (first string, more bool) {
	for i := range text {
		if n == 0 {
			return text[:i], true
		}
		n--
	}
	return text, false
}

// tokenWidth returns how many characters the YAML, CSV or CUE token at the
// beginning of runes takes: a quoted text with its quotes, else everything up
// to the next separator. more says that the text goes on behind runes: then
// quotes may well be closed there.
func tokenWidth(runes []rune, more bool) int {
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
		if more {
			return len(runes)
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
