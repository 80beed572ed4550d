package cuelang

import "github.com/salesplan/salesplan/engine/schema"

// closed returns a type as a definition makes it: no struct in it takes fields
// that are not declared. The type itself is not changed.
func closed(t *schema.Type) *schema.Type {
	if t == nil || t.Kinds&(schema.List|schema.Struct) == 0 {
		return t
	}
	copied := *t
	copied.Fields = closedFields(t.Fields)
	if t.Items != nil {
		items := *t.Items
		items.First = nil
		for _, item := range t.Items.First {
			items.First = append(items.First, closed(item))
		}
		items.Rest = closed(t.Items.Rest)
		copied.Items = &items
	}
	return &copied
}

func closedFields(f *schema.Fields) *schema.Fields {
	if f == nil {
		return nil
	}
	copied := schema.Fields{Closed: true}
	for _, field := range f.Named {
		field.Type = closed(field.Type)
		copied.Named = append(copied.Named, field)
	}
	for _, form := range f.ByForm {
		form.Type = closed(form.Type)
		copied.ByForm = append(copied.ByForm, form)
	}
	if f.Switch != nil {
		copied.Switch = &schema.Switch{On: f.Switch.On}
		for _, c := range f.Switch.Cases {
			copied.Switch.Cases = append(copied.Switch.Cases, schema.Case{When: c.When, Then: closedFields(c.Then)})
		}
	}
	return &copied
}
