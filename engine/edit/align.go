package edit

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/salesplan/salesplan/engine/syntax"
)

// align pairs the items of a list with those that are wanted, in order: first
// those that say the same, then between them those that have the most in common.
func align(old, want []syntax.Node) pairing {
	pairs := pairing{wanted: make([]*syntax.Node, len(old)), added: map[int][]*syntax.Node{}}
	fixed := append(sameItems(old, want), [2]int{len(old), len(want)})
	from := [2]int{}
	for _, pair := range fixed {
		pairs.gap(old, want, from, pair)
		if pair[0] < len(old) {
			pairs.wanted[pair[0]] = &want[pair[1]]
		}
		from = [2]int{pair[0] + 1, pair[1] + 1}
	}
	return pairs
}

// sameItems returns the indexes of items that say the same on both sides, each
// rising, as many as there can be.
func sameItems(old, want []syntax.Node) [][2]int {
	places := make(map[string][]int, len(old))
	for i := range old {
		key := fingerprint(&old[i])
		places[key] = append(places[key], i)
	}
	var pairs [][2]int
	for j := range want {
		key := fingerprint(&want[j])
		if free := places[key]; len(free) > 0 {
			pairs = append(pairs, [2]int{free[0], j})
			places[key] = free[1:]
		}
	}
	return longestRising(pairs)
}

// longestRising returns the longest subsequence in which the first index rises.
func longestRising(pairs [][2]int) [][2]int {
	var ends []int // index of the pair with the least first index that ends a run of each length
	before := make([]int, len(pairs))
	for i, pair := range pairs {
		at, _ := slices.BinarySearchFunc(ends, pair[0], func(end, first int) int { return pairs[end][0] - first })
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	var run [][2]int
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		run = append(run, pairs[i])
	}
	slices.Reverse(run)
	return run
}

// mostCompared limits the work of finding items that have much in common.
const mostCompared = 40_000

// gap pairs the items between two that say the same.
func (p *pairing) gap(old, want []syntax.Node, from, to [2]int) {
	rows, columns := to[0]-from[0], to[1]-from[1]
	byOrder := rows*columns > mostCompared || rows == 1 && columns == 1
	var best [][]int
	if !byOrder {
		best = commonness(old[from[0]:to[0]], want[from[1]:to[1]])
	}
	last := from[0] - 1
	for i, j := 0, 0; j < columns; {
		switch {
		case i == rows:
			p.added[last] = append(p.added[last], &want[from[1]+j])
			j++
		case byOrder || best[i][j] == best[i+1][j+1]+common(&old[from[0]+i], &want[from[1]+j]) && best[i][j] > max(best[i+1][j], best[i][j+1]):
			p.wanted[from[0]+i] = &want[from[1]+j]
			last = from[0] + i
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			p.added[last] = append(p.added[last], &want[from[1]+j])
			j++
		}
	}
}

// commonness is the table of how much the items from each index on can have in
// common if they are paired in order.
func commonness(old, want []syntax.Node) [][]int {
	best := make([][]int, len(old)+1)
	for i := range best {
		best[i] = make([]int, len(want)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		for j := len(want) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1], best[i+1][j+1]+common(&old[i], &want[j]))
		}
	}
	return best
}

// common counts the fields in which two items agree; two single values count
// as one.
func common(a, b *syntax.Node) int {
	if a.Kind != syntax.Map || b.Kind != syntax.Map {
		if a.Scalar() && b.Scalar() {
			return 1
		}
		return 0
	}
	count := 0
	for i := range a.Children {
		if other, ok := b.Field(a.Children[i].Key); ok && a.Children[i].Equal(other) {
			count++
		}
	}
	return count
}

// fingerprint is a text that two nodes share if they say the same in the same
// words; numbers that are written differently may not share it.
func fingerprint(n *syntax.Node) string { return string(appendPrint(nil, n)) }

func appendPrint(b []byte, n *syntax.Node) []byte {
	b = append(b, '0'+byte(n.Kind))
	if n.Scalar() {
		return strconv.AppendQuote(b, n.Text)
	}
	children := n.Children
	byKey := func(a, b syntax.Node) int { return cmp.Compare(a.Key, b.Key) }
	if n.Kind == syntax.Map && !slices.IsSortedFunc(children, byKey) {
		children = slices.SortedFunc(slices.Values(children), byKey)
	}
	b = append(b, '(')
	for i := range children {
		b = append(strconv.AppendQuote(b, children[i].Key), ':')
		b = append(appendPrint(b, &children[i]), ',')
	}
	return append(b, ')')
}
