package rollup_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

const trials = 60

// everyDimension are all dimensions.
var everyDimension = []rollup.Dimension{rollup.Territory, rollup.Manager, rollup.Role, rollup.Total}

// forPlans calls check with random plans.
func forPlans(t *testing.T, grains []string, check func(t *testing.T, text string, seed uint64)) {
	t.Helper()
	for seed := range uint64(trials) {
		check(t, settings+random{rand.New(rand.NewPCG(seed, 7)), grains}.plan(), seed)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestPartsSumToTheWhole adds every trace again.
func TestPartsSumToTheWhole(t *testing.T) {
	forPlans(t, anyGrain, func(t *testing.T, text string, _ uint64) {
		result, _ := rollup.Compute(planOf(t, text))
		for _, d := range everyDimension {
			for row := range result.Rows(d) {
				trace, err := result.Why(row.Key)
				if err != nil {
					t.Fatal(err)
				}
				readd(t, trace)
				if row.Rolled.Known != (trace.Value != "none") || row.Rolled.Known && valueOf(t, trace) != row.Rolled.Value {
					t.Errorf("the trace of %v says %s, the cell %s", row.Key, trace.Value, figureText(row.Rolled))
				}
			}
		}
	})
}

// readd fails the test unless the parts of every trace sum to it.
func readd(t *testing.T, trace rollup.Trace) {
	t.Helper()
	if len(trace.Parts) == 0 {
		return
	}
	var sum money.Sum
	for _, part := range trace.Parts {
		readd(t, part)
		sum.Add(valueOf(t, part))
	}
	if total, err := sum.Total(); err != nil || total != valueOf(t, trace) {
		t.Errorf("%s is %s, its parts sum to %s (%v)", trace.Label, trace.Value, total, err)
	}
}

func valueOf(t *testing.T, trace rollup.Trace) money.Decimal {
	t.Helper()
	number, _, _ := strings.Cut(trace.Value, " ")
	return decimal(t, number)
}

// TestPeriodsSum: where all quotas are by quarter, every year is the sum of its
// quarters.
func TestPeriodsSum(t *testing.T) {
	forPlans(t, quarters, func(t *testing.T, text string, _ uint64) {
		result, _ := rollup.Compute(planOf(t, text))
		for _, d := range everyDimension {
			for row := range result.Rows(d) {
				if row.Period.String() != "FY27" || strings.HasPrefix(row.Measure, "headcount") {
					continue
				}
				var stated, rolled money.Sum
				for _, quarter := range quarters {
					part := row.Key
					part.Period = periodOf(t, quarter)
					cell, _ := result.Cell(part)
					stated.Add(cell.Stated.Value)
					rolled.Add(cell.Rolled.Value)
				}
				if total, err := stated.Total(); err != nil || total != row.Stated.Value {
					t.Errorf("%v states %s, its quarters %s", row.Key, row.Stated.Value, total)
				}
				if total, err := rolled.Total(); err != nil || total != row.Rolled.Value {
					t.Errorf("%v is %s, its quarters sum to %s", row.Key, row.Rolled.Value, total)
				}
			}
		}
	})
}

// TestRolesSumToManagers: every position of the random plans has a role.
func TestRolesSumToManagers(t *testing.T) {
	sum := func(t *testing.T, result *rollup.Result, d rollup.Dimension) map[string]string {
		sums := map[string]*money.Sum{}
		for row := range result.Rows(d) {
			if row.Depth == 0 {
				at := row.Measure + " " + row.Period.String()
				if sums[at] == nil {
					sums[at] = &money.Sum{}
				}
				sums[at].Add(row.Rolled.Value)
			}
		}
		totals := map[string]string{}
		for at, sum := range sums {
			if total, err := sum.Total(); err != nil || total.Sign() != 0 {
				totals[at] = total.String()
			}
		}
		return totals
	}
	forPlans(t, anyGrain, func(t *testing.T, text string, _ uint64) {
		result, _ := rollup.Compute(planOf(t, text))
		if diff := cmp.Diff(sum(t, result, rollup.Manager), sum(t, result, rollup.Role)); diff != "" {
			t.Errorf("managers (-) and roles (+):\n%s", diff)
		}
	})
}

func TestOrderOfRecordsIsIrrelevant(t *testing.T) {
	forPlans(t, anyGrain, func(t *testing.T, text string, seed uint64) {
		records := recordsOf(t, text)
		one, _ := rollup.Compute(plan.Build(shuffled(records, func(int, func(i, j int)) {}), nil, map[addr.Addr]bool{}))
		other, _ := rollup.Compute(plan.Build(shuffled(records, rand.New(rand.NewPCG(seed, 8)).Shuffle), nil, map[addr.Addr]bool{}))
		if diff := cmp.Diff(allRows(one), allRows(other)); diff != "" {
			t.Errorf("in another order:\n%s", diff)
		}
		if changes := rollup.Delta(one, other); len(changes) > 0 {
			t.Errorf("differences: %v", changes)
		}
	})
}

// TestUnrelatedRecordsChangeNothing adds records that no total of the plan is
// about: every row there was is still there.
func TestUnrelatedRecordsChangeNothing(t *testing.T) {
	const unrelated = `
measure: {other: {name: Other, unit: count}}
territory: {elsewhere: {name: Elsewhere}, a.first: {name: First}}
person: {somebody: {name: Somebody}}
account: {acme: {name: Acme}}
quota:
  - {territory: elsewhere, measure: other, period: FY27-Q1, amount: 5}
  - {territory: nowhere, measure: arr, period: FY27-Q1, amount: 5}
  - {position: nobody, measure: arr, period: FY27-Q1, amount: 5}
  - {territory: elsewhere, measure: unknown, period: FY27-Q1, amount: 5}
`
	forPlans(t, anyGrain, func(t *testing.T, text string, _ uint64) {
		before, _ := rollup.Compute(planOf(t, text, "account: {initech: {name: Initech}}"))
		after, _ := rollup.Compute(planOf(t, text, unrelated))
		for _, d := range everyDimension {
			for row := range before.Rows(d) {
				if cell, ok := after.Cell(row.Key); !ok || cell != row.Cell {
					t.Errorf("%v was %s and is %s", row.Key, cellText(row.Cell), cellText(cell))
				}
			}
		}
	})
}
