package credit

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// rowReader reads the rows of one file one after the other.
type rowReader struct {
	name    string
	limits  Limits
	split   splitter
	columns map[string]int
	fields  int      // cells of every row
	cells   []string // of the current row; nil if it cannot be used
	line    int      // at which the current row begins
	rows    int

	found      diag.Bounded
	incomplete bool
	err        error
}

func newRowReader(file File, limits Limits) *rowReader {
	return &rowReader{name: file.Name, limits: limits, split: newSplitter(file.Text, limits.RowBytes), found: diag.Bounded{Most: limits.Repeats}}
}

// next reads a row and reports whether there was one. A row that cannot be used
// is told of and leaves cells nil.
func (r *rowReader) next() bool {
	cells, err := r.split.next()
	r.cells, r.line = nil, r.split.row
	switch {
	case err == nil:
		r.cells = cells
		return r.sound()
	case errors.Is(err, io.EOF):
		return false
	case errors.Is(err, errMisquoted):
		r.report(diag.BadCreditRow, -1, `the quotes of this row do not fit: put a whole cell in quotes and write "" for each quote in it; the row is not read`)
		return true
	case errors.Is(err, errRowTooLong):
		r.report(diag.LimitExceeded, -1, "the row that begins here is longer than %d bytes: is a quote not closed?", r.limits.RowBytes)
	default:
		r.err = err
	}
	r.incomplete = true
	return false
}

// sound checks the form of the current row, and reports whether to go on.
func (r *rowReader) sound() bool {
	if r.columns == nil {
		return true
	}
	if r.rows++; r.rows > r.limits.Rows {
		r.report(diag.LimitExceeded, -1, "there are more than %d rows: split the file", r.limits.Rows)
		return false
	}
	if len(r.cells) != r.fields {
		r.report(diag.BadCreditRow, -1, "the row has %d cells and the header has %d: the row is not read", len(r.cells), r.fields)
		r.cells = nil
		return true
	}
	if !r.split.strange {
		return true
	}
	for i, cell := range r.cells {
		if strange(cell) {
			r.report(diag.BadCreditRow, i, "the cell holds bytes that are not UTF-8 or characters that cannot be seen: the row is not read")
			r.cells = nil
			return true
		}
	}
	return true
}

// strange reports whether a cell is not UTF-8 or holds control characters.
func strange(cell string) bool {
	for i := range len(cell) {
		if c := cell[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return true
		} else if c >= utf8.RuneSelf {
			return !utf8.ValidString(cell) || strange(strings.Map(dropWide, cell))
		}
	}
	return false
}

// dropWide leaves out all characters but those of ASCII.
func dropWide(r rune) rune {
	if r >= utf8.RuneSelf {
		return -1
	}
	return r
}

// placeOf returns where a cell of the current row stands, its column counted in
// characters.
func (r *rowReader) placeOf(cell int) source.Place {
	line, column := r.split.place(cell)
	for before := cell - 1; before >= 0; before-- {
		text := r.cells[before]
		begin, _ := r.split.place(before)
		if newline := strings.LastIndexByte(text, '\n'); newline >= 0 && begin != line {
			text = text[newline+1:]
		}
		column -= len(text) - utf8.RuneCountInString(text)
		if begin != line {
			break
		}
	}
	return source.Place{File: r.name, Line: line, Column: column}
}
