package merge

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Versions are the texts of one plan file of which two grew from the base.
type Versions struct {
	Base, Ours, Theirs []byte
	// Lines is the merge of the three line by line in which ours counts where
	// both changed the same lines; nil if there is none. It brings the comments
	// and the layout of both sides.
	Lines      []byte
	MarkerSize int // characters of a conflict marker
}

// Merged is a merged plan file.
type Merged struct {
	Text      []byte
	Conflicts []Conflict // Target is theirs, Head is ours; none of a clean merge
}

// File merges a YAML or CSV file record by record and field by field. Fields
// that only one side changed are as that side has them. Where both changed a
// field, each to something else, the lines of both stand between markers, and
// the result is no plan file until a person has settled them.
//
// The text is that of Lines if it can be read, else ours, changed in place.
// An error says that a version cannot be read as plan file or not be changed
// in place: then nothing but lines can be merged.
func File(name string, v Versions, language diff.Language) (Merged, error) {
	f, err := formOf(name, language)
	if err != nil {
		return Merged{}, err
	}
	var sides [3]content
	for i, text := range [][]byte{v.Base, v.Ours, v.Theirs} {
		if sides[i], err = f.read(text); err != nil {
			return Merged{}, err
		}
	}
	layout, shown := v.Ours, sides[1]
	if lines, err := f.read(v.Lines); err == nil && v.Lines != nil {
		layout, shown = v.Lines, lines
	}
	s := settle(sides[0], sides[1], sides[2], language)
	ours, err := f.change(layout, shown, sides, s.ours)
	if err != nil {
		return Merged{}, err
	}
	if len(s.conflicts) == 0 {
		return Merged{Text: ours}, nil
	}
	read, err := f.read(ours)
	if err != nil {
		return Merged{}, err
	}
	want := f.node(read, sides, s.theirs)
	splices, err := f.edit(ours, &want)
	if err != nil {
		return Merged{}, err
	}
	theirs, err := f.read(edit.Apply(ours, splices))
	if err != nil {
		return Merged{}, err
	}
	marked := marker{ours: read, theirs: theirs, conflicts: s.conflicts, size: v.MarkerSize}.mark(ours, splices)
	return Merged{Text: marked, Conflicts: s.conflicts}, nil
}

// form is a kind of plan file.
type form struct {
	table      bool   // CSV
	collection string // of a table
	language   diff.Language
	parse      func(text []byte) (syntax.Node, error)
	edit       func(text []byte, want *syntax.Node) ([]edit.Splice, error)
}

func formOf(name string, language diff.Language) (form, error) {
	collection, _, _ := strings.Cut(path.Base(name), ".")
	switch path.Ext(name) {
	case ".yaml":
		return form{language: language, parse: edit.ReadYAML, edit: edit.YAML}, nil
	case ".csv":
		return form{table: true, collection: collection, language: language, parse: edit.ReadCSV, edit: edit.CSV}, nil
	}
	return form{}, fmt.Errorf("%s is neither a .yaml nor a .csv file", path.Base(name))
}

// read splits a text into its records.
func (f form) read(text []byte) (content, error) {
	c := content{records: map[key]*syntax.Node{}}
	if len(bytes.TrimSpace(text)) == 0 {
		return c, nil
	}
	said, err := f.parse(text)
	if err != nil {
		return content{}, err
	}
	switch {
	case !f.table && said.Kind != syntax.Map:
		return content{}, errors.New("it is no plan file: a plan file begins with the name of a collection")
	case f.table:
		said = syntax.Node{Kind: syntax.Map, Children: []syntax.Node{{Key: f.collection, Kind: syntax.List, Children: said.Children}}}
	}
	for i := range said.Children {
		c.collection(&said.Children[i], f.language)
	}
	return c, nil
}

// change returns the text after which it says what is settled.
func (f form) change(text []byte, shown content, sides [3]content, settled map[key]*syntax.Node) ([]byte, error) {
	want := f.node(shown, sides, settled)
	splices, err := f.edit(text, &want)
	if err != nil {
		return nil, err
	}
	return edit.Apply(text, splices), nil
}

// node puts settled records together in the order of the text that they are to
// stand in; those that it does not have stand behind the record that goes before
// them in ours or theirs.
func (f form) node(shown content, sides [3]content, settled map[key]*syntax.Node) syntax.Node {
	order := []key{}
	place := map[key]bool{}
	for _, c := range []content{shown, sides[1], sides[2]} {
		order = interleave(order, place, c.order, settled)
	}
	root := syntax.Node{Kind: syntax.Map}
	index := map[string]int{}
	for _, k := range order {
		if k.whole {
			root.Children = append(root.Children, *settled[k])
			continue
		}
		at, ok := index[k.collection]
		if !ok {
			at = len(root.Children)
			index[k.collection] = at
			kind := syntax.List
			if k.keyed && !f.table {
				kind = syntax.Map
			}
			root.Children = append(root.Children, syntax.Node{Key: k.collection, Kind: kind})
		}
		root.Children[at].Children = append(root.Children[at].Children, *settled[k])
	}
	if !f.table {
		return root
	}
	if len(root.Children) == 0 {
		return syntax.Node{Kind: syntax.List}
	}
	return root.Children[0]
}

// interleave adds the settled records of one more version to an order.
func interleave(order []key, place map[key]bool, more []key, settled map[key]*syntax.Node) []key {
	added := map[key][]key{}
	var before key
	fresh := false
	for _, k := range more {
		switch {
		case settled[k] == nil:
		case place[k]:
			before = k
		default:
			added[before] = append(added[before], k)
			fresh = true
		}
	}
	if !fresh {
		return order
	}
	all := append([]key{}, added[key{}]...)
	for _, k := range order {
		all = append(append(all, k), added[k]...)
	}
	for _, k := range all {
		place[k] = true
	}
	return all
}
