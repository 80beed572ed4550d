package schema

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/salesplan/salesplan/engine/syntax"
)

// jsonSchema describes the values of a type.
func (t *Type) jsonSchema() *jsonSchema {
	s := &jsonSchema{}
	if t.Kinds&Struct != 0 && t.Fields != nil {
		s = t.Fields.jsonSchema()
	}
	t.jsonKinds(s)
	if t.Default != nil {
		s.Default = jsonValue(t.Default)
	}
	t.jsonConstants(s)
	t.jsonBounds(s)
	t.jsonText(s)
	if t.Kinds&List != 0 && t.Items != nil {
		t.Items.jsonSchema(s)
	}
	return s
}

// jsonKinds asks for the kinds of a type. JSON has one kind of number with a
// point or without; only whole ones can be asked for.
func (t *Type) jsonKinds(s *jsonSchema) {
	var names []string
	for _, kind := range []struct {
		kinds Kinds
		name  string
	}{{String, "string"}, {Number, "number"}, {Bool, "boolean"}, {List, "array"}, {Struct, "object"}} {
		switch t.Kinds & kind.kinds {
		case 0:
		case Int:
			names = append(names, "integer")
		default:
			names = append(names, kind.name)
		}
	}
	switch len(names) {
	case 0:
		s.Not = &jsonSchema{}
	case 1:
		s.Type = names[0]
	default:
		if t.Kinds != AnyKind {
			s.Type = names
		}
	}
}

// jsonConstants asks for the constants and alternatives of a type. They are
// for scalars; lists and groups pass.
func (t *Type) jsonConstants(s *jsonSchema) {
	var alternatives []*jsonSchema
	for _, alternative := range t.Any {
		alternatives = append(alternatives, alternative.jsonSchema())
	}
	enum := jsonValues(t.Enum)
	if t.Kinds&(List|Struct) == 0 {
		s.Enum, s.AnyOf = enum, alternatives
	} else {
		compound := &jsonSchema{Type: []string{"array", "object"}}
		if len(enum) > 0 {
			s.AllOf = append(s.AllOf, &jsonSchema{AnyOf: []*jsonSchema{compound, {Enum: enum}}})
		}
		if len(alternatives) > 0 {
			s.AllOf = append(s.AllOf, &jsonSchema{AnyOf: append(alternatives, compound)})
		}
	}
	switch {
	case t.notEmpty() && len(t.Not) == 1:
		s.MinLength = 1
	case len(t.Not) > 0:
		s.AllOf = append(s.AllOf, &jsonSchema{Not: &jsonSchema{Enum: jsonValues(t.Not)}})
	}
}

// notEmpty reports whether the empty text is among the constants that are not
// allowed.
func (t *Type) notEmpty() bool {
	for _, c := range t.Not {
		if c.Kind == syntax.String && c.Text == "" {
			return true
		}
	}
	return false
}

func (t *Type) jsonBounds(s *jsonSchema) {
	for _, b := range tightest(t.Bounds) {
		limit := json.Number(b.Limit)
		switch b.Op {
		case Less:
			s.ExclusiveMaximum = limit
		case LessOrEqual:
			s.Maximum = limit
		case Greater:
			s.ExclusiveMinimum = limit
		case GreaterOrEqual:
			s.Minimum = limit
		}
	}
}

// jsonText asks for the form and length of strings. The other formats of the
// language are none of JSON Schema's; their patterns say enough.
func (t *Type) jsonText(s *jsonSchema) {
	if t.Format == Date {
		s.Format = "date"
	}
	for i := range t.Patterns {
		switch p := &t.Patterns[i]; {
		case !portable(p.Expr):
		case p.Not:
			s.AllOf = append(s.AllOf, &jsonSchema{Not: &jsonSchema{Type: "string", Pattern: p.Expr}})
		case s.Pattern == "":
			s.Pattern = p.Expr
		default:
			s.AllOf = append(s.AllOf, &jsonSchema{Pattern: p.Expr})
		}
	}
	if len(t.Runes) > 0 {
		size := narrowest(t.Runes)
		s.MinLength = max(s.MinLength, size.Min)
		s.MaxLength = size.most()
	}
}

// most returns the upper limit of a count, nil where there is none.
func (s Size) most() *int {
	if s.Max < 0 {
		return nil
	}
	return &s.Max
}

func (items *Items) jsonSchema(s *jsonSchema) {
	size := narrowest(items.Sizes)
	s.MinItems, s.MaxItems, s.UniqueItems = max(size.Min, len(items.First)), size.most(), items.Unique
	if each, ok := items.uniform(); ok {
		s.Items = each.jsonSchema()
		return
	}
	byPlace := make([]*jsonSchema, len(items.First))
	for i, first := range items.First {
		byPlace[i] = first.jsonSchema()
	}
	if s.Items, s.AdditionalItems = byPlace, false; items.Rest != nil {
		s.AdditionalItems = items.Rest.jsonSchema()
	}
	if len(byPlace) == 0 { // a list of nothing
		s.Items = &jsonSchema{Not: &jsonSchema{}}
	}
}

// local is what Go's regular expressions have and JavaScript's, which JSON
// Schema means, have not or mean otherwise.
var local = regexp.MustCompile(`\(\?[^:]|\[\[|\[:|\\[^dDwWsSbBnrtfv.*+?^$|()\[\]{}/\\-]`)

// portable reports whether an editor reads a regular expression as we do.
func portable(expr string) bool { return !local.MatchString(expr) }

// form returns a regular expression for the names that a type accepts; ok is
// false where it takes more than one to say.
func (t *Type) form() (expr string, ok bool) {
	switch constants, patterns := len(t.Enum), len(t.Patterns); {
	case len(t.Not)+len(t.Runes)+len(t.Any) > 0:
		return "", false
	case constants > 0 && patterns == 0:
		words := make([]string, constants)
		for i, c := range t.Enum {
			words[i] = regexp.QuoteMeta(c.Text)
		}
		return "^(" + strings.Join(words, "|") + ")$", true
	case constants == 0 && patterns == 0:
		return "^", true
	case constants == 0 && patterns == 1 && !t.Patterns[0].Not && portable(t.Patterns[0].Expr):
		return t.Patterns[0].Expr, true
	}
	return "", false
}
