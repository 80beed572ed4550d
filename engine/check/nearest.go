package check

import (
	"math/bits"
	"slices"
)

// mostSuggested is how many equally near ids are suggested. Where more are
// equally near, none is: they are numbered, and any guess would be noise.
const mostSuggested = 3

// lexicon is a set of ids in which a misspelt one is looked up.
type lexicon struct {
	ids   []string
	masks []uint64 // which characters each id holds, by bit
}

func lexiconOf(ids []string) lexicon {
	l := lexicon{ids: ids, masks: make([]uint64, len(ids))}
	for i, id := range ids {
		l.masks[i] = characters(id)
	}
	return l
}

// nearest returns the ids that word is probably a misspelling of, in order of
// the lexicon.
func (l lexicon) nearest(word string) []string {
	limit := mostEdits(word)
	if limit == 0 {
		return nil
	}
	mask, best := characters(word), []string(nil)
	var rows editRows
	for i, id := range l.ids {
		// One edit changes at most two of the characters in use: most ids are
		// ruled out by comparing two words of the machine.
		if len(id)-len(word) > limit || len(word)-len(id) > limit || bits.OnesCount64(mask^l.masks[i]) > 2*limit {
			continue
		}
		switch edits := rows.distance(word, id, limit); {
		case edits > limit || edits == 0:
		case edits < limit:
			limit, best = edits, []string{id}
		default:
			best = append(best, id)
		}
	}
	if len(best) > mostSuggested {
		return nil
	}
	return best
}

// mostEdits is how many edits away an id may be to be suggested for word.
func mostEdits(word string) int {
	switch n := len(word); {
	case n < 3:
		return 0
	case n < 6:
		return 1
	case n < 10:
		return 2
	default:
		return 3
	}
}

// characters returns a set of the characters of text: letters and digits have
// a bit each, everything else shares the rest.
func characters(text string) uint64 {
	var mask uint64
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z':
			mask |= 1 << (c - 'a')
		case c >= '0' && c <= '9':
			mask |= 1 << (26 + c - '0')
		default:
			mask |= 1 << (36 + c%28)
		}
	}
	return mask
}

// editRows are the last three rows of the table of edit distances, kept to be
// used again.
type editRows [3][]int

// distance returns how many insertions, deletions, replacements and swaps of
// neighbours turn a into b, or limit+1 if it is more than limit.
func (rows *editRows) distance(a, b string, limit int) int {
	for i := range rows {
		rows[i] = slices.Grow(rows[i][:0], len(b)+1)[:len(b)+1]
	}
	before, last, row := rows[0], rows[1], rows[2]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		nearest := i
		for j := 1; j <= len(b); j++ {
			replaced := last[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			row[j] = min(last[j]+1, row[j-1]+1, replaced)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			nearest = min(nearest, row[j])
		}
		if nearest > limit+1 { // a swap may still reach back one row
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}
