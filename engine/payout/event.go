package payout

import (
	"cmp"
	"maps"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// eventPlaces are the rows that tell of events, by what happened.
type eventPlaces map[eventKey]source.Place

// addEvent notes what happened to a deal. The first time counts.
func (in *intake) addEvent(c *credit.Credit) {
	key := eventKey{c.Of, c.Name}
	if before, ok := in.events[key]; !ok || c.Date.Compare(before) < 0 {
		in.events[key] = c.Date
	}
	if _, ok := in.awaited[key]; !ok {
		in.awaited[key] = c.Place()
	}
	in.touch(c, c.Date)
}

// matchEvents tells of events that no instalment of their deal waits for: what is
// held back for a deal whose id is misspelt would be so for good.
func (in *intake) matchEvents() {
	if len(in.awaited) == 0 {
		return
	}
	for i := range in.payees {
		p := &in.payees[i]
		for j := range p.accounts {
			if p.scheme.gauges[j].component != nil {
				in.matchEventsOf(&p.scheme.gauges[j], p.accounts[j])
			}
		}
	}
	byPlace := func(x, y eventKey) int {
		a, b := in.awaited[x], in.awaited[y]
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	}
	for _, key := range slices.SortedFunc(maps.Keys(in.awaited), byPlace) {
		in.found.Add(diag.New(diag.UnmatchedEvent, addr.Addr{}, in.awaited[key],
			"no component has credited deal %q and waits for the event %q: nothing is paid for it", key.deal, key.name))
	}
}

// matchEventsOf takes the events that one component waits for off the list.
func (in *intake) matchEventsOf(g *gauge, accounts []memberAccount) {
	for _, i := range g.component.Instalments {
		if i.OnEvent == "" {
			continue
		}
		for _, a := range accounts {
			for k := range a.entries {
				delete(in.awaited, eventKey{a.entries[k].deal, i.OnEvent})
			}
		}
	}
}
