package report

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/schema"
)

// Revisions names what was compared.
type Revisions struct {
	Base      string `json:"base"`       // commit that the head is to land on
	Head      string `json:"head"`       // commit of the change; "worktree" for files not committed
	MergeBase string `json:"merge_base"` // commit from which both grew
}

// Review is the result of the verb review.
type Review struct {
	Header
	Verdict string `json:"verdict"`
	Plan    string `json:"plan"` // the plan's own name
	Path    string `json:"path"` // the plan's folder in the repository
	Revisions
	FailOn  string             `json:"fail_on"`
	Summary map[string]Actions `json:"summary"` // by collection
	Changes []Change           `json:"changes"` // by consequence, then size, then address
	Landed  []string           `json:"landed"`  // records that both sides changed since the merge base
	Rollup  []RollupChange     `json:"rollup"`  // totals that differ
	// Cost is what the change does to the cost of pay; missing for a plan that says
	// nothing about pay.
	Cost     *ReviewCost  `json:"cost,omitempty"`
	Counts   StatusCounts `json:"counts"`   // of findings
	Findings []Finding    `json:"findings"` // new, still and fixed, by place
	// Also are other changes that the review was asked to look at; what does not
	// go together with them is among the findings.
	Also []OpenChange `json:"also,omitempty"`
	// AsOf is the day of the review, "" if it was not stated.
	AsOf string `json:"as_of,omitempty"`
	// Gates are the policies that the review was held against, the worst first;
	// Approvals who must approve what of it. Both are those of the target.
	Gates     []Gate     `json:"gates,omitempty"`
	Approvals []Approval `json:"approvals,omitempty"`
	// Letters are those about which something has to be done once the change has
	// landed; missing for a plan without letter templates.
	Letters []ReviewLetter `json:"letters,omitempty"`
	// Scenarios are figures that differ under scenarios; missing where that was not
	// asked for.
	Scenarios []ReviewScenario `json:"scenarios,omitempty"`
	// Unmasked is true where the report shows what gives away the pay of single
	// people. It is then not for a pull request.
	Unmasked bool `json:"unmasked,omitempty"`
}

// Actions counts records by what happened to them.
type Actions struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Moved   int `json:"moved"`
	Renamed int `json:"renamed"`
	Changed int `json:"changed"`
}

// Total is the number of records.
func (a Actions) Total() int { return a.Added + a.Removed + a.Moved + a.Renamed + a.Changed }

// count adds one record.
func (a *Actions) count(action diff.Action) {
	switch action {
	case diff.Added:
		a.Added++
	case diff.Removed:
		a.Removed++
	case diff.Moved:
		a.Moved++
	case diff.Renamed:
		a.Renamed++
	case diff.Changed:
		a.Changed++
	}
}

