package letter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// literal is a number that a text states itself.
type literal struct {
	text    string // as written, with a sign of per cent
	at      int    // byte of the text
	value   money.Ratio
	percent bool
	day     period.Date // set for a date such as 2026-02-01
}

// numbersIn returns the numbers that the text of a clause states outside of
// references. Numbers within constants, of list items and of sections of laws,
// and those in words such as FY27 do not count.
func numbersIn(text string, constants []string, w *Words) []literal {
	var all []literal
	for _, p := range pieces(text) {
		if p.reference {
			continue
		}
		taken := takenBy(p.text, constants)
		for at := 0; at < len(p.text); {
			length := digitsAt(p.text[at:])
			if length == 0 {
				_, size := utf8.DecodeRuneInString(p.text[at:])
				at += size
				continue
			}
			if !taken[at] && !isOrdinal(p.text, at, length) && !inWord(p.text[:at]) && !ofSection(p.text[:at]) {
				said := literalOf(p.text[at:], length, w)
				said.at = p.at + at
				all = append(all, said)
			}
			at += length
		}
	}
	return all
}

// takenBy tells of each byte of a text whether it is within a constant.
func takenBy(text string, constants []string) []bool {
	taken := make([]bool, len(text))
	for _, constant := range constants {
		for from := 0; ; {
			i := strings.Index(text[from:], constant)
			if i < 0 {
				break
			}
			for j := from + i; j < from+i+len(constant); j++ {
				taken[j] = true
			}
			from += i + len(constant)
		}
	}
	return taken
}

// digitOf returns the value of a digit, also of full width; -1 for others.
func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

// digitsAt returns how long the number is that a text begins with: digits, with
// single marks between them.
func digitsAt(text string) int {
	end := 0
	for i, r := range text {
		switch {
		case digitOf(r) >= 0:
			end = i + utf8.RuneLen(r)
		case i > 0 && end == i && strings.ContainsRune(".,'’-．，\u00a0\u202f", r):
		default:
			return end
		}
	}
	return end
}

// isOrdinal reports whether a number is the mark of an item of a list.
func isOrdinal(text string, at, length int) bool {
	line := text[strings.LastIndexByte(text[:at], '\n')+1 : at]
	return strings.TrimSpace(line) == "" && strings.HasPrefix(text[at+length:], ". ")
}

// inWord reports whether what stands before a number is a part of the same word,
// as in FY27.
func inWord(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return r < utf8.RuneSelf && unicode.IsLetter(r) || r == '_'
}

// sectionWords stand before the number of a part of a law or of a document.
var sectionWords = []string{
	"§", "§§", "section", "sections", "clause", "article", "art.", "no.", "paragraph", "schedule", "abschnitt", "ziffer", "ziff.", "artikel", "absatz", "abs.", "satz", "nr.", "第",
}

// ofSection reports whether what stands before a number says that it is the
// number of a section.
func ofSection(before string) bool {
	before = strings.ToLower(strings.TrimRight(before, " \u00a0"))
	for _, word := range sectionWords {
		rest, ok := strings.CutSuffix(before, word)
		if r, _ := utf8.DecodeLastRuneInString(rest); ok && (!unicode.IsLetter(r) || word == "第" || strings.HasPrefix(word, "§")) {
			return true
		}
	}
	return false
}

// literalOf reads the number that a text begins with, with the marks of the
// language.
func literalOf(text string, length int, w *Words) literal {
	said := literal{text: text[:length]}
	var plain strings.Builder
	group, point := w.text("format.group"), w.text("format.decimal")
	for _, r := range said.text {
		switch digit := digitOf(r); {
		case digit >= 0:
			plain.WriteByte(byte('0' + digit))
		case r == '-':
			plain.WriteByte('-')
		case string(r) == point || r == '．':
			plain.WriteByte('.')
		case string(r) == group || strings.ContainsRune("'’，\u00a0\u202f", r):
		default:
			plain.WriteByte('.')
		}
	}
	if day, err := period.ParseDate(plain.String()); err == nil {
		said.day = day
		return said
	}
	digits, _, _ := strings.Cut(plain.String(), "-") // a range states two numbers; the first decides
	d, err := money.ParseDecimal(strings.Trim(trimZeros(digits), "."))
	if err != nil {
		said.value = money.FromInt(-1) // a number of no form is none of the plan
		return said
	}
	said.value = money.FromDecimal(d)
	rest := strings.ToLower(strings.TrimLeft(text[length:], " \u00a0\u202f"))
	for _, mark := range []string{"%", "％", "percent", "per cent", "prozent", "パーセント"} {
		if strings.HasPrefix(rest, mark) {
			said.percent = true
			said.text = text[:length] + text[length:len(text)-len(strings.TrimLeft(text[length:], " \u00a0\u202f"))] + mark
		}
	}
	return said
}

// trimZeros takes zeros from the beginning of digits, as of 007.
func trimZeros(digits string) string {
	whole, fraction, broken := strings.Cut(digits, ".")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if broken {
		return whole + "." + fraction
	}
	return whole
}

// states reports whether the comp plan of a letter has a number that a text
// states, or a date.
func (f *facts) states(said literal) bool {
	if !said.day.IsZero() {
		last, _ := f.plan.Active.To.AddDays(-1)
		return said.day == f.plan.Active.From || said.day == f.plan.Active.To || said.day == last
	}
	value := said.value
	if said.percent {
		value, _ = value.Quo(money.FromInt(100))
	}
	for _, number := range f.plan.Numbers() {
		if money.FromDecimal(number).Cmp(value) == 0 {
			return true
		}
	}
	return false
}
