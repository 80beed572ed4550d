package complint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// targetPayDiffers reports comp plans that pay something else than the target
// incentive when every result is exactly the quota.
func targetPayDiffers(p *Pass) {
	byPlan := map[*comp.Plan][]*part{}
	for i := range p.parts {
		t := &p.parts[i]
		byPlan[t.plan] = append(byPlan[t.plan], t)
	}
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		p.tellTargets(c, byPlan[c])
		p.tellTargetPay(c, byPlan[c])
	}
}

// tellTargets compares the targets that components state in money with the
// target incentive.
func (p *Pass) tellTargets(c *comp.Plan, parts []*part) {
	var sum money.Ratio
	stated := false
	for _, t := range parts {
		if t.OnTop {
			continue
		}
		target := yearlyTarget(c, t.Component)
		if target == nil || t.Active != parts[0].Active {
			return // what it pays at 100 % is not known, or not for all the time
		}
		stated = stated || t.Component.Target != nil
		sum = sum.Add(*target)
	}
	if stated && c.TargetIncentive != nil && sum.Cmp(money.FromDecimal(*c.TargetIncentive)) != 0 {
		p.tell(diag.TargetPayDiffers, c.Origin, "components", "the targets of the components of %s sum to %s, not to the target incentive of %s",
			c.Addr, moneyText(c, sum), moneyText(c, money.FromDecimal(*c.TargetIncentive)))
	}
}

// tellTargetPay compares what components pay at 100 % with their targets.
func (p *Pass) tellTargetPay(c *comp.Plan, parts []*part) {
	var reasons []string
	var first *part
	total, promised, all := money.Ratio{}, money.Ratio{}, true
	for _, t := range parts {
		if t.OnTop {
			continue
		}
		pays, target, known := p.atTarget(t)
		yearly := yearlyTarget(c, t.Component)
		all = all && yearly != nil
		if known && yearly != nil {
			share, err := pays.Quo(target)
			all = all && err == nil
			total = total.Add(yearly.Mul(share))
			promised = promised.Add(*yearly)
		}
		if !known {
			all = false
			continue
		}
		if pays.Cmp(target) == 0 {
			continue
		}
		if first == nil {
			first = t
		}
		reasons = append(reasons, fmt.Sprintf("component %s pays %s instead of %s in a %s", t.ID, t.pay(pays), t.pay(target), windowName(t.Window)))
	}
	if first == nil {
		return
	}
	because := strings.Join(reasons, ", ")
	if !all {
		p.tell(diag.TargetPayDiffers, first.Origin, "rates", "at 100 %% of quota %s does not pay its target: %s", c.Addr, because)
		return
	}
	p.tell(diag.TargetPayDiffers, first.Origin, "rates", "at 100 %% of every quota %s pays %s in a year, and its targets are %s: %s",
		c.Addr, moneyText(c, total), moneyText(c, promised), because)
}

// atTarget returns what a component pays for exactly the quota of a window, and
// its target, both in the unit of its curve. known is false where the comp plan
// alone does not say.
func (p *Pass) atTarget(t *part) (pays, target money.Ratio, known bool) {
	switch {
	case t.curve == nil || !t.hasTarget() || t.Window == comp.Deal || t.Combine == comp.Each || t.Rates.By == comp.ByAttribute:
		return pays, target, false
	case t.uses.Target && t.Rates.Pays == comp.PaysTargetShare && t.Rates.Kind != comp.Matrix && t.Rates.By != comp.ByAttainment && t.quota == nil:
		return pays, target, false // of which result is 100 % is not known
	case t.Rates.Kind == comp.Matrix && (t.Rates.Rows.By != comp.ByAttainment || t.Rates.Columns.By != comp.ByAttainment):
		return pays, target, false
	case !t.uses.Target && (!t.inMoney || t.target == nil || t.quota == nil && t.Rates.By != comp.ByAttainment):
		return pays, target, false
	case !t.uses.Target && t.Window == comp.Month && p.weekly():
		return pays, target, false // months of four and of five weeks have different targets
	}
	quota := *orOne(t.quota)
	pays = t.curve.PayWith(quota, unity).Sub(t.heldBack(quota))
	return pays, *orOne(t.target), true
}

// heldBack returns what gates that pay only what lies above them keep at 100 %.
func (t *part) heldBack(quota money.Ratio) money.Ratio {
	var most money.Ratio
	for _, g := range t.Gates {
		if g.Blocks != "payout" || g.Releases != "above_gate" || !plainGate(t.Component, &g) {
			continue
		}
		at := money.FromDecimal(g.Conditions[0].Value)
		if g.Conditions[0].By == comp.ByAttainment {
			at = at.Mul(quota)
		}
		most = most.Max(t.curve.Pay(at.Min(quota)))
	}
	return most
}

// plainGate reports whether a gate is one lower bound of the component's own
// result in its own window.
func plainGate(c *comp.Component, g *comp.Gate) bool {
	return len(g.Conditions) == 1 && isOwn(c, &g.Conditions[0]) && slices.Contains([]comp.Bound{comp.AtLeast, comp.MoreThan}, g.Conditions[0].Bound)
}

// isOwn reports whether a condition looks at what the component itself counts.
func isOwn(c *comp.Component, g *comp.GateCondition) bool {
	return (g.Measure == "" || g.Measure == c.Measure) && (g.Window == 0 || g.Window == c.Window)
}
