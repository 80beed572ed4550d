package payout_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/payout"
)

// invented is a small plan with credits, known as numbers, so that pay can be
// worked out from them a second time: in math/big, from the definitions alone.
type invented struct {
	window, pay    string // windows as plans name them
	kind, by, pays string
	edges          []int64 // of bands, in hundredths of attainment or units of result
	values         []int64 // in thousandths
	quota, target  int64   // of a window; of the year
	boundary       string
	gate           int64 // in hundredths of attainment; 0: none
	releases       string
	cap            int64 // in hundredths of the window's target; 0: none
	credits        []inventedCredit
}

type inventedCredit struct {
	month  int   // of FY27
	day    int   // of that month
	cents  int64 // of the whole deal
	tenths int64 // share of the position
}

var windowMonths = map[string]int{"month": 1, "quarter": 3, "half": 6, "year": 12}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func invent(r *rand.Rand) invented {
	v := invented{
		window: pick(r, "deal", "month", "quarter", "half", "year"), pay: pick(r, "month", "quarter", "year"),
		kind: pick(r, "marginal", "retroactive", "overage", "banded"), by: pick(r, "attainment", "result"), boundary: pick(r, "upper", "lower"),
		quota: 10_000 * (1 + r.Int64N(30)), target: 1_000 * (1 + r.Int64N(90)), releases: pick(r, "first_unit", "above_gate"),
	}
	v.pays = pick(r, "rate", "multiple")
	if v.kind == "banded" {
		v.pays = pick(r, "target_share", "amount")
	}
	edge := int64(0)
	for range 1 + r.IntN(4) {
		v.edges, v.values = append(v.edges, edge), append(v.values, r.Int64N(2000))
		edge += 1 + r.Int64N(90)
		if v.by == "result" {
			edge += r.Int64N(100_000)
		}
	}
	if r.IntN(3) == 0 && v.window != "deal" {
		v.gate = 1 + r.Int64N(100)
	}
	if v.kind == "banded" || v.kind == "overage" {
		v.releases = "first_unit"
	}
	if r.IntN(3) == 0 && v.window != "deal" {
		v.cap = 1 + r.Int64N(300)
	}
	for range r.IntN(25) {
		v.credits = append(v.credits, inventedCredit{month: r.IntN(12), day: 1 + r.IntN(28), cents: r.Int64N(20_000_000), tenths: 1 + r.Int64N(10)})
	}
	return v
}

// plan writes the plan for position a.
func (v *invented) plan() string {
	var b strings.Builder
	fmt.Fprintf(&b, "measure: {sales: {name: Sales, unit: money}}\nrole: {ae: {name: AE}}\nposition: {a: {role: ae}, b: {}}\n")
	fmt.Fprintf(&b, "comp_plan:\n  ae:\n    name: AE\n    roles: [ae]\n    target_incentive: %d\n    rounding: {mode: half_up, at: component}\n    components:\n      c:\n", v.target)
	fmt.Fprintf(&b, "        measure: sales\n        weight: 1\n        window: %s\n        pay_every: %s\n        quota: {amount: %d, basis: window}\n", v.window, v.pay, v.quota)
	if v.gate > 0 {
		fmt.Fprintf(&b, "        gates: {g: {conditions: [{by: attainment, basis: window, at_least: %s}], blocks: payout, releases: %s}}\n", hundredths(v.gate), v.releases)
	}
	if v.cap > 0 {
		fmt.Fprintf(&b, "        caps: {c: {of: payout, per: %s, target_multiple: %s}}\n", v.window, hundredths(v.cap))
	}
	fmt.Fprintf(&b, "        rates:\n          kind: %s\n          pays: %s\n          by: %s\n", v.kind, v.pays, v.by)
	if v.kind != "marginal" {
		fmt.Fprintf(&b, "          boundary: %s\n", v.boundary)
	}
	b.WriteString("          bands:\n")
	for i := range v.edges {
		fmt.Fprintf(&b, "            - {from: %s, value: %d.%03d}\n", v.edge(i), v.values[i]/1000, v.values[i]%1000)
	}
	return b.String()
}

