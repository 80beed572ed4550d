package engine

import (
	"errors"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/near"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/rollup"
)

// CheckNear reports what [Check] would report about a plan, from what a run
// over a similar plan has left in a memo. An error says why the whole plan has
// to be read to tell.
func CheckNear(source Source, memory *compile.Memory, memo *near.Memo, failOn diag.Severity) (report.Check, error) {
	tree, ok := source.Files.(near.Tree)
	if !ok {
		return report.Check{}, errors.New("the files are not in git")
	}
	found, err := memo.Check(near.Change{Tree: tree, Path: source.Path, Memory: memory, Analyses: analyses()})
	if err != nil {
		return report.Check{}, err
	}
	sums := make([]report.CollectionSum, len(found.Counts))
	for i, count := range found.Counts {
		sums[i] = report.CollectionSum{Collection: count.Collection, Count: count.Records}
	}
	return report.NewCheck(report.CheckInput{
		Input: source.Name, Prefix: source.Path, Plan: found.Name, Records: sums,
		Findings: found.Findings, Complete: true, FailOn: failOn, Texts: found.Text,
	}), nil
}

// Memo returns what [CheckNear] needs to know of a plan that has been checked,
// and the object id of its folder; ok is false where a plan cannot be kept
// like that.
func (l *Loaded) Memo() (tree string, block []byte, ok bool) {
	files, ok := l.Source.Files.(near.Tree)
	if !ok || !l.Complete || l.folder == nil || l.analysed == nil {
		return "", nil, false
	}
	tree, err := files.Hash(".")
	if err != nil {
		return "", nil, false
	}
	about := near.About{
		Tree: tree, Path: l.Source.Path, Name: l.Plan.Choices.Name, Counts: near.CountsOf(l.Plan),
		Entries: l.folder.Entries, Bytes: l.folder.Bytes(), Room: rollup.RoomOf(l.Plan),
	}
	block, ok = near.Keep(near.Whole{
		About: about, Files: l.compiled.Files(), Findings: diag.Sorted(l.Findings, l.analysed), Analyses: analyses(),
	})
	return tree, block, ok
}
