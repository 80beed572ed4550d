package schema

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// group checks the fields of a group, and returns what value does.
func (c *checker) group(n *syntax.Node, fields *Fields, at *step) (typed *syntax.Node) {
	if fields == nil {
		return nil
	}
	undecided := false
	for fields.Switch != nil {
		next, ok := fields.Switch.choose(n, fields)
		if !ok {
			undecided = true
			break
		}
		fields = next
	}
	found := len(c.found)
	typed = c.fields(n, fields, at)
	if undecided && len(c.found) == found {
		c.undecided(n, fields, at)
	}
	return typed
}

// fields checks the written fields, then adds defaults for the others and
// reports those that are missing.
func (c *checker) fields(n *syntax.Node, fields *Fields, at *step) (typed *syntax.Node) {
	var few [32]bool
	seen := few[:min(len(fields.Named), len(few))]
	if len(fields.Named) > len(few) {
		seen = make([]bool, len(fields.Named))
	}
	next := 0
	here := step{parent: at} // outside of the loop it needs no heap
	for i := range n.Children {
		child := &n.Children[i]
		index := fields.index(child.Key, next)
		var value *syntax.Node
		if index >= 0 {
			seen[index], next = true, index+1
			field := &fields.Named[index]
			here.field, here.name = field, child.Key
			value = c.value(child, field.Type, &here)
		} else {
			value = c.unnamed(child, fields, at)
		}
		if value != nil {
			if typed == nil {
				typed = with(n, fields.copied(n.Children))
			}
			typed.Children[i] = *value
		}
	}
	defaults := c.absent(n, fields, seen, at)
	if len(defaults) > 0 {
		if typed == nil {
			typed = with(n, fields.copied(n.Children))
		}
		typed.Children = append(typed.Children, defaults...)
	}
	return typed
}

// with returns a node that has other children.
func with(n *syntax.Node, children []syntax.Node) *syntax.Node {
	changed := *n
	changed.Children = children
	return &changed
}

// copied returns a copy of written fields with room for all defaults.
func (f *Fields) copied(written []syntax.Node) []syntax.Node {
	defaults := 0
	for i := range f.Named {
		if f.Named[i].Presence == Regular {
			defaults++
		}
	}
	return append(make([]syntax.Node, 0, len(written)+defaults), written...)
}

// index returns the index of a named field, -1 if there is none. Fields are
// mostly written in the order of the language, so the search begins at next.
func (f *Fields) index(name string, next int) int {
	for i := next; i < len(f.Named); i++ {
		if f.Named[i].Name == name {
			return i
		}
	}
	for i := range min(next, len(f.Named)) {
		if f.Named[i].Name == name {
			return i
		}
	}
	return -1
}

// unnamed checks a field that is known by its form only, or not at all.
func (c *checker) unnamed(child *syntax.Node, fields *Fields, at *step) (typed *syntax.Node) {
	here := &step{parent: at, name: child.Key}
	if t := fields.byForm(child.Key); t != nil {
		return c.value(child, t, here)
	}
	if fields.Closed && !fields.Switch.has(child.Key) {
		names := make([]string, len(fields.Named))
		for i := range fields.Named {
			names[i] = fields.Named[i].Name
		}
		c.report(diag.UnknownField, child.KeyPlace(c.file), here.path(), source.Place{},
			fmt.Sprintf("%s has no field %q%s", c.owner(at), cut(child.Key), didYouMean(child.Key, names)))
		return nil
	}
	if child.Kind == syntax.Cell { // nothing says what it is
		typeOpenCell(child)
	}
	return nil
}

// byForm returns the type of a field that is not named, from all forms that
// its name has; nil if there is none.
func (f *Fields) byForm(name string) *Type {
	var t *Type
	for i := range f.ByForm {
		switch form := &f.ByForm[i]; {
		case !form.Name.acceptsText(name):
		case t == nil:
			t = form.Type
		default:
			t = Meet(t, form.Type)
		}
	}
	return t
}

// owner names the group at a step as the beginning of a sentence.
func (c *checker) owner(at *step) string {
	if at == nil {
		return c.subject.Collection
	}
	return at.path()
}

// absent returns the defaults of fields that are not written, and reports
// those that have none.
func (c *checker) absent(n *syntax.Node, fields *Fields, seen []bool, at *step) []syntax.Node {
	var defaults []syntax.Node
	oneOf := false
	for i := range fields.Named {
		field := &fields.Named[i]
		oneOf = oneOf || field.OneOf != ""
		if seen[i] || field.Presence == Optional {
			continue
		}
		if value, ok := field.Type.AbsentValue(); ok && field.Presence == Regular {
			value.Key = field.Name
			defaults = append(defaults, value)
			continue
		}
		c.missing(n, field, at)
	}
	if oneOf {
		c.oneOf(n, fields, seen, at)
	}
	return defaults
}

