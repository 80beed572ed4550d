// Package check knows the rules a sales plan must keep beyond its schema:
// references, the territory tree, coverage, quotas and dates. Each rule is a
// value with a code; one file holds one rule.
//
// It must not know how a plan was read nor how findings are shown, and it says
// nothing about broken records: they have findings of their own. Its entry
// point is [Run].
package check

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// Rule is one thing that must hold in a plan.
type Rule struct {
	Code  diag.Code
	Title string // what must hold, in one line
	Run   func(*Pass)
}

// Rules returns every rule, in order of code.
func Rules() []Rule {
	return []Rule{
		{diag.DateGap, "a territory with owners has one at all times", ownerGaps},
		{diag.DateOverlap, "a position has one holder at a time, and nothing is assigned twice", dateOverlaps},
		{diag.EmptyRange, "a record ends after its first day", emptyRanges},
		{diag.PositionOverTwo, "a position owns one territory at a time", positionsOverTwo},
		{diag.MissingQuota, "whoever should carry a quota has one", missingQuotas},
		{diag.BandMismatch, "a quota fits the sum of the quotas below it", quotasOutsideBand},
		{diag.UnknownReference, "every id that is used belongs to a record", unknownReferences},
		{diag.ReferenceCycle, "nothing is above itself", referenceCycles},
		{diag.OutsideTarget, "a record lasts no longer than those it names", outsideTargetDates},
		{diag.NotUnique, "names of measures and roles tell them apart", uniqueNames},
		{diag.BadMove, "a declared rename has happened", badMoves},
		{diag.LookAlikeID, "ids do not look alike", lookAlikeIDs},
		{diag.MissingChoice, "settings that the plan needs are stated", missingChoices},
		{diag.OrphanTerritory, "a territory lasts no longer than the one above", orphanTerritories},
		{diag.OverlappingRules, "territories of one level claim different accounts", valuesClaimedTwice},
		{diag.TerritoryWithoutOwner, "every territory has an owner", territoriesWithoutOwner},
		{diag.TerritoryTwoOwners, "the shares of simultaneous owners sum to 1", ownerShares},
		{diag.TerritoryWithoutRule, "every territory has a rule or named accounts", territoriesWithoutRule},
		{diag.UnusedRule, "every assignment rule is used", unusedRules},
		{diag.BadFilter, "a filter can be read and fits its conditions", badFilters},
	}
}

// Input is what rules look at.
type Input struct {
	Plan *plan.Plan
}

// Pass is one run over one input. A rule reads it and reports into it.
type Pass struct {
	Input
	*facts
	found diag.List
}

// Run applies the rules to the input and returns their findings, sorted. It
// never changes the plan.
func Run(in Input, rules []Rule) diag.List {
	p := &Pass{Input: in, facts: factsOf(in.Plan)}
	for _, rule := range rules {
		rule.Run(p)
	}
	return diag.Sorted(p.found)
}

// report adds a finding to the result.
func (p *Pass) report(f diag.Finding) { p.found = append(p.found, f) }

// placeOf returns where the record at an address begins, the zero Place if
// there is none.
func (p *Pass) placeOf(a addr.Addr) source.Place {
	if r, ok := p.Plan.Find(a); ok {
		return r.Place()
	}
	return source.Place{}
}

// sound reports whether there is an unbroken record at the address.
func (p *Pass) sound(a addr.Addr) bool { return p.Plan.Has(a) && !p.Plan.Broken[a] }
