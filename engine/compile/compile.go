// Package compile turns what load read into a plan: it compiles the schema
// with the organisation's own constraints, checks every record against it, and
// builds the model. It knows neither files' syntax nor the rules over a plan.
// Its entry points are [Plan],
// [Records] and [Merged].
package compile

import (
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
	"github.com/salesplan/salesplan/schemas"
)

// Result is a compiled plan with the language it was checked against.
type Result struct {
	Plan   *plan.Plan
	Schema *schema.Schema
}

// Plan compiles the tree of a plan folder. The findings are those of the
// schema; what is broken is left out of the typed model and named in
// Plan.Broken. An error means that the built-in schema itself is unusable.
func Plan(tree *load.Tree) (Result, diag.List, error) {
	instance, findings, err := cuelang.Compile(schemas.Current, tree.CUE)
	if err != nil {
		return Result{}, nil, fmt.Errorf("compiling the schema: %w", err)
	}
	raw := slices.Concat(tree.Records, instance.Records)
	model, more := Records(instance.Schema, raw)
	// Of a plan that could not be read in full the settings may be what is missing.
	if tree.Complete && !model.Has(plan.SettingsAddr) {
		more = append(more, noSettings(model.Records))
	}
	return Result{Plan: model, Schema: instance.Schema}, diag.Sorted(findings, more), nil
}

// Records checks raw records against a schema and builds the plan they form.
func Records(language *schema.Schema, raw []record.Record) (*plan.Plan, diag.List) {
	typed, perRecord := checkAll(language, raw)
	broken := map[addr.Addr]bool{}
	for i, list := range perRecord {
		if list.Worst() == diag.Error || refused(&typed[i].Node) {
			broken[typed[i].Addr] = true
		}
	}
	findings := slices.Concat(perRecord...)
	unique, duplicates := dropDuplicates(typed)
	findings = append(findings, duplicates...)
	return plan.Build(unique, referencesOf(language, unique), broken), findings
}

// Merged builds the plan of records that were typed before and have been put
// together anew; they are checked once more, since two sound versions may merge
// to one that is not.
func Merged(language *schema.Schema, typed []record.Record) (*plan.Plan, diag.List) {
	raw := slices.Clone(typed)
	for i := range raw {
		if _, derived := language.DeriveID(raw[i].Addr.Collection, &raw[i].Node); derived {
			raw[i].Addr.ID = "" // formed again from the fields
		}
	}
	return Records(language, raw)
}

// checkAll checks records in parallel; results stand in the order of raw.
func checkAll(language *schema.Schema, raw []record.Record) ([]record.Record, []diag.List) {
	typed := make([]record.Record, len(raw))
	findings := make([]diag.List, len(raw))
	workers := max(min(runtime.GOMAXPROCS(0), len(raw)/256), 1)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			from, to := len(raw)*worker/workers, len(raw)*(worker+1)/workers
			for i := from; i < to; i++ {
				typed[i], findings[i] = language.Check(raw[i])
			}
		})
	}
	group.Wait()
	return typed, findings
}

// refused reports whether load refused a value in the record: it stands there
// as Null and has a finding already.
func refused(n *syntax.Node) bool {
	return n.Kind == syntax.Null || slices.ContainsFunc(n.Children, func(c syntax.Node) bool { return refused(&c) })
}

// dropDuplicates keeps the first record of every address, in order of place,
// and reports the others. Records without an id have their own finding already
// and are left out.
func dropDuplicates(typed []record.Record) ([]record.Record, diag.List) {
	record.Sort(typed)
	var findings diag.List
	unique := make([]record.Record, 0, len(typed))
	for _, r := range typed {
		if r.Addr.ID == "" {
			continue
		}
		if n := len(unique); n > 0 && unique[n-1].Addr == r.Addr {
			findings = append(findings, diag.New(diag.DuplicateID, r.Addr, r.Place(),
				"%s is written twice; only the first is read", r.Addr).
				With(unique[n-1].Place(), "first written here"))
			continue
		}
		unique = append(unique, r)
	}
	return unique, findings
}

// noSettings is the finding for a plan without settings.
func noSettings(records []record.Record) diag.Finding {
	place := source.Place{File: "plan.yaml"}
	if len(records) > 0 {
		place.File = records[0].File
	}
	return diag.New(diag.MissingField, plan.SettingsAddr, place, `the plan has no settings: write "plan:" with at least a name`).At("plan")
}

// referencesOf lists every use of an id in the records.
func referencesOf(language *schema.Schema, records []record.Record) []plan.Reference {
	var references []plan.Reference
	for i := range records {
		r := &records[i]
		collection, ok := language.Collection(r.Addr.Collection)
		if !ok {
			continue
		}
		for ref := range collection.References(r) {
			references = append(references, plan.Reference{
				From: r.Addr, Field: ref.Path, Collections: ref.Collections, ID: ref.Node.Text, Place: ref.Node.Place(r.File),
			})
		}
	}
	return references
}
