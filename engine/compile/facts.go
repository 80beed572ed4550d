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

// factsOf types raw records where they are, and lists what they refer to.
func factsOf(language *schema.Schema, raw []record.Record, complete bool) Facts {
	f := Facts{Records: record.Slice(raw), References: make([]plan.Reference, 0, len(raw)), Complete: complete}
	for i := range raw {
		f.add(i, language.Type(&raw[i]))
		if n := len(f.Broken); refused(&raw[i].Node) && (n == 0 || f.Broken[n-1] != i) {
			f.Broken = append(f.Broken, i)
		}
		f.References = appendReferences(f.References, language, &raw[i])
	}
	return f
}

// add adds what typing record i of the file has found.
func (f *Facts) add(i int, findings diag.List) {
	if findings.Worst() == diag.Error {
		f.Broken = append(f.Broken, i)
	}
	if !f.repeats(findings) {
		f.Findings = append(f.Findings, findings...)
	}
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
			reading = folder.Parse(file, reading.Text, nil)
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
	key, keyed := Key{}, false
	if id, ok := r.folder.ID(file); ok {
		key, keyed = r.language.key(file, id), true
		if facts, ok := r.memory.recall(key, file.Name); ok {
			r.folder.Known(facts.Bytes)
			return facts
		}
	}
	opened, ok := r.folder.Open(file)
	if !ok {
		return Facts{Findings: opened.Findings}
	}
	if !keyed && file.Kind != load.CSV { // rows are read about as fast as they are digested
		key, keyed = r.language.key(file, blobID(opened.Text)), true
		if facts, ok := r.memory.recall(key, file.Name); ok {
			return facts
		}
	}
	facts := r.parse(file, opened.Text)
	facts.Bytes = int64(len(opened.Text))
	if keyed {
		r.memory.remember(key, file.Name, facts)
	}
	return facts
}

// parse returns what the text of a file says.
func (r reader) parse(file load.File, text string) Facts {
	language := r.language.instance.Schema
	if file.Kind == load.CSV {
		return rowFacts(r.folder, file, text, language)
	}
	reading := r.folder.Parse(file, text, nil)
	facts := factsOf(language, reading.Records, reading.Complete)
	facts.Findings = append(reading.Findings, facts.Findings...)
	return facts
}

// check types raw records in the reader's language.
func (r reader) check(raw []record.Record, complete bool) Facts {
	return factsOf(r.language.instance.Schema, slices.Clone(raw), complete)
}
