package period_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/salesplan/salesplan/engine/period"
)

// The calendars of this table are published; the last days are included there.
func TestCalendarRanges(t *testing.T) {
	calendar := monthCalendar(t, 1, period.ByEnd)
	february := monthCalendar(t, 2, period.ByEnd)
	july := monthCalendar(t, 7, period.ByEnd)
	april := monthCalendar(t, 4, period.ByStart)
	retail := weekCalendar(t, period.Weeks454, 1, time.Saturday, period.Nearest, period.ByStart)
	lastOfSeptember := weekCalendar(t, period.Weeks544, 9, time.Saturday, period.Last, period.ByEnd)
	lastOfJuly := weekCalendar(t, period.Weeks445, 7, time.Saturday, period.Last, period.ByEnd)
	nearDecember := weekCalendar(t, period.Weeks445, 12, time.Saturday, period.Nearest, period.ByEnd)
	nearDecemberByStart := weekCalendar(t, period.Weeks445, 12, time.Saturday, period.Nearest, period.ByStart)
	nearAugust := weekCalendar(t, period.Weeks445, 8, time.Saturday, period.Nearest, period.ByEnd)
	for _, test := range []struct {
		name     string
		calendar period.Calendar
		id       string
		want     string
	}{
		{"calendar year", calendar, "FY27", "[2027-01-01, 2028-01-01)"},
		{"calendar leap month", calendar, "FY28-M02", "[2028-02-01, 2028-03-01)"},
		{"starts in February", february, "FY27", "[2026-02-01, 2027-02-01)"},
		{"starts in February", february, "FY27-Q2", "[2026-05-01, 2026-08-01)"},
		{"starts in February", february, "FY27-M12", "[2027-01-01, 2027-02-01)"},
		{"starts in July", july, "FY24-Q2", "[2023-10-01, 2024-01-01)"},
		{"starts in July", july, "FY24-H2", "[2024-01-01, 2024-07-01)"},
		{"starts in April, named by start", april, "FY23", "[2023-04-01, 2024-04-01)"},
		{"starts in April, named by start", april, "FY23-Q4", "[2024-01-01, 2024-04-01)"},

		{"retail 52 weeks", retail, "FY22", "[2022-01-30, 2023-01-29)"},
		{"retail 53 weeks", retail, "FY23", "[2023-01-29, 2024-02-04)"},
		{"retail after 53 weeks", retail, "FY24", "[2024-02-04, 2025-02-02)"},
		{"retail", retail, "FY25", "[2025-02-02, 2026-02-01)"},
		{"retail February 2023", retail, "FY23-M01", "[2023-01-29, 2023-02-26)"},
		{"retail March 2023", retail, "FY23-M02", "[2023-02-26, 2023-04-02)"},
		{"retail second quarter 2023", retail, "FY23-Q2", "[2023-04-30, 2023-07-30)"},
		{"retail fourth quarter 2023", retail, "FY23-Q4", "[2023-10-29, 2024-02-04)"},
		{"retail January 2024 has the 53rd week", retail, "FY23-M12", "[2023-12-31, 2024-02-04)"},
		{"retail January 2025", retail, "FY24-M12", "[2025-01-05, 2025-02-02)"},

		{"last Saturday of September, 52 weeks", lastOfSeptember, "FY22", "[2021-09-26, 2022-09-25)"},
		{"last Saturday of September, 53 weeks", lastOfSeptember, "FY23", "[2022-09-25, 2023-10-01)"},
		{"last Saturday of September, 52 weeks", lastOfSeptember, "FY24", "[2023-10-01, 2024-09-29)"},
		{"last Saturday of July", lastOfJuly, "FY16", "[2015-07-26, 2016-07-31)"},
		{"last Saturday of July", lastOfJuly, "FY24", "[2023-07-30, 2024-07-28)"},
		{"nearest to 31 August", nearAugust, "FY07", "[2006-09-03, 2007-09-02)"},
		{"nearest to 31 August", nearAugust, "FY08", "[2007-09-02, 2008-08-31)"},
		{"nearest to 31 December ends in January", nearDecember, "FY26", "[2026-01-04, 2027-01-03)"},
		{"nearest to 31 December, named by start", nearDecemberByStart, "FY26", "[2026-01-04, 2027-01-03)"},
		{"nearest to 31 December", nearDecember, "FY25", "[2024-12-29, 2026-01-04)"},
	} {
		if got := test.calendar.Range(id(t, test.id)).String(); got != test.want {
			t.Errorf("%s: %s is %s, want %s", test.name, test.id, got, test.want)
		}
	}
}

