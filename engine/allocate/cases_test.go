package allocate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
)

// small is a root with two groups, of which one has three territories and the
// other one.
const small = `
territory:
  w: {name: World}
  e: {name: East, parent: w}
  s: {name: South, parent: w}
  e1: {name: E1, parent: e}
  e2: {name: E2, parent: e}
  e3: {name: E3, parent: e}
  s1: {name: S1, parent: s}
  ended: {name: Ended, parent: s, to: 2026-06-01}
`

// TestCases compares with figures that were worked out by hand.
func TestCases(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"even among siblings", `
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, total: 10, weights: [{by: even, among: siblings}]}}
`, "w 10, e 5, s 5, e1 2, e2 2, e3 1, s1 5"},
		{"even among the lowest", `
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, total: 100, weights: [{by: even, among: lowest}]}}
`, "w 100, e 75, s 25, e1 25, e2 25, e3 25, s1 25"},
		{"listed, a group without a value has those below it", `
weight: [{territory: e1, name: h, value: 3}, {territory: e2, name: h, value: 1}, {territory: s1, name: h, value: 1}]
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, total: 100, weights: [{by: listed, name: h}]}}
`, "w 100, e 80, s 20, e1 60, e2 20, e3 0, s1 20"},
		{"a blend makes each kind a share first", `
weight: [{territory: e, name: h, value: 3000}, {territory: s, name: h, value: 1000}]
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, levels: 1, total: 1000, weights: [{by: listed, name: h, share: 0.6}, {by: even, among: siblings, share: 0.4}]}}
`, "w 1000, e 650, s 350"},
		{"named accounts", `
account: {x: {potential: 30}, k: {potential: 10}, z: {potential: 20}}
territory.named: {}
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, levels: 1, total: 90, weights: [{by: accounts}]}}
`, "w 90, e 60, s 30"},
		{"potential of accounts", `
account: {x: {potential: 30}, k: {potential: 10}, z: {potential: 20}}
territory.named: {}
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, levels: 1, total: 90, weights: [{by: potential}]}}
`, "w 90, e 60, s 30"},
		{"the root's own quotas", `
quota: [{territory: w, measure: deals, period: FY27-Q1, amount: 4}, {territory: w, measure: deals, period: FY27-Q2, amount: 6}]
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: quarter, territory: w, levels: 1, weights: [{by: even, among: siblings}]}}
`, "e Q1 2, e Q2 3, e Q3 0, e Q4 0, s Q1 2, s Q2 3, s Q3 0, s Q4 0"},
		{"the root's own quotas in another seasonality", `
quota: [{territory: w, measure: deals, period: FY27-Q1, amount: 40}, {territory: w, measure: deals, period: FY27-Q2, amount: 60}]
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: quarter, territory: w, levels: 1, seasonality: [10, 20, 30, 40], weights: [{by: even, among: siblings}]}}
`, "w Q1 10, w Q2 20, w Q3 30, w Q4 40, e Q1 5, e Q2 10, e Q3 15, e Q4 20, s Q1 5, s Q2 10, s Q3 15, s Q4 20"},
		{"uplift", over("uplift", "0.25"), "w 100, e 63, s 62"},
		{"ratio", over("ratio", "1.25"), "w 100, e 63, s 62"},
		{"discount", over("discount", "0.2"), "w 100, e 63, s 62"},
		{"a manager who carries more than the team", over("ratio", "0.9"), "w 100, e 45, s 45"},
		{"over-assignment compounds", `
allocation: {a: {method: top_down, measure: arr, year: FY27, grain: year, territory: w, total: 1000000, over_assignment: {form: uplift, levels: [0.05, 0.05]}, weights: [{by: even, among: siblings}]}}
`, "w 1000000, e 525000, s 525000, e1 183750, e2 183750, e3 183750, s1 551250"},
		{"least and largest: the rest goes to the others", `
weight: [{territory: e1, name: h, value: 90}, {territory: e2, name: h, value: 9}, {territory: e3, name: h, value: 1}]
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: e, total: 1000, min: 100, max: 600, weights: [{by: listed, name: h}]}}
`, "e 1000, e1 600, e2 300, e3 100"},
		{"what those below need comes before the weights above", `
weight: [{territory: e, name: h, value: 1}, {territory: s, name: h, value: 9}]
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, total: 1000, min: 100, weights: [{by: listed, name: h, share: 0.5}, {by: even, among: lowest, share: 0.5}]}}
`, "w 1000, e 425, s 575, e1 142, e2 142, e3 141, s1 575"},
		{"a step, and what is less than one", `
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: e, total: 1037, step: 100, weights: [{by: even, among: siblings}]}}
`, "e 1037, e1 437, e2 300, e3 300"},
		{"locked", `
quota: [{territory: e2, measure: deals, period: FY27, amount: 40, locked: true}, {territory: e3, measure: deals, period: FY27, amount: 5}]
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: e, total: 100, weights: [{by: even, among: siblings}]}}
`, "e 100, e1 30, e2 40, e3 30"},
		{"a locked quota pulls the group above it up", `
quota: [{territory: s1, measure: deals, period: FY27, amount: 80, locked: true}]
allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, total: 100, weights: [{by: even, among: siblings}]}}
`, "w 100, e 20, s 80, e1 7, e2 7, e3 6, s1 80"},
		{"bottom up, compounded", grow("compounded", "1000"), "e 2156, e1 1078, e2 1078, e3 0"},
		{"bottom up, added", grow("added", "1000"), "e 2160, e1 1080, e2 1080, e3 0"},
		{"bottom up with a hedge", `
weight: [{territory: e1, name: b, value: 500}, {territory: e2, name: b, value: 300}, {territory: e3, name: b, value: 200}]
allocation: {a: {method: bottom_up, measure: deals, year: FY27, grain: quarter, territory: e, baseline: b, growth: 0.1, combine: added, seasonality: [10, 20, 30, 40], over_assignment: {form: ratio, levels: [1.1]}}}
`, "e Q1 100, e Q2 200, e Q3 300, e Q4 400, e1 Q1 55, e1 Q2 110, e1 Q3 165, e1 Q4 220, e2 Q1 33, e2 Q2 66, e2 Q3 99, e2 Q4 132, e3 Q1 22, e3 Q2 44, e3 Q3 66, e3 Q4 88"},
		{"bottom up, rounded down to steps, with limits", `
weight: [{territory: e1, name: b, value: 999}, {territory: e2, name: b, value: 20}, {territory: e3, name: b, value: 5000}]
allocation: {a: {method: bottom_up, measure: deals, year: FY27, grain: year, territory: e, baseline: b, combine: added, step: 100, rounding: down, min: 50, max: 2000}}
`, "e 2950, e1 900, e2 50, e3 2000"},
		{"bottom up, where a locked quota needs no baseline", `
weight: [{territory: e1, name: b, value: 10}, {territory: e2, name: b, value: 20}]
quota: [{territory: e3, measure: deals, period: FY27, amount: 7, locked: true}]
allocation: {a: {method: bottom_up, measure: deals, year: FY27, grain: year, territory: e, baseline: b, combine: added}}
`, "e 37, e1 10, e2 20, e3 7"},
		{"another currency is kept at the plan's rate, with all below it", `
quota: [{territory: e, measure: arr, period: FY27, amount: 100, currency: USD}, {territory: e1, measure: arr, period: FY27, amount: 5, currency: USD}]
allocation: {a: {method: top_down, measure: arr, year: FY27, grain: year, territory: w, total: 300, weights: [{by: even, among: siblings}]}}
`, "w 300, s 210, s1 210"},
		{"bottom up with another currency", `
weight: [{territory: s1, name: b, value: 50}]
quota: [{territory: e, measure: arr, period: FY27, amount: 100, currency: USD}]
allocation: {a: {method: bottom_up, measure: arr, year: FY27, grain: year, territory: w, baseline: b, combine: added}}
`, "w 140, s 50, s1 50"},
		{"reconcile keeps what has a baseline", `
weight: [{territory: e1, name: b, value: 100}, {territory: e2, name: p, value: 3}, {territory: e3, name: p, value: 1}]
allocation: {a: {method: reconcile, measure: deals, year: FY27, grain: year, territory: e, total: 510, baseline: b, growth: 0.1, combine: added, weights: [{by: listed, name: p}]}}
`, "e 510, e1 110, e2 300, e3 100"},
		{"one builds on another", `
allocation:
  b: {method: top_down, measure: deals, year: FY27, grain: year, territory: e, weights: [{by: even, among: siblings}]}
  c: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, levels: 1, total: 60, weights: [{by: even, among: siblings}]}
`, "w 60, e 30, s 30, e1 10, e2 10, e3 10"},
		{"positions", `
position: {boss: {title: Boss}, ann: {title: Ann, manager: boss}, bob: {title: Bob, manager: boss}}
account: {x: {potential: 30}, k: {potential: 10}}
assignment: [{account: x, position: ann, coverage: owner}, {account: k, position: bob, coverage: owner}, {account: k, position: ann, coverage: overlay}]
allocation: {a: {method: top_down, measure: arr, year: FY27, grain: year, position: boss, total: 40, weights: [{by: potential}]}}
`, "boss 40, ann 30, bob 10"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := small + c.text
			if strings.Contains(text, "territory.named: {}\n") {
				text = strings.Replace(text, "territory.named: {}\n", "", 1)
				text = strings.Replace(text, "parent: e}", "parent: e, named_accounts: [{account: x, reason: r}, {account: k, reason: r}]}", 1)
				text = strings.Replace(text, "parent: s}", "parent: s, named_accounts: [{account: z, reason: r}]}", 1)
			}
			result := computed(t, planOf(t, text))
			got := strings.ReplaceAll(strings.ReplaceAll(table(result), "FY27-", ""), "FY27 ", "")
			got = strings.ReplaceAll(strings.TrimSpace(got), "\n", ", ")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func over(form, level string) string {
	return "allocation: {a: {method: top_down, measure: deals, year: FY27, grain: year, territory: w, levels: 1, total: 100, over_assignment: {form: " + form +
		", levels: [" + level + "]}, weights: [{by: even, among: siblings}]}}\n"
}

func grow(combine, baseline string) string {
	return "weight: [{territory: e1, name: b, value: " + baseline + "}, {territory: e2, name: b, value: " + baseline + "}, {territory: e3, name: b, value: 0}]\n" +
		"allocation: {a: {method: bottom_up, measure: deals, year: FY27, grain: year, territory: e, baseline: b, growth: 0.1, attrition_relief: 0.02, combine: " + combine + "}}\n"
}

// TestFindings: what cannot be done is said, and nothing is proposed.
func TestFindings(t *testing.T) {
	const begin = "allocation: {a: {method: top_down, measure: deals, year: FY27, grain: quarter, "
	for _, c := range []struct {
		name, text string
		code       diag.Code
		says       string
	}{
		{"no weights", begin + "territory: e, total: 100, weights: [{by: listed, name: typo}]}}", diag.NoWeight, "below territory/e are zero"},
		{"no accounts", begin + "territory: e, total: 100, weights: [{by: accounts}]}}", diag.NoWeight, "25 in FY27-Q1"},
		{"no baseline", "allocation: {a: {method: bottom_up, measure: deals, year: FY27, grain: year, territory: s, baseline: typo, combine: added}}", diag.NoWeight, "territory/s1 has no weight named typo"},
		{"seasonality of the wrong length", begin + "territory: e, total: 100, seasonality: [50, 50], weights: [{by: accounts}]}}", diag.SeasonalityOff, "has 2 entries"},
		{"nobody below", begin + "territory: e1, total: 100, weights: [{by: accounts}]}}", diag.NothingToAllocate, "has nothing below it"},
		{"locked in a period of the root", "quota: [{territory: e, measure: deals, period: FY27-Q1, amount: 200, locked: true}]\n" + begin + "territory: e, total: 100, weights: [{by: even, among: lowest}]}}", diag.KeptQuotas, "is to carry 100 in FY27, but its locked quotas sum to 200"},
		{"locked rows leave a rest", "quota: [{territory: s1, measure: deals, period: FY27-Q1, amount: 2, locked: true}]\n" + begin + "territory: s, total: 100, weights: [{by: even, among: lowest}]}}", diag.KeptQuotas, "take at most 2 in FY27-Q1, but there are 25"},
		{"inputs beyond the total", "weight: [{territory: e1, name: b, value: 500}]\nallocation: {a: {method: reconcile, measure: deals, year: FY27, grain: year, territory: e, total: 100, baseline: b, combine: added, weights: [{by: even, among: lowest}]}}", diag.KeptQuotas, "take at least 500 in FY27, but there are 100"},
		{"most", begin + "territory: e, total: 100, max: 20, weights: [{by: even, among: lowest}]}}", diag.LimitsUnmet, "take at most 15 in FY27-Q1, but there are 25"},
		{"least above largest", begin + "territory: e, total: 100, min: 30, max: 20, weights: [{by: even, among: lowest}]}}", diag.LimitsUnmet, "30, is larger than the largest, 20"},
		{"discount of all", begin + "territory: e, total: 100, over_assignment: {form: discount, levels: [1]}, weights: [{by: even, among: lowest}]}}", diag.LimitsUnmet, "level 1"},
		{"the root in another currency", "quota: [{territory: s, measure: arr, period: FY27, amount: 1, currency: USD}]\nallocation: {a: {method: top_down, measure: arr, year: FY27, grain: year, territory: s, total: 5, weights: [{by: even, among: siblings}]}}", diag.AllocationCurrency, "the allocation is in EUR, but s has its quota in USD"},
		{"no rate", "quota: [{territory: s1, measure: arr, period: FY27, amount: 1, currency: GBP}]\nallocation: {a: {method: top_down, measure: arr, year: FY27, grain: year, territory: s, total: 5, weights: [{by: even, among: siblings}]}}", diag.AllocationCurrency, "no exchange rate"},
		{"beyond what a plan holds", "weight: [{territory: e1, name: b, value: 900000000000000}, {territory: e2, name: b, value: 900000000000000}, {territory: e3, name: b, value: 0}]\nallocation: {a: {method: bottom_up, measure: deals, year: FY27, grain: year, territory: e, baseline: b, combine: added}}", diag.AllocationTooLarge, "too large"},
		{"growth beyond what a plan holds", "weight: [{territory: s1, name: b, value: 900000000000000}]\nallocation: {a: {method: bottom_up, measure: deals, year: FY27, grain: year, territory: s, baseline: b, growth: 100, combine: added}}", diag.AllocationTooLarge, "too large"},
		{"too many digits", begin + "territory: e, total: 100, weights: [{by: listed, name: h}]}}\nweight: [{territory: e1, name: h, value: 999999999999999}, {territory: e2, name: h, value: 0.000000001}]", diag.AllocationTooLarge, "too many digits"},
	} {
		t.Run(c.name, func(t *testing.T) {
			result, err := allocate.Compute(planOf(t, small+c.text+"\n"), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Proposals) > 0 {
				t.Error("something is proposed")
			}
			if len(result.Findings) == 0 || result.Findings[0].Code != c.code || !strings.Contains(result.Findings[0].Message, c.says) {
				t.Errorf("findings: %v", result.Findings)
			}
		})
	}
}

// TestUnknownAllocation: an id that is not there is an error, not silence.
func TestUnknownAllocation(t *testing.T) {
	if _, err := allocate.Compute(planOf(t, small), []string{"nope"}); err == nil {
		t.Error("it is not refused")
	}
}

// TestCircles: territories in a circle get nothing, and nothing hangs.
func TestCircles(t *testing.T) {
	loaded, _ := testplan.Load(t, map[string]string{"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + measures + `
territory: {a: {name: A, parent: b}, b: {name: B, parent: a}, c: {name: C, parent: a}}
allocation: {x: {method: top_down, measure: deals, year: FY27, grain: year, territory: a, total: 10, weights: [{by: even, among: siblings}]}}
`})
	result, err := allocate.Compute(loaded.Plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := table(result); got != "a FY27 10\nb FY27 5\nc FY27 5\n" {
		t.Errorf("%s%v", got, result.Findings)
	}
}
