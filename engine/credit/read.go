package credit

import (
	"io"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// File is a credits file: text with a header row, in UTF-8, cells parted by
// commas.
type File struct {
	Name string // as the user named it
	Text io.Reader
}

// Read reads a file row by row and calls each with every sound row, in order.
// Every bad row is a finding, and only that row is left out. complete is false
// if a row was left out or the file could not be read to its end; the error is
// that of the reader.
func Read(file File, limits Limits, each func(*Credit)) (findings diag.List, complete bool, err error) {
	r := newRowReader(file, limits)
	needed, payee := []string{colID, colDate, colMeasure, colAmount}, []string{colPosition, colPerson, colAccount}
	if r.header(needed, payee, "id,date,position,measure,amount") {
		c := &Credit{File: file.Name, row: r}
		p := newParser(r)
		for r.next() {
			if r.cells != nil && p.parse(c) {
				each(c)
			} else {
				r.incomplete = true
			}
		}
	}
	return r.found.All(), !r.incomplete, r.err
}

// report tells of a mistake at a cell of the current row, or at the row for a
// cell below 0.
func (r *rowReader) report(code diag.Code, cell int, format string, args ...any) {
	r.incomplete = true
	place := source.Place{File: r.name, Line: r.line}
	if !r.found.Full(code, place) {
		if cell >= 0 {
			place = r.placeOf(cell)
		} else if r.line > 0 {
			place.Column = 1
		}
		r.found.Add(diag.New(code, addr.Addr{}, place, format, args...))
	}
}
