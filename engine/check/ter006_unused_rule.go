package check

import (
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// unusedRules reports active assignment rules that no territory uses.
func unusedRules(p *Pass) {
	used := p.rulesInUse()
	for i := range p.Plan.Rules {
		rule := &p.Plan.Rules[i]
		if rule.Active && !used[rule.ID()] {
			p.report(diag.New(diag.UnusedRule, rule.Addr, rule.Place(), "no territory uses the assignment rule %q", rule.Label()))
		}
	}
}

func unusedRulesReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{reach.Along(reach.Targets(plan.RuleKind).Back()), reach.Along(usedRule.Back())}}
}

// rulesInUse returns the ids of the assignment rules that some territory
// names, be it broken or not.
func (p *Pass) rulesInUse() map[string]bool {
	used := make(map[string]bool)
	for _, ref := range p.Plan.References {
		if slices.Contains(ref.Collections, plan.RuleKind) {
			used[ref.ID] = true
		}
	}
	for a := range p.Plan.Broken {
		record, ok := p.Plan.Find(a)
		if !ok || a.Collection != plan.TerritoryKind {
			continue
		}
		if uses, ok := record.Node.Field("rules"); ok {
			for i := range uses.Children {
				used[uses.Children[i].TextOf("rule")] = true
			}
		}
	}
	return used
}
