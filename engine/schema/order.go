package schema

import "slices"

// Order returns the names of the fields of a record in the order of the
// language, or those of the group that a path such as calendar or
// conditions[0] leads to. It is nil where the language names no fields.
func (s *Schema) Order(collection, path string) []string {
	c, ok := s.Collection(collection)
	if !ok {
		return nil
	}
	t := c.Record
	if path != "" {
		field, ok := c.FieldAt(path)
		if !ok {
			return nil
		}
		t = field.Type
	}
	for t != nil && t.Fields == nil && t.Items != nil {
		t = t.Items.Rest
	}
	if t == nil || t.Fields == nil {
		return nil
	}
	return t.Fields.order()
}

// order lists the names of fields: the first case of a switch, then what other
// cases have beside it.
func (f *Fields) order() []string {
	var names []string
	add := func(fields []Field) {
		for i := range fields {
			if !slices.Contains(names, fields[i].Name) {
				names = append(names, fields[i].Name)
			}
		}
	}
	if f.Switch != nil {
		for i := range f.Switch.Cases {
			add(f.Switch.Cases[i].Then.Named)
		}
	}
	add(f.Named)
	return names
}
