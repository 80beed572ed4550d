package stint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/stint"
)

const settings = `
measure: {sales: {name: Sales, unit: money}}
role: {ae: {name: AE, ramp: slow}, se: {name: SE}}
ramp:
  slow: {shares: [0.5], first_month: start_month, longer: average, applies_to: [quota]}
  fast: {shares: [0.9], first_month: start_month, longer: average, applies_to: [quota]}
`

// compPlan returns a comp plan with some fields.
func compPlan(id, fields string) string {
	return fmt.Sprintf("  %s: {name: %s, rounding: {mode: half_up, at: component}, %s, components: {c: {measure: sales, window: month, pay_every: month, rates: {kind: marginal, pays: rate, by: result, bands: [{from: 0, value: 0.1}]}}}}\n", id, id, fields)
}

// rosterOf shows the stints of a plan and its findings, one line each.
func rosterOf(t *testing.T, text string) (*stint.Roster, string) {
	t.Helper()
	p := testplan.Build(t, settings+text).Plan
	roster, findings := stint.Of(p, comp.Read(p))
	var b strings.Builder
	for i := range roster.Stints {
		s := &roster.Stints[i]
		fmt.Fprintf(&b, "%s %s %s %s held %s", s.Position.ID(), s.Person, s.Plan.Addr.ID, s.Days, s.Held)
		if s.Ramp != nil {
			fmt.Fprintf(&b, " ramp %s", s.Ramp.Addr.ID)
		}
		for _, pay := range s.Pay() {
			fmt.Fprintf(&b, "; %s", pay.Days)
			if pay.Salary != nil {
				fmt.Fprintf(&b, " salary %s", pay.Salary)
			}
			if pay.Incentive != nil {
				fmt.Fprintf(&b, " incentive %s", pay.Incentive)
			}
			fmt.Fprintf(&b, " in %s", pay.Currency)
		}
		b.WriteByte('\n')
	}
	for _, f := range findings {
		fmt.Fprintf(&b, "%s %s\n", f.Code, f.Message)
	}
	return roster, b.String()
}

func TestWhoIsPaidByWhat(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a position without holders is paid as itself", "position: {a: {role: ae, from: 2026-03-01}}\ncomp_plan:\n" + compPlan("old", "roles: [ae]"), `
a  old [2026-03-01, open) held [2026-03-01, open) ramp slow; [2026-03-01, open) in EUR
`},
		{"holders follow each other, with a gap of nobody", "position: {a: {role: ae}}\nperson: {ann: {}, bob: {}}\nholder:\n  - {position: a, person: bob, from: 2026-04-01, ramp: fast}\n  - {position: a, person: ann, to: 2026-03-01}\ncomp_plan:\n" + compPlan("old", "roles: [ae]"), `
a ann old (open, 2026-03-01) held (open, 2026-03-01) ramp slow; (open, 2026-03-01) in EUR
a bob old [2026-04-01, open) held [2026-04-01, open) ramp fast; [2026-04-01, open) in EUR
`},
		{"a plan replaces another; the person goes on", "position: {a: {role: se}}\nperson: {ann: {}}\nholder: [{position: a, person: ann, from: 2026-03-01}]\ncomp_plan:\n" + compPlan("old", "roles: [se], to: 2026-06-01") + compPlan("new", "roles: [se], from: 2026-06-01"), `
a ann old [2026-03-01, 2026-06-01) held [2026-03-01, open); [2026-03-01, 2026-06-01) in EUR
a ann new [2026-06-01, open) held [2026-03-01, open); [2026-06-01, open) in EUR
`},
		{"the position's own plan goes before that of its role", "position: {a: {role: ae, comp_plan: own}, b: {role: se}, c: {}}\ncomp_plan:\n" + compPlan("old", "roles: [ae]") + compPlan("own", "from: 2026-02-01"), `
a  own [2026-02-01, open) held (open, open) ramp slow; [2026-02-01, open) in EUR
`},
		{"two plans at a time are none", "position: {a: {role: se}}\ncomp_plan:\n" + compPlan("old", "roles: [se]") + compPlan("new", "roles: [se], from: 2026-06-01, to: 2026-07-01"), `
a  old (open, 2026-06-01) held (open, open); (open, 2026-06-01) in EUR
a  old [2026-07-01, open) held (open, open); [2026-07-01, open) in EUR
PAY002 position/a is on the comp plans new and old on the same days [2026-06-01, 2026-07-01): it is paid by neither on them; name one with "comp_plan", or end one of the plans
`},
		{"pay of the person, of the position, of the plan", "position: {a: {role: se}}\nperson: {ann: {}}\nholder: [{position: a, person: ann, from: 2026-03-01}]\npay:\n  - {person: ann, target_incentive: 100, from: 2026-05-01, to: 2026-07-01}\n  - {position: a, base_salary: 700, target_incentive: 80, currency: USD, to: 2026-06-01}\ncomp_plan:\n" + compPlan("old", "roles: [se], base_salary: 500, target_incentive: 50"), `
a ann old [2026-03-01, open) held [2026-03-01, open); [2026-03-01, 2026-05-01) salary 700.00 USD incentive 80.00 USD in USD; [2026-05-01, 2026-06-01) salary 700.00 USD incentive 100.00 EUR in USD; [2026-06-01, 2026-07-01) salary 500.00 EUR incentive 100.00 EUR in EUR; [2026-07-01, open) salary 500.00 EUR incentive 50.00 EUR in EUR
`},
	} {
		if _, got := rosterOf(t, c.text); got != strings.TrimPrefix(c.want, "\n") {
			t.Errorf("%s: %s", c.name, cmp.Diff(strings.TrimPrefix(c.want, "\n"), got))
		}
	}
}

func TestOn(t *testing.T) {
	roster, _ := rosterOf(t, "position: {a: {role: se}}\nperson: {ann: {}, bob: {}}\nholder:\n  - {position: a, person: ann, to: 2026-03-01}\n  - {position: a, person: bob, from: 2026-04-01}\ncomp_plan:\n"+compPlan("old", "roles: [se]"))
	for day, want := range map[string]string{"2026-02-28": "ann", "2026-03-01": "", "2026-04-01": "bob"} {
		date, err := period.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		i, ok := roster.On("a", date)
		if ok != (want != "") || ok && roster.Stints[i].Person != want {
			t.Errorf("%s: %d, %v", day, i, ok)
		}
	}
	if _, ok := roster.On("nowhere", period.Date{}); ok {
		t.Error("an unknown position is held")
	}
}
