package check

import (
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// Steps along which rules read. They go by the fields as written, so that they
// lead from broken records, too.
var (
	territoryParent   = reach.Field(plan.TerritoryKind, "parent", plan.TerritoryKind)
	positionManager   = reach.Field(plan.PositionKind, "manager", plan.PositionKind)
	heldPosition      = reach.Field(plan.HolderKind, "position", plan.PositionKind)
	holdingPerson     = reach.Field(plan.HolderKind, "person", plan.PersonKind)
	assignedTerritory = reach.Field(plan.AssignmentKind, "territory", plan.TerritoryKind)
	assignedAccount   = reach.Field(plan.AssignmentKind, "account", plan.AccountKind)
	assignedPosition  = reach.Field(plan.AssignmentKind, "position", plan.PositionKind)
	quotaTerritory    = reach.Field(plan.QuotaKind, "territory", plan.TerritoryKind)
	quotaPosition     = reach.Field(plan.QuotaKind, "position", plan.PositionKind)
	usedRule          = reach.IDs(plan.TerritoryKind, "rules", plan.RuleKind, rulesOf)
)

// rulesOf returns the ids of the assignment rules that a territory names.
func rulesOf(r *record.Record) []string {
	var ids []string
	if uses, ok := r.Node.Field("rules"); ok {
		for i := range uses.Children {
			ids = append(ids, uses.Children[i].TextOf("rule"))
		}
	}
	return ids
}

// parentOf tells what a record says of the one above it.
func parentOf(r *record.Record) string { return r.Node.TextOf("parent") }
