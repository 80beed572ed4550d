package check

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

func quotasOutsideBandReach() reach.Reach {
	below := reach.Custom(quotasBelow, quotasAbove, quotaTerritory, territoryParent)
	return reach.Reach{Paths: []reach.Path{
		reach.Along(quotaTerritory),
		reach.Along(quotaTerritory, reach.Above(territoryParent)).Reading(parentOf),
		reach.Along(below).Reading(partInBand),
	}, Whole: []string{plan.MeasureKind}} // the measure tells the currency of a quota
}

// partInBand tells what matters of a quota to the one above it, and of a
// territory between the two.
func partInBand(r *record.Record) string {
	if r.Addr.Collection == plan.TerritoryKind {
		return parentOf(r)
	}
	n := &r.Node
	return fmt.Sprintf("%q %q %q %q %q %s", n.TextOf("territory"), n.TextOf("measure"), n.TextOf("period"), n.TextOf("amount"), n.TextOf("currency"), r.PlaceOf("amount"))
}

// quotasBelow leads from a quota to those that may be the nearest below it,
// and to the territories between.
func quotasBelow(g reach.Graph, from addr.Addr) []addr.Addr {
	var found []addr.Addr
	for _, q := range g.At(from) {
		seen := map[addr.Addr]bool{}
		for next := quotaTerritory.Ahead(g, from); len(next) > 0; {
			at := next[len(next)-1]
			next = next[:len(next)-1]
			for _, below := range territoryParent.Back().Ahead(g, at) {
				if seen[below] {
					continue
				}
				seen[below] = true
				found = append(found, below)
				carried, stops := quotasLike(g, q.Record, below)
				if found = append(found, carried...); !stops {
					next = append(next, below)
				}
			}
		}
	}
	return found
}

// quotasAbove leads from a quota to those that it may be the nearest below of,
// and from a territory to those that are so to any quota at or below it.
func quotasAbove(g reach.Graph, from addr.Addr) []addr.Addr {
	switch from.Collection {
	case plan.QuotaKind:
		var found []addr.Addr
		for _, q := range g.At(from) {
			found = append(found, nearestAbove(g, q.Record)...)
		}
		return found
	case plan.TerritoryKind:
		var found []addr.Addr
		for _, t := range append(reach.Above(territoryParent).Back().Ahead(g, from), from) {
			for _, a := range quotaTerritory.Back().Ahead(g, t) {
				found = append(found, quotasAbove(g, a)...)
			}
		}
		return found
	}
	return nil
}

// nearestAbove returns the quotas like q on the way up, as far as the first
// that is sound.
func nearestAbove(g reach.Graph, q *record.Record) []addr.Addr {
	var found []addr.Addr
	seen := map[addr.Addr]bool{}
	for next := quotaTerritory.Ahead(g, q.Addr); len(next) > 0; {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		for _, above := range territoryParent.Ahead(g, at) {
			if seen[above] {
				continue
			}
			seen[above] = true
			like, stops := quotasLike(g, q, above)
			if found = append(found, like...); !stops {
				next = append(next, above)
			}
		}
	}
	return found
}

// quotasLike returns the quotas of a territory for the measure and period of
// q, and whether one of them is certainly read.
func quotasLike(g reach.Graph, q *record.Record, territory addr.Addr) (like []addr.Addr, sound bool) {
	alike := func(other *reach.Record) bool {
		return other.Node.TextOf("measure") == q.Node.TextOf("measure") && samePeriod(&other.Node, &q.Node)
	}
	for _, a := range quotaTerritory.Back().Ahead(g, territory) {
		if slices.ContainsFunc(g.At(a), alike) {
			like = append(like, a)
			certain, ok := g.Certain(a)
			sound = sound || ok && alike(certain)
		}
	}
	return like, sound
}

// samePeriod reports whether two quotas are for one period, however it is
// written.
func samePeriod(a, b *syntax.Node) bool {
	one, _ := period.Parse(a.TextOf("period"))
	other, _ := period.Parse(b.TextOf("period"))
	return one == other
}
