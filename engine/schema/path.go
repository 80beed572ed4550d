package schema

import (
	"iter"
	"strings"

	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// FieldAt returns the field at a path such as calendar.kind, rules[0].rule or
// extra.cost_center, and whether the language knows it. Of a list item it is
// the field that holds the list.
func (c *Collection) FieldAt(path string) (*Field, bool) {
	t := c.Record
	var field *Field
	for name := range strings.SplitSeq(path, ".") {
		name, indexes, _ := strings.Cut(name, "[")
		for t != nil && t.Kinds == List && t.Items != nil {
			t = t.Items.Rest
		}
		if t == nil || t.Fields == nil {
			return nil, false
		}
		if field = t.Fields.Find(name); field == nil {
			return nil, false
		}
		t = field.Type
		for range strings.Count(indexes, "]") {
			if t == nil || t.Items == nil {
				return nil, false
			}
			t = t.Items.Rest
		}
	}
	return field, true
}

// Find returns the field with a name, in whatever case it stands; nil if there
// is none.
func (f *Fields) Find(name string) *Field {
	if f.Switch != nil {
		for i := range f.Switch.Cases {
			if field := f.Switch.Cases[i].Then.Find(name); field != nil {
				return field
			}
		}
	}
	if i := f.index(name, 0); i >= 0 {
		return &f.Named[i]
	}
	if t := f.byForm(name); t != nil {
		return &Field{Name: name, Presence: Optional, Type: t}
	}
	return nil
}

// FacetOf returns the name of the facet of a field: its own, else that of the
// nearest field above it; "" where there is none.
func (s *Schema) FacetOf(collection, path string) string {
	c, ok := s.Collection(collection)
	if !ok {
		return ""
	}
	for path != "" {
		if field, ok := c.FieldAt(path); ok && field.Facet != "" {
			return field.Facet
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return ""
}

// Reference is a value that is the id of another record.
type Reference struct {
	Path        string
	Collections []string // the record is in one of these
	Node        *syntax.Node
}

// References walks the references that a typed record holds, in the order
// written. Values that are not text are passed over.
func (c *Collection) References(r *record.Record) iter.Seq[Reference] {
	return func(yield func(Reference) bool) {
		c.recordType(r.Addr.ID).references(&r.Node, nil, yield)
	}
}

// MayRefer reports whether a record that has no fields but those at the paths,
// and defaults, may hold a reference.
func (c *Collection) MayRefer(paths iter.Seq[string]) bool {
	if len(c.Narrowed) > 0 || c.Record.Fields == nil || c.Record.Fields.Switch != nil {
		return true
	}
	for i := range c.Record.Fields.Named {
		if field := &c.Record.Fields.Named[i]; field.Presence == Regular && (len(field.Refs) > 0 || field.Type.Kinds&(List|Struct) != 0) {
			return true
		}
	}
	for path := range paths {
		if field, ok := c.FieldAt(path); ok && (len(field.Refs) > 0 || field.Type.Kinds&(List|Struct) != 0) {
			return true
		}
	}
	return false
}

// references yields the references below a node; it returns false once yield
// does.
func (t *Type) references(n *syntax.Node, at *step, yield func(Reference) bool) bool {
	switch {
	case n.Kind == syntax.Map && t.Fields != nil:
		return t.Fields.references(n, at, yield)
	case n.Kind == syntax.List && t.Items != nil:
		for i := range n.Children {
			item := t.Items.at(i)
			if item != nil && !item.references(&n.Children[i], &step{parent: at, index: i}, yield) {
				return false
			}
		}
	case n.Kind == syntax.String && len(refs(at)) > 0:
		return yield(Reference{Path: at.path(), Collections: refs(at), Node: n})
	}
	return true
}

func (f *Fields) references(n *syntax.Node, at *step, yield func(Reference) bool) bool {
	for f.Switch != nil {
		next, ok := f.Switch.choose(n, f)
		if !ok {
			break
		}
		f = next
	}
	next := 0
	for i := range n.Children {
		child := &n.Children[i]
		index := f.index(child.Key, next)
		if index < 0 {
			continue
		}
		field := &f.Named[index]
		next = index + 1
		if child.Scalar() && len(field.Refs) == 0 {
			continue // as most are: no step for them
		}
		if !field.Type.references(child, &step{parent: at, field: field, name: field.Name}, yield) {
			return false
		}
	}
	return true
}
