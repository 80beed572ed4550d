// Package review works out what landing a change does to a plan: it merges the
// head into the target, compares the result with the target, and says which
// findings are new, still there or settled. It knows results of earlier stages
// only, neither git nor formats. Its entry point is [Compute].
package review

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/engine/ops"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/schema"
)

// Side is the plan at one revision as loaded and compiled.
type Side struct {
	Plan     *plan.Plan
	Schema   *schema.Schema
	Findings diag.List // of loading and compiling
	Complete bool      // every file could be read
}

// Input are the three revisions of a review. Base and Target are the same Side
// where nothing landed since the head branched off.
type Input struct {
	Base   *Side // the merge base
	Target *Side // the tip that the head is to land on
	Head   *Side
	// Say finds out what is to be said about a plan beside what its files told
	// already. nil: nothing but its totals.
	Say func(*Side) State
}

// Status says since when a finding is there. The zero Status is invalid.
type Status uint8

// The statuses.
const (
	New   Status = iota + 1 // the change brings it
	Still                   // it is on the target already
	Fixed                   // the change settles it
)

// String returns new, still or fixed.
func (s Status) String() string {
	names := [...]string{New: "new", Still: "still", Fixed: "fixed"}
	if int(s) < len(names) && s != 0 {
		return names[s]
	}
	return "invalid"
}

// Finding is a finding with its status.
type Finding struct {
	diag.Finding
	Status Status
}

// Result is what landing the head does.
type Result struct {
	Complete bool
	// Merged is the plan after landing.
	Merged *plan.Plan
	// Changes lead from the target to Merged, by consequence.
	Changes []Change
	// Landed are the records that changed on the target since the head
	// branched off and that the head changes too.
	Landed []addr.Addr
	// Findings are those of Merged and those that it settles.
	Findings []Finding
	// Rollup are the totals that differ.
	Rollup []rollup.Change
	// Cost is what landing does to the cost of pay in the first fiscal year of
	// Merged; nil for a plan that says nothing about pay.
	Cost *cost.Difference
	// Letters are those about which something has to be done once the head has
	// landed.
	Letters []letter.Change
	// Before is what is said about the target.
	Before State
}

// Change is a change with the changes that it follows from.
type Change struct {
	diff.Change
	Causes []addr.Addr // of derived fields, sorted
}

// Compute works out the review.
func Compute(in Input) Result {
	merged, conflicts := land(in)
	before, after := in.stateOf(in.Target), in.stateOf(merged)
	changes := diff.Compare(in.Target.Plan, merged.Plan, merged.Schema)
	findings := diag.Sorted(after.Findings, conflicts, check.Changes(changes))
	return Result{
		Before:   before,
		Complete: in.Base.Complete && in.Target.Complete && merged.Complete,
		Merged:   merged.Plan,
		Changes:  WithCauses(changes),
		Landed:   landed(in),
		Findings: WithStatus(before.Findings, findings),
		Cost:     costOf(in.Target.Plan, merged.Plan, changes),
		Letters:  letter.Between(in.Target.Plan, merged.Plan, touched(changes)),
		Rollup:   append(rollup.Delta(before.Totals, after.Totals), ops.WorkloadDelta(in.Target.Plan, merged.Plan)...),
	}
}

// costOf returns what landing does to the cost of pay.
func costOf(before, after *plan.Plan, changes []diff.Change) *cost.Difference {
	year, err := cost.YearOf(after, period.Period{})
	if err != nil {
		return nil
	}
	d, ok := cost.Between(before, after, year, touched(changes))
	if !ok {
		return nil
	}
	return &d
}

// touched tells of which collections records changed.
func touched(changes []diff.Change) func(collection string) bool {
	return func(collection string) bool {
		return slices.ContainsFunc(changes, func(c diff.Change) bool { return c.Addr.Collection == collection })
	}
}

// Part is what is near a change, as one revision has it.
type Part struct {
	Plan     *plan.Plan
	Findings diag.List // of the whole plan
}

// OfParts works out the review of a head that grew from the target itself, from
// what is near the change and the totals that differ. Both revisions can be
// read in full. ok is false where only the whole plans can tell.
func OfParts(target, head Part, language *schema.Schema, totals []rollup.Change) (result Result, ok bool) {
	if len(target.Plan.Operations.Activities)+len(head.Plan.Operations.Activities) > 0 {
		return Result{}, false // workloads are summed over the whole plan
	}
	changes := diff.Compare(target.Plan, head.Plan, language)
	return Result{
		Complete: true, Merged: head.Plan, Changes: WithCauses(changes),
		Findings: WithStatus(target.Findings, diag.Sorted(head.Findings, check.Changes(changes))), Rollup: totals,
	}, true
}

// Followed reports whether [OfParts] says all that a review says where a plan
// has records of a collection. Others, such as those about pay, have a part in
// what is worked out for the plan as a whole.
func Followed(collection string) bool {
	switch collection {
	case plan.Settings, plan.MeasureKind, plan.RoleKind, plan.PositionKind, plan.PersonKind, plan.TypeKind, plan.TerritoryKind,
		plan.RuleKind, plan.AccountKind, plan.HolderKind, plan.AssignmentKind, plan.QuotaKind, plan.MoveKind:
		return true
	}
	return false
}

