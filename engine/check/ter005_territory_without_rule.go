package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
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

func territoriesWithoutRuleReach() reach.Reach {
	above := reach.Above(territoryParent)
	return reach.Reach{Paths: []reach.Path{
		reach.Along(usedRule),
		reach.Along(above).Reading(func(r *record.Record) string { return parentOf(r) + "\x00" + usesBelow(r) }),
		reach.Along(above, reach.IDs(plan.TerritoryKind, "inherited", plan.RuleKind, rulesBelow)).Reading(activity),
	}}
}

// rulesBelow returns the rules of a territory that those below it use, too.
func rulesBelow(r *record.Record) []string {
	var ids []string
	for _, use := range inheritedUses(r) {
		ids = append(ids, use.TextOf("rule"))
	}
	return ids
}

// usesBelow tells what stands in a territory of the rules for those below it,
// with the places.
func usesBelow(r *record.Record) string {
	var b strings.Builder
	for _, use := range inheritedUses(r) {
		fmt.Fprintf(&b, "%s %s\x00", use.TextOf("rule"), use.Place(r.File))
	}
	return b.String()
}

func inheritedUses(r *record.Record) []*syntax.Node {
	var uses []*syntax.Node
	if all, ok := r.Node.Field("rules"); ok {
		for i := range all.Children {
			if use := &all.Children[i]; use.TextOf("inherited") == "true" {
				uses = append(uses, use)
			}
		}
	}
	return uses
}

// activity tells whether an assignment rule is active.
func activity(r *record.Record) string { return r.Node.TextOf("active") }

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
