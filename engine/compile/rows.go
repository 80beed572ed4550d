package compile

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
)

// typedRows are the records of a CSV file. They stay rows, and are typed again
// whenever one is asked for: that costs less than holding a million of them.
type typedRows struct {
	*load.Rows
	language *schema.Schema
	known    *schema.Collection // nil if the language does not know it
	ids      []string           // of a collection whose ids are not written; nil for others
	ordered  bool               // see [record.Source]
}

// rowFacts returns what the text of a CSV file says.
func rowFacts(folder *load.Folder, file load.File, text string, language *schema.Schema) Facts {
	var facts Facts
	typed := typedRows{language: language}
	reading := folder.Parse(file, text, func(rows *load.Rows) load.Seer {
		typed.Rows = rows
		typed.known, _ = language.Collection(rows.Collection())
		formed := typed.known != nil && typed.known.Shape != schema.Keyed
		refers := typed.known != nil && typed.known.MayRefer(rows.Fields())
		i, last := 0, ""
		typed.ordered = true
		return func(r *record.Record) {
			facts.add(i, language.TypeIn(typed.known, r))
			typed.ordered = typed.ordered && (i == 0 || last < r.Addr.ID)
			i, last = i+1, r.Addr.ID
			if formed {
				typed.ids = append(typed.ids, r.Addr.ID)
			}
			if refers {
				facts.References = appendReferences(facts.References, language, r)
			}
		}
	})
	if typed.Rows != nil {
		facts.Records = typed
	}
	facts.Findings = slices.Concat(reading.Findings, facts.Findings)
	facts.Complete = reading.Complete
	return facts
}

// Addr implements [record.Source].
func (r typedRows) Addr(i int) addr.Addr {
	a := r.Rows.Addr(i)
	if r.ids != nil {
		a.ID = r.ids[i]
	}
	return a
}

// Text implements [record.Source]. Where a cell is empty there may still be a
// default.
func (r typedRows) Text(i int, field string) string {
	text := r.Rows.Text(i, field)
	if text != "" || r.known == nil || !r.known.MayDefault(field) {
		return text
	}
	return r.Record(i).Node.TextOf(field)
}

// Record implements [record.Source].
func (r typedRows) Record(i int) *record.Record {
	typed := r.Rows.Record(i)
	r.language.TypeIn(r.known, typed)
	return typed
}

// Ordered implements [record.Source].
func (r typedRows) Ordered() bool { return r.ordered }

// In implements [record.Source].
func (r typedRows) In(file string) record.Source {
	r.Rows = r.Rows.In(file)
	return r
}
