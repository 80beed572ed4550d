package statement_test

import (
	"bytes"
	"html"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/press"
	"github.com/salesplan/salesplan/engine/statement"
)

// planText has what a statement can show: a draw, instalments, a modifier, an
// adjustment, a quota by period, and names that try to be more than text.
const planText = `
measure:
  sales: {name: Sales, unit: money}
role:
  ae: {name: AE}
position:
  a: {role: ae, title: "Seller <b>North</b> {{ x }}"}
person:
  ann: {name: "Ann | *Łukasz* [x](http://evil.example)"}
holder:
  - {position: a, person: ann, from: 2026-02-01}
adjustment:
  one: {position: a, period: FY27-M03, amount: -250.5, reason: "credited twice, see # 12"}
comp_plan:
  ae:
    name: Sellers
    roles: [ae]
    target_incentive: 48000
    rounding: {mode: half_up, at: component}
    order: [component_cap, modifier, plan_cap, draw, guarantee]
    draw: {kind: recoverable_full, amount: 500, every: month, periods: 12, at_end: keep, at_leaving: owe}
    components:
      deals:
        name: New deals
        measure: sales
        weight: 1
        window: quarter
        pay_every: month
        quota: {amount: 300000, basis: window}
        rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, value: 1}, {from: 1, value: 2}]}
      bonus:
        measure: sales
        on_top: true
        window: deal
        pay_every: month
        rates: {kind: marginal, pays: rate, by: result, bands: [{from: 0, value: 0.001}]}
        instalments: [{share: 0.5, after_months: 0}, {share: 0.5, after_months: 1}]
`

const creditsText = `id,date,position,measure,amount
d-1,2026-02-12,a,sales,10000
d-2,2026-03-03,a,sales,250000
"<script>alert(1)</script> | x",2026-04-03,a,sales,70000
d-4,2026-04-09,a,sales,-1000.25
`

// compute pays the credits, from the beginning of the year.
func compute(t testing.TB, text string) (*plan.Plan, *payout.Result) {
	t.Helper()
	p := testplan.Build(t, text).Plan
	credits := func(each func(*credit.Credit)) (diag.List, bool, error) {
		return credit.Read(credit.File{Name: "credits.csv", Text: strings.NewReader(creditsText)}, credit.DefaultLimits(), each)
	}
	result, err := payout.Compute(p, comp.Read(p), credits, payout.Options{Detail: "a", From: fiscal("FY27-M01")})
	if err != nil {
		t.Fatal(err)
	}
	return p, result
}

func fiscal(text string) period.Period {
	p, err := period.Parse(text)
	if err != nil {
		panic(err)
	}
	return p
}

func made(t testing.TB, p *plan.Plan, result *payout.Result, at string) (document.Document, payout.Statement) {
	t.Helper()
	statements, err := result.Statements("a", fiscal(at))
	if err != nil || len(statements) != 1 {
		t.Fatal(statements, err)
	}
	return statement.Of(statement.Input{Plan: p, Book: comp.Read(p), Statements: statements, Record: []byte(`{"kind":"statement"}`), Complete: true}), statements[0]
}

// tables are the tables of a document by key.
func tables(d document.Document) map[string]document.Table {
	all := map[string]document.Table{}
	for _, block := range d.Blocks {
		if t, ok := block.(document.Table); ok {
			all[t.Key] = t
		}
	}
	return all
}

// column returns the texts of a column, that of the last row apart.
func column(t document.Table, i int) (texts []string, last string) {
	for _, row := range t.Rows {
		texts = append(texts, document.Text(row.Cells[i].Text))
	}
	return texts[:len(texts)-1], texts[len(texts)-1]
}

// sum adds up amounts as a reader does.
func sum(t testing.TB, texts []string) string {
	t.Helper()
	var all money.Sum
	for _, text := range texts {
		d, err := money.ParseDecimal(strings.NewReplacer("−", "-", ",", "").Replace(text))
		if err != nil {
			t.Fatalf("%q is no amount", text)
		}
		all.Add(d)
	}
	total, err := all.Total()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(total.Grouped(2), "-", "−", 1)
}

