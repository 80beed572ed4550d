package period

import (
	"errors"
	"fmt"
	"time"
)

// Calendar says which days the fiscal periods FY00 to FY99 cover. It comes from
// NewMonthCalendar or NewWeekCalendar and is comparable; with the zero value
// every period is empty.
type Calendar struct {
	pattern Pattern
	naming  Naming
	anchor  Anchor       // of a week calendar
	month   int          // Months: in which the year starts; weeks: at whose end it ends
	weekday time.Weekday // of a week calendar: the last day of each week and year
}

// quarterWeeks holds the weeks of each month of a quarter.
var quarterWeeks = [...][3]int{Weeks445: {4, 4, 5}, Weeks454: {4, 5, 4}, Weeks544: {5, 4, 4}}

// NewMonthCalendar returns the calendar whose fiscal years begin on the first
// day of startMonth (1 to 12). Where that is January both namings agree.
func NewMonthCalendar(startMonth int, naming Naming) (Calendar, error) {
	if err := checkYear(startMonth, naming); err != nil {
		return Calendar{}, err
	}
	return Calendar{pattern: Months, naming: naming, month: startMonth}, nil
}

// NewWeekCalendar returns the calendar whose fiscal years are whole weeks and
// end on endWeekday at the end of endMonth (1 to 12), as anchor says. Each
// quarter has 13 weeks, cut into months by pattern; the 53rd week that some
// years need belongs to their last month.
//
// A year is named as if it began on the day after endMonth and ended with
// endMonth, whichever side of the turn of the month its weekdays fall on: with
// Nearest and December, a year that ends on 2 January 2027 is one of 2026.
func NewWeekCalendar(pattern Pattern, endMonth int, endWeekday time.Weekday, anchor Anchor, naming Naming) (Calendar, error) {
	if err := checkYear(endMonth, naming); err != nil {
		return Calendar{}, err
	}
	switch {
	case pattern < Weeks445 || pattern > Weeks544:
		return Calendar{}, errors.New("a calendar of weeks has the pattern 4-4-5, 4-5-4 or 5-4-4")
	case anchor < Last || anchor > Nearest:
		return Calendar{}, errors.New("a calendar of weeks ends on the last or the nearest weekday")
	case endWeekday < time.Sunday || endWeekday > time.Saturday:
		return Calendar{}, fmt.Errorf("weekday %d is outside 0 to 6", int(endWeekday))
	}
	return Calendar{pattern: pattern, naming: naming, anchor: anchor, month: endMonth, weekday: endWeekday}, nil
}

func checkYear(month int, naming Naming) error {
	if month < 1 || month > 12 {
		return fmt.Errorf("month %d is outside 1 to 12", month)
	}
	if naming < ByStart || naming > ByEnd {
		return errors.New("fiscal years are named by the calendar year of their start or their end")
	}
	return nil
}

// Range returns the days of p. It is empty if c or p is a zero value.
func (c Calendar) Range(p Period) Range {
	if c.pattern == 0 || p.IsZero() {
		day := dateOf(firstFiscalYear, 1, 1)
		return Range{From: day, To: day}
	}
	from, to := p.months()
	return Range{From: c.monthStart(p.FiscalYear(), from), To: c.monthStart(p.FiscalYear(), to)}
}

// Find returns the period of a kind in which day lies. It fails for no date, no
// kind, no calendar and days outside the fiscal years FY00 to FY99.
func (c Calendar) Find(day Date, kind Kind) (Period, error) {
	switch {
	case c.pattern == 0:
		return Period{}, errors.New("cannot find a fiscal period without a calendar")
	case day.IsZero():
		return Period{}, errors.New("cannot find the fiscal period of no date")
	case kind < Year || kind > Month:
		return Period{}, errors.New("cannot find a fiscal period of no kind")
	}
	year := c.fiscalYear(day)
	if year < firstFiscalYear || year > lastFiscalYear {
		return Period{}, fmt.Errorf("%s lies outside the fiscal years FY00 to FY99", day)
	}
	month := 0
	for day.Compare(c.monthStart(year, month+1)) >= 0 {
		month++
	}
	return at(uint8(year-firstFiscalYear), kind, month), nil
}

// fiscalYear returns the number of the fiscal year in which day lies.
func (c Calendar) fiscalYear(day Date) int {
	// The name is at most one off the calendar year, in either direction.
	year := day.Year() + 1
	for day.Compare(c.monthStart(year, 0)) < 0 {
		year--
	}
	return year
}

// monthStart returns the first day of a fiscal month, counted from 0 within the
// fiscal year; month 12 is the start of the next year.
func (c Calendar) monthStart(year, month int) Date {
	if c.pattern == Months {
		if c.naming == ByEnd && c.month > 1 {
			year--
		}
		return dateOf(year, c.month+month, 1)
	}
	if month == 12 {
		return c.weekYearStart(year + 1)
	}
	weeks := month / 3 * 13
	for _, length := range quarterWeeks[c.pattern][:month%3] {
		weeks += length
	}
	return Date{c.weekYearStart(year).number + int32(weeks*7)}
}

// weekYearStart returns the first day of a fiscal year of weeks: the day after
// the anchored weekday that ends the year before.
func (c Calendar) weekYearStart(year int) Date {
	endYear := year - 1 // the calendar year of the end month before the start
	if c.naming == ByStart && c.month < 12 {
		endYear = year
	}
	monthEnd := dateOf(endYear, c.month+1, 0)
	back := (int(monthEnd.Weekday()) - int(c.weekday) + 7) % 7
	if c.anchor == Nearest && back > 3 {
		back -= 7
	}
	return Date{monthEnd.number - int32(back) + 1}
}
