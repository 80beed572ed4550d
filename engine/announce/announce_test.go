package announce_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/announce"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
)

// before and after differ in one thing of each kind. What is secret holds 777,
// or the name Kim.
const before = `
measure: {arr: {name: ARR, unit: money}}
role: {seller: {name: Seller}, lead: {name: Lead, manager: true}, analyst: {name: Analyst}}
position:
  boss: {title: Boss, role: lead}
  ae-1: {title: Seller one, role: seller, manager: boss}
  ae-2: {title: Seller two, role: seller, manager: boss}
person: {p-777: {name: Kim Old}, p-2: {name: Kim Two}}
holder: [{position: ae-1, person: p-777}]
territory: {north: {name: North, container: true}, south: {name: South, container: true, parent: north}}
assignment: [{territory: south, position: ae-1, coverage: owner, to: 2026-06-01}]
quota:
  - {territory: south, measure: arr, period: FY27-Q1, amount: 1000}
  - {position: ae-2, measure: arr, period: FY27-Q1, amount: 50}
pay: [{position: ae-1, base_salary: 77700, target_incentive: 77701}]
adjustment: {bonus: {position: ae-1, period: FY27-Q1, amount: 777, reason: "Kim was kind"}}
accountability: {s: {name: S}}
activity: {a: {name: Data care, accountability: s, ring: tactical, hours: 3, per: week, owner_role: analyst, maintains: [quota, role]}}
responsibility: [{activity: a, role: analyst, letters: A/R}, {activity: a, person: p-777, letters: C}]
account: {acc: {name: Account 777, potential: 777}}
`

const after = `
measure: {arr: {name: ARR, unit: money}}
role: {seller: {name: Seller}, lead: {name: Lead, manager: true}, analyst: {name: Analyst}}
position:
  boss: {title: Boss, role: lead}
  ae-1: {title: Seller one, role: seller, manager: boss}
  ae-2: {title: Seller two, role: seller, manager: boss, location: Rome}
person: {p-777: {name: Kim New}, p-2: {name: Kim Two}}
holder: [{position: ae-1, person: p-777, to: 2026-06-01}, {position: ae-1, person: p-2, from: 2026-06-01}]
territory: {north: {name: North, container: true}, south: {name: Deep South, container: true, parent: north}}
assignment:
  - {territory: south, position: ae-1, coverage: owner, to: 2026-06-01}
  - {territory: south, position: ae-2, coverage: owner, from: 2026-06-01}
quota:
  - {territory: south, measure: arr, period: FY27-Q1, amount: 1200}
  - {position: ae-2, measure: arr, period: FY27-Q1, amount: 60}
pay: [{position: ae-1, base_salary: 77702, target_incentive: 77703}]
adjustment: {bonus: {position: ae-1, period: FY27-Q1, amount: 7777, reason: "Kim was kinder"}}
accountability: {s: {name: S}}
activity: {a: {name: Data care, accountability: s, ring: tactical, hours: 3, per: week, owner_role: lead, maintains: [quota, role]}}
responsibility: [{activity: a, role: lead, letters: A/R}, {activity: a, person: p-777, letters: I}]
account: {acc: {name: Account 7770, potential: 7770}}
`

func reviewed(t *testing.T) (review.Result, announce.Announcement) {
	t.Helper()
	old, now := testplan.Build(t, before), testplan.Build(t, after)
	target := &review.Side{Plan: old.Plan, Schema: old.Schema, Complete: true}
	result := review.Compute(review.Input{Base: target, Target: target, Head: &review.Side{Plan: now.Plan, Schema: now.Schema, Complete: true}})
	return result, announce.Compute(result, old.Plan, announce.Sellers, addr.Addr{})
}

func linesOf(a announce.Announcement) []string {
	var lines []string
	for _, s := range a.Sections {
		for _, l := range s.Lines {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s | %s | %s | %s > %s | %s", s.Who, l.What, l.About, l.Before, l.After, l.From)))
		}
	}
	return lines
}

