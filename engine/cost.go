package engine

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/report"
)

// CostInput says what cost is asked for.
type CostInput struct {
	Year      period.Period // zero: the first fiscal year of the plan
	Dimension cost.Dimension
	Curves    bool // also the pay curves of comp plans
	Unmasked  bool // also amounts that give away the pay of single people
	FailOn    diag.Severity
	// AsOf is the day that the plan was narrowed to: what is in effect then counts
	// as if it stayed so for the year. Zero: everything counts at its time.
	AsOf period.Date
}

// Cost reports what a plan costs in a fiscal year at assumed results. It fails
// for a plan without a calendar or without a year.
func Cost(loaded *Loaded, in CostInput) (report.Cost, error) {
	year, err := cost.YearOf(loaded.Plan, in.Year)
	if err != nil {
		return report.Cost{}, err
	}
	if err := loaded.guardCost(year, in.Unmasked); err != nil {
		return report.Cost{}, err
	}
	book := comp.Read(loaded.Plan)
	if !in.AsOf.IsZero() {
		book = book.AsOf(in.AsOf)
	}
	result, err := cost.Compute(loaded.Plan, book, year)
	if err != nil {
		return report.Cost{}, err
	}
	shown := report.CostInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan, Result: result, Dimension: in.Dimension, Unmasked: in.Unmasked,
		Findings: loaded.Findings, Complete: loaded.Complete, FailOn: in.FailOn, Texts: loaded.Text,
		Confidence: loaded.confidence(in.Unmasked),
	}
	if in.Curves {
		shown.Curves = cost.Curves(loaded.Plan, book, year)
	}
	return report.NewCost(shown), nil
}
