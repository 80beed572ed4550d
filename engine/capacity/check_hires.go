package capacity

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// capacities reports assumptions that cannot both be meant, and ramps that last
// longer than people stay.
func (c *checker) capacities() {
	type scope struct{ measure, role, territory string }
	first := map[scope]*Assumption{}
	for i := range c.book.Assumptions {
		a := &c.book.Assumptions[i]
		for _, role := range a.Roles {
			key := scope{a.Measure, role, a.Territory}
			if other := first[key]; other != nil && other != a {
				f := c.report(a.origin, diag.TwoCapacities, "roles", "%s and %s both say what seats of %s achieve for %s%s", a.Addr, other.Addr, role, a.Measure, in(a.Territory))
				*f = f.With(other.place("roles"), "%s says it first", other.Addr)
			} else {
				first[key] = a
			}
		}
		c.tenure(a)
	}
}

func in(territory string) string {
	if territory == "" {
		return ""
	}
	return " in territory/" + territory
}

// tenure reports a ramp that lasts longer than people stay on average: with a
// rate of 0.5 a year that is 24 months.
func (c *checker) tenure(a *Assumption) {
	if a.Attrition == nil || a.Attrition.Rate.Sign() == 0 {
		return
	}
	stay, err := money.FromInt(months).Quo(a.Attrition.Rate)
	if err != nil {
		return
	}
	for _, ramp := range c.rampsOf(a, a.Roles...) {
		if money.FromInt(int64(len(ramp.Shares))).Cmp(stay) > 0 {
			f := c.report(a.origin, diag.RampOutlastsTenure, "attrition.rate", "%s takes %d months to full productivity, and at an attrition of %s a year people stay %s months on average",
				ramp.Addr, len(ramp.Shares), a.Attrition.Rate, rounded(stay, 1))
			*f = f.With(ramp.PlaceOf("shares"), "the ramp")
		}
	}
}

// rampsOf returns the ramps by which people of some roles grow.
func (c *checker) rampsOf(a *Assumption, roles ...string) []*comp.Ramp {
	var ids []string
	if a.Ramp != "" {
		ids = []string{a.Ramp}
	} else {
		for i := range c.plan.Roles {
			if role := &c.plan.Roles[i]; role.Ramp != "" && slices.Contains(roles, role.ID()) {
				ids = append(ids, role.Ramp)
			}
		}
	}
	var ramps []*comp.Ramp
	for i := range c.pay.Ramps {
		if slices.Contains(ids, c.pay.Ramps[i].Addr.ID) {
			ramps = append(ramps, &c.pay.Ramps[i])
		}
	}
	return ramps
}

// hires reports hires that come too late for the plan, or that do not fit the
// seat that they are for.
func (c *checker) hires() {
	positions := map[string]*plan.Position{}
	for i := range c.plan.Positions {
		positions[c.plan.Positions[i].ID()] = &c.plan.Positions[i]
	}
	taken := map[string]*Hire{}
	for i := range c.book.Hires {
		h := &c.book.Hires[i]
		if end := c.end(); !end.IsZero() && h.Works.Compare(end) >= 0 {
			c.report(h.origin, diag.HireOutsideYears, "from", "somebody is there from %s on, after the last day that the plan covers: the hire adds nothing", h.Works)
		}
		seat := positions[h.Position]
		if h.Position == "" || seat == nil {
			continue
		}
		for _, field := range []string{"territory", "manager", "planned_salary", "planned_incentive"} {
			if _, stated := h.record.Node.Field(field); stated {
				c.report(h.origin, diag.HireDoesNotFit, field, "%s is for %s, and %s is for new seats only: leave it out", h.Addr, seat.Addr, field)
			}
		}
		c.fits(h, seat, taken[h.Position])
		c.staysFor(h, seat)
		taken[h.Position] = h
	}
}

