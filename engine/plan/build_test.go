package plan_test

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/rollup"
)

// whole uses every collection.
const whole = `
measure:
  arr: {name: ARR, unit: money, quota_by: territory, quota_grain: quarter}
  logos: {name: Logos, unit: count}
role:
  ae: {name: Account Executive, measures: [arr]}
  head: {name: Head, manager: true}
position:
  head: {title: Head, role: head}
  ae-1: {title: Seat 1, role: ae, manager: head, from: 2026-02-01, to: 2026-08-01}
person:
  ann: {name: Ann}
holder:
  - {position: ae-1, person: ann, from: 2026-03-01, to: 2026-05-01}
territory_type:
  region: {name: Region, priority: 10}
territory:
  emea: {name: EMEA, type: region, container: true}
  dach:
    name: DACH
    parent: emea
    type: region
    rules: [{rule: german, inherited: true}]
    named_accounts: [{account: acme, reason: strategic}]
assignment_rule:
  german: {name: German, object: account, conditions: [{field: country, operator: equals, values: [DE, AT]}]}
account:
  acme: {name: Acme}
assignment:
  - {territory: dach, position: ae-1, coverage: owner}
quota:
  - {territory: dach, measure: arr, period: FY27-Q1, amount: 1000.50}
  - {territory: dach, measure: arr, period: FY27-Q2, amount: 2000, currency: USD}
  - {position: ae-1, measure: logos, period: FY27-Q1, amount: 3}
`

func TestTypedViews(t *testing.T) {
	p, _ := testplan.Load(t, map[string]string{"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + whole})
	dach, quota := p.Plan.Territories[0], p.Plan.Quotas
	got := map[string]string{
		"plan":       fmt.Sprint(p.Plan.Choices.Name, " ", p.Plan.Choices.Currency, " ", p.Plan.Choices.Years, " ", len(p.Plan.Choices.FXRates), " ", p.Plan.Choices.OverAssignment),
		"calendar":   fmt.Sprint(p.Plan.Choices.Calendar != nil),
		"measure":    fmt.Sprint(p.Plan.Measures[0].ID(), " ", p.Plan.Measures[0].Unit == plan.Money, " ", p.Plan.Measures[1].Unit == plan.Count, " ", p.Plan.Measures[0].QuotaGrain == period.Quarter, " ", p.Plan.Measures[0].QuotaBy),
		"role":       fmt.Sprint(p.Plan.Roles[0].Measures, p.Plan.Roles[0].Manager, p.Plan.Roles[1].Manager),
		"position":   fmt.Sprint(p.Plan.Positions[0].Title, " ", p.Plan.Positions[0].Manager, " ", p.Plan.Positions[0].Active.From, " ", p.Plan.Positions[0].Active.To),
		"person":     p.Plan.People[0].Name,
		"holder":     fmt.Sprint(p.Plan.Holders[0].Position, " ", p.Plan.Holders[0].Person, " ", p.Plan.Holders[0].Active.From),
		"type":       p.Plan.Types[0].Priority,
		"territory":  fmt.Sprint(dach.Name, " ", dach.Parent, " ", dach.Container, p.Plan.Territories[1].Container, " ", dach.Rules[0].Rule, dach.Rules[0].Inherited, " ", dach.NamedAccounts[0].Account, dach.NamedAccounts[0].Reason),
		"rule":       fmt.Sprint(p.Plan.Rules[0].Label(), " ", p.Plan.Rules[0].Active, " ", p.Plan.Rules[0].Conditions[0].Values),
		"account":    slices.Collect(p.Plan.Accounts())[0].Name(),
		"assignment": fmt.Sprint(p.Plan.Assignments[0].Territory, " ", p.Plan.Assignments[0].Position, " ", p.Plan.Assignments[0].Coverage == plan.Owner, " ", p.Plan.Assignments[0].Share),
	}
	for _, q := range quota {
		got[q.ID()] = fmt.Sprint(q.Amount, " ", q.Currency, "|", q.Period)
	}
	want := map[string]string{
		"plan": "Test EUR [FY27] 1 <nil>", "calendar": "true", "measure": "arr true true true territory", "role": "[arr] false true",
		"position": "Seat 1 head 2026-02-01 2026-08-01", "person": "Ann", "holder": "ae-1 ann 2026-03-01", "type": "10",
		"territory": "DACH emea false true germantrue acmestrategic", "rule": "German true [DE AT]", "account": "Acme", "assignment": "dach ae-1 true 1",
		"dach/arr@FY27-Q1": "1000.5 EUR|FY27-Q1", "dach/arr@FY27-Q2": "2000 USD|FY27-Q2", "ae-1/logos@FY27-Q1": "3 |FY27-Q1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if place := dach.PlaceOf("parent"); place.File != "plan.yaml" || place.Line <= dach.Place().Line {
		t.Errorf("parent stands at %v, the territory at %v", place, dach.Place())
	}
}

// views are the typed slices of a plan by name of their field.
func views(p *plan.Plan) map[string][]plan.Origin {
	all := map[string][]plan.Origin{"Accounts": {}}
	for account := range p.Accounts() {
		all["Accounts"] = append(all["Accounts"], account.Origin)
	}
	v := reflect.ValueOf(*p)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Type.Kind() != reflect.Slice || field.Name == "Records" || field.Name == "References" {
			continue
		}
		all[field.Name] = []plan.Origin{}
		for j := range v.Field(i).Len() {
			all[field.Name] = append(all[field.Name], v.Field(i).Index(j).FieldByName("Origin").Interface().(plan.Origin))
		}
	}
	return all
}

// TestBuildLaws: every sound record is in exactly one typed slice, all slices
// are sorted, broken records are in none, and the order of records and
// references before means nothing.
func TestBuildLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 60 {
		compiled := testplan.Build(t, testplan.Random(r)).Plan
		broken := map[addr.Addr]bool{}
		for one := range compiled.Records.All() {
			if r.IntN(4) == 0 {
				broken[one.Addr] = true
			}
		}
		records, references := testplan.Records(compiled), slices.Clone(compiled.References)
		r.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		r.Shuffle(len(references), func(i, j int) { references[i], references[j] = references[j], references[i] })
		p := plan.Build(record.NewList(record.Slice(records)), references, broken)
		demandViews(t, p)
		if !cmp.Equal(testplan.Records(p), testplan.Records(compiled)) || !cmp.Equal(p.References, compiled.References) {
			t.Fatal("the order before shows")
		}
		if broken[plan.SettingsAddr] != (p.Choices.Name == "") {
			t.Fatalf("settings broken: %v, but the name is %q", broken[plan.SettingsAddr], p.Choices.Name)
		}
	}
}

