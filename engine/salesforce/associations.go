package salesforce

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// Limits on the association file.
const (
	maxCSVBytes = 32 << 20
	maxRows     = 500_000
	maxCell     = 4 << 10
)

// The columns of the association file, in the order in which it is written.
const (
	userColumn      = "User.Username"
	territoryColumn = "Territory2.DeveloperName"
	roleColumn      = "RoleInTerritory2"
	activeColumn    = "IsActive"
)

var associationColumns = []string{userColumn, territoryColumn, roleColumn, activeColumn}

// associationReader reads the association file.
type associationReader struct {
	file     string
	csv      *csv.Reader
	column   map[string]int // by header
	width    int
	rows     []Association
	findings diag.List
}

// readAssociations returns the active associations of the file in its order.
func readAssociations(file string, text []byte) ([]Association, diag.List) {
	r := &associationReader{file: file, csv: csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))}
	r.csv.FieldsPerRecord = -1
	r.csv.ReuseRecord = true
	if !utf8.Valid(text) {
		r.tell(diag.NotUTF8, source.Place{File: file}, "the file is not UTF-8: export it again as UTF-8")
		return nil, r.findings
	}
	header, err := r.csv.Read()
	if err != nil {
		r.broken(err, "the file has no header: its first row names the columns")
		return nil, r.findings
	}
	if !r.header(header) {
		return nil, r.findings
	}
	for {
		cells, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return r.rows, r.findings
		}
		if err != nil {
			r.broken(err, "")
			return r.rows, r.findings
		}
		if len(r.rows) == maxRows {
			r.tell(diag.LimitExceeded, r.at(cells, 0), "there are more than %d rows: nothing more is read", maxRows)
			return r.rows, r.findings
		}
		r.row(cells)
	}
}

func (r *associationReader) tell(code diag.Code, place source.Place, format string, args ...any) {
	r.findings = append(r.findings, diag.New(code, addr.Addr{}, place, format, args...))
}

func (r *associationReader) info(code diag.Code, place source.Place, format string, args ...any) {
	r.tell(code, place, format, args...)
	r.findings[len(r.findings)-1].Severity = diag.Info
}

// broken tells why a row cannot be read; at the end of the file, what is missing.
func (r *associationReader) broken(err error, atEnd string) {
	place, message := source.Place{File: r.file}, atEnd
	if quote, ok := errors.AsType[*csv.ParseError](err); ok {
		place.Line, place.Column = quote.StartLine, 1
		message = "the quotes of the row that begins here do not fit: nothing from here on is read"
	}
	r.tell(diag.CSVShape, place, "%s", message)
}

// at returns the place of a cell of the current row.
func (r *associationReader) at(cells []string, cell int) source.Place {
	line, column := r.csv.FieldPos(cell)
	for i := range cell {
		if before, _ := r.csv.FieldPos(i); before == line {
			column -= len(cells[i]) - utf8.RuneCountInString(cells[i])
		}
	}
	return source.Place{File: r.file, Line: line, Column: column}
}

// header finds the columns. User and territory must be there.
func (r *associationReader) header(cells []string) bool {
	r.column, r.width = make(map[string]int, len(cells)), len(cells)
	for i, name := range cells {
		if _, again := r.column[name]; again {
			r.tell(diag.CSVShape, r.at(cells, i), "the header names the column %q twice", shown(name))
			return false
		}
		r.column[name] = i
		if !slices.Contains(associationColumns, name) {
			r.info(diag.UnknownField, r.at(cells, i), "the column %q is not imported", shown(name))
		}
	}
	for _, name := range []string{userColumn, territoryColumn} {
		if _, ok := r.column[name]; !ok {
			r.tell(diag.CSVShape, r.at(cells, 0), "the column %q is missing: the header is %s,%s,%s,%s", name, userColumn, territoryColumn, roleColumn, activeColumn)
			return false
		}
	}
	return true
}

// row reads one association.
func (r *associationReader) row(cells []string) {
	place := r.at(cells, 0)
	if len(cells) != r.width {
		r.tell(diag.CSVShape, place, "the row has %d cells and the header has %d: the row is not read", len(cells), r.width)
		return
	}
	if slices.ContainsFunc(cells, func(cell string) bool { return len(cell) > maxCell }) {
		r.tell(diag.LimitExceeded, place, "a cell of the row is longer than %d bytes: the row is not read", maxCell)
		return
	}
	cell := func(name string) string {
		if i, ok := r.column[name]; ok {
			return cells[i]
		}
		return ""
	}
	a := Association{User: cell(userColumn), Territory: cell(territoryColumn), Role: cell(roleColumn), place: place}
	switch active := cell(activeColumn); {
	case a.User == "" || a.Territory == "":
		r.tell(diag.MissingField, place, "the row names no %s: it is not read", map[bool]string{true: "user", false: "territory"}[a.User == ""])
	case idOf(a.User) == "":
		r.tell(diag.BadID, place, "the user name %q has no letter or digit to make an id of: the row is not read", shown(a.User))
	case active == "false":
		r.info(diag.NotAllowed, place, "%s is not active on %s: a plan says who works, so the row is not imported", shown(a.User), shown(a.Territory))
	case active != "true" && active != "":
		r.tell(diag.WrongType, place, "%s is %q and must be true or false: the row is not read", activeColumn, shown(active))
	default:
		r.rows = append(r.rows, a)
	}
}

// compare orders associations as they are written.
func (a Association) compare(b Association) int {
	return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.Territory, b.Territory), cmp.Compare(a.Role, b.Role))
}

// associationText writes an association file.
func associationText(associations []Association) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{associationColumns}
	for _, a := range associations {
		rows = append(rows, []string{a.User, a.Territory, a.Role, "true"})
	}
	_ = w.WriteAll(rows) // a bytes.Buffer takes everything
	return b.Bytes()
}
