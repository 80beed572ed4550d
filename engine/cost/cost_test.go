package cost_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// company is a plan of sellers of two roles with managers.
type company struct {
	sellers     int
	quota, rate int    // of each seller; the rate above quota, in tenths of the base rate
	settings    string // of cost
	base        int
}

func (c company) files() map[string]string {
	var positions, quotas strings.Builder
	positions.WriteString("id,role,manager\nlead,lead,\n")
	quotas.WriteString("position,measure,period,amount\n")
	for i := range c.sellers {
		fmt.Fprintf(&positions, "s%05d,%s,lead\n", i, []string{"ae", "am"}[i%2])
		fmt.Fprintf(&quotas, "s%05d,sales,FY27,%d\n", i, c.quota)
	}
	return map[string]string{"position.csv": positions.String(), "quota.csv": quotas.String(), "plan.yaml": fmt.Sprintf(`
plan: {name: Demo, currency: EUR, calendar: {kind: months, start_month: 1, named_by: end}, years: [FY27], cost: {%s}}
measure: {sales: {name: Sales, unit: money}}
role: {ae: {name: Account executive}, am: {name: Account manager}, lead: {name: Lead, manager: true}}
comp_plan:
  seller:
    name: Seller
    roles: [ae, am]
    base_salary: %d
    target_incentive: 40000
    rounding: {mode: half_up, at: component}
    components:
      new:
        measure: sales
        weight: 1
        window: year
        pay_every: year
        windfall: {above: 1000000, treatment: review}
        rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, to: 1, value: 1}, {from: 1, value: %d.%d}]}
`, c.settings, c.base, c.rate/10, c.rate%10)}
}

func usual() company { return company{sellers: 12, quota: 400000, rate: 15, base: 50000} }

var year = mustPeriod("FY27")

func mustPeriod(text string) period.Period {
	p, err := period.Parse(text)
	if err != nil {
		panic(err)
	}
	return p
}

func build(t testing.TB, c company) *plan.Plan {
	t.Helper()
	result, findings := testplan.Load(t, c.files())
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return result.Plan
}

func compute(t testing.TB, p *plan.Plan) *cost.Result {
	t.Helper()
	r, err := cost.Compute(p, comp.Read(p), year)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Complete {
		t.Fatalf("not complete: %v", r.Findings)
	}
	return r
}

