package near

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/vcs"
)

// mostChanged is how many files may differ from the plan of a memo.
const mostChanged = 200

// ErrUnlike says that a memo is of a plan that has little in common with the
// one in question.
var ErrUnlike = errors.New("the memo is of another plan")

// Tree is a plan folder at one revision.
type Tree interface {
	fs.FS
	// Hash returns the object id of a file or folder.
	Hash(name string) (string, error)
	// Since returns the files that differ from an earlier state of the folder;
	// ok is false where they are more than most, or not all that matters.
	Since(earlier string, most int) (changes []vcs.FileChange, ok bool, err error)
	// Earlier returns an earlier state of the folder.
	Earlier(folder string) fs.FS
}

// Analysis is a part of what is said about a plan.
type Analysis struct {
	Run   func(*plan.Plan) diag.List
	Rules []Rule // that it consists of
}

// Rule says how far a part of an analysis reaches.
type Rule struct {
	Code  diag.Code          // of its findings; needed only where these are fragile
	Reach func() reach.Reach // nil if that is not known
}

// Question asks about plans that are like the one of a memo.
type Question struct {
	Trees    []Tree // plan folders, of one path
	Path     string // of the plan folders in their repository
	Memory   *compile.Memory
	Analyses []Analysis
}

// Answer is what is said about each plan.
type Answer struct {
	States []State
	memo   *Memo
	part   *plan.Plan // what is near, as the memo's plan has it
}

// Look says what runs over the whole plans would say. An error says why only
// these can tell.
func (m *Memo) Look(q Question) (*Answer, error) {
	w := &work{Question: q, memo: m}
	if err := w.prepare(); err != nil {
		return nil, err
	}
	return w.answer()
}

// work is one answer on its way.
type work struct {
	Question
	memo   *Memo
	world  *world
	near   *neighbourhood
	states []*state
}

// reaches returns the reach of every rule; ok is false if one is not known.
func reaches(analyses []Analysis) (all []reach.Reach, ok bool) {
	for _, analysis := range analyses {
		for _, rule := range analysis.Rules {
			if rule.Reach == nil {
				return nil, false
			}
			all = append(all, rule.Reach())
		}
	}
	return all, true
}

// prepare reads the files that changed.
func (w *work) prepare() error {
	all, known := reaches(w.Analyses)
	switch {
	case !known:
		return far("a rule does not say how far it reaches")
	case w.Path != w.memo.Path:
		return fmt.Errorf("%w: it is in another folder", ErrUnlike)
	}
	w.world = &world{
		memo: w.memo, memory: w.Memory, earlier: sync.OnceValues(w.earlier), lister: newLister(all), all: kept,
		changed: map[place]sides{}, loaded: map[place]bool{}, under: map[reach.Key]*listed{},
	}
	w.near = &neighbourhood{views: []view{{w.world, kept}}, needed: map[addr.Addr]bool{}}
	touched := make(map[addr.Addr]bool)
	for i, tree := range w.Trees {
		s := &state{work: w, tree: tree, in: asked(i), before: map[string]place{}}
		w.world.all |= s.in
		w.states = append(w.states, s)
		w.near.views = append(w.near.views, view{w.world, s.in})
		if err := s.compare(); err != nil {
			return err
		}
	}
	w.near.joined = view{w.world, w.world.all}
	for _, s := range w.states {
		if err := s.read(touched); err != nil {
			return err
		}
	}
	w.near.changed = w.near.differing(touched)
	return w.world.err
}

// earlier opens the folder of the memo's plan without listing it.
func (w *work) earlier() (*load.Folder, error) {
	return load.Find(sparse{w.Trees[0].Earlier(w.memo.Tree), nil}, load.DefaultLimits())
}

// answer lets the analyses run over the neighbourhood and takes the difference
// over to what the memo says.
func (w *work) answer() (*Answer, error) {
	w.near.begin()
	rules := w.grow()
	part, said, err := w.assemble(w.near.views[0])
	if err != nil {
		return nil, err
	}
	a := &Answer{memo: w.memo, part: part}
	if slices.ContainsFunc(w.states, func(s *state) bool { return len(s.changes) > 0 }) {
		said = w.analyse(part, said)
	}
	for i, s := range w.states {
		if len(s.changes) == 0 {
			a.States = append(a.States, State{Name: w.memo.Name, Counts: w.memo.Counts, Findings: w.memo.findings, Text: s.text, Part: part})
			continue
		}
		now, err := w.state(s, w.near.views[1+i], rules, part, said)
		if err != nil {
			return nil, err
		}
		a.States = append(a.States, now)
	}
	return a, nil
}

// frail says of a rule whose findings depend on more than what is near which
// subjects the change can matter to, and whether it can matter to what is said
// about others.
type frail struct {
	subjects map[addr.Addr]bool
	others   bool
}

// grow lets the neighbourhood grow to what every rule reads.
func (w *work) grow() map[diag.Code]frail {
	all := make(map[diag.Code]frail)
	for _, analysis := range w.Analyses {
		for _, rule := range analysis.Rules {
			r := rule.Reach()
			subjects := w.near.extend(r)
			if r.Fragile || r.Suggests != nil {
				all[rule.Code] = frail{subjects, r.Fragile || w.near.named(r.Suggests)}
			}
		}
	}
	return all
}
