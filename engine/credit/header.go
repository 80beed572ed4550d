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

// header reads the first row, and reports whether rows can be read by it.
func (r *rowReader) header() bool {
	if !r.next() || r.cells == nil {
		if r.err == nil && !r.incomplete {
			r.report(diag.BadCreditRow, -1, "the file has no header: its first row names the columns, such as id,date,position,measure,amount")
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
	for _, needed := range []string{colID, colDate, colMeasure, colAmount} {
		if _, ok := columns[needed]; !ok {
			r.report(diag.BadCreditRow, -1, "the header has no column %q: a credits file has id, date, measure, amount and one of position, person and account", needed)
		}
	}
	if !slices.ContainsFunc([]string{colPosition, colPerson, colAccount}, func(name string) bool { _, ok := columns[name]; return ok }) {
		r.report(diag.BadCreditRow, -1, "the header has none of the columns position, person and account: nothing says whose credits these are")
	}
	r.columns, r.fields = columns, len(r.cells)
	return !r.incomplete
}
