package allocate_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
)

// rounds is how many random plans each law is tried with.
const rounds = 150

var grains = map[string]int{"year": 1, "half": 2, "quarter": 4, "month": 12}

// seasonality is random shares of a year that sum to 100.
func seasonality(r *rand.Rand, periods int) string {
	left, parts := 100, make([]string, periods)
	for i := range parts {
		part := left
		if i < periods-1 {
			part = r.IntN(left/2 + 1)
		}
		left -= part
		parts[i] = fmt.Sprint(part)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func pick[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }

// drawn is a random top-down allocation.
type drawn struct {
	text, total, step, grain string
	factors                  []string
}

func draw(r *rand.Rand, factors bool) drawn {
	a := drawn{
		total: fmt.Sprintf("%d", 1000*(1+r.IntN(90_000))), step: pick(r, "0.01", "1", "10", "500"),
		grain: pick(r, "year", "half", "quarter", "month"),
	}
	weights := pick(r, "[{by: listed, name: w}]", "[{by: even, among: siblings}]", "[{by: even, among: lowest}]",
		"[{by: listed, name: w, share: 0.7}, {by: even, among: siblings, share: 0.3}]")
	a.text = fmt.Sprintf("allocation:\n  a:\n    {method: top_down, measure: arr, year: FY27, grain: %s, territory: t0, total: %s, step: %s, weights: %s",
		a.grain, a.total, a.step, weights)
	if r.IntN(2) == 0 {
		a.text += ", seasonality: " + seasonality(r, grains[a.grain])
	}
	if factors {
		for range 1 + r.IntN(4) {
			a.factors = append(a.factors, pick(r, "1", "1.05", "1.1", "1.25", "0.98"))
		}
		a.text += ", over_assignment: {form: ratio, levels: [" + strings.Join(a.factors, ", ") + "]}"
	}
	a.text += "}\n"
	return a
}

// TestPartsSumToTheWhole: without over-assignment children sum to their parent
// in every period, and the periods of the root to the total.
func TestPartsSumToTheWhole(t *testing.T) {
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 1))
		tree, parents := grown(r, false)
		a := draw(r, false)
		result := computed(t, planOf(t, tree+"weight:\n"+weighted(r, "w", parents)+a.text))
		got := sumsOf(t, &result.Proposals[0])
		if got.byLevel[0] != d(t, a.total) {
			t.Fatalf("seed %d: the root carries %s of %s", seed, got.byLevel[0], a.total)
		}
		below := map[string]money.Decimal{}
		for _, q := range result.Proposals[0].Quotas {
			if parent := parents[number(t, q.Holder.ID)]; parent != "" {
				key := parent + " " + q.Period.String()
				sum, err := below[key].Add(q.Amount)
				if err != nil {
					t.Fatal(err)
				}
				below[key] = sum
			}
		}
		for key, sum := range below {
			if sum != got.byCell[key] {
				t.Fatalf("seed %d: below %s are %s, it has %s", seed, key, sum, got.byCell[key])
			}
		}
	}
}

func number(t *testing.T, id string) (n int) {
	t.Helper()
	if _, err := fmt.Sscanf(id, "t%d", &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestOverAssignmentCompounds: between any two levels of an even tree the sums
// relate as the product of the declared factors, but for the one rounding of
// each to a step.
func TestOverAssignmentCompounds(t *testing.T) {
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 2))
		tree, parents := grown(r, true)
		a := draw(r, true)
		result := computed(t, planOf(t, tree+"weight:\n"+weighted(r, "w", parents)+a.text))
		got := sumsOf(t, &result.Proposals[0])
		exact := money.FromDecimal(d(t, a.total))
		for level, sum := range got.byLevel {
			if level > 0 && level <= len(a.factors) {
				exact = exact.Mul(money.FromDecimal(d(t, a.factors[level-1])))
			}
			if off := distance(exact, money.FromDecimal(sum)); off.Cmp(money.FromDecimal(d(t, a.step))) >= 0 {
				t.Fatalf("seed %d: level %d sums to %s, want %s\n%s", seed, level, sum, exact, a.text)
			}
		}
	}
}

func distance(a, b money.Ratio) money.Ratio {
	diff := a.Sub(b)
	return diff.Max(diff.Neg())
}

