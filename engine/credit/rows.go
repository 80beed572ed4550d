package credit

import (
	"bufio"
	"encoding/csv"
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
	csv     *csv.Reader
	within  *boundedReader
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
	buffered := bufio.NewReaderSize(file.Text, 64<<10)
	const mark = "\uFEFF"
	if begin, _ := buffered.Peek(len(mark)); string(begin) == mark {
		_, _ = buffered.Discard(len(mark))
	}
	within := &boundedReader{from: buffered, most: limits.RowBytes}
	r := &rowReader{name: file.Name, limits: limits, within: within, csv: csv.NewReader(within), found: diag.Bounded{Most: limits.Repeats}}
	r.csv.ReuseRecord = true
	r.csv.FieldsPerRecord = -1 // counted here, so that one bad row does not end the file
	return r
}

// next reads a row and reports whether there was one. A row that cannot be used
// is told of and leaves cells nil.
func (r *rowReader) next() bool {
	start := r.csv.InputOffset()
	r.within.row = start
	cells, err := r.csv.Read()
	r.cells = nil
	if err == nil {
		r.line, _ = r.csv.FieldPos(0)
		r.cells = cells
		return r.sound()
	}
	var misquoted *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return false
	case errors.As(err, &misquoted):
		r.line = misquoted.StartLine
		r.report(diag.BadCreditRow, -1, `the quotes of this row do not fit: put a whole cell in quotes and write "" for each quote in it; the row is not read`)
		return true
	case errors.Is(err, errRowTooLong):
		r.report(diag.LimitExceeded, -1, "the row after this line is longer than %d bytes: is a quote not closed?", r.limits.RowBytes)
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
			return !utf8.ValidString(cell)
		}
	}
	return false
}

// placeOf returns where a cell of the current row stands, its column counted in
// characters.
func (r *rowReader) placeOf(cell int) source.Place {
	line, column := r.csv.FieldPos(cell)
	for before := cell - 1; before >= 0; before-- {
		text := r.cells[before]
		begin, _ := r.csv.FieldPos(before)
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

// boundedReader refuses to go on within a row that is too long.
type boundedReader struct {
	from io.Reader
	read int64
	row  int64 // offset at which the current row begins
	most int
}

var errRowTooLong = errors.New("row too long")

// Read implements [io.Reader].
func (b *boundedReader) Read(into []byte) (int, error) {
	if b.read-b.row > int64(b.most) {
		return 0, errRowTooLong
	}
	n, err := b.from.Read(into)
	b.read += int64(n)
	return n, err
}