func demandViews(t *testing.T, p *plan.Plan) {
	t.Helper()
	typed := map[addr.Addr]int{}
	for name, origins := range views(p) {
		if !slices.IsSortedFunc(origins, func(a, b plan.Origin) int { return a.Addr.Compare(b.Addr) }) {
			t.Fatalf("%s are not sorted", name)
		}
		for _, o := range origins {
			typed[o.Addr]++
		}
	}
	if !slices.IsSortedFunc(testplan.Records(p), func(a, b record.Record) int { return a.Addr.Compare(b.Addr) }) {
		t.Fatal("records are not sorted")
	}
	for i := range p.Records.Len() {
		a := p.Records.Addr(i)
		want := 1
		if p.Broken[a] || a == plan.SettingsAddr {
			want = 0
		}
		if typed[a] != want {
			t.Fatalf("%s is in %d typed slices, want %d", a, typed[a], want)
		}
		if found, ok := p.Find(a); !ok || found != p.Records.Record(i) || !p.Has(a) {
			t.Fatalf("%s is not found", a)
		}
	}
	if _, ok := p.Find(addr.New("territory", "nowhere")); ok || p.Has(addr.Addr{}) {
		t.Fatal("what is not there is found")
	}
}

func TestEmptyPlan(t *testing.T) {
	p := plan.Build(record.List{}, nil, nil)
	if p.Choices.Name != "" || p.Choices.Calendar != nil || p.Has(plan.SettingsAddr) {
		t.Errorf("%+v", p.Choices)
	}
	for name, origins := range views(p) {
		if len(origins) != 0 {
			t.Errorf("%s: %v", name, origins)
		}
	}
}

// digest of everything that a plan says.
func digest(p *plan.Plan) [sha256.Size]byte {
	v := reflect.ValueOf(*p)
	var b strings.Builder
	for _, field := range v.Fields() {
		fmt.Fprintf(&b, "%+v\n", field)
	}
	return sha256.Sum256([]byte(b.String()))
}

// TestNobodyChangesAPlan: the stages over a plan leave it as it was built.
func TestNobodyChangesAPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 20 {
		base, target, head := testplan.Build(t, testplan.Random(r)), testplan.Build(t, testplan.Random(r)), testplan.Build(t, testplan.Random(r))
		before := [3][sha256.Size]byte{digest(base.Plan), digest(target.Plan), digest(head.Plan)}
		side := func(p *plan.Plan) *review.Side {
			return &review.Side{Plan: p, Schema: head.Schema, Complete: true}
		}
		result := review.Compute(review.Input{Base: side(base.Plan), Target: side(target.Plan), Head: side(head.Plan)})
		report.NewReview(report.ReviewInput{Result: result, Schema: head.Schema, FailOn: diag.Error})
		totals, findings := rollup.Compute(head.Plan)
		rollup.Delta(totals, totals)
		report.NewCheck(report.CheckInput{Plan: head.Plan.Choices.Name, Records: report.CollectionSums(head.Plan), Findings: diag.Sorted(findings, check.Run(check.Input{Plan: head.Plan}, check.Rules())), FailOn: diag.Error})
		diff.Compare(base.Plan, head.Plan, head.Schema)
		merge.Records(base.Plan, target.Plan, head.Plan, head.Schema)
		if after := [3][sha256.Size]byte{digest(base.Plan), digest(target.Plan), digest(head.Plan)}; after != before {
			t.Fatal("a stage changed a plan")
		}
	}
}
