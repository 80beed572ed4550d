package engine

import (
	"errors"
	"fmt"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/announce"
	"github.com/salesplan/salesplan/engine/cycle"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/ops"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/pipeline"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
)

// ErrNoActivities says that a plan has no responsibility map.
var ErrNoActivities = errors.New("the plan has no activities: write some, or begin with \"salesplan init DIR --with ops\"")

// operations works out the responsibility map of a plan for a report.
func operations(loaded *Loaded) (report.OpsInput, error) {
	if len(loaded.Plan.Operations.Activities) == 0 {
		return report.OpsInput{}, ErrNoActivities
	}
	m, _ := ops.Compute(loaded.Plan)
	findings := ops.Check(loaded.Plan)
	return report.OpsInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan.Choices.Name, Map: m, Findings: findings,
		Complete: loaded.Complete && !brokenOperations(loaded.Plan), Texts: loaded.Text, Confidence: loaded.confidence(false),
	}, nil
}

// brokenOperations reports whether a record of the responsibility map could
// not be used.
func brokenOperations(p *plan.Plan) bool {
	for a := range p.Broken {
		switch a.Collection {
		case plan.AccountabilityKind, plan.FunctionKind, plan.TeamKind, plan.ActivityKind, plan.ResponsibilityKind, plan.StaffingKind,
			plan.ReallocationKind, plan.StageKind, plan.CriterionKind, plan.RoleKind, plan.Settings:
			return true
		}
	}
	return false
}

// OpsMap reports the responsibility map of a plan.
func OpsMap(loaded *Loaded) (report.OpsMap, error) {
	in, err := operations(loaded)
	if err != nil {
		return report.OpsMap{}, err
	}
	return report.NewOpsMap(in), nil
}

// OpsGrid reports the labour grid of a plan.
func OpsGrid(loaded *Loaded) (report.OpsGrid, error) {
	in, err := operations(loaded)
	if err != nil {
		return report.OpsGrid{}, err
	}
	return report.NewOpsGrid(in), nil
}

// OpsMaturity reports which stage of maturity a plan shows. It fails if the
// plan states no stages.
func OpsMaturity(loaded *Loaded) (report.OpsMaturity, error) {
	in, err := operations(loaded)
	if err != nil {
		return report.OpsMaturity{}, err
	}
	if len(loaded.Plan.Operations.Stages) == 0 {
		return report.OpsMaturity{}, errors.New("the plan has no maturity_stage: write stages with criteria, or take those of \"salesplan init DIR --with ops\"")
	}
	return report.NewOpsMaturity(in, ops.Assess(in.Map)), nil
}

// OpsReallocate compares the proposals of a plan, or those that are named. It
// fails if the plan has none, or not all that are named.
func OpsReallocate(loaded *Loaded, names []string) (report.OpsReallocation, error) {
	in, err := operations(loaded)
	if err != nil {
		return report.OpsReallocation{}, err
	}
	all, found := ops.Reallocate(in.Map)
	if len(all) == 0 {
		return report.OpsReallocation{}, errors.New("the plan has no reallocation: a proposal is a record of that collection with moves")
	}
	in.Complete = in.Complete && found.Worst() < diag.Error
	chosen := all
	if len(names) > 0 {
		chosen = nil
		for _, name := range names {
			one, ok := scenarioNamed(all, name)
			if !ok {
				return report.OpsReallocation{}, fmt.Errorf("the plan has no %s", addr.New(plan.ReallocationKind, name))
			}
			chosen = append(chosen, one)
		}
	}
	return report.NewOpsReallocation(in, chosen), nil
}

func scenarioNamed(all []ops.Scenario, id string) (ops.Scenario, bool) {
	for _, one := range all {
		if one.Addr.ID == id {
			return one, true
		}
	}
	return ops.Scenario{}, false
}

// Forecast reads snapshots of the pipeline, the earlier ones oldest first, and
// reports the forecast of the latest. Conditions are shown as they were asked.
func Forecast(loaded *Loaded, q pipeline.Query, where []string, earlier []pipeline.Snapshot, latest pipeline.Snapshot) (report.OpsForecast, error) {
	summary, findings, err := pipeline.Compute(loaded.Plan, q, earlier, latest)
	if err != nil {
		return report.OpsForecast{}, err
	}
	return report.NewOpsForecast(report.ForecastInput{
		Input: loaded.Source.Name, Plan: loaded.Plan.Choices.Name, Summary: summary, Where: where, Findings: findings,
		Complete: loaded.Complete && !brokenSelling(loaded.Plan),
	}), nil
}

// brokenSelling reports whether a record that a forecast is read by could not
// be used.
func brokenSelling(p *plan.Plan) bool {
	for a := range p.Broken {
		switch a.Collection {
		case plan.ProcessKind, plan.SalesStageKind, plan.CategoryKind, plan.MeasureKind, plan.QuotaKind, plan.TerritoryKind, plan.PositionKind, plan.Settings:
			return true
		}
	}
	return false
}

// Cycle reports a month of sales and operations planning as of a day; recap
// shows what was decided only. Findings of severity failOn or worse fail it.
func Cycle(loaded *Loaded, month period.Period, asOf period.Date, recap bool, failOn diag.Severity) (report.OpsCycle, error) {
	pack, err := cycle.Compute(loaded.Plan, month, asOf)
	if err != nil {
		return report.OpsCycle{}, err
	}
	return report.NewOpsCycle(report.CycleReportInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan.Choices.Name, Pack: pack, Recap: recap,
		Complete: loaded.Complete && !brokenCycle(loaded.Plan), FailOn: failOn, Texts: loaded.Text, Confidence: loaded.confidence(false),
	}), nil
}

// brokenCycle reports whether a record of the cycle could not be used.
func brokenCycle(p *plan.Plan) bool {
	for a := range p.Broken {
		switch a.Collection {
		case plan.CycleStepKind, plan.CycleInputKind, plan.CycleDeliveryKind, plan.DemandSupplyKind, plan.KPIKind, plan.KPIValueKind, plan.AttendeeKind,
			plan.MeetingKind, plan.ActionKind, plan.Settings:
			return true
		}
	}
	return false
}

// Announce says what an audience is told about landing the head on the target;
// only limits it to the section of one seat. It fails if neither revision has
// that seat.
func Announce(in ReviewInput, audience announce.Audience, only addr.Addr) (report.OpsAnnouncement, error) {
	result := review.Compute(review.Input{Base: &in.Base.Side, Target: &in.Target.Side, Head: &in.Head.Side})
	if !only.IsZero() && !result.Merged.Has(only) && !in.Target.Plan.Has(only) {
		return report.OpsAnnouncement{}, fmt.Errorf("there is no %s, neither before nor after", only)
	}
	return report.NewOpsAnnouncement(report.AnnounceInput{
		Path: in.Path, Plan: result.Merged.Choices.Name, For: only.String(), Revisions: in.Revisions, Complete: result.Complete,
		Announcement: announce.Compute(result, in.Target.Plan, audience, only),
	}), nil
}
