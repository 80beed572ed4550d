package schema

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/syntax"
)

// shownRunes is the most characters of a value that a sentence repeats.
const shownRunes = 60

// shown prints a value as a sentence repeats it.
func shown(n *syntax.Node) string {
	switch n.Kind {
	case syntax.String, syntax.Cell:
		return fmt.Sprintf("%q", cut(n.Text))
	case syntax.List, syntax.Map, syntax.Null:
		return n.Kind.String()
	}
	return cut(n.Text)
}

func cut(text string) string {
	if utf8.RuneCountInString(text) <= shownRunes {
		return text
	}
	return string([]rune(text)[:shownRunes]) + "…"
}

// described prints a value with its kind: text "x", the number 3.
func described(n *syntax.Node) string {
	switch n.Kind {
	case syntax.String:
		return "text " + shown(n)
	case syntax.Int, syntax.Number:
		return "the number " + shown(n)
	}
	return shown(n)
}

// kindWords are the kinds of value in words, in the order they are told.
var kindWords = []struct {
	kinds Kinds
	words string
}{
	{String, "text"},
	{Number, "a number"},
	{Int, "a whole number"},
	{Fraction, "a number with a decimal point"},
	{Bool, "true or false"},
	{List, "a list"},
	{Struct, "a group of fields"},
}

// String tells the kinds in words: text or a number.
func (k Kinds) String() string {
	var words []string
	for _, w := range kindWords {
		if w.kinds&k == w.kinds {
			words = append(words, w.words)
			k &^= w.kinds
		}
	}
	return joined(words, "or")
}

// joined prints a, b or c.
func joined(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	end := len(words) - 1
	return strings.Join(words[:end], ", ") + " " + last + " " + words[end]
}

// choices prints constants, separated by commas.
func choices(constants []Scalar) string {
	words := make([]string, len(constants))
	for i, c := range constants {
		n := c.node()
		words[i] = shown(&n)
	}
	return strings.Join(words, ", ")
}

// didYouMean returns the part of a sentence that names the word nearest to
// what was written, "" where none is near.
func didYouMean(written string, words []string) string {
	if near := nearest(written, words); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// nearest returns the word with the fewest edits from what was written, the
// first of them in order; "" where a third of the word would be wrong.
func nearest(written string, words []string) string {
	const longest = 64 // of a word; what is longer is no slip
	best, fewest := "", len(written)/3+1
	if len(written) > longest {
		return ""
	}
	small := strings.ToLower(written)
	for _, word := range words {
		if max(len(word)-len(small), len(small)-len(word)) > fewest {
			continue // so many edits it takes at least
		}
		if n := edits(small, word); n < fewest || n == fewest && best == "" && len(written) > 2 {
			best, fewest = word, n
		}
	}
	return best
}

// edits counts the insertions, deletions, substitutions and swaps of two
// neighbours that make one text of the other.
func edits(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := slices.Repeat([]int{i}, len(b)+1)
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
