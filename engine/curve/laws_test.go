package curve_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

// sizes returns how many tables and results of each a law is tried on.
func sizes(tables int) (int, int) {
	if testing.Short() {
		return tables / 40, 100
	}
	return tables, 100
}

// TestPayAgreesWithRationals compares a million payouts on ten thousand random
// tables of every kind with the oracle: exactly, and to the minor unit in all
// three roundings.
func TestPayAgreesWithRationals(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	tables, results := sizes(10_000)
	for range tables {
		d := draw(t, random)
		c, o := build(t, d.rates, d.basis), newOracle(d.rates, d.basis)
		for range results {
			result, beside := d.result(t, random), d.beside(t, random)
			got, want := c.PayWith(result, beside), o.pay(ratOf(result), ratOf(beside))
			if !same(got, want) {
				t.Fatalf("%s: %s beside %s pays %s, want %s", describe(d), result, beside, got, want.RatString())
			}
			for _, mode := range roundings {
				rounded, err := got.Round(2, mode)
				if errors.Is(err, money.ErrRange) && new(big.Rat).Abs(want).Cmp(tooLarge) > 0 {
					continue
				}
				if err != nil || !same(money.FromDecimal(rounded), roundRat(want, 2, mode)) {
					t.Fatalf("%s rounds %s to %s, %v", got, mode, rounded, err)
				}
			}
		}
	}
}

// tooLarge is about what a Decimal with cents cannot hold.
var tooLarge = big.NewRat(90_000_000_000_000_000, 1)

// same compares with a number of the other implementation.
func same(got money.Ratio, want *big.Rat) bool {
	if want.Num().IsInt64() && want.Denom().IsInt64() {
		r, err := money.FromInt(want.Num().Int64()).Quo(money.FromInt(want.Denom().Int64()))
		return err == nil && got.Cmp(r) == 0
	}
	return ratOf(got).Cmp(want) == 0
}

// describe prints a table and what it is applied to.
func describe(d drawing) string {
	r := d.rates
	text := fmt.Sprintf("%s %s by %s, %s, %s, below %s, beyond %s, round %v, bands", r.Kind, r.Pays, r.By, r.Combine, r.Boundary, r.Below, r.Beyond, r.Round)
	for _, b := range r.Bands {
		text += fmt.Sprintf(" %s–%s: %s", b.From, b.To, b.Value)
	}
	return text + fmt.Sprintf(", knots %v, rows %v, columns %v, values %v, base %s, quota %s, target %s, salary %s, bounds %s",
		r.Knots, r.Rows, r.Columns, r.Values, r.BaseRate, d.basis.Quota, d.basis.Target, d.basis.Salary, d.basis.Bounds)
}

func TestStepsSumToPay(t *testing.T) {
	random := rand.New(rand.NewPCG(23, 24))
	tables, results := sizes(1_000)
	for range tables {
		d := draw(t, random)
		c := build(t, d.rates, d.basis)
		for range results {
			result, beside := d.result(t, random), d.beside(t, random)
			steps := c.StepsWith(result, beside)
			if pay := c.PayWith(result, beside); sumOf(steps).Cmp(pay) != 0 {
				t.Fatalf("%s: %s beside %s pays %s, the steps sum to %s: %+v", describe(d), result, beside, pay, sumOf(steps), steps)
			}
			for _, s := range steps {
				checkStep(t, d, s)
			}
		}
	}
}

// checkStep tests what a line promises about itself.
func checkStep(t *testing.T, d drawing, s curve.Step) {
	t.Helper()
	worth := s.Value.Mul(s.Unit)
	if !s.Flat {
		worth = worth.Mul(s.Part)
	}
	if worth.Cmp(s.Pay) != 0 || s.Band == curve.NoBand && s.Pay.Sign() != 0 || s.From != nil && s.To != nil && s.From.Cmp(*s.To) >= 0 {
		t.Fatalf("%s: the line %+v contradicts itself", describe(d), s)
	}
	if d.rates.Kind == comp.Marginal && s.Band != curve.NoBand {
		value := money.FromDecimal(d.rates.Bands[s.Band].Value)
		if d.rates.Combine != "stack" && s.Value.Cmp(value) != 0 {
			t.Fatalf("%s: the line of band %d has the value %s", describe(d), s.Band, s.Value)
		}
	}
}

// TestPartsOfAMarginalTableSumToTheResult includes what is below the first band
// and what is above an end.
func TestPartsOfAMarginalTableSumToTheResult(t *testing.T) {
	random := rand.New(rand.NewPCG(25, 26))
	tables, results := sizes(1_000)
	for range tables {
		d := draw(t, random)
		if d.rates.Kind != comp.Marginal || d.rates.Round != nil {
			continue
		}
		c := build(t, d.rates, d.basis)
		for range results {
			var sum money.Ratio
			result := d.result(t, random)
			for _, s := range c.Steps(result) {
				sum = sum.Add(s.Part)
			}
			if sum.Cmp(result) != 0 {
				t.Fatalf("%s: the parts of %s sum to %s", describe(d), result, sum)
			}
		}
	}
}

