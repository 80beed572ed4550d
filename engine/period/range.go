package period

import (
	"cmp"
	"slices"
)

// Range is the days from From, included, to To, excluded. A zero From means
// "since ever", a zero To "until further notice"; the zero value is all days.
// A range whose To is not after its From is empty.
type Range struct {
	From, To Date
}

// Empty reports whether no day lies in r.
func (r Range) Empty() bool { return !r.From.IsZero() && !r.To.IsZero() && r.To.Compare(r.From) <= 0 }

// Contains reports whether day lies in r. No date lies in no range.
func (r Range) Contains(day Date) bool {
	return !day.IsZero() && day.Compare(r.From) >= 0 && (r.To.IsZero() || day.Compare(r.To) < 0)
}

// Intersect returns the days that lie in both ranges, an empty range if there
// are none.
func (r Range) Intersect(other Range) Range {
	both := Range{From: r.From, To: r.To}
	if other.From.Compare(both.From) > 0 {
		both.From = other.From
	}
	if compareEnds(other.To, both.To) < 0 {
		both.To = other.To
	}
	return both
}

// Overlaps reports whether some day lies in both ranges.
func (r Range) Overlaps(other Range) bool { return !r.Intersect(other).Empty() }

// Days returns the number of days in r, 0 if it is empty. It is not known for a
// range with an open end.
func (r Range) Days() (days int, known bool) {
	if r.From.IsZero() || r.To.IsZero() {
		return 0, false
	}
	return max(0, r.To.DaysSince(r.From)), true
}

// String returns the range as an interval: [2027-02-01, 2027-05-01), with
// (open and open) for ends that are not set.
func (r Range) String() string {
	from, to := "(open", "open)"
	if !r.From.IsZero() {
		from = "[" + r.From.String()
	}
	if !r.To.IsZero() {
		to = r.To.String() + ")"
	}
	return from + ", " + to
}

// compareEnds orders excluded ends: no date is after every date.
func compareEnds(a, b Date) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return a.Compare(b)
}

// Gaps returns the days of within that lie in none of parts, as ranges in
// order that neither touch nor overlap. The parts may be in any order, overlap
// and reach beyond within.
func Gaps(within Range, parts []Range) []Range {
	if within.Empty() {
		return nil
	}
	var gaps []Range
	rest := within
	for _, part := range byStart(parts) {
		if !part.From.IsZero() {
			if gap := rest.Intersect(Range{To: part.From}); !gap.Empty() {
				gaps = append(gaps, gap)
			}
		}
		if part.To.IsZero() {
			return gaps
		}
		if rest = rest.Intersect(Range{From: part.To}); rest.Empty() {
			return gaps
		}
	}
	return append(gaps, rest)
}

// byStart returns the ranges that are not empty in the order of their starts.
func byStart(ranges []Range) []Range {
	sorted := slices.DeleteFunc(slices.Clone(ranges), Range.Empty)
	slices.SortStableFunc(sorted, func(a, b Range) int { return a.From.Compare(b.From) })
	return sorted
}

// Overlaps returns the pairs of indexes i < j of parts that share a day, in
// ascending order. Its time grows with the number of parts and of pairs.
func Overlaps(parts []Range) [][2]int {
	order := make([]int, 0, len(parts))
	for i, part := range parts {
		if !part.Empty() {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return parts[i].From.Compare(parts[j].From) })
	var pairs [][2]int
	var running []int // parts that began and may not have ended
	for _, j := range order {
		running = slices.DeleteFunc(running, func(i int) bool { return !parts[i].Overlaps(parts[j]) })
		for _, i := range running {
			pairs = append(pairs, [2]int{min(i, j), max(i, j)})
		}
		running = append(running, j)
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return pairs
}
