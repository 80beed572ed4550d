package capacity_test

import (
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/internal/testplan"
)

// TestSeat: what one seat achieves, one choice at a time. A full month is 10,000.
func TestSeat(t *testing.T) {
	ramp := "ramp: {slow: {shares: [0.2, 0.5], first_month: start_month, longer: average, applies_to: [quota]}, later: {shares: [0.2, 0.5], first_month: next_month, month_zero: 0.1, longer: average, applies_to: [quota]}}\n"
	held := "position: {a: {role: ae}}\nholder: [{position: a, person: ann}]\n"
	since := "position: {a: {role: ae}}\nholder: [{position: a, person: ann, from: 2026-05-16}]\n"
	gone := "position: {a: {role: ae}}\nholder: [{position: a, person: ann, to: 2026-04-11}]\n"
	for _, c := range []struct {
		name, plan string
		choices    choices
		when, want string
	}{
		{"a full year", held, choices{}, "FY27", "120000"},
		{"a quarter of it", held, choices{}, "FY27-Q2", "30000"},
		{"a month", held, choices{}, "FY27-M07", "10000"},
		{"attainment and utilisation", held, choices{attainment: "0.9", more: ", utilisation: 0.8"}, "FY27", "86400"},
		{"by days from 16 of 31", since, choices{}, "FY27-M04", "160000/31"},
		{"a started month counts", since, choices{partMonth: "started"}, "FY27-M04", "10000"},
		{"only a whole month counts", since, choices{partMonth: "whole"}, "FY27-M04", "0"},
		{"nothing before", since, choices{partMonth: "started"}, "FY27-M03", "0"},
		{"a ramp by the month of the first day", ramp + since, choices{partMonth: "started", more: ", ramp: slow"}, "FY27-Q2", "17000"},
		{"a ramp by the month after", ramp + since, choices{partMonth: "started", more: ", ramp: later"}, "FY27-Q2", "8000"},
		{"the ramp of the holder", ramp + strings.Replace(since, "from", "ramp: slow, from", 1), choices{partMonth: "started"}, "FY27-M04", "2000"},
		{"that of the capacity comes first", ramp + strings.Replace(since, "from", "ramp: slow, from", 1), choices{partMonth: "started", more: ", ramp: later"}, "FY27-M04", "1000"},
		{"attainment when ramping", ramp + since, choices{attainment: "0.9", partMonth: "started", more: ", ramp: slow"}, "FY27-Q2", "15300"},
		{"attainment when past the ramp", ramp + since, choices{attainment: "0.9", ramping: "does_not_apply", partMonth: "started", more: ", ramp: slow"}, "FY27-Q2", "16000"},
		{"a leaver, by days", gone, choices{}, "FY27-M03", "10000/3"},
		{"vacant afterwards", gone, choices{}, "FY27-H2", "0"},
		{"or counted as if somebody came at once", gone, choices{vacant: "counted"}, "FY27", "120000"},
		{"who ramps", ramp + gone, choices{vacant: "counted", partMonth: "started", more: ", ramp: slow"}, "FY27-Q1", "22000"},
		{"a seat without holders is vacant", "position: {a: {role: ae}}\n", choices{}, "FY27", "0"},
		{"or counted", "position: {a: {role: ae}}\n", choices{vacant: "counted"}, "FY27", "120000"},
		{"leave", held + "leave: [{person: ann, from: 2026-06-01, to: 2026-07-16}]\n", choices{}, "FY27-Q2", "470000/31"},
		{"another one comes", "position: {a: {role: ae}}\nholder: [{position: a, person: ann, to: 2026-04-11}, {position: a, person: bob, from: 2026-04-11}]\n", choices{}, "FY27", "120000"},
		{"in a started month only one counts", "position: {a: {role: ae}}\nholder: [{position: a, person: ann, to: 2026-04-11}, {position: a, person: bob, from: 2026-04-11}]\n", choices{partMonth: "started"}, "FY27", "120000"},
		{"a position that ends", "position: {a: {role: ae, to: 2026-08-01}}\nholder: [{position: a, person: ann}]\n", choices{}, "FY27", "60000"},
		{"no month of somebody who never came", "position: {a: {role: ae, from: 2027-06-01}}\n", choices{vacant: "counted"}, "FY27", "none"},
	} {
		a := assessed(t, base+c.plan+"capacity: {all: "+c.choices.String()+"}\n")
		if got := capacityOf(t, a, seat("a"), c.when); got != c.want {
			t.Errorf("%s: %s in %s, want %s", c.name, got, c.when, c.want)
		}
	}
}