// missing reports a field that must be written. Where the field is a group
// that would do with fewer fields, the fields it needs are reported.
func (c *checker) missing(n *syntax.Node, field *Field, at *step) {
	here := &step{parent: at, field: field, name: field.Name}
	if needs := field.Type.Fields; field.Presence == Regular && field.Type.Kinds == Struct && needs != nil && needs.Switch == nil {
		empty := syntax.Node{Kind: syntax.Map, Line: n.Line, Column: n.Column, KeyLine: n.KeyLine, KeyColumn: n.KeyColumn}
		c.fields(&empty, needs, here)
		return
	}
	path, origin := here.path(), field.Origin
	if enum := field.Type.Enum; len(enum) > 1 {
		c.report(diag.MissingChoice, n.KeyPlace(c.file), path, origin, fmt.Sprintf("%s has no %s: choose one of %s", c.owner(at), field.Name, choices(enum)))
		return
	}
	c.report(diag.MissingField, n.KeyPlace(c.file), path, origin, fmt.Sprintf("%s has no %s, which it needs", c.owner(at), field.Name))
}

// oneOf reports groups of fields of which not exactly one is written.
func (c *checker) oneOf(n *syntax.Node, fields *Fields, seen []bool, at *step) {
	for _, group := range fields.groups() {
		var names, written []string
		var second *syntax.Node
		for i := range fields.Named {
			field := &fields.Named[i]
			if field.OneOf != group {
				continue
			}
			names = append(names, field.Name)
			if seen[i] {
				written = append(written, field.Name)
			}
		}
		if len(written) == 1 {
			continue
		}
		place, sentence := n.KeyPlace(c.file), fmt.Sprintf("%s needs one of %s", c.owner(at), joined(names, "or"))
		if len(written) > 1 {
			second, _ = n.Field(written[1])
			place = second.KeyPlace(c.file)
			sentence = fmt.Sprintf("%s has %s, but only one of them may be written", c.owner(at), joined(written, "and"))
		}
		c.report(diag.ExactlyOneOf, place, (&step{parent: at, name: names[0]}).path(), source.Place{}, sentence)
	}
}

// groups lists the groups of which exactly one field is written.
func (f *Fields) groups() []string {
	var groups []string
	for i := range f.Named {
		if g := f.Named[i].OneOf; g != "" && !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	return groups
}

// choose returns the fields of the case that the constants in a group select.
func (s *Switch) choose(n *syntax.Node, fields *Fields) (*Fields, bool) {
	values := make([]syntax.Node, len(s.On))
	for i, name := range s.On {
		written, ok := n.Field(name)
		field := &fields.Named[fields.index(name, 0)]
		switch {
		case ok && written.Kind == syntax.Cell:
			values[i] = *written
			typeCell(&values[i], field.Type)
		case ok:
			values[i] = *written
		case field.Presence == Regular:
			values[i], _ = field.Type.AbsentValue()
		}
	}
	for i := range s.Cases {
		if slices.EqualFunc(s.Cases[i].When, values, func(c Scalar, v syntax.Node) bool { return c.is(&v) }) {
			return s.Cases[i].Then, true
		}
	}
	return nil, false
}

// has reports whether any of the cases has a field of that name. As long as it
// is open which case holds, such a field is no mistake.
func (s *Switch) has(name string) bool {
	return s != nil && slices.ContainsFunc(s.Cases, func(c Case) bool {
		return c.Then.index(name, 0) >= 0 || c.Then.byForm(name) != nil || c.Then.Switch.has(name)
	})
}

// undecided reports that the fields are missing on which others depend. That
// they are missing is no fault in itself, or it would have been reported.
func (c *checker) undecided(n *syntax.Node, fields *Fields, at *step) {
	for _, name := range fields.Switch.On {
		if _, ok := n.Field(name); !ok {
			c.missing(n, &fields.Named[fields.index(name, 0)], at)
		}
	}
}

// listSize checks how many items a list has, and that they differ.
func (c *checker) listSize(n *syntax.Node, items *Items, at *step) {
	length := len(n.Children)
	report := func(origin source.Place, must string) {
		field := at.path()
		c.report(diag.OutOfRange, n.Place(c.file), field, origin, fmt.Sprintf("%s must have %s, not %d", named(field), must, length))
	}
	first := Size{Min: len(items.First), Max: -1}
	if items.Rest == nil {
		first.Max = first.Min
	}
	if !first.holds(length) {
		report(source.Place{}, first.words("item"))
		return
	}
	for _, size := range items.Sizes {
		if !size.holds(length) {
			report(size.Origin, size.words("item"))
			return
		}
	}
	if i, j, repeated := repetition(n.Children); items.Unique && repeated {
		field := (&step{parent: at, index: j}).path()
		c.report(diag.NotAllowed, n.Children[j].Place(c.file), field, source.Place{}, field+" repeats item "+strconv.Itoa(i))
	}
}

// repetition returns the first two items that are equal.
func repetition(items []syntax.Node) (i, j int, found bool) {
	for j = range items {
		for i = range j {
			if items[i].Equal(&items[j]) {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}