func TestWhatIsToldToWhom(t *testing.T) {
	result, sellers := reviewed(t)
	if got := fmt.Sprint(sellers.Deciders); got != "[{quota [role/analyst]}]" {
		t.Errorf("who decides: %s, want who did before, of what changes", got)
	}
	old := testplan.Build(t, before).Plan
	got := map[string][]string{"sellers": linesOf(sellers)}
	for _, audience := range []announce.Audience{announce.Company, announce.Managers, announce.Finance} {
		got[audience.String()] = linesOf(announce.Compute(result, old, audience, addr.Addr{}))
	}
	got["one"] = linesOf(announce.Compute(result, old, announce.Sellers, addr.New("position", "ae-1")))
	want := map[string][]string{
		"company": {
			"| activity is done by | activity/a | analyst > lead |",
			"| part of analyst | activity/a | A/R >  |",
			"| part of lead | activity/a |  > A/R |",
			"| holder of the seat leaves it on | position/ae-1 |  > 2026-06-01 |",
			"| seat is in | position/ae-2 |  > Rome |",
			"| territory is called | territory/south | South > Deep South |",
			"| seat has a new holder | position/ae-1 |  >  | 2026-06-01",
			"| is owned from now on by | territory/south |  > ae-2 | 2026-06-01",
		},
		"managers": {
			"position/boss | ae-2: quota for arr in FY27-Q1 | position/ae-2 | 50 > 60 |",
			"position/boss | ae-1: holder of the seat leaves it on | position/ae-1 |  > 2026-06-01 |",
		},
		"finance": nil,
	}
	if diff := cmp.Diff(want["company"], sorted(got["company"], want["company"])); diff != "" {
		t.Errorf("company: %s", diff)
	}
	for _, line := range want["managers"] {
		if !slices.Contains(got["managers"], line) {
			t.Errorf("managers are not told %s, but\n%s", line, strings.Join(got["managers"], "\n"))
		}
	}
	if len(got["finance"]) > 0 {
		t.Errorf("finance is told %v", got["finance"])
	}
	for _, line := range got["one"] {
		if !strings.HasPrefix(line, "position/ae-1 |") || !slices.Contains(got["sellers"], line) {
			t.Errorf("ae-1 alone is told %s", line)
		}
	}
	for _, line := range []string{"position/ae-1 | quota for arr in FY27-Q1 | territory/south | 1000 > 1200 |", "position/ae-2 | owns | territory/south |  >  | 2026-06-01"} {
		if !slices.Contains(got["sellers"], line) {
			t.Errorf("sellers are not told %s, but\n%s", line, strings.Join(got["sellers"], "\n"))
		}
	}
}

// sorted returns the lines in the order of others; what is not among them
// comes last.
func sorted(lines, order []string) []string {
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, func(a, b string) int {
		i, j := slices.Index(order, a), slices.Index(order, b)
		if i < 0 {
			i = len(order)
		}
		if j < 0 {
			j = len(order)
		}
		return i - j
	})
	return lines
}

// TestNothingSecretIsTold: pay, adjustments, names of people and their codes
// are in no announcement, in no field of it; every change is told or counted.
func TestNothingSecretIsTold(t *testing.T) {
	result, _ := reviewed(t)
	old := testplan.Build(t, before).Plan
	for _, name := range announce.Audiences() {
		audience, err := announce.ParseAudience(name)
		if err != nil {
			t.Fatal(err)
		}
		a := announce.Compute(result, old, audience, addr.Addr{})
		if a.Told+a.Withheld != len(result.Changes) {
			t.Errorf("%s: %d told and %d withheld of %d", name, a.Told, a.Withheld, len(result.Changes))
		}
		var all bytes.Buffer
		fmt.Fprintf(&all, "%+v", report.NewOpsAnnouncement(report.AnnounceInput{Announcement: a}))
		for _, secret := range []string{"777", "Kim", "p-2"} {
			if strings.Contains(all.String(), secret) {
				t.Errorf("%s are told %q: %s", name, secret, all.String())
			}
		}
	}
	if _, err := announce.ParseAudience("everybody"); err == nil {
		t.Error("an unknown audience is read")
	}
}
