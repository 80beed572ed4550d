package complint

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
)

// daysInMonth are the days that a month can have.
const daysInMonth = 31

// rampDays reports ramps that say nothing, or two things, about a first day of
// a month.
func rampDays(p *Pass) {
	for i := range p.book.Ramps {
		r := &p.book.Ramps[i]
		if r.FirstMonth != "by_day" {
			continue
		}
		p.emptyEntries(r)
		entries := slices.Clone(r.Entry)
		slices.SortStableFunc(entries, func(a, b comp.RampEntry) int { return cmp.Or(a.FromDay-b.FromDay, a.ToDay-b.ToDay) })
		last := 0
		for _, e := range append(entries, comp.RampEntry{FromDay: daysInMonth + 1, ToDay: daysInMonth + 1}) {
			switch {
			case e.ToDay < e.FromDay:
				continue
			case e.FromDay > last+1:
				p.tell(diag.RampDays, r.Origin, "entry", "%s says nothing of who begins on %s of a month: is that month 0 or 1?", r.Addr, daysText(last+1, e.FromDay-1))
			case e.FromDay <= last:
				p.tell(diag.RampDays, r.Origin, "entry", "%s says two things of who begins on %s of a month", r.Addr, daysText(e.FromDay, min(e.ToDay, last)))
			}
			last = max(last, e.ToDay)
		}
	}
}

func daysText(from, to int) string {
	if from == to {
		return fmt.Sprintf("day %d", from)
	}
	return fmt.Sprintf("days %d to %d", from, to)
}

func (p *Pass) emptyEntries(r *comp.Ramp) {
	for _, e := range r.Entry {
		if e.ToDay < e.FromDay {
			p.tell(diag.RampDays, r.Origin, "entry", "%s has an entry from day %d to day %d, which are no days", r.Addr, e.FromDay, e.ToDay)
		}
	}
}
