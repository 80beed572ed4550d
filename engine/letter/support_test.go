package letter

import (
	"testing"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

var hundred = money.FromInt(100)

func mustParse(t *testing.T, text string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func ratio(t *testing.T, text string) money.Ratio {
	t.Helper()
	return money.FromDecimal(mustParse(t, text))
}

func mustCurrency(t *testing.T, text string) money.Currency {
	t.Helper()
	c, err := money.ParseCurrency(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustDate(t *testing.T, text string) period.Date {
	t.Helper()
	if text == "" {
		return period.Date{}
	}
	d, err := period.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustRange(t *testing.T, from, to string) period.Range {
	t.Helper()
	return period.Range{From: mustDate(t, from), To: mustDate(t, to)}
}
