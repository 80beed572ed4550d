package complint_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/complint"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

type givenPlan struct{ name, text string }

// everyPlan returns the plans of all test data.
func everyPlan(t testing.TB) []givenPlan {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all []givenPlan
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if f.Name != "findings" {
				all = append(all, givenPlan{file + ": " + f.Name, string(archive.Comment) + string(f.Data)})
			}
		}
	}
	return all
}

// TestRulesAreInOrder holds that rules are listed once each with a title, a
// known code and what decides their findings.
func TestRulesAreInOrder(t *testing.T) {
	rules := complint.Rules()
	for i, rule := range rules {
		if rule.Code.Info().Slug == "" || rule.Title == "" || rule.Reach == nil {
			t.Errorf("rule %s is not complete", rule.Code)
		}
		if i > 0 && rules[i-1].Code >= rule.Code {
			t.Errorf("%s stands before %s", rules[i-1].Code, rule.Code)
		}
	}
}

// TestOrderMeansNothing holds that the order of records changes no finding.
func TestOrderMeansNothing(t *testing.T) {
	for _, given := range everyPlan(t) {
		p := planOf(t, given.text)
		records := testplan.Records(p)
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		shuffled := plan.Build(record.NewList(record.Slice(records)), slices.Clone(p.References), nil)
		if a, b := linesOf(everyFinding(p)), linesOf(everyFinding(shuffled)); !slices.Equal(a, b) {
			t.Errorf("%s:\n%s\nand shuffled\n%s", given.name, strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
	}
}

// unrelated are sound records that have to do with no other plan.
const unrelated = `
measure: {zz-visits: {name: Visits of zz, unit: count}}
role: {zz-role: {name: Role of zz}}
position: {zz-seat: {role: zz-role}}
person: {zz-person: {}}
holder: [{position: zz-seat, person: zz-person}]
pay: [{person: zz-person, target_incentive: 5}]
comp_plan:
  zz-plan:
    {name: Plan of zz, roles: [zz-role], rounding: {mode: half_up, at: plan}, components: {zz: {measure: zz-visits, window: month, pay_every: month,
     rates: {kind: marginal, pays: per_unit, by: result, bands: [{from: 0, value: 1}]}}}}
`

// TestUnrelatedRecords holds that records without ties to the others neither
// add nor remove a finding.
func TestUnrelatedRecords(t *testing.T) {
	more := planOf(t, unrelated)
	for _, given := range everyPlan(t) {
		p := planOf(t, given.text)
		records := testplan.Records(p)
		for _, r := range testplan.Records(more) {
			if r.Addr != plan.SettingsAddr {
				r.File = "zz.yaml" // behind all others in the order of findings
				records = append(records, r)
			}
		}
		both := plan.Build(record.NewList(record.Slice(records)), slices.Concat(p.References, more.References), nil)
		if alone, together := linesOf(everyFinding(p)), linesOf(everyFinding(both)); !slices.Equal(alone, together) {
			t.Errorf("%s: with unrelated records\n%s\nwithout\n%s", given.name, strings.Join(together, "\n"), strings.Join(alone, "\n"))
		}
	}
}

// TestBrokenRecordsAreSilent marks each record of each plan as broken in turn.
// It then is the subject of no finding, and no other record has a finding with a
// code that it had none with before.
func TestBrokenRecordsAreSilent(t *testing.T) {
	type about struct {
		code    diag.Code
		subject addr.Addr
	}
	for _, given := range everyPlan(t) {
		p := planOf(t, given.text)
		before := map[about]bool{}
		for _, f := range everyFinding(p) {
			before[about{f.Code, f.Subject}] = true
		}
		for _, r := range testplan.Records(p) {
			for _, f := range everyFinding(rebuilt(p, r.Addr)) {
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
