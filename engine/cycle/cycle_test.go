package cycle_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/cycle"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

func month(t *testing.T, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func day(t *testing.T, text string) period.Date {
	t.Helper()
	d, err := period.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// randomCycle is a cycle that depends on the generator alone.
func randomCycle(r *rand.Rand) string {
	var b strings.Builder
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	b.WriteString("position: {p0: {title: P}, p1: {title: P}, p2: {title: P}}\ncycle_input: {i0: {name: I0, due_days: 3, fresh_days: 10}, i1: {name: I1, due_days: 6, fresh_days: 40}}\ncycle_delivery:\n")
	for in := range 2 {
		for m := 4; m < 7; m++ {
			fmt.Fprintf(&b, "  - {input: i%d, month: FY27-M0%d, delivered: 2026-0%d-%02d, as_of: 2026-0%d-%02d, status: %s}\n", in, m, m+2, 1+r.IntN(20), m+1, 1+r.IntN(28), pick("received", "validated", "rejected"))
		}
	}
	b.WriteString("demand_supply:\n")
	for m := 4; m < 7; m++ {
		fmt.Fprintf(&b, "  - {item: kit, month: FY27-M0%d, demand: %d.5, capacity: %d, inventory: %d}\n", m, r.IntN(50), r.IntN(50), r.IntN(9))
	}
	b.WriteString("kpi: {k0: {name: K0, better: higher, tolerance: 0.1}, k1: {name: K1, better: lower, tolerance: 0}}\nkpi_value:\n")
	for k := range 2 {
		for m := 4; m < 7; m++ {
			fmt.Fprintf(&b, "  - {kpi: k%d, month: FY27-M0%d, target: %d, actual: %d}\n", k, m, 50+r.IntN(2), 40+r.IntN(20))
		}
	}
	b.WriteString("cycle_attendee:\n  - {position: p0, deputy: p2}\n  - {position: p1, deputy: p2}\ncycle_meeting:\n")
	for m := 4; m < 7; m++ {
		fmt.Fprintf(&b, "  - {month: FY27-M0%d, date: 2026-0%d-14, chair: p0, attended: [%s]}\n", m, m+2, pick("p0", "p1", "p2", "p0, p1", "p0, p2", ""))
	}
	b.WriteString("cycle_action:\n")
	for a := range 8 {
		status := pick("open", "done", "dropped")
		fmt.Fprintf(&b, "  a%d: {title: A, owner: p0, raised: FY27-M0%d, due: 2026-07-%02d, status: %s", a, 4+r.IntN(3), 1+r.IntN(28), status)
		if status != "open" {
			fmt.Fprintf(&b, ", closed: 2026-0%d-20", 6+r.IntN(3))
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// TestLaws: an action raised by a past meeting is open, or closed by the day;
// what is carried is what was open at the end of the month before; supply less
// demand is the gap; every finding has a place.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	for range 100 {
		p := testplan.Build(t, randomCycle(r)).Plan
		asOf := day(t, fmt.Sprintf("2026-07-%02d", 1+r.IntN(30)))
		pack, err := cycle.Compute(p, month(t, "FY27-M05"), asOf)
		if err != nil {
			t.Fatal(err)
		}
		open := map[string]bool{}
		for _, a := range pack.Open {
			open[a.ID()] = true
			if a.Overdue > 0 != (asOf.Compare(a.Due) > 0) {
				t.Fatalf("%s is overdue by %d", a.Addr, a.Overdue)
			}
		}
		for _, a := range p.Cycle.Actions {
			raised := a.Raised == month(t, "FY27-M04") || a.Raised == pack.Month && pack.Meeting.Past
			closed := a.Status != "open" && a.Closed.Compare(asOf) <= 0
			if open[a.ID()] != (raised && !closed) {
				t.Fatalf("%s raised %s, %s, closed %s: open is %v on %s", a.Addr, a.Raised, a.Status, a.Closed, open[a.ID()], asOf)
			}
		}
		for _, b := range pack.Balances {
			sum, _ := b.Capacity.Add(b.Inventory)
			left, _ := sum.Sub(b.Demand)
			if b.Gap != left || b.Month.Compare(pack.Month) < 0 {
				t.Fatalf("%+v", b)
			}
		}
		deputies := 0
		for _, s := range pack.Meeting.Seats {
			if s.Presence == cycle.Deputy {
				deputies++
			}
			if !pack.Meeting.Past != (s.Presence == cycle.Expected) {
				t.Fatalf("%v at a meeting whose day is over: %v", s.Presence, pack.Meeting.Past)
			}
		}
		if deputies > 1 {
			t.Fatal("one deputy sits on two seats")
		}
		for _, f := range pack.Findings {
			if !f.Place.Known() {
				t.Fatalf("%s has no place", f.Message)
			}
		}
	}
}

// TestWhatComesLaterMeansNothing: a pack does not change by deliveries and
// closings after its day.
func TestWhatComesLaterMeansNothing(t *testing.T) {
	text := "position: {p: {title: P}}\ncycle_input: {i: {name: I, due_days: 3, fresh_days: 90}}\ncycle_action: {a: {title: A, owner: p, raised: FY27-M04, due: 2026-07-20, status: %s}}\ncycle_delivery: [{input: i, month: FY27-M05, delivered: %s, as_of: 2026-06-30, status: validated}]\n"
	for _, one := range []struct {
		status, delivered string
		open              int
		standing          cycle.Standing
	}{
		{"open", "2026-07-02", 1, cycle.Ready},
		{"done, closed: 2026-07-11", "2026-07-02", 1, cycle.Ready},
		{"done, closed: 2026-07-10", "2026-07-10", 0, cycle.Ready},
		{"open", "2026-07-11", 1, cycle.Missing},
	} {
		pack, err := cycle.Compute(testplan.Build(t, fmt.Sprintf(text, one.status, one.delivered)).Plan, month(t, "FY27-M05"), day(t, "2026-07-10"))
		if err != nil || len(pack.Open) != one.open || pack.Inputs[0].Standing != one.standing {
			t.Errorf("%+v: %v, %d open, %s", one, err, len(pack.Open), pack.Inputs[0].Standing)
		}
	}
	pack, err := cycle.Compute(testplan.Build(t, fmt.Sprintf(text, "open", "2026-07-11")).Plan, month(t, "FY27-M05"), day(t, "2026-07-03"))
	if err != nil || pack.Inputs[0].Standing != cycle.Awaited || len(pack.Findings) != 0 {
		t.Errorf("%v %v", err, pack.Findings)
	}
}

// TestResults: at the target is met, within the tolerance near, beyond missed,
// whichever side is good.
func TestResults(t *testing.T) {
	for _, one := range []struct {
		better, actual string
		want           cycle.Result
	}{
		{"higher", "100", cycle.Met},
		{"higher", "95", cycle.Near},
		{"higher", "94.99", cycle.Missed},
		{"lower", "100", cycle.Met},
		{"lower", "105", cycle.Near},
		{"lower", "105.01", cycle.Missed},
		{"lower", "-5", cycle.Met},
	} {
		p := testplan.Build(t, fmt.Sprintf("kpi: {k: {name: K, better: %s, tolerance: 0.05}}\nkpi_value: [{kpi: k, month: FY27-M05, target: 100, actual: %s}]\n", one.better, one.actual)).Plan
		pack, err := cycle.Compute(p, month(t, "FY27-M05"), day(t, "2026-07-03"))
		if err != nil || pack.KPIs[0].Result != one.want {
			t.Errorf("%+v: %v %s", one, err, pack.KPIs[0].Result)
		}
	}
}

func TestWithoutCalendar(t *testing.T) {
	if _, err := cycle.Compute(&plan.Plan{}, month(t, "FY27-M05"), day(t, "2026-07-03")); err == nil {
		t.Error("a plan without a calendar has months")
	}
}
