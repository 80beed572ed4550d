package salesforce

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
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

// mergeCSV returns text with the wanted rows in it, changed in place, nil if no
// row is left. Rows that are not wanted and removable go. Text has been found
// sound by load; there is none yet where it is empty.
func mergeCSV(text []byte, collection string, want []row, removable func(id string) bool) ([]byte, error) {
	if len(text) == 0 {
		text = []byte(strings.Join(rowColumns[collection][:min(3, len(rowColumns[collection]))], ",") + "\n")
	}
	existing, err := edit.ReadCSV(text)
	if err != nil {
		return nil, fmt.Errorf("cannot read what load has read: %w", err)
	}
	merged := syntax.Node{Kind: syntax.List, Children: rowsOf(existing.Children, collection, want, removable)}
	if len(merged.Children) == 0 {
		return nil, nil
	}
	splices, err := edit.CSV(text, &merged)
	if err != nil {
		return nil, err
	}
	return edit.Apply(text, splices), nil
}

// rowsOf returns what stays and what is new, each new row behind the one that
// goes before it in what is wanted.
func rowsOf(existing []syntax.Node, collection string, want []row, removable func(id string) bool) []syntax.Node {
	wanted := make(map[string]row, len(want))
	for _, r := range want {
		wanted[r.id] = r
	}
	ids := make([]string, len(existing))
	last := make(map[string]int, len(existing)) // index of the last row with an id
	for i := range existing {
		ids[i] = rowID(collection, existing[i].TextOf)
		last[ids[i]] = i
	}
	added := map[string][]syntax.Node{} // by the id that they stand behind
	before := ""
	for _, r := range want {
		if _, ok := last[r.id]; ok {
			before = r.id
			continue
		}
		added[before] = append(added[before], r.laid(syntax.Node{Kind: syntax.Map}, collection))
	}
	merged := slices.Clone(added[""])
	for i, id := range ids {
		r, ok := wanted[id]
		switch {
		case ok:
			merged = append(merged, r.laid(existing[i], collection))
		case !removable(id):
			merged = append(merged, existing[i])
		}
		if ok && last[id] == i {
			merged = append(merged, added[id]...)
		}
	}
	return merged
}

// laid returns a row of a file with the columns set that are the import's.
func (r *row) laid(fields syntax.Node, collection string) syntax.Node {
	for _, column := range rowColumns[collection] {
		var value *syntax.Node
		if text := r.cells[column]; text != "" {
			value = &syntax.Node{Kind: syntax.Cell, Text: text}
		}
		fields = fields.With(syntax.Join("", column), value)
	}
	return fields
}
