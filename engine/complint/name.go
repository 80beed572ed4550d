package complint

import (
	"slices"
	"strings"
	"unicode"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
)

// measuresNamedTwice reports two measures of comp plans whose names, or ids, say
// the same in other words: in another order, in plural, with a slip of the pen.
// Names that are equal, and ids that differ only in marks, are found elsewhere.
func measuresNamedTwice(p *Pass) {
	var used []*plan.Measure
	seen := map[string]bool{}
	for i := range p.book.Plans {
		for _, id := range measuresPaidFor(&p.book.Plans[i]) {
			if m := p.measures[id]; m != nil && !seen[id] {
				seen[id] = true
				used = append(used, m)
			}
		}
	}
	slices.SortFunc(used, func(a, b *plan.Measure) int { return a.Addr.Compare(b.Addr) })
	words := make([][][]string, len(used))
	for i, m := range used {
		words[i] = [][]string{wordsOf(m.Name), wordsOf(m.ID())}
		for j, other := range used[:i] {
			if m.Name == other.Name || plainID(m.ID()) == plainID(other.ID()) || m.Unit != other.Unit || !sameWords(words[i], words[j]) {
				continue
			}
			f := diag.New(diag.MeasureNamedTwice, m.Addr, m.PlaceOf("name"), "%s, %q, and %s, %q, sound like one measure, and comp plans pay for both", other.Addr, other.Name, m.Addr, m.Name)
			p.found = append(p.found, f.At("name").With(other.PlaceOf("name"), "%s stands here", other.Addr))
			break
		}
	}
}

// plainID drops the marks of an id.
func plainID(id string) string { return strings.NewReplacer("-", "", "_", "", ".", "").Replace(id) }

// wordsOf returns the words of a name in lower case and singular, sorted,
// without those that mean nothing.
func wordsOf(name string) []string {
	all := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	words := all[:0]
	for _, word := range all {
		if word == "the" || word == "of" || word == "and" || word == "a" {
			continue
		}
		if len(word) > 3 && !strings.HasSuffix(word, "ss") {
			word = strings.TrimSuffix(word, "s")
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return words
}

// sameWords reports whether some name of one measure says the same as some name
// of the other.
func sameWords(some, others [][]string) bool {
	return slices.ContainsFunc(some, func(a []string) bool {
		return len(a) > 0 && slices.ContainsFunc(others, func(b []string) bool { return saysSame(a, b) })
	})
}

// saysSame reports whether two lists of words are the same but for a slip in
// one long word.
func saysSame(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	slips := 0
	for i := range a {
		switch {
		case a[i] == b[i]:
		case isSlip(a[i], b[i]):
			slips++
		default:
			return false
		}
	}
	return slips < 2
}

// shortestSlip is how long a word must be for one letter to be a slip. Among
// short words one letter makes another word: new and net, won and own.
const shortestSlip = 8

// isSlip reports whether two words differ in one letter that is wrong, missing,
// or has changed places with the next. Digits are never slips.
func isSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < shortestSlip || len(b)-len(a) > 1 || a[0] != b[0] || strings.ContainsAny(a+b, "0123456789") {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	swapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	return swapped || a[i+1:] == b[i+1:]
}
