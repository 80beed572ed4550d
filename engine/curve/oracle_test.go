package curve_test

import (
	"math/big"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

// oracle says what a table pays in another way than the package under test: in
// big.Rat, in units of the table (attainment is divided out), by the formula of
// each kind as the language states it.
type oracle struct {
	rates comp.Rates
	scale *big.Rat // result for one unit of the table's places
	unit  *big.Rat

	quota, second, bounds *big.Rat
}

func ratOf(r money.Ratio) *big.Rat {
	x, ok := new(big.Rat).SetString(r.String())
	if !ok {
		panic("big.Rat does not read " + r.String())
	}
	return x
}

// rats keeps what was read: reading is most of the work otherwise.
var rats = map[money.Decimal]*big.Rat{}

func rat(d money.Decimal) *big.Rat {
	r, known := rats[d]
	if !known {
		r = ratOf(money.FromDecimal(d))
		if len(rats) > 10_000 {
			clear(rats)
		}
		rats[d] = r
	}
	return r
}

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func most(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

func newOracle(r comp.Rates, b curve.Basis) oracle {
	o := oracle{rates: r, scale: big.NewRat(1, 1), unit: big.NewRat(1, 1)}
	for _, one := range []struct {
		to   **big.Rat
		from *money.Ratio
	}{{&o.quota, b.Quota}, {&o.second, b.SecondQuota}, {&o.bounds, b.Bounds}} {
		if one.from != nil {
			*one.to = ratOf(*one.from)
		}
	}
	switch {
	case r.By == comp.ByAttainment:
		o.scale = o.quota
	case r.By == comp.ByResult && b.Bounds != nil:
		o.scale = o.bounds
	}
	switch r.Pays {
	case comp.PaysMultiple:
		if r.BaseRate != nil {
			o.unit = rat(*r.BaseRate)
		} else {
			o.unit = quo(ratOf(b.Target), o.quota)
		}
	case comp.PaysTargetShare:
		o.unit = ratOf(b.Target)
	case comp.PaysSalaryShare:
		o.unit = ratOf(b.Salary)
	default:
	}
	return o
}

func (o oracle) pay(result, beside *big.Rat) *big.Rat {
	place := quo(result, o.scale)
	if o.rates.Round != nil && o.rates.By == comp.ByAttainment {
		place = roundRat(place, o.rates.Round.Digits, o.rates.Round.Mode)
	}
	if o.rates.By == comp.ByAttribute {
		place = beside
	}
	switch o.rates.Kind {
	case comp.Interpolated:
		return o.worth(o.knotted(place), result)
	case comp.Matrix:
		return o.worth(o.crossed(result, beside), result)
	}
	return o.banded(place, result)
}

// worth turns a value into pay, on the whole result where it is a rate.
func (o oracle) worth(value, result *big.Rat) *big.Rat {
	pay := mul(value, o.unit)
	switch o.rates.Pays {
	case comp.PaysTargetShare, comp.PaysSalaryShare, comp.PaysAmount:
		return pay
	default:
	}
	return mul(pay, result)
}

func (o oracle) banded(place, result *big.Rat) *big.Rat {
	r := o.rates
	last := r.Bands[len(r.Bands)-1]
	if last.To != nil {
		end := rat(*last.To)
		above := place.Cmp(end) > 0 || place.Cmp(end) == 0 && r.Boundary == "upper" && r.Kind != comp.Marginal
		switch {
		case r.Beyond == "nothing" && above:
			return new(big.Rat)
		case r.Beyond == "cap" && r.By != comp.ByAttribute:
			place, result = least(place, end), least(result, mul(end, o.scale))
			if place.Cmp(end) == 0 && len(r.Bands) > 0 && r.Boundary == "upper" {
				return o.inBand(len(r.Bands)-1, place, result) // the end itself counts as inside
			}
		}
	}
	return o.inBand(o.reached(place), place, result)
}

// reached returns the band of a place; -1 where there is none.
func (o oracle) reached(place *big.Rat) int {
	k := -1
	for i, b := range o.rates.Bands {
		c := place.Cmp(rat(b.From))
		if c > 0 || c == 0 && (o.rates.Boundary != "lower") {
			k = i
		}
	}
	onResult := o.rates.Kind != comp.Banded && o.rates.By != comp.ByAttribute
	if k < 0 && onResult && o.rates.Bands[0].From.Sign() <= 0 {
		k = 0
	}
	return k
}

func (o oracle) value(k int) *big.Rat {
	value := rat(o.rates.Bands[k].Value)
	if o.rates.Combine == "stack" {
		for i := range k {
			value = add(value, rat(o.rates.Bands[i].Value))
		}
	}
	return value
}

func (o oracle) inBand(k int, place, result *big.Rat) *big.Rat {
	switch o.rates.Kind {
	case comp.Banded, comp.Retroactive:
		if k < 0 {
			return new(big.Rat)
		}
		return o.worth(o.value(k), result)
	case comp.Overage:
		sum := mul(o.value(0), o.within(0, place))
		if k > 0 {
			sum = add(sum, mul(o.value(k), sub(place, rat(o.rates.Bands[1].From))))
		}
		return mul(mul(sum, o.scale), o.unit)
	}
	sum := new(big.Rat)
	for i := range o.rates.Bands {
		sum = add(sum, mul(o.value(i), o.within(i, place)))
	}
	return mul(mul(sum, o.scale), o.unit)
}

// within returns how much of [0, place], or of [place, 0] with a minus, lies in band i.
func (o oracle) within(i int, place *big.Rat) *big.Rat {
	b := o.rates.Bands
	zero := new(big.Rat)
	lo, hi := rat(b[i].From), most(place, zero)
	if i == 0 && b[0].From.Sign() <= 0 {
		lo = least(lo, place)
	}
	if i+1 < len(b) {
		hi = rat(b[i+1].From)
	}
	if place.Sign() >= 0 {
		return most(zero, sub(least(hi, place), most(lo, zero)))
	}
	return new(big.Rat).Neg(most(zero, sub(least(hi, zero), most(lo, place))))
}

func (o oracle) knotted(place *big.Rat) *big.Rat {
	k := o.rates.Knots
	if place.Cmp(rat(k[0].At)) < 0 {
		if o.rates.Below == "first" {
			return rat(k[0].Value)
		}
		return new(big.Rat)
	}
	i := len(k) - 1
	for place.Cmp(rat(k[i].At)) < 0 {
		i--
	}
	if i == len(k)-1 {
		if o.rates.Beyond == "flat" {
			return rat(k[i].Value)
		}
		i--
	}
	a, b := k[i], k[i+1]
	way := quo(sub(place, rat(a.At)), sub(rat(b.At), rat(a.At)))
	return add(rat(a.Value), mul(way, sub(rat(b.Value), rat(a.Value))))
}

// crossed is the weighted mean of the four corners around a point.
func (o oracle) crossed(result, second *big.Rat) *big.Rat {
	sum := new(big.Rat)
	rows := o.weights(o.rates.Rows, result, o.quota, o.bounds)
	columns := o.weights(o.rates.Columns, second, o.second, nil)
	for i, down := range rows {
		for j, right := range columns {
			sum = add(sum, mul(mul(down, right), rat(o.rates.Values[i][j])))
		}
	}
	return sum
}

// weights returns the weight of each level of an axis, by level.
func (o oracle) weights(a comp.Axis, result *big.Rat, quota, bounds *big.Rat) map[int]*big.Rat {
	place := result
	switch {
	case a.By == comp.ByAttainment:
		place = quo(result, quota)
		if o.rates.Round != nil {
			place = roundRat(place, o.rates.Round.Digits, o.rates.Round.Mode)
		}
	case bounds != nil:
		place = quo(result, bounds)
	}
	i := len(a.Levels) - 1
	for i >= 0 && place.Cmp(rat(a.Levels[i])) < 0 {
		i--
	}
	one := big.NewRat(1, 1)
	switch {
	case i < 0:
		return nil
	case o.rates.Between == "step" || i == len(a.Levels)-1:
		return map[int]*big.Rat{i: one}
	}
	way := quo(sub(place, rat(a.Levels[i])), sub(rat(a.Levels[i+1]), rat(a.Levels[i])))
	return map[int]*big.Rat{i: sub(one, way), i + 1: way}
}

// roundRat rounds by the textbook definition.
func roundRat(exact *big.Rat, digits int, mode money.Rounding) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	scaled := mul(exact, new(big.Rat).SetInt(unit))
	whole, rest := new(big.Int).QuoRem(new(big.Int).Abs(scaled.Num()), scaled.Denom(), new(big.Int))
	half := rest.Lsh(rest, 1).Cmp(scaled.Denom())
	if mode == money.HalfUp && half >= 0 || mode == money.HalfEven && (half > 0 || half == 0 && whole.Bit(0) == 1) {
		whole.Add(whole, big.NewInt(1))
	}
	if exact.Sign() < 0 {
		whole.Neg(whole)
	}
	return new(big.Rat).SetFrac(whole, unit)
}
