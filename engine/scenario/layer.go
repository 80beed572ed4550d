package scenario

import (
	"cmp"
	"maps"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// layer is what scenarios make of a plan: entries by address.
type layer map[addr.Addr]*entry

// presence says what a layer does to a record as a whole.
type presence uint8

const (
	asBelow presence = iota // it is there if it is in the plan
	removed                 // it is not there
	given                   // it is there as the layer has it
)

// entry is what a layer does to one record.
type entry struct {
	presence presence
	node     syntax.Node // given: the fields
	by       *Scenario   // who decided about the presence; nil for asBelow
	place    source.Place
	fields   []edit // in order of path
}

// edit is another value of a field.
type edit struct {
	path  []string
	key   string // the path, joined
	value syntax.Node
	by    *Scenario
}

// place returns where the value was written, or the lever that it follows from.
func (e *edit) place() source.Place { return e.value.Place(e.by.record.File) }

// clone returns a layer of which entries may be replaced.
func (l layer) clone() layer { return maps.Clone(l) }

// own returns an entry for changing: a copy of the one in the layer.
func (l layer) own(a addr.Addr) *entry {
	var e entry
	if known, ok := l[a]; ok {
		e = *known
		e.fields = slices.Clip(e.fields)
	}
	l[a] = &e
	return &e
}

// put sets a field, in place of an earlier value of it or of anything in it.
func (e *entry) put(one edit) {
	fields := slices.DeleteFunc(slices.Clone(e.fields), func(f edit) bool { return within(f.path, one.path) })
	at, _ := slices.BinarySearchFunc(fields, one.key, func(f edit, key string) int { return cmp.Compare(f.key, key) })
	e.fields = slices.Insert(fields, at, one)
}

// within reports whether a path is another one, or leads on from it.
func within(path, above []string) bool {
	return len(path) >= len(above) && slices.Equal(path[:len(above)], above)
}

// addresses returns what a layer touches, in order.
func (l layer) addresses() []addr.Addr {
	return slices.SortedFunc(maps.Keys(l), addr.Addr.Compare)
}

// view is a plan with a layer over it.
type view struct {
	plan  *plan.Plan
	layer layer
}

// find returns the fields of a record, untyped where the layer wrote them.
func (v *view) find(a addr.Addr) (syntax.Node, bool) {
	e, touched := v.layer[a]
	if !touched {
		return v.below(a)
	}
	switch e.presence {
	case removed:
		return syntax.Node{}, false
	case given:
		return e.over(e.node), true
	case asBelow:
	}
	below, ok := v.below(a)
	return e.over(below), ok
}

func (v *view) below(a addr.Addr) (syntax.Node, bool) {
	r, ok := v.plan.Find(a)
	if !ok {
		return syntax.Node{}, false
	}
	return r.Node, true
}

// over returns fields with those that the entry sets.
func (e *entry) over(n syntax.Node) syntax.Node {
	for i := range e.fields {
		n = put(n, e.fields[i].path, e.fields[i].value)
	}
	return n
}

// put returns a tree in which a field has a value; groups on the way are made
// where they are missing.
func put(n syntax.Node, path []string, value syntax.Node) syntax.Node {
	if len(path) == 0 {
		value.Key, value.KeyLine, value.KeyColumn = n.Key, value.Line, value.Column
		return value
	}
	if n.Kind != syntax.Map {
		n = syntax.Node{Kind: syntax.Map, Key: n.Key, Line: value.Line, Column: value.Column, KeyLine: value.Line, KeyColumn: value.Column}
	}
	n.Children = slices.Clone(n.Children)
	at := slices.IndexFunc(n.Children, func(c syntax.Node) bool { return c.Key == path[0] })
	if at < 0 {
		at = len(n.Children)
		n.Children = append(n.Children, syntax.Node{Key: path[0]})
	}
	n.Children[at] = put(n.Children[at], path[1:], value)
	return n
}

// each visits the records of a collection that are there, in order of id.
func (v *view) each(collection string, visit func(addr.Addr, *syntax.Node)) {
	from, to := v.plan.Records.Collection(collection)
	ids := make([]addr.Addr, 0, to-from)
	for i := from; i < to; i++ {
		ids = append(ids, v.plan.Records.Addr(i))
	}
	for a, e := range v.layer {
		if a.Collection == collection && e.presence == given && !v.plan.Has(a) {
			ids = append(ids, a)
		}
	}
	slices.SortFunc(ids, addr.Addr.Compare)
	for _, a := range ids {
		if n, ok := v.find(a); ok {
			visit(a, &n)
		}
	}
}

// raw returns a touched record as its scenarios wrote it, to be typed: everything
// in it that they did not write stands where they changed it. ok is false if it is
// not there.
func (v *view) raw(a addr.Addr) (record.Record, bool) {
	e := v.layer[a]
	n, ok := v.find(a)
	if !ok {
		return record.Record{}, false
	}
	r := record.Record{Addr: a}
	if e.presence == given {
		r.File = e.place.File
	}
	if e.presence == asBelow {
		below, _ := v.below(a)
		first := &e.fields[0]
		r.File = first.by.record.File
		n = e.over(at(below, first.value.Line, first.value.Column))
	}
	r.Node = n
	return r, true
}

// at returns a tree all of whose written nodes stand at one place.
func at(n syntax.Node, line, column int32) syntax.Node {
	if n.Line > 0 {
		n.Line, n.Column = line, column
	}
	if n.KeyLine > 0 {
		n.KeyLine, n.KeyColumn = line, column
	}
	n.Children = slices.Clone(n.Children)
	for i := range n.Children {
		n.Children[i] = at(n.Children[i], line, column)
	}
	return n
}
