package money

import "fmt"

// Currency is an active ISO 4217 currency that has a minor unit. It is
// comparable; the zero value is no currency.
type Currency struct {
	code       string
	minorUnits uint8
}

// ParseCurrency reads an ISO 4217 code such as EUR. It refuses withdrawn codes
// and codes without a minor unit (precious metals, XXX, XTS and the like).
func ParseCurrency(text string) (Currency, error) {
	if !capitals(text) {
		return Currency{}, fmt.Errorf("%s is not a currency: write three capital letters, such as EUR", quote(text))
	}
	if units, known := minorUnits[text]; known {
		return Currency{code: text, minorUnits: units}, nil
	}
	if withoutMinorUnits[text] {
		return Currency{}, fmt.Errorf("%s is an ISO 4217 code without a minor unit: it is no money to plan in", quote(text))
	}
	return Currency{}, fmt.Errorf("%s is not an active ISO 4217 currency (list of %s)", quote(text), listDate)
}

// capitals reports whether text is three letters from A to Z.
func capitals(text string) bool {
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			return false
		}
	}
	return len(text) == 3
}

// MinorUnits returns the digits after the point that amounts of the currency
// have: 2 for EUR, 0 for JPY, 3 for KWD.
func (c Currency) MinorUnits() int { return int(c.minorUnits) }

// String returns the ISO 4217 code, "" for no currency.
func (c Currency) String() string { return c.code }
