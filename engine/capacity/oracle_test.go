package capacity_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/internal/testseed"
)

// oracle works the capacity of one seat out again, day by day and with rational
// numbers of the standard library. Its months are those of February 2026 to
// January 2027.
type oracle struct {
	from, to           time.Time // of the holder; zero To: no end
	ramp               []*big.Rat
	productivity       *big.Rat // of a year
	attainment         *big.Rat
	applies            bool
	partMonth          string
	rate               *big.Rat
	monthEnd, refilled bool
	vacancy            int
}

func monthStart(k int) time.Time { return time.Date(2026, time.Month(2+k), 1, 0, 0, 0, 0, time.UTC) }

// presence counts the days of a month one by one.
func (o *oracle) presence(k int, from, to time.Time) *big.Rat {
	there, all := int64(0), int64(0)
	for day := monthStart(k); day.Before(monthStart(k + 1)); day = day.AddDate(0, 0, 1) {
		all++
		if !day.Before(from) && (to.IsZero() || day.Before(to)) {
			there++
		}
	}
	switch {
	case there == all || there > 0 && o.partMonth == "started":
		return big.NewRat(1, 1)
	case o.partMonth == "by_days":
		return big.NewRat(there, all)
	}
	return new(big.Rat)
}

// achieved returns what somebody who came on a day achieves of a month.
func (o *oracle) achieved(k int, from, to time.Time) *big.Rat {
	number := (2026+(k+1)/12)*12 + (k+1)%12 - (from.Year()*12 + int(from.Month()) - 1) // 0 in the month of the first day
	share := big.NewRat(1, 1)
	if number >= 0 && number < len(o.ramp) {
		share = o.ramp[number]
	}
	achieved := new(big.Rat).Mul(o.presence(k, from, to), share)
	if o.applies || share.Cmp(big.NewRat(1, 1)) >= 0 {
		achieved.Mul(achieved, o.attainment)
	}
	return achieved
}

func (o *oracle) year() *big.Rat {
	sum, first := new(big.Rat), -1
	twelfth := new(big.Rat).Mul(o.rate, big.NewRat(1, 12))
	for k := range 12 {
		own := o.achieved(k, o.from, o.to)
		if o.presence(k, o.from, o.to).Sign() == 0 {
			continue
		}
		if first < 0 {
			first = k
		}
		gone := new(big.Rat).Set(o.rate)
		if o.monthEnd {
			gone.Mul(twelfth, big.NewRat(int64(k-first), 1))
		}
		own.Mul(own, new(big.Rat).Sub(big.NewRat(1, 1), gone))
		sum.Add(sum, own)
		for left := first; o.monthEnd && o.refilled && left < k; left++ {
			comes := monthStart(left+1).AddDate(0, 0, o.vacancy)
			sum.Add(sum, new(big.Rat).Mul(twelfth, o.achieved(k, comes, o.to)))
		}
	}
	return sum.Mul(sum, new(big.Rat).Mul(o.productivity, big.NewRat(1, 12)))
}

// TestAgainstAnOracle compares with the oracle on random seats.
func TestAgainstAnOracle(t *testing.T) {
	r := testseed.Rand(t, 34)
	for range 300 {
		text, o := randomSeat(r)
		got, _ := assessed(t, text).Of(seat("a"), "arr", fiscal(t, "FY27"))
		if want := o.year().RatString(); got.Lowest().String() != decimalOrFraction(o.year()) && got.Lowest().String() != want {
			t.Fatalf("%s, the oracle has %s\n%s", got.Lowest(), want, text)
		}
	}
}

// decimalOrFraction writes a number as money.Ratio does where it has a decimal form.
func decimalOrFraction(x *big.Rat) string {
	text := strings.TrimRight(strings.TrimRight(x.FloatString(18), "0"), ".")
	if back, ok := new(big.Rat).SetString(text); ok && back.Cmp(x) == 0 {
		return text
	}
	return x.RatString()
}

