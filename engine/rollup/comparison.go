package rollup

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// comparison sets the trees of two results in one dimension side by side.
type comparison struct {
	dimension     Dimension
	before, after side
	pairs         []pair          // nodes of either tree in the order of Delta, the top first
	periods       []period.Period // of either result, in order
	renamed       map[addr.Addr]addr.Addr
	outside       *outside // nil if the results are of whole plans
}

// pair is a node before and after; -1 where it is not there.
type pair struct{ before, after int32 }

// side is one of the two results.
type side struct {
	*Result
	dimension Dimension
	nodes     *nodes
	nodeOf    []int32 // by pair
	pairOf    []int   // by node
	indexOf   []int32 // of a period, -1 if it is not there
	periodOf  []int   // by index
}

func newComparison(before, after *Result, d Dimension) *comparison {
	c := &comparison{
		dimension: d, renamed: renamesOf(before.plan, after.plan),
		before: side{Result: before, dimension: d, nodes: before.of(d)}, after: side{Result: after, dimension: d, nodes: after.of(d)},
	}
	c.pairNodes()
	c.periods = slices.Concat(before.Periods, after.Periods)
	slices.SortFunc(c.periods, period.Period.Compare)
	c.periods = slices.Compact(c.periods)
	c.before.align(c.periods, c.pairs, func(p pair) int32 { return p.before })
	c.after.align(c.periods, c.pairs, func(p pair) int32 { return p.after })
	return c
}

// renamesOf returns the addresses after of what the plan after declares as moved.
func renamesOf(before, after *plan.Plan) map[addr.Addr]addr.Addr {
	renamed := make(map[addr.Addr]addr.Addr)
	for i := range after.Moves {
		m := &after.Moves[i]
		if before.Has(m.From) && !after.Has(m.From) && after.Has(m.To) && !before.Has(m.To) {
			renamed[m.From] = m.To
		}
	}
	return renamed
}

// now returns the address after of an address before.
func (c *comparison) now(a addr.Addr) addr.Addr {
	if to, ok := c.renamed[a]; ok {
		return to
	}
	return a
}

// pairNodes lists the nodes of the tree after, and behind each those of the
// tree before that are gone and followed it there.
func (c *comparison) pairNodes() {
	old, young := c.before.nodes, c.after.nodes
	partner := make([]int32, len(young.tree.order)) // before, by node after
	for i := range partner {
		partner[i] = -1
	}
	gone := make(map[int32][]int32)
	anchor := young.tree.top()
	for _, node := range old.tree.order {
		match := young.tree.top()
		if node != old.tree.top() {
			match = young.find(c.now(old.addr(node)).ID)
		}
		if match < 0 {
			gone[anchor] = append(gone[anchor], node)
			continue
		}
		partner[match], anchor = node, match
	}
	for _, node := range young.tree.order {
		c.pairs = append(c.pairs, pair{partner[node], node})
		for _, lost := range gone[node] {
			c.pairs = append(c.pairs, pair{lost, -1})
		}
	}
}

// align fills in how the nodes and periods of a side map to those of both.
func (s *side) align(periods []period.Period, pairs []pair, of func(pair) int32) {
	s.nodeOf, s.pairOf = make([]int32, len(pairs)), make([]int, len(s.nodes.tree.order))
	for i, p := range pairs {
		s.nodeOf[i] = of(p)
		if s.nodeOf[i] >= 0 {
			s.pairOf[s.nodeOf[i]] = i
		}
	}
	s.indexOf, s.periodOf = make([]int32, len(periods)), make([]int, len(s.Periods))
	for i, one := range periods {
		s.indexOf[i] = -1
		if at, ok := s.axis.index[one]; ok {
			s.indexOf[i], s.periodOf[at] = at, i
		}
	}
}

// sheetOf returns the totals of a measure, nil if there are none.
func (s *side) sheetOf(measure string) *sheet {
	at, ok := s.index[measure]
	if !ok {
		return nil
	}
	return s.books[at][s.dimension]
}

// cellAt returns a total, the zero Cell if there is none.
func (s *side) cellAt(measure string, at place) Cell {
	index, ok := s.index[measure]
	node, when := s.nodeOf[at.pair], s.indexOf[at.period]
	if !ok || node < 0 || when < 0 {
		return Cell{}
	}
	cell, ok := s.cell(spot{s.dimension, node, index, when})
	if !ok {
		return Cell{}
	}
	return cell
}
