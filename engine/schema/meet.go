package schema

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Meet returns the type of the values that are of both types. Where no value
// can be, [Type.Impossible] says so of the result or of a field below it.
func Meet(a, b *Type) *Type {
	m := &Type{
		Kinds:     a.Kinds & b.Kinds,
		Enum:      commonScalars(a.Enum, b.Enum),
		Not:       slices.Concat(a.Not, b.Not),
		Bounds:    slices.Concat(a.Bounds, b.Bounds),
		Patterns:  slices.Concat(a.Patterns, b.Patterns),
		Runes:     slices.Concat(a.Runes, b.Runes),
		Format:    cmp.Or(a.Format, b.Format),
		Items:     meetItems(a.Items, b.Items),
		Any:       meetAny(a.Any, b.Any),
		Origin:    originOf(a, b),
		Fallbacks: slices.Concat(a.Fallbacks, b.Fallbacks),
	}
	if m.Kinds&Struct != 0 {
		m.Fields = MeetFields(a.Fields, b.Fields)
	}
	m.tidy()
	m.Default = meetDefaults(a, b, m)
	return m
}

// originOf returns where the organisation's own part of two types stands, if
// it narrows kinds or constants.
func originOf(a, b *Type) source.Place {
	if a.Kinds != b.Kinds || !slices.Equal(a.Enum, b.Enum) {
		if b.Origin.Known() {
			return b.Origin
		}
		return a.Origin
	}
	if a.Origin.Known() && b.Origin.Known() {
		return a.Origin
	}
	return source.Place{}
}

// commonScalars returns the constants in both lists, where nil is all there are.
func commonScalars(a, b []Scalar) []Scalar {
	if a == nil || b == nil {
		return slices.Concat(a, b)
	}
	common := []Scalar{}
	for _, s := range a {
		if n := s.node(); hasScalar(b, &n) {
			common = append(common, s)
		}
	}
	return common
}

// tidy takes away constants that other constraints rule out, bounds that
// others imply, and kinds of which no value is left.
func (t *Type) tidy() {
	t.Bounds = tightest(t.Bounds)
	if t.Enum == nil {
		if t.contradicted() {
			t.Kinds &^= Number
		}
		return
	}
	t.Enum = slices.DeleteFunc(slices.Clone(t.Enum), func(s Scalar) bool {
		n := s.node()
		return !t.accepts(&n)
	})
	var left Kinds
	for _, s := range t.Enum {
		left |= kindOf(s.Kind)
	}
	t.Kinds &= left | List | Struct
}

// tightest returns the bounds that are not implied by others, lower bounds
// first. Of equal ones the first stays.
func tightest(bounds []Bound) []Bound {
	var low, high *Bound
	for i := range bounds {
		b := &bounds[i]
		switch b.Op {
		case Greater, GreaterOrEqual:
			if low == nil || b.tighter(low, 1) {
				low = b
			}
		case Less, LessOrEqual:
			if high == nil || b.tighter(high, -1) {
				high = b
			}
		}
	}
	var kept []Bound
	for _, b := range []*Bound{low, high} {
		if b != nil {
			kept = append(kept, *b)
		}
	}
	return kept
}

// tighter reports whether a bound leaves less than another one of its
// direction: 1 for lower bounds, -1 for upper ones.
func (b *Bound) tighter(other *Bound, direction int) bool {
	c := direction * compareDecimals(b.Limit, other.Limit)
	return c > 0 || c == 0 && b.Op != other.Op && (b.Op == Greater || b.Op == Less)
}

// contradicted reports whether no number is within all bounds.
func (t *Type) contradicted() bool {
	for i, low := range t.Bounds {
		if low.Op == Less || low.Op == LessOrEqual {
			continue
		}
		for j, high := range t.Bounds {
			if i == j || high.Op == Greater || high.Op == GreaterOrEqual {
				continue
			}
			c := compareDecimals(low.Limit, high.Limit)
			if c > 0 || c == 0 && (low.Op == Greater || high.Op == Less) {
				return true
			}
		}
	}
	return false
}

// Impossible reports whether there is no value of the type. It sees what is
// plain; that two regular expressions exclude each other it does not.
func (t *Type) Impossible() bool { return t.Kinds == 0 }

func meetAny(a, b []*Type) []*Type {
	if len(a) == 0 || len(b) == 0 {
		return slices.Concat(a, b)
	}
	var both []*Type
	for _, x := range a {
		for _, y := range b {
			if m := Meet(x, y); !m.Impossible() {
				both = append(both, m)
			}
		}
	}
	if both == nil {
		both = []*Type{{}}
	}
	return both
}

func meetDefaults(a, b, m *Type) *syntax.Node {
	switch {
	case a.Default != nil && b.Default != nil:
		if a.Default.Kind == b.Default.Kind && a.Default.Equal(b.Default) {
			return a.Default
		}
		return nil
	case a.Default != nil:
		return m.keep(a.Default)
	case b.Default != nil:
		return m.keep(b.Default)
	}
	return nil
}

