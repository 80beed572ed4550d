package engine

import (
	"path"

	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/report"
)

// Allocate reports what allocations propose, all if no id is given, and returns
// the plan files that would carry it out. There are none if anything is wrong
// with the plan or with an allocation: quotas are set together or not at all. It
// fails for an id that the plan does not have, and for quotas that cannot be
// edited where they stand.
func Allocate(loaded *Loaded, ids []string) (report.Allocation, []edit.File, error) {
	result, err := allocate.Compute(loaded.Plan, ids)
	if err != nil {
		return report.Allocation{}, nil, err
	}
	in := report.AllocationInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan, Result: result, Files: map[string]string{},
		Findings: loaded.Findings, Complete: loaded.Complete, Texts: loaded.Text, Confidence: loaded.confidence(false),
	}
	edits := result.Edits(loaded.Plan)
	for _, e := range edits {
		in.Files[e.Addr.String()] = path.Join(loaded.Source.Path, e.File)
	}
	shown := report.NewAllocation(in)
	if !loaded.Complete || diag.Sorted(loaded.Findings, result.Findings).Worst() >= diag.Error {
		return shown, nil, nil
	}
	files, err := edit.Plan(loaded.Plan, func(name string) ([]byte, bool) {
		text, ok := loaded.Text(name)
		return []byte(text), ok
	}, edits)
	if err != nil {
		return report.Allocation{}, nil, err
	}
	for _, f := range files {
		shown.Files = append(shown.Files, report.Written{Path: path.Join(loaded.Source.Path, f.Name), Action: "would change"})
	}
	return shown, files, nil
}
