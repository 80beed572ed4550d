package report

import (
	"strings"

	"github.com/salesplan/salesplan/engine/allocate"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/schema"
)

// Allocation is the result of the verb quota allocate.
type Allocation struct {
	Header
	Verdict     string           `json:"verdict"`     // pass, fail or incomplete
	Input       string           `json:"input"`       // as the user named it
	Plan        string           `json:"plan"`        // the plan's own name
	DryRun      bool             `json:"dry_run"`     // nothing was written
	Allocations []AllocationSum  `json:"allocations"` // in the order in which they build on each other
	Changes     []ProposedChange `json:"changes"`     // quotas that differ or are new, in order of level
	Files       []Written        `json:"files"`       // with what became of them, in order of path
	Counts      Counts           `json:"counts"`
	Findings    []Finding        `json:"findings"`
}

// AllocationSum says what one allocation proposes.
type AllocationSum struct {
	Allocation string            `json:"allocation"` // id
	Method     string            `json:"method"`     // top_down, bottom_up, reconcile
	Measure    string            `json:"measure"`
	Root       string            `json:"root"` // address
	Year       string            `json:"year"`
	Currency   string            `json:"currency"` // "" for counts
	Levels     []AllocationLevel `json:"levels"`   // the root's first
	Quotas     int               `json:"quotas"`   // set by the allocation, changed or not
}

// AllocationLevel is what one level of the tree carries in the year.
type AllocationLevel struct {
	Nodes int    `json:"nodes"`
	Sum   string `json:"sum"`
}

// ProposedChange is one quota that is to have another amount.
type ProposedChange struct {
	Quota    string  `json:"quota"`      // address
	By       string  `json:"allocation"` // id
	Before   *string `json:"before"`     // null for a new quota
	After    string  `json:"after"`
	Currency string  `json:"currency"` // "" for counts
	File     string  `json:"file"`
	Line     int     `json:"line"` // from 1; 0 for a new quota
}

// AllocationInput is what allocations found.
type AllocationInput struct {
	Input, Prefix string // as the user named it; folder that files are named below
	Plan          *plan.Plan
	Result        allocate.Result
	Files         map[string]string // file of a new quota, by address
	Findings      diag.List         // of loading
	Complete      bool
	Texts         Texts
	Confidence    *schema.Confidence // what is withheld of findings; nil: nothing
}

// NewAllocation shows what allocations propose, before anything is written.
func NewAllocation(in AllocationInput) Allocation {
	findings := diag.Sorted(in.Findings, in.Result.Findings)
	shown := Allocation{
		Header: NewHeader("quota allocate", in.Complete), Verdict: Pass, Input: in.Input, Plan: in.Plan.Choices.Name, DryRun: true,
		Allocations: []AllocationSum{}, Changes: []ProposedChange{}, Files: []Written{},
		Counts: CountsOf(findings), Findings: FindingsOf(findings, in.Prefix, in.Texts, in.Confidence),
	}
	for i := range in.Result.Proposals {
		shown.add(&in.Result.Proposals[i], &in)
	}
	switch {
	case !in.Complete:
		shown.Verdict = Incomplete
	case findings.Worst() >= diag.Error:
		shown.Verdict = Fail
	}
	return shown
}

// add shows one proposal.
func (r *Allocation) add(p *allocate.Proposal, in *AllocationInput) {
	digits := p.Currency.MinorUnits()
	sum := AllocationSum{
		Allocation: p.Addr.ID, Method: string(p.Method), Measure: p.Measure, Root: p.Root.String(), Year: p.Year.String(),
		Currency: p.Currency.String(), Levels: []AllocationLevel{}, Quotas: len(p.Quotas),
	}
	for _, level := range p.Levels {
		sum.Levels = append(sum.Levels, AllocationLevel{Nodes: level.Nodes, Sum: level.Sum.Format(digits)})
	}
	r.Allocations = append(r.Allocations, sum)
	for i := range p.Quotas {
		q := &p.Quotas[i]
		if !q.Changed() {
			continue
		}
		change := ProposedChange{
			Quota: p.Address(q).String(), By: p.Addr.ID, After: q.Amount.Format(digits), Currency: p.Currency.String(),
			File: in.Files[p.Address(q).String()],
		}
		if q.Before != nil {
			before, place := q.Before.Assigned.Format(digits), q.Before.PlaceOf("amount")
			change.Before, change.File, change.Line = &before, below(in.Prefix, place), place.Line
		}
		r.Changes = append(r.Changes, change)
	}
}

// Sheet shows the proposals as tables.
func (r Allocation) Sheet() Sheet {
	s := Sheet{
		Title: "Quotas", Subject: r.Plan, Findings: r.Findings,
		Incomplete: r.missing("some records could not be read: salesplan check names them"),
		Facts:      []Fact{{"Quotas that change", []Cell{number(len(r.Changes))}}},
	}
	if r.DryRun {
		s.Facts = append(s.Facts, Fact{"Written", []Cell{Words("nothing")}})
	}
	for _, f := range r.Files {
		s.Facts = append(s.Facts, Fact{strings.ToUpper(f.Action[:1]) + f.Action[1:], []Cell{Value(f.Path)}})
	}
	if len(r.Allocations) > 0 {
		s.Tables = append(s.Tables, r.levelTable())
	}
	if len(r.Changes) > 0 {
		s.Tables = append(s.Tables, r.changeTable())
	}
	return s
}

// levelTable shows what each level carries.
func (r Allocation) levelTable() SheetTable {
	t := SheetTable{Heading: "By level", Noun: "level", Head: []string{"Allocation", "Method", "Measure", "Year", "Level", "Nodes", "Sum", ""}}
	for _, a := range r.Allocations {
		for level, one := range a.Levels {
			t.add(Value(a.Allocation), Words(strings.ReplaceAll(a.Method, "_", " ")), Value(a.Measure), Words(a.Year), number(level), number(one.Nodes), FigureOf(one.Sum), Words(a.Currency))
		}
	}
	return t
}

// changeTable shows the quotas that change, with their places.
func (r Allocation) changeTable() SheetTable {
	t := SheetTable{Heading: "Changes", Noun: "quota", Head: []string{"Quota", "Before", "After", "", "Where"}}
	for _, c := range r.Changes {
		before := Words("new")
		if c.Before != nil {
			before = FigureOf(*c.Before)
		}
		where := c.File
		if c.Line > 0 {
			where += ":" + number(c.Line).Text
		}
		t.add(Value(c.Quota), before, FigureOf(c.After), Words(c.Currency), Value(where))
	}
	return t
}
