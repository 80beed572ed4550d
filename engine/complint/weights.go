package complint

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// weightsNotOne reports comp plans whose weights do not sum to 1 at some time.
// A plan that states none is fine, and so is one in which targets in money make
// up for what the weights leave: what they come to is looked at elsewhere.
func weightsNotOne(p *Pass) {
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		var weighted []*comp.Component
		inMoney := false
		for j := range c.Components {
			one := &c.Components[j]
			inMoney = inMoney || one.Target != nil && !one.OnTop
			if one.Weight != nil && !one.OnTop {
				weighted = append(weighted, one)
			}
		}
		if when, sum, wrong := firstWrongSum(c, weighted, inMoney); wrong {
			p.tellSum(c, when, sum)
		}
	}
}

// firstWrongSum returns the first days on which the weights do not sum to 1.
// Beside targets in money they may sum to less.
func firstWrongSum(c *comp.Plan, weighted []*comp.Component, mayBeLess bool) (when period.Range, sum money.Ratio, wrong bool) {
	for _, days := range stretches(c, weighted) {
		sum, counts := money.Ratio{}, false
		for _, one := range weighted {
			if one.Active.Overlaps(days) {
				sum, counts = sum.Add(money.FromDecimal(*one.Weight)), true
			}
		}
		if order := sum.Cmp(unity); counts && (order > 0 || order < 0 && !mayBeLess) {
			return days, sum, true
		}
	}
	return when, sum, false
}

// stretches cuts the time of a comp plan where one of its components begins or
// ends.
func stretches(c *comp.Plan, components []*comp.Component) []period.Range {
	cuts := []period.Date{c.Active.From}
	for _, one := range components {
		for _, day := range []period.Date{one.Active.From, one.Active.To} {
			if !day.IsZero() && c.Active.Contains(day) {
				cuts = append(cuts, day)
			}
		}
	}
	slices.SortFunc(cuts, period.Date.Compare)
	cuts = slices.Compact(cuts)
	var all []period.Range
	for i, from := range cuts {
		days := period.Range{From: from, To: c.Active.To}
		if i+1 < len(cuts) {
			days.To = cuts[i+1]
		}
		all = append(all, days)
	}
	return all
}

func (p *Pass) tellSum(c *comp.Plan, when period.Range, sum money.Ratio) {
	during := ""
	if when != c.Active {
		during = " on " + when.String()
	}
	if sum.Cmp(unity) < 0 {
		p.tell(diag.WeightsNotOne, c.Origin, "components", "the weights of %s sum to %s%s: %s of the target incentive is paid for nothing",
			c.Addr, sum, during, unity.Sub(sum))
		return
	}
	p.tell(diag.WeightsNotOne, c.Origin, "components", "the weights of %s sum to %s%s: %s more than the target incentive is promised",
		c.Addr, sum, during, sum.Sub(unity))
}

// weightsAndTargets reports components that say twice what they pay at 100 %.
func weightsAndTargets(p *Pass) {
	for i := range p.parts {
		if t := &p.parts[i]; t.Weight != nil && t.Component.Target != nil {
			p.tell(diag.WeightAndTarget, t.Origin, "target", "%s has a weight, %s, and a target, %s: keep one", t.name(), t.Weight, t.Component.Target)
		}
	}
}

// missingTargets reports components that pay a part of a target they do not
// have.
func missingTargets(p *Pass) {
	for i := range p.parts {
		t := &p.parts[i]
		if !t.uses.Target || t.hasTarget() {
			continue
		}
		what := "shares of its target"
		if t.Rates.Pays == comp.PaysMultiple {
			what = "multiples of target / quota"
		}
		p.tell(diag.NoComponentTarget, t.Origin, "rates.pays", "%s pays %s and has no target: give it a weight or a target%s", t.name(), what, orBaseRate(&t.Rates))
	}
}

func orBaseRate(r *comp.Rates) string {
	if r.Pays == comp.PaysMultiple {
		return ", or state base_rate in its rates"
	}
	return ""
}

// instalmentsNotOne reports instalments that hand over more or less than all.
func instalmentsNotOne(p *Pass) {
	for i := range p.parts {
		t := &p.parts[i]
		var sum money.Ratio
		for _, one := range t.Instalments {
			sum = sum.Add(money.FromDecimal(one.Share))
		}
		if len(t.Instalments) > 0 && sum.Cmp(unity) != 0 {
			p.tell(diag.InstalmentsNotOne, t.Origin, "instalments", "the instalments of %s sum to %s of what it pays, not to 1", t.name(), sum)
		}
	}
}
