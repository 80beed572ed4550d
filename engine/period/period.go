package period

import (
	"cmp"
	"fmt"
)

// Kind is the length of a fiscal period. The zero value is none.
type Kind uint8

// The kinds of fiscal periods, from the longest to the shortest.
const (
	Year Kind = iota + 1
	Half
	Quarter
	Month // one of twelve; in a week calendar 4 or 5 weeks, and the 53rd if it is the last
)

// kinds holds for each kind its word, the letter of its ids, and how many
// fiscal months it has.
var kinds = [...]struct {
	word   string
	letter byte
	months int
}{
	Year:    {"year", 0, 12},
	Half:    {"half", 'H', 6},
	Quarter: {"quarter", 'Q', 3},
	Month:   {"month", 'M', 1},
}

// String returns year, half, quarter or month, "" for none.
func (k Kind) String() string {
	if int(k) < len(kinds) {
		return kinds[k].word
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// The fiscal years that FY00 and FY99 mean.
const (
	firstFiscalYear = 2000
	lastFiscalYear  = 2099
)

// Period names a fiscal period: FY27, FY27-H1, FY27-Q2 or FY27-M05. Which days
// it covers is known only to a Calendar. It is comparable; the zero value is no
// period.
type Period struct {
	year  uint8 // of the century: 0 is FY00, the fiscal year 2000
	kind  Kind
	index uint8 // from 1 within the year
}

// Parse reads a period id: FY and two digits (FY00 to FY99 are 2000 to 2099);
// for a part of the year then -H1 or -H2, -Q1 to -Q4, or -M01 to -M12. There is
// one spelling for each period: FY2027, FY27-M5 and fy27 are refused.
func Parse(text string) (Period, error) {
	if len(text) >= 4 && text[:2] == "FY" && digits(text[2:4], 2) {
		if p, ok := parsePart(uint8(number(text[2:4])), text[4:]); ok {
			return p, nil
		}
	}
	return Period{}, fmt.Errorf("%s is not a fiscal period: write FY27, FY27-H1, FY27-Q2 or FY27-M05", quote(text))
}

// parsePart reads what follows the year: nothing, or a hyphen, a letter and an index.
func parsePart(year uint8, text string) (p Period, ok bool) {
	if text == "" {
		return Period{year: year, kind: Year, index: 1}, true
	}
	for kind := Half; kind <= Month; kind++ {
		width := 1
		if kind == Month {
			width = 2
		}
		if len(text) == 2+width && text[0] == '-' && text[1] == kinds[kind].letter && digits(text[2:], width) {
			index := number(text[2:])
			return Period{year: year, kind: kind, index: uint8(index)}, index >= 1 && index <= 12/kinds[kind].months
		}
	}
	return Period{}, false
}

// String returns the id that Parse reads, "" for no period.
func (p Period) String() string {
	switch p.kind {
	case Year:
		return fmt.Sprintf("FY%02d", p.year)
	case Half, Quarter:
		return fmt.Sprintf("FY%02d-%c%d", p.year, kinds[p.kind].letter, p.index)
	case Month:
		return fmt.Sprintf("FY%02d-M%02d", p.year, p.index)
	default:
		return ""
	}
}

// IsZero reports whether p is no period.
func (p Period) IsZero() bool { return p == Period{} }

// Kind returns the length of p, 0 for no period.
func (p Period) Kind() Kind { return p.kind }

// FiscalYear returns the fiscal year of p as a number from 2000 to 2099, 0 for
// no period.
func (p Period) FiscalYear() int {
	if p.IsZero() {
		return 0
	}
	return firstFiscalYear + int(p.year)
}

// months returns the fiscal months of p as a half-open range that counts the
// first month of the year as 0.
func (p Period) months() (from, to int) {
	length := kinds[p.kind].months
	return (int(p.index) - 1) * length, int(p.index) * length
}

// at returns the period of a kind in which a fiscal month, counted from 0, lies.
func at(year uint8, kind Kind, month int) Period {
	return Period{year: year, kind: kind, index: uint8(month/kinds[kind].months) + 1}
}

// MonthNumber numbers the fiscal months of all years in order, those of FY00
// from 0; of a longer period it is that of its first month. It is 0 for no
// period.
func (p Period) MonthNumber() int {
	if p.IsZero() {
		return 0
	}
	from, _ := p.months()
	return int(p.year)*12 + from
}

// Containing returns the period of a kind that contains the month of that
// number. The number must be that of a month, see [Period.MonthNumber].
func Containing(month int, kind Kind) Period { return at(uint8(month/12), kind, month%12) }

// Parent returns the next longer period around p: the quarter of a month, the
// half of a quarter, the year of a half. A year has none.
func (p Period) Parent() (parent Period, ok bool) {
	if p.kind <= Year {
		return Period{}, false
	}
	from, _ := p.months()
	return at(p.year, p.kind-1, from), true
}

// Children returns the next shorter periods of p in order: two halves, two
// quarters or three months. A month has none.
func (p Period) Children() []Period { return p.Parts(p.kind + 1) }

// Parts returns the periods of a shorter kind that make up p, in order: the
// four quarters of a year for Quarter. It is empty if kind is not shorter.
func (p Period) Parts(kind Kind) []Period {
	if p.IsZero() || kind <= p.kind || kind > Month {
		return nil
	}
	var parts []Period
	from, to := p.months()
	for month := from; month < to; month += kinds[kind].months {
		parts = append(parts, at(p.year, kind, month))
	}
	return parts
}

// Contains reports whether other is p or a part of it.
func (p Period) Contains(other Period) bool {
	from, to := p.months()
	otherFrom, otherTo := other.months()
	return !p.IsZero() && !other.IsZero() && p.year == other.year && from <= otherFrom && otherTo <= to
}

// Compare orders periods by their start, of two with one start the longer
// first: FY27, FY27-H1, FY27-Q1, FY27-M01, FY27-M02. No period is first.
func (p Period) Compare(other Period) int {
	from, _ := p.months()
	otherFrom, _ := other.months()
	return cmp.Or(cmp.Compare(p.FiscalYear(), other.FiscalYear()), cmp.Compare(from, otherFrom), cmp.Compare(p.kind, other.kind))
}
