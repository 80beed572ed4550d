package curve_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

// accelerated is a quarterly plan with two accelerators.
func accelerated(b *testing.B) (comp.Rates, curve.Basis) {
	b.Helper()
	return comp.Rates{Kind: comp.Marginal, Pays: comp.PaysMultiple, By: comp.ByAttainment, Bands: bands(b, "0", "1", "1", "1.5", "1.25", "2")},
		curve.Basis{Quota: quotaOf(b, "1200000"), Target: num(b, "80000")}
}

func BenchmarkNew(b *testing.B) {
	rates, basis := accelerated(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := curve.New(&rates, basis); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkPay(b *testing.B, rates comp.Rates, basis curve.Basis) {
	c := build(b, rates, basis)
	results := []money.Ratio{num(b, "310000.57"), num(b, "1250000.31"), num(b, "1618033.99")}
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Pay(results[i%3]).Round(2, money.HalfUp); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkPayMarginal(b *testing.B) {
	rates, basis := accelerated(b)
	benchmarkPay(b, rates, basis)
}

// BenchmarkPayMarginalOddFigures has a quota and a target that share nothing.
func BenchmarkPayMarginalOddFigures(b *testing.B) {
	rates, basis := accelerated(b)
	basis.Quota, basis.Target = quotaOf(b, "1234567.89"), num(b, "81234.57")
	benchmarkPay(b, rates, basis)
}

// BenchmarkPayMarginalProrated has a quota and a target of 91 of 365 days.
func BenchmarkPayMarginalProrated(b *testing.B) {
	rates, basis := accelerated(b)
	share, err := money.FromInt(91).Quo(money.FromInt(365))
	if err != nil {
		b.Fatal(err)
	}
	quota := num(b, "1234567.89").Mul(share)
	basis.Quota, basis.Target = &quota, num(b, "81234.57").Mul(share)
	benchmarkPay(b, rates, basis)
}

func BenchmarkPayRetroactive(b *testing.B) {
	rates, basis := accelerated(b)
	rates.Kind, rates.Boundary = comp.Retroactive, "upper"
	benchmarkPay(b, rates, basis)
}

func BenchmarkPayInterpolated(b *testing.B) {
	_, basis := accelerated(b)
	benchmarkPay(b, comp.Rates{
		Kind: comp.Interpolated, Pays: comp.PaysTargetShare, By: comp.ByAttainment, Below: "nothing", Beyond: "extend",
		Knots: knots(b, "0.5", "0.25", "1", "1", "1.5", "2.5"),
	}, basis)
}

func BenchmarkPayRoundedAttainment(b *testing.B) {
	rates, basis := accelerated(b)
	rates.Round = &comp.AttainmentRounding{Digits: 2, Mode: money.HalfUp}
	benchmarkPay(b, rates, basis)
}

func BenchmarkSteps(b *testing.B) {
	rates, basis := accelerated(b)
	c, result := build(b, rates, basis), num(b, "1618033.99")
	b.ReportAllocs()
	for b.Loop() {
		c.Steps(result)
	}
}
