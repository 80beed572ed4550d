package engine

import (
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/gate"
	"github.com/salesplan/salesplan/engine/money"
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
	Previous  *report.Review  // of an earlier state of the change; nil: none is known
	Asker     cuelang.Asker   // of conditions that a plan states
}

// judged holds a review against the gate of its target.
func (g Gate) judged(r report.Review, result review.Result, base *plan.Plan, language *schema.Schema, failOn diag.Severity, unmasked bool) report.Review {
	in := gate.Input{
		Review: r, Changes: result.Changes, Base: base, Merged: result.Merged, Confidence: language.Confidence(), Unmasked: unmasked,
		AsOf: g.AsOf, FailOn: failOn, Given: g.Approvals, Asker: g.Asker, Previous: g.Previous,
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
	if result.Cost != nil {
		for i := range result.Cost.Effects {
			if effect, ok := payEffect(&result.Cost.Effects[i], result.Cost.Levels); ok {
				in.Pay = append(in.Pay, effect)
			}
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

// payEffect is what a change does to somebody's pay at the level where it takes
// most; ok is false where it changes nothing.
func payEffect(e *cost.Effect, levels []cost.Level) (effect gate.PayEffect, ok bool) {
	if e.Direction == cost.Equal {
		return effect, false
	}
	var largest money.Decimal
	for i, level := range levels {
		loss, err := e.Before[i].Sub(e.After[i])
		if err != nil || ok && loss.Cmp(largest) <= 0 {
			continue
		}
		largest, ok = loss, true
		effect = gate.PayEffect{Position: e.Position, Direction: string(e.Direction), Before: e.Before[i], After: e.After[i]}
		if !level.Mixed {
			effect.Attainment = level.Attainment.String()
		}
	}
	return effect, ok
}
