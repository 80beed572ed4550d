package allocate_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

const measures = "measure: {arr: {name: ARR, unit: money}, deals: {name: Deals, unit: count}}\n"

func d(t testing.TB, text string) money.Decimal {
	t.Helper()
	n, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// planOf compiles a plan in YAML without settings and measures.
func planOf(t testing.TB, text string) *plan.Plan {
	t.Helper()
	return testplan.Build(t, measures+text).Plan
}

// computed carries all allocations of a plan out and demands that there are no
// findings.
func computed(t testing.TB, p *plan.Plan) allocate.Result {
	t.Helper()
	result, err := allocate.Compute(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Findings {
		t.Fatalf("%s %s", f.Code, f.Message)
	}
	return result
}

// table writes proposals as lines of holder, period and amount.
func table(r allocate.Result) string {
	var b strings.Builder
	for _, p := range r.Proposals {
		for _, q := range p.Quotas {
			fmt.Fprintf(&b, "%s %s %s\n", q.Holder.ID, q.Period, q.Amount)
		}
	}
	return b.String()
}

// sums is what a proposal sets, by what the laws ask for.
type sums struct {
	byCell  map[string]money.Decimal // holder and period
	byLevel []money.Decimal          // of the year
	years   map[addr.Addr]money.Decimal
}

func sumsOf(t testing.TB, p *allocate.Proposal) sums {
	t.Helper()
	s := sums{byCell: map[string]money.Decimal{}, years: map[addr.Addr]money.Decimal{}}
	add := func(a, b money.Decimal) money.Decimal {
		sum, err := a.Add(b)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	for _, q := range p.Quotas {
		for len(s.byLevel) <= q.Level {
			s.byLevel = append(s.byLevel, money.Decimal{})
		}
		s.byCell[q.Holder.ID+" "+q.Period.String()] = q.Amount
		s.byLevel[q.Level] = add(s.byLevel[q.Level], q.Amount)
		s.years[q.Holder] = add(s.years[q.Holder], q.Amount)
	}
	return s
}

// grown is a random tree of territories as YAML, with the parent of each, "" for
// the root t0. In an even one every node of a level has as many children.
func grown(r *rand.Rand, even bool) (text string, parents []string) {
	parents = []string{""}
	level := []int{0}
	for range 1 + r.IntN(4) {
		fanout := 1 + r.IntN(4)
		var next []int
		for _, parent := range level {
			children := fanout
			if !even {
				children = r.IntN(5)
			}
			for range children {
				next = append(next, len(parents))
				parents = append(parents, fmt.Sprintf("t%d", parent))
			}
		}
		if len(next) == 0 || len(parents) > 120 {
			break
		}
		level = next
	}
	if len(parents) == 1 {
		parents = append(parents, "t0")
	}
	var b strings.Builder
	b.WriteString("territory:\n  t0: {name: Root}\n")
	for i, parent := range parents[1:] {
		fmt.Fprintf(&b, "  t%d: {name: T, parent: %s}\n", i+1, parent)
	}
	return b.String(), parents
}

// weighted is random weights for a tree, above zero at the lowest level.
func weighted(r *rand.Rand, name string, parents []string) string {
	var b strings.Builder
	for i := range parents {
		if i > 0 && r.IntN(5) > 0 {
			fmt.Fprintf(&b, "  - {territory: t%d, name: %s, value: %d.%d}\n", i, name, 1+r.IntN(1_000_000), r.IntN(100))
		} else if i > 0 {
			fmt.Fprintf(&b, "  - {territory: t%d, name: %s, value: 1}\n", i, name)
		}
	}
	return b.String()
}
