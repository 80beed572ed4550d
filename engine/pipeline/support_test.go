package pipeline_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/pipeline"
	"github.com/salesplan/salesplan/engine/plan"
)

// selling is a plan with a process of six stages and five categories.
const selling = `
measure: {arr: {name: ARR, unit: money}}
territory:
  world: {name: World, container: true}
  emea: {name: EMEA, parent: world, container: true}
  dach: {name: DACH, parent: emea}
  uki: {name: UKI, parent: emea}
  amer: {name: Americas, parent: world}
quota:
  - {territory: world, measure: arr, period: FY27-Q1, amount: 100000}
  - {territory: emea, measure: arr, period: FY27-Q1, amount: 60000}
  - {territory: dach, measure: arr, period: FY27-Q1, amount: 40000}
  - {territory: uki, measure: arr, period: FY27-Q1, amount: 20000}
sales_process: {new: {name: New business, measure: arr, coverage: remaining, weight: stage}}
sales_stage:
  meet: {process: new, name: First meeting, order: 1, state: open, probability: 0.1, expected_days: 20}
  prove: {process: new, name: Proof, order: 2, state: open, probability: 0.35, conversion: 0.5}
  offer: {process: new, name: Offer, order: 3, state: open, probability: 0.6}
  won: {process: new, name: Closed won, order: 4, state: won}
  lost: {process: new, name: Closed lost, order: 5, state: lost}
forecast_category:
  won: {process: new, name: Won, order: 1, state: won}
  commit: {process: new, name: Commit, order: 2, state: open, call: true}
  at-risk: {process: new, name: Commit at risk, order: 3, state: open, call: true, parent: commit}
  upside: {process: new, name: Upside, order: 4, state: open}
  lost: {process: new, name: Lost, order: 5, state: lost}
`

func sellingPlan(t testing.TB) *plan.Plan {
	t.Helper()
	return testplan.Build(t, selling).Plan
}

// snapshot is a snapshot of a text.
func snapshot(t testing.TB, date, text string) pipeline.Snapshot {
	t.Helper()
	return pipeline.Snapshot{
		Name: "pipeline-" + date + ".csv", Date: day(t, date),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
}

func day(t testing.TB, text string) period.Date {
	t.Helper()
	d, err := period.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func decimal(t testing.TB, text string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func quarter(t testing.TB) period.Period {
	t.Helper()
	p, err := period.Parse("FY27-Q1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// randomSnapshots returns snapshots of one set of deals that depend on the
// generator alone: deals come, go, change their stage, amount, date, territory.
func randomSnapshots(t testing.TB, r *rand.Rand) []pipeline.Snapshot {
	t.Helper()
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	var all []pipeline.Snapshot
	for month := 2; month < 5; month++ {
		var b strings.Builder
		b.WriteString("id,name,stage,category,amount,currency,close_date,created,stage_since,territory\n")
		for id := range 40 {
			if r.IntN(4) == 0 {
				continue
			}
			stage := pick("meet", "prove", "Offer", "won", "lost")
			category := map[string]string{"won": "won", "lost": "Lost"}[stage]
			if category == "" {
				category = pick("commit", "at-risk", "upside")
			}
			fmt.Fprintf(&b, "d%d,\"Deal, the %dth\",%s,%s,%d.%02d,%s,2026-0%d-1%d,2026-01-0%d,%s,%s\n", id, id, stage, category, r.IntN(9000), r.IntN(100), pick("", "USD", "EUR"),
				1+r.IntN(8), r.IntN(10), 1+r.IntN(9), pick("", "2026-01-20"), pick("dach", "uki", "amer", "emea", "world"))
		}
		all = append(all, snapshot(t, fmt.Sprintf("2026-0%d-28", month), b.String()))
	}
	return all
}