// Change is what happened to one record.
type Change struct {
	Address string   `json:"address"`
	From    string   `json:"from,omitempty"` // the address before, where it was renamed
	Name    string   `json:"name,omitempty"` // as people say it
	Action  string   `json:"action"`         // added, removed, moved, renamed, changed
	Direct  bool     `json:"direct"`         // false: it only follows from other changes
	Causes  []string `json:"causes,omitempty"`
	Facets  []string `json:"facets"`
	Fields  []Field  `json:"fields"`
	// Timing is prospective, mid_period or retroactive, seen from the day of the
	// review; missing where neither is known.
	Timing string `json:"timing,omitempty"`
	File   string `json:"file"` // where it stands after; before, if it was removed
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Field is one field that differs.
type Field struct {
	Path    string  `json:"path"`
	Before  *string `json:"before"` // null where there was none, or it is withheld
	After   *string `json:"after"`  // null where there is none any more, or it is withheld
	Facet   string  `json:"facet"`
	Derived bool    `json:"derived,omitempty"` // not written in the record but following from others
	// Masked is true where both values are withheld, because they tell what a
	// person is paid; Direction is what is said instead: set, unset, higher, lower,
	// changed.
	Masked    bool   `json:"masked,omitempty"`
	Direction string `json:"direction,omitempty"`
}

// RollupChange is one total that differs.
type RollupChange struct {
	Dimension string   `json:"dimension"` // total, territory, manager, role
	Node      string   `json:"node"`      // address; "" for the whole plan
	Depth     int      `json:"depth"`
	Measure   string   `json:"measure"`
	Period    string   `json:"period"`
	Unit      string   `json:"unit"` // currency code, or count
	Before    string   `json:"before"`
	After     string   `json:"after"`
	Change    string   `json:"change"`
	Percent   string   `json:"percent"` // of before, one digit, half even; "" where before is 0
	Causes    []string `json:"causes"`  // records behind the difference, the first 20
}

// StatusCounts counts findings by status and severity.
type StatusCounts struct {
	New   Counts `json:"new"`
	Still Counts `json:"still"`
	Fixed Counts `json:"fixed"`
	// Waived findings are new or still there, and excused: they fail nothing.
	Waived Counts `json:"waived"`
}

// of returns where a finding counts, nil for a status that there is not.
func (c *StatusCounts) of(f Finding) *Counts {
	if f.Waiver != "" && f.Status != "fixed" {
		return &c.Waived
	}
	return map[string]*Counts{"new": &c.New, "still": &c.Still, "fixed": &c.Fixed}[f.Status]
}

// ReviewInput is what a review found.
type ReviewInput struct {
	Path      string // the plan's folder in the repository
	Revisions Revisions
	Result    review.Result
	Schema    *schema.Schema
	FailOn    diag.Severity
	Also      []OpenChange
	AsOf      period.Date // the day of the review; no date if it is not stated
	Unmasked  bool        // show what gives away the pay of single people
	// Before and After give texts for excerpts: of the target and of the head.
	Before, After Texts
}

// NewReview shows a review.
func NewReview(in ReviewInput) Review {
	m := maskOf(in.Schema, in.Unmasked)
	timing := func(c *diff.Change) review.Timing {
		return review.TimingOf(c, in.Result.Merged.Choices.Calendar, in.AsOf)
	}
	r := Review{
		Header: NewHeader("review", in.Result.Complete), Plan: in.Result.Merged.Choices.Name, Path: in.Path,
		Revisions: in.Revisions, FailOn: in.FailOn.String(), Summary: summaryOf(in.Schema, in.Result.Changes),
		Changes: changesOf(in.Result.Changes, in.Path, m, timing), Landed: m.addresses(in.Result.Landed),
		Rollup: rollupChanges(in.Result.Rollup), Also: in.Also, Cost: reviewCost(in.Result.Cost, in.Unmasked),
		Unmasked: in.Unmasked, Letters: reviewLetters(in.Result.Letters),
	}
	after, before := m.reading(in.After), m.reading(in.Before)
	for _, f := range in.Result.Findings {
		from := after
		if f.Status == review.Fixed {
			from = before
		}
		shown := findingOf(f.Finding, in.Path, from)
		shown.Status = f.Status.String()
		r.Findings = append(r.Findings, shown)
	}
	r.Findings = slices.Clip(r.Findings)
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	r.Counts = statusCounts(in.Result.Findings)
	r.Verdict = verdictOf(in)
	return r
}

// verdictOf decides: nothing is said about an incomplete review; else findings
// of the merge result at or above the failing severity fail it.
func verdictOf(in ReviewInput) string {
	if !in.Result.Complete {
		return Incomplete
	}
	for _, f := range in.Result.Findings {
		if f.Status != review.Fixed && f.Severity >= in.FailOn {
			return Fail
		}
	}
	return Pass
}

// summaryOf counts the changes; every collection of the language is named.
func summaryOf(language *schema.Schema, changes []review.Change) map[string]Actions {
	summary := make(map[string]Actions, len(language.Collections))
	for i := range language.Collections {
		summary[language.Collections[i].Name] = Actions{}
	}
	for _, change := range changes {
		actions := summary[change.Addr.Collection]
		actions.count(change.Action)
		summary[change.Addr.Collection] = actions
	}
	return summary
}

// changesOf shows changes; timing may be nil where there is no day to see them
// from.
func changesOf(changes []review.Change, prefix string, m mask, timing func(*diff.Change) review.Timing) []Change {
	shown := make([]Change, 0, len(changes))
	for _, change := range m.ordered(changes) {
		one := changeOf(change, prefix, m)
		if timing != nil {
			one.Timing = string(timing(&change.Change))
		}
		shown = append(shown, one)
	}
	return shown
}

func changeOf(change review.Change, prefix string, m mask) Change {
	place := change.After
	if change.AfterNode == nil {
		place = change.Before
	}
	shown := Change{
		Address: m.address(change.Addr), From: m.address(change.From), Name: nameOf(change.Change), Action: change.Action.String(),
		Direct: change.Direct(), Causes: m.addresses(change.Causes), Facets: change.Facets.Names(), Fields: []Field{},
		File: below(prefix, place), Line: place.Line, Column: place.Column,
	}
	if len(shown.Causes) == 0 {
		shown.Causes = nil
	}
	for _, field := range change.Fields {
		shown.Fields = append(shown.Fields, m.field(change.Addr.Collection, field))
	}
	return shown
}

// nameOf returns the display name of the record, after the change if it has one.
func nameOf(change diff.Change) string {
	for _, key := range []string{"name", "title"} {
		if name := change.AfterNode.TextOf(key); name != "" {
			return name
		}
		if name := change.BeforeNode.TextOf(key); name != "" {
			return name
		}
	}
	return ""
}

func texts(addresses []addr.Addr) []string {
	list := make([]string, 0, len(addresses))
	for _, a := range addresses {
		list = append(list, a.String())
	}
	return list
}

func statusCounts(findings []review.Finding) StatusCounts {
	by := map[review.Status]diag.List{}
	for _, f := range findings {
		by[f.Status] = append(by[f.Status], f.Finding)
	}
	return StatusCounts{New: CountsOf(by[review.New]), Still: CountsOf(by[review.Still]), Fixed: CountsOf(by[review.Fixed])}
}