// TestSegmentsAreTheCurve evaluates every result from the segment it lies in.
func TestSegmentsAreTheCurve(t *testing.T) {
	random := rand.New(rand.NewPCG(27, 28))
	tables, results := sizes(1_000)
	for range tables {
		d := draw(t, random)
		d.rates.Round = nil
		c := build(t, d.rates, d.basis)
		segments := c.Segments()
		if (segments == nil) != (d.rates.Kind == comp.Matrix || d.rates.By == comp.ByAttribute) {
			t.Fatalf("%s has %d segments", describe(d), len(segments))
		}
		for i, s := range segments {
			if (s.From == nil) != (i == 0) || (s.To == nil) != (i == len(segments)-1) || i > 0 && segments[i-1].To.Cmp(*s.From) != 0 || i > 0 && s.To != nil && s.From.Cmp(*s.To) >= 0 {
				t.Fatalf("%s: segment %d does not begin where the one before ends: %+v", describe(d), i, segments)
			}
		}
		for range results {
			result := d.result(t, random)
			for i := range segments {
				if pay, inside := payIn(&segments[i], result); inside && pay.Cmp(c.Pay(result)) != 0 {
					t.Fatalf("%s: %s pays %s, its segment says %s: %+v", describe(d), result, c.Pay(result), pay, segments[i])
				}
			}
		}
	}
}

// payIn integrates the slope of a segment; only results strictly inside are
// told, for a border may belong to the neighbour.
func payIn(s *curve.Segment, result money.Ratio) (pay money.Ratio, inside bool) {
	if s.From != nil && result.Cmp(*s.From) <= 0 || s.To != nil && result.Cmp(*s.To) >= 0 {
		return pay, false
	}
	half, _ := money.FromInt(1).Quo(money.FromInt(2))
	switch {
	case s.From != nil:
		mean := s.Slope.Add(s.SlopeAt(result)).Mul(half)
		return s.Start.Add(mean.Mul(result.Sub(*s.From))), true
	case s.To != nil:
		return s.End.Sub(s.Slope.Mul(s.To.Sub(result))), s.Bend.Sign() == 0
	}
	return pay, false
}

// TestJumpsAreWhereThePayJumps looks at both sides of every cliff.
func TestJumpsAreWhereThePayJumps(t *testing.T) {
	random := rand.New(rand.NewPCG(29, 30))
	tables, _ := sizes(4_000)
	near := money.FromDecimal(drawn(t, 1, 9))
	for range tables {
		d := draw(t, random)
		d.rates.Round = nil
		c := build(t, d.rates, d.basis)
		jumps := c.Jumps()
		if d.rates.Kind == comp.Marginal && d.rates.Beyond != "nothing" && len(jumps) > 0 {
			t.Fatalf("%s is marginal and jumps: %+v", describe(d), jumps)
		}
		for _, j := range jumps {
			at := j.After
			if d.rates.Boundary == "lower" || d.rates.Kind == comp.Marginal {
				at = j.Before
			}
			if c.Pay(j.At).Cmp(at) != 0 || j.Size().Sign() == 0 {
				t.Fatalf("%s: at the jump %+v the pay is %s", describe(d), j, c.Pay(j.At))
			}
			// A billionth of a unit to either side, the pay is nearer to its own side.
			before, after := c.Pay(j.At.Sub(near)), c.Pay(j.At.Add(near))
			if steep(c, j.At, near).Cmp(distance(j.Before, j.After)) < 0 &&
				(distance(before, j.Before).Cmp(distance(before, j.After)) > 0 || distance(after, j.After).Cmp(distance(after, j.Before)) > 0) {
				t.Fatalf("%s: around the jump %+v the pay is %s and %s", describe(d), j, before, after)
			}
		}
	}
}

// steep returns what pay can move within two steps beside a jump.
func steep(c *curve.Curve, at, near money.Ratio) money.Ratio {
	var most money.Ratio
	for _, s := range c.Segments() {
		slope := s.SlopeAt(at)
		most = most.Max(slope).Max(slope.Neg())
	}
	return most.Mul(near).Mul(money.FromInt(4))
}

func distance(a, b money.Ratio) money.Ratio { return a.Sub(b).Max(b.Sub(a)) }

// TestPayRisesWithResults holds for every table whose segments do not fall and
// whose jumps go up, and for every marginal table without negative values.
func TestPayRisesWithResults(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	tables, results := sizes(1_000)
	tried := 0
	for range tables {
		d := draw(t, random)
		c := build(t, d.rates, d.basis)
		never := rises(c)
		if d.rates.Kind == comp.Marginal && !d.negative && d.rates.Beyond != "nothing" && !never {
			t.Fatalf("%s has no negative value and falls", describe(d))
		}
		if !never {
			continue
		}
		tried++
		for range results {
			a, b := d.result(t, random), d.result(t, random)
			if a.Cmp(b)*c.Pay(a).Cmp(c.Pay(b)) < 0 {
				t.Fatalf("%s: %s pays %s and %s pays %s", describe(d), a, c.Pay(a), b, c.Pay(b))
			}
		}
	}
	if tried < tables/5 {
		t.Fatalf("only %d of %d tables rise: the test looks at too few", tried, tables)
	}
}

func rises(c *curve.Curve) bool {
	segments := c.Segments()
	for i := range segments {
		s := &segments[i]
		ends := []*money.Ratio{s.From, s.To}
		for _, end := range ends {
			if end != nil && s.SlopeAt(*end).Sign() < 0 {
				return false
			}
		}
		if s.Slope.Sign() < 0 || s.To == nil && s.Bend.Sign() < 0 || s.From == nil && s.Bend.Sign() > 0 {
			return false
		}
	}
	for _, j := range c.Jumps() {
		if j.Size().Sign() < 0 {
			return false
		}
	}
	return len(segments) > 0
}
