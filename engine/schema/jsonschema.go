package schema

import (
	"bytes"
	"encoding/json"

	"github.com/salesplan/salesplan/engine/syntax"
)

// jsonSchema is a JSON Schema of draft 07, in the order in which keywords are
// printed.
type jsonSchema struct {
	Schema      string `json:"$schema,omitempty"`
	Ref         string `json:"$ref,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Type        any    `json:"type,omitempty"` // a string or several
	Enum        []any  `json:"enum,omitempty"`
	Default     any    `json:"default,omitempty"`

	Minimum          json.Number `json:"minimum,omitempty"`
	ExclusiveMinimum json.Number `json:"exclusiveMinimum,omitempty"`
	Maximum          json.Number `json:"maximum,omitempty"`
	ExclusiveMaximum json.Number `json:"exclusiveMaximum,omitempty"`

	Format    string `json:"format,omitempty"`
	Pattern   string `json:"pattern,omitempty"`
	MinLength int    `json:"minLength,omitempty"`
	MaxLength *int   `json:"maxLength,omitempty"`

	MinItems        int  `json:"minItems,omitempty"`
	MaxItems        *int `json:"maxItems,omitempty"`
	UniqueItems     bool `json:"uniqueItems,omitempty"`
	Items           any  `json:"items,omitempty"` // a schema, or a list of them by place
	AdditionalItems any  `json:"additionalItems,omitempty"`

	Required             []string    `json:"required,omitempty"`
	PropertyNames        *jsonSchema `json:"propertyNames,omitempty"`
	Properties           members     `json:"properties,omitempty"`
	PatternProperties    members     `json:"patternProperties,omitempty"`
	AdditionalProperties any         `json:"additionalProperties,omitempty"` // a schema or false

	Not   *jsonSchema   `json:"not,omitempty"`
	AnyOf []*jsonSchema `json:"anyOf,omitempty"`
	OneOf []*jsonSchema `json:"oneOf,omitempty"`
	AllOf []*jsonSchema `json:"allOf,omitempty"`
	If    *jsonSchema   `json:"if,omitempty"`
	Then  *jsonSchema   `json:"then,omitempty"`

	Definitions members `json:"definitions,omitempty"`
}

// members is a JSON object whose order is kept.
type members []member

type member struct {
	name  string
	value any
}

// MarshalJSON prints the members in their order.
func (m members) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, each := range m {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, encodeJSON(each.name)...), ':'), encodeJSON(each.value)...)
	}
	return append(b, '}'), nil
}

// encodeJSON prints a value in one line. It cannot fail on what a schema is
// made of: texts, truths, exact decimals, and lists and members of these.
func encodeJSON(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// JSONSchema returns a JSON Schema (draft 07) of one plan file, for editors.
// It accepts whatever [Schema.Check] accepts. It also accepts what JSON Schema
// has no words for: references that lead nowhere, values that must be unique in
// a collection, 3.0 where a whole number is asked for, more digits of a decimal
// than are read, and what falls back to CUE.
func (s *Schema) JSONSchema() []byte {
	file := &jsonSchema{
		Schema: "http://json-schema.org/draft-07/schema#", Title: "salesplan plan file, language " + s.Version,
		Type: "object", AdditionalProperties: false,
	}
	for i := range s.Collections {
		c := &s.Collections[i]
		file.Properties = append(file.Properties, member{c.Name, c.jsonSchema()})
		file.Definitions = append(file.Definitions, member{c.Name, c.Record.jsonSchema()})
	}
	var b bytes.Buffer
	if err := json.Indent(&b, encodeJSON(file), "", "  "); err != nil {
		return nil // encodeJSON prints JSON
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// jsonSchema describes how a collection is written in a file.
func (c *Collection) jsonSchema() *jsonSchema {
	record := &jsonSchema{Ref: "#/definitions/" + c.Name}
	written := &jsonSchema{Description: c.Doc}
	switch c.Shape {
	case Single: // beside a reference no keyword counts in draft 07
		written.AllOf = []*jsonSchema{record}
	case Listed:
		written.Type, written.Items = "array", record
	case Keyed:
		written.Type, written.AdditionalProperties = "object", record
		written.PropertyNames = c.ID.jsonSchema()
		for i := range c.Narrowed {
			if form, ok := c.Narrowed[i].ID.form(); ok {
				written.PatternProperties = append(written.PatternProperties, member{form, c.Narrowed[i].Record.jsonSchema()})
			}
		}
	}
	return written
}

// jsonValue returns a node as it is written in JSON.
func jsonValue(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Bool:
		return n.Text == "true"
	case syntax.Int, syntax.Number:
		return json.Number(n.Text)
	case syntax.List:
		items := make([]any, len(n.Children))
		for i := range n.Children {
			items[i] = jsonValue(&n.Children[i])
		}
		return items
	case syntax.Map:
		fields := make(members, len(n.Children))
		for i := range n.Children {
			fields[i] = member{n.Children[i].Key, jsonValue(&n.Children[i])}
		}
		return fields
	}
	return n.Text
}

// jsonValues returns constants as they are written in JSON.
func jsonValues(constants []Scalar) []any {
	values := make([]any, len(constants))
	for i, c := range constants {
		n := c.node()
		values[i] = jsonValue(&n)
	}
	return values
}
