package diff

import (
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// Reach says what decides the fields of a record that follow from others.
func Reach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{
		reach.Along(reach.Field(plan.AssignmentKind, "territory", plan.TerritoryKind).Back()),
		reach.Along(reach.Field(plan.HolderKind, "position", plan.PositionKind).Back()),
	}}
}
