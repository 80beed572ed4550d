package payout_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
)

// compute pays credits under a plan given without settings.
func compute(t testing.TB, planText, credits string, options payout.Options) *payout.Result {
	t.Helper()
	p := testplan.Build(t, planText).Plan
	result, err := payout.Compute(p, comp.Read(p), creditsOf(credits), options)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func creditsOf(text string) payout.Credits {
	return func(each func(*credit.Credit)) (diag.List, bool, error) {
		return credit.Read(credit.File{Name: "credits.csv", Text: strings.NewReader(strings.TrimLeft(text, "\n"))}, credit.DefaultLimits(), each)
	}
}

// shown prints a result, one line each for lines, totals and findings.
func shown(r *payout.Result) string {
	var b strings.Builder
	for _, f := range diag.Sorted(r.Findings, r.CreditFindings) {
		fmt.Fprintf(&b, "%s %s: %s\n", f.Place, f.Code, f.Message)
	}
	return figures(r) + b.String()
}

// figures prints lines and totals.
func figures(r *payout.Result) string {
	var b strings.Builder
	for _, l := range r.Lines {
		fmt.Fprintf(&b, "%s %s %s", l.Position, l.Component, l.Period)
		if !l.Corrects.IsZero() {
			fmt.Fprintf(&b, " corrects %s", l.Corrects)
		}
		attainment := "-"
		if l.Attainment != nil {
			attainment = l.Attainment.String()
		}
		fmt.Fprintf(&b, ": credited %s attainment %s earned %s", l.Credited, attainment, l.Earned)
		if l.Payout != l.Earned || l.HeldBack.Sign() != 0 {
			fmt.Fprintf(&b, " payout %s held %s", l.Payout, l.HeldBack)
		}
		if !l.Known {
			b.WriteString(" unknown")
		}
		b.WriteByte('\n')
	}
	for _, total := range r.Totals {
		fmt.Fprintf(&b, "%s %s: %s", total.Position, total.Period, total.Payout)
		if total.Owed.Sign() != 0 {
			fmt.Fprintf(&b, " owed %s", total.Owed)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const simplePlan = `
measure:
  bookings: {name: Bookings, unit: money}
role:
  ae: {name: Account Executive}
position:
  ae-1: {role: ae}
comp_plan:
  ae:
    name: AE
    roles: [ae]
    target_incentive: 40000
    rounding: {mode: half_up, at: component}
    components:
      new:
        measure: bookings
        weight: 1
        window: quarter
        pay_every: month
        quota: {amount: 100000, basis: window}
        rates:
          kind: marginal
          pays: multiple
          by: attainment
          bands: [{from: 0, to: 1, value: 1}, {from: 1, value: 2}]
`

func fiscal(text string) period.Period {
	p, err := period.Parse(text)
	if err != nil {
		panic(err)
	}
	return p
}

func TestYearToDate(t *testing.T) {
	got := shown(compute(t, simplePlan, `
id,date,position,measure,amount
d1,2026-02-10,ae-1,bookings,60000
d2,2026-03-10,ae-1,bookings,60000
d3,2026-04-10,ae-1,bookings,10000.01
`, payout.Options{}))
	want := `ae-1 new FY27-M01: credited 60000 attainment 0.6 earned 6000
ae-1 new FY27-M02: credited 60000 attainment 1.2 earned 8000
ae-1 new FY27-M03: credited 10000.01 attainment 1.3000001 earned 2000
ae-1 FY27-M01: 6000
ae-1 FY27-M02: 8000
ae-1 FY27-M03: 2000
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
