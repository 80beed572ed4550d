package period_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/period"
)

func TestRange(t *testing.T) {
	for _, test := range []struct {
		from, to string
		text     string
		days     int
		known    bool
		empty    bool
	}{
		{"2027-02-01", "2027-05-01", "[2027-02-01, 2027-05-01)", 89, true, false},
		{"2027-02-01", "2027-02-02", "[2027-02-01, 2027-02-02)", 1, true, false},
		{"2027-02-01", "2027-02-01", "[2027-02-01, 2027-02-01)", 0, true, true},
		{"2027-02-02", "2027-02-01", "[2027-02-02, 2027-02-01)", 0, true, true},
		{"2027-02-01", "", "[2027-02-01, open)", 0, false, false},
		{"", "2027-02-01", "(open, 2027-02-01)", 0, false, false},
		{"", "", "(open, open)", 0, false, false},
	} {
		r := span(t, test.from, test.to)
		days, known := r.Days()
		if r.String() != test.text || days != test.days || known != test.known || r.Empty() != test.empty {
			t.Errorf("%s: %d days, known %t, empty %t; want %+v", r, days, known, r.Empty(), test)
		}
	}
}

func TestRangeContains(t *testing.T) {
	closed, open := span(t, "2027-02-01", "2027-05-01"), period.Range{}
	for text, want := range map[string]bool{
		"2027-01-31": false, "2027-02-01": true, "2027-04-30": true, "2027-05-01": false, "": false,
	} {
		if got := closed.Contains(day(t, text)); got != want {
			t.Errorf("%s contains %q: %t, want %t", closed, text, got, want)
		}
		if got := open.Contains(day(t, text)); got != (text != "") {
			t.Errorf("%s contains %q: %t", open, text, got)
		}
	}
}

func TestGaps(t *testing.T) {
	year := span(t, "2027-01-01", "2028-01-01")
	for _, test := range []struct {
		name   string
		within period.Range
		parts  []period.Range
		want   []string
	}{
		{"no part", year, nil, []string{"[2027-01-01, 2028-01-01)"}},
		{"whole", year, []period.Range{year}, nil},
		{"touching parts", year, []period.Range{span(t, "2027-07-01", ""), span(t, "", "2027-07-01")}, nil},
		{"a hole", year, []period.Range{span(t, "2027-08-01", "2028-01-01"), span(t, "2027-01-01", "2027-07-01")}, []string{"[2027-07-01, 2027-08-01)"}},
		{"both ends", year, []period.Range{span(t, "2027-03-01", "2027-04-01")}, []string{"[2027-01-01, 2027-03-01)", "[2027-04-01, 2028-01-01)"}},
		{"a part in a part", year, []period.Range{span(t, "2027-01-01", "2027-06-01"), span(t, "2027-02-01", "2027-03-01")}, []string{"[2027-06-01, 2028-01-01)"}},
		{"empty parts count for nothing", year, []period.Range{span(t, "2027-03-01", "2027-03-01"), span(t, "2027-05-01", "2027-04-01")}, []string{"[2027-01-01, 2028-01-01)"}},
		{"open within", period.Range{}, []period.Range{span(t, "2027-03-01", "2027-04-01")}, []string{"(open, 2027-03-01)", "[2027-04-01, open)"}},
		{"parts outside", year, []period.Range{span(t, "", "2026-01-01"), span(t, "2029-01-01", "")}, []string{"[2027-01-01, 2028-01-01)"}},
		{"empty within", span(t, "2027-01-01", "2027-01-01"), nil, nil},
	} {
		var got []string
		for _, gap := range period.Gaps(test.within, test.parts) {
			got = append(got, gap.String())
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestOverlaps(t *testing.T) {
	parts := []period.Range{
		span(t, "2027-06-01", ""),
		span(t, "2027-01-01", "2027-06-01"),
		span(t, "", "2027-02-01"),
		span(t, "2027-03-01", "2027-03-01"),
		span(t, "2027-05-31", "2027-06-02"),
	}
	want := [][2]int{{0, 4}, {1, 2}, {1, 4}}
	if diff := cmp.Diff(want, period.Overlaps(parts)); diff != "" {
		t.Error(diff)
	}
	if got := period.Overlaps(nil); got != nil {
		t.Errorf("no parts overlap: %v", got)
	}
}

// TestRangeLaws compares the helpers with sets of days of one month.
func TestRangeLaws(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5_000 {
		within, parts := randomRange(t, random), make([]period.Range, random.IntN(5))
		for i := range parts {
			parts[i] = randomRange(t, random)
		}
		checkGaps(t, within, parts)
		checkOverlaps(t, parts)
		a, b := within, randomRange(t, random)
		if a.Intersect(b) != b.Intersect(a) || a.Overlaps(b) != b.Overlaps(a) || a.Intersect(a) != a {
			t.Fatalf("%s and %s depend on their order", a, b)
		}
		for _, d := range someDays(t) {
			if got, want := a.Intersect(b).Contains(d), a.Contains(d) && b.Contains(d); got != want {
				t.Fatalf("%s and %s contain %s: %t, want %t", a, b, d, got, want)
			}
		}
	}
}

func checkGaps(t *testing.T, within period.Range, parts []period.Range) {
	t.Helper()
	gaps := period.Gaps(within, parts)
	for _, d := range someDays(t) {
		want := within.Contains(d)
		for _, part := range parts {
			want = want && !part.Contains(d)
		}
		var hits int
		for _, gap := range gaps {
			if gap.Contains(d) {
				hits++
			}
		}
		if want != (hits == 1) || hits > 1 {
			t.Fatalf("Gaps(%s, %s) = %s: %s is in %d, want %t", within, parts, gaps, d, hits, want)
		}
	}
	for i, gap := range gaps {
		if gap.Empty() || i > 0 && gap.From.Compare(gaps[i-1].To) <= 0 {
			t.Fatalf("Gaps(%s, %s) = %s is not in order", within, parts, gaps)
		}
	}
}

func checkOverlaps(t *testing.T, parts []period.Range) {
	t.Helper()
	var want [][2]int
	for i := range parts {
		for j := i + 1; j < len(parts); j++ {
			if shareADay(t, parts[i], parts[j]) {
				want = append(want, [2]int{i, j})
			}
		}
	}
	if diff := cmp.Diff(want, period.Overlaps(parts)); diff != "" {
		t.Fatalf("Overlaps(%s): %s", parts, diff)
	}
}

func shareADay(t *testing.T, a, b period.Range) bool {
	t.Helper()
	for _, d := range someDays(t) {
		if a.Contains(d) && b.Contains(d) {
			return true
		}
	}
	return false
}

// someDays returns a stretch of days around those of randomRange.
func someDays(t testing.TB) []period.Date {
	t.Helper()
	var days []period.Date
	first := day(t, "2027-02-20")
	for i := range 16 {
		d, err := first.AddDays(i)
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, d)
	}
	return days
}

// randomRange draws ranges within someDays, some of them open or empty.
func randomRange(t testing.TB, random *rand.Rand) period.Range {
	t.Helper()
	var r period.Range
	days := someDays(t)
	if random.IntN(6) > 0 {
		r.From = days[1+random.IntN(len(days)-2)]
	}
	if random.IntN(6) > 0 {
		r.To = days[1+random.IntN(len(days)-2)]
	}
	return r
}
