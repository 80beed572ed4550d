package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// addDerived adds what follows for a record from changes of others: the owner
// of a territory follows from assignments, the holder of a position from
// holders. Only records that exist on both sides get derived fields.
func addDerived(changes []Change, before, after *plan.Plan, renames map[addr.Addr]addr.Addr) []Change {
	index := make(map[addr.Addr]int, len(changes))
	for i, change := range changes {
		index[change.Addr] = i
	}
	current := func(collection, id string) string {
		if to, ok := renames[addr.New(collection, id)]; ok {
			return to.ID
		}
		return id
	}
	same := func(_, id string) string { return id }
	for _, relation := range relations {
		was, is := relation.read(before, current), relation.read(after, same)
		from, to := after.Records.Collection(relation.collection)
		for i := from; i < to; i++ {
			address := after.Records.Addr(i)
			if was[address.ID] == is[address.ID] {
				continue
			}
			at, changed := index[address]
			if changed && changes[at].BeforeNode == nil {
				continue // an added record: its owner is part of what it is
			}
			if !changed {
				old, existed := before.Find(address)
				if !existed {
					continue
				}
				now := after.Records.Record(i)
				at = len(changes)
				index[address] = at
				changes = append(changes, Change{
					Addr: address, Action: Changed, Before: old.Place(), After: now.Place(),
					BeforeNode: &old.Node, AfterNode: &now.Node,
				})
			}
			changes[at].Facets |= Ownership
			changes[at].Fields = append(changes[at].Fields, Field{
				Path: relation.field, Before: derived(was[address.ID]), After: derived(is[address.ID]), Facet: Ownership, Derived: true,
			})
			slices.SortFunc(changes[at].Fields, func(f, g Field) int { return strings.Compare(f.Path, g.Path) })
		}
	}
	return changes
}

// relations are the fields that follow from other records.
var relations = []struct {
	collection, field string
	// read returns the value by id; current maps ids through renames.
	read func(p *plan.Plan, current func(collection, id string) string) map[string]string
}{
	{plan.TerritoryKind, "owner", owners},
	{plan.PositionKind, "holder", holders},
}

// owners returns who owns each territory, by the territory's id.
func owners(p *plan.Plan, current func(collection, id string) string) map[string]string {
	whole, _ := money.New(1, 0)
	parts := map[string][]string{}
	for _, a := range p.Assignments {
		if a.Coverage != plan.Owner || a.Territory == "" {
			continue
		}
		who := current(plan.PositionKind, a.Position)
		if a.Share != whole {
			who = fmt.Sprintf("%s (share %s)", who, a.Share)
		}
		territory := current(plan.TerritoryKind, a.Territory)
		parts[territory] = append(parts[territory], who+dates(a.Active))
	}
	return joined(parts)
}

// holders returns who holds each position, by the position's id.
func holders(p *plan.Plan, current func(collection, id string) string) map[string]string {
	parts := map[string][]string{}
	for _, h := range p.Holders {
		position := current(plan.PositionKind, h.Position)
		parts[position] = append(parts[position], current(plan.PersonKind, h.Person)+dates(h.Active))
	}
	return joined(parts)
}

// dates prints a range after a name: nothing for an unbounded one.
func dates(r period.Range) string {
	var text string
	if r.From != (period.Date{}) {
		text += " from " + r.From.String()
	}
	if r.To != (period.Date{}) {
		text += " until " + r.To.String()
	}
	return text
}

// joined sorts and joins the parts of every id.
func joined(parts map[string][]string) map[string]string {
	texts := make(map[string]string, len(parts))
	for id, list := range parts {
		slices.Sort(list)
		texts[id] = strings.Join(list, ", ")
	}
	return texts
}

// derived makes a node of a computed text, nil for "".
func derived(text string) *syntax.Node {
	if text == "" {
		return nil
	}
	return &syntax.Node{Kind: syntax.String, Text: text}
}
