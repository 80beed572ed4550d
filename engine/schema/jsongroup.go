package schema

import "slices"

// jsonSchema describes a group by its fields.
func (f *Fields) jsonSchema() *jsonSchema {
	s := &jsonSchema{}
	if f.Switch != nil {
		f.jsonSwitch(s)
		return s
	}
	for i := range f.Named {
		field := &f.Named[i]
		s.Properties = append(s.Properties, member{field.Name, field.jsonSchema()})
		if field.demanded() {
			s.Required = append(s.Required, field.Name)
		}
	}
	closed := f.Closed
	for i := range f.ByForm {
		form, ok := f.ByForm[i].Name.form()
		if !ok {
			closed = false // it would forbid what a form allows that cannot be told
			continue
		}
		s.PatternProperties = append(s.PatternProperties, member{form, f.ByForm[i].Type.jsonSchema()})
	}
	if closed {
		s.AdditionalProperties = false
	}
	for _, group := range f.groups() {
		exactlyOne := &jsonSchema{}
		for _, name := range f.together(group) {
			exactlyOne.OneOf = append(exactlyOne.OneOf, &jsonSchema{Required: []string{name}})
		}
		s.AllOf = append(s.AllOf, exactlyOne)
	}
	return s
}

func (f *Field) jsonSchema() *jsonSchema {
	s := f.Type.jsonSchema()
	s.Description = f.Doc
	if len(f.Refs) > 0 {
		sentence := "The id of " + article(f.Refs) + "."
		if f.Type.Kinds == List {
			sentence = "Each is the id of " + article(f.Refs) + "."
		}
		if s.Description != "" {
			sentence = " " + sentence
		}
		s.Description += sentence
	}
	return s
}

// jsonSwitch describes a group whose fields depend on the constants that some
// of them hold. Those have to be known; then one case says everything.
func (f *Fields) jsonSwitch(s *jsonSchema) {
	on := f.switched()
	for i := range on {
		s.Properties = append(s.Properties, member{on[i].Name, on[i].jsonSchema()})
		if on[i].Presence != Regular || on[i].demanded() {
			s.Required = append(s.Required, on[i].Name)
		}
	}
	for _, v := range f.Switch.variants() {
		then := v.fields.jsonSchema()
		known := make(members, len(on))
		for i := range on {
			known[i] = member{on[i].Name, true}
		}
		then.Properties = append(known, then.Properties...)
		s.AllOf = append(s.AllOf, &jsonSchema{If: v.jsonCondition(on), Then: then})
	}
}

// jsonCondition asks whether a group holds the constants of a variant. A field
// that is absent holds its default.
func (v *variant) jsonCondition(on []Field) *jsonSchema {
	if len(on) == 1 {
		var constants []Scalar
		for _, when := range v.when {
			constants = append(constants, when[0])
		}
		return holding(on, [][]Scalar{constants})
	}
	condition := &jsonSchema{}
	for _, when := range v.when {
		allowed := make([][]Scalar, len(when))
		for i := range when {
			allowed[i] = when[i : i+1]
		}
		condition.AnyOf = append(condition.AnyOf, holding(on, allowed))
	}
	return condition
}

// holding asks that each of some fields has one of its constants.
func holding(on []Field, allowed [][]Scalar) *jsonSchema {
	s := &jsonSchema{}
	for i := range on {
		s.Properties = append(s.Properties, member{on[i].Name, &jsonSchema{Enum: jsonValues(allowed[i])}})
		absent, ok := on[i].Type.AbsentValue()
		if on[i].Presence != Regular || !ok || !slices.ContainsFunc(allowed[i], func(c Scalar) bool { return c.is(&absent) }) {
			s.Required = append(s.Required, on[i].Name)
		}
	}
	return s
}
