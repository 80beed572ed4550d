package complint

import (
	"fmt"
	"strings"
	"testing"
)

// TestClaims holds what counts as a number in a sentence about pay.
func TestClaims(t *testing.T) {
	for text, want := range map[string]string{
		"an accelerator of 1.5x the base rate":       "1.5x=1.5",
		"an accelerator of 1,5 x.":                   "1,5 x=1.5",
		"2× above quota":                             "2×=2",
		"pays 2 times the rate":                      "2 times=2",
		"three times 3 times a week":                 "",
		"24x7 service, a 3x3 grid, x86, 4xl":         "",
		"the rate is 5 % below and 7.5% above":       "5 %=0.05 7.5%=0.075",
		"a cap of 200 percent":                       "200 percent=2",
		"we sell in 30 % of the countries":           "",
		"the cap is EUR 90,000":                      "EUR 90,000=90000",
		"capped at 90.000 EUR":                       "90.000 EUR=90000",
		"a quota of $1.2m a year":                    "$1.2m=1200000",
		"a quota of 800k EUR":                        "800k EUR=800000",
		"a cap of 90 000 somethings":                 "",
		"a bonus of 500 for 12 deals":                "",
		"costs EUR 5 a seat. The cap stays":          "",
		"at 0.050 EUR the rate":                      "0.050 EUR=0.05",
		"a rate of 1,234,567.5 %":                    "1,234,567.5 %=12345.675",
		"a rate of 123456789012345678901234567890 %": "",
		"ALL 500 TOP 10 rate":                        "",
		"":                                           "",
	} {
		var got []string
		for _, one := range claimsIn(text) {
			got = append(got, fmt.Sprintf("%s=%s", one.text, one.value))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func FuzzClaims(f *testing.F) {
	for _, text := range []string{"rate 1.5x", "cap of EUR 1,234.5k", "5 % rate, 2 times", "quota 1,2,3 %", "0,000 € cap"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, one := range claimsIn(text) {
			if one.value.Sign() < 0 || !strings.Contains(text, one.text) {
				t.Errorf("%q claims %q = %s", text, one.text, one.value)
			}
		}
		otherCurrencies(text, "EUR")
	})
}
