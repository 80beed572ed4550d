package complint

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
)

// rolesOnTwoPlans reports roles that two comp plans name for the same days.
func rolesOnTwoPlans(p *Pass) {
	first := map[string][]*comp.Plan{}
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		for j, role := range c.Roles {
			if slices.Contains(c.Roles[:j], role) {
				continue
			}
			for _, other := range first[role] {
				if both := c.Active.Intersect(other.Active); !both.Empty() && !c.Active.Empty() && !other.Active.Empty() {
					f := p.tell(diag.TwoCompPlans, c.Origin, "roles", "%s and %s both name the role %s for the days %s: who has the role is paid by neither of them then",
						other.Addr, c.Addr, role, both)
					*f = f.With(other.PlaceOf("roles"), "%s names the role here", other.Addr)
					break
				}
			}
			first[role] = append(first[role], c)
		}
	}
}

// staff is who is on which comp plan, whatever the day.
type staff struct {
	named  map[string]bool // comp plans that a position names
	seats  map[string]int  // positions without a comp plan of their own, by role
	paid   map[string]bool // roles that some comp plan names
	placed map[string]bool // roles of which every position names a comp plan itself
}

func (p *Pass) staff() staff {
	s := staff{named: map[string]bool{}, seats: map[string]int{}, paid: map[string]bool{}, placed: map[string]bool{}}
	for i := range p.book.Plans {
		for _, role := range p.book.Plans[i].Roles {
			s.paid[role] = true
		}
	}
	for i := range p.plan.Positions {
		seat := &p.plan.Positions[i]
		if seat.CompPlan != "" {
			s.named[seat.CompPlan] = true
			s.placed[seat.Role] = true
			continue
		}
		s.seats[seat.Role]++
	}
	return s
}

// rolesWithoutPlan reports roles that no comp plan names though their positions
// carry quotas, or though another role of their job family has a plan.
func rolesWithoutPlan(p *Pass) {
	if len(p.book.Plans) == 0 || anyBroken(p.plan, comp.PlanKind, plan.PositionKind, plan.RoleKind) {
		return
	}
	s := p.staff()
	families := map[string]*plan.Role{}
	for i := range p.plan.Roles {
		if r := &p.plan.Roles[i]; s.paid[r.ID()] && families[r.Text("job_family")] == nil {
			families[r.Text("job_family")] = r
		}
	}
	for i := range p.plan.Roles {
		r := &p.plan.Roles[i]
		if s.paid[r.ID()] || s.placed[r.ID()] && s.seats[r.ID()] == 0 {
			continue
		}
		var why string
		switch like := families[r.Text("job_family")]; {
		case len(r.Measures) > 0:
			why = "its positions carry quotas"
		case r.Text("job_family") != "" && like != nil:
			why = like.Addr.String() + " of the same job family has one"
		default:
			continue
		}
		p.found = append(p.found, diag.New(diag.RoleWithoutPlan, r.Addr, r.Place(), "no comp plan names %s, and %s", r.Addr, why))
	}
}

// unusedPlans reports comp plans and ramps that nobody can be on.
func unusedPlans(p *Pass) {
	if len(p.book.Plans) > 0 && !anyBroken(p.plan, plan.PositionKind) {
		s := p.staff()
		for i := range p.book.Plans {
			c := &p.book.Plans[i]
			hasSeat := slices.ContainsFunc(c.Roles, func(role string) bool { return s.seats[role] > 0 })
			switch {
			case s.named[c.Addr.ID] || hasSeat:
			case len(c.Roles) == 0:
				p.tell(diag.UnusedCompPlan, c.Origin, "", "nobody is on %s: it names no role, and no position names it", c.Addr)
			default:
				p.tell(diag.UnusedCompPlan, c.Origin, "roles", "nobody is on %s: there is no position of %s that goes by it, and none that names it", c.Addr, joined(rolesOf(c)))
			}
		}
	}
	p.unusedRamps()
}

func rolesOf(c *comp.Plan) []string {
	roles := make([]string, len(c.Roles))
	for i, id := range c.Roles {
		roles[i] = addr.New(plan.RoleKind, id).String()
	}
	return roles
}

func (p *Pass) unusedRamps() {
	if len(p.book.Ramps) == 0 || anyBroken(p.plan, plan.RoleKind, plan.HolderKind, capacityKind) {
		return
	}
	used := map[string]bool{}
	for i := range p.plan.Roles {
		used[p.plan.Roles[i].Ramp] = true
	}
	for i := range p.plan.Holders {
		used[p.plan.Holders[i].Ramp] = true
	}
	for i, to := p.plan.Records.Collection(capacityKind); i < to; i++ {
		used[p.plan.Records.Text(i, "ramp")] = true
	}
	for i := range p.book.Ramps {
		if r := &p.book.Ramps[i]; !used[r.Addr.ID] {
			p.tell(diag.UnusedCompPlan, r.Origin, "", "nobody is on %s: neither a role, a holder nor a capacity names it", r.Addr)
		}
	}
}
