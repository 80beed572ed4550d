package ops_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/ops"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/rollup"
)

func TestLetters(t *testing.T) {
	for text, want := range map[string]string{
		"R": "R", "A/R": "A/R", "R, A": "R/A", "R/C": "R/C", "A/C": "A/C", "C/I": "C/I", "-": "-", "": "-", "—": "-",
		"(C)": "(C)", "(C,I)": "(C)/(I)", "C (I)": "C/(I)", "DRI": "DRI", "R A": "R/A", "SP": "SP",
	} {
		parts, err := ops.ParseLetters(text)
		if got := (ops.Share{Parts: parts}).Text(); err != nil || got != want {
			t.Errorf("%q is read as %s, want %s (%v)", text, got, want, err)
		}
	}
	for text, word := range map[string]string{"X": "X", "RA": "RA", "r": "r", "R/Q/Z": "Q"} {
		_, err := ops.ParseLetters(text)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", word)) {
			t.Errorf("%q: %v, want the word %s named", text, err, word)
		}
	}
}

func FuzzParseLetters(f *testing.F) {
	for _, text := range []string{"A/R", "(C,I)", "((", "R)A", "\u00e9/R", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parts, err := ops.ParseLetters(text)
		again, secondErr := ops.ParseLetters((ops.Share{Parts: parts}).Text())
		if err == nil && (secondErr != nil || !slices.Equal(parts, again)) {
			t.Errorf("%q is read as %v, and its text as %v (%v)", text, parts, again, secondErr)
		}
	})
}

// randomMap returns a plan with a responsibility map that depends on the
// generator alone.
func randomMap(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("role: {r0: {name: R0}, r1: {name: R1}, r2: {name: R2}}\n")
	b.WriteString("team: {t0: {name: T0, kind: sales_operations, reach: central}, t1: {name: T1, kind: sales, reach: regional}, t2: {name: T2, kind: sales, reach: regional}}\n")
	b.WriteString("accountability: {s0: {name: S0}, s1: {name: S1, order: 1}}\nfunction: {f0: {name: F0}, f1: {name: F1}}\n")
	b.WriteString("staffing:\n  - {role: r0, heads: 1.5, hours_per_head: 1600, rate: 61.35}\n  - {role: r1, heads: 1, hours_per_head: 1610.5, rate: 80, currency: USD, strategic: true}\n")
	b.WriteString("activity:\n")
	n := 3 + r.IntN(8)
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	for i := range n {
		fmt.Fprintf(&b, "  a%d: {name: N%d, accountability: s%d, ring: %s, hours: %d.%d, per: %s", i, r.IntN(4), r.IntN(2), pick("tactical", "strategic"), r.IntN(40), r.IntN(100), pick("week", "month", "quarter", "year"))
		b.WriteString(pick("", ", owner_role: r0", ", owner_role: r1", ", owner_role: r2"))
		b.WriteString(pick("", ", owner_team: t0", ", owner_team: t1", ", owner_team: t2"))
		b.WriteString(pick("", ", function: f0", ", function: f1"))
		b.WriteString(pick("", ", nature: routine", ", nature: non_routine, labor: cognitive", ", nature: routine, labor: manual"))
		b.WriteString(pick("", ", sourcing: centralised", ", sourcing: regional") + pick("", ", maintains: [quota]", ", separation: true") + "}\n")
	}
	b.WriteString("responsibility:\n  - {activity: a0, named: kim, letters: I}\n")
	for i := range n {
		for role := range 3 {
			if r.IntN(2) == 0 {
				fmt.Fprintf(&b, "  - {activity: a%d, role: r%d, letters: \"%s\"}\n", i, role, pick("R", "A", "A/R", "(C)", "I", "-", "X"))
			}
		}
	}
	b.WriteString("reallocation:\n  p0:\n    name: P0\n    moves:\n")
	for i := range 3 {
		if i == 0 || r.IntN(2) == 0 {
			fmt.Fprintf(&b, "      - {activity: a%d, sourcing: %s, remaining: %s, rate: %d.%d, transition: %d, yearly_cost: %d, currency: %s}\n",
				i, pick("outsourced", "automated", "centralised"), pick("0", "0.333", "1", "1.5"), r.IntN(90), r.IntN(100), r.IntN(9000), r.IntN(500), pick("EUR", "USD"))
		}
	}
	fmt.Fprintf(&b, "    funds: [{name: F, role: r%d, hours: %d}]\n", r.IntN(3), 1+r.IntN(900))
	return b.String()
}

