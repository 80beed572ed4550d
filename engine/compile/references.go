package compile

import (
	"slices"

	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
)

// referencesOf lists every use of an id in the records.
func referencesOf(language *schema.Schema, records *record.List) []plan.Reference {
	var references []plan.Reference
	for r := range records.All() {
		references = appendReferences(references, language, r)
	}
	return references
}

// appendReferences adds every use of an id in a record.
func appendReferences(references []plan.Reference, language *schema.Schema, r *record.Record) []plan.Reference {
	collection, ok := language.Collection(r.Addr.Collection)
	if !ok {
		return references
	}
	for ref := range collection.References(r) {
		references = append(references, plan.Reference{
			From: r.Addr, Field: ref.Path, Collections: ref.Collections, ID: ref.Node.Text, Place: ref.Node.Place(r.File),
		})
	}
	return references
}

// inOrder puts the references of sources in the order of a list of all their
// records, and by field. Those of a source are in order of its records, so that
// this costs less than sorting them.
func inOrder(list *record.List, sources []record.Source, references [][]plan.Reference) []plan.Reference {
	total := 0
	starts := make([][]uint32, len(sources))
	for s, source := range sources {
		total += len(references[s])
		starts[s] = startsOf(source, references[s])
	}
	ordered := make([]plan.Reference, 0, total)
	for i := range list.Len() {
		s, number := list.Where(i)
		if starts[s] == nil {
			continue
		}
		from := len(ordered)
		ordered = append(ordered, references[s][starts[s][number]:starts[s][number+1]]...)
		slices.SortStableFunc(ordered[from:], plan.Reference.Compare)
	}
	return ordered
}

// startsOf returns where the references of each record begin, and where the last
// of them end; nil if there are none.
func startsOf(source record.Source, references []plan.Reference) []uint32 {
	if len(references) == 0 {
		return nil
	}
	starts := make([]uint32, 1, source.Len()+1)
	n := 0
	for i := range source.Len() {
		for a := source.Addr(i); n < len(references) && references[n].From == a; {
			n++
		}
		starts = append(starts, uint32(n))
	}
	return starts
}
