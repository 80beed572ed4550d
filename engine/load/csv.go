package load

import (
	"path"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// rowSlack is how many bytes a row may go beyond the limit so that it alone is
// refused. Where it does not end even then, a quote is open, and nothing from
// there on is read.
const rowSlack = 4 * kibibyte

// csvReader reads the rows of one CSV file one after the other.
type csvReader struct {
	limits   Limits
	found    *findings
	splitter rowSplitter
	rows     Rows
}

func newCSVReader(text string, ascii bool, limits Limits, found *findings) *csvReader {
	collection, _, _ := strings.Cut(path.Base(found.file), ".")
	splitter := newRowSplitter(text, ascii, limits.CSVRowBytes+rowSlack)
	return &csvReader{
		limits: limits, found: found, splitter: splitter,
		rows: Rows{file: found.file, collection: collection, text: text, ascii: ascii},
	}
}

// each shows every row that is well formed as a record, in order, and reports
// whether no row was left out.
func (r *csvReader) each(begin func(*Rows) Seer) (complete bool) {
	if !r.splitter.next() {
		r.found.add(diag.CSVShape, 0, 0, "the file has no header: its first row names the fields")
		return false
	}
	if !r.whole() || !r.readHeader() {
		return false
	}
	r.rows.starts = make([]rowStart, 0, r.estimatedRows())
	room := make([]syntax.Node, r.rows.header.nodes)
	var one record.Record
	see := Seer(func(*record.Record) {})
	if begin != nil {
		see = begin(&r.rows)
	}
	complete = true
	for rows := 0; r.splitter.next(); {
		if !r.whole() {
			complete = false
			continue
		}
		cells := r.splitter.cells
		if rows++; rows > r.limits.CSVRows {
			r.add(diag.LimitExceeded, 0, "there are more than %d rows: split the file", r.limits.CSVRows)
			return false
		}
		if !r.fits(cells) {
			complete = false
			continue
		}
		r.rows.starts = append(r.rows.starts, rowStart{uint32(r.splitter.start), uint32(r.splitter.startLine)})
		one = r.rows.record(cells, room)
		see(&one)
	}
	return complete
}

// estimatedRows guesses how many rows there are by the first of them.
func (r *csvReader) estimatedRows() int {
	const sample = 64 * kibibyte
	text := r.rows.text
	lines := strings.Count(text[:min(len(text), sample)], "\n")
	if len(text) > sample {
		lines = lines * (len(text) / sample * 17 / 16)
	}
	return min(lines, r.limits.CSVRows)
}

// add tells of a cell of the current row.
func (r *csvReader) add(code diag.Code, cell int, format string, args ...any) *diag.Finding {
	at := &r.splitter.cells[cell]
	return r.found.add(code, int(at.line), int(at.column), format, args...)
}

// whole reports whether the current row could be split, and tells why not.
func (r *csvReader) whole() bool {
	s := &r.splitter
	switch s.fault.kind {
	case 0:
		if s.at-s.start <= r.limits.CSVRowBytes {
			return true
		}
		fallthrough
	case noEnd:
		r.found.add(diag.LimitExceeded, s.startLine, 1, "the row that begins here is longer than %s: is a quote not closed?", size(r.limits.CSVRowBytes))
	case unclosedQuote:
		r.found.add(diag.CSVShape, s.fault.line, s.fault.column, "a quote opens in the row that begins here and is not closed right before a comma or line end: nothing from here on is read")
	case strayQuote:
		r.addMisquoted(`a quote stands inside a cell that does not begin with one: put the whole cell in quotes and write "" for each quote in it`)
	case misfitQuote:
		r.addMisquoted(`the quotes of this cell do not fit: close it with a quote right before the comma or line end, and write "" for each quote in it`)
	}
	return false
}

// addMisquoted tells of a row whose quotes do not fit.
func (r *csvReader) addMisquoted(sentence string) {
	at := r.splitter.fault
	if r.splitter.startLine != at.line {
		r.found.add(diag.CSVShape, at.line, at.column, "%s; the row began at line %d; the row is not read", sentence, r.splitter.startLine)
		return
	}
	r.found.add(diag.CSVShape, at.line, at.column, "%s; the row is not read", sentence)
}

// fits reports whether a row has the cells that the header asks for.
func (r *csvReader) fits(cells []cell) bool {
	header := &r.rows.header
	if len(cells) != header.fields {
		r.add(diag.CSVShape, 0, "the row has %d fields and the header has %d: the row is not read", len(cells), header.fields)
		return false
	}
	for i := range cells {
		if len(cells[i].text) > r.limits.ScalarBytes {
			r.add(diag.LimitExceeded, i, "the cell is longer than %s: the row is not read", size(r.limits.ScalarBytes))
			return false
		}
	}
	if id := header.id; id >= 0 && cells[id].text == "" {
		r.add(diag.CSVShape, id, "the row has no id: it is not read")
		return false
	}
	return true
}
