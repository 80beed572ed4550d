package complint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// amountPattern is an amount of money with a currency before or behind it.
var amountPattern = regexp.MustCompile(`(?:\b([A-Z]{3})\s?|([€$£]))(\d+(?:[.,]\d+)*)\s?([kKmM]?)\b|\b(\d+(?:[.,]\d+)*)\s?([kKmM]?)\s?(?:([A-Z]{3})\b|([€£]))`)

// payWords mark a sentence that is about how pay comes about. amountWords are
// those beside which the plan holds the number of an amount of money.
var (
	amountWords = set("accelerator", "accelerators", "bonus", "bonuses", "budget", "cap", "capped", "caps", "ceiling", "draw", "draws", "floor",
		"guarantee", "guaranteed", "guarantees", "limit", "limited", "quota", "quotas", "rate", "rates", "threshold", "thresholds", "windfall")
	payWords = set("accelerator", "accelerators", "attainment", "bonus", "bonuses", "cap", "capped", "caps", "ceiling", "commission", "commissions",
		"decelerator", "decelerators", "draw", "draws", "gate", "gates", "hurdle", "hurdles", "incentive", "incentives", "multiplier", "multipliers",
		"payout", "payouts", "quota", "quotas", "rate", "rates", "threshold", "thresholds", "weight", "weighted", "weights")
)

func set(of ...string) map[string]bool {
	all := make(map[string]bool, len(of))
	for _, one := range of {
		all[one] = true
	}
	return all
}

// claimsIn returns the claims of a text about pay.
func claimsIn(text string) []claim {
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	var claims []claim
	for _, sentence := range sentences(text) {
		if !strings.ContainsAny(sentence, "0123456789") {
			continue
		}
		aboutPay, aboutAmounts := false, false
		eachWord(sentence, func(word string) {
			aboutPay, aboutAmounts = aboutPay || payWords[word], aboutAmounts || amountWords[word]
		})
		claims = append(claims, marked(sentence, aboutPay)...)
		if aboutAmounts && (hasCode(sentence) || strings.ContainsAny(sentence, "€$£")) {
			for _, m := range amountPattern.FindAllStringSubmatch(sentence, -1) {
				if isCurrency(m[1]) || m[2] != "" || isCurrency(m[7]) || m[8] != "" {
					claims = appendClaim(claims, anAmount, strings.TrimSpace(m[0]), m[3]+m[5], m[4]+m[6])
				}
			}
		}
	}
	return claims
}

// marked returns the multiples ("1.5x", "2 times") and percentages of a
// sentence. Only a sentence about pay has times and percentages that matter.
func marked(sentence string, aboutPay bool) []claim {
	var claims []claim
	for at := 0; at < len(sentence); {
		length := numberLength(sentence[at:])
		if length == 0 {
			at++
			continue
		}
		digits, rest := sentence[at:at+length], sentence[at+length:]
		if kind, mark := markOf(rest); kind == aMultiple && (aboutPay || !strings.HasSuffix(mark, "times")) {
			claims = appendClaim(claims, aMultiple, digits+mark, digits, "")
		} else if kind == aPercent && aboutPay {
			claims = appendClaim(claims, aPercent, digits+mark, digits, "%")
		}
		at += length
	}
	return claims
}

// numberLength returns how long the number is that a text begins with: digits
// with single points or commas between them.
func numberLength(text string) int {
	end := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			end = i + 1
		case (c == '.' || c == ',') && i > 0 && end == i:
		default:
			return end
		}
	}
	return end
}

// markOf returns what the beginning of a text makes of the number before it, 0
// for nothing.
func markOf(rest string) (kind claimKind, mark string) {
	for _, one := range []struct {
		mark string
		kind claimKind
	}{{"x", aMultiple}, {"X", aMultiple}, {"×", aMultiple}, {"times", aMultiple}, {"%", aPercent}, {"percent", aPercent}, {"per cent", aPercent}} {
		for _, gap := range []string{"", " ", "-"} {
			after, ok := strings.CutPrefix(rest, gap+one.mark)
			next, _ := utf8.DecodeRuneInString(after)
			if ok && (one.mark == "%" || !unicode.IsLetter(next) && !unicode.IsDigit(next)) {
				return one.kind, gap + one.mark
			}
		}
	}
	return 0, ""
}

// hasCode reports whether three capital letters stand together, as those of a
// currency.
func hasCode(text string) bool {
	capitals := 0
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			capitals = 0
		} else if capitals++; capitals == 3 {
			return true
		}
	}
	return false
}

// eachWord visits the words of a text in lower case.
func eachWord(text string, visit func(string)) {
	from := -1
	for i, r := range text {
		switch inside := unicode.IsLetter(r); {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			visit(strings.ToLower(text[from:i]))
			from = -1
		}
	}
	if from >= 0 {
		visit(strings.ToLower(text[from:]))
	}
}

// sentences cuts a text where a sentence ends: at a mark before a blank, or at
// an empty line.
func sentences(text string) []string {
	var all []string
	from := 0
	for i := range len(text) - 1 {
		blank := text[i+1] == ' ' || text[i+1] == '\n'
		if blank && strings.IndexByte(".;:!?", text[i]) >= 0 || text[i] == '\n' && text[i+1] == '\n' {
			all = append(all, text[from:i])
			from = i + 1
		}
	}
	return append(all, text[from:])
}

// words are codes of currencies that are English words, too: in a text they are
// words.
var words = []string{"ALL", "CUP", "MOP", "PEN", "TOP", "TRY"}

func isCurrency(text string) bool {
	_, err := money.ParseCurrency(text)
	return err == nil && !slices.Contains(words, text)
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
