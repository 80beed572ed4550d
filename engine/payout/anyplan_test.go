package payout_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
)

// anyComponent returns a component that uses whatever the language has.
func anyComponent(r *rand.Rand) string {
	var b strings.Builder
	maybe := func(format string, args ...any) {
		if r.IntN(3) == 0 {
			fmt.Fprintf(&b, "        "+format+"\n", args...)
		}
	}
	window := pick(r, "deal", "month", "quarter", "half", "year")
	fmt.Fprintf(&b, "        measure: %s\n        window: %s\n        pay_every: %s\n", pick(r, "sales", "score", "sales"), window, pick(r, "month", "quarter", "half", "year"))
	fmt.Fprintf(&b, "        quota: {amount: %d, basis: %s, of: %s, when_zero: %s}\n", r.IntN(3)*500, pick(r, "window", "to_date"), pick(r, "own", "members"), pick(r, "error", "nothing", "top_rate"))
	maybe("weight: 0.5")
	if r.IntN(3) == 0 {
		fmt.Fprintf(&b, "        results_of: %s\n        combine: %s\n", pick(r, "reports", "team"), pick(r, "together", "each"))
	}
	maybe("crediting: {split: %s, date: %s, factors_combine: first, factors: [{where: [{field: segment, operator: equals, values: [\"x\"]}], factor: 0.5}]}", pick(r, "credit", "payout"), pick(r, "date", "paid"))
	maybe("gates: {g: {match: %s, conditions: [{by: attainment, at_least: 0.5}, {measure: score, window: %s, by: result, more_than: 1}], blocks: %s, releases: first_unit}}", pick(r, "all", "any"), pick(r, "month", "quarter", "year"), pick(r, "payout", "above_target"))
	maybe("modifiers: {m: {measure: %s, window: %s, by: result, kind: banded, boundary: upper, bands: [{from: 1, value: 1.5}], otherwise: 0.5, effect: %s, scales: %s}}", pick(r, "sales", "score"), pick(r, "month", "quarter", "year"), pick(r, "multiply", "add"), pick(r, "payout", "above_target"))
	maybe("caps: {c: {of: payout, per: %s, amount: 100}, d: {of: credit, per: deal, amount: 700}, e: {of: attainment, per: %s, attainment: 1.5}}", pick(r, "deal", "month", "quarter", "year"), pick(r, "month", "quarter", "year"))
	maybe("floor: 5")
	maybe("instalments: [{share: 0.3, after_months: 0}, {share: 0.3, after_months: %d}, {share: 0.4, on_event: paid}]", r.IntN(8))
	maybe("clawback: {base: %s, %s, period: %s, rerates: %v}", pick(r, "earned", "paid"), pick(r, "share: 0.5", "unserved_of_months: 6"), pick(r, "of_event", "of_sale"), r.IntN(2) == 0)
	maybe("windfall: {%s, treatment: %s, factor: 0.5}", pick(r, "above: 300", "above_quota_share: 0.5"), "reduced")
	maybe("budget: {amount: 250, when_spent: %s}", pick(r, "first_come", "scale", "report"))
	fmt.Fprintf(&b, "        rates: %s\n", pick(r,
		"{kind: marginal, pays: rate, by: result, bands: [{from: 0, value: 0.1}, {from: 400, value: 0.2}]}",
		"{kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, value: 1}, {from: 1, value: 2}]}",
		"{kind: retroactive, pays: rate, by: attainment, boundary: upper, bands: [{from: 0, value: 0.1}, {from: 1, value: 0.2}]}",
		"{kind: overage, pays: rate, by: result, boundary: lower, bands: [{from: 0, value: 0.1}, {from: 300, value: 0.2}, {from: 600, value: 0.3}]}",
		"{kind: banded, pays: target_share, by: attainment, boundary: upper, bands: [{from: 0.5, value: 0.5}, {from: 1, value: 1}]}",
		"{kind: interpolated, pays: salary_share, by: attainment, below: nothing, beyond: flat, knots: [{at: 0.5, value: 0.1}, {at: 1.5, value: 0.3}]}",
		"{kind: matrix, pays: target_share, rows: {by: result, levels: [1, 500]}, columns: {measure: score, by: result, levels: [0, 2]}, between: bilinear, values: [[0.1, 0.2], [0.3, 0.9]]}"))
	return b.String()
}

