package near

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/rollup"
)

// encodeSums writes the sums of every node, and where they are.
func encodeSums(totals *rollup.Result) (block []byte, nodes []row) {
	for node, sums := range totals.Sums {
		key := keyOf(node)
		nodes = append(nodes, row{hashOf(key), uint32(len(block))})
		one := appendText(nil, key)
		for _, sum := range sums {
			one = binary.AppendUvarint(one, uint64(sum.Entries))
			if sum.Entries > 0 {
				one = appendText(one, sum.Value.String())
			}
		}
		block = append(binary.AppendUvarint(block, uint64(len(one))), one...)
	}
	slices.SortFunc(nodes, func(a, b row) int { return cmp.Compare(a.hash, b.hash) })
	return block, nodes
}

func keyOf(node rollup.Node) string { return node.Dimension.String() + " " + node.Addr.String() }

func appendText(block []byte, text string) []byte {
	return append(binary.AppendUvarint(block, uint64(len(text))), text...)
}

// sumsOf returns the sums of a node, nil if the plan has no such node.
func (m *Memo) sumsOf(node rollup.Node) ([]rollup.Sum, error) {
	key := keyOf(node)
	places, err := m.pages.under(m.nodes, hashOf(key))
	if err != nil {
		return nil, err
	}
	for _, place := range places {
		head, err := m.pages.bytes(m.sums+int64(place), binary.MaxVarintLen32)
		if err != nil {
			return nil, err
		}
		length, width := binary.Uvarint(head)
		if width <= 0 || length > uint64(m.pages.size) {
			return nil, errDamaged
		}
		block, err := m.pages.bytes(m.sums+int64(place)+int64(width), int64(length))
		if err != nil {
			return nil, err
		}
		r := sumReader{block: block}
		if r.text() == key {
			return r.sums(len(m.Measures) * len(m.Room.Periods))
		}
	}
	return nil, nil
}

// sumReader reads the sums of one node.
type sumReader struct {
	block   []byte
	damaged bool
}

func (r *sumReader) number() int {
	n, width := binary.Uvarint(r.block)
	if width <= 0 || n > 1<<40 {
		r.damaged, r.block = true, nil
		return 0
	}
	r.block = r.block[width:]
	return int(n)
}

func (r *sumReader) text() string {
	n := r.number()
	if n > len(r.block) {
		r.damaged, n = true, 0
	}
	text := string(r.block[:n])
	r.block = r.block[n:]
	return text
}

func (r *sumReader) sums(count int) ([]rollup.Sum, error) {
	sums := make([]rollup.Sum, count)
	for i := range sums {
		if sums[i].Entries = r.number(); sums[i].Entries > 0 {
			value, err := money.ParseDecimal(r.text())
			r.damaged = r.damaged || err != nil
			sums[i].Value = value
		}
	}
	if r.damaged || len(r.block) > 0 {
		return nil, errDamaged
	}
	return sums, nil
}

// Totals returns the totals that differ between the first plan asked about and
// the second. An error says why only the whole plans can tell.
func (a *Answer) Totals() ([]rollup.Change, error) {
	periods := make([]period.Period, len(a.memo.Room.Periods))
	for i, text := range a.memo.Room.Periods {
		one, err := period.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
		periods[i] = one
	}
	kept := rollup.PartOf(a.part, periods)
	if len(kept.Periods) != len(periods) || !slices.EqualFunc(kept.Measures, a.memo.Measures, func(m rollup.Measure, id string) bool { return m.ID == id }) {
		return nil, far("the totals are of other measures or periods")
	}
	own := rollup.RoomOf(a.part).Periods
	var sides [2]*rollup.Part
	for i := range sides {
		switch part := a.States[i].Part; {
		case part == a.part:
			sides[i] = kept
		case slices.Equal(own, rollup.RoomOf(part).Periods):
			sides[i] = rollup.PartOf(part, periods)
		default:
			return nil, far("the plans may have other periods")
		}
	}
	return rollup.DeltaOfParts(kept, sides[0], sides[1], a.memo.sumsOf)
}
