package capacity_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
)

const paid = `
comp_plan:
  ae:
    name: AE
    roles: [ae]
    base_salary: 60000
    target_incentive: 40000
    components: {new: {measure: arr, weight: 1, window: year, pay_every: year, pay_at: plan_rate, rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, value: 1}]}}}
    rounding: {mode: half_up, at: component}
quota:
  - {position: a, measure: arr, period: FY27, amount: 500000}
  - {position: b, measure: arr, period: FY27, amount: 500000}
position: {head: {role: head}, a: {role: ae, manager: head}, b: {role: ae, manager: head}}
`

// TestCheck: what is found, as code, address and field.
func TestCheck(t *testing.T) {
	const trees = "territory: {world: {name: World}, west: {name: West, parent: world}, coast: {name: Coast, parent: west}, east: {name: East, parent: world, to: 2026-01-01}, north: {name: North, parent: world}}\n"
	goals := func(rows ...string) string {
		text := "goal:\n"
		for _, row := range rows {
			text += "  - {measure: arr, period: FY27, min_quota_coverage: 0, min_capacity_coverage: 0, " + row + "}\n"
		}
		return text
	}
	all := "capacity: {all: " + choices{vacant: "counted"}.String() + "}\n"
	envelope := func(rows ...string) string {
		return "envelope:\n  - {period: FY27, " + strings.Join(rows, "}\n  - {period: FY27, ") + "}\n"
	}
	const counted = "attainment: 1, includes: [base_salary, incentive_pay, burden, hiring]"
	for _, c := range []struct {
		name, plan string
		want       []string
	}{
		{"goals of a part of the children", trees + goals("territory: world, amount: 100", "territory: west, amount: 60"), nil},
		{"that sum to more", trees + goals("territory: world, amount: 100", "territory: west, amount: 160"), []string{"GOA001 goal/world/arr@FY27 amount"}},
		{"of all that are there, one level further down", trees + goals("territory: world, amount: 100", "territory: coast, amount: 60", "territory: north, amount: 30"), []string{"GOA001 goal/world/arr@FY27 amount"}},
		{"that sum to it", trees + goals("territory: world, amount: 100", "territory: coast, amount: 60", "territory: north, amount: 40"), nil},
		{"in another currency", trees + goals("territory: world, amount: 90", "territory: coast, amount: 100, currency: USD"), nil},
		{"without a rate", trees + goals("territory: world, amount: 90", "territory: coast, amount: 100, currency: CHF"), []string{"QUO006 goal/coast/arr@FY27 currency"}},
		{"a goal of the year that quarters do not sum to", "position: {head: {role: head}}\ngoal:\n  - {position: head, measure: deals, period: FY27, amount: 9, min_quota_coverage: 0}\n" +
			"  - {position: head, measure: deals, period: FY27-H1, amount: 4, min_quota_coverage: 0}\n  - {position: head, measure: deals, period: FY27-H2, amount: 4, min_quota_coverage: 0}\n", []string{"GOA003 goal/head/deals@FY27 amount"}},
		{"goals of what does not add up", trees + strings.ReplaceAll(goals("territory: world, amount: 0.9", "territory: west, amount: 0.8", "territory: north, amount: 0.95"), "arr", "share"), nil},
		{"a goal for months where quotas are for the year", paid + "goal: [{position: head, measure: arr, period: FY27-M01, amount: 9000000}]\n", nil},
		{"a goal above the quotas", paid + "goal: [{position: head, measure: arr, period: FY27, amount: 1000001}]\n", []string{"GOA004 goal/head/arr@FY27 amount"}},
		{"a goal that asks for a hedge", paid + "goal: [{position: head, measure: arr, period: FY27, amount: 900000, min_quota_coverage: 1.2}]\n", []string{"GOA004 goal/head/arr@FY27 amount"}},
		{"nobody to achieve it", trees + all + "goal: [{territory: west, measure: arr, period: FY27, amount: 1, min_quota_coverage: 0}]\n", []string{"GOA005 goal/west/arr@FY27 amount"}},
		{"envelopes that count something else are not compared", paid + envelope("position: head, cost: {max: 300000, "+counted+"}", "position: a, cost: {max: 400000, attainment: 0.9, includes: [base_salary]}"), nil},
		{"envelopes that count the same", paid + envelope("position: head, cost: {max: 300000, "+counted+"}", "position: a, cost: {max: 400000, "+counted+"}"), []string{"GOA002 envelope/head/FY27 cost.max"}},
		{"cost within the envelope", paid + envelope("position: head, cost: {max: 200000, "+counted+"}"), nil},
		{"cost above it", paid + envelope("position: head, cost: {max: 199999.99, "+counted+"}"), []string{"GOA006 envelope/head/FY27 cost.max"}},
		{"salaries only", paid + envelope("position: head, cost: {max: 120000, attainment: 1, includes: [base_salary]}"), nil},
		{"more attainment costs more", paid + envelope("position: head, cost: {max: 200000, attainment: 1.1, includes: [base_salary, incentive_pay]}"), []string{"GOA006 envelope/head/FY27 cost.max"}},
		{"a hire for half a year", paid + all + "hire: {h: {role: ae, manager: head, from: 2026-08-03, hiring_cost: 100}}\n" + envelope("position: head, cost: {max: 249963, "+counted+"}"), []string{"GOA006 envelope/head/FY27 cost.max"}},
		{"of which 182 of 365 days and the hiring count", paid + all + "hire: {h: {role: ae, manager: head, from: 2026-08-03, hiring_cost: 100}}\n" + envelope("position: head, cost: {max: 249963.02, "+counted+"}"), nil},
		{"seats of hires count", paid + all + "hire: {h: {role: ae, manager: head, count: 2, from: 2026-08-03}}\n" + envelope("position: head, headcount: {max: 4, counts: positions}"), []string{"GOA007 envelope/head/FY27 headcount.max"}},
		{"filled are only those of hires", paid + all + "hire: {h: {role: ae, manager: head, count: 2, from: 2026-08-03}}\n" + envelope("position: head, headcount: {max: 2, counts: filled}"), nil},
		{"a span with hires", paid + all + "hire: {h: {role: ae, manager: head, count: 2, from: 2026-08-03}}\n" + envelope("position: head, max_span: 3"), []string{"GOA008 envelope/head/FY27 max_span"}},
		{"cost of sales of some roles", paid + envelope("position: head, cost_of_sales: {max: 0.19, "+counted+", roles: [head], of: revenue, measure: arr, taken_from: quota}"), nil},
		{"of everybody", paid + envelope("position: head, cost_of_sales: {max: 0.19, "+counted+", of: revenue, measure: arr, taken_from: quota}"), []string{"GOA009 envelope/head/FY27 cost_of_sales.max"}},
		{"of no goal", paid + envelope("position: head, cost_of_sales: {max: 0.19, "+counted+", of: revenue, measure: arr, taken_from: goal}"), []string{"GOA010 envelope/head/FY27 cost_of_sales.taken_from"}},
		{"a role without a capacity, told once", all + "position: {x1: {role: se}, x2: {role: se}, x3: {role: head}}\n", []string{"CAP001 position/x1 "}},
		{"a seat without a quota", "capacity: {all: " + choices{productivity: "quota", vacant: "counted"}.String() + "}\nposition: {x: {role: ae}}\n", []string{"CAP001 position/x "}},
		{"a hire of a role without a capacity", all + "position: {head: {role: head}}\nhire: {h: {role: head, from: 2026-03-01}}\n", []string{"CAP001 hire/h "}},
		{"a hire after the plan ends", all + "hire: {h: {role: ae, from: 2026-12-20, vacancy_days: 60}}\n", []string{"CAP003 hire/h from"}},
		{"two people for one seat", all + "position: {x: {role: ae}}\nhire: {h: {position: x, count: 2, from: 2026-03-01}}\n", []string{"CAP004 hire/h count"}},
		{"two hires for one seat", all + "position: {x: {role: ae}}\nhire: {h: {position: x, from: 2026-03-01}, i: {position: x, from: 2026-04-01}}\n", []string{"CAP004 hire/i position"}},
		{"a hire for a seat that is not there yet", all + "position: {x: {role: ae, from: 2026-05-01}}\nhire: {h: {position: x, from: 2026-03-01}}\n", []string{"CAP004 hire/h from"}},
		{"a hire for a seat that has a manager", all + "position: {x: {role: ae}, boss: {role: head}}\nhire: {h: {position: x, manager: boss, from: 2026-03-01}}\n", []string{"CAP004 hire/h manager"}},
		{"a seat that ends before the ramp does", "ramp: {slow: {shares: [0.2, 0.5, 0.7], first_month: start_month, longer: average, applies_to: [quota]}}\ncapacity: {all: " + choices{more: ", ramp: slow"}.String() +
			"}\nposition: {x: {role: ae, to: 2026-06-01}}\nhire: {h: {position: x, from: 2026-04-01}}\n", []string{"CAP002 hire/h from"}},
		{"a seat that ends when the ramp does", "ramp: {slow: {shares: [0.2, 0.5, 0.7], first_month: start_month, longer: average, applies_to: [quota]}}\ncapacity: {all: " + choices{more: ", ramp: slow"}.String() +
			"}\nposition: {x: {role: ae, to: 2026-06-01}}\nhire: {h: {position: x, from: 2026-03-01}}\n", nil},
		{"two capacities, one for a territory", trees + "capacity: {all: " + choices{}.String() + ", west: " + choices{more: ", territory: west"}.String() + "}\n", nil},
		{"two capacities for everywhere", "capacity: {all: " + choices{}.String() + ", more: " + choices{}.String() + "}\n", []string{"CAP006 capacity/more roles"}},
	} {
		var got []string
		for _, f := range capacity.Check(testplan.Build(t, base+c.plan).Plan) {
			got = append(got, string(f.Code)+" "+f.Subject.String()+" "+f.Field)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestCheckWithoutCalendar: goals are by fiscal period.
func TestCheckWithoutCalendar(t *testing.T) {
	compiled, _ := testplan.Load(t, map[string]string{"plan.yaml": "plan: {name: Bare, currency: EUR}\nmeasure: {arr: {name: ARR, unit: money}}\nposition: {x: {title: X}}\ngoal: [{position: x, measure: arr, period: FY27, amount: 5}]\n"})
	found := capacity.Check(compiled.Plan)
	if len(found) != 1 || found[0].Code != "SCH012" || found[0].Field != "calendar" {
		t.Errorf("%v", found)
	}
}

// TestThePlansEnvelope: planned hires that lift the whole plan above its envelope
// are told, and what it costs without them is not.
func TestThePlansEnvelope(t *testing.T) {
	for envelope, want := range map[string]int{"210000": 1, "260000": 0, "190000": 0} {
		settings := strings.Replace(testplan.Settings, "fx_rates:", "cost: {envelope: {FY27: "+envelope+"}}\n  fx_rates:", 1)
		text := settings + base + paid + "capacity: {all: " + choices{vacant: "counted"}.String() + "}\nhire: {h: {role: ae, manager: head, from: 2026-08-01}}\n"
		compiled, _ := testplan.Load(t, map[string]string{"plan.yaml": strings.TrimLeft(text, "\n")})
		found := capacity.Check(compiled.Plan)
		if len(found) != want || want == 1 && (found[0].Code != "GOA006" || strings.Contains(found[0].Message, "250")) {
			t.Errorf("%s: %v", envelope, found)
		}
	}
}

// TestWithheld: cost of few people is withheld, that of many is not, and what
// planned hires cost comes on top of both.
func TestWithheld(t *testing.T) {
	text := strings.Replace(paid, "b: {role: ae, manager: head}}", "b: {role: ae, manager: head}, c: {role: ae, manager: head}, d: {role: ae, manager: head}, e: {role: ae, manager: head}, x1: {role: ae}, x2: {role: ae}, x3: {role: ae}, x4: {role: ae}, x5: {role: ae}}", 1)
	text = strings.Replace(text, "quota:\n", "quota:\n"+func() string {
		rows := ""
		for _, id := range []string{"c", "d", "e", "x1", "x2", "x3", "x4", "x5"} {
			rows += "  - {position: " + id + ", measure: arr, period: FY27, amount: 500000}\n"
		}
		return rows
	}(), 1)
	a := assessed(t, base+text+"hire: {h: {role: ae, manager: head, from: 2026-02-01}}\n")
	for id, want := range map[string]struct {
		cost     string
		withheld bool
	}{"head": {"600000", false}, "a": {"100000", true}} {
		l := a.Limit(seat(id))
		if l.Cost.String() != want.cost || !l.CostKnown || l.Withheld() != want.withheld {
			t.Errorf("%s: %s, known %v, withheld %v, want %+v", id, l.Cost, l.CostKnown, l.Withheld(), want)
		}
	}
}

// TestCost: what a node costs at attainments that were named, with planned hires.
func TestCost(t *testing.T) {
	of := func(text string) money.Decimal {
		d, err := money.ParseDecimal(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	p := testplan.Build(t, base+paid+"hire: {h: {role: ae, manager: head, count: 2, from: 2026-02-01, hiring_cost: 500}}\n").Plan
	a, err := capacity.Assess(p, fiscal(t, "FY27"), of("0.8"), of("1.2"))
	if err != nil {
		t.Fatal(err)
	}
	for attainment, want := range map[string]string{"0.8": "369000", "1": "401000", "1.2": "433000"} {
		if got, known := a.Cost(seat("head"), of(attainment)); !known || got.String() != want {
			t.Errorf("at %s: %s, %v, want %s", attainment, got, known, want)
		}
	}
	if _, known := a.Cost(seat("head"), of("0.9")); known {
		t.Error("nobody asked for 90 %")
	}
}
