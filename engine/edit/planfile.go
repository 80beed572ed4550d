package edit

import (
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// fileEditor changes what one file says.
type fileEditor struct {
	plan    *plan.Plan
	said    *syntax.Node
	table   bool // a CSV file
	keyed   map[addr.Addr]*syntax.Node
	placed  map[[2]int32]*syntax.Node // records of lists, by line and column
	dropped map[*syntax.Node]bool
	added   []Edit
}

// index finds the records of the file.
func (f *fileEditor) index() {
	f.keyed, f.placed, f.dropped = map[addr.Addr]*syntax.Node{}, map[[2]int32]*syntax.Node{}, map[*syntax.Node]bool{}
	lists := []*syntax.Node{f.said}
	if !f.table {
		lists = nil
		for i := range f.said.Children {
			c := &f.said.Children[i]
			switch {
			case c.Key == plan.SettingsAddr.Collection:
				f.keyed[plan.SettingsAddr] = c
			case c.Kind == syntax.List:
				lists = append(lists, c)
			default:
				for j := range c.Children {
					f.keyed[addr.New(c.Key, c.Children[j].Key)] = &c.Children[j]
				}
			}
		}
	}
	for _, list := range lists {
		for i := range list.Children {
			item := &list.Children[i]
			f.placed[[2]int32{item.Line, item.Column}] = item
		}
	}
}

// find returns the record in the file that a record of the plan is.
func (f *fileEditor) find(r *record.Record) *syntax.Node {
	if n, ok := f.keyed[r.Addr]; ok {
		return n
	}
	return f.placed[[2]int32{r.Node.Line, r.Node.Column}]
}

// edit makes one edit.
func (f *fileEditor) edit(e Edit) error {
	r, ok := f.plan.Find(e.Addr)
	if !ok {
		f.added = append(f.added, e)
		return nil
	}
	n := f.find(r)
	if n == nil {
		return fmt.Errorf("%s does not stand where it was read: the file has changed since", e.Addr)
	}
	switch {
	case e.Field == "" && e.Value == nil:
		f.dropped[n] = true
	case e.Field == "":
		fresh := f.written(e.Value)
		fresh.Key = n.Key
		*n = fresh
	case f.table:
		*n = n.With(syntax.Join("", e.Field), asCell(e.Value))
	default:
		set(n, e.Field, e.Value)
	}
	return nil
}

// asCell is a value as a CSV file has it: an empty cell is no value.
func asCell(value *syntax.Node) *syntax.Node {
	switch {
	case value == nil || !value.Scalar():
		return value
	case value.Text == "":
		return nil
	}
	return &syntax.Node{Kind: syntax.Cell, Text: value.Text}
}

// set sets the field at a path, within groups that need not be there yet.
func set(n *syntax.Node, field string, value *syntax.Node) {
	if _, ok := n.At(field); ok || value == nil {
		*n = n.With(field, value)
		return
	}
	for outer := strings.LastIndexByte(field, '.'); outer > 0; outer = strings.LastIndexByte(field[:outer], '.') {
		if _, ok := n.At(field[:outer]); ok {
			break
		}
		inner := *value
		inner.Key = field[outer+1:]
		value = &syntax.Node{Kind: syntax.Map, Children: []syntax.Node{inner}}
		field = field[:outer]
	}
	*n = n.With(field, value)
}

// written is a record as the kind of file has it: in CSV the fields of groups
// have columns of their own.
func (f *fileEditor) written(n *syntax.Node) syntax.Node {
	if !f.table {
		return *n
	}
	flat := syntax.Node{Kind: syntax.Map}
	var walk func(prefix string, n *syntax.Node)
	walk = func(prefix string, n *syntax.Node) {
		for i := range n.Children {
			child := &n.Children[i]
			switch name := prefix + child.Key; {
			case child.Kind == syntax.Map:
				walk(name+".", child)
			case child.Scalar():
				if child.Text != "" {
					flat.Children = append(flat.Children, syntax.Node{Key: name, Kind: syntax.Cell, Text: child.Text})
				}
			default:
				kept := *child
				kept.Key = name
				flat.Children = append(flat.Children, kept)
			}
		}
	}
	walk("", n)
	return flat
}

// drop carries out removals and additions, for which the edits before had to
// know where each record is.
func (f *fileEditor) drop() {
	if f.table {
		f.without(f.said)
	} else if len(f.dropped) > 0 {
		kept := f.said.Children[:0:0]
		for i := range f.said.Children {
			c := &f.said.Children[i]
			emptied := f.dropped[c] || c.Key != plan.SettingsAddr.Collection && f.without(c) && len(c.Children) == 0
			if !emptied {
				kept = append(kept, *c)
			}
		}
		f.said.Children = kept
	}
	for _, e := range f.added {
		f.add(e)
	}
}

// without takes the removed records out of a collection, and reports whether
// there were any.
func (f *fileEditor) without(list *syntax.Node) bool {
	kept := list.Children[:0:0]
	for i := range list.Children {
		if !f.dropped[&list.Children[i]] {
			kept = append(kept, list.Children[i])
		}
	}
	some := len(kept) < len(list.Children)
	list.Children = kept
	return some
}

// add appends a record to its collection.
func (f *fileEditor) add(e Edit) {
	fresh := f.written(e.Value)
	listed := e.Value.Key == ""
	if f.table {
		if !listed {
			fresh.Children = append([]syntax.Node{{Key: "id", Kind: syntax.Cell, Text: e.Addr.ID}}, fresh.Children...)
		}
		f.said.Children = append(f.said.Children, fresh)
		return
	}
	for i := range f.said.Children {
		if c := &f.said.Children[i]; c.Key == e.Addr.Collection {
			c.Children = append(c.Children, fresh)
			return
		}
	}
	kind := syntax.Map
	if listed {
		kind = syntax.List
	}
	f.said.Children = append(f.said.Children, syntax.Node{Key: e.Addr.Collection, Kind: kind, Children: []syntax.Node{fresh}})
}
