package credit

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
)

// Names of the columns that mean something here. Every other column is an
// attribute, for conditions and rate tables of a comp plan.
const (
	colID       = "id"
	colKind     = "kind"
	colOf       = "of"
	colEvent    = "event"
	colDate     = "date"
	colBooked   = "booked"
	colInvoiced = "invoiced"
	colPaid     = "paid"
	colPosted   = "posted"
	colPosition = "position"
	colPerson   = "person"
	colAccount  = "account"
	colMeasure  = "measure"
	colAmount   = "amount"
	colCurrency = "currency"
	colShare    = "share"
)

// header reads the first row, and reports whether rows can be read by it: it
// must have all columns needed, and one of those in oneOf.
func (r *rowReader) header(needed, oneOf []string, example string) bool {
	if !r.next() || r.cells == nil {
		if r.err == nil && !r.incomplete {
			r.report(diag.BadCreditRow, -1, "the file has no header: its first row names the columns, such as %s", example)
		}
		return false
	}
	if len(r.cells) > r.limits.Columns {
		r.report(diag.LimitExceeded, -1, "the header has %d columns, more than %d", len(r.cells), r.limits.Columns)
		return false
	}
	columns := make(map[string]int, len(r.cells))
	for i, name := range r.cells {
		_, again := columns[name]
		switch {
		case name == "" || strings.TrimSpace(name) != name || strange(name):
			r.report(diag.BadCreditRow, i, "column %d has no plain name: name it without spaces around it", i+1)
		case again:
			r.report(diag.BadCreditRow, i, "the header names %q twice", name)
		}
		columns[name] = i
	}
	has := func(name string) bool { _, ok := columns[name]; return ok }
	for _, name := range needed {
		if !has(name) {
			r.report(diag.BadCreditRow, -1, "the header has no column %q: write such as %s", name, example)
		}
	}
	if len(oneOf) > 0 && !slices.ContainsFunc(oneOf, has) {
		r.report(diag.BadCreditRow, -1, "the header has none of the columns %s: nothing says whose rows these are", strings.Join(oneOf, ", "))
	}
	r.columns, r.fields = columns, len(r.cells)
	return !r.incomplete
}
