package check

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// dateOverlaps reports positions held twice at a time, and assignments that
// say the same thing twice.
func dateOverlaps(p *Pass) {
	seats := make(map[string][]dated)
	for _, h := range p.Plan.Holders {
		seats[h.Position] = append(seats[h.Position], dated{h.Origin, h.Active})
	}
	for _, position := range sortedKeys(seats) {
		reportOverlaps(p, seats[position], "position/"+position+" has two holders")
	}
	type duty struct{ territory, account, position, coverage string }
	duties := make(map[duty][]dated)
	for _, a := range p.Plan.Assignments {
		d := duty{a.Territory, a.Account, a.Position, a.Coverage}
		duties[d] = append(duties[d], dated{a.Origin, a.Active})
	}
	for d, all := range duties { // the findings are sorted in the end
		reportOverlaps(p, all, "position/"+d.position+" is assigned twice as "+d.coverage+" of "+coveredBy(d.territory, d.account).String())
	}
}

func dateOverlapsReach() reach.Reach {
	sameDuty := reach.Alike("duty", func(r *record.Record) []string {
		if r.Addr.Collection != plan.AssignmentKind {
			return nil
		}
		n := &r.Node
		return []string{strings.Join([]string{n.TextOf("territory"), n.TextOf("account"), n.TextOf("position"), n.TextOf("coverage")}, "\x00")}
	})
	return reach.Reach{Paths: []reach.Path{reach.Along(heldPosition, heldPosition.Back()), reach.Along(sameDuty)}}
}

// dated is a record that holds over a range of days.
type dated struct {
	plan.Origin
	active period.Range
}

// reportOverlaps reports each record that begins before the ones before it
// have ended.
func reportOverlaps(p *Pass, all []dated, what string) {
	all = slices.DeleteFunc(all, func(d dated) bool { return d.active.Empty() })
	if len(all) < 2 {
		return
	}
	slices.SortStableFunc(all, func(a, b dated) int { return compareStarts(a.active, b.active) })
	longest := all[0]
	for i := 1; i < len(all); i++ {
		if both := longest.active.Intersect(all[i].active); !both.Empty() {
			f := diag.New(diag.DateOverlap, all[i].Addr, all[i].Place(), "%s %s", what, inWords(both))
			p.report(f.With(longest.Place(), "the other one holds %s", inWords(longest.active)))
		}
		if compareEnds(all[i].active, longest.active) > 0 {
			longest = all[i]
		}
	}
}
