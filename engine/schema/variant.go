package schema

import (
	"bytes"
	"slices"
)

// variant is what a group holds for certain constants in the fields that its
// switch looks at. Those fields are not in Fields.
type variant struct {
	when   [][]Scalar // any of these, by field of Switch.On
	fields *Fields
}

// variants puts the cases of a switch together that differ in nothing but
// their constants, in the order of the first of them.
func (s *Switch) variants() []variant {
	var found []variant
	var forms [][]byte
	for i := range s.Cases {
		fields := s.Cases[i].Then.without(s.On)
		form := encodeJSON(fields.jsonSchema())
		same := slices.IndexFunc(forms, func(other []byte) bool { return bytes.Equal(form, other) })
		if same >= 0 {
			found[same].when = append(found[same].when, s.Cases[i].When)
			continue
		}
		forms = append(forms, form)
		found = append(found, variant{when: [][]Scalar{s.Cases[i].When}, fields: fields})
	}
	return found
}

// without returns a copy of fields that lacks some named ones.
func (f *Fields) without(names []string) *Fields {
	rest := *f
	rest.Named = slices.DeleteFunc(slices.Clone(f.Named), func(field Field) bool { return slices.Contains(names, field.Name) })
	return &rest
}

// switched returns the fields that the switch looks at.
func (f *Fields) switched() []Field {
	var on []Field
	for _, name := range f.Switch.On {
		on = append(on, f.Named[f.index(name, 0)])
	}
	return on
}

// demanded reports whether a field has to be written: it has no value that is
// taken where none is written.
func (f *Field) demanded() bool {
	if f.Presence != Regular {
		return f.Presence == Required
	}
	_, absent := f.Type.AbsentValue()
	return !absent
}

// together returns the fields of a group of which exactly one is written.
func (f *Fields) together(group string) []string {
	var names []string
	for i := range f.Named {
		if f.Named[i].OneOf == group {
			names = append(names, f.Named[i].Name)
		}
	}
	return names
}

// uniform returns the type of all items of a list, if they have one in common,
// and how many there must be by place.
func (items *Items) uniform() (*Type, bool) {
	if items.Rest == nil {
		return nil, false
	}
	rest := encodeJSON(items.Rest.jsonSchema())
	for _, first := range items.First {
		if !bytes.Equal(rest, encodeJSON(first.jsonSchema())) {
			return nil, false
		}
	}
	return items.Rest, true
}

// narrowest returns the limits of a count that fulfil all of several.
func narrowest(sizes []Size) Size {
	both := Size{Max: -1}
	for _, s := range sizes {
		both.Min = max(both.Min, s.Min)
		if s.Max >= 0 && (both.Max < 0 || s.Max < both.Max) {
			both.Max = s.Max
		}
	}
	return both
}
