// Package compile turns what load read into a plan: it compiles the schema
// with the organisation's own constraints, checks every record against it, and
// builds the model. It knows neither files' syntax nor the rules over a plan.
// Its entry points are [Folder],
// [Records] and [Merged].
package compile

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Result is a compiled plan with the language it was checked against.
type Result struct {
	Plan     *plan.Plan
	Schema   *schema.Schema
	Complete bool // every file could be read
	language *language
	folder   *load.Folder
	facts    []Facts // of the folder's files, and more
}

// FileFacts are the facts of a file with its content id, "" if that is not
// known without reading the file.
type FileFacts struct {
	load.File
	ID    string
	Facts Facts
}

// Files returns the facts that the plan was made of, file by file; CUE files
// say nothing here.
func (r Result) Files() []FileFacts {
	if r.folder == nil || len(r.facts) < len(r.folder.Files) {
		return nil // too large to be read
	}
	files := make([]FileFacts, len(r.folder.Files))
	for i, file := range r.folder.Files {
		id, _ := r.folder.ID(file)
		files[i] = FileFacts{file, id, r.facts[i]}
	}
	return files
}

// Folder reads and compiles a plan folder. The findings are those of reading
// and of the schema; what is broken is left out of the typed model and named in
// Plan.Broken. Files that memory knows are not read. An error means that the
// built-in schema itself is unusable, or that CUE cannot be evaluated at all.
//
// Where CUE of the plan is stopped, be it while it is evaluated or while it
// looks at a record, the plan is read without it.
func Folder(folder *load.Folder, memory *Memory) (Result, diag.List, error) {
	own, texts := readCUE(folder)
	language, err := memory.language(own)
	if err != nil {
		return Result{}, nil, err
	}
	facts := reader{folder: folder, language: language, memory: memory}.all(texts)
	if stops := stopsIn(facts); len(stops) > 0 {
		language = memory.giveUp(own, language, stops)
		folder.Again()
		facts = reader{folder: folder, language: language, memory: memory}.all(texts)
	}
	result, findings := assemble(language.instance.Schema, facts)
	result.language = language
	result.folder, result.facts = folder, facts
	result.Complete = result.Complete && folder.Complete && !Unread(language.findings)
	// Of a plan that could not be read in full the settings may be what is missing.
	if result.Complete && !result.Plan.Has(plan.SettingsAddr) {
		findings = append(findings, noSettings(&result.Plan.Records))
	}
	return result, diag.Sorted(findings, folder.Findings, language.findings), nil
}

// Unread reports whether findings say that a CUE file could not be read or
// evaluated: its records and constraints are missing then.
func Unread(findings diag.List) bool {
	return slices.ContainsFunc(findings, func(f diag.Finding) bool {
		return f.Code == diag.CUERefused || f.Code == diag.CUEFailed || f.Code == diag.CUEStopped
	})
}

// stopsIn returns the findings that say that CUE was stopped while it looked at
// records.
func stopsIn(facts []Facts) diag.List {
	var stops diag.List
	for _, f := range facts {
		for _, finding := range f.Findings {
			if finding.Code == diag.CUEStopped {
				stops = append(stops, finding)
			}
		}
	}
	return diag.Sorted(stops)
}

// Records checks raw records against a schema and builds the plan they form.
func Records(language *schema.Schema, raw []record.Record) (*plan.Plan, diag.List) {
	result, findings := assemble(language, []Facts{factsOf(language, slices.Clone(raw), true)})
	return result.Plan, findings
}

// assemble builds the plan of what its files say.
func assemble(language *schema.Schema, facts []Facts) (Result, diag.List) {
	result := Result{Schema: language, Complete: true}
	broken := map[addr.Addr]bool{}
	sources := make([]record.Source, 0, len(facts))
	var references [][]plan.Reference // of each source
	var findings diag.List
	for _, f := range facts {
		if f.Records != nil {
			sources, references = append(sources, f.Records), append(references, f.References)
		}
		findings = append(findings, f.Findings...)
		result.Complete = result.Complete && f.Complete
		for _, i := range f.Broken {
			broken[f.Records.Addr(i)] = true
		}
	}
	all := record.NewList(sources...)
	unique, duplicates := dropDuplicates(all)
	findings = append(findings, duplicates...)
	var ordered []plan.Reference
	switch {
	case len(duplicates) > 0:
		ordered = referencesOf(language, &unique)
	case unique.Len() < all.Len(): // what has no id refers, too
		ordered = slices.Concat(references...)
	default:
		ordered = inOrder(&all, sources, references)
	}
	result.Plan = plan.Build(unique, ordered, broken)
	return result, findings
}

// Merged builds the plan of records that were typed before and have been put
// together anew; they are checked once more, since two sound versions may merge
// to one that is not.
func Merged(language *schema.Schema, typed []record.Record) (*plan.Plan, diag.List) {
	raw := slices.Clone(typed)
	for i := range raw {
		raw[i] = untyped(language, raw[i])
	}
	return Records(language, raw)
}

// refused reports whether load refused a value in the record: it stands there
// as Null and has a finding already.
func refused(n *syntax.Node) bool {
	return n.Kind == syntax.Null || slices.ContainsFunc(n.Children, func(c syntax.Node) bool { return refused(&c) })
}

// dropDuplicates keeps the first record of every address, in order of place,
// and reports the others. Records without an id have their own finding already
// and are left out.
func dropDuplicates(all record.List) (record.List, diag.List) {
	if all.Distinct() && !lackIDs(&all) {
		return all, nil
	}
	var findings diag.List
	dropped := map[int]bool{}
	var first int // record of the same address, unless this is another one
	var last addr.Addr
	for i := range all.Len() {
		a := all.Addr(i)
		switch {
		case a.ID == "":
			dropped[i] = true
		case a == last:
			dropped[i] = true
			findings = append(findings, diag.New(diag.DuplicateID, a, all.Record(i).Place(),
				"%s is written twice; only the first is read", a).
				With(all.Record(first).Place(), "first written here"))
		default:
			first, last = i, a
		}
	}
	if len(dropped) == 0 {
		return all, nil
	}
	return all.Keep(func(i int) bool { return !dropped[i] }), findings
}

// lackIDs reports whether there are records without an id. They come first in
// their collection.
func lackIDs(all *record.List) bool {
	for name := range all.Collections() {
		if first, _ := all.Collection(name); all.Addr(first).ID == "" {
			return true
		}
	}
	return false
}

// noSettings is the finding for a plan without settings.
func noSettings(records *record.List) diag.Finding {
	place := source.Place{File: "plan.yaml"}
	if records.Len() > 0 {
		place.File = records.Record(0).File
	}
	return diag.New(diag.MissingField, plan.SettingsAddr, place, `the plan has no settings: write "plan:" with at least a name`).At("plan")
}
