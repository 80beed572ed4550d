package edit

import (
	"bytes"
	"slices"
	"strings"
)

// FormatCSV returns a CSV text of a collection in the form of
// engine/docs/adr/0011: the id first, columns in order, quotes only where they
// are needed. It says the same. A text in that form stays as it is. Errors: as
// for [FormatYAML].
func FormatCSV(text []byte, collection string, order Order) ([]byte, error) {
	plain := bytes.TrimPrefix(text, []byte(byteOrderMark))
	t, err := readTable(plain)
	if err != nil {
		return nil, err
	}
	ends := lineEnds(plain)
	var b bytes.Buffer
	b.Write(text[:len(text)-len(plain)])
	columns := t.columns(collection, order)
	for _, r := range append([]row{t.header}, t.rows...) {
		cells := make([]string, len(columns))
		for i, from := range columns {
			cells[i] = csvText(r.cells[from].text, false)
		}
		if len(cells) == 1 && cells[0] == "" {
			cells[0] = `""` // an empty line would be no row
		}
		b.WriteString(strings.Join(cells, ",") + ends)
	}
	said, before := t.said(), b.Bytes()
	after, err := ReadCSV(before)
	if err != nil || !said.Equal(&after) {
		return nil, errNotFormatted
	}
	return b.Bytes(), nil
}

// columns returns the indexes of the columns in the order in which they are to
// stand. Those that the order does not name stay behind, as written.
func (t *table) columns(collection string, order Order) []int {
	ranks := make([][2]int, len(t.header.cells))
	indexes := make([]int, len(t.header.cells))
	for i, c := range t.header.cells {
		indexes[i] = i
		outer, inner, _ := strings.Cut(c.text, ".")
		if c.text == "id" {
			ranks[i] = [2]int{-1, 0}
			continue
		}
		ranks[i] = [2]int{rankOf(order(collection, ""), outer), 0}
		if inner != "" {
			ranks[i][1] = rankOf(order(collection, outer), inner)
		}
	}
	slices.SortStableFunc(indexes, func(a, b int) int { return slices.Compare(ranks[a][:], ranks[b][:]) })
	return indexes
}

// rankOf returns the index of a name, one behind all others if it is not there.
func rankOf(names []string, name string) int {
	if i := slices.Index(names, name); i >= 0 {
		return i
	}
	return len(names)
}
