// Package record knows the records of a plan: each has an address, a file and
// a tree of fields. It does not know what the fields mean. Records come out of
// load raw, out of the schema typed, and go into the plan, the diff and the
// merge. Its one type is [Record].
package record

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Record is one record as written. A raw record (from load) of a listed
// collection has no id yet and may hold CSV cells; a typed one (from the
// schema) has its id, only typed scalars, and its defaults filled in.
type Record struct {
	Addr addr.Addr
	File string
	Node syntax.Node // a Map unless the author wrote something else
}

// Place returns where the record begins: its key, or its first field.
func (r *Record) Place() source.Place { return r.Node.KeyPlace(r.File) }

// PlaceOf returns where the value of a field stands, named by its path, or
// where the record begins if the field was not written.
func (r *Record) PlaceOf(field string) source.Place {
	if n, ok := r.Node.At(field); ok && n.Line > 0 {
		return n.Place(r.File)
	}
	return r.Place()
}

// Sort orders records by address, then place.
func Sort(records []Record) {
	before := func(a, b *Record) int {
		if c := a.Addr.Compare(b.Addr); c != 0 {
			return c
		}
		return a.Place().Compare(b.Place())
	}
	if slices.IsSortedFunc(records, func(a, b Record) int { return before(&a, &b) }) {
		return
	}
	// Records are large: their order is found first, and each is moved once.
	order := make([]*Record, len(records))
	for i := range records {
		order[i] = &records[i]
	}
	slices.SortStableFunc(order, before)
	sorted := make([]Record, len(records))
	for i, r := range order {
		sorted[i] = *r
	}
	copy(records, sorted)
}
