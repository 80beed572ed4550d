package ops

import (
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// Reach says what decides the findings of [Check]: the map as a whole, and of
// people and positions those that have a part in it.
func Reach() reach.Reach {
	return reach.Reach{
		Paths: []reach.Path{
			reach.Along(reach.Field(plan.ResponsibilityKind, "person", plan.PersonKind)),
			reach.Along(reach.Field(plan.ResponsibilityKind, "position", plan.PositionKind)),
		},
		Whole: []string{
			plan.RoleKind, plan.AccountabilityKind, plan.FunctionKind, plan.TeamKind, plan.ActivityKind, plan.ResponsibilityKind,
			plan.StaffingKind, plan.ReallocationKind, plan.StageKind, plan.CriterionKind, plan.KPIKind,
		},
	}
}
