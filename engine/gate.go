package engine

import (
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/gate"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/schema"
)

// Gate is what the gate of a review must know beside the plans.
type Gate struct {
	AsOf      period.Date     // the day of the review; no date if it is not known
	Approvals *gate.Approvals // nil: nobody has been asked yet
	Asker     cuelang.Asker   // of conditions that a plan states
}

// judged holds a review against the gate of its target.
func (g Gate) judged(r report.Review, result review.Result, base *plan.Plan, language *schema.Schema, failOn diag.Severity, unmasked bool) report.Review {
	in := gate.Input{
		Review: r, Changes: result.Changes, Base: base, Merged: result.Merged, Confidence: language.Confidence(), Unmasked: unmasked,
		AsOf: g.AsOf, FailOn: failOn, Given: g.Approvals, Asker: g.Asker,
	}
	for _, f := range result.Findings {
		in.Findings = append(in.Findings, f.Finding)
	}
	if result.Cost != nil {
		for i, level := range result.Cost.Levels {
			one := gate.CostLevel{Mixed: level.Mixed, Before: result.Cost.Before[i], After: result.Cost.After[i]}
			if !level.Mixed {
				one.Attainment = level.Attainment.String()
			}
			in.Cost = append(in.Cost, one)
		}
	}
	return r.Judged(gate.Judge(in))
}

// Approvable are the hashes of all that a review of the head would list for
// approval.
func Approvable(in ReviewInput) []string {
	result := review.Compute(review.Input{Base: &in.Base.Side, Target: &in.Target.Side, Head: &in.Head.Side})
	return gate.Hashes(gate.Input{Changes: result.Changes, Base: in.Target.Plan, Merged: result.Merged, Confidence: in.Head.Schema.Confidence()})
}