// TestYearsAreFair: a quota of a year differs from its exact part of its
// parent's year by less than two steps: roundings do not add up over periods.
func TestYearsAreFair(t *testing.T) {
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 3))
		children := 2 + r.IntN(9)
		var tree strings.Builder
		tree.WriteString("territory:\n  t0: {name: Root}\n")
		for i := range children {
			fmt.Fprintf(&tree, "  t%d: {name: T, parent: t0}\n", i+1)
		}
		text := fmt.Sprintf("allocation:\n  a: {method: top_down, measure: deals, year: FY27, grain: month, territory: t0, total: %d, weights: [{by: even, among: siblings}]}\n", 1+r.IntN(5000))
		result := computed(t, planOf(t, tree.String()+text))
		got := sumsOf(t, &result.Proposals[0])
		fair, err := money.FromDecimal(got.byLevel[1]).Quo(money.FromInt(int64(children)))
		if err != nil {
			t.Fatal(err)
		}
		for holder, year := range got.years {
			if holder.ID != "t0" && distance(money.FromDecimal(year), fair).Cmp(money.FromInt(2)) >= 0 {
				t.Fatalf("seed %d: %s carries %s, its part is %s\n%s", seed, holder, year, fair, table(result))
			}
		}
	}
}

// TestIdempotent: what is set once is not changed by setting it again.
func TestIdempotent(t *testing.T) {
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 4))
		tree, parents := grown(r, false)
		text := strings.TrimLeft(testplan.Settings, "\n") + measures + tree + "weight:\n" + weighted(r, "w", parents) + draw(r, true).text
		before, _ := testplan.Load(t, map[string]string{"plan.yaml": text})
		first := computed(t, before.Plan)
		files, err := edit.Plan(before.Plan, func(string) ([]byte, bool) { return []byte(text), true }, first.Edits(before.Plan))
		if err != nil {
			t.Fatal(err)
		}
		after, _ := testplan.Load(t, map[string]string{"plan.yaml": string(files[0].Text)})
		second := computed(t, after.Plan)
		if edits := second.Edits(after.Plan); len(edits) > 0 {
			t.Fatalf("seed %d: %d quotas change again, such as %s", seed, len(edits), edits[0].Addr)
		}
		if table(first) != table(second) {
			t.Fatalf("seed %d: the second run proposes something else", seed)
		}
	}
}

// TestLimitsAndLocksHold: quotas lie within the limits, locked ones stay, and
// sums are as exact as without.
func TestLimitsAndLocksHold(t *testing.T) {
	tried := 0
	for seed := range uint64(3 * rounds) {
		r := rand.New(rand.NewPCG(seed, 5))
		tree, parents := grown(r, false)
		text := tree + "weight:\n" + weighted(r, "w", parents) + `
allocation:
  a: {method: top_down, measure: arr, year: FY27, grain: quarter, territory: t0, total: 100000, min: 800, max: 60000, step: 1, weights: [{by: listed, name: w}]}
quota:
`
		locked := map[string]string{}
		for i := range parents {
			if i > 0 && r.IntN(8) == 0 {
				amount := fmt.Sprint(r.IntN(900))
				locked[fmt.Sprintf("t%d FY27-Q2", i)] = amount
				text += fmt.Sprintf("  - {territory: t%d, measure: arr, period: FY27-Q2, amount: %s, locked: true}\n", i, amount)
			}
		}
		p := planOf(t, strings.TrimSuffix(text, "quota:\n"))
		result, err := allocate.Compute(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Findings) > 0 {
			continue // it cannot be done
		}
		tried++
		got := sumsOf(t, &result.Proposals[0])
		for key, amount := range locked {
			if got.byCell[key] != d(t, amount) {
				t.Fatalf("seed %d: %s is locked at %s and becomes %s", seed, key, amount, got.byCell[key])
			}
		}
		if got.byLevel[0] != d(t, "100000") {
			t.Fatalf("seed %d: the root carries %s", seed, got.byLevel[0])
		}
		inner := map[string]bool{}
		for _, parent := range parents {
			inner[parent] = true
		}
		for holder, year := range got.years {
			_, kept := locked[holder.ID+" FY27-Q2"]
			if !inner[holder.ID] && !kept && (year.Cmp(d(t, "800")) < 0 || year.Cmp(d(t, "60000")) > 0) {
				t.Fatalf("seed %d: %s carries %s\n%s", seed, holder, year, table(result))
			}
		}
	}
	if tried < rounds {
		t.Errorf("only %d plans could be carried out: the law is hardly tried", tried)
	}
}

