// Package engine is the façade of the sales-plan engine: each function is the
// list of stages of one verb, from files to a report. It knows the order of
// the stages and nothing of what they do. It reads no clock, no environment
// and no network; it opens only what it is given.
package engine

import (
	"io/fs"
	"slices"
	"sync"

	"github.com/salesplan/salesplan/engine/acceptance"
	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cycle"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/gate"
	"github.com/salesplan/salesplan/engine/letter"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/metric"
	"github.com/salesplan/salesplan/engine/midyear"
	"github.com/salesplan/salesplan/engine/near"
	"github.com/salesplan/salesplan/engine/ops"
	"github.com/salesplan/salesplan/engine/pipeline"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/scenario"
	"github.com/salesplan/salesplan/engine/schema"
)

// Source is a plan folder to read.
type Source struct {
	Files fs.FS  // its root is the plan folder
	Name  string // the input as the user named it
	Path  string // the folder that files are named below in reports
}

// Loaded is a plan folder after loading and compiling.
type Loaded struct {
	review.Side
	Source   Source
	folder   *load.Folder // nil for a plan that is not there
	compiled compile.Result
	said     *review.State // about the plan, by Check or Review; nil before
	before   *Loaded       // the plan that a scenario was laid over; nil without one
}

// Text returns the text of a plan file, for excerpts.
func (l *Loaded) Text(name string) (string, bool) {
	if l.folder == nil {
		return "", false
	}
	return l.folder.Text(name)
}

// confidence returns what is confidential in the language of the plan; unmasked,
// nothing is.
func (l *Loaded) confidence(unmasked bool) *schema.Confidence {
	if unmasked {
		return nil
	}
	return l.Schema.Confidence()
}

// Load reads and compiles a plan folder. Files that memory knows are not read
// again.
func Load(source Source, memory *compile.Memory) (*Loaded, error) {
	folder, err := load.Find(source.Files, load.DefaultLimits())
	if err != nil {
		return nil, err
	}
	compiled, findings, err := compile.Folder(folder, memory)
	if err != nil {
		return nil, err
	}
	return &Loaded{
		Side:   review.Side{Plan: compiled.Plan, Schema: compiled.Schema, Findings: findings, Complete: compiled.Complete},
		Source: source, folder: folder, compiled: compiled,
	}, nil
}

// Absent stands for a plan that is not there yet: it has no records and no
// findings, so that everything is new against it.
func Absent(source Source, memory *compile.Memory) (*Loaded, error) {
	compiled, _, err := compile.Folder(&load.Folder{}, memory)
	if err != nil {
		return nil, err
	}
	return &Loaded{Side: review.Side{Plan: compiled.Plan, Schema: compiled.Schema, Complete: true}, Source: source}, nil
}

// analyses are what is said about a plan that has been read in a language; sum
// sums it up. Without a language, scenarios are not looked at: those of a plan
// under a scenario have been laid over it already.
func analyses(sum func(*plan.Plan) (*rollup.Result, diag.List), language *schema.Schema) []near.Analysis {
	totals := near.Analysis{
		Run: func(p *plan.Plan) diag.List {
			_, findings := sum(p)
			return findings
		},
		Rules: []near.Rule{{Reach: rollup.Reach}},
	}
	rules := near.Analysis{Run: func(p *plan.Plan) diag.List { return check.Run(check.Input{Plan: p}, check.Rules()) }}
	for _, rule := range check.Rules() {
		rules.Rules = append(rules.Rules, near.Rule{Code: rule.Code, Reach: rule.Reach})
	}
	operations := near.Analysis{Run: ops.Check, Rules: []near.Rule{{Reach: ops.Reach}}}
	selling := near.Analysis{Run: pipeline.Check, Rules: []near.Rule{{Reach: pipeline.Reach}}}
	monthly := near.Analysis{Run: cycle.Check, Rules: []near.Rule{{Reach: cycle.Reach}}}
	feasible := near.Analysis{Run: capacity.Check, Rules: []near.Rule{{Reach: capacity.Reach}}}
	within := near.Analysis{Run: midyear.Check, Rules: []near.Rule{{Reach: midyear.Reach}}}
	figures := near.Analysis{Run: metric.Check, Rules: []near.Rule{{Reach: metric.Reach}}}
	allocations := near.Analysis{Run: allocate.Check, Rules: []near.Rule{{Reach: allocate.Reach}}}
	signed := near.Analysis{Run: acceptance.Check, Rules: []near.Rule{{Reach: acceptance.Reach}}}
	assumed := near.Analysis{Run: func(p *plan.Plan) diag.List { return scenario.Check(p, language) }, Rules: []near.Rule{{Reach: scenario.Reach}}}
	letters := near.Analysis{Run: letter.Check, Rules: []near.Rule{{Reach: letter.Reach}}}
	gates := near.Analysis{Run: gate.Check, Rules: []near.Rule{{Reach: gate.Reach}}}
	return []near.Analysis{totals, rules, operations, selling, monthly, allocations, feasible, within, assumed, figures, letters, signed, gates}
}

