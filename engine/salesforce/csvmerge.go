package salesforce

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/salesplan/salesplan/engine/plan"
)

// row is a listed record: its cells by column, and the id by which the import
// knows it. The id leaves out the first day, so that a record stays the same
// one when people give it dates.
type row struct {
	id    string
	cells map[string]string
}

func newRow(collection string, cells map[string]string) row {
	return row{id: rowID(collection, func(column string) string { return cells[column] }), cells: cells}
}

// rowID forms the id of a listed record.
func rowID(collection string, cell func(column string) string) string {
	if collection == plan.HolderKind {
		return cell("position") + "/" + cell("person")
	}
	covered := cell("territory")
	if covered == "" {
		covered = cell("account")
	}
	return covered + "/" + cell("position") + "/" + cell("coverage")
}

// rowColumns are the columns that the import writes, by collection. The last of
// an assignment is written only where it is needed.
var rowColumns = map[string][]string{
	plan.HolderKind:     {"position", "person"},
	plan.AssignmentKind: {"territory", "position", "coverage", "extra." + extraRole},
}

// csvMerge lays rows into the text of a CSV file and leaves every row alone
// that it need not change.
type csvMerge struct {
	collection string
	header     []string
	missing    int // columns that the file did not have
	crlf       bool
	out        bytes.Buffer
}

// mergeCSV returns text with the wanted rows in it, nil if no row is left. Text
// has been found sound by load. Rows that are not wanted and removable go.
func mergeCSV(text []byte, collection string, want []row, removable func(id string) bool) ([]byte, error) {
	m := csvMerge{collection: collection, crlf: bytes.Contains(text, []byte("\r\n"))}
	plain := bytes.TrimPrefix(text, []byte("\ufeff"))
	header, rows, err := readRows(plain)
	if err != nil {
		return nil, fmt.Errorf("cannot read what load has read: %w", err)
	}
	m.out.Write(text[:len(text)-len(plain)])
	m.columns(header.cells, want)
	if m.missing > 0 {
		m.write(m.header)
	} else {
		m.keep(header.raw)
	}
	if m.rows(rows, want, removable) == 0 {
		return nil, nil
	}
	if m.out.String() == string(text)+m.lineEnd() {
		return text, nil // the last line of the file has no end, and needs none
	}
	return m.out.Bytes(), nil
}

// existingRow is a row that is in the file.
type existingRow struct {
	id    string // once the header is known
	cells []string
	raw   []byte
}

// readRows reads CSV text and keeps the bytes of every row.
func readRows(text []byte) (header existingRow, rows []existingRow, err error) {
	reader := csv.NewReader(bytes.NewReader(text))
	for {
		from := reader.InputOffset()
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return existingRow{}, nil, err
		}
		rows = append(rows, existingRow{cells: cells, raw: text[from:reader.InputOffset()]})
	}
	if len(rows) == 0 {
		return existingRow{}, nil, nil
	}
	return rows[0], rows[1:], nil
}

// columns adds to the header what is needed and not there.
func (m *csvMerge) columns(header []string, want []row) {
	m.header = slices.Clone(header)
	for i, column := range rowColumns[m.collection] {
		needed := i < 3 && len(want) > 0 || slices.ContainsFunc(want, func(r row) bool { return r.cells[column] != "" })
		if needed && !slices.Contains(m.header, column) {
			m.header = append(m.header, column)
			m.missing++
		}
	}
}

func (m *csvMerge) idOf(cells []string) string {
	return rowID(m.collection, func(column string) string {
		if i := slices.Index(m.header, column); i >= 0 && i < len(cells) {
			return cells[i]
		}
		return ""
	})
}

// rows writes what stays and what is new, each new row behind the one that
// goes before it in what is wanted. It returns how many rows were written.
func (m *csvMerge) rows(existing []existingRow, want []row, removable func(id string) bool) (written int) {
	wanted := make(map[string]row, len(want))
	for _, r := range want {
		wanted[r.id] = r
	}
	last := make(map[string]int, len(existing)) // index of the last row with an id
	for i := range existing {
		existing[i].id = m.idOf(existing[i].cells)
		last[existing[i].id] = i
	}
	added := map[string][]row{}
	before := ""
	for _, r := range want {
		if _, ok := last[r.id]; ok {
			before = r.id
			continue
		}
		added[before] = append(added[before], r)
	}
	insert := func(after string) {
		for _, r := range added[after] {
			m.write(m.cells(make([]string, len(m.header)), r))
			written++
		}
	}
	insert("")
	for i, r := range existing {
		w, ok := wanted[r.id]
		if !ok && removable(r.id) {
			continue
		}
		m.update(r, w, ok)
		written++
		if last[r.id] == i && ok {
			insert(r.id)
		}
	}
	return written
}

// update writes a row that was there: as it was if it says what is wanted.
func (m *csvMerge) update(r existingRow, want row, wanted bool) {
	cells := append(slices.Clone(r.cells), make([]string, m.missing)...)
	if wanted {
		cells = m.cells(cells, want)
	}
	if m.missing == 0 && slices.Equal(cells, r.cells) {
		m.keep(r.raw)
		return
	}
	m.write(cells)
}

// cells sets the columns that are the import's.
func (m *csvMerge) cells(cells []string, want row) []string {
	cells = slices.Clone(cells)
	for i, column := range m.header {
		if slices.Contains(rowColumns[m.collection], column) {
			cells[i] = want.cells[column]
		}
	}
	return cells
}

// keep writes the bytes of a row as they are, ended where they were not.
func (m *csvMerge) keep(raw []byte) {
	m.out.Write(raw)
	if !bytes.HasSuffix(raw, []byte("\n")) {
		m.out.WriteString(m.lineEnd())
	}
}

func (m *csvMerge) write(cells []string) {
	w := csv.NewWriter(&m.out)
	w.UseCRLF = m.crlf
	_ = w.Write(cells) // a bytes.Buffer takes everything
	w.Flush()
}

func (m *csvMerge) lineEnd() string {
	if m.crlf {
		return "\r\n"
	}
	return "\n"
}
