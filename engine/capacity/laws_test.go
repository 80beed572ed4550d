package capacity_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/internal/testseed"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// random is a random plan, with where its seats count.
type random struct {
	text   string
	parent []int          // of territories; -1 for a root
	home   map[string]int // territory of a seat
}

func territoryID(i int) string { return fmt.Sprintf("t%d", i) }

// randomPlan writes a plan: a tree of territories, seats that own one territory
// each, holders who come and go, hires, a ramp, and random choices.
func randomPlan(r *rand.Rand, with choices) random {
	p := random{home: map[string]int{}}
	var b strings.Builder
	b.WriteString(base + "ramp: {slow: {shares: [0.2, 0.5, 0.7], first_month: start_month, longer: average, applies_to: [quota]}}\nterritory:\n")
	n := 2 + r.IntN(6)
	for i := range n {
		parent := r.IntN(i+1) - 1
		p.parent = append(p.parent, parent)
		line := fmt.Sprintf("  %s: {name: T%d", territoryID(i), i)
		if parent >= 0 {
			line += ", parent: " + territoryID(parent)
		}
		b.WriteString(line + "}\n")
	}
	seats := 1 + r.IntN(6)
	var positions, assignments, holders, quotas strings.Builder
	for i := range seats {
		id := fmt.Sprintf("s%d", i)
		p.home[id] = r.IntN(n)
		fmt.Fprintf(&positions, "  %s: {role: ae}\n", id)
		fmt.Fprintf(&assignments, "  - {territory: %s, position: %s, coverage: owner}\n", territoryID(p.home[id]), id)
		if r.IntN(4) > 0 {
			fmt.Fprintf(&holders, "  - {position: %s, person: ann, from: 2026-%02d-%02d}\n", id, 1+r.IntN(12), 1+r.IntN(28))
		} else {
			fmt.Fprintf(&holders, "  - {position: %s, person: bob, to: 2026-%02d-%02d}\n", id, 3+r.IntN(9), 1+r.IntN(28))
		}
		fmt.Fprintf(&quotas, "  - {position: %s, measure: arr, period: FY27-Q%d, amount: %d}\n", id, 1+r.IntN(4), r.IntN(100000))
	}
	fmt.Fprintf(&b, "position:\n%sassignment:\n%sholder:\n%squota:\n%s", &positions, &assignments, &holders, &quotas)
	b.WriteString("hire:\n")
	hired := r.IntN(n)
	p.home["hire"] = hired
	fmt.Fprintf(&b, "  new: {role: ae, territory: %s, count: %d, from: 2026-%02d-11, vacancy_days: %d}\n", territoryID(hired), 1+r.IntN(3), 2+r.IntN(10), r.IntN(60))
	b.WriteString("capacity: {all: " + with.String() + "}\n")
	p.text = b.String()
	return p
}

// below reports whether a territory is another or below it.
func (p *random) below(node, above int) bool {
	for ; node >= 0; node = p.parent[node] {
		if node == above {
			return true
		}
	}
	return false
}

func randomChoices(r *rand.Rand) choices {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	c := choices{
		productivity: pick("amount, amount: 120000", "quota, amount: 77777.77"), attainment: pick("1", "0.85", "1.1"), ramping: pick("applies", "does_not_apply"),
		partMonth: pick("by_days", "started", "whole"), vacant: pick("counted", "not_counted"), more: pick("", ", ramp: slow") + pick("", ", utilisation: 0.7"),
	}
	c.more += pick("", ", attrition: {rate: 0.13, spread: whole_year}", ", attrition: {rate: 0.13, spread: month_end}", ", attrition: {rate: 0.13, spread: month_end, vacancy_days: 45}")
	return c
}

func of(a *capacity.Assessment, node addr.Addr, when period.Period) money.Ratio {
	figure, _ := a.Of(node, "arr", when)
	return figure
}

