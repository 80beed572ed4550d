package edit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/syntax"
)

// table is a parsed CSV text. Offsets count from behind a byte order mark.
type table struct {
	text   []byte
	header row
	rows   []row
}

// row is one row with its bytes.
type row struct {
	cells    []cell
	from, to int // the row without what ends its line
	line     int // from 1
}

// cell is one cell with its bytes, quotes included.
type cell struct {
	text     string
	from, to int
	quoted   bool
}

// readTable reads CSV text that load finds sound: a header, and rows of as many
// cells.
func readTable(text []byte) (*table, error) {
	t := &table{text: text}
	line := 1
	for at := 0; at < len(text); {
		if skip := emptyLine(text[at:]); skip > 0 {
			at, line = at+skip, line+1
			continue
		}
		r, next, ok := readRow(text, at, len(t.header.cells))
		if !ok || t.header.cells != nil && len(r.cells) != len(t.header.cells) {
			return nil, fmt.Errorf("line %d: the row does not fit the header or its quotes do not fit", line)
		}
		r.line = line
		line += bytes.Count(text[at:next], []byte("\n"))
		at = next
		if t.header.cells == nil {
			if t.header = r; !r.namesColumns() {
				return nil, errors.New("the header does not name every column, each once")
			}
			continue
		}
		t.rows = append(t.rows, r)
	}
	if t.header.cells == nil {
		return nil, errors.New("the file has no header")
	}
	return t, nil
}

// namesColumns reports whether every cell of a row has a text of its own.
func (r *row) namesColumns() bool {
	seen := map[string]bool{"": true}
	for _, c := range r.cells {
		if seen[c.text] {
			return false
		}
		seen[c.text] = true
	}
	return true
}

// emptyLine returns the length of an empty line at the beginning of text, 0 if
// there is none.
func emptyLine(text []byte) int {
	switch {
	case text[0] == '\n':
		return 1
	case bytes.HasPrefix(text, []byte("\r\n")):
		return 2
	}
	return 0
}

// readRow reads a row of about so many columns, and returns where the next one
// begins.
func readRow(text []byte, at, columns int) (r row, next int, ok bool) {
	r.from = at
	r.cells = make([]cell, 0, columns)
	for {
		c, ok := readCell(text, at)
		if !ok {
			return r, 0, false
		}
		r.cells, r.to, at = append(r.cells, c), c.to, c.to
		switch {
		case at == len(text):
			return r, at, true
		case text[at] == ',':
			at++
		default:
			return r, at + emptyLine(text[at:]), emptyLine(text[at:]) > 0
		}
	}
}

// readCell reads the cell that begins at an offset.
func readCell(text []byte, at int) (c cell, ok bool) {
	if at < len(text) && text[at] == '"' {
		for end := at + 1; end < len(text); end++ {
			switch {
			case text[end] != '"':
			case end+1 < len(text) && text[end+1] == '"':
				end++
			default:
				said := strings.ReplaceAll(string(text[at+1:end]), `""`, `"`)
				return cell{text: strings.ReplaceAll(said, "\r\n", "\n"), from: at, to: end + 1, quoted: true}, true
			}
		}
		return c, false
	}
	end := at
	for end < len(text) && text[end] != ',' && text[end] != '\n' {
		if text[end] == '"' {
			return c, false
		}
		end++
	}
	if end < len(text) && text[end] == '\n' && end > at && text[end-1] == '\r' {
		end--
	}
	return cell{text: string(text[at:end]), from: at, to: end}, true
}

// said is what the rows of a table say: a list of maps from column to cell,
// without the cells that are empty.
func (t *table) said() syntax.Node {
	list := syntax.Node{Kind: syntax.List, Children: make([]syntax.Node, 0, len(t.rows))}
	for i := range t.rows {
		r := &t.rows[i]
		item := syntax.Node{Kind: syntax.Map, Line: int32(r.line), Column: 1, Children: make([]syntax.Node, 0, len(r.cells))}
		for j, c := range r.cells {
			if c.text != "" {
				item.Children = append(item.Children, syntax.Node{Key: t.header.cells[j].text, Kind: syntax.Cell, Text: c.text, Line: int32(r.line)})
			}
		}
		list.Children = append(list.Children, item)
	}
	return list
}

// ReadCSV returns the rows of a CSV text as a list of maps from the name of a
// column, as the header has it, to a cell. Empty cells are left out.
func ReadCSV(text []byte) (syntax.Node, error) {
	t, err := readTable(bytes.TrimPrefix(text, []byte(byteOrderMark)))
	if err != nil {
		return syntax.Node{}, err
	}
	return t.said(), nil
}

