package money_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
)

// Written by hand from the standard, apart from the table under test: all codes
// whose minor units are not 2, and the two-digit ones by first letter.
const (
	noDigits    = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
	threeDigits = "BHD IQD JOD KWD LYD OMR TND"
	fourDigits  = "CLF UYW"
	twoDigits   = `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
		CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
		GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD
		MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
		RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD
		USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`
	withoutUnits = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX"
	withdrawn    = "ANG BGN BYR CUC DEM EEK FRF HRK LTL LVL MRO SLL STD VEF ZWL"
)

func TestCurrenciesAreThoseOfISO4217(t *testing.T) {
	want := map[string]int{}
	for units, codes := range map[int]string{0: noDigits, 2: twoDigits, 3: threeDigits, 4: fourDigits} {
		for code := range strings.FieldsSeq(codes) {
			want[code] = units
		}
	}
	if len(want) != 165 {
		t.Fatalf("the hand-typed list has %d codes, want 165", len(want))
	}
	for _, code := range everyCode() {
		units, active := want[code]
		got, err := money.ParseCurrency(code)
		switch {
		case active != (err == nil):
			t.Errorf("ParseCurrency(%s): %v; active: %t", code, err, active)
		case active && (got.String() != code || got.MinorUnits() != units):
			t.Errorf("%s is %s with %d minor units, want %d", code, got, got.MinorUnits(), units)
		}
	}
}

// everyCode returns AAA to ZZZ.
func everyCode() []string {
	var codes []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				codes = append(codes, string([]rune{a, b, c}))
			}
		}
	}
	return codes
}

func TestParseCurrencyRefuses(t *testing.T) {
	reasons := map[string]string{
		"": "three capital letters", "eur": "three capital letters", "EU": "three capital letters",
		"EURO": "three capital letters", "€": "three capital letters", "E R": "three capital letters",
		"EUЯ": "three capital letters", strings.Repeat("E", 5000): "three capital letters",
	}
	for code := range strings.FieldsSeq(withoutUnits) {
		reasons[code] = "without a minor unit"
	}
	for code := range strings.FieldsSeq(withdrawn) {
		reasons[code] = "not an active ISO 4217 currency"
	}
	for text, reason := range reasons {
		got, err := money.ParseCurrency(text)
		if err == nil || !strings.Contains(err.Error(), reason) || len(err.Error()) > 200 || got != (money.Currency{}) {
			t.Errorf("ParseCurrency(%q) = %s, %v; want %q", text, got, err, reason)
		}
	}
}

func FuzzParseCurrency(f *testing.F) {
	for _, text := range []string{"EUR", "JPY", "eur", "XXX", "", "ANG", "EURO", "\xff\xff\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := money.ParseCurrency(text); err == nil && c.String() != text {
			t.Fatalf("%q is read as %s", text, c)
		}
	})
}

func TestAmountString(t *testing.T) {
	for _, test := range []struct{ value, code, want string }{
		{"1200000", "EUR", "1200000.00 EUR"},
		{"-0.5", "EUR", "-0.50 EUR"},
		{"0.005", "EUR", "0.005 EUR"},
		{"1200000", "JPY", "1200000 JPY"},
		{"1.5", "KWD", "1.500 KWD"},
		{"1.5", "CLF", "1.5000 CLF"},
	} {
		a := money.Amount{Value: dec(t, test.value), Currency: cur(t, test.code)}
		if a.String() != test.want {
			t.Errorf("got %s, want %s", a, test.want)
		}
	}
	if got := (money.Amount{Value: dec(t, "40")}).String(); got != "40" {
		t.Errorf("an amount without a currency prints %q", got)
	}
}

func TestAmountAdd(t *testing.T) {
	eur, usd := cur(t, "EUR"), cur(t, "USD")
	a := money.Amount{Value: dec(t, "700000"), Currency: eur}
	if got, err := a.Add(money.Amount{Value: dec(t, "0.5"), Currency: eur}); err != nil || got.String() != "700000.50 EUR" {
		t.Errorf("got %s, %v", got, err)
	}
	_, err := a.Add(money.Amount{Value: dec(t, "1"), Currency: usd})
	var mismatch *money.CurrencyMismatchError
	if !errors.As(err, &mismatch) || mismatch.Left != eur || mismatch.Right != usd {
		t.Errorf("adding USD to EUR: %v", err)
	} else if want := "cannot add EUR and USD: the currencies differ"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	most := money.Amount{Value: decimal(t, 1<<63-1, 0), Currency: eur}
	if _, err := most.Add(most); !errors.Is(err, money.ErrRange) {
		t.Errorf("adding the largest amount to itself: %v", err)
	}
}

func TestAmountConvert(t *testing.T) {
	for _, test := range []struct {
		value, from, rate, to string
		mode                  money.Rounding
		want                  string
	}{
		{"100", "EUR", "1.085", "USD", money.HalfEven, "108.50 USD"},
		{"1000", "USD", "149.8765", "JPY", money.HalfEven, "149876 JPY"},
		{"1000", "USD", "149.8765", "JPY", money.HalfUp, "149877 JPY"},
		{"-1", "USD", "0.3075", "KWD", money.HalfUp, "-0.308 KWD"},
		{"-1", "USD", "0.3075", "KWD", money.Down, "-0.307 KWD"},
	} {
		a := money.Amount{Value: dec(t, test.value), Currency: cur(t, test.from)}
		if got, err := a.Convert(dec(t, test.rate), cur(t, test.to), test.mode); err != nil || got.String() != test.want {
			t.Errorf("%s at %s = %s, %v; want %s", a, test.rate, got, err, test.want)
		}
	}
	a := money.Amount{Value: dec(t, "999999999999999"), Currency: cur(t, "EUR")}
	usd, one := cur(t, "USD"), dec(t, "1")
	for name, convert := range map[string]func() (money.Amount, error){
		"zero rate":     func() (money.Amount, error) { return a.Convert(dec(t, "0"), usd, money.HalfUp) },
		"negative rate": func() (money.Amount, error) { return a.Convert(dec(t, "-1"), usd, money.HalfUp) },
		"no target":     func() (money.Amount, error) { return a.Convert(one, money.Currency{}, money.HalfUp) },
		"no rounding":   func() (money.Amount, error) { return a.Convert(one, usd, 0) },
		"out of range":  func() (money.Amount, error) { return a.Convert(dec(t, "1000000"), usd, money.HalfUp) },
	} {
		if got, err := convert(); err == nil || got != (money.Amount{}) {
			t.Errorf("%s: got %s, %v; want an error", name, got, err)
		}
	}
}
