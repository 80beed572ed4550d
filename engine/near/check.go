package near

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/rollup"
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

// Change is a plan that is like the one of a memo.
type Change struct {
	Tree     Tree
	Path     string // of the plan folder in its repository
	Memory   *compile.Memory
	Analyses []Analysis
}

// Result is what is to be said about a plan that can be read in full.
type Result struct {
	Name     string
	Counts   []Count // in order of collection
	Findings diag.List
	Text     func(file string) (string, bool) // of a plan file
}

// Check says what a run over the whole plan would say about it. An error says
// why only that run can tell.
func (m *Memo) Check(c Change) (Result, error) {
	w := &work{Change: c, memo: m}
	if err := w.prepare(); err != nil {
		return Result{}, err
	}
	return w.result()
}

// work is one check on its way.
type work struct {
	Change
	memo   *Memo
	folder *load.Folder // holds the files that changed
	world  *world
	near   *neighbourhood

	foundBefore, foundAfter diag.List // in what is read
	old, young              *plan.Plan
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

// prepare reads the files that changed and what is near them.
func (w *work) prepare() error {
	all, known := reaches(w.Analyses)
	switch {
	case !known:
		return far("a rule does not say how far it reaches")
	case w.Path != w.memo.Path:
		return fmt.Errorf("%w: it is in another folder", ErrUnlike)
	}
	changes, ok, err := w.Tree.Since(w.memo.Tree, mostChanged)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnlike, err)
	}
	if !ok {
		return fmt.Errorf("%w: too many files differ, or links are near", ErrUnlike)
	}
	w.world = &world{
		memo: w.memo, memory: w.Memory, lister: newLister(all),
		changed: map[int64]bool{}, loaded: map[int64]bool{}, asked: map[string]bool{}, under: map[string][]*item{},
	}
	touched, err := w.read(changes)
	if err != nil {
		return err
	}
	old, young := view{w.world, before}, view{w.world, after}
	w.near = &neighbourhood{old: old, young: young, changed: differing(old, young, touched), needed: map[addr.Addr]bool{}}
	return w.world.err
}

// result lets the analyses run over the neighbourhood and takes the difference
// over to what the memo says.
func (w *work) result() (Result, error) {
	w.near.begin()
	rules := w.grow()
	var err error
	if w.old, w.foundBefore, err = w.assemble(w.near.old, w.foundBefore); err != nil {
		return Result{}, err
	}
	if w.young, w.foundAfter, err = w.assemble(w.near.young, w.foundAfter); err != nil {
		return Result{}, err
	}
	if !w.roomEnough() {
		return Result{}, far("totals may be too many or too large, or there are new periods")
	}
	findings, err := w.findings(rules)
	return Result{Name: w.memo.Name, Counts: w.counts(), Findings: findings, Text: w.text}, err
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

// assemble builds the small plan of one side.
func (w *work) assemble(v view, found diag.List) (*plan.Plan, diag.List, error) {
	facts := compile.Facts{Complete: true}
	var records []record.Record
	records, facts.Broken, facts.References = w.near.records(v)
	if w.world.err != nil {
		return nil, nil, w.world.err
	}
	facts.Records = record.Slice(records)
	small, findings, err := w.Memory.Assemble([]compile.Facts{facts})
	return small, diag.Sorted(found, findings), err
}

// roomEnough reports whether no total of the whole plan is in danger of being
// left out or too large.
func (w *work) roomEnough() bool {
	added := rollup.RoomOf(w.young)
	for _, one := range added.Periods {
		if !slices.Contains(w.memo.Room.Periods, one) {
			return false
		}
	}
	return w.memo.Room.Plus(added).Enough()
}

// findings returns those of the whole plan.
func (w *work) findings(rules map[diag.Code]frail) (diag.List, error) {
	old, young := w.analyse(w.old, w.foundBefore), w.analyse(w.young, w.foundAfter)
	gone, come := without(old, young), without(young, old)
	for code, rule := range rules {
		// What is said about other subjects is said only because the rest of
		// the plan is not there.
		beyond := func(f diag.Finding) bool { return f.Code == code && !rule.subjects[f.Subject] }
		gone, come = slices.DeleteFunc(gone, beyond), slices.DeleteFunc(come, beyond)
		said := func(f diag.Finding) bool { return f.Code == code }
		if slices.ContainsFunc(come, said) || rule.others && slices.ContainsFunc(w.memo.findings, said) {
			return nil, far("what " + string(code) + " says depends on the whole plan")
		}
	}
	kept := without(w.memo.findings, gone)
	if len(kept) != len(w.memo.findings)-len(gone) {
		return nil, far("something is said about the small plan that was not said about the whole")
	}
	return diag.Sorted(kept, come), nil
}

func (w *work) analyse(small *plan.Plan, found diag.List) diag.List {
	all := []diag.List{found}
	for _, analysis := range w.Analyses {
		all = append(all, analysis.Run(small))
	}
	return diag.Sorted(all...)
}

// without returns the findings of a sorted list that are not in another one.
func without(list, other diag.List) diag.List {
	var rest diag.List
	for _, f := range list {
		if _, there := slices.BinarySearchFunc(other, f, diag.Finding.Compare); !there {
			rest = append(rest, f)
		}
	}
	return rest
}

// counts returns how many records the whole plan has.
func (w *work) counts() []Count {
	number := make(map[string]int)
	for _, count := range w.memo.Counts {
		number[count.Collection] = count.Records
	}
	for _, count := range CountsOf(w.old) {
		number[count.Collection] -= count.Records
	}
	for _, count := range CountsOf(w.young) {
		number[count.Collection] += count.Records
	}
	counts := []Count{}
	for collection, records := range number {
		if records > 0 {
			counts = append(counts, Count{collection, records})
		}
	}
	slices.SortFunc(counts, func(a, b Count) int { return strings.Compare(a.Collection, b.Collection) })
	return counts
}

// CountsOf counts the records of a plan by collection.
func CountsOf(p *plan.Plan) []Count {
	var counts []Count
	for name, count := range p.Records.Collections() {
		counts = append(counts, Count{Collection: name, Records: count})
	}
	return counts
}

// text returns the text of a plan file, for excerpts.
func (w *work) text(name string) (string, bool) {
	if !isPlanFile(path.Base(name)) {
		return "", false
	}
	reading, ok := w.folder.Open(planFile(name))
	return reading.Text, ok
}
