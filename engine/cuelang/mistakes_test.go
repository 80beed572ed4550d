package cuelang_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/schema"
)

// checkText checks the records of a plan file and prints the findings as
// line:column code subject field: message.
func checkText(t testing.TB, language *schema.Schema, text string) []string {
	t.Helper()
	var found diag.List
	for _, r := range recordsOf(t, language, "plan.yaml", text) {
		_, findings := language.Check(r)
		found = append(found, findings...)
	}
	var shown []string
	for _, f := range diag.Sorted(found) {
		line := fmt.Sprintf("%d:%d %s %s %s: %s", f.Place.Line, f.Place.Column, f.Code, f.Subject, f.Field, f.Message)
		for _, r := range f.Related {
			line += fmt.Sprintf(" [%s %s]", r.Place, r.Message)
		}
		shown = append(shown, line)
	}
	return shown
}

// TestEveryMistakeIsFound plants fourteen mistakes and wants each of them at
// its own place in one run.
func TestEveryMistakeIsFound(t *testing.T) {
	const text = `
plan:
  name: Demo
  shema: v1
  calendar: {kind: month}
measure:
  bookings:
    name: ""
    unit: hours
role:
  seller:
    name: Seller
    level: 99
    measures: bookings
territory:
  North:
    name: North
  south:
    parent: north
    container: "true"
    from: 2027-02-30
    rules:
      - rule: r1
      - inherited: true
quota:
  - territory: south
    position: ae-1
    measure: bookings
    period: Q2-FY27
    amount: -1
teritory:
  east: {name: East}
`
	want := `
4:3 SCH001 plan/settings shema: plan has no field "shema"; did you mean "schema"?
5:20 SCH005 plan/settings calendar.kind: calendar.kind must be one of "months", "4-4-5", "4-5-4", "5-4-4", not "month"; did you mean "months"?
8:11 SCH005 measure/bookings name: name must not be empty
9:11 SCH005 measure/bookings unit: unit must be one of "money", "count", "ratio", not "hours"
13:12 SCH004 role/seller level: level must be at least 0 and at most 30, not 99
14:15 SCH003 role/seller measures: measures must be a list, not text "bookings"
16:3 SCH006 territory/North : the id "North" must be lower-case letters and digits, joined by single "-", "_" or "."
18:3 SCH002 territory/south name: territory has no name, which it needs
20:16 SCH003 territory/south container: container must be true or false, not text "true": write it without quotes
21:11 SCH007 territory/south from: from must be a day of the calendar, and there is no 2027-02-30
24:9 SCH002 territory/south rules[1].rule: rules[1] has no rule, which it needs
27:5 SCH008 quota/south/bookings@Q2-FY27 territory: quota has territory and position, but only one of them may be written
29:13 SCH007 quota/south/bookings@Q2-FY27 period: period must be a fiscal period, such as FY27, FY27-H1, FY27-Q2 or FY27-M05, not "Q2-FY27"
30:13 SCH004 quota/south/bookings@Q2-FY27 amount: amount must be at least 0 and at most 1000000000000000, not -1
32:3 SCH009 teritory/east : "teritory" is not a collection of the plan language; did you mean "territory"?`
	got := "\n" + strings.Join(checkText(t, builtIn(t), text), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestAWrongChoiceHidesNoMoreMistakes: while it is open which fields a choice
// brings, those of any choice are left alone, and others are still mistakes.
func TestAWrongChoiceHidesNoMoreMistakes(t *testing.T) {
	text := `plan:
  name: Plan
  calendar: {kind: weekly, end_month: 1, end_weekdy: friday}
`
	want := []string{
		`3:20 SCH005 plan/settings calendar.kind: calendar.kind must be one of "months", "4-4-5", "4-5-4", "5-4-4", not "weekly"`,
		`3:42 SCH001 plan/settings calendar.end_weekdy: calendar has no field "end_weekdy"`,
	}
	if diff := cmp.Diff(want, checkText(t, builtIn(t), text)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
