package rollup

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// Steps along which totals are put together.
var (
	quotaTerritory = reach.Field(plan.QuotaKind, "territory", plan.TerritoryKind)
	quotaPosition  = reach.Field(plan.QuotaKind, "position", plan.PositionKind)
	assigned       = reach.Field(plan.AssignmentKind, "territory", plan.TerritoryKind)
	assignee       = reach.Field(plan.AssignmentKind, "position", plan.PositionKind)
	held           = reach.Field(plan.HolderKind, "position", plan.PositionKind)
	parent         = reach.Field(plan.TerritoryKind, "parent", plan.TerritoryKind)
	manager        = reach.Field(plan.PositionKind, "manager", plan.PositionKind)
)

// TotalsReach says what decides how much a quota of a territory, or a position
// in a headcount, contributes to which totals. Quotas of positions are not
// followed: where one may matter, the whole plan has to be summed up.
func TotalsReach() reach.Reach {
	above, managers := reach.Above(parent), reach.Above(manager)
	below := reach.Custom(quotasBelow, quotasAbove, parent, quotaTerritory, quotaPosition, assigned, assignee)
	ownQuotas := reach.Custom(noQuotas, quotaPosition.Ahead, quotaPosition)
	from := func(steps ...reach.Step) func(...reach.Step) reach.Path {
		return func(more ...reach.Step) reach.Path {
			return reach.Along(append(slices.Clip(steps), more...)...)
		}
	}
	quota, owner, seat, other := from(quotaTerritory), from(quotaTerritory, assigned.Back(), assignee), from(assignee.Back()), from(quotaPosition)
	return reach.Reach{
		Paths: []reach.Path{
			// A quota of a territory: where it counts, and whether it does.
			quota().Reading(position),
			quota(above).Reading(position),
			quota(quotaTerritory.Back()).Reading(position),
			reach.Along(below).Reading(position),
			// Who carries it, and what else they carry.
			quota(assigned.Back()),
			owner().Reading(position),
			owner(managers).Reading(position),
			owner(ownQuotas),
			owner(assignee.Back()),
			owner(assignee.Back(), assigned).Reading(position),
			owner(assignee.Back(), assigned, above).Reading(position),
			owner(assignee.Back(), assigned, quotaTerritory.Back()).Reading(position),
			// A quota of a position: whatever might alter it makes it a subject.
			reach.Along(reach.Custom(noQuotaOfPosition, nowhere)),
			other(assignee.Back()),
			other(assignee.Back(), assigned).Reading(position),
			other(assignee.Back(), assigned, above).Reading(position),
			other(assignee.Back(), assigned, quotaTerritory.Back()).Reading(position),
			other(assignee.Back(), assigned, above.Back(), quotaTerritory.Back()).Reading(position),
			other().Reading(position),
			other(managers).Reading(position),
			other(managers.Back(), quotaPosition.Back()).Reading(position),
			other(managers.Back(), assignee.Back(), assigned, quotaTerritory.Back()).Reading(position),
			// A position in a headcount.
			reach.Along(held.Back()),
			reach.Along(managers).Reading(position),
			seat(),
			seat(assigned).Reading(position),
			seat(assigned, above).Reading(position),
		},
		Whole: []string{plan.MeasureKind, plan.RoleKind},
	}
}

// position tells where a record stands in the trees, or for what a quota is: all
// that matters of it to others.
func position(r *record.Record) string {
	n := &r.Node
	switch r.Addr.Collection {
	case plan.TerritoryKind:
		return n.TextOf("parent")
	case plan.PositionKind:
		return fmt.Sprintf("%q %q", n.TextOf("manager"), n.TextOf("role"))
	}
	return fmt.Sprintf("%q %q %q %q %q", n.TextOf("territory"), n.TextOf("position"), n.TextOf("measure"), n.TextOf("period"), n.TextOf("currency"))
}

func nowhere(reach.Graph, addr.Addr) []addr.Addr { return nil }

const unfollowed = "quotas of positions matter to totals"

// noQuotas gives up where a position has a quota of its own.
func noQuotas(g reach.Graph, seat addr.Addr) []addr.Addr {
	own := quotaPosition.Back().Ahead(g, seat)
	if len(own) > 0 {
		g.GiveUp(unfollowed)
	}
	return own
}

// noQuotaOfPosition gives up on a quota of a position.
func noQuotaOfPosition(g reach.Graph, from addr.Addr) []addr.Addr {
	if from.Collection == plan.QuotaKind && len(quotaPosition.Ahead(g, from)) > 0 {
		g.GiveUp(unfollowed)
	}
	return nil
}

// quotasAbove leads from a quota, or a territory, to the quotas of the
// territories above, of which it decides whether they count.
func quotasAbove(g reach.Graph, from addr.Addr) []addr.Addr {
	var at []addr.Addr
	switch from.Collection {
	case plan.QuotaKind:
		at = quotaTerritory.Ahead(g, from)
	case plan.TerritoryKind:
		at = []addr.Addr{from}
	}
	var found []addr.Addr
	for _, low := range at {
		for _, high := range reach.Above(parent).Ahead(g, low) {
			found = append(found, quotaTerritory.Back().Ahead(g, high)...)
		}
	}
	return found
}

// mostBelow is how many territories below a quota are looked at to find out
// whether it counts.
const mostBelow = 200

// quotasBelow leads from a quota of a territory to one below for which it does
// not count, or to all that there are.
func quotasBelow(g reach.Graph, from addr.Addr) []addr.Addr {
	var found []addr.Addr
	for _, q := range g.At(from) {
		seen := map[addr.Addr]bool{}
		for next := quotaTerritory.Ahead(g, from); len(next) > 0; next = next[1:] {
			for _, t := range parent.Back().Ahead(g, next[0]) {
				if seen[t] {
					continue
				}
				seen[t] = true
				own := quotaTerritory.Back().Ahead(g, t)
				found = append(append(found, t), own...)
				if _, sound := g.Certain(t); sound && countsInstead(g, q.Record, own) {
					return found
				}
				for _, a := range assigned.Back().Ahead(g, t) {
					for _, seat := range assignee.Ahead(g, a) {
						noQuotas(g, seat)
					}
				}
				next = append(next, t)
			}
			if len(seen) > mostBelow {
				g.GiveUp("it takes too many territories to tell whether a quota counts")
				return nil
			}
		}
	}
	return found
}

// countsInstead reports whether one of the quotas makes q one for a group: it
// is for the same measure and for the period of q or a part of it.
func countsInstead(g reach.Graph, q *record.Record, quotas []addr.Addr) bool {
	whole, err := period.Parse(q.Node.TextOf("period"))
	if err != nil {
		return false
	}
	for _, a := range quotas {
		sound, ok := g.Certain(a)
		if !ok {
			continue
		}
		n := &sound.Node
		if n.TextOf("measure") != q.Node.TextOf("measure") || n.TextOf("currency") != "" {
			continue
		}
		part, err := period.Parse(n.TextOf("period"))
		for ok := err == nil; ok; part, ok = part.Parent() {
			if part == whole {
				return true
			}
		}
	}
	return false
}
