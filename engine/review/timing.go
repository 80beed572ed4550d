package review

import (
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Timing says when a change takes effect, seen from the day of a review. "" is
// not known: the record has neither dates nor a period, or the day is not stated.
type Timing string

// The timings. The period is the fiscal quarter in which the day lies.
const (
	Prospective Timing = "prospective" // from a later quarter on
	MidPeriod   Timing = "mid_period"  // within the quarter
	Retroactive Timing = "retroactive" // in an earlier quarter, which is closed
)

// TimingOf returns the timing of a change: that of the first day on which the
// plan after it says something else than the plan before.
func TimingOf(c *diff.Change, calendar *period.Calendar, asOf period.Date) Timing {
	if calendar == nil || asOf.IsZero() {
		return ""
	}
	effect, ok := firstEffect(c, calendar)
	quarter, err := calendar.Find(asOf, period.Quarter)
	if !ok || err != nil {
		return ""
	}
	now := calendar.Range(quarter)
	switch {
	case effect.Compare(now.From) < 0:
		return Retroactive
	case now.Contains(effect):
		return MidPeriod
	}
	return Prospective
}

// firstEffect returns the first day on which a change matters: the first day of
// the record's period; where only its end moved, the earlier end; else its first
// day, before or after.
func firstEffect(c *diff.Change, calendar *period.Calendar) (first period.Date, ok bool) {
	take := func(day period.Date) {
		if !ok || day.Compare(first) < 0 {
			first, ok = day, true
		}
	}
	field := "from"
	if onlyEnds(c) {
		field = "to"
	}
	for _, n := range []*syntax.Node{c.BeforeNode, c.AfterNode} {
		if n == nil {
			continue
		}
		if p, err := period.Parse(n.TextOf("period")); err == nil {
			take(calendar.Range(p).From)
		} else if day, err := period.ParseDate(n.TextOf(field)); err == nil {
			take(day)
		}
	}
	return first, ok
}

// onlyEnds reports whether nothing but the end of a record changed.
func onlyEnds(c *diff.Change) bool {
	for i := range c.Fields {
		if c.Fields[i].Path != "to" && !c.Fields[i].Derived {
			return false
		}
	}
	return c.Action == diff.Changed && len(c.Fields) > 0
}
