package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/source"
)

// hierarchies are the fields that make a tree of a collection.
var hierarchies = []struct{ collection, field string }{
	{plan.AccountKind, "parent"},
	{plan.PositionKind, "manager"},
	{plan.TerritoryKind, "parent"},
}

// referenceCycles reports records that are above themselves.
func referenceCycles(p *Pass) {
	for _, h := range hierarchies {
		links := linksOf(p, h.collection, h.field)
		for _, circle := range circles(links.ids, links.above) {
			p.report(circleFinding(h.collection, h.field, circle, links.place))
		}
	}
}

func referenceCyclesReach() reach.Reach {
	var r reach.Reach
	for _, h := range hierarchies {
		r.Paths = append(r.Paths, reach.Along(reach.Circle(reach.Field(h.collection, h.field, h.collection))))
	}
	return r
}

// links are the sound references of one hierarchy.
type links struct {
	ids   []string // that have something above them, sorted
	above map[string]string
	place map[string]source.Place
}

func linksOf(p *Pass, collection, field string) links {
	l := links{above: make(map[string]string), place: make(map[string]source.Place)}
	for _, ref := range p.Plan.References {
		if ref.From.Collection != collection || ref.Field != field ||
			p.Plan.Broken[ref.From] || !p.sound(addr.New(collection, ref.ID)) {
			continue
		}
		l.ids = append(l.ids, ref.From.ID)
		l.above[ref.From.ID] = ref.ID
		l.place[ref.From.ID] = ref.Place
	}
	slices.Sort(l.ids)
	return l
}

// circleFinding tells of one circle, at the place of its first member.
func circleFinding(collection, field string, circle []string, place map[string]source.Place) diag.Finding {
	first := addr.New(collection, circle[0])
	if len(circle) == 1 {
		return diag.New(diag.ReferenceCycle, first, place[first.ID], "%s is its own %s", first, field).At(field)
	}
	var chain strings.Builder
	for _, id := range circle[:min(len(circle), mostNamed)] {
		fmt.Fprintf(&chain, "%s → ", addr.New(collection, id))
	}
	if more := len(circle) - mostNamed; more > 0 {
		fmt.Fprintf(&chain, "%d more → ", more)
	}
	f := diag.New(diag.ReferenceCycle, first, place[first.ID],
		"%d records are above each other in a circle: %s%s", len(circle), chain.String(), first).At(field)
	for i, id := range circle[1:min(len(circle), mostNamed)] {
		above := circle[(i+2)%len(circle)]
		f = f.With(place[id], "%s names %s", addr.New(collection, id), addr.New(collection, above))
	}
	return f
}
