package cuelang

import (
	"slices"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// arm is one alternative of a union.
type arm struct {
	*schema.Type
	marked bool // as default
}

// union compiles a | b | *c.
func (c *compiler) union(x *ast.BinaryExpr, s *scope) *schema.Type {
	var arms []arm
	for _, alternative := range alternatives(x) {
		a := arm{}
		if mark, ok := alternative.(*ast.UnaryExpr); ok && mark.Op == token.MUL {
			a.marked, alternative = true, mark.X
		}
		if a.Type = c.typeOf(alternative, s); a.Kinds != 0 {
			arms = append(arms, a)
		}
	}
	t := c.typed(x, 0)
	for _, a := range arms {
		t.Kinds |= a.Kinds
	}
	t.Default = defaultOf(arms)
	if t.Kinds&schema.Scalars != 0 {
		uniteScalars(t, arms)
	}
	c.uniteLists(t, arms, x)
	c.uniteStructs(t, arms, x)
	return t
}

// alternatives flattens a | b | c.
func alternatives(x ast.Expr) []ast.Expr {
	switch x := x.(type) {
	case *ast.ParenExpr:
		if inner, ok := x.X.(*ast.BinaryExpr); ok && inner.Op == token.OR && !marks(inner) {
			return alternatives(inner)
		}
	case *ast.BinaryExpr:
		if x.Op == token.OR {
			return append(alternatives(x.X), alternatives(x.Y)...)
		}
	}
	return []ast.Expr{x}
}

// marks reports whether a union marks a default.
func marks(x ast.Expr) bool {
	return slices.ContainsFunc(alternatives(x), func(a ast.Expr) bool {
		mark, ok := a.(*ast.UnaryExpr)
		return ok && mark.Op == token.MUL
	})
}

// defaultOf returns the default of a union: that of the marked alternatives, or
// where none is marked, that of the only one that has a default of its own.
func defaultOf(arms []arm) *syntax.Node {
	marked := slices.ContainsFunc(arms, func(a arm) bool { return a.marked })
	var found []*syntax.Node
	for _, a := range arms {
		value := a.Default
		if marked && a.marked && value == nil {
			if only, ok := a.AbsentValue(); ok {
				value = &only
			}
		}
		if value == nil || marked && !a.marked {
			continue
		}
		if !slices.ContainsFunc(found, func(n *syntax.Node) bool { return n.Kind == value.Kind && n.Equal(value) }) {
			found = append(found, value)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// uniteScalars unites what the alternatives say of scalars: as one list of
// constants where all are constants, else as alternatives.
func uniteScalars(t *schema.Type, arms []arm) {
	var parts []*schema.Type
	constant := true
	for _, a := range arms {
		part := *a.Type
		part.Kinds &= schema.Scalars
		part.Items, part.Fields, part.Default = nil, nil, nil
		if part.Kinds == 0 {
			continue
		}
		constant = constant && part.Enum != nil
		parts = append(parts, &part)
	}
	if constant {
		t.Enum = []schema.Scalar{}
		for _, part := range parts {
			for _, value := range part.Enum {
				if !slices.Contains(t.Enum, value) {
					t.Enum = append(t.Enum, value)
				}
			}
		}
		return
	}
	parts = withoutCovered(parts)
	if len(parts) == 1 {
		only := *parts[0]
		only.Kinds, only.Default, only.Origin = t.Kinds, t.Default, t.Origin
		*t = only
		return
	}
	if !slices.ContainsFunc(parts, func(p *schema.Type) bool { return !plain(p) }) {
		return // each alternative is all values of some kinds
	}
	t.Any = parts
}

// withoutCovered drops constants that another alternative takes anyway.
func withoutCovered(parts []*schema.Type) []*schema.Type {
	return slices.DeleteFunc(slices.Clone(parts), func(p *schema.Type) bool {
		if len(p.Enum) != 1 {
			return false
		}
		return slices.ContainsFunc(parts, func(q *schema.Type) bool { return q.Enum == nil && q.Accepts(p.Enum[0]) })
	})
}

// plain reports whether a type is all scalars of its kinds.
func plain(t *schema.Type) bool {
	return t.Enum == nil && len(t.Not)+len(t.Bounds)+len(t.Patterns)+len(t.Runes)+len(t.Any) == 0
}

// covered reports whether an alternative is one list only, written out as the
// default, which another alternative takes anyway.
func covered(arms []arm, i int) bool {
	if !arms[i].marked || arms[i].Kinds != schema.List || arms[i].Items == nil || arms[i].Items.Rest != nil {
		return false
	}
	for _, item := range arms[i].Items.First {
		if len(item.Enum) != 1 {
			return false
		}
	}
	only, ok := arms[i].AbsentValue()
	return ok && slices.ContainsFunc(slices.Delete(slices.Clone(arms), i, i+1), func(a arm) bool { return !a.marked && a.Holds(&only) })
}

func (c *compiler) uniteLists(t *schema.Type, arms []arm, x ast.Node) {
	var lists []*schema.Items
	for i, a := range arms {
		if a.Kinds&schema.List != 0 && !covered(arms, i) {
			lists = append(lists, a.Items)
		}
	}
	switch len(lists) {
	case 0:
	case 1:
		t.Items = lists[0]
	default:
		c.relax(x, "alternatives that are all lists")
	}
}

// uniteStructs unites alternatives that are structs, by the field whose
// constant tells them apart.
func (c *compiler) uniteStructs(t *schema.Type, arms []arm, x ast.Node) {
	var structs []*schema.Fields
	for _, a := range arms {
		if a.Kinds&schema.Struct != 0 {
			structs = append(structs, a.Fields)
		}
	}
	switch {
	case len(structs) == 0:
	case len(structs) == 1:
		t.Fields = structs[0]
	case tagOf(structs) == "":
		c.relax(x, "alternatives that no required constant tells apart")
	default:
		t.Fields = tagged(structs, tagOf(structs))
	}
}

// tagOf returns the field that every struct demands and that has a different
// constant in each, "" where there is none.
func tagOf(structs []*schema.Fields) string {
	if structs[0] == nil {
		return ""
	}
	for i := range structs[0].Named {
		name := structs[0].Named[i].Name
		var seen []schema.Scalar
		distinct := !slices.ContainsFunc(structs, func(f *schema.Fields) bool {
			if f == nil || f.Switch != nil {
				return true
			}
			field := f.Find(name)
			if field == nil || field.Presence != schema.Required || len(field.Type.Enum) != 1 || slices.Contains(seen, field.Type.Enum[0]) {
				return true
			}
			seen = append(seen, field.Type.Enum[0])
			return false
		})
		if distinct {
			return name
		}
	}
	return ""
}

// tagged returns the switch between structs by the constant of a field.
func tagged(structs []*schema.Fields, tag string) *schema.Fields {
	first := *structs[0].Find(tag)
	merged := *first.Type
	merged.Enum = nil
	all := &schema.Fields{Closed: true, Switch: &schema.Switch{On: []string{tag}}}
	for _, f := range structs {
		constant := f.Find(tag).Type.Enum[0]
		merged.Enum = append(merged.Enum, constant)
		all.Switch.Cases = append(all.Switch.Cases, schema.Case{When: []schema.Scalar{constant}, Then: f})
	}
	first.Type = &merged
	all.Named = []schema.Field{first}
	for _, f := range structs {
		addLoose(all, f)
	}
	return all
}

// addLoose adds fields that may be there in some case, whatever they hold.
func addLoose(all, some *schema.Fields) {
	for _, field := range some.Named {
		if all.Find(field.Name) == nil {
			field.Presence, field.Type = schema.Optional, &schema.Type{Kinds: schema.AnyKind}
			all.Named = append(all.Named, field)
		}
	}
	for _, form := range some.ByForm {
		form.Type = &schema.Type{Kinds: schema.AnyKind}
		all.ByForm = append(all.ByForm, form)
	}
	all.Closed = all.Closed && some.Closed
}