// land merges the head into the target. Where nothing landed since the head
// branched off, the result is the head itself.
func land(in Input) (*Side, diag.List) {
	if in.Base == in.Target {
		return in.Head, nil
	}
	language := in.Head.Schema
	records, conflicts := merge.Records(in.Base.Plan, in.Target.Plan, in.Head.Plan, language)
	model, findings := compile.Merged(language, records)
	// What could not be read at the head is still unreadable after landing.
	for _, f := range in.Head.Findings {
		if f.Subject.IsZero() {
			findings = append(findings, f)
		}
	}
	var lost diag.List
	for _, c := range conflicts {
		lost = append(lost, conflictFinding(c))
	}
	return &Side{Plan: model, Schema: language, Findings: findings, Complete: in.Head.Complete && !compile.Unread(findings)}, lost
}

// conflictFinding says which field both sides changed.
func conflictFinding(c merge.Conflict) diag.Finding {
	var f diag.Finding
	switch {
	case c.Field == "" && c.Head == nil:
		f = diag.New(diag.MergeConflict, c.Addr, c.TargetPlace, "%s is removed by this change, but was changed on the target since", c.Addr)
	case c.Field == "":
		f = diag.New(diag.MergeConflict, c.Addr, c.HeadPlace, "%s is changed here, but was removed on the target since", c.Addr)
	default:
		f = diag.New(diag.MergeConflict, c.Addr, c.HeadPlace, "%s of %s is %s here, but was set to %s on the target since",
			c.Field, c.Addr, quoted(diff.Print(c.Head)), quoted(diff.Print(c.Target)))
	}
	return f.At(c.Field)
}

// quoted shows a value in a sentence; an absent one as nothing.
func quoted(text string) string {
	if text == "" {
		return "nothing"
	}
	return `"` + text + `"`
}

// State is what the stages over one plan say.
type State struct {
	Findings diag.List
	Totals   *rollup.Result
}

// stateOf is what is said about a side in all.
func (in Input) stateOf(side *Side) State {
	if in.Say == nil {
		totals, findings := rollup.Compute(side.Plan)
		return State{Findings: diag.Sorted(side.Findings, findings), Totals: totals}
	}
	said := in.Say(side)
	return State{Findings: diag.Sorted(side.Findings, said.Findings), Totals: said.Totals}
}

// WithStatus joins the findings before and after. Findings are the same if
// everything but their place is.
func WithStatus(before, after diag.List) []Finding {
	open := map[string]int{}
	for _, f := range before {
		open[f.Identity()]++
	}
	var joined []Finding
	for _, f := range after {
		status := New
		if open[f.Identity()] > 0 {
			open[f.Identity()]--
			status = Still
		}
		joined = append(joined, Finding{Finding: f, Status: status})
	}
	for _, f := range slices.Backward(before) {
		if open[f.Identity()] > 0 {
			open[f.Identity()]--
			joined = append(joined, Finding{Finding: f, Status: Fixed})
		}
	}
	SortFindings(joined)
	return joined
}

// SortFindings puts findings in the order in which they are shown.
func SortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int { return a.Compare(b.Finding) })
}

// landed returns the records that both sides changed since the base.
func landed(in Input) []addr.Addr {
	if in.Base == in.Target {
		return nil
	}
	byHead := map[addr.Addr]bool{}
	for _, change := range diff.Compare(in.Base.Plan, in.Head.Plan, in.Head.Schema) {
		byHead[change.Addr] = true
	}
	var both []addr.Addr
	for _, change := range diff.Compare(in.Base.Plan, in.Target.Plan, in.Head.Schema) {
		if byHead[change.Addr] {
			both = append(both, change.Addr)
		}
	}
	slices.SortFunc(both, addr.Addr.Compare)
	return both
}

// causing says for a collection of relations which field names the record
// that its changes show up at.
var causing = map[string]struct{ field, collection string }{
	plan.AssignmentKind: {"territory", plan.TerritoryKind},
	plan.HolderKind:     {"position", plan.PositionKind},
}

// WithCauses names for every change with derived fields the changes that it
// follows from.
func WithCauses(changes []diff.Change) []Change {
	causes := map[addr.Addr][]addr.Addr{}
	for _, change := range changes {
		relation, ok := causing[change.Addr.Collection]
		if !ok {
			continue
		}
		// A change may take the relation from one record to another: both show it.
		effects := []addr.Addr{
			addr.New(relation.collection, change.BeforeNode.TextOf(relation.field)),
			addr.New(relation.collection, change.AfterNode.TextOf(relation.field)),
		}
		for _, effect := range slices.Compact(effects) {
			causes[effect] = append(causes[effect], change.Addr)
		}
	}
	joined := make([]Change, 0, len(changes))
	for _, change := range changes {
		full := Change{Change: change}
		if slices.ContainsFunc(change.Fields, func(f diff.Field) bool { return f.Derived }) {
			full.Causes = causes[change.Addr]
			slices.SortFunc(full.Causes, addr.Addr.Compare)
		}
		joined = append(joined, full)
	}
	return joined
}
