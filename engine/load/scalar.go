package load

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"unicode"

	"github.com/salesplan/salesplan/engine/syntax"
)

// plainKind returns the kind of a YAML value without quotes. Its text is then
// the value, digit by digit. A value that YAML readers change, or do not agree
// about, has no kind; doubt then says what they make of it and what to write.
func plainKind(text string) (kind syntax.Kind, doubt string) {
	switch first := text[0]; {
	case text == "true" || text == "false":
		return syntax.Bool, ""
	case first >= '0' && first <= '9' || strings.IndexByte("+-.", first) >= 0:
		return numberKind(text)
	}
	if doubt := wordDoubt(text); doubt != "" {
		return 0, doubt
	}
	if strings.TrimFunc(text, unicode.IsSpace) != text {
		return 0, "begins or ends with a space that cannot be seen: delete it, or put the text in quotes"
	}
	return syntax.String, ""
}

// numberKind is plainKind for what begins like a number.
func numberKind(text string) (syntax.Kind, string) {
	if kind := exactKind(text); kind != 0 {
		return kind, ""
	}
	for _, form := range oddNumbers {
		if form.pattern.MatchString(text) {
			return 0, fmt.Sprintf("without quotes is %s: %s", form.reading(text), form.remedy(text))
		}
	}
	return syntax.String, ""
}

// exactKind is the kind of a number in plain digits and of a calendar day, 0
// for everything else.
func exactKind(text string) syntax.Kind {
	digits := strings.TrimPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	switch {
	case plainInteger(whole) && !point:
		return syntax.Int
	case plainInteger(whole) && allDigits(fraction):
		return syntax.Number
	case calendarDay(text):
		return syntax.String
	default:
		return 0
	}
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// plainInteger reports whether text is digits without a needless zero.
func plainInteger(text string) bool {
	return allDigits(text) && (text[0] != '0' || len(text) == 1)
}

// calendarDay reports whether text has the form of a day, YYYY-MM-DD. Readers
// of YAML that make a date of it mean the same day.
func calendarDay(text string) bool {
	return len(text) == 10 && text[4] == '-' && text[7] == '-' &&
		allDigits(text[:4]) && allDigits(text[5:7]) && allDigits(text[8:])
}

// wordDoubt says what YAML readers make of words that some of them take for a
// truth value or for nothing.
func wordDoubt(text string) string {
	switch strings.ToLower(text) {
	case "y", "yes", "on", "true":
		return fmt.Sprintf("without quotes is the truth value true for some YAML readers: write true, or %q in quotes if it is text", shown(text))
	case "n", "no", "off", "false":
		return fmt.Sprintf("without quotes is the truth value false for some YAML readers: write false, or %q in quotes if it is text", shown(text))
	case "~", "null":
		return fmt.Sprintf("without quotes is no value: leave the field out, or write %q in quotes if it is text", shown(text))
	case "=":
		return `without quotes has a meaning of its own in YAML: write "=" in quotes`
	}
	return ""
}

// oddNumber is a way of writing a number or a time that readers of YAML change
// or do not agree about.
type oddNumber struct {
	pattern *regexp.Regexp
	reading func(text string) string
	remedy  func(text string) string
}

// oddNumbers are tried in order.
var oddNumbers = []oddNumber{
	{regexp.MustCompile(`^[-+]?0[xX][0-9a-fA-F_]+$`), inBase("hexadecimal"), quoteOrNumber},
	{regexp.MustCompile(`^[-+]?0[bB][01_]+$`), inBase("binary"), quoteOrNumber},
	{regexp.MustCompile(`^[-+]?0[oO][0-7_]+$`), inBase("octal"), quoteOrNumber},
	{regexp.MustCompile(`^[-+]?0[0-7_]*[0-7]$`), eitherBase, quoteOrNumber},
	{regexp.MustCompile(`^[-+]?0[0-9_]+(\.[0-9_]*)?$`), always("a number to some YAML readers, which drop the leading zero, and text to others"), quoteOrNumber},
	{regexp.MustCompile(`^[-+]?[0-9_]*_[0-9_.]*$|^[-+]?[0-9]+\.[0-9_]*_[0-9_]*$`), always("a number to some YAML readers, which leave out the underscores, and text to others"), quoteOrNumber},
	{regexp.MustCompile(`^[-+]?(\.[0-9_]+|[0-9][0-9_]*(\.[0-9_]*)?)[eE][-+]?[0-9_]+$`), always("a number with an exponent to some YAML readers and text to others"), quoteOrNumber},
	{regexp.MustCompile(`^\+[0-9]+(\.[0-9]*)?$`), always("a number to YAML readers, which drop the plus sign"), quoteOrNumber},
	{regexp.MustCompile(`^[-+]?(\.[0-9_]+|[0-9]+\.)$`), always("a number to YAML readers"), digitsAroundPoint},
	{regexp.MustCompile(`^[-+]?\.(?i:inf|nan)$`), always("infinity or no number to YAML readers"), quote},
	{regexp.MustCompile(`^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$`), always("a number of base 60 to some YAML readers and text to others"), quote},
	{regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?$`), always("a point in time to some YAML readers and text to others"), dayOrQuote},
}

func always(reading string) func(string) string {
	return func(string) string { return reading }
}

// inBase tells the value of a number with the sign of its base before it.
func inBase(base string) func(string) string {
	return func(text string) string {
		if value, ok := new(big.Int).SetString(short(strings.ReplaceAll(text, "_", "")), 0); ok {
			return fmt.Sprintf("the %s number %s to some YAML readers", base, value)
		}
		return fmt.Sprintf("a %s number to some YAML readers", base)
	}
}

// eitherBase tells both values of a number with a leading zero.
func eitherBase(text string) string {
	digits := short(strings.ReplaceAll(text, "_", ""))
	octal, _ := new(big.Int).SetString(digits, 8)
	decimal, _ := new(big.Int).SetString(digits, 10)
	if octal == nil || decimal == nil {
		return "an octal number to some YAML readers"
	}
	return fmt.Sprintf("the number %s to some YAML readers and %s to others", octal, decimal)
}

// short cuts digits to a number whose value is worth telling; longer ones
// become text that is no number.
func short(digits string) string {
	const most = 24
	if len(digits) > most {
		return ""
	}
	return digits
}

func quote(text string) string { return fmt.Sprintf("write %q in quotes", shown(text)) }

func quoteOrNumber(text string) string {
	return fmt.Sprintf("write %q in quotes if it is text, or the number in plain digits", shown(text))
}

func digitsAroundPoint(text string) string {
	return fmt.Sprintf("write a digit on both sides of the point, or %q in quotes if it is text", shown(text))
}

func dayOrQuote(text string) string {
	return fmt.Sprintf("write a day as YYYY-MM-DD, or %q in quotes if it is text", shown(text))
}
