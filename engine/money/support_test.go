package money_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
)

// dec parses a number that the test itself wrote.
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

func cur(t testing.TB, code string) money.Currency {
	t.Helper()
	c, err := money.ParseCurrency(code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// rat reads the printed form with another implementation of numbers.
func rat(t testing.TB, d money.Decimal) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		t.Fatalf("big.Rat does not read %q", d)
	}
	return r
}

// randomDecimal draws numbers of every length, with many at the borders: zeros,
// round numbers, halves and the largest coefficient.
func randomDecimal(t testing.TB, random *rand.Rand) money.Decimal {
	t.Helper()
	coefficient := random.Int64() >> random.IntN(63)
	switch random.IntN(8) {
	case 0:
		coefficient = coefficient / 1000 * 1000
	case 1:
		coefficient = coefficient/10*10 + 5
	case 2:
		coefficient = 1<<63 - 1 - random.Int64N(3)
	}
	if random.IntN(2) == 0 {
		coefficient = -coefficient
	}
	d, err := money.New(coefficient, random.IntN(money.MaxScale+1))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var roundings = []money.Rounding{money.HalfEven, money.HalfUp, money.Down}
