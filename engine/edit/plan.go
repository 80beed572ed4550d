package edit

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Edit is one change to a record of a plan.
type Edit struct {
	Addr  addr.Addr
	Field string // path such as amount or calendar.kind; "" for the record as a whole
	// Value is what the field or the record is to say, with text for numbers as
	// it is to be written; nil removes the field or the record. A record whose
	// id is written has it as Key; an item of a list has no Key.
	Value *syntax.Node
	// File takes a record that the plan does not have yet; "" is the file of
	// the last record of the same collection. Other edits ignore it.
	File string
}

// File is a plan file with its new text.
type File struct {
	Name    string // slash path below the plan folder
	Text    []byte
	Splices []Splice // by which Text differs from the text that was read
}

// Plan makes edits to the records of a plan. It reads each file that is
// concerned once and returns those that differ, in order of name. Nothing is
// written. A later edit of the same field counts.
//
// Errors: a record that is not there, one that a CUE file makes, a value that a
// CSV cell cannot hold, a file that cannot be read or edited in place.
func Plan(p *plan.Plan, read func(name string) ([]byte, bool), edits []Edit) ([]File, error) {
	byFile := map[string][]Edit{}
	for _, e := range edits {
		file, err := fileOf(p, e)
		if err != nil {
			return nil, err
		}
		byFile[file] = append(byFile[file], e)
	}
	var files []File
	for name, edits := range byFile {
		text, ok := read(name)
		if !ok {
			return nil, fmt.Errorf("%s cannot be read", name)
		}
		f, err := editFile(p, name, text, edits)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(f.Splices) > 0 {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	return files, nil
}

// fileOf returns the file that an edit concerns.
func fileOf(p *plan.Plan, e Edit) (string, error) {
	if r, ok := p.Find(e.Addr); ok {
		return r.File, nil
	}
	switch {
	case e.Field != "" || e.Value == nil:
		return "", fmt.Errorf("the plan has no %s", e.Addr)
	case e.File != "":
		return e.File, nil
	}
	if from, to := p.Records.Collection(e.Addr.Collection); from < to {
		return p.Records.Record(to - 1).File, nil
	}
	return "", fmt.Errorf("%s is the first of its collection: name the file that is to hold it", e.Addr)
}

// editFile makes the edits to one file.
func editFile(p *plan.Plan, name string, text []byte, edits []Edit) (File, error) {
	read, change := ReadYAML, YAML
	switch path.Ext(name) {
	case ".yaml":
	case ".csv":
		read, change = ReadCSV, CSV
	default:
		return File{}, fmt.Errorf("%s is made by a file that is not edited: change it there", edits[0].Addr)
	}
	said, err := read(text)
	if err != nil {
		return File{}, err
	}
	f := fileEditor{plan: p, said: &said, table: said.Kind == syntax.List}
	f.index()
	for _, e := range edits {
		if err := f.edit(e); err != nil {
			return File{}, err
		}
	}
	f.drop()
	splices, err := change(text, &said)
	if err != nil {
		return File{}, err
	}
	return File{Name: name, Text: Apply(text, splices), Splices: splices}, nil
}
