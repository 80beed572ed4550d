package check

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/reach"
)

// orphanTerritories reports territories that exist while the one above does
// not. A parent that is unknown or broken has a finding of its own.
func orphanTerritories(p *Pass) {
	for i := range p.Plan.Territories {
		t := &p.Plan.Territories[i]
		parent, ok := p.territories[t.Parent]
		if !ok || p.circling[t.ID()] || t.Active.Empty() || parent.Active.Empty() {
			continue
		}
		if why, field, outside := p.uncovered(span{Range: t.Active}, parent.Active); outside {
			f := diag.New(diag.OrphanTerritory, t.Addr, t.PlaceOf("parent"), "%s %s, but %s above it %s", t.Addr, why.mine, parent.Addr, why.theirs)
			p.report(f.At("parent").With(parent.PlaceOf(field), "%s %s", parent.Addr, why.theirs))
		}
	}
}

func orphanTerritoriesReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{
		reach.Along(territoryParent), reach.Along(reach.Above(territoryParent)).Reading(parentOf),
	}}
}