func hundredths(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

func (v *invented) edge(i int) string {
	if v.by == "attainment" {
		return hundredths(v.edges[i])
	}
	return fmt.Sprint(v.edges[i])
}

// rows writes the credits, those of position b beside.
func (v *invented) rows() []string {
	var rows []string
	for i, c := range v.credits {
		year, month := 2026, c.month+2 // FY27 begins in February 2026
		if month > 12 {
			year, month = 2027, month-12
		}
		row := func(position string, tenths int64) {
			rows = append(rows, fmt.Sprintf("d%03d,%d-%02d-%02d,%s,sales,%s,%d.%d", i, year, month, c.day, position, hundredths(c.cents), tenths/10, tenths%10))
		}
		row("a", c.tenths)
		if c.tenths < 10 {
			row("b", 10-c.tenths)
		}
	}
	return rows
}

const inventedHead = "id,date,position,measure,amount,share\n"

func (v *invented) text() string { return inventedHead + strings.Join(v.rows(), "\n") + "\n" }

func rat(n, d int64) *big.Rat { return big.NewRat(n, d) }

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// windowTarget is the target of a window; deals have that of the year.
func (v *invented) windowTarget() *big.Rat {
	if v.window == "deal" {
		return rat(v.target, 1)
	}
	return rat(v.target*int64(windowMonths[v.window]), 12)
}

// table is the pay of a result by the definition of each kind.
func (v *invented) table(x *big.Rat) *big.Rat {
	at := func(i int) *big.Rat {
		if v.by == "attainment" {
			return mul(rat(v.edges[i], 100), rat(v.quota, 1))
		}
		return rat(v.edges[i], 1)
	}
	unit := rat(1, 1)
	switch v.pays {
	case "multiple":
		unit = new(big.Rat).Quo(v.windowTarget(), rat(v.quota, 1))
	case "target_share":
		unit = v.windowTarget()
	}
	value := func(i int) *big.Rat { return mul(rat(v.values[i], 1000), unit) }
	reached := 0
	for i := range v.edges {
		if order := x.Cmp(at(i)); order > 0 || order == 0 && (v.boundary == "upper" || i == 0) {
			reached = i
		}
	}
	if v.boundary == "lower" && v.kind == "banded" && x.Sign() == 0 {
		return new(big.Rat) // 0 belongs to the band below the first: there is none
	}
	switch v.kind {
	case "retroactive":
		return mul(value(reached), x)
	case "banded":
		return value(reached)
	case "overage":
		if reached == 0 {
			return mul(value(0), x)
		}
		return add(mul(value(0), at(1)), mul(value(reached), sub(x, at(1))))
	}
	sum := new(big.Rat)
	for i := range v.edges {
		part := sub(x, at(i))
		if i+1 < len(v.edges) {
			part = least(part, sub(at(i+1), at(i)))
		}
		if part.Sign() > 0 {
			sum = add(sum, mul(part, value(i)))
		}
	}
	return sum
}

// price is the pay of a window's result after gate and cap.
func (v *invented) price(x *big.Rat) *big.Rat {
	pay := v.table(x)
	if v.gate > 0 {
		gate := mul(rat(v.gate, 100), rat(v.quota, 1))
		switch {
		case x.Cmp(gate) < 0:
			pay = new(big.Rat)
		case v.releases == "above_gate" && v.kind == "retroactive":
			pay = mul(pay, new(big.Rat).Quo(sub(x, gate), x))
		case v.releases == "above_gate":
			pay = sub(pay, v.table(gate))
		}
	}
	if v.cap > 0 {
		pay = least(pay, mul(rat(v.cap, 100), v.windowTarget()))
	}
	return pay
}

// pays works out what is paid in every payout period of FY27, in cents.
func (v *invented) expected() []string {
	payMonths := windowMonths[v.pay]
	paid := make([]string, 12/payMonths)
	before := map[int]*big.Int{}
	for p := range paid {
		end := (p + 1) * payMonths
		bucket := max(payMonths, windowMonths[v.window])
		b := (end - 1) / bucket
		sum := new(big.Rat)
		for start := b * bucket; start < end; start += max(windowMonths[v.window], 1) {
			if v.window == "deal" {
				for _, c := range v.credits {
					if c.month == start {
						sum = add(sum, v.price(mul(rat(c.cents, 100), rat(c.tenths, 10))))
					}
				}
				continue
			}
			x := new(big.Rat)
			for _, c := range v.credits {
				if c.month >= start && c.month < min(start+windowMonths[v.window], end) {
					x = add(x, mul(rat(c.cents, 100), rat(c.tenths, 10)))
				}
			}
			sum = add(sum, v.price(x))
		}
		now := cents(sum)
		if before[b] == nil {
			before[b] = new(big.Int)
		}
		paid[p] = new(big.Int).Sub(now, before[b]).String()
		before[b] = now
	}
	return paid
}

// cents rounds half up, away from zero.
func cents(r *big.Rat) *big.Int {
	doubled := new(big.Int).Mul(r.Num(), big.NewInt(200))
	sign := doubled.Sign()
	doubled.Abs(doubled).Add(doubled, r.Denom())
	doubled.Quo(doubled, new(big.Int).Lsh(r.Denom(), 1))
	if sign < 0 {
		doubled.Neg(doubled)
	}
	return doubled
}

// TestAgainstAnotherEvaluator: pay of random plans and credits is what another
// program, written from the definitions, works out in big.Rat.
func TestAgainstAnotherEvaluator(t *testing.T) {
	r := rand.New(rand.NewPCG(27, 28))
	for n := range 600 {
		v := invent(r)
		result := compute(t, v.plan(), v.text(), payout.Options{From: fiscal("FY27-M01"), Through: fiscal("FY27-M12")})
		var got []string
		for _, l := range result.Lines {
			got = append(got, centsText(l.Payout.Format(2)))
		}
		if want := v.expected(); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("plan %d:\n%s%s\ngot  %v\nwant %v\n%s", n, v.plan(), v.text(), got, want, shown(result))
		}
	}
}

func centsText(amount string) string {
	n, _ := new(big.Int).SetString(strings.Replace(amount, ".", "", 1), 10)
	return n.String()
}
