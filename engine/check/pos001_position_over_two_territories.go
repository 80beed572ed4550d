package check

import (
	"maps"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// positionsOverTwo tells which positions own two or more territories at once.
func positionsOverTwo(p *Pass) {
	owned := make(map[string][]*plan.Assignment)
	for i := range p.Plan.Assignments {
		a := &p.Plan.Assignments[i]
		if _, known := p.territories[a.Territory]; known && a.Coverage == plan.Owner && !a.Active.Empty() {
			owned[a.Position] = append(owned[a.Position], a)
		}
	}
	for i := range p.Plan.Positions {
		position := &p.Plan.Positions[i]
		together := ownedTogether(owned[position.ID()])
		if len(together) == 0 {
			continue
		}
		f := diag.New(diag.PositionOverTwo, position.Addr, position.Place(), "%s owns %d territories at the same time: %s",
			position.Addr, len(together), listed(together))
		for _, a := range owned[position.ID()][:min(len(owned[position.ID()]), mostNamed)] {
			f = f.With(a.Place(), "it owns %s %s", addr.New(plan.TerritoryKind, a.Territory), inWords(a.Active))
		}
		p.report(f)
	}
}

func positionsOverTwoReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{
		reach.Along(assignedPosition.Back()),
		reach.Along(assignedPosition.Back(), assignedTerritory).Reading(reach.Existence),
	}}
}

// ownedTogether returns the territories that are owned while another one is,
// sorted.
func ownedTogether(owned []*plan.Assignment) []addr.Addr {
	sorted := slices.Clone(owned)
	slices.SortStableFunc(sorted, func(a, b *plan.Assignment) int { return compareStarts(a.Active, b.Active) })
	together := make(map[addr.Addr]bool)
	// The one that lasts longest is enough to compare with: if another one
	// lasts as well, the two have met before.
	var longest *plan.Assignment
	for _, a := range sorted {
		if longest != nil && longest.Territory != a.Territory && longest.Active.Overlaps(a.Active) {
			together[addr.New(plan.TerritoryKind, longest.Territory)] = true
			together[addr.New(plan.TerritoryKind, a.Territory)] = true
		}
		if longest == nil || compareEnds(a.Active, longest.Active) > 0 {
			longest = a
		}
	}
	return slices.SortedFunc(maps.Keys(together), addr.Addr.Compare)
}
