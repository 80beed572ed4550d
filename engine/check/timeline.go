package check

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/period"
)

// compareStarts orders ranges by first day, open ones first.
func compareStarts(a, b period.Range) int { return a.From.Compare(b.From) }

// compareEnds orders ranges by end, open ones last.
func compareEnds(a, b period.Range) int {
	switch {
	case a.To == b.To:
		return 0
	case a.To.IsZero():
		return 1
	case b.To.IsZero():
		return -1
	}
	return a.To.Compare(b.To)
}

// stretches cuts time where a range begins or ends and calls visit, in order,
// with each piece over which the same ranges, at least one, hold. The ranges
// are given by index, in order, and none is empty. It goes on while visit
// returns true.
func stretches(ranges []period.Range, visit func(when period.Range, of []int) bool) {
	starts := make([]int, len(ranges))
	var cuts []period.Date
	for i, r := range ranges {
		starts[i] = i
		cuts = append(cuts, r.From)
		if !r.To.IsZero() {
			cuts = append(cuts, r.To)
		}
	}
	slices.SortStableFunc(starts, func(i, j int) int { return compareStarts(ranges[i], ranges[j]) })
	slices.SortFunc(cuts, period.Date.Compare)
	cuts = slices.Compact(cuts)
	var running []int
	for i, from := range cuts {
		when := period.Range{From: from}
		if i+1 < len(cuts) {
			when.To = cuts[i+1]
		}
		running = slices.DeleteFunc(running, func(at int) bool { return !ranges[at].Overlaps(when) })
		for len(starts) > 0 && ranges[starts[0]].From == from {
			running = append(running, starts[0])
			starts = starts[1:]
		}
		slices.Sort(running)
		if len(running) > 0 && !visit(when, running) {
			return
		}
	}
}

// inWords says when a range holds, as the end of a sentence that names its
// last day. The range is not empty.
func inWords(r period.Range) string {
	var words []string
	if !r.From.IsZero() {
		words = append(words, "from "+r.From.String())
	}
	if last, err := r.To.AddDays(-1); err == nil {
		words = append(words, "through "+last.String())
	} else if len(words) > 0 {
		words = append(words, "on")
	}
	if len(words) == 0 {
		return "at all times"
	}
	return strings.Join(words, " ")
}
