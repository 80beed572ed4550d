package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/scenario"
)

// base is a plan to lay scenarios over.
const base = `
measure:
  arr: {name: ARR, unit: money}
territory:
  top: {name: Top, container: true}
  t0: {name: Zero, parent: top, container: true}
  t1: {name: One, parent: top, container: true}
  t2: {name: Two, parent: top, container: true}
  t3: {name: Three, parent: top, container: true}
quota:
  - {territory: t0, measure: arr, period: FY27, amount: 1000}
  - {territory: t1, measure: arr, period: FY27, amount: 2000}
  - {territory: t2, measure: arr, period: FY27, amount: 3000}
  - {territory: t3, measure: arr, period: FY27, amount: 4000}
`

// said is all that the records of a plan say, but for its scenarios.
func said(p *plan.Plan) string {
	var b strings.Builder
	for r := range p.Records.All() {
		if r.Addr.Collection != "scenario" {
			fmt.Fprintln(&b, r.Addr, diff.Print(&r.Node))
		}
	}
	return b.String()
}

// laid lays a scenario over a plan, which it leaves as it is.
func laid(t *testing.T, scenarios, name string) string {
	t.Helper()
	compiled := testplan.Build(t, base+"scenario:\n"+scenarios)
	before := said(compiled.Plan)
	book := scenario.Read(compiled.Plan, compiled.Schema)
	s, ok := book.Find(name)
	if !ok {
		t.Fatalf("no scenario %s", name)
	}
	result, _, _ := book.Lay(s)
	if said(compiled.Plan) != before {
		t.Fatal("the plan itself was changed")
	}
	return said(result)
}

// TestEmptyScenarioIsThePlan: a scenario without changes says what the plan says.
func TestEmptyScenarioIsThePlan(t *testing.T) {
	compiled := testplan.Build(t, base)
	if got, want := laid(t, "  e: {name: Empty}\n", "e"), said(compiled.Plan); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestScenariosCommute: scenarios that touch different records give the same plan
// in whatever order another builds on them.
func TestScenariosCommute(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 41))
		order := r.Perm(4)
		change := func(name string, n int) string {
			switch r.IntN(4) {
			case 0:
				return fmt.Sprintf("  %s: {name: %s, set: {quota: {t%d/arr@FY27: {amount: %d}}}}\n", name, name, n, 1+r.IntN(9))
			case 1:
				return fmt.Sprintf("  %s: {name: %s, set: {territory: {t%d: {name: N%d}}}}\n", name, name, n, r.IntN(9))
			case 2:
				return fmt.Sprintf("  %s: {name: %s, growth: [{measure: arr, growth: 0.%d, territory: t%d}]}\n", name, name, 1+r.IntN(8), n)
			}
			return fmt.Sprintf("  %s: {name: %s, remove: [quota/t%d/arr@FY27]}\n", name, name, n)
		}
		scenarios := change("a", order[0]) + change("b", order[1]) + change("c", order[2])
		all := scenarios + "  forth: {name: Forth, builds_on: [a, b, c]}\n  back: {name: Back, builds_on: [c, a, b]}\n  nested: {name: Nested, builds_on: [ab, c]}\n  ab: {name: Both, builds_on: [a, b]}\n"
		forth := laid(t, all, "forth")
		for _, name := range []string{"back", "nested"} {
			if got := laid(t, all, name); got != forth {
				t.Fatalf("seed %d: %s gives\n%s\nforth\n%s\nof\n%s", seed, name, got, forth, all)
			}
		}
	}
}
