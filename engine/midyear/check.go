package midyear

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/stint"
)

// Check finds what is wrong with the reliefs and covers of a plan, and returns
// the findings, sorted.
func Check(p *plan.Plan) diag.List {
	if len(p.Reliefs)+len(p.Covers) == 0 {
		return nil
	}
	book := comp.Read(p)
	roster, _ := stint.Of(p, book)
	c := checker{plan: p, book: book, roster: roster, holders: map[string][]*plan.Holder{}, seats: map[string]*plan.Position{}}
	for i := range p.Holders {
		h := &p.Holders[i]
		c.holders[h.Position] = append(c.holders[h.Position], h)
	}
	for i := range p.Positions {
		c.seats[p.Positions[i].ID()] = &p.Positions[i]
	}
	c.reliefs()
	c.covers()
	return diag.Sorted(c.found)
}

// Reach says what decides the findings of [Check]: where there is a relief or a
// cover, whatever quotas, people and their pay rest on.
func Reach() reach.Reach {
	return reach.Reach{
		Among: []string{plan.ReliefKind, plan.CoverKind},
		Reads: []string{
			plan.QuotaKind, plan.MeasureKind, plan.RoleKind, plan.PositionKind, plan.PersonKind, plan.TerritoryKind, plan.HolderKind,
			plan.SellingCalendarKind, comp.PlanKind, comp.PayKind, comp.RampKind, comp.LeaveKind,
		},
	}
}

// checker collects findings.
type checker struct {
	plan    *plan.Plan
	book    *comp.Book
	roster  *stint.Roster
	holders map[string][]*plan.Holder // by position
	seats   map[string]*plan.Position
	found   diag.List
}

func (c *checker) report(o plan.Origin, code diag.Code, field, format string, args ...any) *diag.Finding {
	c.found = append(c.found, diag.New(code, o.Addr, o.PlaceOf(field), format, args...).At(field))
	return &c.found[len(c.found)-1]
}

// leavesOf returns the leaves of whoever holds a position, on days on which they
// hold it.
func (c *checker) leavesOf(position string) []period.Range {
	var away []period.Range
	for _, h := range c.holders[position] {
		for _, leave := range c.book.Leaves {
			if days := leave.Active.Intersect(h.Active); leave.Person == h.Person && !days.Empty() {
				away = append(away, days)
			}
		}
	}
	return away
}

// vacantDays returns the days within a range on which nobody holds a position.
// A position without any holders is paid as itself: it is not vacant.
func (c *checker) vacantDays(position string, within period.Range) []period.Range {
	if seat := c.seats[position]; seat != nil {
		within = within.Intersect(seat.Active)
	}
	if len(c.holders[position]) == 0 || within.Empty() {
		return nil
	}
	held := make([]period.Range, 0, len(c.holders[position]))
	for _, h := range c.holders[position] {
		held = append(held, h.Active)
	}
	return period.Gaps(within, held)
}

// percent writes a share with at most one digit after the point.
func percent(share money.Ratio) string {
	d, err := share.Mul(money.FromInt(100)).Round(1, money.HalfUp)
	if err != nil {
		return share.String()
	}
	return d.Grouped(0) + " %"
}

// overlapping returns those of some ranges that overlap another one.
func overlapping(ranges []period.Range, with period.Range) []period.Range {
	return slices.DeleteFunc(slices.Clone(ranges), func(r period.Range) bool { return !r.Overlaps(with) })
}
