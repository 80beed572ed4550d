package complint

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// ownReach is that of rules that look at one comp plan, or ramp, by itself, and
// at what its measures are.
func ownReach() reach.Reach { return reach.Reach{Whole: []string{plan.MeasureKind}} }

// bookReach is that of rules that compare comp plans.
func bookReach() reach.Reach {
	return reach.Reach{Whole: []string{plan.MeasureKind, comp.PlanKind}}
}

func adjustmentReach() reach.Reach { return reach.Reach{Whole: []string{comp.PlanKind}} }

// capacityKind are the records that say what seats achieve, by a ramp perhaps.
const capacityKind = "capacity"

// Steps from a comp plan to those who are on it.
var (
	planRoles   = reach.IDs(comp.PlanKind, "roles", plan.RoleKind, rolesNamed)
	seatRole    = reach.Field(plan.PositionKind, "role", plan.RoleKind)
	seatPlan    = reach.Field(plan.PositionKind, "comp_plan", comp.PlanKind)
	seatManager = reach.Field(plan.PositionKind, "manager", plan.PositionKind)
	seatHolder  = reach.Field(plan.HolderKind, "position", plan.PositionKind)
	holder      = reach.Field(plan.HolderKind, "person", plan.PersonKind)
	holderRamp  = reach.Field(plan.HolderKind, "ramp", comp.RampKind)
	seatRamp    = reach.Field(capacityKind, "ramp", comp.RampKind)
	payPerson   = reach.Field(comp.PayKind, "person", plan.PersonKind)
	paySeat     = reach.Field(comp.PayKind, "position", plan.PositionKind)
	away        = reach.Field(comp.LeaveKind, "person", plan.PersonKind)
	seatQuota   = reach.Field(plan.QuotaKind, "position", plan.PositionKind)
)

// rolesNamed returns the roles that a comp plan names.
func rolesNamed(r *record.Record) []string {
	var ids []string
	if roles, ok := r.Node.Field("roles"); ok {
		for i := range roles.Children {
			ids = append(ids, roles.Children[i].Text)
		}
	}
	return ids
}

// seats returns the ways from a comp plan to its positions, each gone on by more
// steps.
func seats(on ...reach.Step) []reach.Path {
	return []reach.Path{
		reach.Along(append([]reach.Step{planRoles, seatRole.Back()}, on...)...),
		reach.Along(append([]reach.Step{seatPlan.Back()}, on...)...),
	}
}

// jobOf tells what a position says of who is on which comp plan.
func jobOf(r *record.Record) string {
	return r.Node.TextOf("role") + "\x00" + r.Node.TextOf("comp_plan") + "\x00" + r.Node.TextOf("manager")
}

func reading(of func(*record.Record) string, paths ...reach.Path) []reach.Path {
	for i := range paths {
		paths[i] = paths[i].Reading(of)
	}
	return paths
}

// staffReach is that of rules that ask which roles and positions have a comp
// plan or a ramp.
func staffReach() reach.Reach {
	paths := reading(jobOf, append(seats(), reach.Along(seatRole.Back()))...)
	rampOf := func(r *record.Record) string { return r.Node.TextOf("ramp") }
	paths = append(paths, reach.Along(holderRamp.Back()).Reading(rampOf), reach.Along(seatRamp.Back()).Reading(rampOf))
	return reach.Reach{Paths: paths, Whole: []string{comp.PlanKind, plan.RoleKind, comp.RampKind}}
}

// treeReach is that of rules that ask who is below whom in the manager tree.
func treeReach() reach.Reach {
	paths := reading(jobOf, append(seats(), seats(reach.Above(seatManager.Back()))...)...)
	return reach.Reach{Paths: paths, Whole: []string{plan.MeasureKind, comp.PlanKind}}
}

// PeopleReach is what decides the findings of [OpenChoices]: the comp plan, and
// everybody who is on it, with pay and leave.
func PeopleReach() reach.Reach {
	var paths []reach.Path
	for _, on := range [][]reach.Step{
		nil,
		{seatHolder.Back()},
		{paySeat.Back()},
		{seatHolder.Back(), holder, payPerson.Back()},
		{seatHolder.Back(), holder, away.Back()},
	} {
		paths = append(paths, seats(on...)...)
	}
	return reach.Reach{Paths: paths, Whole: []string{plan.MeasureKind, plan.RoleKind, comp.PlanKind, comp.RampKind}}
}

// designReach is that of the rule that holds quotas against pay.
func designReach() reach.Reach {
	r := PeopleReach()
	r.Paths = append(r.Paths, seats(seatQuota.Back())...)
	return r
}
