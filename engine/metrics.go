package engine

import (
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/metric"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/rollup"
)

// MetricsInput says of which nodes figures are asked for.
type MetricsInput struct {
	Year     period.Period    // zero: the first fiscal year of the plan
	By       rollup.Dimension // Territory or Manager
	Unmasked bool             // also what gives away the pay of single people
}

// Metrics reports ratios of the nodes of a tree and the key figures that a plan
// computes. It fails for a plan without a calendar or a year.
func Metrics(loaded *Loaded, in MetricsInput) (report.Metrics, error) {
	year, err := cost.YearOf(loaded.Plan, in.Year)
	if err != nil {
		return report.Metrics{}, err
	}
	collection := plan.TerritoryKind
	if in.By == rollup.Manager {
		collection = plan.PositionKind
	}
	result, err := metric.Compute(loaded.Plan, year, collection)
	if err != nil {
		return report.Metrics{}, err
	}
	complete := loaded.Complete && !brokenNodes(loaded.Plan) && !result.Assessment.CostUnknown() && metric.Check(loaded.Plan).Worst() < diag.Error
	return report.NewMetrics(report.MetricsInput{
		Input: loaded.Source.Name, By: in.By.String(), Plan: loaded.Plan, Result: result, Unmasked: in.Unmasked,
		SmallestGroup: cost.SettingsOf(loaded.Plan).SmallestGroup, Complete: complete,
	}), nil
}
