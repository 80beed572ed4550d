package cuelang

import (
	"iter"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// valueReader reads data from evaluated CUE: regular fields that have a value.
// Patterns, optional and required fields, definitions and hidden fields are no
// data.
type valueReader struct {
	language *schema.Schema
	places   places
	written  map[string]fieldPlace // by path; where fields stand as authors wrote them
	home     fieldPlace            // of the record at work
	nodes    int
	found    diag.List
}

// fieldPlace is where a field stands in the files of a plan.
type fieldPlace struct{ key, value source.Place }

// maxValues is the most values that are read from one evaluation: few words
// can stand for very many values.
const maxValues = 1_000_000

// newValueReader returns a reader that knows where the fields of the files are
// written.
func newValueReader(language *schema.Schema, places places, files []*ast.File) *valueReader {
	r := &valueReader{language: language, places: places, written: map[string]fieldPlace{}}
	for _, file := range files {
		r.index("", file.Decls)
	}
	return r
}

// index notes the places of plain fields.
func (r *valueReader) index(path string, decls []ast.Decl) {
	for _, decl := range decls {
		field, ok := decl.(*ast.Field)
		if !ok {
			continue
		}
		name, plain := labelName(field.Label)
		if !plain {
			continue
		}
		at := path + "\x00" + name
		if _, known := r.written[at]; !known {
			r.written[at] = fieldPlace{r.places.ofNode(field), r.places.ofNode(field.Value)}
		}
		r.indexValue(at, field.Value)
	}
}

func (r *valueReader) indexValue(path string, x ast.Expr) {
	switch x := x.(type) {
	case *ast.StructLit:
		r.index(path, x.Elts)
	case *ast.ListLit:
		for i, item := range x.Elts {
			if _, computed := item.(*ast.Comprehension); computed {
				return
			}
			at := path + "\x00[" + strconv.Itoa(i)
			r.written[at] = fieldPlace{r.places.ofNode(item), r.places.ofNode(item)}
			r.indexValue(at, item)
		}
	}
}

// records reads the records of the collections of the language.
func (r *valueReader) records(v cue.Value) []record.Record {
	var records []record.Record
	for name, value := range regular(v) {
		collection, known := r.language.Collection(name)
		if !known {
			continue // reported with the constraints
		}
		part, _ := value.Default()
		path := "\x00" + name
		switch kind := part.IncompleteKind(); {
		case collection.Shape == schema.Single && kind == cue.StructKind:
			if hasValue(part) {
				records = append(records, r.record(addr.New(name, schema.SettingsID), path, part))
			}
		case kind == cue.StructKind:
			for id, entry := range regular(part) {
				records = append(records, r.record(addr.New(name, id), path+"\x00"+id, entry))
			}
		case kind == cue.ListKind:
			items, _ := part.List()
			for items.Next() {
				records = append(records, r.record(addr.New(name, ""), path+"\x00["+items.Selector().String(), items.Value()))
			}
		default:
			records = append(records, r.record(addr.New(name, ""), path, part))
		}
	}
	return records
}

// record reads one record. Its file is that in which it stands; what comes
// into it from other files takes the place of the record.
func (r *valueReader) record(a addr.Addr, path string, v cue.Value) record.Record {
	r.home = fieldPlace{}
	r.home = r.placeOf(path, v)
	n := r.node(v, path)
	n.Key = a.ID
	if a.ID == schema.SettingsID {
		n.Key = a.Collection
	}
	n.KeyLine, n.KeyColumn = int32(r.home.key.Line), int32(r.home.key.Column)
	return record.Record{Addr: a, File: r.home.key.File, Node: n}
}

// group reads the regular fields of a struct.
func (r *valueReader) group(v cue.Value, path string) []syntax.Node {
	var children []syntax.Node
	for name, field := range regular(v) {
		at := path + "\x00" + name
		child := r.node(field, at)
		place := r.placeOf(at, field)
		child.Key, child.KeyLine, child.KeyColumn = name, int32(place.key.Line), int32(place.key.Column)
		children = append(children, child)
	}
	return children
}

// regular yields the regular fields of a struct: those that are there, as
// opposed to constraints on fields that may come.
func regular(v cue.Value) iter.Seq2[string, cue.Value] {
	return func(yield func(string, cue.Value) bool) {
		fields, err := v.Fields(cue.Optional(true))
		if err != nil {
			return
		}
		for fields.Next() {
			if fields.FieldType()&(cue.OptionalConstraint|cue.RequiredConstraint) == 0 && !yield(fields.Selector().Unquoted(), fields.Value()) {
				return
			}
		}
	}
}

// hasValue reports whether there is a scalar or a list at or below a value.
func hasValue(v cue.Value) bool {
	if v.IncompleteKind() != cue.StructKind {
		return true
	}
	for _, field := range regular(v) {
		if hasValue(field) {
			return true
		}
	}
	return false
}

// placeOf returns where a field stands: as written, or else where CUE says its
// value comes from.
func (r *valueReader) placeOf(path string, v cue.Value) fieldPlace {
	place, known := r.written[path]
	if !known {
		place.key = r.places.of(v.Pos())
		place.value = place.key
		if field, ok := v.Source().(*ast.Field); ok {
			place.key, place.value = r.places.ofNode(field), r.places.ofNode(field.Value)
		}
	}
	if r.home.key.Known() {
		if place.key.File != r.home.key.File {
			place.key = r.home.key
		}
		if place.value.File != r.home.key.File {
			place.value = r.home.value
		}
	}
	return place
}

// node reads a value. What CUE has an error for, and has been reported, is null.
func (r *valueReader) node(v cue.Value, path string) syntax.Node {
	place := r.placeOf(path, v)
	n := syntax.Node{Kind: syntax.Null, Line: int32(place.value.Line), Column: int32(place.value.Column)}
	if r.nodes++; r.nodes > maxValues {
		if r.nodes == maxValues+1 {
			r.report(diag.CUERefused, place.value, "the CUE of this plan stands for more than %d values", maxValues)
		}
		return n
	}
	value, _ := v.Default()
	switch kind := value.IncompleteKind(); kind {
	case cue.StructKind:
		n.Kind, n.Children = syntax.Map, r.group(value, path)
	case cue.ListKind:
		r.list(&n, value, path)
	case cue.NullKind:
		r.report(diag.WrongType, place.value, "null is no value: leave the field out")
	default:
		r.scalar(&n, value, path, place.value)
	}
	return n
}

// list reads the items of a list.
func (r *valueReader) list(n *syntax.Node, v cue.Value, path string) {
	items, err := v.List()
	if err != nil {
		return
	}
	n.Kind = syntax.List
	for items.Next() {
		n.Children = append(n.Children, r.node(items.Value(), path+"\x00["+items.Selector().String()))
	}
}

// scalar reads a scalar; a value that is not decided yet is reported.
func (r *valueReader) scalar(n *syntax.Node, v cue.Value, path string, place source.Place) {
	if v.Err() != nil && !incomplete(v) {
		return // reported as an error of the evaluation
	}
	constant, ok := scalarIn(v)
	if !ok {
		field := strings.Trim(strings.ReplaceAll(path, "\x00", "."), ".")
		r.report(diag.CUEFailed, place, "%s has no value yet, only a description of it", field)
		return
	}
	n.Kind, n.Text = constant.Kind, constant.Text
}

// incomplete reports whether a value lacks something, as opposed to being
// contradictory.
func incomplete(v cue.Value) bool { return v.Validate() == nil }

func (r *valueReader) report(code diag.Code, place source.Place, format string, args ...any) {
	r.found = append(r.found, diag.New(code, addr.Addr{}, place, format, args...))
}
