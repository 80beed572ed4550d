package near

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// neighbourhood is what is near a change.
type neighbourhood struct {
	views   []view      // of the memo, then of the plans asked about
	joined  view        // all of them together
	changed []addr.Addr // in order
	needed  map[addr.Addr]bool
}

// differing returns the addresses, in order, whose records are not the same in
// all plans, down to their places.
func (n *neighbourhood) differing(touched map[addr.Addr]bool) []addr.Addr {
	var changed []addr.Addr
	for a := range touched {
		if first := n.views[0].At(a); slices.ContainsFunc(n.views[1:], func(v view) bool { return !slices.EqualFunc(first, v.At(a), sameRecord) }) {
			changed = append(changed, a)
		}
	}
	slices.SortFunc(changed, addr.Addr.Compare)
	return changed
}

func sameRecord(a, b *reach.Record) bool {
	return a.File == b.File && a.Broken == b.Broken && sameNode(&a.Node, &b.Node)
}

// sameNode reports whether two nodes are the same and stand at the same place.
func sameNode(a, b *syntax.Node) bool {
	return a.Key == b.Key && a.Text == b.Text && a.Kind == b.Kind && a.Line == b.Line && a.Column == b.Column &&
		a.KeyLine == b.KeyLine && a.KeyColumn == b.KeyColumn &&
		slices.EqualFunc(a.Children, b.Children, func(c, d syntax.Node) bool { return sameNode(&c, &d) })
}

// named reports whether an id of certain collections came or went.
func (n *neighbourhood) named(in func(collection string) bool) bool {
	return slices.ContainsFunc(n.changed, func(a addr.Addr) bool {
		return in(a.Collection) && slices.ContainsFunc(n.views, func(v view) bool { return len(v.At(a)) == 0 })
	})
}

// begin takes up what is always near: the settings, the collections that some
// rule reads as a whole, and all broken records, since what these say is
// guessed at by rules in ways of their own.
func (n *neighbourhood) begin() {
	for _, a := range n.changed {
		n.needed[a] = true
		if a.Collection == plan.Settings {
			n.views[0].GiveUp("the settings changed")
		}
	}
	for collection := range n.views[0].lister.whole {
		n.needAll(keyWhole(collection))
	}
	n.needAll(keyBroken())
}

func (n *neighbourhood) needAll(key reach.Key) {
	for _, v := range n.views {
		for _, r := range v.Under(key) {
			n.needed[r.Addr] = true
		}
	}
}

// extend takes up what decides the findings of one rule that the change can
// alter, and returns the subjects of these.
func (n *neighbourhood) extend(r reach.Reach) (subjects map[addr.Addr]bool) {
	subjects = make(map[addr.Addr]bool)
	for _, a := range n.changed {
		subjects[a] = true
		if slices.Contains(r.Whole, a.Collection) {
			n.views[0].GiveUp("a rule reads all of " + a.Collection)
		}
	}
	if r.All != nil && slices.ContainsFunc(n.joined.At(plan.SettingsAddr), func(settings *reach.Record) bool { return r.All(settings.Record) }) {
		n.views[0].GiveUp("the settings make a rule read the whole plan")
	}
	if n.anyOf(r.Among) {
		for _, a := range n.changed {
			if slices.Contains(r.Among, a.Collection) || slices.Contains(r.Reads, a.Collection) {
				n.views[0].GiveUp("a rule reads all of " + a.Collection)
			}
		}
	}
	for _, path := range r.Paths {
		for _, a := range n.changed {
			if !n.reads(path, a) {
				continue
			}
			for _, subject := range path.Back(n.joined, a) {
				subjects[subject] = true
			}
		}
	}
	for subject := range subjects {
		n.needed[subject] = true
		for _, path := range r.Paths {
			for _, a := range path.Ahead(n.joined, subject) {
				n.needed[a] = true
			}
		}
	}
	return subjects
}

// anyOf reports whether one of the plans has a record of these collections.
func (n *neighbourhood) anyOf(collections []string) bool {
	return slices.ContainsFunc(collections, func(collection string) bool { return len(n.joined.Under(keyWhole(collection))) > 0 })
}

// reads reports whether what a path reads of a record at its end has changed.
func (n *neighbourhood) reads(path reach.Path, a addr.Addr) bool {
	first := n.views[0].At(a)
	if path.Of == nil || len(first) != 1 {
		return true
	}
	return slices.ContainsFunc(n.views[1:], func(v view) bool {
		other := v.At(a)
		return len(other) != 1 || other[0].Broken != first[0].Broken || path.Of(other[0].Record) != path.Of(first[0].Record)
	})
}

// records returns the records of one plan that are near.
func (n *neighbourhood) records(v view) (records []record.Record, broken []int, references []plan.Reference) {
	for a := range n.needed {
		for _, r := range v.At(a) {
			if r.Broken {
				broken = append(broken, len(records))
			}
			records = append(records, *r.Record)
			references = append(references, r.References...)
		}
	}
	return records, broken, references
}
