package payout_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
)

// TestCases pays the cases below engine/testdata: published ones and those of
// textbooks. Each is a plan, credits, and figures.
func TestCases(t *testing.T) {
	names, err := filepath.Glob("../testdata/*/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { runCase(t, text) })
	}
}

func runCase(t *testing.T, text []byte) {
	plan, credits, expect, paid := map[string]string{}, "", "", ""
	for _, f := range txtar.Parse(text).Files {
		switch f.Name {
		case "credits.csv":
			credits = string(f.Data)
		case "expect.csv":
			expect = string(f.Data)
		case "paid.csv":
			paid = string(f.Data)
		case "expect-findings.csv":
		default:
			plan[f.Name] = string(f.Data)
		}
	}
	if credits == "" {
		t.Skip("it has no credits")
	}
	compiled, findings := testplan.Load(t, plan)
	for _, f := range findings {
		t.Logf("%s %s %s", f.Place, f.Code, f.Message)
	}
	for _, every := range []bool{false, true} {
		r, err := payout.Compute(compiled.Plan, comp.Read(compiled.Plan), creditsOf(credits), payout.Options{EveryCredit: every})
		if err != nil {
			t.Fatal(err)
		}
		balances := balancesOf(t, r, paid)
		rows, err := csv.NewReader(strings.NewReader(expect)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[min(1, len(rows)):] {
			tolerance := ""
			if len(row) > 5 {
				tolerance = row[5]
			}
			if got, want := figure(r, balances, row), row[4]; !equal(got, want, tolerance) {
				t.Errorf("%s: %s, want %s", strings.Join(row[:4], " "), got, want)
			}
		}
		if t.Failed() {
			var b bytes.Buffer
			b.WriteString(shown(r))
			t.Log(b.String())
			return
		}
		for _, f := range diag.Sorted(r.Findings, r.CreditFindings) {
			t.Logf("%s %s %s", f.Place, f.Code, f.Message)
		}
	}
}

// equal compares numbers, which may differ by a tolerance where the source
// printed them rounded.
func equal(got, want, tolerance string) bool {
	a, err := money.ParseDecimal(got)
	b, other := money.ParseDecimal(want)
	if err != nil || other != nil {
		return got == want
	}
	most, _ := money.ParseDecimal(tolerance)
	difference := money.FromDecimal(a).Sub(money.FromDecimal(b))
	return difference.Max(difference.Neg()).Cmp(money.FromDecimal(most)) <= 0
}

// balancesOf reconciles a result with the text of a payments file.
func balancesOf(t *testing.T, r *payout.Result, paid string) []payout.Balance {
	if paid == "" {
		return nil
	}
	payments, findings, complete, err := credit.ReadPayments(credit.File{Name: "paid.csv", Text: strings.NewReader(paid)}, credit.DefaultLimits())
	if err != nil || !complete || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	return r.Reconcile(payments)
}

// figure returns what a result says of position, component, period and field.
func figure(r *payout.Result, balances []payout.Balance, row []string) string {
	position, component, at, field := row[0], row[1], row[2], row[3]
	if field == "balance" {
		var sum money.Sum
		for _, b := range balances {
			if (position == "*" || b.Position == position) && b.Component == component && b.Period.String() == at {
				sum.Add(b.Owed)
			}
		}
		total, _ := sum.Total()
		return total.String()
	}
	if component == "" {
		var sum money.Sum
		found := "no total"
		for _, total := range r.Totals {
			if (position == "*" || total.Position == position) && (at == "*" || total.Period.String() == at) {
				if field == "owed" {
					return total.Owed.String()
				}
				sum.Add(total.Payout)
				all, _ := sum.Total()
				found = all.String()
			}
		}
		return found
	}
	var sum money.Sum
	found := "no line"
	for _, l := range r.Lines {
		if position != "*" && l.Position != position || l.Component != component || at != "*" && l.Period.String() != at {
			continue
		}
		switch field {
		case "payout":
			sum.Add(l.Payout)
			total, _ := sum.Total()
			found = total.String()
		case "credited":
			found = l.Credited.String()
			if at == "*" {
				d, _ := l.Credited.Decimal()
				sum.Add(d)
				total, _ := sum.Total()
				found = total.String()
				continue
			}
		case "target":
			found = l.Target.String()
		case "quota", "attainment":
			number := l.Quota
			if field == "attainment" {
				number = l.Attainment
			}
			if found = ""; number != nil {
				d, _ := number.Round(6, money.HalfUp)
				found = d.String()
			}
		}
		if found != "no line" && field != "payout" {
			return found
		}
	}
	return found
}
