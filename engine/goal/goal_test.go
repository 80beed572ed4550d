package goal_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/stint"
)

func fiscal(text string) period.Period {
	p, err := period.Parse(text)
	if err != nil {
		panic(err)
	}
	return p
}

// bookOf returns the goals of a plan in which ae-1 is held by ann.
func bookOf(t *testing.T, compFields, more string) (*goal.Book, *stint.Roster) {
	t.Helper()
	text := fmt.Sprintf(`
measure: {arr: {name: ARR, unit: money}}
role: {ae: {name: AE}}
comp_plan:
  ae: {name: AE, roles: [ae], rounding: {mode: half_up, at: component}, %s components: {c: {measure: arr, window: quarter, pay_every: quarter, rates: {kind: marginal, pays: rate, by: result, bands: [{from: 0, value: 0.1}]}}}}
%s`, compFields, more)
	p := testplan.Build(t, text).Plan
	book := comp.Read(p)
	roster, _ := stint.Of(p, book)
	return goal.New(p, book, roster), roster
}

const ann = "position: {ae-1: {role: ae}}\nperson: {ann: {}}\nholder: [{position: ae-1, person: ann, %s}]\n"

// TestQuota: where the quota of a stretch comes from, and what is left of it.
func TestQuota(t *testing.T) {
	amount := func(n int64) comp.QuotaLink {
		d, _ := money.New(n, 0)
		return comp.QuotaLink{Amount: &d}
	}
	quarters := "quota:\n  - {position: ae-1, measure: arr, period: FY27-Q1, amount: 300}\n  - {position: ae-1, measure: arr, period: FY27-Q2, amount: 400}\n"
	for _, c := range []struct {
		name, fields, more, stretch string
		window                      period.Kind
		link                        comp.QuotaLink
		want                        string
	}{
		{"a record", "", fmt.Sprintf(ann, "from: 2026-01-01") + quarters, "FY27-Q1", period.Quarter, amount(7), "300"},
		{"records of all parts", "", fmt.Sprintf(ann, "from: 2026-01-01") + quarters, "FY27-H1", period.Half, amount(7), "700"},
		{"not of all parts: the link's amount", "", fmt.Sprintf(ann, "from: 2026-01-01") + quarters, "FY27", period.Year, amount(7), "7"},
		{"a part of the window's", "", fmt.Sprintf(ann, "from: 2026-01-01"), "FY27-M02", period.Quarter, amount(900), "300"},
		{"none", "", fmt.Sprintf(ann, "from: 2026-01-01"), "FY27-Q1", period.Quarter, comp.QuotaLink{}, "none"},
		{"days of the quarter", "proration: {basis: calendar_days, first_day: counted, applies_to: [quota]},", fmt.Sprintf(ann, "from: 2026-03-01"), "FY27-Q1", period.Quarter, amount(89), "61"},
		{"the first day is left out", "proration: {basis: calendar_days, first_day: not_counted, applies_to: [quota]},", fmt.Sprintf(ann, "from: 2026-03-01"), "FY27-Q1", period.Quarter, amount(89), "60"},
		{"days of 365", "proration: {basis: days_365, first_day: counted, applies_to: [quota]},", fmt.Sprintf(ann, "from: 2026-03-01"), "FY27-Q1", period.Quarter, amount(365), "244"},
		{"whole months", "proration: {basis: months, first_day: counted, applies_to: [quota]},", fmt.Sprintf(ann, "from: 2026-03-02"), "FY27-Q1", period.Quarter, amount(300), "100"},
		{"two digits", "proration: {basis: months, first_day: counted, digits: 2, applies_to: [quota]},", fmt.Sprintf(ann, "from: 2026-03-02"), "FY27-Q1", period.Quarter, amount(300), "99"},
		{"not what is not prorated", "proration: {basis: months, first_day: counted, applies_to: [target]},", fmt.Sprintf(ann, "from: 2026-03-02"), "FY27-Q1", period.Quarter, amount(300), "300"},
		{
			"leave of a month, twice told", "proration: {basis: calendar_days, first_day: counted, applies_to: [target]}, leave: {quota: prorated, target: unchanged},",
			fmt.Sprintf(ann, "from: 2026-01-01") + "leave:\n  - {person: ann, from: 2026-03-01, to: 2026-04-01}\n  - {person: ann, from: 2026-03-10, to: 2026-03-20}\n", "FY27-Q1", period.Quarter, amount(89), "58",
		},
		{"a ramp, averaged over the months on the job", "", fmt.Sprintf(ann, "from: 2026-03-10, ramp: r") + "ramp: {r: {shares: [0.25, 0.5], first_month: start_month, longer: average, applies_to: [quota]}}\n", "FY27-Q1", period.Quarter, amount(800), "300"},
		{"a ramp, as it begins", "", fmt.Sprintf(ann, "from: 2026-03-10, ramp: r") + "ramp: {r: {shares: [0.25, 0.5], first_month: start_month, longer: start, applies_to: [quota]}}\n", "FY27-Q1", period.Quarter, amount(800), "200"},
		{"a month 0", "", fmt.Sprintf(ann, "from: 2026-03-10, ramp: r") + "ramp: {r: {shares: [0.25], first_month: next_month, month_zero: 0.1, longer: start, applies_to: [quota]}}\n", "FY27-M02", period.Month, amount(100), "10"},
		{"by day", "", fmt.Sprintf(ann, "from: 2026-03-20, ramp: r") + "ramp: {r: {shares: [0.25], first_month: by_day, entry: [{from_day: 1, to_day: 15, month: 1}, {from_day: 16, to_day: 31, month: 0}], longer: start, applies_to: [quota]}}\n", "FY27-M03", period.Month, amount(100), "25"},
		{"after the ramp", "", fmt.Sprintf(ann, "from: 2026-03-10, ramp: r") + "ramp: {r: {shares: [0.25], first_month: start_month, longer: start, applies_to: [quota]}}\n", "FY27-Q2", period.Quarter, amount(800), "800"},
	} {
		b, roster := bookOf(t, c.fields, c.more)
		quota, ok := b.QuotaOf(&roster.Stints[0], "arr", c.link, period.Range{}, fiscal(c.stretch), c.window)
		if got := quota.String(); ok && got != c.want || !ok && c.want != "none" {
			t.Errorf("%s: %s, %v, want %s", c.name, got, ok, c.want)
		}
	}
}

