package schema

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Check types a raw record: CSV cells take the kind that their field asks for,
// defaults are filled in as nodes without a place, and a listed record gets
// its id. The findings are all that is wrong with the record. The record that
// is returned is as good as it gets; with findings it must not be relied upon.
// A listed record whose key is incomplete has no id.
//
// CSV cells are typed where they are, in the nodes of raw; nothing else of raw
// is changed.
//
// A null is what load has refused and reported; it is passed over.
func (s *Schema) Check(raw record.Record) (record.Record, diag.List) {
	typed := raw
	found := s.Type(&typed)
	return typed, found
}

// Type is [Schema.Check] of a record where it is.
func (s *Schema) Type(r *record.Record) diag.List {
	collection, _ := s.Collection(r.Addr.Collection)
	return s.TypeIn(collection, r)
}

// TypeIn is [Schema.Type] of a record whose collection was looked up before; nil
// stands for one that the language does not have.
func (s *Schema) TypeIn(collection *Collection, r *record.Record) diag.List {
	if collection == nil {
		return diag.List{diag.New(diag.UnknownCollection, r.Addr, r.Place(), "%q is not a collection of the plan language%s",
			cut(r.Addr.Collection), s.instead(r.Addr.Collection))}
	}
	c := checker{file: r.File, subject: collection.address(r)}
	c.shape(collection, r)
	r.Addr = c.subject
	if r.Node.Kind == syntax.Null || len(c.found) > 0 && r.Node.Kind != syntax.Map {
		return c.found
	}
	recordType := collection.recordType(r.Addr.ID)
	if typed := c.value(&r.Node, recordType, nil); typed != nil {
		r.Node = *typed
	}
	if len(c.found) == 0 {
		c.found = s.fallbacks(recordType, r)
	}
	return c.found
}

// instead says what to do about a name that is no collection.
func (s *Schema) instead(name string) string {
	switch name {
	case "credit", "credits", "paid", "payment", "payments":
		return ": what was sold and paid is no part of a plan, so keep this file outside the plan folder and name it to the verb payout"
	}
	return didYouMean(name, s.names())
}

// fallbacks checks a record that is fine so far against what its type does not
// express.
func (s *Schema) fallbacks(t *Type, r *record.Record) diag.List {
	var found diag.List
	for _, number := range t.Fallbacks {
		if s.Fallback == nil {
			return append(found, diag.New(diag.InternalError, r.Addr, r.Place(), "%s needs a constraint that was not compiled", r.Addr))
		}
		found = append(found, s.Fallback(number, *r)...)
	}
	return found
}

// checker checks one record.
type checker struct {
	file    string
	subject addr.Addr
	found   diag.List
}

// step is one step of the path from a record to a value in it. The first step
// of a path has no parent.
type step struct {
	parent *step
	field  *Field // nil for list items and for fields known by their form only
	name   string // "" for list items
	index  int
}

// path prints the steps as findings name fields: rules[0].rule.
func (s *step) path() string {
	switch {
	case s == nil:
		return ""
	case s.parent == nil && s.name != "":
		return s.name
	}
	return string(s.appendTo(nil))
}

func (s *step) appendTo(path []byte) []byte {
	if s.parent != nil {
		path = s.parent.appendTo(path)
	}
	if s.name == "" {
		return appendIndex(path, s.index)
	}
	if len(path) > 0 {
		path = append(path, '.')
	}
	return append(path, s.name...)
}

// report adds a finding about a field. Where the organisation's own constraint
// is broken, the finding says so and where it stands.
func (c *checker) report(code diag.Code, place source.Place, field string, origin source.Place, sentence string) {
	if origin.Known() {
		code = diag.OwnConstraint
	}
	f := diag.New(code, c.subject, place, "%s", sentence).At(field)
	if origin.Known() {
		f = f.With(origin, "the constraint is declared here")
	}
	c.found = append(c.found, f)
}

// shape checks that the record is written as its collection wants it: under an
// id, in a list, or alone.
func (c *checker) shape(collection *Collection, raw *record.Record) {
	name, place := collection.Name, raw.Place()
	switch written := raw.Addr.ID; {
	case raw.Node.Kind == syntax.Null:
	case raw.Node.Kind != syntax.Map:
		c.report(diag.WrongType, raw.Node.Place(raw.File), "", source.Place{}, name+" "+collection.howWritten()+", not "+described(&raw.Node))
	case collection.Shape == Listed && written != "":
		c.report(diag.BadID, place, "", source.Place{}, name+" "+collection.howWritten()+": the ids are made of the fields")
	case collection.Shape == Single && written == "":
		c.report(diag.WrongType, place, "", source.Place{}, name+" "+collection.howWritten())
	case collection.Shape == Keyed && written == "":
		c.report(diag.BadID, place, "", source.Place{}, name+" "+collection.howWritten()+": this one has no id")
	case collection.Shape == Keyed:
		c.id(collection, raw)
	}
}

// howWritten says how the records of the collection are written.
func (c *Collection) howWritten() string {
	switch c.Shape {
	case Keyed:
		return "must hold groups of fields, each under its id"
	case Listed:
		return "must be a list of groups of fields"
	}
	return "must be a group of fields"
}

// id checks the id of a keyed record.
func (c *checker) id(collection *Collection, raw *record.Record) {
	n := syntax.Node{Kind: syntax.String, Text: raw.Addr.ID}
	b, broken := collection.ID.check(&n)
	if !broken {
		return
	}
	sentence := "the id " + shown(&n) + " must be " + idWords
	if b.origin().Known() {
		sentence = "the id " + b.sentence(&n)
	}
	c.report(diag.BadID, raw.Place(), "", b.origin(), sentence)
}

// idWords says what an id looks like.
const idWords = `lower-case letters and digits, joined by single "-", "_" or "."`

// value checks a value and everything below it. It returns nil where the typed
// value is the one written.
func (c *checker) value(n *syntax.Node, t *Type, at *step) (typed *syntax.Node) {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.Cell:
		if !typeCell(n, t) {
			c.wrongType(n, t, at)
			return nil
		}
	case syntax.List, syntax.Map:
		if kindOf(n.Kind)&t.Kinds == 0 {
			c.wrongType(n, t, at)
			return nil
		}
		if n.Kind == syntax.List {
			return c.list(n, t.Items, at)
		}
		return c.group(n, t.Fields, at)
	}
	c.scalar(n, t, at)
	return nil
}

func (c *checker) scalar(n *syntax.Node, t *Type, at *step) {
	b, broken := t.check(n)
	switch {
	case !broken:
	case b.rule == kindRule:
		c.wrongType(n, t, at)
	default:
		field := at.path()
		code, sentence := b.code(at), b.sentence(n)
		if code == diag.BadID {
			sentence = "must be the id of " + article(refs(at)) + ", not " + shown(n)
		}
		c.report(code, n.Place(c.file), field, b.origin(), named(field)+" "+sentence)
	}
}

// list checks the items of a list, and returns what value does.
func (c *checker) list(n *syntax.Node, items *Items, at *step) (typed *syntax.Node) {
	if items == nil {
		return nil
	}
	c.listSize(n, items, at)
	here := step{parent: at} // outside of the loop it needs no heap
	for i := range n.Children {
		itemType := items.Rest
		if i < len(items.First) {
			itemType = items.First[i]
		}
		if itemType == nil {
			break // told as a list that is too long
		}
		here.index = i
		if item := c.value(&n.Children[i], itemType, &here); item != nil {
			if typed == nil {
				typed = with(n, slices.Clone(n.Children))
			}
			typed.Children[i] = *item
		}
	}
	return typed
}
