package schema

import (
	"slices"
	"strings"
)

// Confidence says which fields of a language tell what one person is paid. The
// nil Confidence says that none does. It is never changed once it is made.
type Confidence struct {
	schema  *Schema
	fields  map[string][][]string // by collection: names down to each confidential field; "*" is any name
	telling map[string]bool       // names of such fields that hardly any other collection has
}

// fewOthers is in how many other collections a name may occur and still tell of
// a confidential field: quotas, goals and capacities have amounts, too.
const fewOthers = 3

// Confidence returns what the language says of confidential fields: those with
// the attribute @confidential(), and all below them.
func (s *Schema) Confidence() *Confidence {
	c := &Confidence{schema: s, fields: map[string][][]string{}, telling: map[string]bool{}}
	for i := range s.Collections {
		one := &s.Collections[i]
		var found [][]string
		one.Record.confidential(nil, &found)
		for j := range one.Narrowed {
			one.Narrowed[j].Record.confidential(nil, &found)
		}
		if len(found) > 0 {
			c.fields[one.Name] = found
		}
	}
	for _, fields := range c.fields {
		for _, names := range fields {
			if name := names[len(names)-1]; c.others(name) <= fewOthers {
				c.telling[name] = true
			}
		}
	}
	return c
}

// confidential collects the ways to the confidential fields below a type.
func (t *Type) confidential(above []string, found *[][]string) {
	if t == nil {
		return
	}
	if t.Items != nil {
		for _, item := range t.Items.First {
			item.confidential(above, found)
		}
		t.Items.Rest.confidential(above, found)
	}
	t.Fields.confidential(above, found)
}

func (f *Fields) confidential(above []string, found *[][]string) {
	if f == nil {
		return
	}
	for i := range f.Named {
		field := &f.Named[i]
		way := append(slices.Clip(above), field.Name)
		switch {
		case !field.Confidential:
			field.Type.confidential(way, found)
		case !slices.ContainsFunc(*found, func(known []string) bool { return slices.Equal(known, way) }):
			*found = append(*found, way)
		}
	}
	for i := range f.ByForm {
		f.ByForm[i].Type.confidential(append(slices.Clip(above), "*"), found)
	}
	if f.Switch != nil {
		for i := range f.Switch.Cases {
			f.Switch.Cases[i].Then.confidential(above, found)
		}
	}
}

// others counts the collections without confidential fields that have a field
// of a name.
func (c *Confidence) others(name string) int {
	n := 0
	for i := range c.schema.Collections {
		one := &c.schema.Collections[i]
		if _, ok := one.FieldAt(name); ok && !c.Holds(one.Name) {
			n++
		}
	}
	return n
}

// Holds reports whether records of a collection have confidential fields.
func (c *Confidence) Holds(collection string) bool { return c != nil && len(c.fields[collection]) > 0 }

// Known reports whether the language has a collection.
func (c *Confidence) Known(collection string) bool {
	_, ok := c.schema.Collection(collection)
	return ok
}

// Covers reports whether the value at a path of a record is confidential: the
// field is, one around it, or one within it. So is a field that the language
// does not know where records have confidential ones, since it may be one of
// them misspelled, and one that bears the name of one elsewhere.
func (c *Confidence) Covers(collection, path string) bool {
	if c == nil {
		return false
	}
	names := namesOf(path)
	for _, way := range c.fields[collection] {
		if sameWay(names, way) {
			return true
		}
	}
	one, ok := c.schema.Collection(collection)
	if ok {
		if _, known := one.FieldAt(path); known {
			return false
		}
	}
	return c.Holds(collection) || len(names) > 0 && c.telling[names[len(names)-1]]
}

// namesOf parts a path into names, without the places in lists.
func namesOf(path string) []string {
	if path == "" {
		return nil
	}
	names := strings.Split(path, ".")
	for i := range names {
		names[i], _, _ = strings.Cut(names[i], "[")
	}
	return names
}

// sameWay reports whether one of two ways leads through the other's end.
func sameWay(names, way []string) bool {
	for i := range min(len(names), len(way)) {
		if way[i] != "*" && way[i] != names[i] {
			return false
		}
	}
	return true
}

// Mentions reports whether a text may be about confidential fields: it holds the
// name of a collection that has them, or of such a field. Names that other
// collections have too count only if every is true.
func (c *Confidence) Mentions(text string, every bool) bool {
	if c == nil {
		return false
	}
	text = lower(text)
	for collection, fields := range c.fields {
		if hasWord(text, collection) {
			return true
		}
		for _, way := range fields {
			if name := way[len(way)-1]; (every || c.telling[name]) && hasWord(text, name) {
				return true
			}
		}
	}
	return false
}

// lower writes the letters A to Z small. Names have no others, and a text may be
// as long as a file: strings.ToLower takes ten times as long.
func lower(text string) string {
	small := []byte(text)
	for i, b := range small {
		if 'A' <= b && b <= 'Z' {
			small[i] = b + 'a' - 'A'
		}
	}
	return string(small)
}

// hasWord reports whether a word stands in a text of small letters by itself.
func hasWord(text, word string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		start := at + i
		end := start + len(word)
		if (start == 0 || !wordByte(text[start-1])) && (end == len(text) || !wordByte(text[end])) {
			return true
		}
		at = end
	}
}

func wordByte(b byte) bool { return b == '_' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