// anyPlan returns a plan of a manager with two reports, one of whom changes.
func anyPlan(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("measure: {sales: {name: Sales, unit: money}, score: {name: Score, unit: ratio, aggregate: " + pick(r, "last", "average") + "}}\nrole: {ae: {name: AE}}\n")
	b.WriteString("position: {boss: {role: ae}, a: {role: ae, manager: boss}, b: {role: ae, manager: boss}}\nperson: {ann: {}, bob: {}}\nholder:\n  - {position: a, person: ann, to: 2026-06-10, ramp: slow}\n  - {position: a, person: bob, from: 2026-07-01, ramp: slow}\n")
	b.WriteString("ramp: {slow: {shares: [0.25, 0.5], first_month: start_month, longer: average, applies_to: [quota, target]}}\nleave: [{person: bob, from: 2026-09-01, to: 2026-09-20}]\n")
	b.WriteString("pay:\n  - {person: bob, target_incentive: 3000, base_salary: 9000, from: 2026-10-15}\nadjustment: {x: {position: b, period: FY27-M03, amount: -7.77, reason: error}}\n")
	fmt.Fprintf(&b, "comp_plan:\n  ae:\n    name: AE\n    roles: [ae]\n    target_incentive: 4000\n    base_salary: 8000\n    rounding: {mode: %s, at: %s}\n", pick(r, "half_up", "half_even", "down"), pick(r, "credit", "component", "plan"))
	fmt.Fprintf(&b, "    proration: {basis: %s, first_day: counted, applies_to: [quota, target, salary]}\n    leave: {quota: prorated, target: unchanged}\n    pay_change: %s\n", pick(r, "calendar_days", "months", "days_365"), pick(r, "blend", "latest"))
	if r.IntN(2) == 0 {
		fmt.Fprintf(&b, "    draw: {kind: %s, amount: 40, periods: 5, balance_limit: 90, at_end: %s, at_leaving: owe}\n", pick(r, "recoverable_full", "recoverable_above_draw", "advance"), pick(r, "keep", "forgive"))
	}
	if r.IntN(3) == 0 {
		b.WriteString("    guarantee: {target_share: 0.1, periods: 3}\n    caps: {p: {of: payout, per: quarter, target_multiple: 0.5}}\n    modifiers: {m: {measure: score, by: result, kind: interpolated, knots: [{at: 0, value: 1}, {at: 2, value: 2}], beyond: flat, otherwise: 1, effect: multiply, scales: payout}}\n")
	}
	if r.IntN(3) == 0 {
		b.WriteString("    order: [modifier, component_cap, guarantee, plan_cap, adjustment, draw]\n")
	}
	b.WriteString("    components:\n")
	for i := range 1 + r.IntN(3) {
		fmt.Fprintf(&b, "      c%d:\n%s", i, anyComponent(r))
	}
	return b.String()
}

func anyCredits(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("id,date,paid,posted,position,measure,amount,share,kind,of,event,segment\n")
	day := func() string { return fmt.Sprintf("2026-%02d-%02d", 2+r.IntN(11), 1+r.IntN(28)) }
	for i := range r.IntN(25) {
		date, posted, paid := day(), "", day()
		if r.IntN(4) == 0 {
			posted = day()
		}
		if r.IntN(4) == 0 {
			paid = ""
		}
		switch r.IntN(8) {
		case 0:
			fmt.Fprintf(&b, "x%d,%s,,%s,,,,,cancel,d%d,,\n", i, date, posted, r.IntN(i+1))
		case 1:
			fmt.Fprintf(&b, "e%d,%s,,,,,,,event,d%d,paid,\n", i, date, r.IntN(i+1))
		case 2:
			fmt.Fprintf(&b, "s%d,%s,%s,,%s,score,%d.%d,,,,,\n", i, date, paid, pick(r, "a", "b", "boss"), r.IntN(3), r.IntN(10))
		default:
			fmt.Fprintf(&b, "d%d,%s,%s,%s,%s,sales,%d.%02d,%s,%s,,,%s\n", i, date, paid, posted, pick(r, "a", "b", "boss"), r.IntN(1000)-200, r.IntN(100), pick(r, "", "", "0.5"), pick(r, "", "overlay"), pick(r, "x", "y"))
		}
	}
	return b.String()
}

// TestAnyPlan: whatever a plan says, pay is the same by sums and by credits,
// parts sum to wholes, statements add up, and nothing panics.
func TestAnyPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(45, 46))
	for range 250 {
		text, credits := anyPlan(r), anyCredits(r)
		compiled, findings := testplan.Load(t, map[string]string{"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + text})
		if len(findings) > 0 {
			t.Fatal(text, findings)
		}
		book := comp.Read(compiled.Plan)
		var results [2]*payout.Result
		for i, every := range []bool{false, true} {
			options := year
			options.EveryCredit, options.Detail = every, "a"
			result, err := payout.Compute(compiled.Plan, book, creditsOf(credits), options)
			if err != nil {
				t.Fatal(err)
			}
			results[i] = result
		}
		if a, b := figures(results[0]), figures(results[1]); a != b {
			t.Fatalf("%s%s\nby sums\n%s\nby credits\n%s", text, credits, a, b)
		}
		demandSums(t, results[0], text+credits)
	}
}

// demandSums demands that parts sum to wholes.
func demandSums(t *testing.T, r *payout.Result, input string) {
	for _, total := range r.Totals {
		var sum money.Sum
		for _, part := range []money.Decimal{total.Components, total.Modified, total.Capped, total.Draw, total.Guarantee, total.Adjustment} {
			sum.Add(part)
		}
		if got, _ := sum.Total(); got != total.Payout {
			t.Fatalf("%s\n%s %s: parts sum to %s, the total is %s", input, total.Position, total.Period, got, total.Payout)
		}
		if total.Position != "a" {
			continue
		}
		statements, err := r.Statements("a", total.Period)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range statements {
			for _, part := range s.Components {
				var sum money.Sum
				for _, e := range part.Entries {
					sum.Add(e.Pay)
				}
				if got, _ := sum.Total(); got != part.Line.Payout {
					t.Fatalf("%s\n%s\n%s %s: entries sum to %s, the line is %s: %+v", input, figures(r), part.Line.Component, part.Line.Period, got, part.Line.Payout, part.Entries)
				}
			}
		}
		if _, err := r.Why("a", "", total.Period); err != nil {
			t.Fatal(err)
		}
	}
}