// TestLawsOfSums: months sum to quarters and quarters to the year, exactly, and a
// territory has what the seats at it and below have: its children and its own.
func TestLawsOfSums(t *testing.T) {
	r := testseed.Rand(t, 31)
	year := fiscal(t, "FY27")
	for range 150 {
		p := randomPlan(r, randomChoices(r))
		a := assessed(t, p.text)
		for i := range p.parent {
			node := territory(territoryID(i))
			var months, quarters, children, own, below money.Ratio
			for _, month := range year.Parts(period.Month) {
				months = months.Add(of(a, node, month))
			}
			for _, quarter := range year.Parts(period.Quarter) {
				quarters = quarters.Add(of(a, node, quarter))
			}
			for child, parent := range p.parent {
				if parent == i {
					children = children.Add(of(a, territory(territoryID(child)), year))
				}
			}
			for id, home := range p.home {
				achieved := of(a, seat(id), year)
				if id == "hire" {
					achieved = newSeats(t, a, year)
				}
				if home == i {
					own = own.Add(achieved)
				}
				if p.below(home, i) {
					below = below.Add(achieved)
				}
			}
			whole := of(a, node, year)
			for what, sum := range map[string]money.Ratio{"months": months, "quarters": quarters, "children and own": children.Add(own), "seats below": below} {
				if sum.Cmp(whole) != 0 {
					t.Fatalf("%s of %s sum to %s, the year is %s\n%s", what, node, sum, whole, p.text)
				}
			}
		}
	}
}

// newSeats returns what the plan's new seats achieve: all less what its positions do.
func newSeats(t *testing.T, a *capacity.Assessment, year period.Period) money.Ratio {
	t.Helper()
	rest := of(a, whole, year)
	for _, node := range a.Nodes("position", false) {
		if !node.Addr.IsZero() {
			rest = rest.Sub(of(a, node.Addr, year))
		}
	}
	return rest
}

// TestLawOfFullProductivity: nobody leaves, nobody ramps, everybody attains: the
// capacity of the year is the productivity of all seats that are held.
func TestLawOfFullProductivity(t *testing.T) {
	r := testseed.Rand(t, 32)
	for range 100 {
		seats := 1 + r.IntN(9)
		var positions, holders strings.Builder
		for i := range seats {
			fmt.Fprintf(&positions, "  s%d: {role: ae}\n", i)
			fmt.Fprintf(&holders, "  - {position: s%d, person: ann}\n", i)
		}
		each := int64(1 + r.IntN(1_000_000))
		c := choices{productivity: fmt.Sprintf("amount, amount: %d", each), partMonth: []string{"by_days", "started", "whole"}[r.IntN(3)], more: ", attrition: {rate: 0, spread: month_end}"}
		a := assessed(t, base+"position:\n"+positions.String()+"holder:\n"+holders.String()+"capacity: {all: "+c.String()+"}\n")
		if got, want := of(a, whole, fiscal(t, "FY27")), money.FromInt(each*int64(seats)); got.Cmp(want) != 0 {
			t.Fatalf("%d seats of %d achieve %s", seats, each, got)
		}
	}
}

// TestLawOfRequiredHires: with the required hires planned the gap is closed, and
// with one fewer it is not.
func TestLawOfRequiredHires(t *testing.T) {
	r := testseed.Rand(t, 33)
	year, tried := fiscal(t, "FY27"), 0
	for range 150 {
		c := randomChoices(r)
		goal := 1 + r.IntN(3_000_000)
		from := fmt.Sprintf("2026-%02d-%02d", 2+r.IntN(11), 1+r.IntN(28))
		text := func(hires int) string {
			plan := base + "ramp: {slow: {shares: [0.2, 0.5, 0.7], first_month: start_month, longer: average, applies_to: [quota]}}\n" +
				"territory: {t: {name: T}}\n" + fmt.Sprintf("goal: [{territory: t, measure: arr, period: FY27, amount: %d}]\n", goal) + "capacity: {all: " + c.String() + "}\n"
			if hires > 0 {
				plan += fmt.Sprintf("hire: {h: {role: ae, territory: t, count: %d, from: %s}}\n", hires, from)
			}
			return plan
		}
		heads, possible := assessed(t, text(0)).Required(territory("t"), "arr", year, capacity.Candidate{Role: "ae", Works: date(t, from)})
		if !possible {
			continue
		}
		tried++
		target := money.FromInt(int64(goal))
		if got := of(assessed(t, text(heads)), territory("t"), year); got.Cmp(target) < 0 {
			t.Fatalf("%d hires from %s achieve %s of %d", heads, from, got, goal)
		}
		if got := of(assessed(t, text(heads-1)), territory("t"), year); got.Cmp(target) >= 0 {
			t.Fatalf("%d hires from %s would do: %s of %d", heads-1, from, got, goal)
		}
	}
	if tried < 50 {
		t.Errorf("only %d plans had an answer", tried)
	}
}