// TestPublishedRampingTeam: seven people past their ramp and three at 40 %, with
// quotas of 150,000 a quarter and an attainment of 85 %, are 1,072,500 where
// attainment does not apply while ramping, as
// https://metrickittools.com/guides/sales-capacity-guide prints, and 1,045,500
// where it does.
func TestPublishedRampingTeam(t *testing.T) {
	for ramping, want := range map[string]string{"does_not_apply": "1072500", "applies": "1045500"} {
		var seats, holders strings.Builder
		for i := range 10 {
			id := string(rune('a' + i))
			seats.WriteString("  " + id + ": {role: ae}\n")
			if i >= 7 {
				holders.WriteString("  - {position: " + id + ", person: p" + id + ", from: 2026-02-01}\n")
			} else {
				holders.WriteString("  - {position: " + id + ", person: p" + id + "}\n")
			}
		}
		people := "person: {pa: {}, pb: {}, pc: {}, pd: {}, pe: {}, pf: {}, pg: {}, ph: {}, pi: {}, pj: {}}\n"
		ramp := "ramp: {new: {shares: [0.4, 0.4, 0.4], first_month: start_month, longer: average, applies_to: [quota]}}\n"
		c := choices{productivity: "amount, amount: 600000", attainment: "0.85", ramping: ramping, more: ", ramp: new"}
		text := strings.Replace(base, "person: {ann: {}, bob: {}, cy: {}}\n", people, 1)
		a := assessed(t, text+ramp+"position:\n"+seats.String()+"holder:\n"+holders.String()+"capacity: {all: "+c.String()+"}\n")
		if got := capacityOf(t, a, whole, "FY27-Q1"); got != want {
			t.Errorf("%s: %s, want %s", ramping, got, want)
		}
	}
}

// TestAttrition: what leaves is missing from the whole year or month by month, and
// who comes for it ramps.
func TestAttrition(t *testing.T) {
	held := "position: {a: {role: ae}}\nholder: [{position: a, person: ann}]\nramp: {slow: {shares: [0.5], first_month: start_month, longer: average, applies_to: [quota]}}\n"
	for _, c := range []struct{ attrition, when, want string }{
		{"{rate: 0.12, spread: whole_year}", "FY27", "105600"},
		{"{rate: 0.12, spread: whole_year}", "FY27-M01", "8800"},
		{"{rate: 0.12, spread: month_end}", "FY27-M01", "10000"},
		{"{rate: 0.12, spread: month_end}", "FY27-M12", "8900"},
		{"{rate: 0.12, spread: month_end}", "FY27", "113400"}, // 1 % × (0 + 1 + … + 11) months of 10,000
		{"{rate: 0.12, spread: month_end, vacancy_days: 0}", "FY27-M02", "9950"},
		{"{rate: 0.12, spread: month_end, vacancy_days: 0}", "FY27-M03", "9950"},
		{"{rate: 0.12, spread: month_end, vacancy_days: 31}", "FY27-M02", "9900"}, // March has 31 days
		{"{rate: 0.12, spread: month_end, vacancy_days: 31}", "FY27-M03", "9850"}, // those of February are back, ramping
		{"{rate: 1, spread: month_end}", "FY27-M12", "2500/3"},
		{"{rate: 0, spread: month_end}", "FY27", "120000"},
	} {
		a := assessed(t, base+held+"capacity: {all: "+choices{more: ", ramp: slow, attrition: " + c.attrition}.String()+"}\n")
		if got := capacityOf(t, a, seat("a"), c.when); got != c.want {
			t.Errorf("%s: %s in %s, want %s", c.attrition, got, c.when, c.want)
		}
	}
}

