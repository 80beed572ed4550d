package check

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/reach"
)

// territoriesWithoutOwner reports territories that no position ever owns.
// Times without an owner between owners are the matter of ownerGaps.
func territoriesWithoutOwner(p *Pass) {
	for i := range p.Plan.Territories {
		t := &p.Plan.Territories[i]
		if !t.Container && len(p.owners[t.ID()]) == 0 && !p.obscured[t.Addr] && p.inPlanYears(t.Active) {
			p.report(diag.New(diag.TerritoryWithoutOwner, t.Addr, t.Place(), "no position owns %s at any time", t.Addr))
		}
	}
}

func territoriesWithoutOwnerReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{reach.Along(assignedTerritory.Back())}}
}
