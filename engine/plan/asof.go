package plan

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
)

// AsOf returns the plan with what is in effect on a day, and with that for good:
// positions, people, territories, holders and assignments whose dates hold the
// day, without these dates. What stands on something that is not in effect is
// left out with it: who holds or covers it, and its quotas. Quotas are as they
// were relieved by that day. A territory or
// position below one that is not in effect stands at the top. Records are those
// of the whole plan. The original is not changed.
func (p *Plan) AsOf(day period.Date) *Plan {
	now := *p
	gone := map[addr.Addr]bool{}
	now.Positions = inEffect(p.Positions, day, gone, func(s *Position) (Origin, *period.Range) { return s.Origin, &s.Active })
	now.People = inEffect(p.People, day, gone, func(s *Person) (Origin, *period.Range) { return s.Origin, &s.Active })
	now.Territories = inEffect(p.Territories, day, gone, func(t *Territory) (Origin, *period.Range) { return t.Origin, &t.Active })
	now.Holders = inEffect(p.Holders, day, gone, func(h *Holder) (Origin, *period.Range) { return h.Origin, &h.Active })
	now.Assignments = inEffect(p.Assignments, day, gone, func(a *Assignment) (Origin, *period.Range) { return a.Origin, &a.Active })
	missing := func(collection, id string) bool { return id != "" && gone[addr.New(collection, id)] }
	now.Holders = slices.DeleteFunc(now.Holders, func(h Holder) bool {
		return missing(PositionKind, h.Position) || missing(PersonKind, h.Person)
	})
	now.Assignments = slices.DeleteFunc(now.Assignments, func(a Assignment) bool {
		return missing(PositionKind, a.Position) || missing(TerritoryKind, a.Territory)
	})
	now.Quotas = slices.DeleteFunc(slices.Clone(p.Quotas), func(q Quota) bool {
		return missing(PositionKind, q.Position) || missing(TerritoryKind, q.Territory)
	})
	now.Reliefs = slices.Clone(p.Reliefs)
	now.relieve(day)
	return &now
}

// inEffect returns the records whose dates hold the day, without these dates,
// and notes which are gone.
func inEffect[R any](records []R, day period.Date, gone map[addr.Addr]bool, dates func(*R) (Origin, *period.Range)) []R {
	kept := make([]R, 0, len(records))
	for _, r := range records {
		origin, active := dates(&r)
		if !active.Contains(day) {
			gone[origin.Addr] = true
			continue
		}
		*active = period.Range{}
		kept = append(kept, r)
	}
	return kept
}
