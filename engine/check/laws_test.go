package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/complint"
	"github.com/salesplan/salesplan/engine/diag"
)

// TestRulesAreInOrder holds that rules are listed once each, in order of code,
// with a title and a known code.
func TestRulesAreInOrder(t *testing.T) {
	rules := check.Rules()
	for i, rule := range rules {
		if rule.Code.Info().Slug == "" || rule.Title == "" || rule.Run == nil {
			t.Errorf("rule %s is not complete", rule.Code)
		}
		if i > 0 && rules[i-1].Code >= rule.Code {
			t.Errorf("%s stands before %s", rules[i-1].Code, rule.Code)
		}
	}
}

// TestEveryRuleIsShown holds that each rule has test data that it reports on.
// The rules of comp plans have theirs in their own package.
func TestEveryRuleIsShown(t *testing.T) {
	ofCompPlans := func(r check.Rule) bool {
		return slices.ContainsFunc(complint.Rules(), func(one complint.Rule) bool { return one.Code == r.Code })
	}
	for _, rule := range slices.DeleteFunc(check.Rules(), ofCompPlans) {
		text := readFile(t, "testdata/"+strings.ToLower(string(rule.Code))+".txtar")
		if !strings.Contains(text, " "+string(rule.Code)+" ") {
			t.Errorf("%s has no finding in its test data", rule.Code)
		}
	}
}

// unrelated is a sound record of each kind that has to do with no other plan.
const unrelated = `
measure: {zz-visits: {name: Visits of zz, unit: count}}
role: {zz-role: {name: Role of zz}}
position: {zz-seat: {role: zz-role}}
person: {zz-person: {}}
holder:
  - {position: zz-seat, person: zz-person}
territory_type: {zz-type: {name: Type}}
territory: {zz-land: {name: Land, container: true, type: zz-type, rules: [{rule: zz-rule}]}}
assignment_rule: {zz-rule: {conditions: [{field: zz, operator: equals, values: [zz]}]}}
account: {zz-account: {}}
assignment:
  - {territory: zz-land, position: zz-seat}
`

// TestUnrelatedRecords holds that a record without ties to the others neither
// adds nor removes a finding.
func TestUnrelatedRecords(t *testing.T) {
	for _, given := range everyPlan(t) {
		records := recordsOf(t, given.text)
		alone := linesOf(check.Run(check.Input{Plan: buildPlan(slices.Clone(records))}, check.Rules()), nil)
		more := recordsOf(t, unrelated)
		for i := range more {
			more[i].File = "zz.yaml" // behind all others in the order of findings
		}
		together := linesOf(check.Run(check.Input{Plan: buildPlan(slices.Concat(records, more))}, check.Rules()), nil)
		if !slices.Equal(alone, together) {
			t.Errorf("%s: with unrelated records\n%s\nwithout\n%s", given.name, strings.Join(together, "\n"), strings.Join(alone, "\n"))
		}
	}
}

// TestOrderOfRules holds that the findings do not depend on the order of the
// rules.
func TestOrderOfRules(t *testing.T) {
	for _, given := range everyPlan(t) {
		in := check.Input{Plan: planOf(t, given.text)}
		backwards := check.Rules()
		slices.Reverse(backwards)
		if a, b := linesOf(check.Run(in, check.Rules()), nil), linesOf(check.Run(in, backwards), nil); !slices.Equal(a, b) {
			t.Errorf("%s: %v and backwards %v", given.name, a, b)
		}
	}
}

// TestBrokenRecordsAreSilent marks each record of each plan as broken in turn.
// It then is the subject of no finding, and no other record has a finding with a
// code that it had none with before: a broken record makes no other look wrong.
func TestBrokenRecordsAreSilent(t *testing.T) {
	for _, given := range everyPlan(t) {
		records := recordsOf(t, given.text)
		before := subjectsOf(check.Run(check.Input{Plan: buildPlan(slices.Clone(records))}, check.Rules()))
		for i, r := range records {
			broken := slices.Clone(records)
			broken[i].Node.Children = append(slices.Clip(r.Node.Children), nodeOfTrue("broken"))
			for _, f := range check.Run(check.Input{Plan: buildPlan(broken)}, check.Rules()) {
				if f.Subject == r.Addr {
					t.Errorf("%s: %s is broken and has %s %s", given.name, r.Addr, f.Code, f.Message)
				}
				if !before[about{f.Code, f.Subject}] {
					t.Errorf("%s: with %s broken there is %s %s", given.name, r.Addr, f.Code, f.Message)
				}
			}
		}
	}
}

// about is a kind of finding about a record.
type about struct {
	code    diag.Code
	subject addr.Addr
}

func subjectsOf(list diag.List) map[about]bool {
	all := make(map[about]bool)
	for _, f := range list {
		all[about{f.Code, f.Subject}] = true
	}
	return all
}

// TestManyOfAKind holds that lists in messages stay readable.
func TestManyOfAKind(t *testing.T) {
	var text strings.Builder
	text.WriteString("position:\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "  p-%d: {manager: p-%d}\n", i, (i+1)%1000)
	}
	lines := findingsOf(t, text.String())
	if len(lines) != 1 || len(lines[0]) > 1000 || !strings.Contains(lines[0], "1000 records") || !strings.Contains(lines[0], "980 more") {
		t.Errorf("got %q", lines)
	}
}