func randomSeat(r *rand.Rand) (text string, o *oracle) {
	rat := func(text string) *big.Rat {
		x, _ := new(big.Rat).SetString(text)
		return x
	}
	o = &oracle{partMonth: []string{"by_days", "started", "whole"}[r.IntN(3)], applies: r.IntN(2) == 0, productivity: big.NewRat(int64(1+r.IntN(1_000_000)), 1), rate: new(big.Rat)}
	o.from = time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(450))
	days := "from: " + o.from.Format(time.DateOnly)
	if r.IntN(2) == 0 {
		o.to = o.from.AddDate(0, 0, 1+r.IntN(300))
		days += ", to: " + o.to.Format(time.DateOnly)
	}
	attainment := []string{"1", "0.87", "1.25"}[r.IntN(3)]
	o.attainment = rat(attainment)
	var shares []string
	for range 1 + r.IntN(5) {
		shares = append(shares, fmt.Sprintf("0.%d", 1+r.IntN(9)))
		o.ramp = append(o.ramp, rat(shares[len(shares)-1]))
	}
	more := ", ramp: r"
	switch rate := fmt.Sprintf("0.%d", r.IntN(100)); r.IntN(4) {
	case 0:
		o.rate = rat(rate)
		more += ", attrition: {rate: " + rate + ", spread: whole_year}"
	case 1:
		o.rate, o.monthEnd = rat(rate), true
		more += ", attrition: {rate: " + rate + ", spread: month_end}"
	case 2:
		o.rate, o.monthEnd, o.refilled, o.vacancy = rat(rate), true, true, r.IntN(100)
		more += fmt.Sprintf(", attrition: {rate: %s, spread: month_end, vacancy_days: %d}", rate, o.vacancy)
	}
	c := choices{productivity: "amount, amount: " + o.productivity.RatString(), attainment: attainment, partMonth: o.partMonth, more: more, ramping: "does_not_apply"}
	if o.applies {
		c.ramping = "applies"
	}
	return base + "ramp: {r: {shares: [" + strings.Join(shares, ", ") + "], first_month: start_month, longer: average, applies_to: [quota]}}\n" +
		"position: {a: {role: ae}}\nholder: [{position: a, person: ann, " + days + "}]\ncapacity: {all: " + c.String() + "}\n", o
}

// TestHostilePlans: trees that run in circles, names of what is not there, years
// that nobody plans and weeks for months stop nothing.
func TestHostilePlans(t *testing.T) {
	weeks := strings.Replace(testplan.Settings, "{kind: months, start_month: 2, named_by: end}", "{kind: 4-4-5, end_month: 1, end_weekday: saturday, anchor: last, named_by: end}", 1)
	plan := base + `
territory: {a: {name: A, parent: c}, b: {name: B, parent: a}, c: {name: C, parent: b}, d: {name: D, parent: c}, e: {name: E, parent: nowhere}}
position: {p: {role: ae, manager: q}, q: {role: ae, manager: p}, r: {role: gone, manager: r}, s: {manager: nobody}}
assignment: [{territory: a, position: p, coverage: owner}, {territory: d, position: p, coverage: owner}, {territory: gone, position: q, coverage: owner}]
goal:
  - {territory: a, measure: arr, period: FY27, amount: 1}
  - {territory: gone, measure: arr, period: FY99-M12, amount: 1000000000000000}
  - {position: p, measure: gone, period: FY00-Q1, amount: 0}
envelope:
  - {territory: gone, period: FY27, max_span: 1}
  - {territory: a, period: FY30, headcount: {max: 0, counts: filled}, cost: {max: 0, attainment: 0, includes: [burden, burden]}, cost_of_sales: {max: 0, attainment: 1000000, includes: [hiring], of: revenue, measure: gone, taken_from: capacity}}
capacity:
  x: ` + choices{productivity: "amount, amount: 1000000000000000", attainment: "1000000", vacant: "counted", more: ", territory: gone, ramp: gone, attrition: {rate: 1, spread: month_end, vacancy_days: 3660}"}.String() + `
  y: ` + choices{productivity: "amount, amount: 0.000001", vacant: "counted", more: ", territory: a"}.String() + `
hire:
  h: {role: gone, territory: gone, manager: nobody, count: 100000, from: 1900-01-01}
  i: {position: gone, from: 2199-12-31, vacancy_days: 3660}
  j: {role: ae, territory: c, manager: q, count: 3, from: 2026-05-05, planned_salary: 1000000000000000, hiring_cost: 1000000000000000}
`
	for _, settings := range []string{testplan.Settings, weeks} {
		compiled, _ := testplan.Load(t, map[string]string{"plan.yaml": strings.TrimLeft(settings, "\n") + plan})
		found := capacity.Check(compiled.Plan)
		if len(found) == 0 {
			t.Error("nothing is wrong")
		}
		for _, year := range []string{"FY00", "FY27", "FY99"} {
			a, err := capacity.Assess(compiled.Plan, fiscal(t, year))
			if err != nil {
				t.Fatal(err)
			}
			for _, node := range append(a.Nodes("", false), capacity.Node{Addr: territory("gone")}) {
				l := a.Limit(node.Addr)
				_ = l.Withheld()
				_ = a.Line(node.Addr, "arr", a.Year)
				_, _ = a.Required(node.Addr, "arr", a.Year, capacity.Candidate{Role: "ae", Works: date(t, "2026-05-05")})
				_, _ = a.Why(node.Addr, "arr", a.Year)
			}
			if l := a.Limit(territory("gone")); l.Positions != 0 || l.Hires != 0 || l.Span != 0 {
				t.Errorf("%s: a territory that is not there has %+v", year, l)
			}
		}
	}
}
