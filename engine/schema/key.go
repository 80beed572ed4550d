package schema

import (
	"strings"

	"github.com/salesplan/salesplan/engine/syntax"
)

// KeyPart is one part of the id of a listed record.
type KeyPart struct {
	Fields []string // alternatives; the first one that is written counts
	Needed bool     // without it there is no id
	When   bool     // a date or period: it is set apart by "@"
}

// deriveID joins the key fields of a listed record: parts that say when are
// set apart by "@", others by "/", and what is absent is left out, as in
// emea.dach.ae-1/new_arr@FY27-Q2. ok is false where a needed part is missing.
func (c *Collection) deriveID(fields *syntax.Node) (id string, ok bool) {
	var b strings.Builder
	for i := range c.Key {
		part := &c.Key[i]
		text := part.text(fields)
		if text == "" {
			if part.Needed {
				return "", false
			}
			continue
		}
		if part.When {
			b.WriteByte('@')
		} else if i > 0 {
			b.WriteByte('/')
		}
		b.WriteString(text)
	}
	return b.String(), b.Len() > 0
}

func (p *KeyPart) text(fields *syntax.Node) string {
	for _, name := range p.Fields {
		if text := fields.TextOf(name); text != "" {
			return text
		}
	}
	return ""
}

// DeriveID returns the id that the key fields of a listed record form; ok is
// false where one of them is missing, and for collections whose ids are written.
func (s *Schema) DeriveID(collection string, fields *syntax.Node) (id string, ok bool) {
	c, found := s.Collection(collection)
	if !found || c.Shape != Listed {
		return "", false
	}
	return c.deriveID(fields)
}
