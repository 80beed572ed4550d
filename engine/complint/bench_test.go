package complint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/complint"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
)

// manyPlans writes comp plans of ten components each, with tables of four bands,
// caps, gates, texts with numbers, and ten people on each, of whom some begin
// within a window. Nothing is wrong with them. Each comp plan has a file.
func manyPlans(tb testing.TB, count int) *plan.Plan {
	tb.Helper()
	files := map[string]string{"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + "measure:\n"}
	for j := range 10 {
		files["plan.yaml"] += fmt.Sprintf("  m-%d: {name: Measure number %d, unit: money}\n", j, j)
	}
	for i := range count {
		files[fmt.Sprintf("plan-%d.yaml", i)] = planFile(i)
	}
	result, findings := testplan.Load(tb, files)
	if len(findings) > 0 {
		tb.Fatal(findings[0].Message)
	}
	return result.Plan
}

func planFile(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "role:\n  r-%d: {name: Role %d}\nposition:\n", i, i)
	for j := range 10 {
		fmt.Fprintf(&b, "  s-%d-%d: {role: r-%d}\n", i, j, i)
	}
	b.WriteString("person:\n")
	for j := range 10 {
		fmt.Fprintf(&b, "  w-%d-%d: {}\n", i, j)
	}
	b.WriteString("holder:\n")
	for j := range 10 {
		fmt.Fprintf(&b, "  - {position: s-%d-%d, person: w-%d-%d, from: 2026-03-1%d}\n", i, j, i, j, j)
	}
	fmt.Fprintf(&b, "comp_plan:\n  c-%d:\n    name: Plan %d\n    roles: [r-%d]\n    base_salary: 60000\n    target_incentive: 40000\n", i, i, i)
	b.WriteString("    description: An accelerator of 1.5x above quota, 2x above 150 % of quota, and a cap of 300 % of the target\n")
	b.WriteString("    rounding: {mode: half_up, at: component}\n    proration: {basis: months, first_day: counted, applies_to: [quota, target]}\n    components:\n")
	for j := range 10 {
		fmt.Fprintf(&b, "      p-%d:\n        {measure: m-%d, weight: 0.1, window: quarter, pay_every: month, quota: {amount: 250000, basis: window},\n", j, j)
		b.WriteString("         description: \"The accelerator is 1.5x, and 2x from 150 % of quota on\", caps: {most: {of: payout, per: year, target_multiple: 3}},\n")
		b.WriteString("         gates: {least: {conditions: [{by: attainment, at_least: 0.5}], blocks: payout, releases: first_unit}},\n")
		b.WriteString("         rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, to: 0.5, value: 1}, {from: 0.5, to: 1, value: 1}, {from: 1, to: 1.5, value: 1.5}, {from: 1.5, value: 2}]}}\n")
	}
	return b.String()
}

// TestManyPlansAreSound guards the benchmark: it must not measure findings.
func TestManyPlansAreSound(t *testing.T) {
	if lines := linesOf(everyFinding(manyPlans(t, 3))); len(lines) > 0 {
		t.Errorf("got %d findings: %s", len(lines), lines[0])
	}
}

// BenchmarkRules looks at 300 comp plans of 10 components with 3,000 people.
func BenchmarkRules(b *testing.B) {
	p := manyPlans(b, 300)
	for b.Loop() {
		everyFinding(p)
	}
}

// BenchmarkRule shows which rules cost most.
func BenchmarkRule(b *testing.B) {
	p := manyPlans(b, 300)
	pass := complint.Of(p, comp.Read(p))
	b.Run("reading", func(b *testing.B) {
		for b.Loop() {
			complint.Of(p, comp.Read(p))
		}
	})
	b.Run("SCH012", func(b *testing.B) {
		for b.Loop() {
			complint.OpenChoices(pass)
		}
	})
	for _, rule := range complint.Rules() {
		b.Run(string(rule.Code), func(b *testing.B) {
			for b.Loop() {
				rule.Find(pass)
			}
		})
	}
}
