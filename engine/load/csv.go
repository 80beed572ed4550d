package load

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// csvReader reads the rows of one CSV file one after the other.
type csvReader struct {
	limits     Limits
	found      *findings
	collection string
	source     *rowSource
	csv        *csv.Reader
	places     cellPlaces
	header     header
	cells      []string // of the current row
	nodes      nodeStore
}

func newCSVReader(text []byte, limits Limits, found *findings) *csvReader {
	collection, _, _ := strings.Cut(path.Base(found.file), ".")
	r := &csvReader{limits: limits, found: found, collection: collection}
	r.source = &rowSource{text: text, most: limits.CSVRowBytes}
	r.csv = csv.NewReader(r.source)
	r.csv.ReuseRecord = true
	r.csv.FieldsPerRecord = -1 // counted here, so that one bad row does not end the file
	r.places = cellPlaces{csv: r.csv, text: text, lines: lineCursor{text: text, line: 1}}
	return r
}

// each calls emit with every row that is well formed, in order, and reports
// whether no row was left out.
func (r *csvReader) each(emit func(record.Record)) (complete bool) {
	if !r.next() && !r.source.failed {
		r.found.add(diag.CSVShape, 0, 0, "the file has no header: its first row names the fields")
	}
	if r.cells == nil || !r.readHeader() {
		return false
	}
	complete = true
	for rows := 0; r.next(); {
		if r.cells == nil {
			complete = false
			continue
		}
		if rows++; rows > r.limits.CSVRows {
			line, column := r.places.of(0)
			r.found.add(diag.LimitExceeded, line, column, "there are more than %d rows: split the file", r.limits.CSVRows)
			return false
		}
		row, ok := r.record()
		if !ok {
			complete = false
			continue
		}
		emit(row)
	}
	return complete && !r.source.failed
}

// next reads a row into cells and reports whether there was one. A row that
// cannot be read is told of and leaves cells nil.
func (r *csvReader) next() bool {
	r.places.start = r.csv.InputOffset()
	r.source.row = r.places.start
	cells, err := r.csv.Read()
	var misquoted *csv.ParseError
	r.cells = nil
	switch {
	case errors.Is(err, io.EOF):
		return false
	case errors.As(err, &misquoted):
		r.addMisquoted(misquoted)
	case err != nil || r.csv.InputOffset()-r.places.start > int64(r.limits.CSVRowBytes):
		line := 1 + bytes.Count(r.source.text[:r.places.start], []byte{'\n'})
		r.found.add(diag.LimitExceeded, line, 1, "the row that begins here is longer than %s: is a quote not closed?", size(r.limits.CSVRowBytes))
		return err == nil
	default:
		r.cells = cells
		r.places.measure()
	}
	return true
}

// addMisquoted tells of a row whose quotes do not fit.
func (r *csvReader) addMisquoted(err *csv.ParseError) {
	if r.found.untellable(diag.CSVShape) {
		return
	}
	if errors.Is(err.Err, csv.ErrQuote) && r.csv.InputOffset() == int64(len(r.source.text)) {
		r.found.add(diag.CSVShape, err.StartLine, 1, "a quote opens in the row that begins here and is not closed right before a comma or line end: nothing from here on is read")
		return
	}
	sentence := `a quote stands inside a cell that does not begin with one: put the whole cell in quotes and write "" for each quote in it`
	if errors.Is(err.Err, csv.ErrQuote) {
		sentence = `the quotes of this cell do not fit: close it with a quote right before the comma or line end, and write "" for each quote in it`
	}
	if err.StartLine != err.Line {
		sentence += fmt.Sprintf("; the row began at line %d", err.StartLine)
	}
	line, column := r.places.lines.at(err.Line, err.Column)
	r.found.add(diag.CSVShape, line, column, "%s; the row is not read", sentence)
}

// record makes a record of the current row.
func (r *csvReader) record() (record.Record, bool) {
	if len(r.cells) != r.header.fields {
		line, column := r.places.of(0)
		r.found.add(diag.CSVShape, line, column, "the row has %d fields and the header has %d: the row is not read", len(r.cells), r.header.fields)
		return record.Record{}, false
	}
	for i, cell := range r.cells {
		if len(cell) > r.limits.ScalarBytes {
			line, column := r.places.of(i)
			r.found.add(diag.LimitExceeded, line, column, "the cell is longer than %s: the row is not read", size(r.limits.ScalarBytes))
			return record.Record{}, false
		}
	}
	row := record.Record{Addr: addr.Addr{Collection: r.collection}, File: r.found.file}
	line, column := r.places.of(0)
	row.Node = syntax.Node{Kind: syntax.Map, Line: int32(line), Column: int32(column)}
	if id := r.header.id; id >= 0 {
		line, column := r.places.of(id)
		if r.cells[id] == "" {
			r.found.add(diag.CSVShape, line, column, "the row has no id: it is not read")
			return record.Record{}, false
		}
		row.Addr.ID, row.Node.Key = r.cells[id], r.cells[id]
		row.Node.KeyLine, row.Node.KeyColumn = int32(line), int32(column)
	}
	row.Node.Children = r.fields(r.header.columns)
	return row, true
}

