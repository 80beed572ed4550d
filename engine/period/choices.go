package period

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Pattern says how a fiscal year is cut into months. The zero value is none.
type Pattern uint8

// The patterns a plan can name. Those of weeks are the weeks of the three
// months of each quarter.
const (
	Months   Pattern = iota + 1 // months: fiscal months are calendar months
	Weeks445                    // 4-4-5
	Weeks454                    // 4-5-4
	Weeks544                    // 5-4-4
)

var patternWords = []string{"months", "4-4-5", "4-5-4", "5-4-4"}

// Anchor says on which of its weekdays a fiscal year of weeks ends. The zero
// value is none.
type Anchor uint8

// The anchors a plan can name.
const (
	Last    Anchor = iota + 1 // last: the last such weekday of the end month
	Nearest                   // nearest: the one nearest to the last day of the end month
)

var anchorWords = []string{"last", "nearest"}

// Naming says which calendar year gives a fiscal year its name. The zero value
// is none.
type Naming uint8

// The namings a plan can choose.
const (
	ByStart Naming = iota + 1 // start: the year in which it starts
	ByEnd                     // end: the year in which it ends
)

var namingWords = []string{"start", "end"}

var weekdayWords = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// ParsePattern reads months, 4-4-5, 4-5-4 or 5-4-4.
func ParsePattern(text string) (Pattern, error) {
	i, err := choose("calendar kind", patternWords, text)
	return Pattern(i + 1), err
}

// ParseAnchor reads last or nearest.
func ParseAnchor(text string) (Anchor, error) {
	i, err := choose("anchor", anchorWords, text)
	return Anchor(i + 1), err
}

// ParseNaming reads start or end.
func ParseNaming(text string) (Naming, error) {
	i, err := choose("naming of fiscal years", namingWords, text)
	return Naming(i + 1), err
}

// ParseWeekday reads the English name of a weekday in lower case.
func ParseWeekday(text string) (time.Weekday, error) {
	i, err := choose("weekday", weekdayWords, text)
	return time.Weekday(max(i, 0)), err
}

// choose returns the index of text in words, or -1 and an error that lists them.
func choose(what string, words []string, text string) (int, error) {
	i := slices.Index(words, text)
	if i < 0 {
		return i, fmt.Errorf("%s is not a %s: choose %s", quote(text), what, strings.Join(words, ", "))
	}
	return i, nil
}
