package ops

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Rule is one thing that must hold in a responsibility map.
type Rule struct {
	Code  diag.Code
	Title string // what must hold, in one line
	run   func(*pass)
}

// Rules returns every rule, in order of code.
func Rules() []Rule {
	return []Rule{
		{diag.EmptyRange, "a responsibility ends after its first day", emptyRanges},
		{diag.UnknownLetter, "letters of role matrices are known", unknownLetters},
		{diag.NoAccountable, "every activity has somebody accountable", noAccountable},
		{diag.SeveralAccountable, "no activity has two who are accountable", severalAccountable},
		{diag.NoResponsible, "every activity has somebody responsible", noResponsible},
		{diag.OwnerToBeDecided, "owners are named", ownersToBeDecided},
		{diag.OwnerWrittenTwoWays, "one owner is written in one way", ownersWrittenTwoWays},
		{diag.OwnerHasLeft, "owners are still there", ownersWhoLeft},
		{diag.DecidesAlone, "where separation is asked nobody decides and executes alone", decidesAlone},
		{diag.OverloadedRole, "a role has the hours for its activities", overloadedRoles},
		{diag.NobodyNamed, "every activity names somebody", nobodyNamed},
		{diag.SharedCollection, "one owner keeps a collection up to date", sharedCollections},
		{diag.WithoutActivity, "every segment and function has an activity", withoutActivity},
		{diag.OwnerWithoutPart, "whoever does an activity has a part in it", ownersWithoutPart},
		{diag.ConcentratedLetters, "no role carries more than half of the letters", concentratedLetters},
		{diag.ReallocationDiffers, "a proposal moves an activity once and funds what it frees", badReallocations},
		{diag.UnclearCriterion, "a criterion says what it asks for", unclearCriteria},
	}
}

// pass is one run over one plan. A rule reads it and reports into it.
type pass struct {
	plan  *plan.Plan
	ops   *plan.Operations
	m     *Map
	work  map[string]*Work // by id of the activity
	years period.Range     // that the plan covers; open if it does not say

	// obscured are activities for which a responsibility is broken: who has
	// which part in them is not known.
	obscured map[string]bool
	// hidden reports that a broken activity may belong to anything.
	hidden bool
	found  diag.List
}

// Check applies every rule to the responsibility map of a plan and returns the
// findings, sorted, with those of [Compute]. It says nothing about broken
// records: they have findings of their own.
func Check(p *plan.Plan) diag.List {
	m, findings := Compute(p)
	_, priced := Reallocate(m)
	run := &pass{plan: p, ops: &p.Operations, m: m, work: map[string]*Work{}, years: yearsOf(p), obscured: map[string]bool{}}
	for i := range m.Work {
		run.work[m.Work[i].ID()] = &m.Work[i]
	}
	for a := range p.Broken {
		run.hidden = run.hidden || a.Collection == plan.ActivityKind
		if r, ok := p.Find(a); ok && a.Collection == plan.ResponsibilityKind {
			run.obscured[r.Node.TextOf("activity")] = true
		}
	}
	for _, rule := range Rules() {
		rule.run(run)
	}
	return diag.Sorted(findings, priced, run.found)
}

func (p *pass) report(f diag.Finding) { p.found = append(p.found, f) }

// yearsOf returns the days from the first to the last fiscal year of the plan.
func yearsOf(p *plan.Plan) period.Range {
	years := p.Choices.Years
	if p.Choices.Calendar == nil || len(years) == 0 {
		return period.Range{}
	}
	first, last := p.Choices.Calendar.Range(years[0]), p.Choices.Calendar.Range(years[len(years)-1])
	return period.Range{From: first.From, To: last.To}
}

// emptyRanges reports responsibilities that end before or on their first day.
func emptyRanges(p *pass) {
	for i := range p.ops.Responsibilities {
		r := &p.ops.Responsibilities[i]
		if r.Active.Empty() {
			p.report(diag.New(diag.EmptyRange, r.Addr, r.PlaceOf("to"),
				"\"to\" is %s, which is not after \"from\", %s: \"to\" is the first day that does not count any more", r.Active.To, r.Active.From).At("to"))
		}
	}
}

// roleAddr returns the address of a role.
func roleAddr(id string) addr.Addr { return addr.New(plan.RoleKind, id) }
