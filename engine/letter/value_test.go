package letter_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/letter"
)

// rich is a comp plan that has something of everything.
const rich = `
measure: {sales: {name: Sales, unit: money}, calls: {name: Calls, unit: count}, csat: {name: Satisfaction, unit: ratio, aggregate: last}}
role: {ae: {name: AE, ramp: slow}}
person: {p: {name: Pat, country: GB}}
position: {lead: {title: Lead}, a: {title: Seller, role: ae, manager: lead}}
holder: [{position: a, person: p, from: 2026-03-10}]
ramp: {slow: {shares: [0.5], first_month: by_day, entry: [{from_day: 1, to_day: 15, month: 1}, {from_day: 16, to_day: 31, month: 0}], month_zero: 0.1, longer: average, applies_to: [quota]}}
comp_plan:
  rich:
    name: Rich
    version: "7"
    roles: [ae]
    from: 2026-02-01
    to: 2027-02-01
    base_salary: 60000
    target_incentive: 40000
    components:
      new.biz:
        name: New
        measure: sales
        weight: 0.6
        window: quarter
        pay_every: quarter
        quota: {amount: 100000, when_zero: nothing}
        crediting:
          date: invoiced
          where: [{field: segment, operator: equals, values: [enterprise, "mid market"]}]
          factors: [{where: [{field: channel, operator: not_equals, values: [direct]}], factor: 0.5}]
          factors_combine: first
          otherwise: 1
          coverage: [owner, specialist]
        rates: {kind: retroactive, pays: multiple, by: attainment, boundary: upper, round_attainment: {digits: 2, mode: half_up}, bands: [{from: 0, to: 1, value: 1}, {from: 1, value: 1.5}]}
        gates:
          floor: {conditions: [{by: attainment, at_least: 0.5}, {measure: csat, by: result, more_than: 0.8}], match: any, blocks: payout, releases: first_unit}
        modifiers:
          happy: {measure: csat, by: result, kind: banded, boundary: upper, bands: [{from: 0.9, value: 1.1}], otherwise: 1, effect: multiply, scales: payout}
        caps: {quarter: {of: payout, per: quarter, target_multiple: 3}, club: {purpose: evaluation, of: attainment, per: year, attainment: 1.5}}
        floor: 100
        instalments: [{share: 0.7, after_months: 0}, {share: 0.2, after_months: 3}, {share: 0.1, on_event: go_live}]
        clawback: {base: paid, unserved_of_months: 12, period: of_event, rerates: false, within_days: 365}
        windfall: {above: 250000, treatment: reduced, factor: 0.5}
        budget: {amount: 1000000, when_spent: scale}
        pay_at: market_rate
      calls: {name: Calls, measure: calls, target: 16000, on_top: true, window: month, pay_every: month, quota: {amount: 40}, rates: {kind: interpolated, pays: target_share, by: attainment, below: first, beyond: extend, knots: [{at: 0.5, value: 0.5}, {at: 1, value: 1}]}}
    modifiers:
      all: {measure: csat, window: quarter, by: result, kind: interpolated, knots: [{at: 0.5, value: 0.9}, {at: 1, value: 1.1}], beyond: flat, otherwise: 1, effect: multiply, scales: above_target}
    caps: {year: {of: payout, per: year, amount: 200000}}
    draw: {kind: recoverable_above_draw, amount: 1500, every: month, periods: 6, recover_from: 3, balance_limit: 5000, at_end: keep, at_leaving: owe}
    guarantee: {target_share: 0.5, periods: 2}
    order: [component_cap, modifier, plan_cap, draw, guarantee, adjustment]
    rounding: {mode: half_even, at: component, digits: 1}
    proration: {basis: days_365, first_day: not_counted, applies_to: [quota, target], digits: 4}
    pay_change: latest
    leave: {quota: prorated, target: unchanged}
letter_template: {all: {company: Acme Ltd, language: en}}
`

