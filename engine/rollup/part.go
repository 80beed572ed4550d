package rollup

import (
	"errors"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Sum is a total with the number of things that it is made of. Where that is 0
// there is no total.
type Sum struct {
	Entries int
	Value   money.Decimal
}

// Plus returns both together.
func (s Sum) Plus(t Sum) (Sum, error) {
	value, err := s.Value.Add(t.Value)
	return Sum{s.Entries + t.Entries, value}, err
}

// Minus returns what is left of s without t.
func (s Sum) Minus(t Sum) (Sum, error) {
	value, err := s.Value.Sub(t.Value)
	return Sum{s.Entries - t.Entries, value}, err
}

// Node is a node of a dimension; the zero address is its top.
type Node struct {
	Dimension Dimension
	Addr      addr.Addr
}

// Sums yields for every node of the three dimensions what counts at it and
// below: by measure in order of Measures, and for each by period. The sums are
// valid until the next.
func (r *Result) Sums(yield func(Node, []Sum) bool) {
	width := len(r.Periods)
	for _, d := range [...]Dimension{Territory, Manager, Role} {
		n := r.of(d)
		counts := make([][]int32, len(r.Measures))
		for m := range r.Measures {
			counts[m] = r.entriesOf(d, m)
		}
		sums := make([]Sum, len(r.Measures)*width)
		for _, node := range n.tree.order {
			clear(sums)
			for m := range r.Measures {
				for at := range width {
					if cell := int(node)*width + at; counts[m] != nil && counts[m][cell] > 0 {
						sums[m*width+at] = Sum{int(counts[m][cell]), r.books[m][d].rolled[cell]}
					}
				}
			}
			if !yield(Node{d, n.addr(node)}, sums) {
				return
			}
		}
	}
}

// entriesOf counts by cell what the totals of a measure are made of, nil if
// there are none.
func (r *Result) entriesOf(d Dimension, measure int) []int32 {
	s := r.books[measure][d]
	if s == nil {
		return nil
	}
	t, width := r.of(d).tree, len(r.Periods)
	counts := make([]int32, len(t.parent)*width)
	for i := range s.entries {
		e := &s.entries[i]
		for at := range r.axis.chain(e.period, e.counts) {
			counts[int(e.node)*width+int(at)]++
		}
	}
	for _, node := range slices.Backward(t.order) {
		if parent := t.parent[node]; parent >= 0 {
			for at := range width {
				counts[int(parent)*width+at] += counts[int(node)*width+at]
			}
		}
	}
	return counts
}

// Part is the totals of some records of a plan, over all periods of the plan.
type Part struct {
	*Result
	counts map[dimensionMeasure][]int32
}

// PartOf sums up some records of a plan that has the given periods.
func PartOf(records *plan.Plan, periods []period.Period) *Part {
	result, _ := computeOver(structureOf(records, periods...))
	return &Part{Result: result, counts: make(map[dimensionMeasure][]int32)}
}

// dimensionMeasure names a sheet.
type dimensionMeasure struct {
	Dimension
	measure int
}

// sumAt returns a sum of the part, nothing where the part has none.
func (p *Part) sumAt(node Node, measure, when int) Sum {
	key := dimensionMeasure{node.Dimension, measure}
	counts, counted := p.counts[key]
	if !counted {
		counts = p.entriesOf(node.Dimension, measure)
		p.counts[key] = counts
	}
	n := p.of(node.Dimension)
	at := n.tree.top()
	if !node.Addr.IsZero() {
		at = n.find(node.Addr.ID)
	}
	if counts == nil || at < 0 {
		return Sum{}
	}
	cell := int(at)*len(p.Periods) + when
	if counts[cell] == 0 {
		return Sum{}
	}
	return Sum{int(counts[cell]), p.books[measure][node.Dimension].rolled[cell]}
}

// Known tells the sums of a whole plan at a node as [Result.Sums] yields them,
// nil where it has no such node.
type Known func(Node) ([]Sum, error)

// errOtherShape says that parts are not of plans that can be compared.
var errOtherShape = errors.New("the parts are of plans with other measures, periods or nodes")

// DeltaOfParts returns what [Delta] returns for the whole plans of which before
// and after are parts. Of a third one, of which kept is a part, the sums are
// known; what is outside of the parts is the same in all three. Stated and
// Partial are those of the parts. An error says that the parts do not tell.
func DeltaOfParts(kept, before, after *Part, known Known) ([]Change, error) {
	o := &outside{kept: kept, known: known, sums: make(map[Node][]Sum)}
	for _, p := range []*Part{before, after} {
		if !slices.Equal(p.Periods, kept.Periods) || !slices.Equal(p.Measures, kept.Measures) {
			return nil, errOtherShape
		}
	}
	if len(before.renamesTo(after)) > 0 {
		return nil, errOtherShape
	}
	for _, d := range [...]Dimension{Territory, Manager, Role} {
		// Where a node that is gone stands among the others is decided by nodes
		// that need not be in the part.
		now := after.of(d)
		if slices.ContainsFunc(before.of(d).origins, func(o plan.Origin) bool { return now.find(o.ID()) < 0 }) {
			return nil, errOtherShape
		}
	}
	changes := delta(before.Result, after.Result, o)
	return changes, o.err
}

func (p *Part) renamesTo(after *Part) map[addr.Addr]addr.Addr { return renamesOf(p.plan, after.plan) }

// outside is what totals hold beyond a part.
type outside struct {
	kept  *Part
	known Known
	sums  map[Node][]Sum
	err   error // the first
}

// at returns the sum outside of the part.
func (o *outside) at(node Node, measure, when int) Sum {
	whole, asked := o.sums[node]
	if !asked {
		var err error
		if whole, err = o.known(node); err != nil && o.err == nil {
			o.err = err
		}
		o.sums[node] = whole
	}
	var total Sum
	if i := measure*len(o.kept.Periods) + when; i < len(whole) {
		total = whole[i]
	}
	rest, err := total.Minus(o.kept.sumAt(node, measure, when))
	if err == nil && rest.Entries < 0 {
		err = errOtherShape
	}
	if err != nil && o.err == nil {
		o.err = err
	}
	return rest
}

// complete adds to a total of a part what is outside. A node that is not there
// has no total.
func (c *comparison) complete(s *side, cell Cell, measure string, at place) Cell {
	if s.nodeOf[at.pair] < 0 {
		return cell
	}
	index := s.index[measure]
	rest := c.outside.at(Node{c.dimension, s.nodes.addr(s.nodeOf[at.pair])}, index, int(s.indexOf[at.period]))
	sum, err := Sum{boolean(cell.Rolled.Known), cell.Rolled.Value}.Plus(rest)
	if err != nil && c.outside.err == nil {
		c.outside.err = err
	}
	if sum.Entries == 0 {
		return cell
	}
	cell.Rolled = Figure{Value: sum.Value, Known: true}
	cell.Unit, cell.Currency = s.Measures[index].Unit, s.Measures[index].Currency
	return cell
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}
