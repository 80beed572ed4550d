package period_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/salesplan/salesplan/engine/period"
)

func TestParseDate(t *testing.T) {
	for _, text := range []string{"1900-01-01", "2000-02-29", "2024-02-29", "2027-12-31", "2199-12-31"} {
		d, err := period.ParseDate(text)
		if err != nil || d.String() != text || d.IsZero() {
			t.Errorf("ParseDate(%q) = %s, %v", text, d, err)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for text, reason := range map[string]string{
		"":                         "YYYY-MM-DD",
		"2027":                     "YYYY-MM-DD",
		"2027-1-01":                "YYYY-MM-DD",
		"2027-01-1":                "YYYY-MM-DD",
		"27-01-01":                 "YYYY-MM-DD",
		"2027-01-01-01":            "YYYY-MM-DD",
		"2027-01-01T00:00:00Z":     "YYYY-MM-DD",
		"2027/01/01":               "YYYY-MM-DD",
		" 2027-01-01":              "YYYY-MM-DD",
		"2027-01-01\n":             "YYYY-MM-DD",
		"-027-01-01":               "YYYY-MM-DD",
		"+027-01-01":               "YYYY-MM-DD",
		"２０２７-01-01":               "YYYY-MM-DD",
		"20270101":                 "YYYY-MM-DD",
		"2027-02-29":               "February 2027 has 28 days, not 29",
		"2100-02-29":               "February 2100 has 28 days, not 29",
		"2027-04-31":               "April 2027 has 30 days, not 31",
		"2027-01-00":               "January 2027 has 31 days, not 0",
		"2027-00-01":               "month 0 is outside 1 to 12",
		"2027-13-01":               "month 13 is outside 1 to 12",
		"1899-12-31":               "year 1899 is outside 1900 to 2199",
		"2200-01-01":               "year 2200 is outside 1900 to 2199",
		"9999-12-31":               "year 9999",
		strings.Repeat("9", 5000):  "YYYY-MM-DD",
		"2027-01-01\u202e":         "YYYY-MM-DD",
		"\xff\xff\xff\xff-01-01":   "YYYY-MM-DD",
		"2027-01-0１":               "YYYY-MM-DD",
		"2027-01-01 (open ended?)": "YYYY-MM-DD",
	} {
		d, err := period.ParseDate(text)
		if err == nil || !strings.Contains(err.Error(), reason) || len(err.Error()) > 200 || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %s, %v; want %q", text, d, err, reason)
		}
	}
}

// TestDatesAgreeWithTimePackage walks every day there is.
func TestDatesAgreeWithTimePackage(t *testing.T) {
	d := day(t, "1900-01-01")
	first := d
	for want := time.Date(1900, 1, 1, 12, 0, 0, 0, time.UTC); want.Year() < 2200; want = want.AddDate(0, 0, 1) {
		if d.Year() != want.Year() || d.Month() != int(want.Month()) || d.Day() != want.Day() || d.Weekday() != want.Weekday() {
			t.Fatalf("%s is %v, want %v", d, d.Weekday(), want)
		}
		if d.String() != want.Format(time.DateOnly) || day(t, d.String()) != d {
			t.Fatalf("%s does not round-trip", d)
		}
		next, err := d.AddDays(1)
		if err != nil {
			if d.String() != "2199-12-31" || d.DaysSince(first) != 300*365+73-1 { // 73 leap years
				t.Fatalf("%s, %d days: %v", d, d.DaysSince(first), err)
			}
			return
		}
		if next.Compare(d) != 1 || d.Compare(next) != -1 || d.Compare(d) != 0 || next.DaysSince(d) != 1 {
			t.Fatalf("%s is not the day after %s", next, d)
		}
		d = next
	}
	t.Fatal("there is a day after 2199-12-31")
}

func TestAddDays(t *testing.T) {
	for _, test := range []struct {
		from string
		days int
		want string // "" if refused
	}{
		{"2027-02-28", 1, "2027-03-01"},
		{"2024-02-28", 1, "2024-02-29"},
		{"2027-01-01", -1, "2026-12-31"},
		{"2027-01-01", 0, "2027-01-01"},
		{"1900-01-02", -1, "1900-01-01"},
		{"2199-12-30", 1, "2199-12-31"},
		{"1900-01-01", -1, ""},
		{"2199-12-31", 1, ""},
		{"2027-01-01", math.MaxInt, ""},
		{"2027-01-01", math.MinInt, ""},
		{"", 1, ""},
	} {
		got, err := day(t, test.from).AddDays(test.days)
		if got.String() != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%q and %d days = %s, %v; want %q", test.from, test.days, got, err, test.want)
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, test := range []struct {
		from   string
		months int
		want   string // "" if refused
	}{
		{"2027-01-15", 1, "2027-02-15"},
		{"2027-01-31", 1, "2027-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2027-03-31", -1, "2027-02-28"},
		{"2027-01-31", 2, "2027-03-31"},
		{"2027-12-31", 6, "2028-06-30"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2027-01-15", -13, "2025-12-15"},
		{"2027-05-31", 0, "2027-05-31"},
		{"2199-12-01", 1, ""},
		{"1900-01-31", -1, ""},
		{"2027-01-01", math.MaxInt, ""},
		{"2027-01-01", math.MinInt, ""},
		{"", 1, ""},
	} {
		got, err := day(t, test.from).AddMonths(test.months)
		if got.String() != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%q and %d months = %s, %v; want %q", test.from, test.months, got, err, test.want)
		}
	}
}

func TestNoDate(t *testing.T) {
	var none period.Date
	if none.String() != "" || none.Year() != 0 || none.Month() != 0 || none.Day() != 0 || none.Weekday() != time.Sunday {
		t.Errorf("no date is %q, %d-%d-%d", none, none.Year(), none.Month(), none.Day())
	}
	if none.Compare(day(t, "1900-01-01")) != -1 {
		t.Error("no date does not order before the first date")
	}
}

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2027-02-28", "2027-02-29", "1900-01-01", "2199-12-31", "0000-00-00", "", "2027-1-1", "２０２７-01-01"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := period.ParseDate(text)
		want, timeErr := time.Parse(time.DateOnly, text)
		known := timeErr == nil && want.Year() >= period.FirstYear && want.Year() <= period.LastYear
		if known != (err == nil) || err == nil && d.String() != text {
			t.Fatalf("ParseDate(%q) = %s, %v; package time: %v, %v", text, d, err, want, timeErr)
		}
	})
}
