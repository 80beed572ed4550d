// Package history follows one record of a plan through the commits of a
// repository: who changed which field when, and who last set each field. It
// reads files only where a commit changed them, knows a record again wherever
// it stands, and follows declared renames. It knows nothing of how commits are
// shown. Its entry points are [Reader.Log] and [Reader.Blame].
package history

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
	"github.com/salesplan/salesplan/engine/vcs"
)

// Reader follows records of the plan in one folder of a repository.
type Reader struct {
	Repository *vcs.Repository
	Folder     string         // slash path of the plan from the top of the repository
	Schema     *schema.Schema // the language in which all commits are read
	Moves      []plan.Move    // renames that the newest plan declares
	// Whole returns the plan of a commit as a whole, nil where there is none. It
	// is asked for where files in CUE changed: what they say depends on others.
	Whole func(vcs.Commit) (*plan.Plan, error)

	known map[string]version // what a blob says about a record, by id and name
	plans map[string]bool    // whether a folder of a commit is a plan of its own
}

// Entry is what one commit did to the record.
type Entry struct {
	Commit vcs.Commit
	Action diff.Action  // never Moved
	Addr   addr.Addr    // after the commit; before it where it was removed
	From   addr.Addr    // before the commit, where it was renamed
	Fields []diff.Field // that differ, sorted by path
}

// Log is the history of a record, the newest entry first.
type Log struct {
	Entries []Entry
	Cut     bool // this clone left out older commits: there may be more
}

// state is a record looked for at a commit.
type state struct {
	commit vcs.Commit
	addr   addr.Addr
}

// Log returns what the commits up to one did to the record that has an address
// there, or had it once. A merge that took the record as one of its parents has
// it did nothing, and that parent's history counts.
func (r *Reader) Log(at vcs.Commit, a addr.Addr) (Log, error) {
	var log Log
	seen := map[state]bool{}
	queue := newQueue(r.Repository)
	queue.push(state{at, a}, nil)
	for queue.Len() > 0 {
		item, err := queue.pop()
		if err != nil {
			return Log{}, err
		}
		one := item.state
		if seen[one] {
			continue
		}
		seen[one] = true
		steps, cut, err := r.steps(one)
		if err != nil {
			return Log{}, err
		}
		log.Cut = log.Cut || cut
		if same, ok := sameStep(steps); ok {
			queue.push(state{same.parent, one.addr}, nil)
			continue
		}
		if entry, ok := r.entry(one, steps); ok {
			log.Entries = append(log.Entries, entry)
		}
		for _, s := range steps {
			if s.parent.Hash != "" {
				queue.push(state{s.parent, s.addr}, nil)
			}
		}
	}
	return log, nil
}

// sameStep returns the first step that leaves the record as it was.
func sameStep(steps []step) (step, bool) {
	for _, s := range steps {
		if s.parent.Hash != "" && s.same() {
			return s, true
		}
	}
	return step{}, false
}

// entry is what a commit did: the fields that differ from all parents.
func (r *Reader) entry(one state, steps []step) (Entry, bool) {
	if len(steps) == 0 || len(steps) == 1 && steps[0].same() {
		return Entry{}, false
	}
	first := steps[0]
	e := Entry{Commit: one.commit, Addr: one.addr, Action: diff.Changed}
	e.Fields = diff.Fields(one.addr.Collection, nodeOf(first.before), nodeOf(first.after), r.Schema)
	switch {
	case first.before == nil:
		e.Action = diff.Added
	case first.after == nil:
		e.Action = diff.Removed
	case first.renamed:
		e.Action, e.From = diff.Renamed, first.addr
	}
	for _, other := range steps[1:] {
		fields := diff.Fields(one.addr.Collection, nodeOf(other.before), nodeOf(other.after), r.Schema)
		e.Fields = shared(e.Fields, fields)
	}
	return e, len(steps) == 1 || len(e.Fields) > 0
}

// shared returns the fields of one list that are in another, too.
func shared(fields, others []diff.Field) []diff.Field {
	var both []diff.Field
	for _, f := range fields {
		for _, other := range others {
			if f.Path == other.Path {
				both = append(both, f)
			}
		}
	}
	return both
}

func nodeOf(r *record.Record) *syntax.Node {
	if r == nil {
		return nil
	}
	return &r.Node
}
