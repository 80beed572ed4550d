package plan_test

import (
	"fmt"
	"testing"

	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// relieved returns a plan with a quota of 90,000 in FY27-Q2 and some reliefs of it.
func relieved(t *testing.T, reliefs string) *plan.Plan {
	t.Helper()
	return testplan.Build(t, `
measure: {arr: {name: ARR, unit: money}}
person: {lead: {}}
position: {ana: {title: Seller}}
selling_calendar:
  work: {weekdays: [monday, tuesday, wednesday, thursday, friday], closed: [2026-05-25]}
  sundays: {weekdays: [sunday]}
quota: [{position: ana, measure: arr, period: FY27-M04, amount: 90000}]
quota_relief:
`+reliefs).Plan
}

// reliefRecord is a relief with some fields, approved in time.
func reliefRecord(from, fields string) string {
	return fmt.Sprintf("  - {position: ana, measure: arr, period: FY27-M04, from: %s, trigger: leave, reason: why, approved_by: lead, approved: 2026-04-20, %s}\n", from, fields)
}

// TestRelief: what reliefs make of a quota of May 2026, which has 20 selling days
// in the calendar and 31 days.
func TestRelief(t *testing.T) {
	for _, c := range []struct {
		name, reliefs, want string
		outcomes            []plan.ReliefOutcome
	}{
		{"after", reliefRecord("2026-05-01", "before: 90000, after: 60000"), "60000", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"a factor of 1 changes nothing", reliefRecord("2026-05-11", "factor: 1"), "90000", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"a factor from the first day", reliefRecord("2026-05-01", "factor: 0.8"), "72000", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"a factor for 21 of 31 days", reliefRecord("2026-05-11", "factor: 0.8, digits: 0"), "77806", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"3 of 22 days", reliefRecord("2026-05-01", "lost: {days: 3, of: 22}"), "77727.27", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"half a day of 20 by the calendar", reliefRecord("2026-05-01", "lost: {days: 0.5, calendar: work}"), "87750", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"a week away with the holiday", reliefRecord("2026-05-01", "lost: {away: {from: 2026-05-23, to: 2026-06-01}, calendar: work}"), "72000", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"no day lost", reliefRecord("2026-05-01", "lost: {days: 0, of: 22}"), "90000", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"all days lost", reliefRecord("2026-05-01", "lost: {days: 22, of: 22}"), "0", []plan.ReliefOutcome{plan.ReliefApplied}},
		{"more days than there are", reliefRecord("2026-05-01", "lost: {days: 23, of: 22}"), "90000", []plan.ReliefOutcome{plan.ReliefTooLarge}},
		{"away at another time", reliefRecord("2026-05-01", "lost: {away: {from: 2026-07-01, to: 2026-07-08}, calendar: work}"), "90000", []plan.ReliefOutcome{plan.ReliefUncounted}},
		{"a chain", reliefRecord("2026-05-01", "before: 90000, after: 60000") + reliefRecord("2026-05-02", "before: 60000, after: 50000"), "50000", []plan.ReliefOutcome{plan.ReliefApplied, plan.ReliefApplied}},
		{"a chain that does not say so", reliefRecord("2026-05-01", "after: 60000") + reliefRecord("2026-05-02", "after: 50000"), "60000", []plan.ReliefOutcome{plan.ReliefApplied, plan.ReliefUnchained}},
		{"another quota", reliefRecord("2026-05-01", "before: 91000, after: 60000"), "90000", []plan.ReliefOutcome{plan.ReliefOtherBefore}},
		{"too late", reliefRecord("2026-06-01", "after: 60000"), "90000", []plan.ReliefOutcome{plan.ReliefAfterPeriod}},
		{"not approved", "  - {position: ana, measure: arr, period: FY27-M04, from: 2026-05-01, trigger: market, reason: why, after: 60000}\n", "90000", []plan.ReliefOutcome{plan.ReliefNotApproved}},
		{"of nothing", "  - {position: ana, measure: arr, period: FY27-M05, from: 2026-05-01, trigger: market, reason: why, after: 60000}\n", "90000", []plan.ReliefOutcome{plan.ReliefOfNothing}},
	} {
		p := relieved(t, c.reliefs)
		q := &p.Quotas[0]
		if q.Amount.String() != c.want || q.Assigned.String() != "90000" {
			t.Errorf("%s: %s of %s, want %s", c.name, q.Amount, q.Assigned, c.want)
		}
		for i, want := range c.outcomes {
			if p.Reliefs[i].Outcome != want {
				t.Errorf("%s: relief %d has outcome %d, want %d", c.name, i, p.Reliefs[i].Outcome, want)
			}
		}
	}
}

// TestReliefAsOf: before its first day a relief is not in effect, and the plan
// itself stays as it is.
func TestReliefAsOf(t *testing.T) {
	p := relieved(t, reliefRecord("2026-05-11", "after: 60000"))
	for day, want := range map[string]string{"2026-05-10": "90000", "2026-05-11": "60000"} {
		date, err := period.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.AsOf(date).Quotas[0].Amount.String(); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	if p.Quotas[0].Amount.String() != "60000" || p.Reliefs[0].Outcome != plan.ReliefApplied {
		t.Errorf("AsOf changed the plan: %s", p.Quotas[0].Amount)
	}
}

// TestRetroactive: dates decide whether a relief is retroactive.
func TestRetroactive(t *testing.T) {
	p := relieved(t, reliefRecord("2026-04-20", "after: 60000")+"  - {position: ana, measure: arr, period: FY27-M04, from: 2026-04-19, trigger: leave, reason: why, approved_by: lead, approved: 2026-04-20, after: 80000}\n")
	if p.Reliefs[0].Retroactive() == p.Reliefs[1].Retroactive() {
		t.Error("approved on the first day and a day later are told alike")
	}
}
