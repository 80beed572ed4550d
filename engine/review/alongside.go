package review

import (
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// Together is what happens if two changes both land on one target.
type Together struct {
	// Conflicts are the records that the two change in ways that do not go
	// together. Head is the change under review, Target the other one.
	Conflicts []merge.Conflict
	// Findings are those of the plan after both that it has after neither alone.
	Findings diag.List
	// Complete is false where the other change could not be read in full.
	Complete bool
}

// Alongside compares what two changes make of their common target: the one under
// review and another that is open, too.
func Alongside(mine, other Input) Together {
	one, _ := land(mine)
	two, _ := land(other)
	language := mine.Head.Schema
	records, conflicts := merge.Records(mine.Target.Plan, two.Plan, one.Plan, language)
	model, findings := compile.Merged(language, records)
	both := mine.stateOf(&Side{Plan: model, Schema: language, Findings: findings, Complete: true})
	alone := map[string]bool{}
	for _, side := range []*Side{one, two} {
		for _, f := range mine.stateOf(side).Findings {
			alone[f.Identity()] = true
		}
	}
	t := Together{Conflicts: conflicts, Complete: two.Complete && other.Base.Complete}
	for _, f := range both.Findings {
		if !alone[f.Identity()] {
			t.Findings = append(t.Findings, placedIn(one.Plan, f))
		}
	}
	return t
}

// placedIn moves a finding about two changes to where the record stands in one
// of them; nowhere if it does not have it.
func placedIn(p *plan.Plan, f diag.Finding) diag.Finding {
	f.Place, f.Related = source.Place{}, nil
	if r, ok := p.Find(f.Subject); ok {
		f.Place = r.PlaceOf(f.Field)
	}
	return f
}
