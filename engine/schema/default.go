package schema

import "github.com/salesplan/salesplan/engine/syntax"

// AbsentValue returns the value of a field that is not written: its default,
// its only possible value, the empty list, or a group of such values. ok is
// false where somebody has to decide. Nodes that nobody wrote have no place.
func (t *Type) AbsentValue() (value syntax.Node, ok bool) {
	switch {
	case t.Default != nil:
		return *t.Default, true
	case len(t.Enum) == 1 && t.Kinds&(List|Struct) == 0 && len(t.Any) == 0:
		return t.Enum[0].node(), true
	case t.Kinds == List:
		return t.Items.absentValue()
	case t.Kinds == Struct:
		return t.Fields.absentValue()
	}
	return syntax.Node{}, false
}

// absentValue returns the shortest list: the items that must be there.
func (items *Items) absentValue() (syntax.Node, bool) {
	list := syntax.Node{Kind: syntax.List}
	if items == nil {
		return list, true
	}
	for _, first := range items.First {
		value, ok := first.AbsentValue()
		if !ok {
			return list, false
		}
		list.Children = append(list.Children, value)
	}
	for _, size := range items.Sizes {
		if !size.holds(len(list.Children)) {
			return list, false
		}
	}
	_, _, repeated := repetition(list.Children)
	return list, !items.Unique || !repeated
}

// absentValue returns the group in which only defaults are set.
func (f *Fields) absentValue() (syntax.Node, bool) {
	group := syntax.Node{Kind: syntax.Map}
	if f == nil {
		return group, true
	}
	for f.Switch != nil {
		next, ok := f.Switch.choose(&group, f)
		if !ok {
			return group, false
		}
		f = next
	}
	for i := range f.Named {
		field := &f.Named[i]
		if field.Presence == Optional {
			continue
		}
		value, ok := field.Type.AbsentValue()
		if !ok || field.Presence == Required {
			return group, false
		}
		value.Key = field.Name
		group.Children = append(group.Children, value)
	}
	return group, true
}

// MayDefault reports whether a field that is not within another one may have a
// value in records that do not state it.
func (c *Collection) MayDefault(field string) bool {
	t := c.Record
	if len(c.Narrowed) > 0 || t.Fields == nil || t.Fields.Switch != nil {
		return true
	}
	i := t.Fields.index(field, 0)
	return i >= 0 && t.Fields.Named[i].Presence == Regular
}

// typeOpenCell types a cell of which nothing is known as what it looks like.
func typeOpenCell(cell *syntax.Node) { typeCell(cell, &Type{Kinds: Scalars}) }
