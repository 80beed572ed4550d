package rollup

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/money"
)

// entry is what one record contributes to one node.
type entry struct {
	amount money.Decimal
	record int32 // a quota; a position in sheets of headcount
	node   int32
	holder int32 // of the quota: a territory, or the complement of a seat; entries of one follow each other
	via    int32 // the assignment, or holder, that brings it to the node; -1 if there is none
	period int32
	states uint8 // periods of its chain in which it is part of what the node states
	counts uint8 // periods of its chain in which it is part of the totals
	whole  bool  // it is for the node as a whole, with all that is below
}

// compare orders entries by node, record and period.
func (e *entry) compare(f *entry) int {
	return cmp.Or(cmp.Compare(e.node, f.node), cmp.Compare(e.record, f.record), cmp.Compare(e.period, f.period),
		-e.amount.Cmp(f.amount), cmp.Compare(e.via, f.via))
}

// flag says what a total has. Flags are bits.
type flag uint8

const (
	hasStated flag = 1 << iota
	hasRolled
	statedTooLarge
	rolledTooLarge
	partial // a quota for a longer period is missing in it
)

// sheet holds the totals of one measure in one dimension. Totals are indexed
// by node times the number of periods plus period; the last row is the top's.
type sheet struct {
	entries []entry
	first   []int32 // of the entries of a node
	stated  []money.Decimal
	rolled  []money.Decimal
	flags   []flag
}

// overflow names a total that does not fit an exact number.
type overflow struct{ node, period int32 }

// of returns the entries of a node.
func (s *sheet) of(node int32) []entry { return s.entries[s.first[node]:s.first[node+1]] }

// adder adds up sheets one after the other. It keeps the room for its sums.
type adder struct {
	axis   *axis
	sums   []money.Sum // of rolled totals, by cell
	stated []money.Sum // of the node at hand, by period
	marked []bool      // periods of the node at hand; see statedBy

	*sheet    // at hand
	overflows []overflow
}

// sheetOf adds up entries over a tree, children before parents. If they are
// divisible, a total that misses an entry for a longer period is partial. The
// overflows are the lowest totals that do not fit, the first of each node; the
// totals above are unknown too.
func (a *adder) sheetOf(t *tree, entries []entry, divisible bool) (*sheet, []overflow) {
	slices.SortFunc(entries, func(a, b entry) int { return a.compare(&b) })
	cells := len(t.parent) * a.axis.size()
	a.sheet, a.overflows = &sheet{
		entries: entries, first: make([]int32, len(t.parent)+1),
		stated: make([]money.Decimal, cells), rolled: make([]money.Decimal, cells), flags: make([]flag, cells),
	}, nil
	for i := range entries {
		a.first[entries[i].node+1]++
	}
	for i := range t.parent {
		a.first[i+1] += a.first[i]
	}
	a.sums = slices.Grow(a.sums[:0], cells)[:cells]
	a.stated = slices.Grow(a.stated[:0], a.axis.size())[:a.axis.size()]
	clear(a.sums)
	for _, node := range slices.Backward(t.order) {

		a.own(node)
		if divisible {
			a.markPartial(node)
		}
		a.close(node, t.parent[node])
	}
	return a.sheet, a.overflows
}

// own adds the node's own entries.
func (a *adder) own(node int32) {
	row := int(node) * a.axis.size()
	clear(a.stated)
	entries := a.of(node)
	for i := range entries {
		e := &entries[i]
		for at := range a.axis.chain(e.period, e.states) {
			a.stated[at].Add(e.amount)
			a.flags[row+int(at)] |= hasStated
		}
		for at := range a.axis.chain(e.period, e.counts) {
			a.sums[row+int(at)].Add(e.amount)
			a.flags[row+int(at)] |= hasRolled
		}
	}
}

// markPartial clears the mark of a missing part that comes from below where a
// quota for the whole node counts, and sets it where a part is missing of what
// a holder states for a longer period.
func (a *adder) markPartial(node int32) {
	entries, row := a.of(node), a.flags[int(node)*a.axis.size():][:a.axis.size()]
	below := slices.ContainsFunc(row, func(f flag) bool { return f&partial != 0 })
	longer := slices.ContainsFunc(entries, func(e entry) bool { return a.axis.end[e.period] > e.period+1 })
	if below {
		for at, stated := range a.statedBy(entries, func(e *entry) bool { return e.whole }) {
			if stated {
				row[at] &^= partial
			}
		}
	}
	for from, to := 0, 0; longer && from < len(entries); from = to {
		for to = from; to < len(entries) && entries[to].holder == entries[from].holder; to++ {
		}
		held := entries[from:to]
		stated := a.statedBy(held, func(*entry) bool { return true })
		for i := range held {
			for at := held[i].period + 1; held[i].counts > 0 && at < a.axis.end[held[i].period]; at++ {
				if !stated[at] {
					row[at] |= partial
				}
			}
		}
	}
}

// statedBy returns the periods for which counting entries are stated, or all
// of their parts are. The result is valid until the next call.
func (a *adder) statedBy(entries []entry, of func(*entry) bool) []bool {
	a.marked = slices.Grow(a.marked[:0], a.axis.size())[:a.axis.size()]
	clear(a.marked)
	for i := range entries {
		if e := &entries[i]; e.counts > 0 && of(e) {
			a.marked[e.period] = true
		}
	}
	for at, whole := range a.axis.byParts(a.marked) {
		a.marked[at] = a.marked[at] || whole
	}
	return a.marked
}

// close turns the sums of a node into totals and adds them to its parent, -1
// for the top.
func (a *adder) close(node, parent int32) {
	row, up := int(node)*a.axis.size(), int(parent)*a.axis.size()
	reported := false
	for at := range a.axis.periods {
		f := &a.flags[row+at]
		if *f&hasStated != 0 && !total(&a.stated[at], &a.sheet.stated[row+at]) {
			*f |= statedTooLarge
		}
		unknownBelow := *f&rolledTooLarge != 0
		if *f&hasRolled != 0 && !unknownBelow && !total(&a.sums[row+at], &a.rolled[row+at]) {
			*f |= rolledTooLarge
		}
		if !reported && !unknownBelow && *f&(statedTooLarge|rolledTooLarge) != 0 {
			a.overflows, reported = append(a.overflows, overflow{node, int32(at)}), true
		}
		if parent >= 0 && *f&hasRolled != 0 {
			a.sums[up+at].Add(a.rolled[row+at])
		}
		if parent >= 0 {
			a.flags[up+at] |= *f & (hasRolled | rolledTooLarge | partial)
		}
	}
}

// total writes a sum to a total; ok is false if it does not fit.
func total(sum *money.Sum, to *money.Decimal) (ok bool) {
	value, err := sum.Total()
	*to = value
	return err == nil
}
