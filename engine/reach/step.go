package reach

import (
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/record"
)

// Step leads from a record to others, and back. It goes by addresses: neither
// the record it starts from nor those it leads to need to be there.
type Step struct {
	ahead, back func(Graph, addr.Addr) []addr.Addr
	listings    []Listing
}

// Listing says under which keys a [Graph] must find records for a step.
type Listing struct {
	Name string // of the listing; equal names list the same
	Keys func(r *Record, list func(Key))
}

// Listings returns what a [Graph] needs to know for the step.
func (s Step) Listings() []Listing { return s.listings }

// Back returns the step in the other direction.
func (s Step) Back() Step {
	s.ahead, s.back = s.back, s.ahead
	return s
}

// Field is the step from records of one collection to those of another that a
// field with a single id names.
func Field(collection, field, target string) Step {
	return IDs(collection, field, target, func(r *record.Record) []string { return []string{r.Node.TextOf(field)} })
}

// IDs is the step from records of one collection to those of another whose ids
// a function reads from the record. Empty ids name nothing. The name tells the
// step from others of the collection.
func IDs(collection, name, target string, ids func(*record.Record) []string) Step {
	return Links(collection, name+">"+target, func(r *record.Record) []addr.Addr {
		var named []addr.Addr
		for _, id := range ids(r) {
			if id != "" {
				named = append(named, addr.New(target, id))
			}
		}
		return named
	})
}

// Links is the step from records of one collection to the addresses that a
// function reads from the record.
func Links(collection, name string, links func(*record.Record) []addr.Addr) Step {
	key := Key{List: collection + "." + name}
	return Step{
		ahead: func(g Graph, from addr.Addr) []addr.Addr {
			var named []addr.Addr
			if from.Collection == collection {
				for _, r := range g.At(from) {
					named = append(named, links(r.Record)...)
				}
			}
			return named
		},
		back: func(g Graph, to addr.Addr) []addr.Addr {
			key := key
			key.Addr = to
			return addresses(g.Under(key))
		},
		listings: []Listing{{key.List, func(r *Record, list func(Key)) {
			if r.Addr.Collection == collection {
				for _, to := range links(r.Record) {
					list(Key{List: key.List, Addr: to})
				}
			}
		}}},
	}
}

// Targets is the step from any record to everything that it refers to in some
// collections, in all if none is named.
func Targets(in ...string) Step {
	name := strings.Join(append([]string{"reference"}, in...), ",")
	targets := func(r *Record) []addr.Addr {
		var all []addr.Addr
		for _, ref := range r.References {
			for _, collection := range ref.Collections {
				if len(in) == 0 || slices.Contains(in, collection) {
					all = append(all, addr.New(collection, ref.ID))
				}
			}
		}
		return all
	}
	return Step{
		ahead: func(g Graph, from addr.Addr) []addr.Addr {
			var all []addr.Addr
			for _, r := range g.At(from) {
				all = append(all, targets(r)...)
			}
			return all
		},
		back: func(g Graph, to addr.Addr) []addr.Addr {
			if len(in) > 0 && !slices.Contains(in, to.Collection) {
				return nil
			}
			return addresses(g.Under(Key{List: name, Addr: to}))
		},
		listings: []Listing{{name, func(r *Record, list func(Key)) {
			for _, to := range targets(r) {
				list(Key{List: name, Addr: to})
			}
		}}},
	}
}

// Above is the step to all records that are reached by one or more steps up,
// such as from a territory to those above it.
func Above(up Step) Step {
	return Step{ahead: closure(up.ahead), back: closure(up.back), listings: up.listings}
}

// Circle is the step from a record to those that can stand in a circle with
// it, and back: the ones above it, since who is in a circle is above himself.
func Circle(up Step) Step {
	return Step{ahead: closure(up.ahead), back: closure(up.ahead), listings: up.listings}
}

// closure repeats a step for as long as it finds anything new.
func closure(step func(Graph, addr.Addr) []addr.Addr) func(Graph, addr.Addr) []addr.Addr {
	return func(g Graph, from addr.Addr) []addr.Addr {
		var found []addr.Addr
		seen := make(map[addr.Addr]bool)
		for next := []addr.Addr{from}; len(next) > 0; {
			a := next[len(next)-1]
			next = next[:len(next)-1]
			for _, b := range step(g, a) {
				if !seen[b] {
					seen[b] = true
					found, next = append(found, b), append(next, b)
				}
			}
		}
		return found
	}
}

// Alike is the step between records that share a trait, from each of them to
// all, itself included.
func Alike(name string, traits func(*record.Record) []string) Step { return Akin(name, traits, traits) }

// Akin is the step from a record to those that are listed under what it seeks.
// Whoever seeks another must be sought by it.
func Akin(name string, listed, sought func(*record.Record) []string) Step {
	across := func(g Graph, from addr.Addr) []addr.Addr {
		var all []addr.Addr
		for _, r := range g.At(from) {
			for _, trait := range sought(r.Record) {
				all = append(all, addresses(g.Under(Key{List: name, Trait: trait}))...)
			}
		}
		return all
	}
	return Step{ahead: across, back: across, listings: []Listing{{name, func(r *Record, list func(Key)) {
		for _, trait := range listed(r.Record) {
			list(Key{List: name, Trait: trait})
		}
	}}}}
}

// Custom is a step that a rule makes of its own, out of other steps.
func Custom(ahead, back func(Graph, addr.Addr) []addr.Addr, of ...Step) Step {
	s := Step{ahead: ahead, back: back}
	for _, one := range of {
		s.listings = append(s.listings, one.listings...)
	}
	return s
}

// Ahead returns where the step leads from a record.
func (s Step) Ahead(g Graph, from addr.Addr) []addr.Addr { return s.ahead(g, from) }

func addresses(records []*Record) []addr.Addr {
	all := make([]addr.Addr, len(records))
	for i, r := range records {
		all[i] = r.Addr
	}
	return all
}
