package complint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// called are the currencies that a word or sign may mean, in lower case.
var called = map[string]string{
	"euro": "EUR", "euros": "EUR", "€": "EUR",
	"£": "GBP EGP SYP LBP", "pound": "GBP EGP SYP LBP", "pounds": "GBP EGP SYP LBP", "sterling": "GBP",
	"dollar": dollars, "dollars": dollars, "$": dollars + " MXN BRL ARS CLP COP",
	"krona": "SEK ISK", "kronor": "SEK", "krone": "NOK DKK", "kroner": "NOK DKK",
	"yen": "JPY", "¥": "JPY CNY", "yuan": "CNY", "renminbi": "CNY", "rupee": rupees, "rupees": rupees, "₹": "INR",
	"zloty": "PLN", "złoty": "PLN", "forint": "HUF", "koruna": "CZK", "shekel": "ILS", "shekels": "ILS",
}

const (
	dollars = "USD CAD AUD NZD SGD HKD TWD"
	rupees  = "INR PKR LKR NPR MUR SCR"
)

// currencyCode is a code beside a number.
var currencyCode = regexp.MustCompile(`\b([A-Z]{3})\s?\d|\d[\d.,]*\s?[kKmM]?\s?([A-Z]{3})\b`)

// currencySigns are the signs among what is called.
const currencySigns = "€£$¥₹"

// currenciesInText reports texts that speak of another currency than the comp
// plan's.
func currenciesInText(p *Pass) {
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		if c.Currency == (money.Currency{}) {
			continue
		}
		for _, n := range notes(c) {
			if others := otherCurrencies(n.text, c.Currency.String()); len(others) > 0 {
				p.tell(diag.CurrencyInText, n.at, n.field, "%s speaks of %s, and the amounts of the comp plan are in %s", n.whose, joined(others), c.Currency)
			}
		}
	}
}

// otherCurrencies returns the signs, words and codes of a text that cannot mean
// a currency.
func otherCurrencies(text, own string) []string {
	var others []string
	add := func(name string) {
		if !slices.Contains(others, name) {
			others = append(others, name)
		}
	}
	consider := func(name string) {
		if meant, known := called[name]; known && !slices.Contains(strings.Fields(meant), own) {
			add(name)
		}
	}
	if strings.ContainsAny(text, currencySigns) {
		for _, r := range text {
			consider(string(r))
		}
	}
	eachWord(text, consider)
	if hasCode(text) {
		for _, m := range currencyCode.FindAllStringSubmatch(text, -1) {
			if code := m[1] + m[2]; code != own && isCurrency(code) {
				add(code)
			}
		}
	}
	return others
}