// fits reports a hire for a seat that is not free.
func (c *checker) fits(h *Hire, seat *plan.Position, before *Hire) {
	switch {
	case h.Count > 1:
		c.report(h.origin, diag.HireDoesNotFit, "count", "%s is one seat, and %d people are planned for it: plan new seats by role", seat.Addr, h.Count)
	case !seat.Active.Contains(h.Works):
		f := c.report(h.origin, diag.HireDoesNotFit, "from", "%s is not there on %s, the first day of whom is planned for it", seat.Addr, h.Works)
		*f = f.With(seat.Place(), "it exists over %s", seat.Active)
	case before != nil:
		f := c.report(h.origin, diag.HireDoesNotFit, "position", "%s is planned for twice", seat.Addr)
		*f = f.With(before.place("position"), "%s is for it, too", before.Addr)
	}
	for i := range c.plan.Holders {
		if holder := &c.plan.Holders[i]; holder.Position == seat.ID() && holder.Active.Contains(h.Works) {
			f := c.report(h.origin, diag.HireDoesNotFit, "from", "%s is not vacant on %s, the first day of whom is planned for it", seat.Addr, h.Works)
			*f = f.With(holder.Place(), "somebody holds it then")
			return
		}
	}
}

// staysFor reports a hire for a seat that ends before the ramp does.
func (c *checker) staysFor(h *Hire, seat *plan.Position) {
	if seat.Active.To.IsZero() || !seat.Active.Contains(h.Works) || c.plan.Choices.Calendar == nil {
		return
	}
	first, err := c.plan.Choices.Calendar.Find(h.Works, period.Month)
	if err != nil {
		return
	}
	over, err := c.plan.Choices.Calendar.Find(seat.Active.To, period.Month)
	if err != nil {
		return
	}
	stay := over.MonthNumber() - first.MonthNumber()
	for i := range c.book.Assumptions {
		if a := &c.book.Assumptions[i]; slices.Contains(a.Roles, seat.Role) {
			for _, ramp := range c.rampsOf(a, seat.Role) {
				if len(ramp.Shares) > stay {
					f := c.report(h.origin, diag.RampOutlastsTenure, "from", "%s takes %d months to full productivity, and %s ends %d months after somebody comes", ramp.Addr, len(ramp.Shares), seat.Addr, stay)
					*f = f.With(seat.PlaceOf("to"), "it ends here")
				}
			}
		}
	}
}

// end returns the day after the last year that the plan covers, no date if it
// states none.
func (c *checker) end() period.Date {
	if len(c.plan.Choices.Years) == 0 || c.plan.Choices.Calendar == nil {
		return period.Date{}
	}
	return c.plan.Choices.Calendar.Range(c.plan.Choices.Years[len(c.plan.Choices.Years)-1]).To
}

// gapsOfYear reports seats of which nothing says what they achieve, once for each
// role, and hires whose pay is not known where an envelope asks for it.
func (c *checker) gapsOfYear() {
	type about struct{ role, measure string }
	told := map[about]bool{}
	for _, g := range c.gaps {
		s := &c.seats[g.seat]
		key := about{s.Role, g.measure}
		switch {
		case g.used != nil:
			c.found = append(c.found, diag.New(diag.NoProductivity, s.Addr, s.Place,
				"%s carries no quota for %s in a part of %s, and %s states no amount for such seats: they count nothing there", s.Addr, g.measure, c.Year, g.used.Addr).
				With(g.used.place("productivity"), "productivity is the quota"))
		case !told[key]:
			told[key] = true
			c.found = append(c.found, diag.New(diag.NoProductivity, s.Addr, s.Place, "no capacity says what seats of role/%s, such as %s, achieve for %s: they count nothing",
				s.Role, s.Addr, g.measure))
		}
	}
	if c.costs.maxOf(addr.Addr{}) == nil && !c.limitsCost() {
		return
	}
	for _, i := range c.hired {
		s := &c.seats[i]
		if s.hire.Position != "" || !s.there(c.yearDays()) {
			continue
		}
		if _, _, known := c.costs.planned(s); !known {
			c.report(s.hire.origin, diag.HireWithoutPay, "role", "neither %s nor a comp plan of role/%s says what is paid: envelopes count the hiring cost only", s.Addr, s.Role)
		}
	}
}
