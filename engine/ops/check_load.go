package ops

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
)

// overloadedRoles reports roles whose activities take more hours than their
// people have.
func overloadedRoles(p *pass) {
	for _, load := range p.m.Roles {
		if !load.Staffed || load.Hours.Cmp(load.Capacity) <= 0 {
			continue
		}
		staffing := p.m.prices.staffing[load.Addr.ID]
		f := diag.New(diag.OverloadedRole, load.Addr, staffing.PlaceOf("heads"), "the activities of %s take %s hours a year, but its people have %s",
			load.Addr, load.Hours.Grouped(0), load.Capacity.Grouped(0))
		for i := range p.m.Work {
			if w := &p.m.Work[i]; w.OwnerRole == load.Addr.ID && len(f.Related) < mostRelated {
				f = f.With(w.PlaceOf("hours"), "\"%s\" takes %s hours a year", w.Name, w.Hours.Grouped(0))
			}
		}
		p.report(f)
	}
}

// mostRelated is how many places a finding names beside its own.
const mostRelated = 10

// sharedCollections reports collections that activities with different deciders
// keep up to date.
func sharedCollections(p *pass) {
	if p.hidden {
		return
	}
	for _, link := range p.m.Links {
		if len(link.Deciders) < 2 || len(link.Activities) < 2 {
			continue
		}
		last := p.work[link.Activities[len(link.Activities)-1].ID]
		f := diag.New(diag.SharedCollection, last.Addr, last.PlaceOf("maintains"), "%d activities keep \"%s\" up to date, and different people decide about it: %s",
			len(link.Activities), link.Collection, joined(link.Deciders))
		for _, a := range link.Activities[:min(len(link.Activities)-1, mostRelated)] {
			f = f.With(p.work[a.ID].PlaceOf("maintains"), "%s keeps it up to date, too", a)
		}
		p.report(f.At("maintains"))
	}
}

// withoutActivity reports segments and functions to which no activity belongs.
func withoutActivity(p *pass) {
	if p.hidden {
		return
	}
	for _, group := range slices.Concat(p.m.Segments, p.m.Functions) {
		if group.Activities > 0 || group.Addr.IsZero() {
			continue
		}
		record, _ := p.plan.Find(group.Addr)
		p.report(diag.New(diag.WithoutActivity, group.Addr, record.Place(), "\"%s\" has no activity: nobody does it, or the map leaves it out", group.Name))
	}
}

// badReallocations reports proposals that move an activity twice, and those
// that plan more work for a role than they free.
func badReallocations(p *pass) {
	scenarios, _ := Reallocate(p.m)
	for i := range p.ops.Reallocations {
		r := &p.ops.Reallocations[i]
		seen, known := map[string]bool{}, true
		for _, move := range r.Moves {
			if seen[move.Activity] {
				p.report(diag.New(diag.ReallocationDiffers, r.Addr, move.Place, "\"%s\" moves %s twice: only the first move counts",
					r.Name, addr.New(plan.ActivityKind, move.Activity)))
			}
			seen[move.Activity] = true
			known = known && p.work[move.Activity] != nil
		}
		if !known {
			continue
		}
		for _, freed := range scenarios[i].Freed {
			if freed.Left.Sign() < 0 {
				last := freed.Funded[len(freed.Funded)-1]
				p.report(diag.New(diag.ReallocationDiffers, r.Addr, last.Place, "\"%s\" frees %s hours of %s a year, but plans work for %s more than that",
					r.Name, freed.Freed.Grouped(0), roleAddr(freed.Role), freed.Left.Neg().Grouped(0)))
			}
		}
	}
}

// unclearCriteria reports criteria that do not say what is asked for.
func unclearCriteria(p *pass) {
	for i := range p.ops.Criteria {
		c := &p.ops.Criteria[i]
		missing := ""
		switch {
		case c.Metric == "stated" && (c.AtLeast != nil || c.AtMost != nil):
			missing = "a stated answer has no \"at_least\" or \"at_most\": write the answer in \"met\""
		case c.Metric != "stated" && c.Met != nil:
			missing = "\"met\" is for the metric stated: what is computed from the map cannot be stated, too"
		case c.Metric != "stated" && c.AtLeast == nil && c.AtMost == nil:
			missing = "write \"at_least\", \"at_most\" or both"
		case (c.Metric == "central_teams" || c.Metric == "kind_share") && c.Kind == "":
			missing = "write the \"kind\" of team"
		case c.Metric == "collection_central" && c.Collection == "":
			missing = "write the \"collection\""
		default:
			continue
		}
		p.report(diag.New(diag.UnclearCriterion, c.Addr, c.PlaceOf("metric"), "the criterion does not say what it asks for: %s", missing))
	}
}
