package review_test

import (
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/rollup"
)

// side compiles a plan as one side of a review.
func side(t *testing.T, text string) *review.Side {
	t.Helper()
	compiled, findings := testplan.Load(t, map[string]string{"plan.yaml": testplan.Settings + text})
	return &review.Side{Plan: compiled.Plan, Schema: compiled.Schema, Findings: findings, Complete: true}
}

const base = `
measure:
  arr: {name: ARR, unit: money}
position:
  ann: {title: Seller}
  ben: {title: Seller}
territory:
  north: {name: North, parent: nowhere, rules: [{rule: r}]}
  south: {name: South, container: true}
assignment_rule:
  r: {conditions: [{field: f, operator: equals, values: [x]}]}
assignment:
  - {territory: north, position: ann, coverage: owner}
quota:
  - {territory: north, measure: arr, period: FY27-Q1, amount: 100}
`

func edit(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(base) }

// said is what the rules say of a plan.
func said(side *review.Side) review.State {
	p := side.Plan
	totals, findings := rollup.Compute(p)
	return review.State{Findings: append(findings, check.Run(check.Input{Plan: p}, check.Rules())...), Totals: totals}
}

// TestStatusOfFindings tells findings that the change brings from those that it
// settles and those that are on the target already, whatever lines moved.
func TestStatusOfFindings(t *testing.T) {
	target := side(t, base)
	head := side(t, "# a line more\n"+edit("name: South, container: true", "name: South, parent: elsewhere, container: true"))
	fixed := side(t, edit(", parent: nowhere", ""))
	statuses := func(head *review.Side) string {
		var told []string
		for _, f := range review.Compute(review.Input{Base: target, Target: target, Head: head, Say: said}).Findings {
			if f.Code == "REF001" {
				told = append(told, f.Subject.ID+" "+f.Status.String())
			}
		}
		return strings.Join(told, ", ")
	}
	if got := statuses(head); got != "north still, south new" {
		t.Errorf("got %s", got)
	}
	if got := statuses(fixed); got != "north fixed" {
		t.Errorf("got %s", got)
	}
}

// TestMergeResultIsCompared does not report what landed on the target since as
// part of the change, and names the records that both sides changed.
func TestMergeResultIsCompared(t *testing.T) {
	in := review.Input{
		Base:   side(t, base),
		Target: side(t, edit("name: South", "name: The South", "amount: 100", "amount: 100, reason: landed")),
		Head:   side(t, edit("amount: 100", "amount: 120")),
		Say:    said,
	}
	result := review.Compute(in)
	if len(result.Changes) != 1 || result.Changes[0].Addr.String() != "quota/north/arr@FY27-Q1" || len(result.Changes[0].Fields) != 1 {
		t.Errorf("changes %+v", result.Changes)
	}
	if len(result.Landed) != 1 || result.Landed[0].String() != "quota/north/arr@FY27-Q1" {
		t.Errorf("landed %v", result.Landed)
	}
	if len(result.Rollup) == 0 || result.Rollup[0].Difference.Value.String() != "20" {
		t.Errorf("rollup %+v", result.Rollup)
	}
}

// TestCausesOfDerivedFields names the assignments that a new owner follows from.
func TestCausesOfDerivedFields(t *testing.T) {
	target, head := side(t, base), side(t, edit("position: ann, coverage", "position: ben, coverage"))
	for _, change := range review.Compute(review.Input{Base: target, Target: target, Head: head, Say: said}).Changes {
		if change.Addr.Collection != "territory" {
			continue
		}
		if change.Direct() || change.Action != diff.Changed || len(change.Causes) != 2 {
			t.Errorf("%+v", change)
		}
		return
	}
	t.Error("the territory does not show its new owner")
}

// TestIncompleteSides make the review incomplete, whichever side it is.
func TestIncompleteSides(t *testing.T) {
	for i := range 3 {
		sides := []*review.Side{side(t, base), side(t, base), side(t, base)}
		sides[i].Complete = false
		if review.Compute(review.Input{Base: sides[0], Target: sides[1], Head: sides[2], Say: said}).Complete {
			t.Errorf("side %d is incomplete, the review is not", i)
		}
	}
}
