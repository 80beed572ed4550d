package period

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Years that a Date can have, both included.
const (
	FirstYear = 1900
	LastYear  = 2199
)

// Date is a day of the Gregorian calendar from 1900-01-01 to 2199-12-31. It is
// comparable. The zero value is no date; it orders before every date.
type Date struct {
	number int32 // 1 is 1900-01-01; 0 is no date
}

const (
	secondsPerDay = 24 * 60 * 60
	dayBefore1900 = -25568 // 1899-12-31 in days since 1970-01-01
	lastNumber    = 109573 // 2199-12-31
)

// NewDate returns the day of the given year, month (1 to 12) and day of the
// month. It refuses days that the calendar does not have.
func NewDate(year, month, day int) (Date, error) {
	switch {
	case year < FirstYear || year > LastYear:
		return Date{}, fmt.Errorf("year %d is outside %d to %d", year, FirstYear, LastYear)
	case month < 1 || month > 12:
		return Date{}, fmt.Errorf("month %d is outside 1 to 12", month)
	case day < 1 || day > daysIn(year, month):
		return Date{}, fmt.Errorf("%s %d has %d days, not %d", time.Month(month), year, daysIn(year, month), day)
	}
	return dateOf(year, month, day), nil
}

// dateOf returns a day whose parts may overflow into the next month or year:
// day 0 is the last day of the month before.
func dateOf(year, month, day int) Date {
	seconds := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix()
	return Date{int32(seconds/secondsPerDay - dayBefore1900)}
}

func daysIn(year, month int) int { return dateOf(year, month+1, 0).Day() }

// ParseDate reads a day written YYYY-MM-DD.
func ParseDate(text string) (Date, error) {
	year, rest, _ := strings.Cut(text, "-")
	month, day, _ := strings.Cut(rest, "-")
	if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
		return Date{}, fmt.Errorf("%s is not a date: write YYYY-MM-DD, such as 2027-02-28", quote(text))
	}
	d, err := NewDate(number(year), number(month), number(day))
	if err != nil {
		return Date{}, fmt.Errorf("%s is not a date: %w", quote(text), err)
	}
	return d, nil
}

// digits reports whether text is count digits from 0 to 9.
func digits(text string, count int) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return len(text) == count
}

// number returns the value of a few digits.
func number(digits string) int {
	value := 0
	for i := range len(digits) {
		value = value*10 + int(digits[i]-'0')
	}
	return value
}

// quote prints the beginning of text in quotes, with escapes for what a
// terminal would not show.
func quote(text string) string {
	const most = 40
	if len(text) > most {
		return strconv.Quote(strings.ToValidUTF8(text[:most], "")) + "…"
	}
	return strconv.Quote(text)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// midnight returns the start of d in UTC.
func (d Date) midnight() time.Time {
	return time.Unix((int64(d.number)+dayBefore1900)*secondsPerDay, 0).UTC()
}

// Year returns the calendar year, 0 for no date.
func (d Date) Year() int {
	if d.IsZero() {
		return 0
	}
	return d.midnight().Year()
}

// Month returns the month of the calendar year, 1 to 12, 0 for no date.
func (d Date) Month() int {
	if d.IsZero() {
		return 0
	}
	return int(d.midnight().Month())
}

// Day returns the day of the month, 1 to 31, 0 for no date.
func (d Date) Day() int {
	if d.IsZero() {
		return 0
	}
	return d.midnight().Day()
}

// Weekday returns the day of the week. No date has none; it returns Sunday.
func (d Date) Weekday() time.Weekday {
	if d.IsZero() {
		return time.Sunday
	}
	return d.midnight().Weekday()
}

// String returns the day as ParseDate reads it, "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.midnight().Format(time.DateOnly)
}

// Compare orders dates by day, no date first.
func (d Date) Compare(e Date) int { return cmp.Compare(d.number, e.number) }

// DaysSince returns the days from e to d: 1 if d is the day after e, negative
// if d is before e. Both must be dates.
func (d Date) DaysSince(e Date) int { return int(d.number - e.number) }

// AddDays returns the day that many days later, or earlier if days is negative.
// It fails for no date and where the result is outside 1900 to 2199.
func (d Date) AddDays(days int) (Date, error) {
	if d.IsZero() {
		return Date{}, fmt.Errorf("cannot add %d days to no date", days)
	}
	// Compared this way round, no number of days can wrap.
	if days < 1-int(d.number) || days > lastNumber-int(d.number) {
		return Date{}, fmt.Errorf("%s and %d days is outside the years %d to %d", d, days, FirstYear, LastYear)
	}
	return Date{d.number + int32(days)}, nil
}

// AddMonths returns the same day of the month that many months later, or
// earlier if months is negative; where that month is too short, its last day:
// 2027-01-31 and one month is 2027-02-28. Hence two steps of one month may end
// on another day than one step of two. It fails as AddDays does.
func (d Date) AddMonths(months int) (Date, error) {
	if d.IsZero() {
		return Date{}, fmt.Errorf("cannot add %d months to no date", months)
	}
	const mostMonths = 12 * (LastYear - FirstYear + 1)
	count := d.Year()*12 + d.Month() - 1 + min(max(months, -mostMonths), mostMonths)
	year, month := count/12, count%12+1
	if year < FirstYear || year > LastYear {
		return Date{}, fmt.Errorf("%s and %d months is outside the years %d to %d", d, months, FirstYear, LastYear)
	}
	return dateOf(year, month, min(d.Day(), daysIn(year, month))), nil
}
