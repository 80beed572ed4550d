package check

import (
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
)

// territoriesWithoutRule reports territories that no account can get into by a
// rule of their own. A rule inherited from above does not count: it claims the
// same accounts for the territory above and for all its siblings, so nothing
// tells which of them belong here.
func territoriesWithoutRule(p *Pass) {
	for i := range p.Plan.Territories {
		t := &p.Plan.Territories[i]
		if t.Container || len(t.NamedAccounts) > 0 || !p.inPlanYears(t.Active) || slices.ContainsFunc(t.Rules, p.mayClaim) {
			continue
		}
		if len(t.Rules) > 0 {
			f := diag.New(diag.TerritoryWithoutRule, t.Addr, t.PlaceOf("rules"), "every assignment rule of %s is inactive, so no account gets into it", t.Addr)
			p.report(f.At("rules"))
			continue
		}
		f := diag.New(diag.TerritoryWithoutRule, t.Addr, t.Place(), "%s has neither an assignment rule of its own nor named accounts", t.Addr)
		if giver, use, ok := p.inheritedRule(t); ok {
			f = f.With(use.Place, "the rule it inherits from %s claims the accounts of the whole of %s", giver.Addr, giver.Addr)
		}
		p.report(f)
	}
}

// mayClaim reports whether a rule in use may claim accounts. A rule that is
// unknown or broken may: it has a finding of its own.
func (p *Pass) mayClaim(use plan.RuleUse) bool {
	rule, known := p.rules[use.Rule]
	return !known || rule.Active
}

// inheritedRule returns the nearest rule that a territory inherits, and the
// territory it comes from.
func (p *Pass) inheritedRule(t *plan.Territory) (giver *plan.Territory, use plan.RuleUse, ok bool) {
	if _, ok := p.depth[t.ID()]; !ok {
		return nil, plan.RuleUse{}, false
	}
	for above := p.territories[t.Parent]; above != nil; above = p.territories[above.Parent] {
		at := slices.IndexFunc(above.Rules, func(use plan.RuleUse) bool { return use.Inherited && p.mayClaim(use) })
		if at >= 0 {
			return above, above.Rules[at], true
		}
	}
	return nil, plan.RuleUse{}, false
}
