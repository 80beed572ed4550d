package curve_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

// reel turns bytes into choices and numbers; when they run out it gives zeros.
type reel struct{ bytes []byte }

func (r *reel) next() int {
	if len(r.bytes) == 0 {
		return 0
	}
	b := r.bytes[0]
	r.bytes = r.bytes[1:]
	return int(b)
}

func choose[T any](r *reel, choices ...T) T { return choices[r.next()%len(choices)] }

func (r *reel) decimal(t *testing.T) money.Decimal {
	return drawn(t, int64(r.next())-64+int64(r.next())<<(r.next()%40), r.next()%4)
}

func (r *reel) optional(t *testing.T) *money.Decimal {
	if r.next()%2 == 0 {
		return nil
	}
	d := r.decimal(t)
	return &d
}

func (r *reel) decimals(t *testing.T, most int) []money.Decimal {
	var list []money.Decimal
	for range r.next() % (most + 1) {
		list = append(list, r.decimal(t))
	}
	return list
}

// table makes any table that the schema could let through, most of which mean
// nothing.
func (r *reel) table(t *testing.T) comp.Rates {
	by := []comp.By{comp.ByAttainment, comp.ByResult, comp.ByAttribute}
	rates := comp.Rates{
		Kind:     choose(r, comp.Marginal, comp.Retroactive, comp.Overage, comp.Banded, comp.Interpolated, comp.Matrix),
		Pays:     choose(r, comp.PaysRate, comp.PaysMultiple, comp.PaysTargetShare, comp.PaysSalaryShare, comp.PaysPerUnit, comp.PaysAmount),
		BaseRate: r.optional(t), By: choose(r, by...), Attribute: choose(r, "", "margin"),
		Boundary: choose(r, "", "upper", "lower"), Combine: choose(r, "replace", "stack"),
		Beyond: choose(r, "", "extend", "cap", "nothing", "flat"), Below: choose(r, "", "nothing", "first"), Between: choose(r, "step", "bilinear"),
		Rows:    comp.Axis{By: choose(r, by...), Levels: r.decimals(t, 3)},
		Columns: comp.Axis{By: choose(r, by...), Measure: choose(r, "", "margin"), Levels: r.decimals(t, 3)},
	}
	for range r.next() % 5 {
		rates.Bands = append(rates.Bands, comp.Band{From: r.decimal(t), To: r.optional(t), Value: r.decimal(t)})
		rates.Knots = append(rates.Knots, comp.Knot{At: r.decimal(t), Value: r.decimal(t)})
		rates.Values = append(rates.Values, r.decimals(t, 3))
	}
	if r.next()%4 == 0 {
		rates.Round = &comp.AttainmentRounding{Digits: r.next() % 7, Mode: choose(r, roundings...)}
	}
	return rates
}

func (r *reel) ratio(t *testing.T) *money.Ratio {
	d := r.optional(t)
	if d == nil {
		return nil
	}
	ratio := money.FromDecimal(*d)
	if divisor := money.FromInt(int64(r.next())); divisor.Sign() > 0 {
		ratio, _ = ratio.Quo(divisor)
	}
	return &ratio
}

// FuzzAnyTable applies tables of all sorts: one with a problem is refused, any
// other pays what its lines say, and its shape can be told.
func FuzzAnyTable(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("a rate table turns a result into pay, exactly, whatever it says and however strange it is"))
	f.Add([]byte{1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 64, 0, 0, 0, 0, 70, 0, 0, 1, 200, 3, 8, 2})
	f.Fuzz(func(t *testing.T, bytes []byte) {
		r := &reel{bytes}
		basis := curve.Basis{Quota: r.ratio(t), SecondQuota: r.ratio(t), Bounds: r.ratio(t), WhenZero: choose(r, "", "error", "nothing", "top_rate")}
		if target := r.ratio(t); target != nil {
			basis.Target, basis.Salary = *target, target.Neg()
		}
		result, beside := money.FromDecimal(r.decimal(t)), money.FromDecimal(r.decimal(t))
		rates := r.table(t)
		problems := curve.Problems(&rates)
		c, err := curve.New(&rates, basis)
		if err != nil {
			return
		}
		if len(problems) > 0 {
			t.Fatalf("a table with a problem is applied: %s", problems[0].Reason)
		}
		pay := c.PayWith(result, beside)
		if sum := sumOf(c.StepsWith(result, beside)); sum.Cmp(pay) != 0 {
			t.Fatalf("%+v: %s beside %s pays %s, the steps sum to %s", rates, result, beside, pay, sum)
		}
		if again := c.PayWith(result, beside); again.Cmp(pay) != 0 {
			t.Fatalf("the second time %s pays %s, not %s", result, again, pay)
		}
		c.Segments()
		c.Jumps()
		c.Attainment(result)
		curve.Hindrances(&comp.Component{Rates: rates}, "sum")
		modifier := comp.Modifier{Kind: rates.Kind, By: rates.By, Bands: rates.Bands, Knots: rates.Knots, Boundary: rates.Boundary, Beyond: rates.Beyond}
		if factors, err := curve.NewFactors(&modifier, basis.Quota); err == nil {
			factors.Value(result)
		}
	})
}