// TestOpen: choices that matter and are not made, and those that do not.
func TestOpen(t *testing.T) {
	ramp := "ramp: {r: {shares: [0.25], first_month: by_day, entry: [{from_day: 1, to_day: 5, month: 1}], longer: start, applies_to: [quota]}}\n"
	for _, c := range []struct {
		name, fields, more, stretch string
		want                        []string // fields
	}{
		{"there all the time", "", fmt.Sprintf(ann, "from: 2026-01-01"), "FY27-Q1", nil},
		{"a part of it", "", fmt.Sprintf(ann, "from: 2026-03-01"), "FY27-Q1", []string{"proration"}},
		{"not in it", "proration: {basis: none},", fmt.Sprintf(ann, "from: 2026-03-01"), "FY27-Q1", nil},
		{"on leave", "", fmt.Sprintf(ann, "from: 2026-01-01") + "leave: [{person: ann, from: 2026-03-01, to: 2026-04-01}]\n", "FY27-Q1", []string{"leave"}},
		{"a ramp says what the first month is", "", fmt.Sprintf(ann, "from: 2026-03-04, ramp: r") + ramp, "FY27-M02", nil},
		{"a ramp says nothing of that day", "", fmt.Sprintf(ann, "from: 2026-03-10, ramp: r") + ramp, "FY27-M02", []string{"entry"}},
	} {
		b, roster := bookOf(t, c.fields, c.more)
		open := b.Open(&roster.Stints[0], period.Range{}, fiscal(c.stretch), []string{"quota"})
		var fields []string
		for _, f := range open {
			fields = append(fields, f.Field)
		}
		if fmt.Sprint(fields) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", c.name, fields, c.want)
		}
	}
}

// TestQuotasOfTerritories: what a position carries of the quotas of territories
// is what rollup states, wherever it states it for a whole period.
func TestQuotasOfTerritories(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	compared := 0
	for range 60 {
		p := testplan.Build(t, testplan.Random(r)+"role: {ae: {name: AE}}\ncomp_plan:\n  ae: {name: AE, rounding: {mode: half_up, at: component}, components: {c: {measure: arr, window: quarter, pay_every: quarter, rates: {kind: marginal, pays: rate, by: result, bands: [{from: 0, value: 0.1}]}}}}\n").Plan
		book := comp.Read(p)
		totals, _ := rollup.Compute(p)
		b := goal.New(p, book, &stint.Roster{})
		for i := range p.Positions {
			s := &stint.Stint{Position: &p.Positions[i], Plan: &book.Plans[0]}
			for _, stretch := range []string{"FY27-Q1", "FY27-Q2", "FY27-H1"} {
				cell, _ := totals.Cell(rollup.Key{Dimension: rollup.Manager, Node: addr.New(plan.PositionKind, p.Positions[i].ID()), Measure: "arr", Period: fiscal(stretch)})
				quota, ok := b.QuotaOf(s, "arr", comp.QuotaLink{}, period.Range{}, fiscal(stretch), fiscal(stretch).Kind())
				if ok != cell.Stated.Known || ok && quota.Cmp(money.FromDecimal(cell.Stated.Value)) != 0 {
					t.Fatalf("%s in %s: %s, %v; rollup states %+v", p.Positions[i].ID(), stretch, quota, ok, cell.Stated)
				}
				if ok {
					compared++
				}
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d quotas were compared", compared)
	}
}

func TestPartOfYear(t *testing.T) {
	b, _ := bookOf(t, "", "")
	for text, want := range map[string]string{"FY27": "1", "FY27-H1": "0.5", "FY27-Q3": "0.25", "FY27-M05": "1/12"} {
		if got := b.PartOfYear(fiscal(text)).Lowest().String(); got != want {
			t.Errorf("%s is %s of the year, want %s", text, got, want)
		}
	}
	weekly, _ := testplan.Load(t, map[string]string{"plan.yaml": "plan:\n  name: W\n  currency: EUR\n  calendar: {kind: 4-4-5, end_month: 1, end_weekday: saturday, anchor: last, named_by: end}\n"})
	w := goal.New(weekly.Plan, &comp.Book{}, &stint.Roster{})
	var year money.Ratio
	for _, month := range fiscal("FY23").Parts(period.Month) { // has 53 weeks
		year = year.Add(w.PartOfYear(month))
	}
	if year.Cmp(money.FromInt(1)) != 0 || w.PartOfYear(fiscal("FY23-Q1")).String() != "0.25" || w.PartOfYear(fiscal("FY23-M03")).Lowest().String() != "5/52" {
		t.Errorf("months sum to %s, a quarter is %s, its last month %s", year, w.PartOfYear(fiscal("FY23-Q1")), w.PartOfYear(fiscal("FY23-M03")))
	}
}
