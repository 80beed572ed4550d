package check

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// outsideTargetDates reports records that hold while a record they name does
// not exist: the seat is gone, the person has left, the territory is over.
// Territories above territories are the matter of orphanTerritories.
func outsideTargetDates(p *Pass) {
	for _, r := range p.Plan.Positions {
		if manager, ok := p.positions[r.Manager]; ok {
			p.reportOutside(r.Origin, "manager", span{Range: r.Active}, manager.Origin, manager.Active)
		}
	}
	for _, h := range p.Plan.Holders {
		held := span{Range: h.Active, vague: true}
		if seat, ok := p.positions[h.Position]; ok {
			held.within, held.vague = seat.Active, false
			p.reportOutside(h.Origin, "position", held, seat.Origin, seat.Active)
		}
		if person, ok := p.people[h.Person]; ok {
			p.reportOutside(h.Origin, "person", held, person.Origin, person.Active)
		}
	}
	for _, a := range p.Plan.Assignments {
		covered := span{Range: a.Active, vague: a.Territory != ""}
		if t, ok := p.territories[a.Territory]; ok {
			covered.within, covered.vague = t.Active, false
			p.reportOutside(a.Origin, "territory", covered, t.Origin, t.Active)
		}
		if seat, ok := p.positions[a.Position]; ok {
			p.reportOutside(a.Origin, "position", covered, seat.Origin, seat.Active)
		}
	}
	quotasOutside(p)
}

func outsideTargetDatesReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{
		reach.Along(positionManager), reach.Along(heldPosition), reach.Along(holdingPerson), reach.Along(assignedTerritory),
		reach.Along(assignedPosition), reach.Along(quotaTerritory), reach.Along(quotaPosition),
	}}
}

// reportOutside reports a record whose dates reach beyond those of a record it
// names in field.
func (p *Pass) reportOutside(from plan.Origin, field string, held span, to plan.Origin, target period.Range) {
	if held.Range.Empty() || held.within.Empty() || target.Empty() {
		return
	}
	why, end, outside := p.uncovered(held, target)
	if !outside {
		return
	}
	f := diag.New(diag.OutsideTarget, from.Addr, from.PlaceOf(field), "this %s %s, but %s %s", noun(from.Addr.Collection), why.mine, to.Addr, why.theirs)
	p.report(f.At(field).With(to.PlaceOf(end), "%s %s", to.Addr, why.theirs))
}

// quotasOutside reports quotas for periods in which their holder does not
// exist at all. A holder that is there for part of the period may have one.
func quotasOutside(p *Pass) {
	for _, q := range p.Plan.Quotas {
		when, known := p.daysOf(q.Period)
		if !known {
			continue
		}
		if t, ok := p.territories[q.Territory]; ok {
			p.reportOutsideQuota(q, "territory", when, t.Origin, t.Active)
		}
		if seat, ok := p.positions[q.Position]; ok {
			p.reportOutsideQuota(q, "position", when, seat.Origin, seat.Active)
		}
	}
}

func (p *Pass) reportOutsideQuota(q plan.Quota, field string, when period.Range, holder plan.Origin, active period.Range) {
	if active.Empty() || when.Overlaps(active) {
		return
	}
	f := diag.New(diag.OutsideTarget, q.Addr, q.PlaceOf(field), "this quota is for %s, %s, but %s is there only %s", q.Period, inWords(when), holder.Addr, inWords(active))
	p.report(f.At(field))
}
