package check

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// lookAlike writes characters that are mistaken for each other as one. It is
// kept narrow: i and l stay apart, since fi and fl, or il and li, are
// different countries and states, and the dot tells them apart.
var lookAlike = strings.NewReplacer("0", "o", "1", "l", "rn", "m", "_", "-", ".", "-")

// lookAlikeIDs reports ids of one collection that a reader takes for the same.
// Ids put together from other ids are left out: their parts are looked at.
func lookAlikeIDs(p *Pass) {
	seen := make(map[addr.Addr]addr.Addr)
	for i := range p.Plan.Records {
		a := p.Plan.Records[i].Addr
		if p.Plan.Broken[a] || !slices.Contains(identified, a.Collection) {
			continue
		}
		shape := addr.New(a.Collection, lookAlike.Replace(a.ID))
		first, taken := seen[shape]
		if !taken {
			seen[shape] = a
			continue
		}
		f := diag.New(diag.LookAlikeID, a, p.placeOf(a), "%s and %s look alike; a reader will take one for the other", first, a)
		p.report(f.With(p.placeOf(first), "%s stands here", first))
	}
}

func lookAlikeIDsReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{reach.Along(reach.Alike("shape", func(r *record.Record) []string {
		if !slices.Contains(identified, r.Addr.Collection) {
			return nil
		}
		return []string{addr.New(r.Addr.Collection, lookAlike.Replace(r.Addr.ID)).String()}
	}))}}
}