// CheckInput says how a plan is checked.
type CheckInput struct {
	FailOn   diag.Severity // findings of this severity or worse fail the plan
	Unmasked bool          // show what gives away the pay of single people
}

// Check reports every finding of a plan.
func Check(loaded *Loaded, in CheckInput) report.Check {
	said := loaded.analyse()
	return report.NewCheck(report.CheckInput{
		Input: loaded.Source.Name, Prefix: loaded.Source.Path, Plan: loaded.Plan.Choices.Name, Records: report.CollectionSums(loaded.Plan),
		Findings: diag.Sorted(loaded.Findings, said.Findings), Complete: loaded.Complete,
		FailOn: in.FailOn, Texts: loaded.Text, Confidence: loaded.confidence(in.Unmasked),
	})
}

// analyse finds out once what is to be said about the plan.
func (l *Loaded) analyse() *review.State {
	if l.said == nil {
		said := say(&l.Side)
		l.said = &said
	}
	return l.said
}

// say runs all analyses over a plan.
func say(side *review.Side) (said review.State) { return sayIn(side.Plan, side.Schema) }

// sayIn runs all analyses over a plan in a language; see [analyses] for none.
func sayIn(p *plan.Plan, language *schema.Schema) (said review.State) {
	sum := func(p *plan.Plan) (*rollup.Result, diag.List) {
		totals, findings := rollup.Compute(p)
		said.Totals = totals
		return totals, findings
	}
	all := analyses(sum, language)
	found := make([]diag.List, len(all))
	var group sync.WaitGroup
	for i, analysis := range all {
		group.Go(func() { found[i] = analysis.Run(p) })
	}
	group.Wait()
	said.Findings = slices.Concat(found...)
	return said
}

// CrossCheck lets CUE judge every record of a plan, too, and adds a finding for
// each about which it and the compiled schema disagree. This is slow; it is for
// finding mistakes in the program.
func CrossCheck(loaded *Loaded) error {
	found, complete, err := loaded.compiled.CrossCheck()
	loaded.Findings = diag.Sorted(loaded.Findings, found)
	loaded.Complete = loaded.Complete && complete
	return err
}

// Diff reports what changed from before to after. Unless unmasked, what gives
// away the pay of single people is withheld.
func Diff(before, after *Loaded, unmasked bool) report.Diff {
	changes := diff.Compare(before.Plan, after.Plan, after.Schema)
	return report.NewDiff(report.DiffInput{
		Before: before.Source.Name, After: after.Source.Name, Path: after.Source.Path,
		Complete: before.Complete && after.Complete, Changes: review.WithCauses(changes), Schema: after.Schema,
		Unmasked: unmasked,
	})
}

// ReviewInput are the revisions of a review, loaded. Base and Target are the
// same where nothing landed since the head branched off.
type ReviewInput struct {
	Base, Target, Head *Loaded
	Path               string // the plan's folder in the repository
	Revisions          report.Revisions
	FailOn             diag.Severity
	Also               []OpenChange // other changes to the same target
	Gate               Gate
	Unmasked           bool // show what gives away the pay of single people
	Scenarios          bool // also show what differs under each scenario
}

// Review reports what landing the head on the target does.
func Review(in ReviewInput) report.Review {
	result := review.Compute(review.Input{Base: &in.Base.Side, Target: &in.Target.Side, Head: &in.Head.Side, Say: say})
	in.Target.said = &result.Before
	also := in.alongside(&result)
	shown := report.NewReview(report.ReviewInput{
		Path: in.Path, Revisions: in.Revisions, Result: result, Schema: in.Head.Schema, Also: also,
		FailOn: in.FailOn, Unmasked: in.Unmasked, AsOf: in.Gate.AsOf, Before: in.Target.Text, After: in.Head.Text,
	})
	if in.Scenarios {
		shown.Scenarios = in.underScenarios(result.Merged)
	}
	return in.Gate.judged(shown, result, in.Target.Plan, in.Head.Schema, in.FailOn, in.Unmasked)
}

// Why traces a total. It fails if the plan has no such total.
func Why(loaded *Loaded, key rollup.Key) (report.Why, error) {
	totals, _ := rollup.Compute(loaded.Plan)
	trace, err := totals.Why(key)
	return report.NewWhy(loaded.Source.Name, loaded.Source.Path, loaded.Complete, trace), err
}

// Rollup reports totals along one dimension.
func Rollup(loaded *Loaded, dimension rollup.Dimension) report.Rollup {
	totals, findings := rollup.Compute(loaded.Plan)
	return report.NewRollup(report.RollupInput{
		Source: loaded.Source.Name, Dimension: dimension, Plan: loaded.Plan, Result: totals,
		Complete: loaded.Complete && findings.Worst() < diag.Error,
	})
}
