package complint

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// Rule is one thing that must hold in comp plans.
type Rule struct {
	Code  diag.Code
	Title string // what must hold, in one line
	Reach func() reach.Reach
	find  func(*Pass)
}

// Rules returns every rule, in order of code.
func Rules() []Rule {
	return []Rule{
		{diag.SenselessTable, "a rate table means something", ownReach, tablesWith(diag.SenselessTable)},
		{diag.WithoutEffect, "what a comp plan states has an effect", ownReach, withoutEffect},
		{diag.BandsOutOfOrder, "bands, knots and levels rise", ownReach, tablesWith(diag.BandsOutOfOrder)},
		{diag.EmptyBand, "a band ends above its beginning", ownReach, tablesWith(diag.EmptyBand)},
		{diag.BandGap, "each band begins where the one before ends", ownReach, tablesWith(diag.BandGap)},
		{diag.BandOverlap, "no result lies in two bands", ownReach, tablesWith(diag.BandOverlap)},
		{diag.MatrixShape, "a matrix has a value for each pair of levels", ownReach, tablesWith(diag.MatrixShape)},
		{diag.WeightsNotOne, "the weights of a comp plan sum to 1", ownReach, weightsNotOne},
		{diag.WeightAndTarget, "a component has a weight or a target", ownReach, weightsAndTargets},
		{diag.NoComponentTarget, "a component that pays a part of its target has one", ownReach, missingTargets},
		{diag.TargetPayDiffers, "at 100 % a comp plan pays its target incentive", ownReach, targetPayDiffers},
		{diag.UnreachableBand, "every band can be reached", ownReach, unreachableBands},
		{diag.Cliff, "pay does not jump far at one result", ownReach, cliffs},
		{diag.FallingPay, "pay does not fall as results rise", ownReach, fallingPay},
		{diag.UnreachableGate, "a gate can be passed", ownReach, unreachableGates},
		{diag.UnclearGate, "a gate above which results count has one place", ownReach, unclearGates},
		{diag.BadModifierLimit, "a modifier is limited by another one", ownReach, badModifierLimits},
		{diag.CapBelowTarget, "a cap leaves room for the target", ownReach, capsBelowTarget},
		{diag.UnboundedPay, "accelerated pay has a limit, or a clause for large deals", ownReach, unboundedPay},
		{diag.TwoLimits, "people are judged by what they are paid for", ownReach, twoLimits},
		{diag.UnknownInCompPlan, "examples and adjustments name what the comp plan has", adjustmentReach, unknownNames},
		{diag.RoleWithoutPlan, "roles of one kind have comp plans alike", staffReach, rolesWithoutPlan},
		{diag.UnusedCompPlan, "somebody is on every comp plan and ramp", staffReach, unusedPlans},
		{diag.RampDays, "a ramp counts every first day once", ownReach, rampDays},
		{diag.ManagerAccelerator, "managers earn no steeper accelerator than their people", treeReach, managerAccelerators},
		{diag.MeasureNamedTwice, "one measure has one name", bookReach, measuresNamedTwice},
		{diag.TextDiffers, "the text of a comp plan agrees with its numbers", ownReach, textsDiffer},
		{diag.CurrencyInText, "the text of a comp plan is about its own currency", ownReach, currenciesInText},
		{diag.OutsideDesign, "a comp plan is within the declared design", designReach, outsideDesign},
		{diag.InstalmentsNotOne, "the shares of instalments sum to 1", ownReach, instalmentsNotOne},
		{diag.SilentDefault, "a default that decides pay is stated", ownReach, silentDefaults},
		{diag.TwoCompPlans, "a role is on one comp plan at a time", bookReach, rolesOnTwoPlans},
	}
}

// Pass is the look at one sales plan. It is made once for all rules.
type Pass struct {
	plan     *plan.Plan
	book     *comp.Book
	measures map[string]*plan.Measure
	parts    []part
	found    diag.List
}

// Of returns what rules look at.
func Of(p *plan.Plan, book *comp.Book) *Pass {
	pass := &Pass{plan: p, book: book}
	if len(book.Plans) == 0 {
		return pass
	}
	pass.measures = make(map[string]*plan.Measure, len(p.Measures))
	for i := range p.Measures {
		pass.measures[p.Measures[i].ID()] = &p.Measures[i]
	}
	for i := range book.Plans {
		for j := range book.Plans[i].Components {
			pass.parts = append(pass.parts, pass.partOf(&book.Plans[i], &book.Plans[i].Components[j]))
		}
	}
	return pass
}

// Book returns what the sales plan says about pay.
func (p *Pass) Book() *comp.Book { return p.book }

// Find returns the findings of a rule.
func (r Rule) Find(p *Pass) diag.List { return p.collect(r.find) }

// collect returns what a rule reports.
func (p *Pass) collect(find func(*Pass)) diag.List {
	p.found = nil
	find(p)
	return p.found
}

// tell reports something about a field below what is named. It returns the
// finding for more to be said.
func (p *Pass) tell(code diag.Code, at comp.Origin, field, format string, args ...any) *diag.Finding {
	p.found = append(p.found, diag.New(code, at.Addr, at.PlaceOf(field), format, args...).At(at.At(field)))
	return &p.found[len(p.found)-1]
}