// fields returns the nodes of the cells that are not empty.
func (r *csvReader) fields(columns []column) []syntax.Node {
	for i := range columns {
		if c := &columns[i]; c.cell < 0 {
			c.children = r.fields(c.group)
		}
	}
	nodes := r.nodes.reserve(len(columns))
	kept := 0
	for i := range columns {
		c, node := &columns[i], &nodes[kept]
		switch {
		case c.cell < 0 && len(c.children) > 0:
			node.Kind, node.Children = syntax.Map, c.children
			node.Line, node.Column = c.children[0].Line, c.children[0].Column
		case c.cell >= 0 && r.cells[c.cell] != "":
			node.Kind, node.Text = syntax.Cell, r.cells[c.cell]
			line, column := r.places.of(c.cell)
			node.Line, node.Column = int32(line), int32(column)
		default:
			continue
		}
		node.Key, node.KeyLine, node.KeyColumn = c.key, c.line, c.column
		kept++
	}
	return r.nodes.keep(nodes[:kept])
}

// nodeStore holds the nodes of many rows in few blocks of memory.
type nodeStore struct{ block []syntax.Node }

const nodeBlock = 4096

// reserve returns room for nodes, which are zero.
func (s *nodeStore) reserve(nodes int) []syntax.Node {
	if len(s.block)+nodes > cap(s.block) {
		s.block = make([]syntax.Node, 0, max(nodeBlock, nodes))
	}
	return s.block[len(s.block) : len(s.block)+nodes]
}

// keep takes the first of the nodes reserved last and gives back the room of
// the others.
func (s *nodeStore) keep(nodes []syntax.Node) []syntax.Node {
	s.block = s.block[:len(s.block)+len(nodes)]
	return slices.Clip(nodes)
}

// rowSource is text that refuses to go on within a row that is too long: a
// quote that is never closed must not make a cell of the rest of the file.
type rowSource struct {
	text   []byte
	next   int
	row    int64 // offset at which the current row begins
	most   int
	failed bool
}

var errRowTooLong = errors.New("row too long")

// Read implements [io.Reader].
func (s *rowSource) Read(into []byte) (int, error) {
	if s.next == len(s.text) {
		return 0, io.EOF
	}
	if int64(s.next)-s.row > int64(s.most) {
		s.failed = true
		return 0, errRowTooLong
	}
	n := copy(into, s.text[s.next:])
	s.next += n
	return n, nil
}

// cellPlaces knows where the cells of the current row stand.
type cellPlaces struct {
	csv   *csv.Reader
	text  []byte
	start int64 // offset at which the row begins
	ascii bool  // the row is ASCII, so that bytes are characters
	lines lineCursor
	row   lineCursor // as lines was at the beginning of the row
}

// measure looks at the row that was just read.
func (p *cellPlaces) measure() {
	p.ascii = true
	for _, b := range p.text[p.start:p.csv.InputOffset()] {
		if b >= utf8.RuneSelf {
			p.ascii = false
			p.lines.at(p.csv.FieldPos(0))
			p.row = p.lines
			return
		}
	}
}

// of returns line and column, from 1, of a cell of the row.
func (p *cellPlaces) of(cell int) (line, column int) {
	line, column = p.csv.FieldPos(cell)
	if p.ascii {
		return line, column
	}
	if line < p.lines.line {
		p.lines = p.row
	}
	return p.lines.at(line, column)
}

// lineCursor finds characters in text. Its lines are asked for in rising order,
// so that a whole file costs one walk through it.
type lineCursor struct {
	text   []byte
	start  int // offset at which the line begins
	line   int // from 1
	bytes  int // of the line that are counted in
	column int // characters in these bytes
}

// at returns the line, and the column in characters of a byte of it. Both
// columns count from 1.
func (c *lineCursor) at(line, byteColumn int) (int, int) {
	for c.line < line {
		newline := bytes.IndexByte(c.text[c.start:], '\n')
		if newline < 0 {
			break
		}
		c.start, c.line, c.bytes, c.column = c.start+newline+1, c.line+1, 0, 0
	}
	if byteColumn-1 < c.bytes {
		c.bytes, c.column = 0, 0
	}
	end := min(byteColumn-1, len(c.text)-c.start)
	c.column += utf8.RuneCount(c.text[c.start+c.bytes : c.start+end])
	c.bytes = end
	return line, c.column + 1
}