// TestLongYears checks which years have 53 weeks against published lists.
func TestLongYears(t *testing.T) {
	for _, test := range []struct {
		name     string
		calendar period.Calendar
		from, to int // fiscal years, both included
		want     []int
	}{
		{
			"retail", weekCalendar(t, period.Weeks454, 1, time.Saturday, period.Nearest, period.ByStart), 2000, 2025,
			[]int{2000, 2006, 2012, 2017, 2023},
		},
		{
			"last Saturday of September", weekCalendar(t, period.Weeks544, 9, time.Saturday, period.Last, period.ByEnd), 2001, 2024,
			[]int{2006, 2012, 2017, 2023},
		},
	} {
		var got []int
		for _, p := range everyYear(t) {
			days, _ := test.calendar.Range(p).Days()
			if p.FiscalYear() >= test.from && p.FiscalYear() <= test.to && days == 53*7 {
				got = append(got, p.FiscalYear())
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: 53 weeks in %v, want %v", test.name, got, test.want)
		}
	}
}

func everyYear(t testing.TB) []period.Period {
	t.Helper()
	years := []period.Period{}
	for tens := '0'; tens <= '9'; tens++ {
		for ones := '0'; ones <= '9'; ones++ {
			years = append(years, id(t, "FY"+string([]rune{tens, ones})))
		}
	}
	return years
}

// TestCalendarLaws holds for each calendar: years follow each other without
// gap or overlap, halves, quarters and months partition what they are part of,
// and Find is the inverse of Range on the first and last day of each period.
func TestCalendarLaws(t *testing.T) {
	for _, c := range everyCalendar(t) {
		var end period.Date
		for _, year := range everyYear(t) {
			whole := c.Range(year)
			if !end.IsZero() && whole.From != end {
				t.Fatalf("%+v: %s starts on %s, the year before ends on %s", c, year, whole.From, end)
			}
			end = whole.To
			if days, _ := whole.Days(); days < 364 || days > 371 {
				t.Fatalf("%+v: %s has %d days", c, year, days)
			}
			checkParts(t, c, year)
		}
	}
}

func checkParts(t *testing.T, c period.Calendar, p period.Period) {
	t.Helper()
	whole := c.Range(p)
	last, err := whole.To.AddDays(-1)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []period.Date{whole.From, last} {
		if got, err := c.Find(d, p.Kind()); err != nil || got != p {
			t.Fatalf("%+v: %s is found in %s, %v; want %s", c, d, got, err, p)
		}
	}
	next := whole.From
	for _, child := range p.Children() {
		if parent, ok := child.Parent(); !ok || parent != p || !p.Contains(child) {
			t.Fatalf("%s is a child of %s, its parent is %s", child, p, parent)
		}
		part := c.Range(child)
		if part.From != next || part.Empty() {
			t.Fatalf("%+v: %s is %s, want it to start on %s", c, child, part, next)
		}
		next = part.To
		checkParts(t, c, child)
	}
	if p.Kind() != period.Month && next != whole.To {
		t.Fatalf("%+v: the parts of %s end on %s, not %s", c, p, next, whole.To)
	}
}

// TestEachDayIsInOneMonth walks every day of a few years.
func TestEachDayIsInOneMonth(t *testing.T) {
	for _, c := range []period.Calendar{
		monthCalendar(t, 2, period.ByEnd),
		weekCalendar(t, period.Weeks454, 1, time.Saturday, period.Nearest, period.ByStart),
		weekCalendar(t, period.Weeks445, 12, time.Friday, period.Last, period.ByEnd),
	} {
		d := day(t, "2022-01-01")
		for range 5 * 366 {
			month, err := c.Find(d, period.Month)
			if err != nil || !c.Range(month).Contains(d) {
				t.Fatalf("%+v: %s is not in %s, %v", c, d, month, err)
			}
			for _, kind := range []period.Kind{period.Year, period.Half, period.Quarter} {
				if p, err := c.Find(d, kind); err != nil || !p.Contains(month) {
					t.Fatalf("%+v: %s is in %s and in %s, %v", c, d, month, p, err)
				}
			}
			if d, err = d.AddDays(1); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestWeeksOfMonths(t *testing.T) {
	for pattern, want := range map[period.Pattern][]int{
		period.Weeks445: {4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6},
		period.Weeks454: {4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5},
		period.Weeks544: {5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 5},
	} {
		c := weekCalendar(t, pattern, 1, time.Saturday, period.Nearest, period.ByStart)
		var got []int
		for _, month := range id(t, "FY23").Parts(period.Month) {
			days, _ := c.Range(month).Days()
			got = append(got, days/7)
		}
		if !slices.Equal(got, want) {
			t.Errorf("pattern %d: months of %v weeks, want %v", pattern, got, want)
		}
	}
}

func TestFindRefuses(t *testing.T) {
	c := monthCalendar(t, 2, period.ByEnd)
	for _, test := range []struct {
		calendar period.Calendar
		day      string
		kind     period.Kind
		reason   string
	}{
		{c, "1999-01-31", period.Year, "outside the fiscal years"},
		{c, "2099-02-01", period.Month, "outside the fiscal years"},
		{c, "1900-01-01", period.Year, "outside the fiscal years"},
		{c, "2199-12-31", period.Year, "outside the fiscal years"},
		{c, "", period.Year, "no date"},
		{c, "2027-01-01", 0, "no kind"},
		{c, "2027-01-01", period.Month + 1, "no kind"},
		{period.Calendar{}, "2027-01-01", period.Year, "without a calendar"},
	} {
		p, err := test.calendar.Find(day(t, test.day), test.kind)
		if err == nil || !strings.Contains(err.Error(), test.reason) || !p.IsZero() {
			t.Errorf("Find(%q, %q) = %s, %v; want %q", test.day, test.kind, p, err, test.reason)
		}
	}
}

func TestNoCalendarCoversNothing(t *testing.T) {
	if r := (period.Calendar{}).Range(id(t, "FY27")); !r.Empty() {
		t.Errorf("without a calendar FY27 is %s", r)
	}
	if r := monthCalendar(t, 1, period.ByEnd).Range(period.Period{}); !r.Empty() {
		t.Errorf("no period is %s", r)
	}
}

func TestCalendarIsChecked(t *testing.T) {
	for name, build := range map[string]func() (period.Calendar, error){
		"month 0":   func() (period.Calendar, error) { return period.NewMonthCalendar(0, period.ByEnd) },
		"month 13":  func() (period.Calendar, error) { return period.NewMonthCalendar(13, period.ByEnd) },
		"no naming": func() (period.Calendar, error) { return period.NewMonthCalendar(1, 0) },
		"end month 0": func() (period.Calendar, error) {
			return period.NewWeekCalendar(period.Weeks445, 0, 6, period.Last, period.ByEnd)
		},
		"week naming": func() (period.Calendar, error) { return period.NewWeekCalendar(period.Weeks445, 1, 6, period.Last, 3) },
		"no pattern":  func() (period.Calendar, error) { return period.NewWeekCalendar(0, 1, 6, period.Last, period.ByEnd) },
		"month weeks": func() (period.Calendar, error) {
			return period.NewWeekCalendar(period.Months, 1, 6, period.Last, period.ByEnd)
		},
		"no anchor": func() (period.Calendar, error) { return period.NewWeekCalendar(period.Weeks445, 1, 6, 0, period.ByEnd) },
		"weekday 7": func() (period.Calendar, error) {
			return period.NewWeekCalendar(period.Weeks445, 1, 7, period.Last, period.ByEnd)
		},
		"weekday -1": func() (period.Calendar, error) {
			return period.NewWeekCalendar(period.Weeks445, 1, -1, period.Last, period.ByEnd)
		},
		"pattern 9":    func() (period.Calendar, error) { return period.NewWeekCalendar(9, 1, 6, period.Last, period.ByEnd) },
		"unknown rule": func() (period.Calendar, error) { return period.NewWeekCalendar(period.Weeks445, 1, 6, 9, period.ByEnd) },
	} {
		if c, err := build(); err == nil || c != (period.Calendar{}) {
			t.Errorf("%s: got %+v, %v; want an error", name, c, err)
		}
	}
}

func TestChoices(t *testing.T) {
	patterns := map[string]period.Pattern{"months": period.Months, "4-4-5": period.Weeks445, "4-5-4": period.Weeks454, "5-4-4": period.Weeks544}
	for text, want := range patterns {
		if got, err := period.ParsePattern(text); err != nil || got != want {
			t.Errorf("ParsePattern(%q) = %d, %v", text, got, err)
		}
	}
	for text, want := range map[string]period.Anchor{"last": period.Last, "nearest": period.Nearest} {
		if got, err := period.ParseAnchor(text); err != nil || got != want {
			t.Errorf("ParseAnchor(%q) = %d, %v", text, got, err)
		}
	}
	for text, want := range map[string]period.Naming{"start": period.ByStart, "end": period.ByEnd} {
		if got, err := period.ParseNaming(text); err != nil || got != want {
			t.Errorf("ParseNaming(%q) = %d, %v", text, got, err)
		}
	}
	for want := time.Sunday; want <= time.Saturday; want++ {
		if got, err := period.ParseWeekday(strings.ToLower(want.String())); err != nil || got != want {
			t.Errorf("ParseWeekday of %s = %s, %v", want, got, err)
		}
	}
	for _, text := range []string{"", "Monday", "mon", "445", "first", "month"} {
		pattern, err1 := period.ParsePattern(text)
		anchor, err2 := period.ParseAnchor(text)
		naming, err3 := period.ParseNaming(text)
		_, err4 := period.ParseWeekday(text)
		if err1 == nil || err2 == nil || err3 == nil || err4 == nil || pattern != 0 || anchor != 0 || naming != 0 {
			t.Errorf("%q is accepted as %d, %d or %d", text, pattern, anchor, naming)
		}
	}
	if _, err := period.ParsePattern("4-4-4"); err == nil || err.Error() != `"4-4-4" is not a calendar kind: choose months, 4-4-5, 4-5-4, 5-4-4` {
		t.Errorf("got %v", err)
	}
}

func BenchmarkFindMonth(b *testing.B) {
	c := weekCalendar(b, period.Weeks454, 1, time.Saturday, period.Nearest, period.ByStart)
	d := day(b, "2027-11-15")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Find(d, period.Month); err != nil {
			b.Fatal(err)
		}
	}
}