// TestTablesAddUp: what a reader adds up is what stands in the last row, the
// tables lead to each other, and the year is the sum of its statements.
func TestTablesAddUp(t *testing.T) {
	p, result := compute(t, planText)
	var year []string
	for _, at := range []string{"FY27-M01", "FY27-M02", "FY27-M03"} {
		d, s := made(t, p, result, at)
		all := tables(d)
		paid, lines := column(all["components"], 6)
		for i, key := range []string{"deals", "bonus"} {
			pay, line := column(all["credits."+key+"@"+at], 4)
			if sum(t, pay) != line || line != paid[i] {
				t.Errorf("%s: %s pays %v, in all %s, and among the components %s", at, key, pay, line, paid[i])
			}
		}
		steps, total := column(all["steps"], 1)
		if sum(t, paid) != lines || steps[0] != lines || sum(t, steps) != total || total != s.Total.Payout.Grouped(2) {
			t.Errorf("%s: components %v are %s, steps %v are %s, and %s is paid", at, paid, lines, steps, total, s.Total.Payout)
		}
		year = append(year, total)
		steps, total = column(all["steps"], 2)
		if sum(t, steps) != total || total != sum(t, year) {
			t.Errorf("%s: to date %v are %s, want %s", at, steps, total, sum(t, year))
		}
	}
}

// TestReasonsAreShown: adjustments with their reason, what is owed, every step
// through the rate table, and whom it is for.
func TestReasonsAreShown(t *testing.T) {
	p, result := compute(t, planText)
	for at, wanted := range map[string][]string{
		"FY27-M01": {"Owed on the draw", "EUR 95.00", "Ann | *Łukasz* [x](http://evil.example)", "Seller <b>North</b> {{ x }} (a)", "from 1 February 2026 to 28 February 2026", "held back for later instalments"},
		"FY27-M03": {"credited twice, see # 12", "EUR −250.50", "the window to date, band 2: 28,999.75 × 2 × 0.04 = 2,319.98", "instalments of earlier payout periods", "−1,000.25", "109.67%", "New deals"},
	} {
		d, _ := made(t, p, result, at)
		text, err := press.Print("html", d)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wanted {
			if !bytes.Contains(text, []byte(html.EscapeString(want))) {
				t.Errorf("%s lacks %q", at, want)
			}
		}
	}
}

// TestWhatIsUnknownIsNoNumber: what could not be computed is a dash and said,
// and what was left out is said.
func TestWhatIsUnknownIsNoNumber(t *testing.T) {
	p, result := compute(t, strings.Replace(planText, "quota: {amount: 300000, basis: window}", "quota: {basis: window}", 1))
	statements, err := result.Statements("a", fiscal("FY27-M02"))
	if err != nil {
		t.Fatal(err)
	}
	d := statement.Of(statement.Input{Plan: p, Book: comp.Read(p), Statements: statements, Complete: false})
	text, err := press.Print("markdown", d)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Incomplete", "Not computed", "The sums of FY27 are left out"} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("%q is not said in\n%s", want, text)
		}
	}
	for _, key := range []string{"paid", "components"} {
		for _, row := range tables(d)["steps"].Rows {
			for _, cell := range row.Cells[1:] {
				if text := document.Text(cell.Text); row.Key == key && text != "–" {
					t.Errorf("%s is %s", key, text)
				}
			}
		}
	}
}

// TestEveryFormAndTwice: every form can show a statement, twice in the same
// bytes, and carries the record.
func TestEveryFormAndTwice(t *testing.T) {
	p, result := compute(t, planText)
	d, _ := made(t, p, result, "FY27-M03")
	for _, format := range press.Formats() {
		first, err := press.Print(format, d)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := made(t, p, result, "FY27-M03")
		if second, _ := press.Print(format, again); !bytes.Equal(first, second) {
			t.Errorf("%s differs the second time", format)
		}
		if format == "markdown" {
			continue // it carries no attachments
		}
		if _, data, err := press.Attachments(first); err != nil || len(data) != 1 || string(data[0]) != `{"kind":"statement"}` {
			t.Errorf("%s carries %q: %v", format, data, err)
		}
	}
}

// TestTwoCompPlans: what two comp plans pay a person in one period stands apart.
func TestTwoCompPlans(t *testing.T) {
	p, result := compute(t, planText)
	_, one := made(t, p, result, "FY27-M01")
	_, two := made(t, p, result, "FY27-M01")
	two.Total.CompPlan = "gone"
	d := statement.Of(statement.Input{Plan: p, Book: comp.Read(p), Statements: []payout.Statement{one, two}, Complete: true})
	var headings []string
	for _, block := range d.Blocks {
		if h, ok := block.(document.Heading); ok && h.Level == 1 {
			headings = append(headings, document.Text(h.Text))
		}
	}
	if strings.Join(headings, ";") != "Sellers (ae);gone" {
		t.Error(headings)
	}
}
