package check

import (
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// ownerGaps reports times in which a territory that has owners has none.
func ownerGaps(p *Pass) {
	for i := range p.Plan.Territories {
		t := &p.Plan.Territories[i]
		owners := p.owners[t.ID()]
		if t.Container || len(owners) == 0 || p.obscured[t.Addr] {
			continue
		}
		gaps := gapsBetween(t.Active.Intersect(p.years), owners)
		if len(gaps) == 0 {
			continue
		}
		times := make([]string, len(gaps))
		for i, gap := range gaps {
			times[i] = inWords(gap)
		}
		f := diag.New(diag.DateGap, t.Addr, t.Place(), "nobody owns %s %s", t.Addr, joined(times, "and"))
		for _, a := range owners[:min(len(owners), mostNamed)] {
			f = f.With(a.Place(), "position/%s owns it %s", a.Position, inWords(a.Active))
		}
		p.report(f)
	}
}

func ownerGapsReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{reach.Along(assignedTerritory.Back())}}
}

// gapsBetween returns the days of a range without an owner. What has an open
// end promises nothing there: a gap without a beginning or an end is none.
func gapsBetween(within period.Range, owners []*plan.Assignment) []period.Range {
	owned := make([]period.Range, len(owners))
	for i, a := range owners {
		owned[i] = a.Active
	}
	return slices.DeleteFunc(period.Gaps(within, owned), func(gap period.Range) bool {
		return gap.From.IsZero() || gap.To.IsZero()
	})
}
