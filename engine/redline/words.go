package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"

	"github.com/salesplan/salesplan/engine/document"
)

// mostTokens bounds the words that are compared one by one. Longer texts are
// compared by sentence, so that the time grows with their length alone.
const mostTokens = 4_000

// words compares prose word by word. Looks are those of the text that is shown.
func words(was, is []document.Span) []document.Span {
	old, fresh := document.Text(was), document.Text(is)
	if old == fresh {
		return is
	}
	split := tokens
	if len(old)+len(fresh) > mostTokens && len(tokens(old))+len(tokens(fresh)) > mostTokens {
		split = sentences
	}
	var all []document.Span
	oldLooks, freshLooks := looks{spans: was}, looks{spans: is}
	for _, part := range differences(split(old), split(fresh)) {
		switch part.Type {
		case diffmatchpatch.DiffEqual:
			oldLooks.take(len(part.Text))
			all = append(all, freshLooks.take(len(part.Text))...)
		case diffmatchpatch.DiffDelete:
			all = append(all, withMark(oldLooks.take(len(part.Text)), document.Removed)...)
		case diffmatchpatch.DiffInsert:
			all = append(all, withMark(freshLooks.take(len(part.Text)), document.Added)...)
		}
	}
	return all
}

func withMark(spans []document.Span, mark document.Mark) []document.Span {
	for i := range spans {
		spans[i].Mark = mark
	}
	return spans
}

// looks hands out the text of spans piece by piece.
type looks struct {
	spans []document.Span
	from  int // bytes taken of the first
}

// take returns the next bytes with their looks.
func (l *looks) take(n int) []document.Span {
	var taken []document.Span
	for n > 0 && len(l.spans) > 0 {
		rest := l.spans[0].Text[l.from:]
		if len(rest) == 0 {
			l.spans, l.from = l.spans[1:], 0
			continue
		}
		size := min(n, len(rest))
		taken = append(taken, document.Span{Text: rest[:size], Strong: l.spans[0].Strong})
		l.from += size
		n -= size
	}
	return taken
}

// differences compares two lists of tokens. Each token stands as one character,
// so that differences begin and end between tokens.
func differences(was, is []string) []diffmatchpatch.Diff {
	var names []string
	numbers := map[string]rune{}
	encode := func(tokens []string) []rune {
		runes := make([]rune, 0, len(tokens))
		for _, token := range tokens {
			r, known := numbers[token]
			if !known {
				r = character(len(names))
				names, numbers[token] = append(names, token), r
			}
			runes = append(runes, r)
		}
		return runes
	}
	first, second := encode(was), encode(is)
	compare := diffmatchpatch.New()
	compare.DiffTimeout = 0 // a result that depends on the clock is none
	found := compare.DiffCleanupSemantic(compare.DiffMainRunes(first, second, false))
	for i := range found {
		var text strings.Builder
		for _, r := range found[i].Text {
			text.WriteString(names[index(r)])
		}
		found[i].Text = text.String()
	}
	return found
}

// The characters that stand for tokens: letters of scripts that have no blanks
// and no line ends, leaving out the halves of pairs.
const (
	firstCharacter = 0x4e00
	pairsBegin     = 0xd800
	pairs          = 0x800
)

func character(n int) rune {
	r := rune(firstCharacter + n) //nolint:gosec // there are at most as many tokens as bytes of a clause
	if r >= pairsBegin {
		r += pairs
	}
	return r
}

func index(r rune) int {
	if r >= pairsBegin {
		r -= pairs
	}
	return int(r - firstCharacter)
}

// kinds of characters that words are made of.
const (
	blank = iota
	wordy
	han
	hiragana
	katakana
	other
)

func kindOf(r rune) int {
	switch {
	case unicode.IsSpace(r):
		return blank
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.Is(unicode.Hiragana, r):
		return hiragana
	case unicode.Is(unicode.Katakana, r) || r == 'ー':
		return katakana
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return wordy
	}
	return other
}

// tokens parts a text into words, blanks and signs; their sum is the text.
// Japanese has no blanks: a word there is a run of one script. A sign between
// two digits belongs to the number.
func tokens(text string) []string {
	var all []string
	start, kind := 0, -1
	for at, r := range text {
		next := kindOf(r)
		if next == other && kind == wordy && numberGoesOn(text, at, r) {
			next = wordy
		}
		if at > start && (next != kind || next == other) {
			all = append(all, text[start:at])
			start = at
		}
		kind = next
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}

// numberGoesOn reports whether a sign stands between two digits.
func numberGoesOn(text string, at int, sign rune) bool {
	if !strings.ContainsRune(".,'’", sign) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(sign):])
	return unicode.IsDigit(before) && unicode.IsDigit(after)
}

// sentences parts a text behind full stops; their sum is the text.
func sentences(text string) []string {
	var all []string
	start := 0
	for at, r := range text {
		end := at + utf8.RuneLen(r)
		if r == '。' || r == '\n' || strings.ContainsRune(".!?;", r) && end < len(text) && text[end] == ' ' {
			all = append(all, text[start:end])
			start = end
		}
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}
