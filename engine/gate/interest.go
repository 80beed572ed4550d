package gate

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/syntax"
)

// seat returns the address by which an approver is known.
func (a approver) seat() addr.Addr {
	if a.person != "" {
		return addr.New(plan.PersonKind, a.person)
	}
	return addr.New(plan.PositionKind, a.position)
}

// interests knows whose pay or work a record is about.
type interests struct {
	holds  map[addr.Addr][]addr.Addr // people of a position, and positions of a person
	covers map[addr.Addr][]addr.Addr // positions of a territory or an account
	does   map[string][]addr.Addr    // positions of a role
}

// newInterests reads who holds and covers what, before a change or after it.
func newInterests(plans ...*plan.Plan) interests {
	in := interests{map[addr.Addr][]addr.Addr{}, map[addr.Addr][]addr.Addr{}, map[string][]addr.Addr{}}
	for _, p := range plans {
		for _, h := range p.Holders {
			position, person := addr.New(plan.PositionKind, h.Position), addr.New(plan.PersonKind, h.Person)
			in.holds[position] = append(in.holds[position], person)
			in.holds[person] = append(in.holds[person], position)
		}
		for _, a := range p.Assignments {
			covered := addr.New(plan.TerritoryKind, a.Territory)
			if a.Territory == "" {
				covered = addr.New(plan.AccountKind, a.Account)
			}
			in.covers[covered] = append(in.covers[covered], addr.New(plan.PositionKind, a.Position))
		}
		for _, position := range p.Positions {
			in.does[position.Role] = append(in.does[position.Role], position.Addr)
		}
	}
	return in
}

// of returns the positions and people whose own interest a change is: those
// that the record is about before or after, who cover what it is about, and
// whose role a comp plan pays.
func (i interests) of(c review.Change) map[addr.Addr]bool {
	concerned := map[addr.Addr]bool{}
	note := func(seat addr.Addr) {
		concerned[seat] = true
		for _, other := range i.holds[seat] {
			concerned[other] = true
		}
	}
	note(c.Addr)
	for _, n := range []*syntax.Node{c.BeforeNode, c.AfterNode} {
		for _, collection := range []string{plan.PositionKind, plan.PersonKind, plan.TerritoryKind, plan.AccountKind} {
			seat := addr.New(collection, n.TextOf(collection))
			note(seat)
			for _, covering := range i.covers[seat] {
				note(covering)
			}
		}
		if roles, ok := n.Field("roles"); ok {
			for _, role := range textsOf(roles) {
				for _, position := range i.does[role] {
					note(position)
				}
			}
		}
	}
	return concerned
}