func richLetter(t *testing.T) *letter.Letter {
	t.Helper()
	set := lettersOf(t, testplan.Build(t, rich).Plan, letter.Options{Only: []string{"position/a"}})
	if len(set.Letters) != 1 {
		t.Fatalf("%d letters: %v", len(set.Letters), set.Findings)
	}
	return set.Letters[0]
}

// TestReferences writes values of all kinds.
func TestReferences(t *testing.T) {
	l := richLetter(t)
	for reference, want := range map[string]string{
		"company": "Acme Ltd", "letter.effective": "10 March 2026", "payee.name": "Pat", "payee.code": "p", "payee.title": "Seller", "payee.manager": "Lead",
		"payee.country": "GB", "payee.base": "EUR 60,000.00", "payee.target_incentive": "EUR 40,000.00", "payee.ote": "EUR 100,000.00", "payee.mix": "60 : 40",
		"plan.name": "Rich", "plan.version": "7", "plan.from": "1 February 2026", "plan.to": "31 January 2027", "plan.days": "1 February 2026 to 31 January 2027",
		"plan.draw.amount": "EUR 1,500.00", "plan.draw.periods": "6", "plan.draw.recover_from": "3", "plan.draw.kind": "If less is earned, the draw is paid; the shortfall is repaid only from what later exceeds the draw.",
		"plan.draw.balance_limit": "EUR 5,000.00", "plan.guarantee.target_share": "50%", "plan.caps.year.amount": "EUR 200,000.00", "plan.rounding.digits": "1",
		"component.new.biz.name": "New", "component.new.biz.measure": "Sales", "component.new.biz.weight": "60%", "component.new.biz.yearly_target": "EUR 24,000.00",
		"component.new.biz.rates.bands[1].value": "1.5×", "component.new.biz.rates.bands[1].from": "100%", "component.new.biz.gates.floor.conditions[0].at_least": "50%",
		"component.new.biz.caps.quarter.target_multiple": "3×", "component.new.biz.clawback.within_days": "365", "component.new.biz.instalments[1].share": "20%",
		"component.new.biz.windfall.above": "EUR 250,000.00", "component.new.biz.windfall.factor": "50%", "component.new.biz.quota.amount": "EUR 100,000.00",
		"component.new.biz.budget.amount": "EUR 1,000,000.00", "component.new.biz.window": "Results add up over each quarter.",
		"component.calls.target": "EUR 16,000.00", "component.calls.rates.knots[0].value": "50%", "component.calls.rates.knots[0].at": "50%", "component.calls.quota.amount": "40",
	} {
		if got, ok := l.Value(reference); !ok || got != want {
			t.Errorf("{{ %s }}: %q, %v, want %q", reference, got, ok, want)
		}
	}
	for _, reference := range []string{
		"", ".", "payee", "payee.", "payee.pay", "plan", "plan.", "plan.roles", "plan.roles[0].x", "plan.components", "plan.extra.x", "plan.examples.x", "component", "component.",
		"component.new", "component.new.biz", "component.new.biz.", "component.new.bizarre.name", "component.new.biz.rates.bands[9].value", "component.new.biz.rates.bands[",
		"company.x", "letter", "letter.draft", "plan.draw", "plan.draw.amount.x", "plan.draw[0]", " plan.name", "PLAN.name",
	} {
		if got, ok := l.Value(reference); ok {
			t.Errorf("{{ %s }} stands for %q", reference, got)
		}
	}
}

// TestReferencesOfAnyForm demands that no text between braces does harm.
func TestReferencesOfAnyForm(t *testing.T) {
	l := richLetter(t)
	r := rand.New(rand.NewPCG(8, 17))
	parts := []string{"plan", "component", "new", "biz", "payee", ".", ".", ".", "[", "]", "0", "-1", "99999999999999999999", `"`, "rates", "bands", "é", "\x00", " "}
	for range 20000 {
		var b strings.Builder
		for range 1 + r.IntN(8) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		l.Value(b.String())
	}
}

