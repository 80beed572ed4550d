package period_test

import (
	"testing"
	"time"

	"github.com/salesplan/salesplan/engine/period"
)

// day parses a date that the test itself wrote; "" is no date.
func day(t testing.TB, text string) period.Date {
	t.Helper()
	if text == "" {
		return period.Date{}
	}
	d, err := period.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func span(t testing.TB, from, to string) period.Range {
	t.Helper()
	return period.Range{From: day(t, from), To: day(t, to)}
}

func id(t testing.TB, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func monthCalendar(t testing.TB, start int, naming period.Naming) period.Calendar {
	t.Helper()
	c, err := period.NewMonthCalendar(start, naming)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func weekCalendar(t testing.TB, pattern period.Pattern, end int, weekday time.Weekday, anchor period.Anchor, naming period.Naming) period.Calendar {
	t.Helper()
	c, err := period.NewWeekCalendar(pattern, end, weekday, anchor, naming)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// everyCalendar returns each calendar that can be made.
func everyCalendar(t testing.TB) []period.Calendar {
	t.Helper()
	var all []period.Calendar
	for month := 1; month <= 12; month++ {
		for _, naming := range []period.Naming{period.ByStart, period.ByEnd} {
			all = append(all, monthCalendar(t, month, naming))
			for _, pattern := range []period.Pattern{period.Weeks445, period.Weeks454, period.Weeks544} {
				for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
					for _, anchor := range []period.Anchor{period.Last, period.Nearest} {
						all = append(all, weekCalendar(t, pattern, month, weekday, anchor, naming))
					}
				}
			}
		}
	}
	return all
}
