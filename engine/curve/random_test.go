package curve_test

import (
	"math/rand/v2"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

var roundings = []money.Rounding{money.HalfEven, money.HalfUp, money.Down}

func pick[T any](random *rand.Rand, choices ...T) T { return choices[random.IntN(len(choices))] }

func drawn(t testing.TB, coefficient int64, scale int) money.Decimal {
	t.Helper()
	d, err := money.New(coefficient, scale)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rising returns count numbers in order; the first is negative, zero or above.
func rising(t testing.TB, random *rand.Rand, count int, step int64, scale int) []money.Decimal {
	t.Helper()
	at := pick(random, 0, 0, 0, random.Int64N(step), -random.Int64N(step)/4)
	list := make([]money.Decimal, count)
	for i := range list {
		list[i] = drawn(t, at, scale)
		at += 1 + random.Int64N(step)
	}
	return list
}

// drawing is a random table and what it is applied to.
type drawing struct {
	rates    comp.Rates
	basis    curve.Basis
	borders  []money.Decimal // places of the table at which something changes
	negative bool            // values may be negative
}

// draw makes a random table that means something.
func draw(t testing.TB, random *rand.Rand) drawing {
	t.Helper()
	d := drawing{negative: random.IntN(4) == 0}
	d.rates.Kind = pick(random, comp.Marginal, comp.Marginal, comp.Retroactive, comp.Overage, comp.Banded, comp.Interpolated, comp.Matrix)
	d.rates.By = pick(random, comp.ByAttainment, comp.ByResult)
	perUnit, flat := []comp.Pays{comp.PaysRate, comp.PaysMultiple, comp.PaysPerUnit}, []comp.Pays{comp.PaysTargetShare, comp.PaysSalaryShare, comp.PaysAmount}
	switch d.rates.Kind {
	case comp.Banded:
		d.rates.Pays = pick(random, flat...)
	case comp.Interpolated, comp.Matrix:
		d.rates.Pays = pick(random, append(flat, perUnit...)...)
	default:
		d.rates.Pays = pick(random, perUnit...)
	}
	if (d.rates.Kind == comp.Banded || d.rates.Kind == comp.Retroactive) && random.IntN(4) == 0 {
		d.rates.By, d.rates.Attribute = comp.ByAttribute, "margin"
	}
	if d.rates.Pays == comp.PaysMultiple && random.IntN(2) == 0 {
		base := drawn(t, random.Int64N(1_000_000), 7)
		d.rates.BaseRate = &base
	}
	d.drawBasis(t, random)
	switch d.rates.Kind {
	case comp.Interpolated:
		d.drawKnots(t, random)
	case comp.Matrix:
		d.drawMatrix(t, random)
	default:
		d.drawBands(t, random)
	}
	attained := d.rates.By == comp.ByAttainment || d.rates.Rows.By == comp.ByAttainment || d.rates.Columns.By == comp.ByAttainment
	if attained && random.IntN(3) == 0 {
		d.rates.Round = &comp.AttainmentRounding{Digits: random.IntN(5), Mode: pick(random, roundings...)}
	}
	return d
}

func (d *drawing) drawBasis(t testing.TB, random *rand.Rand) {
	amount := func() money.Ratio {
		r := money.FromDecimal(drawn(t, 1+random.Int64N(1_000_000_000_000)>>random.IntN(30), random.IntN(3)))
		if random.IntN(4) == 0 { // as proration leaves it
			r, _ = r.Mul(money.FromInt(1 + random.Int64N(364))).Quo(money.FromInt(365))
		}
		return r
	}
	quota, second, bounds := amount(), amount(), money.FromInt(1+random.Int64N(12))
	d.basis = curve.Basis{Quota: &quota, SecondQuota: &second, Target: amount(), Salary: amount()}
	if random.IntN(4) == 0 {
		bounds, _ = bounds.Quo(money.FromInt(12))
		d.basis.Bounds = &bounds
	}
}

// places returns numbers in order that are bounds of the table's places.
func (d *drawing) places(t testing.TB, random *rand.Rand, by comp.By, count int) []money.Decimal {
	t.Helper()
	if by == comp.ByResult {
		return rising(t, random, count, 50_000_000, 2)
	}
	return rising(t, random, count, 80, 2)
}

func (d *drawing) value(t testing.TB, random *rand.Rand) money.Decimal {
	t.Helper()
	v := random.Int64N(20_000)
	if d.negative && random.IntN(3) == 0 {
		v = -v
	}
	return drawn(t, v, 4)
}

func (d *drawing) drawBands(t testing.TB, random *rand.Rand) {
	t.Helper()
	r := &d.rates
	d.borders = d.places(t, random, r.By, 2+random.IntN(5))
	for d.borders[1].Sign() <= 0 { // what pays on the result begins its second band, or ends, above 0
		d.borders = d.places(t, random, r.By, 2+random.IntN(5))
	}
	for i, from := range d.borders {
		b := comp.Band{From: from, Value: d.value(t, random)}
		if i > 0 && random.IntN(2) == 0 {
			r.Bands[i-1].To = &d.borders[i]
		}
		r.Bands = append(r.Bands, b)
	}
	r.Combine = pick(random, "replace", "replace", "stack")
	if r.Kind != comp.Marginal {
		r.Boundary = pick(random, "upper", "lower")
	}
	if random.IntN(2) == 0 && len(r.Bands) > 1 { // the last bound is an end
		end := r.Bands[len(r.Bands)-1].From
		r.Bands = r.Bands[:len(r.Bands)-1]
		r.Bands[len(r.Bands)-1].To = &end
		r.Beyond = pick(random, "extend", "cap", "nothing")
	}
}

func (d *drawing) drawKnots(t testing.TB, random *rand.Rand) {
	t.Helper()
	r := &d.rates
	d.borders = d.places(t, random, r.By, 2+random.IntN(4))
	for _, at := range d.borders {
		r.Knots = append(r.Knots, comp.Knot{At: at, Value: d.value(t, random)})
		if random.IntN(4) == 0 {
			r.Knots = append(r.Knots, comp.Knot{At: at, Value: d.value(t, random)})
		}
	}
	r.Below, r.Beyond = pick(random, "nothing", "first"), "flat"
	if n := len(r.Knots); r.Knots[n-1].At != r.Knots[n-2].At {
		r.Beyond = pick(random, "flat", "extend")
	}
}

func (d *drawing) drawMatrix(t testing.TB, random *rand.Rand) {
	t.Helper()
	r := &d.rates
	r.By = ""
	r.Rows.By, r.Columns.By, r.Columns.Measure = pick(random, comp.ByAttainment, comp.ByResult), pick(random, comp.ByAttainment, comp.ByResult), "margin"
	r.Rows.Levels = d.places(t, random, r.Rows.By, 1+random.IntN(4))
	r.Columns.Levels = d.places(t, random, r.Columns.By, 1+random.IntN(4))
	d.borders = r.Rows.Levels
	for range r.Rows.Levels {
		row := make([]money.Decimal, len(r.Columns.Levels))
		for i := range row {
			row[i] = d.value(t, random)
		}
		r.Values = append(r.Values, row)
	}
	r.Between = pick(random, "step", "bilinear")
}

// scale returns what one unit of the table's places is in units of the result.
func (d *drawing) scale() money.Ratio {
	by := d.rates.By
	if d.rates.Kind == comp.Matrix {
		by = d.rates.Rows.By
	}
	switch {
	case by == comp.ByAttainment:
		return *d.basis.Quota
	case by == comp.ByResult && d.basis.Bounds != nil:
		return *d.basis.Bounds
	}
	return money.FromInt(1)
}

// result draws a result: anywhere from below zero to beyond the table, at a
// border, or next to one.
func (d *drawing) result(t testing.TB, random *rand.Rand) money.Ratio {
	t.Helper()
	last := money.FromDecimal(d.borders[len(d.borders)-1]).Mul(d.scale())
	switch random.IntN(4) {
	case 0:
		border := money.FromDecimal(pick(random, d.borders...)).Mul(d.scale())
		return border.Add(money.FromDecimal(drawn(t, random.Int64N(3)-1, 2)))
	case 1:
		return money.FromDecimal(drawn(t, random.Int64N(2_000_000_000)-200_000_000, 2))
	}
	part := money.FromDecimal(drawn(t, random.Int64N(1600)-200, 3))
	cents, err := last.Mul(part).Round(2, money.HalfUp)
	if err != nil {
		t.Fatal(err)
	}
	return money.FromDecimal(cents)
}

// beside draws a second result, or an attribute.
func (d *drawing) beside(t testing.TB, random *rand.Rand) money.Ratio {
	t.Helper()
	if d.rates.By == comp.ByAttribute {
		return money.FromDecimal(pick(random, pick(random, d.borders...), drawn(t, random.Int64N(500)-50, 2)))
	}
	if d.rates.Kind != comp.Matrix {
		return money.Ratio{}
	}
	level := money.FromDecimal(pick(random, d.rates.Columns.Levels...))
	if d.rates.Columns.By == comp.ByAttainment {
		level = level.Mul(*d.basis.SecondQuota)
	}
	return level.Mul(money.FromDecimal(drawn(t, 70+random.Int64N(80), 2)))
}
