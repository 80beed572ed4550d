package curve_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

func dec(t testing.TB, text string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func decs(t testing.TB, texts ...string) []money.Decimal {
	t.Helper()
	list := make([]money.Decimal, len(texts))
	for i, text := range texts {
		list[i] = dec(t, text)
	}
	return list
}

func pointer(t testing.TB, text string) *money.Decimal {
	t.Helper()
	d := dec(t, text)
	return &d
}

func num(t testing.TB, text string) money.Ratio {
	t.Helper()
	return money.FromDecimal(dec(t, text))
}

func quotaOf(t testing.TB, text string) *money.Ratio {
	t.Helper()
	q := num(t, text)
	return &q
}

// bands builds bands from pairs of a beginning and a value; an odd last text is
// the end of the last band.
func bands(t testing.TB, texts ...string) []comp.Band {
	t.Helper()
	var list []comp.Band
	for i := 0; i+1 < len(texts); i += 2 {
		list = append(list, comp.Band{From: dec(t, texts[i]), Value: dec(t, texts[i+1])})
	}
	if len(texts)%2 == 1 {
		list[len(list)-1].To = pointer(t, texts[len(texts)-1])
	}
	return list
}

// knots builds knots from pairs of a place and a value.
func knots(t testing.TB, texts ...string) []comp.Knot {
	t.Helper()
	var list []comp.Knot
	for i := 0; i+1 < len(texts); i += 2 {
		list = append(list, comp.Knot{At: dec(t, texts[i]), Value: dec(t, texts[i+1])})
	}
	return list
}

func build(t testing.TB, r comp.Rates, b curve.Basis) *curve.Curve {
	t.Helper()
	c, err := curve.New(&r, b)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
