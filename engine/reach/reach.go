package reach

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// Reach says what decides the findings of a rule. A finding is about one
// record, its subject. What the rule reads of the plan to decide it must lie
// within the reach of the subject: the subject itself, the ends of the paths
// from it, all records of the Whole collections and the plan's settings.
//
// Which record of several is the subject is free to choose, as long as the
// paths from it lead to all that is read.
type Reach struct {
	// Paths are the ways from a subject to what is read. The beginning of a
	// path is a path of its own where the records on the way are read, too:
	// only the record at the end counts as read.
	Paths []Path
	// Whole are collections that the rule reads as a whole.
	Whole []string
	// All tells of a rule that reads the whole plan where the settings ask for
	// it whether these settings do.
	All func(settings *record.Record) bool
	// Among are collections of which the subjects are part, for a rule that reads
	// the whole of the collections in Reads where there is any subject: without
	// one it says nothing, whatever changes.
	Among []string
	// Reads are the collections that matter to the subjects in Among.
	Reads []string
	// Suggests is set where a finding also depends on which ids there are, and
	// tells of which collections.
	Suggests func(collection string) bool
	// Fragile is set where a finding, if there is any, may depend on records
	// beyond the reach: the rule says nothing for as long as what is within
	// the reach of every subject gives it no reason to, but which of several
	// records it names is decided by the whole plan.
	Fragile bool
}

// Path leads from a subject step by step to a record that is read.
type Path struct {
	Steps []Step
	// Of returns what is read of the record at the end, as a text that is equal
	// for records between which the rule sees no difference. Whether there is a
	// record, and whether it is broken, is always read. nil stands for
	// everything in the record with all places.
	Of func(*record.Record) string
}

// Along returns the path of the steps at whose end everything is read.
func Along(steps ...Step) Path { return Path{Steps: steps} }

// Reading returns the path of which only a part of the last record is read.
func (p Path) Reading(of func(*record.Record) string) Path {
	p.Of = of
	return p
}

// Existence is read of a record of which only matters that it is there and
// sound.
func Existence(*record.Record) string { return "" }

// Record is a record with what else was found out about it.
type Record struct {
	*record.Record
	References []plan.Reference // in it
	Broken     bool
}

// Key is what records are listed under: an address or a trait in a list.
type Key struct {
	List  string // its name
	Addr  addr.Addr
	Trait string
}

// Graph are several states of a plan as records that lead to each other. What a
// record says in one state and in another is there as two records; those that
// are written twice are all there.
type Graph interface {
	// At returns the records with an address.
	At(addr.Addr) []*Record
	// Certain returns the record with an address if it is sound and the same in
	// all states.
	Certain(addr.Addr) (*Record, bool)
	// Under returns the records that a step lists under a key.
	Under(Key) []*Record
	// GiveUp says that what decides something cannot be found by steps.
	GiveUp(why string)
}

// Ahead returns where the path leads from a subject.
func (p Path) Ahead(g Graph, subject addr.Addr) []addr.Addr {
	at := []addr.Addr{subject}
	for _, step := range p.Steps {
		at = each(g, at, step.ahead)
	}
	return at
}

// Back returns the subjects from which the path leads to a record.
func (p Path) Back(g Graph, read addr.Addr) []addr.Addr {
	at := []addr.Addr{read}
	for _, step := range slices.Backward(p.Steps) {
		at = each(g, at, step.back)
	}
	return at
}

// each joins what a step finds from each of several records, every address
// once.
func each(g Graph, from []addr.Addr, step func(Graph, addr.Addr) []addr.Addr) []addr.Addr {
	if len(from) == 0 {
		return nil
	}
	found := step(g, from[0])
	if len(from) == 1 {
		return found
	}
	found = slices.Clone(found)
	seen := make(map[addr.Addr]bool)
	for _, a := range found {
		seen[a] = true
	}
	for _, a := range from[1:] {
		for _, b := range step(g, a) {
			if !seen[b] {
				seen[b] = true
				found = append(found, b)
			}
		}
	}
	return found
}