// TestProductivityIsTheQuota: the quota of the month counts, or an equal part of a
// longer one; the amount speaks for seats without one.
func TestProductivityIsTheQuota(t *testing.T) {
	const seats = "position: {head: {role: head}, a: {role: ae, manager: head}, b: {role: ae, manager: head}}\nterritory: {west: {name: West}}\nassignment: [{territory: west, position: b, coverage: owner, share: 0.5}, {territory: west, position: a, coverage: overlay}, {territory: west, position: head, coverage: owner, share: 0.5}]\n"
	quotas := "quota:\n  - {position: a, measure: arr, period: FY27-M01, amount: 70}\n  - {position: a, measure: arr, period: FY27-Q2, amount: 90}\n  - {territory: west, measure: arr, period: FY27, amount: 2400, currency: USD}\n"
	a := assessed(t, base+seats+quotas+"capacity: {all: "+choices{productivity: "quota", vacant: "counted"}.String()+"}\n")
	for _, c := range []struct{ seat, when, want string }{
		{"a", "FY27-M01", "70"},
		{"a", "FY27-M02", "0"}, // nothing is stated for it
		{"a", "FY27-M05", "30"},
		{"b", "FY27-M01", "90"}, // half of a twelfth, at 0.9
		{"head", "FY27-M01", "160"},
	} {
		if got := capacityOf(t, a, seat(c.seat), c.when); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.seat, c.when, got, c.want)
		}
	}
	a = assessed(t, base+seats+quotas+"capacity: {all: "+choices{productivity: "quota, amount: 1200", vacant: "counted"}.String()+"}\n")
	if got := capacityOf(t, a, seat("a"), "FY27-M02"); got != "100" {
		t.Errorf("a seat without a quota: %s, want a twelfth of the amount", got)
	}
}

// TestStreet: the street quota is what seats carry after their ramp, whatever
// attainment is expected.
func TestStreet(t *testing.T) {
	plan := "position: {a: {role: ae}}\nholder: [{position: a, person: ann, from: 2026-02-01}]\nramp: {slow: {shares: [0.2, 0.5], first_month: start_month, longer: average, applies_to: [quota]}}\nquota: [{position: a, measure: arr, period: FY27-Q1, amount: 30000}]\n"
	for _, productivity := range []string{"quota", "amount, amount: 999"} {
		a := assessed(t, base+plan+"capacity: {all: "+choices{productivity: productivity, attainment: "0.5", more: ", ramp: slow"}.String()+"}\n")
		street, ok := a.Street(seat("a"), "arr", fiscal(t, "FY27-Q1"))
		if got := street.Lowest().String(); !ok || got != "17000" {
			t.Errorf("%s: street quota %s, want 17000", productivity, got)
		}
	}
}

// TestWhereSeatsCount: at the lowest territory that holds all they own that month,
// at themselves and their managers, and of new seats where the hire says.
func TestWhereSeatsCount(t *testing.T) {
	plan := `
territory: {world: {name: World}, west: {name: West, parent: world}, coast: {name: Coast, parent: west}, hills: {name: Hills, parent: west}, east: {name: East, parent: world}}
position: {head: {role: head}, a: {role: ae, manager: head}, b: {role: ae, manager: a}, c: {role: ae}}
assignment:
  - {territory: coast, position: a, coverage: owner, to: 2026-08-01}
  - {territory: hills, position: a, coverage: owner}
  - {territory: east, position: b, coverage: owner}
hire: {more: {role: ae, territory: east, manager: head, count: 3, from: 2026-08-01}}
`
	a := assessed(t, base+plan+"capacity: {all: "+choices{vacant: "counted"}.String()+"}\n")
	for node, want := range map[string][2]string{ // in the first and the second half
		"coast": {"none", "none"}, "hills": {"0", "60000"}, "west": {"60000", "60000"}, "east": {"60000", "240000"}, "world": {"120000", "300000"},
	} {
		if first, second := capacityOf(t, a, territory(node), "FY27-H1"), capacityOf(t, a, territory(node), "FY27-H2"); first != want[0] || second != want[1] {
			t.Errorf("%s: %s and %s, want %v", node, first, second, want)
		}
	}
	for node, want := range map[string]string{"head": "300000", "a": "120000", "b": "60000", "c": "60000"} {
		if got := capacityOf(t, a, seat(node), "FY27-H2"); got != want {
			t.Errorf("%s: %s, want %s", node, got, want)
		}
	}
	if got := capacityOf(t, a, whole, "FY27-H2"); got != "360000" {
		t.Errorf("the whole plan: %s", got)
	}
}

