package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/check"
)

// bigPlan writes a plan of n territories in a tree of ten children each, every
// one with a rule, an owner and two quotas.
func bigPlan(n int) string {
	var territories, rules, positions, assignments, quotas strings.Builder
	for i := range n {
		parent, manager := "", ""
		if i > 0 {
			parent = fmt.Sprintf("parent: t-%d, ", (i-1)/10)
			manager = fmt.Sprintf(", manager: p-%d", (i-1)/10)
		}
		fmt.Fprintf(&territories, "  t-%d: {name: T, %srules: [{rule: r-%d}]}\n", i, parent, i)
		fmt.Fprintf(&rules, "  r-%d: {conditions: [{field: zip, operator: equals, values: [%d, a%d]}, {field: size, operator: equals, values: [large]}]}\n", i, i, i)
		fmt.Fprintf(&positions, "  p-%d: {role: seller%s}\n", i, manager)
		fmt.Fprintf(&assignments, "  - {territory: t-%d, position: p-%d}\n", i, i)
		for _, period := range []string{"FY27-H1", "FY27-H2"} {
			fmt.Fprintf(&quotas, "  - {territory: t-%d, measure: arr, period: %s, amount: 100}\n", i, period)
		}
	}
	return `plan: {currency: EUR, years: [FY27], calendar: {kind: months, start_month: "2", named_by: end}, over_assignment: {min: 0, max: 1000}}
measure: {arr: {name: ARR, unit: money, quota_by: territory, quota_grain: half}}
role: {seller: {name: Seller, measures: [arr]}}
territory:
` + territories.String() + "assignment_rule:\n" + rules.String() + "position:\n" + positions.String() +
		"assignment:\n" + assignments.String() + "quota:\n" + quotas.String()
}

func BenchmarkRun(b *testing.B) {
	for _, n := range []int{2_500, 25_000} {
		p := planOf(b, bigPlan(n))
		b.Run(fmt.Sprintf("territories=%d", n), func(b *testing.B) {
			for b.Loop() {
				check.Run(check.Input{Plan: p}, check.Rules())
			}
		})
	}
}

// BenchmarkRule shows which rules cost most.
func BenchmarkRule(b *testing.B) {
	p := planOf(b, bigPlan(25_000))
	for _, rule := range check.Rules() {
		b.Run(string(rule.Code), func(b *testing.B) {
			for b.Loop() {
				check.Run(check.Input{Plan: p}, []check.Rule{rule})
			}
		})
	}
}

// BenchmarkMistakes runs over plans in which one mistake is made everywhere.
func BenchmarkMistakes(b *testing.B) {
	sound := bigPlan(25_000)
	for name, replace := range map[string][]string{
		"unknown parents":    {"parent: t-", "parent: u-"},
		"one value":          {"field: zip, operator: equals, values: [", "field: zip, operator: equals, values: [x, "},
		"one circle":         {"  t-0: {name: T, ", "  t-0: {name: T, parent: t-24999, "},
		"nobody owns":        {"position: p-", "coverage: overlay, position: p-"},
		"one owner":          {"position: p-", "position: p-0, x: p-"},
		"one territory":      {"  - {territory: t-", "  - {territory: t-0, was: t-"},
		"no unambiguous sum": {"min: 0, max: 1000", "min: 1, max: 1"},
	} {
		p := planOf(b, strings.NewReplacer(replace...).Replace(sound))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				check.Run(check.Input{Plan: p}, check.Rules())
			}
		})
	}
}

// TestBigPlanIsSound guards the benchmark: it must not measure findings.
func TestBigPlanIsSound(t *testing.T) {
	if lines := findingsOf(t, bigPlan(200)); !slices.Equal(lines, []string{}) {
		t.Errorf("got %d findings: %s", len(lines), lines[0])
	}
}
