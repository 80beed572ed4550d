package schema

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
)

// Schema is the plan language of one plan: the built-in language, narrowed by
// the organisation's own constraints. It is never changed once it is compiled
// and may be used by many goroutines.
type Schema struct {
	Version     string       // of the built-in language, such as v1
	Collections []Collection // in the order of the language

	// Fallback checks a record against the constraint with a number that some
	// type names in Fallbacks. It is nil after the schema has been sent or
	// stored; a record that needs it then gets an internal error.
	Fallback func(number int, r record.Record) diag.List `json:"-"`
}

// Shape says how the records of a collection are written. The zero Shape is
// invalid.
type Shape uint8

// The shapes.
const (
	Single Shape = iota + 1 // the collection is one record: plan
	Keyed                   // a map from id to record
	Listed                  // a list of records whose ids are made of their fields
)

// SettingsID is the id of the only record of a single collection.
const SettingsID = "settings"

// Collection is one kind of record.
type Collection struct {
	Name   string
	Doc    string
	Shape  Shape
	ID     *Type     // of the ids of a keyed collection
	Key    []KeyPart // of a listed collection: what the ids are made of
	Record *Type     // holds for every record

	// Narrowed are constraints on records by id. Record is part of each.
	Narrowed []Narrowing
}

// Narrowing is what holds for the records whose id has a certain form.
type Narrowing struct {
	ID     *Type
	Record *Type
}

// Collection returns the collection with a name, and whether there is one.
func (s *Schema) Collection(name string) (*Collection, bool) {
	for i := range s.Collections {
		if s.Collections[i].Name == name {
			return &s.Collections[i], true
		}
	}
	return nil, false
}

// names lists the names of all collections.
func (s *Schema) names() []string {
	names := make([]string, len(s.Collections))
	for i := range s.Collections {
		names[i] = s.Collections[i].Name
	}
	return names
}

// recordType returns the type of the record with an id: the one for all
// records, narrowed by every constraint on ids of its form.
func (c *Collection) recordType(id string) *Type {
	matched := c.Record
	for i := range c.Narrowed {
		switch n := &c.Narrowed[i]; {
		case !n.ID.acceptsText(id):
		case matched == c.Record:
			matched = n.Record
		default:
			matched = Meet(matched, n.Record)
		}
	}
	return matched
}

// address returns the address that findings about a raw record are under.
func (c *Collection) address(raw *record.Record) addr.Addr {
	id := raw.Addr.ID
	switch c.Shape {
	case Single:
		id = SettingsID
	case Listed:
		id, _ = c.deriveID(&raw.Node)
	}
	return addr.New(c.Name, id)
}
