package load

import (
	"iter"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Rows are the records of a CSV file. They are kept as the text of the file: a
// record is made of its row whenever somebody asks for it.
type Rows struct {
	file       string
	collection string
	text       string
	ascii      bool
	header     header
	starts     []rowStart
}

// rowStart says where a row begins.
type rowStart struct{ offset, line uint32 }

// Len returns the number of records.
func (r *Rows) Len() int {
	if r == nil {
		return 0
	}
	return len(r.starts)
}

// Addr returns the address of record i, without an id where no column gives it.
func (r *Rows) Addr(i int) addr.Addr {
	return addr.New(r.collection, r.cell(i, r.header.id))
}

// Text returns the cell of a field that is not within another one.
func (r *Rows) Text(i int, field string) string {
	for c := range r.header.columns {
		if column := &r.header.columns[c]; column.key == field && column.cell >= 0 {
			return r.cell(i, column.cell)
		}
	}
	return ""
}

// Record returns raw record i, whose nodes nobody else has.
func (r *Rows) Record(i int) *record.Record {
	var few [16]cell
	cells := r.cells(i, few[:0])
	made := r.record(cells, make([]syntax.Node, r.header.nodes))
	return &made
}

// Fields yields the paths of the fields that the header names, but for the id.
func (r *Rows) Fields() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range r.header.names {
			if name != idColumn && !yield(name) {
				return
			}
		}
	}
}

// Collection returns the collection that all records are of.
func (r *Rows) Collection() string { return r.collection }

// In returns the same rows in a file of another name.
func (r *Rows) In(file string) *Rows {
	moved := *r
	moved.file = file
	return &moved
}

// cells splits row i. It has been split before, and had no fault.
func (r *Rows) cells(i int, into []cell) []cell {
	start := r.starts[i]
	s := rowSplitter{text: r.text, most: len(r.text), ascii: r.ascii, at: int(start.offset), line: int(start.line), cells: into}
	s.next()
	return s.cells
}

// cell returns the text of one cell of row i, "" for the cell -1.
func (r *Rows) cell(i, number int) string {
	if number < 0 {
		return ""
	}
	if number == 0 {
		// Ids come first mostly, and are asked for again and again.
		if text, ok := firstCell(r.text[r.starts[i].offset:]); ok {
			return text
		}
	}
	var few [16]cell
	return r.cells(i, few[:0])[number].text
}

// firstCell returns the text up to the first comma, if there is one and no
// quote before it.
func firstCell(text string) (cell string, ok bool) {
	for i := range len(text) {
		switch text[i] {
		case ',':
			return text[:i], true
		case '"', '\n':
			return "", false
		}
	}
	return "", false
}

// record makes a record of the cells of a row. Its nodes take the room given,
// of header.nodes.
func (r *Rows) record(cells []cell, room []syntax.Node) record.Record {
	first := cells[0]
	made := record.Record{Addr: addr.Addr{Collection: r.collection}, File: r.file}
	made.Node = syntax.Node{Kind: syntax.Map, Line: first.line, Column: first.column}
	if r.header.id >= 0 {
		id := cells[r.header.id]
		made.Addr.ID, made.Node.Key = id.text, id.text
		made.Node.KeyLine, made.Node.KeyColumn = id.line, id.column
	}
	made.Node.Children, _ = fields(r.header.columns, cells, room)
	return made
}

// fields makes nodes of the cells that are not empty, and returns the room that
// is left.
func fields(columns []column, cells []cell, room []syntax.Node) (made, left []syntax.Node) {
	made, left = room[:len(columns)], room[len(columns):]
	kept := 0
	for i := range columns {
		c, node := &columns[i], &made[kept]
		if c.cell >= 0 {
			cell := &cells[c.cell]
			if cell.text == "" {
				continue
			}
			*node = syntax.Node{Kind: syntax.Cell, Text: cell.text, Line: cell.line, Column: cell.column}
		} else {
			var below []syntax.Node
			if below, left = fields(c.group, cells, left); len(below) == 0 {
				continue
			}
			*node = syntax.Node{Kind: syntax.Map, Children: below, Line: below[0].Line, Column: below[0].Column}
		}
		node.Key, node.KeyLine, node.KeyColumn = c.key, c.line, c.column
		kept++
	}
	return made[:kept:kept], left
}
