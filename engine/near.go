package engine

import (
	"errors"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/gate"
	"github.com/salesplan/salesplan/engine/near"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/rollup"
)

// CheckNear reports what [Check] would report about a plan, from what a run
// over a similar plan has left in a memo. An error says why the whole plan has
// to be read to tell.
func CheckNear(source Source, memory *compile.Memory, memo *near.Memo, in CheckInput) (report.Check, error) {
	tree, ok := source.Files.(near.Tree)
	if !ok {
		return report.Check{}, errors.New("the files are not in git")
	}
	language, err := memory.BuiltIn()
	if err != nil {
		return report.Check{}, err
	}
	answer, err := memo.Look(near.Question{Trees: []near.Tree{tree}, Path: source.Path, Memory: memory, Analyses: analyses(rollup.Compute, language)})
	if err != nil {
		return report.Check{}, err
	}
	found := answer.States[0]
	if slices.ContainsFunc(found.Counts, func(c near.Count) bool { return c.Collection == plan.ReliefKind && c.Records > 0 }) {
		return report.Check{}, errors.New("relief changes quotas that are not near it")
	}
	sums := make([]report.CollectionSum, len(found.Counts))
	for i, count := range found.Counts {
		sums[i] = report.CollectionSum{Collection: count.Collection, Count: count.Records}
	}
	shown := report.CheckInput{
		Input: source.Name, Prefix: source.Path, Plan: found.Name, Records: sums,
		Findings: found.Findings, Complete: true, FailOn: in.FailOn, Texts: found.Text,
	}
	if !in.Unmasked {
		shown.Confidence = language.Confidence()
	}
	return report.NewCheck(shown), nil
}

// ReviewNearInput are the revisions of a review whose head grew from the target
// itself.
type ReviewNearInput struct {
	Target, Head Source
	Revisions    report.Revisions
	FailOn       diag.Severity
	Unmasked     bool // show what gives away the pay of single people
	Gate         Gate
}

// ReviewNear reports what [Review] would report, from what a run over a similar
// plan has left in a memo. An error says why the whole plans have to be read to
// tell.
func ReviewNear(in ReviewNearInput, memory *compile.Memory, memo *near.Memo) (report.Review, error) {
	target, inGit := in.Target.Files.(near.Tree)
	head, alsoInGit := in.Head.Files.(near.Tree)
	if !inGit || !alsoInGit || in.Target.Path != in.Head.Path {
		return report.Review{}, errors.New("the files are not in one folder in git")
	}
	language, err := memory.BuiltIn()
	if err != nil {
		return report.Review{}, err
	}
	answer, err := memo.Look(near.Question{
		Trees: []near.Tree{target, head}, Path: in.Head.Path, Memory: memory, Analyses: append(analyses(rollup.Compute, language), comparisons()...),
	})
	if err != nil {
		return report.Review{}, err
	}
	for _, state := range answer.States {
		if slices.ContainsFunc(state.Counts, func(c near.Count) bool { return c.Collection == comp.PlanKind && c.Records > 0 }) {
			return report.Review{}, errors.New("what pay costs depends on the whole plans")
		}
	}
	for _, state := range answer.States {
		for _, count := range state.Counts {
			if !review.Followed(count.Collection) {
				return report.Review{}, fmt.Errorf("a review says more about each %s than what is near tells", count.Collection)
			}
		}
	}
	totals, err := answer.Totals()
	if err != nil {
		return report.Review{}, err
	}
	before, after := answer.States[0], answer.States[1]
	result, ok := review.OfParts(review.Part{Plan: before.Part, Findings: before.Findings}, review.Part{Plan: after.Part, Findings: after.Findings}, language, totals)
	if !ok {
		return report.Review{}, errors.New("what is compared depends on the whole plans")
	}
	if gated(answer, result) {
		return report.Review{}, errors.New("the gate looks at the whole plans")
	}
	shown := report.NewReview(report.ReviewInput{
		Path: in.Head.Path, Revisions: in.Revisions, Result: result, Schema: language,
		FailOn: in.FailOn, Unmasked: in.Unmasked, AsOf: in.Gate.AsOf, Before: before.Text, After: after.Text,
	})
	return in.Gate.judged(shown, result, before.Part, language, in.FailOn, in.Unmasked), nil
}

// comparisons are what a review compares beside findings.
func comparisons() []near.Analysis {
	return []near.Analysis{{Rules: []near.Rule{{Reach: rollup.TotalsReach}, {Reach: diff.Reach}}}}
}

// Memo returns what [CheckNear] and [ReviewNear] need to know of a plan about
// which everything has been said, and the object id of its folder; ok is false
// where a plan cannot be kept like that.
func (l *Loaded) Memo() (tree string, block []byte, ok bool) {
	files, ok := l.Source.Files.(near.Tree)
	if !ok || !l.Complete || l.folder == nil || l.said == nil || len(l.Plan.Reliefs) > 0 {
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
		About: about, Files: l.compiled.Files(), Findings: diag.Sorted(l.Findings, l.said.Findings), Totals: l.said.Totals,
		Analyses: append(analyses(rollup.Compute, l.Schema), comparisons()...),
	})
	return tree, block, ok
}

// gated reports whether the gate of a review depends on more than what is near
// the change: plans may state policies and owners, and how many report to a
// manager who gets one more is known of whole plans only.
func gated(answer *near.Answer, result review.Result) bool {
	for _, state := range answer.States {
		if slices.ContainsFunc(state.Counts, func(c near.Count) bool { return slices.Contains(gate.Collections(), c.Collection) }) {
			return true
		}
	}
	return slices.ContainsFunc(result.Changes, func(c review.Change) bool {
		manager, differs := c.FieldAt("manager")
		return c.Addr.Collection == plan.PositionKind && differs && manager.After != nil
	})
}
