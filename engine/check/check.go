// Package check knows the rules a sales plan must keep beyond its schema:
// references, the territory tree, coverage, quotas and dates. Each rule is a
// value with a code; one file holds one rule.
//
// It must not know how a plan was read nor how findings are shown, and it says
// nothing about broken records: they have findings of their own. Its entry
// point is [Run].
package check

import (
	"cmp"
	"slices"
	"sync"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/complint"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/source"
)

// Rule is one thing that must hold in a plan.
type Rule struct {
	Code  diag.Code
	Title string // what must hold, in one line
	Run   func(*Pass)
	// Reach says what decides the findings, so that after a small change only
	// what it touches need be looked at. A rule without one is always applied
	// to the whole plan.
	Reach func() reach.Reach
}

// Rules returns every rule, in order of code.
func Rules() []Rule {
	rules := []Rule{
		{diag.DateGap, "a territory with owners has one at all times", ownerGaps, ownerGapsReach},
		{diag.DateOverlap, "a position has one holder at a time, and nothing is assigned twice", dateOverlaps, dateOverlapsReach},
		{diag.EmptyRange, "a record ends after its first day", emptyRanges, emptyRangesReach},
		{diag.ExampleDiffers, "a worked example of a comp plan comes out as it says", examplesDiffer, examplesDifferReach},
		{diag.OverEnvelope, "a year costs no more than its envelope", overEnvelope, overEnvelopeReach},
		{diag.MixNotWhole, "the shares of a mix of attainments sum to 1", mixNotWhole, mixNotWholeReach},
		{diag.PositionOverTwo, "a position owns one territory at a time", positionsOverTwo, positionsOverTwoReach},
		{diag.MissingQuota, "whoever should carry a quota has one", missingQuotas, missingQuotasReach},
		{diag.BandMismatch, "a quota fits the sum of the quotas below it", quotasOutsideBand, quotasOutsideBandReach},
		{diag.UnknownReference, "every id that is used belongs to a record", unknownReferences, unknownReferencesReach},
		{diag.ReferenceCycle, "nothing is above itself", referenceCycles, referenceCyclesReach},
		{diag.OutsideTarget, "a record lasts no longer than those it names", outsideTargetDates, outsideTargetDatesReach},
		{diag.NotUnique, "names of measures and roles tell them apart", uniqueNames, uniqueNamesReach},
		{diag.BadMove, "a declared rename has happened", badMoves, badMovesReach},
		{diag.LookAlikeID, "ids do not look alike", lookAlikeIDs, lookAlikeIDsReach},
		{diag.MissingChoice, "settings that the plan needs are stated", missingChoices, missingChoicesReach},
		{diag.OrphanTerritory, "a territory lasts no longer than the one above", orphanTerritories, orphanTerritoriesReach},
		{diag.OverlappingRules, "territories of one level claim different accounts", valuesClaimedTwice, valuesClaimedTwiceReach},
		{diag.TerritoryWithoutOwner, "every territory has an owner", territoriesWithoutOwner, territoriesWithoutOwnerReach},
		{diag.TerritoryTwoOwners, "the shares of simultaneous owners sum to 1", ownerShares, ownerSharesReach},
		{diag.TerritoryWithoutRule, "every territory has a rule or named accounts", territoriesWithoutRule, territoriesWithoutRuleReach},
		{diag.UnusedRule, "every assignment rule is used", unusedRules, unusedRulesReach},
		{diag.BadFilter, "a filter can be read and fits its conditions", badFilters, badFiltersReach},
	}
	rules = append(rules, compRules()...)
	slices.SortFunc(rules, func(a, b Rule) int { return cmp.Compare(a.Code, b.Code) })
	return rules
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
	logic func() *complint.Pass // of the comp plans, looked at when first needed
}

// Run applies the rules to the input and returns their findings, sorted. It
// never changes the plan.
func Run(in Input, rules []Rule) diag.List {
	p := &Pass{Input: in, facts: factsOf(in.Plan)}
	p.logic = sync.OnceValue(func() *complint.Pass { return complint.Of(in.Plan, comp.Read(in.Plan)) })
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