func add(t *testing.T, a, b money.Decimal) money.Decimal {
	t.Helper()
	sum, err := a.Add(b)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestTotalsPartition: whatever work is grouped by, the groups sum to the whole,
// in hours, cost and number, and so do the quadrants of the grid.
func TestTotalsPartition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	for range 100 {
		m, _ := ops.Compute(testplan.Build(t, randomMap(r)).Plan)
		var roles, quadrants []ops.Tally
		for _, role := range m.Roles {
			roles = append(roles, role.Tally)
		}
		for _, q := range m.Grid().Quadrants {
			quadrants = append(quadrants, q.Tally)
		}
		for name, tallies := range map[string][]ops.Tally{
			"segments": talliesOf(m.Segments), "functions": talliesOf(m.Functions), "teams": talliesOf(m.Teams), "sourcing": talliesOf(m.Sourcing),
			"roles": roles, "quadrants": quadrants,
		} {
			var sum ops.Tally
			for _, one := range tallies {
				sum.Activities += one.Activities
				sum.Hours, sum.Strategic = add(t, sum.Hours, one.Hours), add(t, sum.Strategic, one.Strategic)
				sum.Cost, sum.Unpriced = add(t, sum.Cost, one.Cost), add(t, sum.Unpriced, one.Unpriced)
			}
			if sum != m.Total {
				t.Fatalf("%s sum to %+v, the whole is %+v", name, sum, m.Total)
			}
		}
	}
}

func talliesOf(groups []ops.Group) []ops.Tally {
	var all []ops.Tally
	for _, g := range groups {
		all = append(all, g.Tally)
	}
	return all
}

// TestReallocationConserves: hours before are hours after and removed; what the
// roles get free is what was moved; the whole map changes by what was removed
// and by nothing else; cost before is cost after and savings; what is funded and
// what is left is what was freed.
func TestReallocationConserves(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for range 200 {
		m, _ := ops.Compute(testplan.Build(t, randomMap(r)).Plan)
		scenarios, _ := ops.Reallocate(m)
		s := scenarios[0]
		equal := func(law string, a, b money.Decimal) {
			if a != b {
				t.Fatalf("%s: %s and %s", law, a, b)
			}
		}
		equal("hours", s.Before, add(t, s.After, s.Removed))
		equal("cost", s.CostBefore, add(t, s.CostAfter, s.Savings))
		equal("whole map", m.Total.Hours, add(t, s.Total, s.Removed))
		var freed, before, after, costBefore, costAfter money.Decimal
		for _, f := range s.Freed {
			freed = add(t, freed, f.Freed)
			used := f.Left
			for _, funded := range f.Funded {
				used = add(t, used, funded.Hours)
			}
			equal("freed hours of "+f.Role, f.Freed, used)
		}
		equal("freed", s.Before, freed)
		for _, way := range s.Sourcing {
			before, after = add(t, before, way.Before), add(t, after, way.After)
		}
		equal("sourcing before", m.Total.Hours, before)
		equal("sourcing after", s.Total, after)
		complete := true
		for _, move := range s.Moves {
			if complete = complete && move.CostKnown; move.CostKnown {
				costBefore, costAfter = add(t, costBefore, move.Cost), add(t, costAfter, move.CostAfter)
			}
		}
		equal("cost before", s.CostBefore, costBefore)
		equal("cost after", s.CostAfter, costAfter)
		if s.Complete != complete {
			t.Fatalf("complete is %v", s.Complete)
		}
	}
}

