package engine_test

import (
	"encoding/csv"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/report"
)

// payCase is a plan, what was sold, and what must come of it.
//
// expect is CSV with the columns position, component, period, field, value and
// perhaps tolerance. An empty component is what the position is paid in all. "*"
// as position, component or period is the sum over all. An empty value says that
// there is none. The tolerance is for figures that their source has rounded;
// without it a figure must be exact.
//
// findings is CSV with the columns code, address and field: findings that must
// be there. No others of severity error may be. A code in words instead, such as
// BAND-GAP, is a finding that is still to come.
type payCase struct {
	plan                            fs.FS
	credits, paid, expect, findings string
}

// runPayCase runs the cases in a txtar file: one for each folder in it.
func runPayCase(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	cases, plans := map[string]*payCase{}, map[string]fstest.MapFS{}
	for _, f := range txtar.Parse(text).Files {
		folder, file := path.Split(f.Name)
		c := cases[folder]
		if c == nil {
			plans[folder] = fstest.MapFS{}
			c = &payCase{plan: plans[folder]}
			cases[folder] = c
		}
		beside := map[string]*string{"credits.csv": &c.credits, "paid.csv": &c.paid, "expect.csv": &c.expect, "expect-findings.csv": &c.findings}
		if to := beside[file]; to != nil {
			*to = string(f.Data)
		} else {
			plans[folder][file] = &fstest.MapFile{Data: f.Data}
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(cases)) {
		if folder == "" {
			cases[folder].run(t)
			continue
		}
		t.Run(path.Clean(folder), cases[folder].run)
	}
}

// run checks and pays the plan, and compares.
func (c *payCase) run(t *testing.T) {
	if c.expect == "" && c.findings == "" {
		t.Fatal("the case expects nothing")
	}
	loaded, err := engine.Load(engine.Source{Files: c.plan, Name: "plan"}, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	found := engine.Check(loaded, engine.CheckInput{FailOn: diag.Error}).Findings
	if c.credits != "" {
		in := engine.PayoutInput{Credits: []credit.File{{Name: "credits.csv", Text: strings.NewReader(c.credits)}}, FailOn: diag.Error}
		if c.paid != "" {
			in.Payments = &credit.File{Name: "paid.csv", Text: strings.NewReader(c.paid)}
		}
		paid, err := engine.Payout(loaded, in)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, paid.Findings...)
		comparePaid(t, c.expect, paid)
	}
	compareFindings(t, c.findings, found)
}

// payRow is what a payout says of a position, a component ("" for all together)
// and a period: texts of numbers by field, nil where there is none.
type payRow struct {
	position, component, period string
	fields                      map[string]*string
}

func payRowsOf(paid report.Payout) []payRow {
	var rows []payRow
	for i := range paid.Lines {
		l := &paid.Lines[i]
		rows = append(rows, payRow{l.Position, l.Component, l.Period, map[string]*string{
			"credited": &l.Credited, "quota": l.Quota, "attainment": l.Attainment, "target": &l.Target, "earned": &l.Earned, "payout": &l.Payout,
		}})
	}
	for i := range paid.Totals {
		t := &paid.Totals[i]
		rows = append(rows, payRow{t.Position, "", t.Period, map[string]*string{"draw": &t.Draw, "payout": &t.Payout, "owed": &t.Owed}})
	}
	for i := range paid.Balances {
		b := &paid.Balances[i]
		rows = append(rows, payRow{b.Position, b.Component, b.Period, map[string]*string{"balance": &b.Owed}})
	}
	return rows
}

// comparePaid compares figures with those expected.
func comparePaid(t *testing.T, expect string, paid report.Payout) {
	t.Helper()
	rows := payRowsOf(paid)
	for _, want := range csvRows(t, expect) {
		sum, found := sumOf(t, rows, want)
		figure := strings.Join(want[:4], " ")
		switch value, tolerance := want[4], slices.Concat(want, []string{"0"})[5]; {
		case !found:
			t.Errorf("%s: there is none", figure)
		case sum == nil || value == "":
			if (sum == nil) != (value == "") {
				t.Errorf("%s: got %v, want %q", figure, sum, value)
			}
		default:
			off := sum.Sub(ratio(t, value))
			if off.Max(off.Neg()).Cmp(ratio(t, tolerance)) > 0 {
				t.Errorf("%s: got %s, want %s", figure, sum, value)
			}
		}
	}
}

// sumOf sums a field over the rows that an expectation means; nil if none has
// it.
func sumOf(t *testing.T, rows []payRow, want []string) (sum *money.Ratio, found bool) {
	t.Helper()
	fits := func(pattern, text string) bool { return pattern == "*" || pattern == text }
	for _, row := range rows {
		text, has := row.fields[want[3]]
		if !has || !fits(want[0], row.position) || !fits(want[1], row.component) || !fits(want[2], row.period) {
			continue
		}
		found = true
		if text != nil {
			total := ratio(t, *text)
			if sum != nil {
				total = total.Add(*sum)
			}
			sum = &total
		}
	}
	return sum, found
}

// compareFindings compares findings with those that must be there.
func compareFindings(t *testing.T, expect string, found []report.Finding) {
	t.Helper()
	wanted, met := map[[3]string]bool{}, map[[3]string]bool{}
	for _, row := range csvRows(t, expect) {
		if _, known := diag.Find(row[0]); known {
			wanted[[3]string(row)] = true
		}
	}
	for _, f := range found {
		key := [3]string{f.Code, f.Address, f.Field}
		met[key] = true
		if f.Severity == diag.Error.String() && !wanted[key] {
			t.Errorf("%s: %s (%v)", f.Code, f.Message, key)
		}
	}
	for key := range wanted {
		if !met[key] {
			t.Errorf("finding %v is missing", key)
		}
	}
}

// csvRows returns the rows below the header of CSV text.
func csvRows(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[min(1, len(rows)):]
}

// ratio reads a number; none is 0.
func ratio(t *testing.T, text string) money.Ratio {
	t.Helper()
	if text == "" {
		return money.Ratio{}
	}
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return money.FromDecimal(d)
}