// TestRichLetter demands sentences for all that a comp plan may say.
func TestRichLetter(t *testing.T) {
	said := text(richLetter(t))
	for _, want := range []string{
		"Only credits count for which segment is “enterprise” or “mid market”.", "A credit counts 50% where channel is not “direct”.",
		"One of these conditions must hold: attainment of Sales over the quarter is at least 50% or Satisfaction over the quarter is more than 0.8.",
		"happy: Pay is changed by a factor that Satisfaction over the quarter chooses. The factors are 1.1 from 0.9 on.",
		"Pay per quarter is at most 300% of target.", "Attainment per year counts up to 150%. The limit counts when performance is evaluated and leaves pay as it is.",
		"In a payout period in which the component pays anything, it pays at least EUR 100.00.", "20% of the payout is handed over 3 months after the period in which it was earned.",
		"10% of the payout is handed over when the deal has the event “go_live”.", "If a credited deal falls through, pay for the part of 12 months that was not served comes back.",
		"Of a deal above EUR 250,000.00, what lies above the limit counts 50%.", "The component pays at most EUR 1,000,000.00 to all people together.",
		"A draw of EUR 1,500.00 is granted for each month.", "Repayment begins in payout period 3.", "At most EUR 5,000.00 may be owed; the draw stops there.",
		"At least 50% of the target incentive of the period is paid for each payout period", "is rounded (digits after the point: 1); a half is rounded to the even neighbour.",
		"Starting on day 16 to 31 of a month, that month is month 0.", "In month 0 it is 10%.", "limits of components, factors, limits of all components together, draw and guarantee",
		"Draw", "Deals that fall through", "Very large deals", "Below the first point, the first value is paid.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(said)
	}
}

// TestTemplates chooses templates: the one that states most counts, and two that
// state as much are not told apart.
func TestTemplates(t *testing.T) {
	p := testplan.Build(t, strings.Replace(rich, "letter_template: {all: {company: Acme Ltd, language: en}}", `letter_template:
  all: {company: X, language: en}
  gb: {company: X, language: en, countries: [GB, IE]}
  ae: {company: X, language: en, roles: [ae]}
  ae-de: {company: X, language: en, roles: [ae], countries: [DE]}
`, 1)).Plan
	set := lettersOf(t, p, letter.Options{})
	for _, c := range []struct {
		role, country string
		want          []string
	}{
		{"se", "", []string{"all"}}, {"se", "GB", []string{"gb"}}, {"ae", "", []string{"ae"}}, {"ae", "FR", []string{"ae"}}, {"ae", "DE", []string{"ae-de"}}, {"ae", "IE", []string{"ae", "gb"}},
	} {
		if diff := cmp.Diff(c.want, set.Choose("rich", c.role, c.country)); diff != "" {
			t.Errorf("%s in %q: %s", c.role, c.country, diff)
		}
	}
}

// TestCurve demands that a cliff is drawn as one, and that the ticks of the axis
// of pay are round and reach the highest pay.
func TestCurve(t *testing.T) {
	var curve document.Curve
	for _, block := range richLetter(t).Document().Blocks {
		if c, ok := block.(document.Curve); ok {
			curve = c
		}
	}
	cliffs := map[string]bool{}
	points := curve.Lines[0].Points
	for i := 1; i < len(points); i++ {
		switch points[i].X.Cmp(points[i-1].X) {
		case 0:
			cliffs[points[i].X.String()] = true
		case -1:
			t.Errorf("the line goes back at %s", points[i].X)
		}
		if points[i].Y.Cmp(curve.Y.To) > 0 {
			t.Errorf("pay of %s is above the axis, which ends at %s", points[i].Y, curve.Y.To)
		}
	}
	if diff := cmp.Diff(map[string]bool{"0.5": true, "0.995": true}, cliffs); diff != "" {
		t.Errorf("cliffs: %s in %v", diff, points)
	}
	if n := len(curve.Y.Ticks); n < 3 || n > 7 {
		t.Errorf("%d ticks: %v", n, curve.Y.Ticks)
	}
}
