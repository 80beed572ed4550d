package check

import (
	"github.com/salesplan/salesplan/engine/complint"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// emptyRanges reports records that end before or on their first day.
func emptyRanges(p *Pass) {
	for _, r := range p.Plan.Positions {
		reportEmpty(p, r.Origin, r.Active)
	}
	for _, r := range p.Plan.People {
		reportEmpty(p, r.Origin, r.Active)
	}
	for _, r := range p.Plan.Territories {
		reportEmpty(p, r.Origin, r.Active)
	}
	for _, r := range p.Plan.Holders {
		reportEmpty(p, r.Origin, r.Active)
	}
	for _, r := range p.Plan.Assignments {
		reportEmpty(p, r.Origin, r.Active)
	}
	p.found = append(p.found, complint.EmptyRanges(p.logic())...)
}

func emptyRangesReach() reach.Reach { return reach.Reach{} }

func reportEmpty(p *Pass, o plan.Origin, r period.Range) {
	if !r.Empty() {
		return
	}
	f := diag.New(diag.EmptyRange, o.Addr, o.PlaceOf("to"), "\"to\" is %s, which is not after \"from\", %s: \"to\" is the first day that does not count any more", r.To, r.From)
	p.report(f.At("to").With(o.PlaceOf("from"), "it begins here"))
}
