package load

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// idColumn is the header of the column that holds the ids of records.
const idColumn = "id"

// header says which cell of a row is which field.
type header struct {
	fields  int // cells in every row
	id      int // cell that holds the id, -1 if none does
	columns []column
	nodes   int // fields and groups of fields in all
	names   []string
}

// column is a field, or a group of fields whose headers begin alike.
type column struct {
	key          string
	cell         int      // -1 for a group
	group        []column // not nil for a group
	line, column int32    // of the header, for a group that of its first field
}

// readHeader reads the first row, and reports whether it names the fields.
func (r *csvReader) readHeader() bool {
	cells := r.splitter.cells
	if len(cells) > r.limits.CSVFields {
		r.found.add(diag.LimitExceeded, 1, 1, "the header has %d fields, more than %d", len(cells), r.limits.CSVFields)
		return false
	}
	named := header{fields: len(cells), id: -1}
	mistakes := r.found.count[diag.CSVShape]
	first := make(map[string]int, len(cells))
	for i, at := range cells {
		name := at.text
		named.names = append(named.names, name)
		switch before, again := first[name]; {
		case again:
			if told := r.add(diag.CSVShape, i, "the header names %q twice", shown(name)); told != nil {
				*told = told.With(source.Place{File: r.found.file, Line: int(cells[before].line), Column: int(cells[before].column)}, "first named here")
			}
		case name == "":
			r.add(diag.CSVShape, i, "field %d of the header has no name: name it or delete the column", i+1)
		case !fieldName(name):
			r.add(diag.CSVShape, i, "the header %q is not a field: %s", shown(name), headerRemedy(name))
		case strings.Count(name, ".") >= r.limits.Depth:
			r.add(diag.CSVShape, i, "the header names a field more than %d deep", r.limits.Depth)
		case name == idColumn:
			named.id = i
		case !insert(&named.columns, strings.Split(name, "."), column{cell: i, line: at.line, column: at.column}):
			r.add(diag.CSVShape, i, "the header %q names a field within a field that has a column of its own", shown(name))
		}
		if _, again := first[name]; !again && name != "" {
			first[name] = i
		}
	}
	named.nodes = nodesOf(named.columns)
	r.rows.header = named
	return r.found.count[diag.CSVShape] == mistakes
}

// nodesOf counts columns and the groups that they form.
func nodesOf(columns []column) int {
	nodes := len(columns)
	for i := range columns {
		nodes += nodesOf(columns[i].group)
	}
	return nodes
}

// insert puts a field at its path below columns. It reports false if a part of
// the path is a field, or the whole path is a group.
func insert(columns *[]column, parts []string, field column) bool {
	i := slices.IndexFunc(*columns, func(c column) bool { return c.key == parts[0] })
	if len(parts) == 1 {
		field.key = parts[0]
		*columns = append(*columns, field)
		return i < 0
	}
	if i < 0 {
		i = len(*columns)
		*columns = append(*columns, column{key: parts[0], cell: -1, line: field.line, column: field.column})
	}
	return (*columns)[i].cell < 0 && insert(&(*columns)[i].group, parts[1:], field)
}

// fieldName reports whether a header is words joined by dots, each of letters,
// digits, _ and -.
func fieldName(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
		}) {
			return false
		}
	}
	return true
}

// headerRemedy says what to do about a header that is no field name.
func headerRemedy(name string) string {
	switch {
	case strings.ContainsAny(name, ";\t|"):
		return "save the file with commas between the fields"
	case strings.TrimSpace(name) != name:
		return "delete the spaces around it"
	default:
		return "write a field name, such as cost_center, or extra.cost_center for a field within a field"
	}
}