// TestAnyAllocation: whatever is asked for together, it is refused, or locked
// quotas stay, children sum to what their parents' factor says within a step for
// each, nothing is negative, and a second run changes nothing.
func TestAnyAllocation(t *testing.T) {
	done := map[string]int{}
	for seed := range uint64(4 * rounds) {
		r := rand.New(rand.NewPCG(seed, 6))
		tree, parents := grown(r, r.IntN(2) == 0)
		method := pick(r, "top_down", "bottom_up", "reconcile")
		factor := pick(r, "1", "1", "1.05", "0.9", "1.25")
		step := pick(r, "1", "1", "10", "0.5")
		fields := fmt.Sprintf("method: %s, measure: deals, year: FY27, grain: %s, territory: t0, step: %s, over_assignment: {form: ratio, levels: [%s, %s]}",
			method, pick(r, "year", "quarter"), step, factor, factor)
		if method != "bottom_up" {
			fields += fmt.Sprintf(", total: %d, weights: [{by: listed, name: w}]", 1000*r.IntN(50))
		}
		weights := weighted(r, "w", parents)
		if method != "top_down" {
			fields += fmt.Sprintf(", baseline: b, combine: added, growth: 0.%d", r.IntN(30))
			for i := range parents {
				if method == "bottom_up" || r.IntN(6) == 0 {
					weights += fmt.Sprintf("  - {territory: t%d, name: b, value: %d}\n", i, r.IntN(2000))
				}
			}
		}
		if r.IntN(3) == 0 {
			fields += fmt.Sprintf(", min: %d, max: %d", r.IntN(50), 50+r.IntN(5000))
		}
		if r.IntN(4) == 0 {
			fields += fmt.Sprintf(", levels: %d", 1+r.IntN(3))
		}
		text := tree + "weight:\n" + weights + "allocation:\n  a: {" + fields + "}\n"
		locked := map[string]string{}
		if r.IntN(2) == 0 {
			text += "quota:\n  - {territory: none, measure: deals, period: FY27-H1, amount: 1}\n"
			for i := range parents {
				if r.IntN(10) == 0 {
					when, amount := pick(r, "FY27", "FY27-Q1", "FY27-Q4"), fmt.Sprint(r.IntN(100))
					locked[fmt.Sprintf("t%d %s", i, when)] = amount
					text += fmt.Sprintf("  - {territory: t%d, measure: deals, period: %s, amount: %s, locked: true}\n", i, when, amount)
				}
			}
		}
		text = strings.TrimLeft(testplan.Settings, "\n") + measures + text
		before, _ := testplan.Load(t, map[string]string{"plan.yaml": text})
		first, err := allocate.Compute(before.Plan, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(first.Findings) > 0 {
			continue
		}
		done[method]++
		inSteps(t, seed, text, &first.Proposals[0], parents, factor, step)
		got := sumsOf(t, &first.Proposals[0])
		for key, amount := range locked {
			if now, ok := got.byCell[key]; ok && now != d(t, amount) {
				t.Fatalf("seed %d: %s is locked at %s and becomes %s\n%s", seed, key, amount, now, text)
			}
		}
		files, err := edit.Plan(before.Plan, func(string) ([]byte, bool) { return []byte(text), true }, first.Edits(before.Plan))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) > 0 {
			text = string(files[0].Text)
		}
		after, _ := testplan.Load(t, map[string]string{"plan.yaml": text})
		if second := computed(t, after.Plan); table(first) != table(second) || len(second.Edits(after.Plan)) > 0 {
			t.Fatalf("seed %d: the second run proposes something else\n%s", seed, text)
		}
	}
	for _, method := range []string{"top_down", "bottom_up", "reconcile"} {
		if done[method] < 20 {
			t.Errorf("%s was carried out %d times: the law is hardly tried", method, done[method])
		}
	}
}

// inSteps demands that what lies below a node is its quota times the factor,
// but for roundings: of the level's year, of each period, of the node's part and
// of the rest that is less than a step.
func inSteps(t *testing.T, seed uint64, text string, p *allocate.Proposal, parents []string, factor, step string) {
	t.Helper()
	below := map[string]money.Ratio{}
	for _, q := range p.Quotas {
		if q.Amount.Sign() < 0 {
			t.Fatalf("seed %d: %s carries %s", seed, q.Holder, q.Amount)
		}
		if parent := parents[number(t, q.Holder.ID)]; parent != "" {
			key := parent + " " + q.Period.String()
			below[key] = below[key].Add(money.FromDecimal(q.Amount))
		}
	}
	if strings.Contains(text, "locked: true") || strings.Contains(text, ", min: ") || p.Method == allocate.Reconcile {
		return // what is kept or limited decides there
	}
	for _, q := range p.Quotas {
		sum, ok := below[q.Holder.ID+" "+q.Period.String()]
		if !ok {
			continue
		}
		want := money.FromDecimal(q.Amount)
		if q.Level < 2 {
			want = want.Mul(money.FromDecimal(d(t, factor)))
		}
		if distance(want, sum).Cmp(money.FromDecimal(d(t, step)).Mul(money.FromInt(3))) > 0 {
			t.Fatalf("seed %d: below %s %s are %s, want %s\n%s", seed, q.Holder, q.Period, sum, want, text)
		}
	}
}