// CSV returns the splices after which a CSV text has the rows that are wanted,
// given as [ReadCSV] returns them. A column that is not there yet is added at
// the end. Errors: the text is no sound CSV, or a wanted row is no row.
func CSV(text []byte, want *syntax.Node) ([]Splice, error) {
	plain := bytes.TrimPrefix(text, []byte(byteOrderMark))
	t, err := readTable(plain)
	if err != nil {
		return nil, err
	}
	e := csvEditor{table: t, ends: lineEnds(plain)}
	if err := e.newColumns(want); err != nil {
		return nil, err
	}
	e.change(want)
	splices, err := ordered(e.splices)
	if err != nil {
		return nil, err
	}
	for i := range splices {
		splices[i].From += len(text) - len(plain)
		splices[i].To += len(text) - len(plain)
	}
	got, err := ReadCSV(Apply(text, splices))
	if err != nil || !got.Equal(want) {
		return nil, ErrNotInPlace
	}
	return splices, nil
}

// csvEditor collects the splices of one table.
type csvEditor struct {
	*table
	ends    string
	columns []string // of the header, then the new ones
	splices []Splice
}

// newColumns finds the columns that are wanted and not there.
func (e *csvEditor) newColumns(want *syntax.Node) error {
	for _, c := range e.header.cells {
		e.columns = append(e.columns, c.text)
	}
	known := map[string]bool{}
	for _, c := range e.columns {
		known[c] = true
	}
	for i := range want.Children {
		for _, field := range want.Children[i].Children {
			if !field.Scalar() {
				return fmt.Errorf("%s is a list or a group, which a cell of a CSV file cannot hold", field.Key)
			}
			if !known[field.Key] {
				known[field.Key] = true
				e.columns = append(e.columns, field.Key)
			}
		}
	}
	return nil
}

func (e *csvEditor) splice(from, to int, text string) {
	if from != to || text != "" {
		e.splices = append(e.splices, Splice{From: from, To: to, Text: text})
	}
}

// change carries out what is wanted.
func (e *csvEditor) change(want *syntax.Node) {
	for _, name := range e.columns[len(e.header.cells):] {
		e.splice(e.header.to, e.header.to, ","+csvText(name, false))
	}
	said := e.said()
	pairs := align(said.Children, want.Children)
	for i, w := range pairs.wanted {
		if w != nil {
			e.cells(&e.rows[i], w)
			continue
		}
		from, to := e.rows[i].from, e.rowEnd(i)
		if to == len(e.text) && !bytes.HasSuffix(e.text, []byte("\n")) && from > 0 {
			from = e.textEnd(i - 1)
		}
		e.splice(from, to, "")
	}
	for after, nodes := range pairs.added {
		for _, n := range nodes {
			at, text := e.rowEnd(after), e.newRow(n)
			if at == len(e.text) && !bytes.HasSuffix(e.text, []byte("\n")) {
				text = e.ends + text
			} else {
				text += e.ends
			}
			e.splice(at, at, text)
		}
	}
}

// textEnd returns where the row with an index ends, -1 for the header.
func (e *csvEditor) textEnd(i int) int {
	if i < 0 {
		return e.header.to
	}
	return e.rows[i].to
}

// rowEnd returns the offset behind what ends the row.
func (e *csvEditor) rowEnd(i int) int {
	to := e.textEnd(i)
	if to < len(e.text) {
		to += emptyLine(e.text[to:])
	}
	return to
}

// cells changes the cells of one row.
func (e *csvEditor) cells(r *row, want *syntax.Node) {
	for i, name := range e.columns {
		text := want.TextOf(name)
		switch {
		case i >= len(r.cells):
			e.splice(r.to, r.to, ","+csvText(text, false))
		case r.cells[i].text != text:
			e.splice(r.cells[i].from, r.cells[i].to, csvText(text, r.cells[i].quoted))
		}
	}
}

// newRow writes a row.
func (e *csvEditor) newRow(n *syntax.Node) string {
	cells := make([]string, len(e.columns))
	for i, name := range e.columns {
		cells[i] = csvText(n.TextOf(name), false)
	}
	if len(cells) == 1 && cells[0] == "" {
		return `""` // an empty line would be no row
	}
	return strings.Join(cells, ",")
}

// csvText writes a cell, in quotes where it had some or needs some.
func csvText(text string, quotes bool) string {
	if quotes && text != "" || slices.ContainsFunc([]byte(text), func(b byte) bool { return b == ',' || b == '"' || b == '\n' || b == '\r' }) || strings.TrimSpace(text) != text {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}
