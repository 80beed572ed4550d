package near

import (
	"path"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/vcs"
)

// State is what is to be said about a plan that can be read in full.
type State struct {
	Name     string
	Counts   []Count // in order of collection
	Findings diag.List
	Text     func(file string) (string, bool) // of a plan file
	Part     *plan.Plan                       // what is near
}

// state is one of the plans asked about.
type state struct {
	*work
	tree    Tree
	in      sides
	changes []vcs.FileChange
	before  map[string]place // plan files among them that the memo has
	folder  *load.Folder     // holds the files that changed
	was, is diag.List        // found in the files and folders that changed
}

// assemble builds the small plan of one side.
func (w *work) assemble(v view) (*plan.Plan, diag.List, error) {
	facts := compile.Facts{Complete: true}
	var records []record.Record
	records, facts.Broken, facts.References = w.near.records(v)
	if w.world.err != nil {
		return nil, nil, w.world.err
	}
	facts.Records = record.Slice(records)
	return w.Memory.Assemble([]compile.Facts{facts})
}

// analyse says everything about a small plan, beside what was found while it
// was read.
func (w *work) analyse(small *plan.Plan, found diag.List) diag.List {
	all := []diag.List{found}
	for _, analysis := range w.Analyses {
		if analysis.Run != nil {
			all = append(all, analysis.Run(small))
		}
	}
	return diag.Sorted(all...)
}

// state says what is to be said about a plan, from what is said about the part
// of the memo's plan that is near.
func (w *work) state(s *state, v view, rules map[diag.Code]frail, part *plan.Plan, said diag.List) (State, error) {
	now, found, err := w.assemble(v)
	if err != nil {
		return State{}, err
	}
	if !w.memo.roomFor(now) {
		return State{}, far("totals may be too many or too large, or there are new periods")
	}
	findings, err := w.memo.with(rules, diag.Sorted(said, s.was), diag.Sorted(w.analyse(now, found), s.is))
	return State{Name: w.memo.Name, Counts: w.memo.counts(part, now), Findings: findings, Text: s.text, Part: now}, err
}

// roomFor reports whether no total of the whole plan is in danger of being
// left out or too large after part came to it.
func (m *Memo) roomFor(part *plan.Plan) bool {
	added := rollup.RoomOf(part)
	for _, one := range added.Periods {
		if !slices.Contains(m.Room.Periods, one) {
			return false
		}
	}
	return m.Room.Plus(added).Enough()
}

// with returns the findings of the memo with the difference between old and
// young.
func (m *Memo) with(rules map[diag.Code]frail, old, young diag.List) (diag.List, error) {
	gone, come := without(old, young), without(young, old)
	for code, rule := range rules {
		// What is said about other subjects is said only because the rest of
		// the plan is not there.
		beyond := func(f diag.Finding) bool { return f.Code == code && !rule.subjects[f.Subject] }
		gone, come = slices.DeleteFunc(gone, beyond), slices.DeleteFunc(come, beyond)
		said := func(f diag.Finding) bool { return f.Code == code }
		if slices.ContainsFunc(come, said) || rule.others && slices.ContainsFunc(m.findings, said) {
			return nil, far("what " + string(code) + " says depends on the whole plan")
		}
	}
	rest := without(m.findings, gone)
	if len(rest) != len(m.findings)-len(gone) {
		return nil, far("something is said about the small plan that was not said about the whole")
	}
	return diag.Sorted(rest, come), nil
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

// counts returns how many records the whole plan has where part has become now.
func (m *Memo) counts(part, now *plan.Plan) []Count {
	number := make(map[string]int)
	for _, count := range m.Counts {
		number[count.Collection] = count.Records
	}
	for _, count := range CountsOf(part) {
		number[count.Collection] -= count.Records
	}
	for _, count := range CountsOf(now) {
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
func (s *state) text(name string) (string, bool) {
	if !isPlanFile(path.Base(name)) {
		return "", false
	}
	reading, ok := s.folder.Open(planFile(name))
	return reading.Text, ok
}