func dec(t testing.TB, text string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCostAtAttainments(t *testing.T) {
	c := usual()
	c.settings = "burden: 0.25, distribution: [{attainment: 0.5, share: 0.5}, {attainment: 1.5, share: 0.5}]"
	p := build(t, c)
	rows := compute(t, p).Sums(p, cost.Total, true)
	// 12 sellers: salary 600,000; pay 32,000, 40,000, 52,000 each; the mix pays (20,000 + 70,000) / 2.
	for level, want := range []string{"384000", "480000", "624000", "540000"} {
		if got := rows[0].Pay[level]; got != dec(t, want) {
			t.Errorf("level %d: pay is %s, want %s", level, got, want)
		}
	}
	if got := rows[0].Cost(1); got != dec(t, "1350000") { // (600,000 + 480,000) × 1.25
		t.Errorf("cost is %s", got)
	}
}

func TestRowsSumToTheWhole(t *testing.T) {
	p := build(t, usual())
	r := compute(t, p)
	for _, by := range cost.Dimensions() {
		rows := r.Sums(p, by, true)
		people, pay := 0, money.Sum{}
		for _, row := range rows[1:] {
			if by == cost.Manager && row.Depth > 1 {
				continue // counted above
			}
			people += row.People
			pay.Add(row.Pay[0])
		}
		total, err := pay.Total()
		if by == cost.Total || by == cost.Territory {
			continue // who has no territory is at the root
		}
		if err != nil || people != rows[0].People || total != rows[0].Pay[0] {
			t.Errorf("%s: rows have %d people and %s, the whole plan %d and %s", by, people, total, rows[0].People, rows[0].Pay[0])
		}
	}
}

func TestSmallGroupsAreWithheld(t *testing.T) {
	c := usual()
	c.sellers = 9 // 5 ae, 4 am
	p := build(t, c)
	r := compute(t, p)
	for _, row := range r.Sums(p, cost.Role, false) {
		// Of the 9, the 4 am are too few, and the 5 ae would give them away.
		if want := row.Depth > 0; row.Withheld != want {
			t.Errorf("row %q of %d people: withheld is %t, want %t", row.Node, row.People, row.Withheld, want)
		}
	}
	for _, row := range r.Sums(p, cost.Position, false)[1:] {
		if !row.Withheld || row.Salary.Sign() != 0 || row.Pay[0].Sign() != 0 {
			t.Errorf("position %s is shown", row.Node)
		}
	}
}

func TestNoChangeCostsNothing(t *testing.T) {
	d, ok := cost.Between(build(t, usual()), build(t, usual()), year, anything)
	if !ok || len(d.Causes) > 0 || d.Spread.People > 0 || d.SameBefore != d.SameAfter {
		t.Errorf("a plan differs from itself: %+v", d)
	}
}

func TestCausesSumToTheWhole(t *testing.T) {
	before, after := usual(), usual()
	after.sellers, after.quota, after.rate, after.base = 14, 420000, 20, 51000
	d, ok := cost.Between(build(t, before), build(t, after), year, anything)
	if !ok || len(d.Causes) < 3 {
		t.Fatalf("causes: %+v", d.Causes)
	}
	for level := range d.Levels {
		var sum money.Sum
		for _, cause := range d.Causes {
			sum.Add(cause.Delta[level])
		}
		total, err := sum.Total()
		if whole, subErr := d.After[level].Sub(d.Before[level]); err != nil || subErr != nil || total != whole {
			t.Errorf("level %d: causes sum to %s, the difference is %s", level, total, whole)
		}
	}
	if d.Joined != 2 || d.Left != 0 {
		t.Errorf("%d joined, %d left", d.Joined, d.Left)
	}
}

func TestDirectionsAtEqualResults(t *testing.T) {
	tests := map[string]struct {
		change func(*company)
		want   cost.Direction
	}{
		"higher rate above quota":    {func(c *company) { c.rate = 20 }, cost.Better},
		"higher quota":               {func(c *company) { c.quota = 440000 }, cost.Worse},
		"more salary":                {func(c *company) { c.base = 51000 }, cost.Better},
		"less pay below, more above": {func(c *company) { c.quota, c.rate = 420000, 30 }, cost.Mixed},
		"nothing":                    {func(*company) {}, cost.Equal},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			after := usual()
			test.change(&after)
			d, _ := cost.Between(build(t, usual()), build(t, after), year, anything)
			for _, e := range d.Effects {
				if e.Direction != test.want {
					t.Errorf("%s: %s, want %s", e.Position, e.Direction, test.want)
				}
			}
		})
	}
}

// At the same bookings a higher quota pays less: 400,000 sold against 500,000
// are 80 %.
func TestSameBookings(t *testing.T) {
	after := usual()
	after.quota = 500000
	d, _ := cost.Between(build(t, usual()), build(t, after), year, anything)
	if d.SameBefore != dec(t, "1080000") || d.SameAfter != dec(t, "984000") {
		t.Errorf("cost at the same bookings: %s before, %s after", d.SameBefore, d.SameAfter)
	}
}

func TestFewPeopleOrOneAreNotShown(t *testing.T) {
	for people, want := range map[int]bool{0: true, 1: false, 4: false, 5: true} {
		if got := (cost.Spread{People: people}).Anonymous(5); got != want {
			t.Errorf("%d people: %t", people, got)
		}
	}
	if (cost.Spread{People: 9, Dominated: true}).Anonymous(5) {
		t.Error("a sum that is mostly one person's is shown")
	}
}

func BenchmarkCost(b *testing.B) {
	for _, sellers := range []int{1000, 10000} {
		b.Run(fmt.Sprintf("people=%d", sellers), func(b *testing.B) {
			c := usual()
			c.sellers = sellers
			p := build(b, c)
			book := comp.Read(p)
			b.ResetTimer()
			for range b.N {
				if _, err := cost.Compute(p, book, year); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// anything may have changed.
func anything(string) bool { return true }

// Which collections changed only saves work.
func TestUnchangedCollectionsAddNothing(t *testing.T) {
	before, after := usual(), usual()
	after.sellers, after.rate = 14, 20
	from, to := build(t, before), build(t, after)
	want, _ := cost.Between(from, to, year, anything)
	got, _ := cost.Between(from, to, year, func(collection string) bool {
		return collection == plan.PositionKind || collection == plan.QuotaKind || collection == comp.PlanKind
	})
	if len(want.Causes) != 3 || !reflect.DeepEqual(got, want) {
		t.Errorf("causes %+v, want %+v", got.Causes, want.Causes)
	}
	none, _ := cost.Between(from, to, year, func(string) bool { return false })
	if len(none.Causes) != 1 || !reflect.DeepEqual(none.Spread, want.Spread) {
		t.Errorf("a difference that no record explains is lost: %+v", none.Causes)
	}
}