// TestNearestAssumption: of several capacities the one for the lowest territory
// counts.
func TestNearestAssumption(t *testing.T) {
	plan := `
territory: {world: {name: World}, west: {name: West, parent: world}, east: {name: East, parent: world}}
position: {a: {role: ae}, b: {role: ae}, c: {role: ae}}
assignment: [{territory: west, position: a, coverage: owner}, {territory: east, position: b, coverage: owner}]
capacity:
  a-usual: ` + choices{vacant: "counted"}.String() + `
  b-west: ` + choices{productivity: "amount, amount: 240000", vacant: "counted", more: ", territory: west"}.String() + `
  c-world: ` + choices{productivity: "amount, amount: 360000", vacant: "counted", more: ", territory: world"}.String() + `
`
	a := assessed(t, base+plan)
	for id, want := range map[string]string{"a": "240000", "b": "360000", "c": "120000"} {
		if got := capacityOf(t, a, seat(id), "FY27"); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

// TestHires: somebody for a vacant seat is there after the vacancy and ramps; new
// seats add up.
func TestHires(t *testing.T) {
	plan := `
ramp: {slow: {shares: [0.5], first_month: start_month, longer: average, applies_to: [quota]}}
position: {a: {role: ae}}
holder: [{position: a, person: ann, to: 2026-03-01}]
hire: {next: {position: a, from: 2026-03-02, vacancy_days: 30}}
capacity: {all: ` + choices{more: ", ramp: slow"}.String() + `}
`
	a := assessed(t, base+plan)
	for when, want := range map[string]string{"FY27-M01": "10000", "FY27-M02": "0", "FY27-M03": "5000", "FY27-M04": "10000"} {
		if got := capacityOf(t, a, seat("a"), when); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
}

// TestRequired: the smallest whole number of people that closes a gap.
func TestRequired(t *testing.T) {
	plan := `
territory: {world: {name: World}}
goal:
  - {territory: world, measure: arr, period: FY27, amount: 600000, min_capacity_coverage: 1.1}
  - {territory: world, measure: arr, period: FY27-Q1, amount: 100000}
capacity: {all: ` + choices{}.String() + `}
`
	a := assessed(t, base+plan)
	for _, c := range []struct {
		when, from string
		heads      int
		possible   bool
	}{
		{"FY27", "2026-02-01", 6, true}, // 660,000 / 120,000 = 5.5
		{"FY27", "2026-08-01", 11, true},
		{"FY27", "2027-01-01", 66, true},
		{"FY27", "2027-02-01", 0, false},
		{"FY27-Q1", "2026-02-01", 4, true}, // 100,000 / 30,000
		{"FY27-Q1", "2026-05-01", 0, false},
		{"FY27-Q2", "2026-05-01", 0, true}, // no goal
	} {
		heads, possible := a.Required(territory("world"), "arr", fiscal(t, c.when), capacity.Candidate{Role: "ae", Works: date(t, c.from)})
		if heads != c.heads || possible != c.possible {
			t.Errorf("%s from %s: %d, %v, want %d, %v", c.when, c.from, heads, possible, c.heads, c.possible)
		}
	}
	if err := a.CanHire("ae"); err != nil {
		t.Error(err)
	}
	if err := a.CanHire("head"); err == nil {
		t.Error("nothing says what heads achieve")
	}
}

// TestWhy: a trace names every factor, and its parts are there for a node alone.
func TestWhy(t *testing.T) {
	plan := "position: {head: {role: head}, a: {role: ae, manager: head}, b: {role: ae}}\nholder: [{position: a, person: ann}, {position: b, person: bob}]\n"
	a := assessed(t, base+plan+"capacity: {all: "+choices{attainment: "0.9", more: ", attrition: {rate: 0.1, spread: whole_year}"}.String()+"}\n")
	trace, err := a.Why(seat("head"), "arr", fiscal(t, "FY27-Q1"))
	if err != nil {
		t.Fatal(err)
	}
	if len(trace.Parts) != 1 || trace.Value != "24300 EUR" || trace.Parts[0].Label != "position/a" || len(trace.Parts[0].Parts) != 3 {
		t.Errorf("%+v", trace)
	}
	var notes []string
	for _, note := range trace.Parts[0].Parts[0].Notes {
		notes = append(notes, note.Text)
	}
	want := "capacity/all says 10000 EUR a month; 81 % of that is achieved|there and past the ramp: 100 %; attainment 0.9; utilisation 1|attrition 0.1 a year|ann over (open, open)"
	if got := strings.Join(notes, "|"); got != want {
		t.Errorf("notes %q", got)
	}
	if _, err := a.Why(seat("head"), "deals", fiscal(t, "FY27")); err == nil {
		t.Error("there is no capacity for deals")
	}
}

func TestNoCalendar(t *testing.T) {
	p, _ := testplan.Load(t, map[string]string{"plan.yaml": "plan: {name: Bare}\n"})
	if _, err := capacity.Assess(p.Plan, fiscal(t, "FY27")); err == nil {
		t.Error("a plan without a calendar was assessed")
	}
}
