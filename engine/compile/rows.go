package compile

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
)

// typedRows are the records of a CSV file. They stay rows, and are typed again
// whenever one is asked for: that costs less than holding a million of them.
type typedRows struct {
	*load.Rows
	language *schema.Schema
	ids      []string // of a collection whose ids are not written; nil for others
}

// Addr implements [record.Source].
func (r typedRows) Addr(i int) addr.Addr {
	a := r.Rows.Addr(i)
	if r.ids != nil {
		a.ID = r.ids[i]
	}
	return a
}

// Text implements [record.Source]. Where a cell is empty there may still be a
// default.
func (r typedRows) Text(i int, field string) string {
	text := r.Rows.Text(i, field)
	if text != "" || !r.language.MayDefault(r.Collection(), field) {
		return text
	}
	return r.Record(i).Node.TextOf(field)
}

// Record implements [record.Source].
func (r typedRows) Record(i int) *record.Record {
	typed, _ := r.language.Check(*r.Rows.Record(i))
	return &typed
}

// In implements [record.Source].
func (r typedRows) In(file string) record.Source {
	r.Rows = r.Rows.In(file)
	return r
}
