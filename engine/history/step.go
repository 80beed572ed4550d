package history

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/vcs"
)

// step is what happened to a record from a parent to a commit. Both versions
// are nil where no file that may hold the record changed.
type step struct {
	parent        vcs.Commit // zero before the first commit
	addr          addr.Addr  // of the record in the parent
	before, after *record.Record
	renamed       bool // after is as it reads under the address in the parent
}

// same reports whether the record is in the commit as it was in the parent.
func (s step) same() bool {
	if s.renamed {
		return false
	}
	if s.before == nil || s.after == nil {
		return s.before == s.after
	}
	return s.before.Node.Equal(&s.after.Node)
}

// steps returns the step from each parent of a commit; cut is true where this
// clone left parents out.
func (r *Reader) steps(at state) (steps []step, cut bool, err error) {
	parents, cut, err := r.Repository.Parents(at.commit)
	if err != nil {
		return nil, false, err
	}
	if cut { // nobody knows whether the record was there before
		return nil, true, nil
	}
	if len(parents) == 0 {
		changes, err := r.Repository.Introduced(at.commit, r.Folder)
		if err != nil {
			return nil, false, err
		}
		s, err := r.step(vcs.Commit{}, at, changes)
		return []step{s}, false, err
	}
	for _, parent := range parents {
		changes, err := r.Repository.Changed(parent, at.commit, r.Folder)
		if err != nil {
			return nil, false, err
		}
		s, err := r.step(parent, at, changes)
		if err != nil {
			return nil, false, err
		}
		steps = append(steps, s)
	}
	return steps, false, nil
}

// step finds a record in files that changed.
func (r *Reader) step(parent vcs.Commit, at state, changes []vcs.FileChange) (step, error) {
	s := step{parent: parent, addr: at.addr}
	changes, evaluated, err := r.planFiles(parent, at.commit, changes)
	if err != nil || len(changes) == 0 {
		return s, err
	}
	if evaluated {
		return r.wholeStep(s, at)
	}
	var moves []plan.Move
	if s.after, moves, err = r.find(changes, at.addr, func(c vcs.FileChange) string { return c.After }); err != nil {
		return s, err
	}
	if s.before, _, err = r.find(changes, at.addr, func(c vcs.FileChange) string { return c.Before }); err != nil {
		return s, err
	}
	if s.after == nil || s.before != nil {
		return s, nil
	}
	for _, old := range r.formerly(s.after, append(moves, r.Moves...)) {
		before, _, err := r.find(changes, old.Addr, func(c vcs.FileChange) string { return c.Before })
		if err != nil {
			return s, err
		}
		if before != nil {
			s.addr, s.before, s.after, s.renamed = old.Addr, before, old, true
			break
		}
	}
	return s, nil
}

// wholeStep finds a record in the plans of both commits.
func (r *Reader) wholeStep(s step, at state) (step, error) {
	in := func(c vcs.Commit, a addr.Addr) (*record.Record, []plan.Move, error) {
		if c.Hash == "" {
			return nil, nil, nil
		}
		p, err := r.Whole(c)
		if err != nil || p == nil {
			return nil, nil, err
		}
		found, ok := p.Find(a)
		if !ok {
			return nil, p.Moves, nil
		}
		return found, p.Moves, nil
	}
	var moves []plan.Move
	var err error
	if s.after, moves, err = in(at.commit, at.addr); err != nil {
		return s, err
	}
	if s.before, _, err = in(s.parent, at.addr); err != nil || s.after == nil || s.before != nil {
		return s, err
	}
	for _, old := range r.formerly(s.after, append(moves, r.Moves...)) {
		before, _, err := in(s.parent, old.Addr)
		if err != nil {
			return s, err
		}
		if before != nil {
			s.addr, s.before, s.after, s.renamed = old.Addr, before, old, true
			break
		}
	}
	return s, nil
}

// planFiles leaves out what is no file of the plan, and reports whether one of
// them is in CUE.
func (r *Reader) planFiles(parent, c vcs.Commit, changes []vcs.FileChange) (kept []vcs.FileChange, evaluated bool, err error) {
	for _, change := range changes {
		kind := load.Kind(path.Ext(change.Path))
		if kind != load.YAML && kind != load.CSV && kind != load.CUE || hidden(change.Path) {
			continue
		}
		foreign := false
		for _, commit := range []vcs.Commit{parent, c} {
			if foreign, err = r.inOtherPlan(commit, change.Path); err != nil {
				return nil, false, err
			}
			if foreign {
				break
			}
		}
		if !foreign {
			kept = append(kept, change)
			evaluated = evaluated || kind == load.CUE
		}
	}
	return kept, evaluated, nil
}

// hidden reports whether a part of a path is never read as part of a plan.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "cue.mod" {
			return true
		}
	}
	return false
}

// inOtherPlan reports whether a file lies in a folder below that is a plan of
// its own.
func (r *Reader) inOtherPlan(c vcs.Commit, name string) (bool, error) {
	if c.Hash == "" {
		return false, nil
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		other, ok := r.plans[c.Tree+" "+dir]
		if !ok {
			var err error
			if other, err = r.isPlan(c, dir); err != nil {
				return false, err
			}
			if r.plans == nil {
				r.plans = map[string]bool{}
			}
			r.plans[c.Tree+" "+dir] = other
		}
		if other {
			return true, nil
		}
	}
	return false, nil
}

func (r *Reader) isPlan(c vcs.Commit, dir string) (bool, error) {
	snapshot, err := r.Repository.Snapshot(c)
	if err != nil {
		return false, err
	}
	for _, name := range []string{"plan.yaml", "plan.cue"} {
		_, err := snapshot.Stat(path.Join(r.Folder, dir, name))
		switch {
		case err == nil:
			return true, nil
		case !errors.Is(err, fs.ErrNotExist):
			return false, err
		}
	}
	return false, nil
}
