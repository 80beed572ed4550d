package plan_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

const dated = `
measure:
  arr: {name: ARR, unit: money}
position:
  ann: {title: Ann's}
  old: {title: Old, to: 2026-08-01}
person:
  p1: {}
  p2: {from: 2026-08-01}
holder:
  - {position: ann, person: p1, to: 2026-08-01}
  - {position: ann, person: p2, from: 2026-08-01}
  - {position: old, person: p1}
territory:
  top: {name: Top}
  a: {name: A, parent: top}
  late: {name: Late, parent: top, from: 2026-08-01}
assignment:
  - {territory: a, position: old, coverage: owner, to: 2026-08-01}
  - {territory: a, position: ann, coverage: owner, from: 2026-08-01}
  - {territory: late, position: ann, coverage: owner}
quota:
  - {territory: a, measure: arr, period: FY27, amount: 100}
  - {territory: late, measure: arr, period: FY27, amount: 50}
  - {position: old, measure: arr, period: FY27, amount: 10}
`

// inEffect lists what a plan counts.
func inEffect(p *plan.Plan) []string {
	var all []string
	add := func(o plan.Origin, active period.Range) {
		text := o.Addr.String()
		if active != (period.Range{}) {
			text += fmt.Sprint(" ", active)
		}
		all = append(all, text)
	}
	for _, x := range p.Positions {
		add(x.Origin, x.Active)
	}
	for _, x := range p.People {
		add(x.Origin, x.Active)
	}
	for _, x := range p.Holders {
		add(x.Origin, x.Active)
	}
	for _, x := range p.Territories {
		add(x.Origin, x.Active)
	}
	for _, x := range p.Assignments {
		add(x.Origin, x.Active)
	}
	for _, x := range p.Quotas {
		add(x.Origin, period.Range{})
	}
	slices.Sort(all)
	return all
}

// TestAsOf looks at the last day of the old order and at the first of the new.
func TestAsOf(t *testing.T) {
	whole := testplan.Build(t, dated).Plan
	before := inEffect(whole)
	for day, want := range map[string][]string{
		"2026-07-31": {
			"assignment/a/old/owner", "holder/ann/p1", "holder/old/p1", "person/p1", "position/ann", "position/old",
			"quota/a/arr@FY27", "quota/old/arr@FY27", "territory/a", "territory/top",
		},
		"2026-08-01": {
			"assignment/a/ann/owner@2026-08-01", "assignment/late/ann/owner", "holder/ann/p2@2026-08-01", "person/p1", "person/p2", "position/ann",
			"quota/a/arr@FY27", "quota/late/arr@FY27", "territory/a", "territory/late", "territory/top",
		},
	} {
		date, err := period.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, inEffect(whole.AsOf(date))); diff != "" {
			t.Errorf("%s: %s", day, diff)
		}
	}
	if diff := cmp.Diff(before, inEffect(whole)); diff != "" {
		t.Error("the plan itself is changed:", diff)
	}
}