// TestNothingMovedIsNothingChanged: a move to the same place at the same rate
// with all hours left saves nothing and frees everything that it moves.
func TestNothingMovedIsNothingChanged(t *testing.T) {
	m, _ := ops.Compute(testplan.Build(t, `
role: {r: {name: R}}
accountability: {s: {name: S}}
staffing: [{role: r, heads: 1, hours_per_head: 1000, rate: 50}]
activity: {a: {name: A, accountability: s, ring: tactical, hours: 3, per: week, owner_role: r, sourcing: regional}}
reallocation: {p: {name: P, moves: [{activity: a, sourcing: regional, remaining: 1, rate: 50, transition: 0}]}}
`).Plan)
	scenarios, _ := ops.Reallocate(m)
	s := scenarios[0]
	if s.Savings.Sign() != 0 || s.Removed.Sign() != 0 || s.Payback != nil || s.Before.String() != "156" || s.CostBefore.String() != "7800" {
		t.Errorf("%+v", s)
	}
}

// TestBrokenRecordsAreSilent marks each record of a plan as broken in turn: it
// is then the subject of no finding, and no record has a finding of a kind that
// it had none of before.
func TestBrokenRecordsAreSilent(t *testing.T) {
	type about struct {
		code    diag.Code
		subject addr.Addr
	}
	r := rand.New(rand.NewPCG(5, 11))
	for range 25 {
		compiled := testplan.Build(t, randomMap(r)).Plan
		before := map[about]bool{}
		for _, f := range ops.Check(compiled) {
			before[about{f.Code, f.Subject}] = true
		}
		for one := range compiled.Records.All() {
			broken := one.Addr
			if broken == plan.SettingsAddr {
				continue
			}
			for _, f := range ops.Check(rebuilt(compiled, broken)) {
				if f.Subject == broken || !before[about{f.Code, f.Subject}] {
					t.Fatalf("with %s broken there is %s %s", broken, f.Code, f.Message)
				}
			}
		}
	}
}

func rebuilt(p *plan.Plan, broken addr.Addr) *plan.Plan {
	return plan.Build(p.Records, slices.Clone(p.References), map[addr.Addr]bool{broken: true})
}

// TestOrderMeansNothing: neither findings nor the map depend on the order of
// records.
func TestOrderMeansNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 1))
	for range 25 {
		compiled := testplan.Build(t, randomMap(r)).Plan
		records := testplan.Records(compiled)
		r.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		again := plan.Build(record.NewList(record.Slice(records)), slices.Clone(compiled.References), maps.Clone(compiled.Broken))
		if diff := cmp.Diff(ops.Check(compiled), ops.Check(again)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestWorkloadDelta: moving an activity to another role takes the hours from
// the one and gives them to the other, and leaves the whole as it was.
func TestWorkloadDelta(t *testing.T) {
	text := `
role: {lead: {name: Lead}, analyst: {name: Analyst}}
accountability: {s: {name: S}}
activity: {a: {name: A, accountability: s, ring: tactical, hours: 3, per: week, owner_role: %s}}
responsibility: [{activity: a, role: %s, letters: A/R}]
staffing: [{role: lead, heads: 1, hours_per_head: 1000, rate: 100}, {role: analyst, heads: 1, hours_per_head: 1000, rate: 50}]
`
	before, after := testplan.Build(t, fmt.Sprintf(text, "lead", "lead")).Plan, testplan.Build(t, fmt.Sprintf(text, "analyst", "analyst")).Plan
	var got []string
	for _, c := range ops.WorkloadDelta(before, after) {
		got = append(got, fmt.Sprintf("%s %s %s %s %v", c.Dimension, c.Node, c.Measure, c.Difference.Value, c.Causes))
	}
	want := []string{
		"total  workload#cost -7800 [activity/a responsibility/a/analyst responsibility/a/lead]",
		"role role/analyst workload#hours 156 [activity/a responsibility/a/analyst]",
		"role role/analyst workload#cost 7800 [activity/a responsibility/a/analyst]",
		"role role/analyst workload#decides 1 [activity/a responsibility/a/analyst]",
		"role role/lead workload#hours -156 [activity/a responsibility/a/lead]",
		"role role/lead workload#cost -15600 [activity/a responsibility/a/lead]",
		"role role/lead workload#decides -1 [activity/a responsibility/a/lead]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if same := ops.WorkloadDelta(before, before); len(same) > 0 {
		t.Errorf("nothing changed, and there is %v", same)
	}
	if rows := ops.Workload(before, rollup.Role); len(rows) != 3 {
		t.Errorf("%v", rows)
	}
}
