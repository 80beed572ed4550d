package pipeline

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/source"
)

// Snapshot is a file that shows all deals as they were at the end of a day.
type Snapshot struct {
	Name string // of the file, for findings
	Date period.Date
	Open func() (io.ReadCloser, error)
}

// columns are the cells of the columns that mean something; -1 for those that
// a snapshot does not have.
type columns struct {
	id, stage, category, amount, currency, closes, created, since, probability, node, group int
}

// reader reads snapshots one after the other. Deals are numbered in the order
// in which they are first met.
type reader struct {
	*query
	numbers  map[string]int32 // of deals by id
	ids      []string         // of deals by number
	expected int              // number of the deal that follows the last one read
	seen     []int16          // snapshot in which a deal was last met, from 1
	snapshot int16            // at hand
	days     days
	nodes    map[string]int32 // of the tree, by id
	groups   map[string]int32
	names    []string // of groups

	rows      *rows
	deal      deal // of the row at hand
	file      Snapshot
	at        columns
	width     int
	repeats   map[diag.Code]int
	found     diag.List
	complete  bool
	wholeTree bool // the latest snapshot is read: nodes and groups matter
}

// requiredColumns are those that every snapshot has.
var requiredColumns = []string{"id", "stage", "amount", "close_date"}

// read reads a snapshot into deals by number. Rows that cannot be used have a
// finding and are left out.
func (r *reader) read(snapshot Snapshot, into []deal) ([]deal, error) {
	r.file, r.repeats = snapshot, map[diag.Code]int{}
	r.snapshot++
	r.expected = 0
	text, err := snapshot.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = text.Close() }()
	r.rows = newRows(text)
	into = slices.Grow(into[:0], len(r.numbers))[:len(r.numbers)]
	clear(into)
	usable, err := r.header()
	if err != nil || !usable {
		return into, err
	}
	for {
		err := r.rows.read()
		switch shape, isShape := errors.AsType[shapeError](err); {
		case err == nil:
			into = r.row(into)
			continue
		case isShape:
			r.report(diag.SnapshotShape, 0, "%s", shape)
			if shape != errRowTooLong && shape != errOpenQuote {
				continue
			}
		case !errors.Is(err, io.EOF):
			return into, err
		}
		break
	}
	r.countRepeats()
	return into, nil
}

// header finds the columns; usable is false if one that is needed is missing.
func (r *reader) header() (usable bool, err error) {
	err = r.rows.read()
	if errors.Is(err, io.EOF) {
		r.report(diag.SnapshotShape, 0, "the snapshot is empty: its first row names the columns")
		return false, nil
	}
	if shape, isShape := errors.AsType[shapeError](err); isShape {
		r.report(diag.SnapshotShape, 0, "%s", shape)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.rows.cells[0] = bytes.TrimPrefix(r.rows.cells[0], []byte("\ufeff"))
	names := make([]string, 0, len(r.rows.cells))
	for _, cell := range r.rows.cells {
		names = append(names, string(cell))
	}
	r.width = len(names)
	usable = r.width <= mostColumns
	if !usable {
		r.report(diag.SnapshotShape, 0, "the snapshot has %d columns, more than %d", r.width, mostColumns)
	}
	for i, name := range names {
		if slices.Index(names, name) < i {
			r.report(diag.SnapshotShape, i, "the column %q stands twice in the header", name)
			usable = false
		}
	}
	return r.bind(names) && usable, nil
}

// bind finds out in which cells the columns stand.
func (r *reader) bind(names []string) (usable bool) {
	cell := func(name string) int { return slices.Index(names, name) }
	r.at = columns{
		id: cell("id"), stage: cell("stage"), category: cell("category"), amount: cell("amount"), currency: cell("currency"), closes: cell("close_date"),
		created: cell("created"), since: cell("stage_since"), probability: cell("probability"), node: -1, group: -1,
	}
	needed := slices.Clone(requiredColumns)
	if len(r.process.Categories) > 0 {
		needed = append(needed, "category")
	}
	if r.process.Weight == "deal" {
		needed = append(needed, "probability")
	}
	for i := range r.where {
		needed = append(needed, r.where[i].Column)
		r.where[i].cell = cell(r.where[i].Column)
	}
	switch {
	case !r.wholeTree:
	case r.tree != nil:
		r.at.node = cell(r.by)
		needed = append(needed, r.by)
	case r.by != "":
		r.at.group = cell(r.by)
		needed = append(needed, r.by)
	}
	usable = true
	for i, name := range needed {
		if cell(name) < 0 && slices.Index(needed, name) == i {
			r.report(diag.SnapshotShape, 0, "the snapshot has no column %q; it has %s", name, strings.Join(names, ", "))
			usable = false
		}
	}
	return usable
}

// report adds a finding at a cell of the row at hand; of one code only the
// first few of a snapshot.
func (r *reader) report(code diag.Code, cell int, format string, args ...any) {
	r.repeats[code]++
	if code.Info().Severity == diag.Error {
		r.complete = false
	}
	if r.repeats[code] > mostRepeats {
		return
	}
	place := source.Place{File: r.file.Name, Line: r.rows.line, Column: r.rows.column(cell)}
	r.found = append(r.found, diag.New(code, addr.Addr{}, place, format, args...))
}

// countRepeats says how many findings were left out.
func (r *reader) countRepeats() {
	for code, n := range r.repeats {
		if n > mostRepeats {
			place := source.Place{File: r.file.Name}
			r.found = append(r.found, diag.New(code, addr.Addr{}, place, "%d more findings of this kind are left out", n-mostRepeats))
		}
	}
}
