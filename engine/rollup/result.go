package rollup

import (
	"iter"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Result holds the totals of one plan. It is never changed.
type Result struct {
	Periods  []period.Period // in order; each is followed by the shorter ones in it
	Measures []Measure       // those of the plan in order of id, then those of headcount

	*structure
	books []book         // by measure
	index map[string]int // of measures by id
}

// Measure is what is summed: a measure of the plan, or Positions, Filled or
// Vacant.
type Measure struct {
	ID       string
	Unit     plan.Unit
	Currency money.Currency // of every total of a money measure; zero for counts
}

// Key names one total.
type Key struct {
	Dimension Dimension
	Node      addr.Addr // territory, position or role; zero for Total
	Measure   string
	Period    period.Period
}

// Figure is a number that may not be there: with neither Known nor TooLarge
// there is nothing to sum up, which is not the same as 0.
type Figure struct {
	Value    money.Decimal
	Known    bool
	TooLarge bool // it has more digits than an exact number can have
}

// Cell is one total. At least one of its figures is there.
type Cell struct {
	Stated  Figure // what is written for the node itself; never set for Total
	Rolled  Figure // what counts at the node and below
	Partial bool   // a quota below is stated for a longer period only and is missing in Rolled
	Unit    plan.Unit
	// Currency is that of both figures, zero for counts.
	Currency money.Currency
}

// ratioDigits are the digits after the point of a Ratio.
const ratioDigits = 4

// Ratio returns rolled divided by stated, rounded half to even to 4 digits
// after the point: the over-assignment. ok is false unless both are known and
// stated is not 0.
func (c Cell) Ratio() (ratio money.Decimal, ok bool) {
	if !c.Stated.Known || !c.Rolled.Known {
		return money.Decimal{}, false
	}
	ratio, err := c.Rolled.Value.QuoRound(c.Stated.Value, ratioDigits, money.HalfEven)
	return ratio, err == nil
}

// Row is a total in its place.
type Row struct {
	Key
	Depth int // 0 for roots of a tree, roles and the whole plan
	Cell
}

func (r *Result) add(m Measure, b book) {
	r.index[m.ID] = len(r.Measures)
	r.Measures = append(r.Measures, m)
	r.books = append(r.books, b)
}

// Cell returns the total of a key; ok is false where there is nothing to sum up.
func (r *Result) Cell(key Key) (cell Cell, ok bool) {
	at, ok := r.find(key)
	if !ok {
		return Cell{}, false
	}
	return r.cell(at)
}

// Rows yields the totals of a dimension: nodes in tree order with siblings in
// order of address, then measures, then periods.
func (r *Result) Rows(d Dimension) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for _, node := range r.nodesIn(d) {
			for measure := range r.Measures {
				for period := range r.Periods {
					at := spot{d, node, measure, int32(period)}
					cell, ok := r.cell(at)
					if ok && !yield(Row{Key: r.key(at), Depth: r.depth(at), Cell: cell}) {
						return
					}
				}
			}
		}
	}
}

// spot is a key as indexes.
type spot struct {
	dimension Dimension
	node      int32
	measure   int
	period    int32
}

// find returns the indexes of a key.
func (r *Result) find(key Key) (at spot, ok bool) {
	measure, ok := r.index[key.Measure]
	if !ok {
		return spot{}, false
	}
	when, ok := r.axis.index[key.Period]
	if !ok {
		return spot{}, false
	}
	at = spot{key.Dimension, -1, measure, when}
	switch n := r.of(key.Dimension); {
	case key.Dimension == Total && key.Node.IsZero():
		at.node = r.top(at)
	case key.Dimension != Total:
		if at.node = n.find(key.Node.ID); at.node >= 0 && n.addr(at.node) != key.Node {
			at.node = -1
		}
	}
	return at, at.node >= 0
}

// key returns the key of indexes.
func (r *Result) key(at spot) Key {
	key := Key{Dimension: at.dimension, Measure: r.Measures[at.measure].ID, Period: r.Periods[at.period]}
	if at.dimension != Total {
		key.Node = r.of(at.dimension).addr(at.node)
	}
	return key
}

// nodesIn returns the nodes of a dimension in tree order; for the whole plan
// any one.
func (r *Result) nodesIn(d Dimension) []int32 {
	order := r.of(d).tree.order
	if d == Total {
		return order[:1]
	}
	return order[1:]
}

func (r *Result) depth(at spot) int {
	if at.dimension == Total {
		return 0
	}
	return int(r.of(at.dimension).tree.depth[at.node])
}

// summedIn returns the dimension at whose top the whole plan is summed:
// quotas over territories, positions over managers.
func (r *Result) summedIn(measure int) Dimension {
	if isHeadcount(r.Measures[measure].ID) {
		return Manager
	}
	return Territory
}

// top returns the node that stands for the whole plan.
func (r *Result) top(at spot) int32 { return r.of(r.summedIn(at.measure)).tree.top() }

// within returns the spot in the dimension that it is summed in.
func (r *Result) within(at spot) spot {
	if at.dimension == Total {
		at.dimension, at.node = r.summedIn(at.measure), r.top(at)
	}
	return at
}

// cell returns the total at indexes.
func (r *Result) cell(at spot) (cell Cell, ok bool) {
	m := &r.Measures[at.measure]
	at = r.within(at)
	s := r.books[at.measure][at.dimension]
	if s == nil {
		return Cell{}, false
	}
	i := int(at.node)*len(r.Periods) + int(at.period)
	f := s.flags[i]
	cell = Cell{Partial: f&partial != 0, Unit: m.Unit, Currency: m.Currency}
	cell.Stated = figureOf(s.stated[i], f&hasStated != 0, f&statedTooLarge != 0)
	cell.Rolled = figureOf(s.rolled[i], f&hasRolled != 0, f&rolledTooLarge != 0)
	return cell, f&(hasStated|hasRolled) != 0
}

func figureOf(value money.Decimal, there, tooLarge bool) Figure {
	if !there || tooLarge {
		return Figure{TooLarge: tooLarge}
	}
	return Figure{Value: value, Known: true}
}
