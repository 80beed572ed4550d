package compile

import (
	"slices"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
)

// Facts is what one file says in a language: everything that later stages need
// of it. It depends on the bytes and the name of the file and on the language
// alone, and is never changed.
type Facts struct {
	Records    record.Source    // typed; nil if there are none
	Broken     []int            // indexes of records that have a finding of their own
	References []plan.Reference // uses of ids in the records
	Findings   diag.List
	Complete   bool  // every record of the file is in Records
	Bytes      int64 // of the file
}

// Len returns how many records the file has.
func (f *Facts) Len() int {
	if f.Records == nil {
		return 0
	}
	return f.Records.Len()
}

// factsOf types raw records and lists what they refer to.
func factsOf(language *schema.Schema, raw []record.Record, complete bool) Facts {
	f := Facts{Complete: complete}
	typed := make(record.Slice, 0, len(raw))
	for i := range raw {
		typed = append(typed, f.add(language, i, raw[i]))
	}
	f.Records = typed
	return f
}

// add types raw record i and lists what it refers to.
func (f *Facts) add(language *schema.Schema, i int, raw record.Record) record.Record {
	typed, findings := language.Check(raw)
	if findings.Worst() == diag.Error || refused(&typed.Node) {
		f.Broken = append(f.Broken, i)
	}
	if !f.repeats(findings) {
		f.Findings = append(f.Findings, findings...)
	}
	f.References = appendReferences(f.References, language, &typed)
	return typed
}

// repeats reports whether findings say of a collection once more that there is
// none: once for a file is enough.
func (f *Facts) repeats(findings diag.List) bool {
	return len(findings) == 1 && findings[0].Code == diag.UnknownCollection && slices.ContainsFunc(f.Findings, func(told diag.Finding) bool {
		return told.Code == diag.UnknownCollection && told.Subject.Collection == findings[0].Subject.Collection
	})
}

// reader reads the files of one folder in one language.
type reader struct {
	folder   *load.Folder
	language *language
	memory   *Memory
}

// readCUE returns the CUE files of a folder, and the findings of reading them.
func readCUE(folder *load.Folder) ([]cuelang.File, Facts) {
	facts := Facts{Complete: true}
	var own []cuelang.File
	for _, file := range folder.Files {
		if file.Kind != load.CUE {
			continue
		}
		reading, ok := folder.Open(file)
		if ok {
			reading = folder.Parse(file, reading.Text, func(*record.Record) {})
		}
		facts.Findings = append(facts.Findings, reading.Findings...)
		facts.Complete = facts.Complete && reading.Complete
		if reading.Complete {
			own = append(own, cuelang.File{Name: file.Name, Text: []byte(reading.Text)})
		}
	}
	return own, facts
}

// all returns the facts of all files: of the CUE files with their texts, last.
func (r reader) all(texts Facts) []Facts {
	return append(r.readAll(), texts, r.check(r.language.instance.Records, true))
}

// readAll returns the facts of every YAML and CSV file, in order of name.
func (r reader) readAll() []Facts {
	facts := make([]Facts, len(r.folder.Files))
	r.folder.Each(func(i int) {
		if file := r.folder.Files[i]; file.Kind == load.CUE {
			facts[i].Complete = true
		} else {
			facts[i] = r.read(file)
		}
	})
	if r.folder.TooLarge() {
		return nil
	}
	return facts
}

// read returns the facts of a file: from memory if it knows the content.
func (r reader) read(file load.File) Facts {
	key, known := Key{}, false
	if id, ok := r.folder.ID(file); ok {
		key, known = r.language.key(file, id), true
		if facts, ok := r.memory.recall(key, file.Name); ok {
			r.folder.Known(facts.Bytes)
			return facts
		}
	}
	opened, ok := r.folder.Open(file)
	if !ok {
		return Facts{Findings: opened.Findings}
	}
	if !known {
		key = r.language.key(file, blobID(opened.Text))
		if facts, ok := r.memory.recall(key, file.Name); ok {
			return facts
		}
	}
	facts := Facts{Bytes: int64(len(opened.Text))}
	reading := r.parse(file, opened.Text, &facts)
	facts.Findings = append(reading.Findings, facts.Findings...)
	facts.Complete = reading.Complete
	r.memory.remember(key, file.Name, facts)
	return facts
}

// parse reads the text of a file and adds what it says to facts.
func (r reader) parse(file load.File, text string, facts *Facts) load.Reading {
	language := r.language.instance.Schema
	if file.Kind != load.CSV {
		var typed record.Slice
		reading := r.folder.Parse(file, text, func(raw *record.Record) { typed = append(typed, facts.add(language, len(typed), *raw)) })
		facts.Records = typed
		return reading
	}
	var ids []string
	i := 0
	reading := r.folder.Parse(file, text, func(raw *record.Record) {
		typed := facts.add(language, i, *raw)
		if i++; !language.WritesIDs(typed.Addr.Collection) {
			ids = append(ids, typed.Addr.ID)
		}
	})
	if reading.Rows != nil {
		facts.Records = typedRows{reading.Rows, language, ids}
	}
	return reading
}

// check types raw records in the reader's language.
func (r reader) check(raw []record.Record, complete bool) Facts {
	return factsOf(r.language.instance.Schema, raw, complete)
}
