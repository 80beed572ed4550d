package complint

import (
	"regexp"
	"strings"

	"github.com/salesplan/salesplan/engine/money"
)

// claim is a number in a text of which the text says what it is.
type claim struct {
	text  string // as written, such as "1.5x"
	kind  claimKind
	value money.Ratio // 1.5 for "1.5x", 0.15 for "15 %", 1500 for "EUR 1,500"
}

type claimKind uint8

const (
	aMultiple claimKind = iota + 1
	aPercent
	anAmount
)

// Numbers as people write them, with a mark that says what they are.
var (
	timesPattern   = regexp.MustCompile(`(?i)(\d+(?:[.,]\d+)?)(?:\s?[x×](?:$|[^\pL\d])|[ -]times\b)`)
	percentPattern = regexp.MustCompile(`(?i)(\d+(?:[.,]\d+)*)\s?(?:%|percent\b|per cent\b)`)
	amountPattern  = regexp.MustCompile(`(?i)(?:\b([a-z]{3})\s?|([€$£]))(\d+(?:[.,]\d+)*)\s?([km]?)\b|\b(\d+(?:[.,]\d+)*)\s?([km]?)\s?(?:([a-z]{3})\b|([€£]))`)
	sentenceEnd    = regexp.MustCompile(`[.;:!?](?:\s|$)|\n\n`)

	// payWord marks a sentence that is about how pay comes about.
	payWord = regexp.MustCompile(`(?i)\b(accelerators?|decelerators?|caps?|capped|ceiling|rates?|quotas?|thresholds?|weights?|weighted|attainment|multipliers?|commissions?|bonus(?:es)?|payouts?|incentives?|gates?|hurdles?|draws?)\b`)
	// amountWord marks an amount of money of which the plan holds the number.
	amountWord = regexp.MustCompile(`(?i)\b(caps?|capped|ceiling|limit(?:ed)?|thresholds?|draws?|guarantee[ds]?|windfall|budget|floor|bonus(?:es)?|rates?|quotas?|accelerators?)\b`)
)

// claimsIn returns the claims of a text about pay.
func claimsIn(text string) []claim {
	var claims []claim
	for _, sentence := range sentences(text) {
		aboutPay := payWord.MatchString(sentence)
		for _, m := range timesPattern.FindAllStringSubmatch(sentence, -1) {
			if aboutPay || !strings.HasSuffix(strings.ToLower(m[0]), "times") {
				claims = appendClaim(claims, aMultiple, strings.TrimRight(m[0], " .,;:)"), m[1], "")
			}
		}
		if aboutPay {
			for _, m := range percentPattern.FindAllStringSubmatch(sentence, -1) {
				claims = appendClaim(claims, aPercent, m[0], m[1], "%")
			}
		}
		if amountWord.MatchString(sentence) {
			for _, m := range amountPattern.FindAllStringSubmatch(sentence, -1) {
				if isCurrency(m[1]) || m[2] != "" || isCurrency(m[7]) || m[8] != "" {
					claims = appendClaim(claims, anAmount, strings.TrimSpace(m[0]), m[3]+m[5], m[4]+m[6])
				}
			}
		}
	}
	return claims
}

// sentences cuts a text where a sentence ends. A point within a number ends
// none.
func sentences(text string) []string {
	var all []string
	for at := sentenceEnd.FindStringIndex(text); at != nil; at = sentenceEnd.FindStringIndex(text) {
		all = append(all, text[:at[0]])
		text = text[at[1]:]
	}
	return append(all, text)
}

func isCurrency(text string) bool {
	_, err := money.ParseCurrency(text)
	return err == nil
}

func appendClaim(claims []claim, kind claimKind, text, digits, unit string) []claim {
	value, ok := numberOf(digits)
	if !ok {
		return claims
	}
	switch strings.ToLower(unit) {
	case "%":
		value, _ = value.Quo(money.FromInt(100))
	case "k":
		value = value.Mul(money.FromInt(1000))
	case "m":
		value = value.Mul(money.FromInt(1_000_000))
	}
	return append(claims, claim{text: text, kind: kind, value: value})
}

// numberOf reads a number as people write it: commas, or points, with three
// digits after each stand between thousands, unless the number is below 1.
func numberOf(digits string) (money.Ratio, bool) {
	for _, mark := range []string{",", "."} {
		parts := strings.Split(digits, mark)
		grouped := len(parts) > 1 && parts[0] != "0" && len(parts[0]) <= 3
		for _, part := range parts[1:] {
			whole, _, _ := strings.Cut(strings.Replace(part, ",", ".", 1), ".")
			grouped = grouped && len(whole) == 3
		}
		if grouped {
			digits = strings.Join(parts, "")
			break
		}
	}
	d, err := money.ParseDecimal(strings.Replace(digits, ",", ".", 1))
	return money.FromDecimal(d), err == nil
}