// keep returns a default if it is of the type.
func (t *Type) keep(n *syntax.Node) *syntax.Node {
	if !t.Holds(n) {
		return nil
	}
	return n
}

// Holds reports whether a value is of the type.
func (t *Type) Holds(n *syntax.Node) bool {
	var c checker
	c.value(n, t, nil)
	return len(c.found) == 0
}

func meetItems(a, b *Items) *Items {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	m := &Items{Sizes: slices.Concat(a.Sizes, b.Sizes), Unique: a.Unique || b.Unique}
	for i := range max(len(a.First), len(b.First)) {
		m.First = append(m.First, meetPresent(a.at(i), b.at(i)))
	}
	if a.Rest != nil && b.Rest != nil {
		m.Rest = Meet(a.Rest, b.Rest)
	}
	return m
}

// at returns the type of an item, nil where the list cannot be that long.
func (items *Items) at(i int) *Type {
	if i < len(items.First) {
		return items.First[i]
	}
	return items.Rest
}

// meetPresent meets two types of which one may forbid the value altogether.
func meetPresent(a, b *Type) *Type {
	if a == nil || b == nil {
		return &Type{}
	}
	return Meet(a, b)
}

// MeetFields returns the fields that groups of both kinds have.
func MeetFields(a, b *Fields) *Fields {
	switch {
	case a == nil || b == nil:
		return cmp.Or(a, b)
	case a.Switch == nil && b.Switch == nil:
		return meetPlain(a, b)
	case a.Switch == nil:
		a, b = b, a
	}
	plain, other := *a, *b
	plain.Switch, other.Switch = nil, nil
	m := meetPlain(&plain, &other)
	m.Switch = &Switch{On: a.Switch.On}
	for _, c := range a.Switch.Cases {
		then := MeetFields(c.Then, b)
		if !then.lost(a.Switch.On) {
			m.Switch.Cases = append(m.Switch.Cases, Case{When: c.When, Then: then})
		}
	}
	return m
}

// lost reports whether a case can no longer apply, since its constants are
// excluded.
func (f *Fields) lost(on []string) bool {
	return slices.ContainsFunc(on, func(name string) bool {
		i := f.index(name, 0)
		return i >= 0 && f.Named[i].Type.Impossible()
	})
}

func meetPlain(a, b *Fields) *Fields {
	m := &Fields{Closed: a.Closed || b.Closed}
	for i := range a.Named {
		if field, ok := meetWith(&a.Named[i], b, true); ok {
			m.Named = append(m.Named, field)
		}
	}
	for i := range b.Named {
		if a.index(b.Named[i].Name, 0) >= 0 {
			continue
		}
		if field, ok := meetWith(&b.Named[i], a, false); ok {
			m.Named = append(m.Named, field)
		}
	}
	m.ByForm = meetForms(a, b)
	return m
}

// meetWith meets a field with what other fields say about one of its name. ok
// is false where the field may be left out and is not allowed.
func meetWith(field *Field, other *Fields, first bool) (met Field, ok bool) {
	met = *field
	if i := other.index(field.Name, 0); i >= 0 {
		if same := &other.Named[i]; first {
			return meetField(field, same), true
		}
		return meetField(&other.Named[i], field), true
	}
	if t := other.byForm(field.Name); t != nil {
		met.Type = Meet(field.Type, t)
		return met, true
	}
	if !other.Closed {
		return met, true
	}
	met.Type = &Type{}
	return met, field.Presence != Optional
}

func meetField(a, b *Field) Field {
	m := Field{
		Name: a.Name, Doc: cmp.Or(a.Doc, b.Doc), Presence: max(a.Presence, b.Presence), Type: Meet(a.Type, b.Type),
		Refs: a.Refs, OneOf: cmp.Or(a.OneOf, b.OneOf), Facet: cmp.Or(a.Facet, b.Facet),
		Unique: a.Unique || b.Unique, Currency: a.Currency || b.Currency,
		Confidential: a.Confidential || b.Confidential,
	}
	if len(m.Refs) == 0 {
		m.Refs = b.Refs
	}
	switch {
	case a.Presence == Optional:
		m.Origin = b.Origin
	case b.Presence == Optional:
		m.Origin = a.Origin
	case a.Origin.Known() && b.Origin.Known():
		m.Origin = a.Origin
	}
	return m
}

// meetForms returns the types of the fields that are known by the form of
// their name. Where both sides are closed a name must be allowed by both.
func meetForms(a, b *Fields) []NamedByKey {
	switch {
	case !a.Closed && !b.Closed, a.Closed && !b.Closed && len(b.ByForm) == 0, b.Closed && !a.Closed && len(a.ByForm) == 0:
		return slices.Concat(a.ByForm, b.ByForm)
	}
	var both []NamedByKey
	for _, x := range a.ByForm {
		if !b.Closed {
			both = append(both, x)
		}
		for _, y := range b.ByForm {
			both = append(both, NamedByKey{Name: Meet(x.Name, y.Name), Type: Meet(x.Type, y.Type)})
		}
	}
	if a.Closed {
		return both
	}
	return append(both, b.ByForm...)
}
