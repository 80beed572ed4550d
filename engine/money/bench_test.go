package money_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/money"
)

func BenchmarkAdd(b *testing.B) {
	x, y := dec(b, "1200000.50"), dec(b, "734520.25")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Add(y); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAddOfTwoScales(b *testing.B) {
	x, y := dec(b, "1200000"), dec(b, "734520.25")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Add(y); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMulRound(b *testing.B) {
	x, y := dec(b, "1200000.50"), dec(b, "0.0825")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.MulRound(y, 2, money.HalfEven); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuoRound(b *testing.B) {
	x, y := dec(b, "1180000"), dec(b, "1200000.50")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.QuoRound(y, 4, money.HalfEven); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSum(b *testing.B) {
	x := dec(b, "1200000.50")
	var sum money.Sum
	b.ReportAllocs()
	for b.Loop() {
		sum.Add(x)
	}
}

func BenchmarkParseDecimal(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := money.ParseDecimal("1200000.50"); err != nil {
			b.Fatal(err)
		}
	}
}
