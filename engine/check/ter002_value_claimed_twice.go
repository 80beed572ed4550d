package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/record"
)

// mostRivals is how many other territories are named for each use of a rule.
// If a hundred territories claim one value, each is reported against a few.
const mostRivals = 3

// ruleItself stands for the field of a rule that is compared as a whole.
const ruleItself = ""

// valuesClaimedTwice reports territories of one level whose rules claim the
// same accounts. Rules that look at different fields are left alone: one is
// then meant to be narrower than the other. So are territories whose types
// have different priorities, and territories that never exist together.
func valuesClaimedTwice(p *Pass) {
	reported := make(map[rivalry]bool)
	claims := claimsOf(p)
	for _, key := range sortedKeys(claims) {
		index := indexOf(claims[key])
		for _, c := range claims[key] {
			for _, rival := range index.rivals(p, c) {
				r := rivalry{rival.territory, c.territory, rival.rule, c.rule}
				if !reported[r] {
					reported[r] = true
					p.report(rivalFinding(rival, c))
				}
			}
		}
	}
}

func valuesClaimedTwiceReach() reach.Reach {
	rivals := reach.Akin("claim", func(r *record.Record) []string { return claimTraits(r).listed },
		func(r *record.Record) []string { return claimTraits(r).sought })
	return reach.Reach{
		Paths: []reach.Path{
			reach.Along(reach.Above(territoryParent)).Reading(parentOf),
			reach.Along(usedRule),
			reach.Along(usedRule, rivals),
			reach.Along(usedRule, rivals, usedRule.Back()),
			reach.Along(usedRule, rivals, usedRule.Back(), reach.Above(territoryParent)).Reading(parentOf),
		},
		Whole: []string{plan.TypeKind},
	}
}

// claim is one alternative of a rule that a territory uses.
type claim struct {
	territory *plan.Territory
	use       *plan.RuleUse
	rule      *plan.AssignmentRule
	term      term
	order     int // among the claims of its group
}

// rivalry is a pair of territories with the rules by which they clash.
type rivalry struct {
	first, second         *plan.Territory
	firstRule, secondRule *plan.AssignmentRule
}

// claimsOf returns the claims of all territories, grouped by level, object
// and constrained fields, in order of territory. Whole rules come first, so
// that two uses of one rule are reported as such.
func claimsOf(p *Pass) map[string][]*claim {
	terms := make(map[*plan.AssignmentRule][]term)
	for i := range p.Plan.Rules {
		rule := &p.Plan.Rules[i]
		terms[rule] = []term{{{field: ruleItself, values: []string{rule.ID()}}}}
		if alternatives, ok := termsOf(rule); ok {
			terms[rule] = append(terms[rule], alternatives...)
		}
	}
	claims := make(map[string][]*claim)
	for i := range p.Plan.Territories {
		t := &p.Plan.Territories[i]
		level, ok := p.depth[t.ID()]
		if !ok || (t.Type != "" && p.types[t.Type] == nil) {
			continue
		}
		for j := range t.Rules {
			rule, known := p.rules[t.Rules[j].Rule]
			if !known || !rule.Active {
				continue
			}
			for _, one := range terms[rule] {
				key := fmt.Sprintf("%s\x00%s\x00%d", one.fields(), rule.Object, level)
				claims[key] = append(claims[key], &claim{t, &t.Rules[j], rule, one, len(claims[key])})
			}
		}
	}
	return claims
}

// claimIndex finds claims by the values of one field.
type claimIndex struct {
	field   int // in the terms
	byValue map[string][]*claim
}

// indexOf indexes claims by the field that tells them apart best, so that few
// claims share a value and each is compared with few others.
func indexOf(claims []*claim) claimIndex {
	best, fewest := 0, -1
	for field := range claims[0].term {
		uses, most := make(map[string]int), 0
		for _, c := range claims {
			for _, value := range c.term[field].values {
				uses[value]++
				most = max(most, uses[value])
			}
		}
		if fewest < 0 || most < fewest {
			best, fewest = field, most
		}
	}
	index := claimIndex{field: best, byValue: make(map[string][]*claim)}
	for _, c := range claims {
		if len(c.term) == 0 {
			continue
		}
		for _, value := range c.term[best].values {
			index.byValue[value] = append(index.byValue[value], c)
		}
	}
	return index
}

// rivals returns the first claims of other, earlier territories that clash
// with c, one for each territory. Which ones does not depend on the indexed
// field.
func (index claimIndex) rivals(p *Pass, c *claim) []*claim {
	var found []*claim
	if len(c.term) == 0 {
		return nil
	}
	for _, value := range c.term[index.field].values {
		inBucket := 0
		var last *plan.Territory
		for _, other := range index.byValue[value] {
			if other.territory == c.territory || inBucket == mostRivals {
				break // the bucket is in order of territory
			}
			if other.territory != last && clash(p, other, c) {
				last = other.territory
				inBucket++
				found = append(found, other)
			}
		}
	}
	slices.SortFunc(found, func(a, b *claim) int { return cmp.Compare(a.order, b.order) }) // by territory first
	found = slices.CompactFunc(found, func(a, b *claim) bool { return a.territory == b.territory })
	return found[:min(len(found), mostRivals)]
}

// clash reports whether two claims of one group want the same accounts.
func clash(p *Pass, a, b *claim) bool {
	if _, ok := merge(a.term, b.term); !ok {
		return false
	}
	return a.territory.Active.Overlaps(b.territory.Active) && !p.ranked(a.territory, b.territory)
}

// ranked reports whether the types of two territories say which one wins.
func (p *Pass) ranked(a, b *plan.Territory) bool {
	x, y := p.types[a.Type], p.types[b.Type]
	return x != nil && y != nil && x.Priority != "" && y.Priority != "" && x.Priority != y.Priority
}

func rivalFinding(first, second *claim) diag.Finding {
	what := fmt.Sprintf("through the same assignment rule %q", first.rule.Label())
	if first.rule != second.rule {
		both, _ := merge(first.term, second.term)
		what = fmt.Sprintf("with %s, through the assignment rules %q and %q", both, first.rule.Label(), second.rule.Label())
	}
	f := diag.New(diag.OverlappingRules, second.territory.Addr, second.use.Place, "%s and %s, of one level, claim the same %ss %s",
		first.territory.Addr, second.territory.Addr, first.rule.Object, what)
	f = f.At("rules").With(first.use.Place, "%s uses assignment rule %q here", first.territory.Addr, first.rule.Label())
	if first.rule == second.rule {
		return f.With(first.rule.Place(), "the rule stands here")
	}
	f = f.With(first.rule.PlaceOf("conditions"), "the conditions of %q", first.rule.Label())
	return f.With(second.rule.PlaceOf("conditions"), "the conditions of %q", second.rule.Label())
}

// String writes a term for people: region "MW" or "NE" and size "1".
func (t term) String() string {
	fields := make([]string, len(t))
	for i, f := range t {
		values := make([]string, 0, mostNamed+1)
		for _, value := range f.values[:min(len(f.values), mostNamed)] {
			values = append(values, fmt.Sprintf("%q", value))
		}
		if more := len(f.values) - len(values); more > 0 {
			values = append(values, fmt.Sprintf("%d more", more))
		}
		fields[i] = f.field + " " + strings.Join(values, ", ")
	}
	return joined(fields, "and")
}
