package complint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/diag"
)

// OpenChoices returns the choices that comp plans must state because of what
// else they say, or of who is on them, and do not.
func OpenChoices(p *Pass) diag.List { return p.collect(openChoices) }

func openChoices(p *Pass) {
	tablesWith(diag.MissingChoice)(p)
	for i := range p.parts {
		t := &p.parts[i]
		p.openQuota(t)
		p.openWindows(t)
		p.openCrediting(t.Component)
	}
	p.openForPeople()
}

// silentDefaults reports where the language has an answer that a reader of the
// comp plan does not see.
func silentDefaults(p *Pass) {
	for i := range p.parts {
		if t := &p.parts[i]; len(t.Crediting.Factors) > 0 && t.Crediting.Otherwise == nil {
			p.tell(diag.SilentDefault, t.Origin, "crediting.otherwise", "in %s a credit for which no factor holds counts in full: say so with \"otherwise\" of 1, or that it does not count with 0", t.name())
		}
	}
	for i := range p.book.Plans {
		p.silentOrder(&p.book.Plans[i])
	}
}

// open reports a choice that is left open.
func (p *Pass) open(at comp.Origin, field, format string, args ...any) {
	p.tell(diag.MissingChoice, at, field, format, args...)
}

// openQuota asks against which quota, and whose, attainment is measured.
func (p *Pass) openQuota(t *part) {
	if !t.uses.Quota {
		return
	}
	if withinWindow(t.Component) && t.Quota.Basis == "" {
		p.open(t.Origin, "quota.basis", "component %s is paid within its window, and the plan does not say against which quota: set \"basis\" in its quota to window or to_date", t.ID)
	}
	if t.ResultsOf != comp.Own && t.Combine == comp.Together && t.Quota.Of == "" {
		p.open(t.Origin, "quota.of", "component %s measures the results of several people together, and the plan does not say against whose quota: set \"of\" in its quota to own or members", t.ID)
	}
}

// openWindows asks against which quota gates and modifiers measure attainment
// in a window that goes on when pay is due.
func (p *Pass) openWindows(t *part) {
	ask := func(at comp.Origin, what string, measure string, window comp.Window) {
		longer := cmp.Or(window, t.Window)
		told := window == 0 && t.uses.Quota // by openQuota
		if longer > t.PayEvery && !told && basisOf(t, measure) == "" {
			p.open(at, "basis", "%s of %s looks at a %s and is asked every %s, and does not say against which quota: set \"basis\" to window or to_date",
				what, t.name(), windowName(longer), windowName(t.PayEvery))
		}
	}
	for i := range t.Gates {
		for _, c := range t.Gates[i].Conditions {
			if c.By == comp.ByAttainment && c.Basis == "" {
				ask(c.Origin, "gate "+t.Gates[i].ID, c.Measure, c.Window)
			}
		}
	}
	for i := range t.Modifiers {
		if m := &t.Modifiers[i]; m.By == comp.ByAttainment && m.Basis == "" {
			ask(m.Origin, "modifier "+m.ID, m.Measure, m.Window)
		}
	}
}

// basisOf returns the basis that counts for a measure where a gate or modifier
// states none: that of the component which counts it.
func basisOf(t *part, measure string) string {
	if measure == "" || measure == t.Measure {
		return t.Quota.Basis
	}
	for i := range t.plan.Components {
		if t.plan.Components[i].Measure == measure {
			return t.plan.Components[i].Quota.Basis
		}
	}
	return ""
}

// openCrediting asks how factors combine.
func (p *Pass) openCrediting(c *comp.Component) {
	if c.Crediting.FactorsCombine == "" && !exclusive(c.Crediting.Factors) {
		p.open(c.Origin, "crediting.factors_combine", "several factors of component %s may hold for one credit, and the plan does not say how they combine: set \"factors_combine\" to first or multiply", c.ID)
	}
}

// exclusive reports whether no credit can meet two of the factors: each two ask
// for different values of one field.
func exclusive(factors []comp.CreditFactor) bool {
	for i := range factors {
		for j := range i {
			if !apart(&factors[i], &factors[j]) {
				return false
			}
		}
	}
	return true
}

func apart(a, b *comp.CreditFactor) bool {
	for _, x := range a.Where {
		for _, y := range b.Where {
			if x.Field == y.Field && x.Operator == "equals" && y.Operator == "equals" &&
				!slices.ContainsFunc(x.Values, func(value string) bool { return slices.Contains(y.Values, value) }) {
				return true
			}
		}
	}
	return false
}

// silentOrder asks for the order of the steps of a comp plan as soon as two of
// them would give another result in another order.
func (p *Pass) silentOrder(c *comp.Plan) {
	if len(c.Order) > 0 {
		return
	}
	reasons := orderMatters(c)
	if len(reasons) == 0 {
		return
	}
	usual := make([]string, len(comp.UsualOrder))
	for i, step := range comp.UsualOrder {
		usual[i] = string(step)
	}
	p.tell(diag.SilentDefault, c.Origin, "order", "%s pays another amount if its steps are done in another order (%s): set \"order\" to the usual [%s] or to another", c.Addr, joined(reasons), strings.Join(usual, ", "))
}

// orderMatters names the pairs of steps whose order makes a difference.
func orderMatters(c *comp.Plan) []string {
	var reasons []string
	add := func(when bool, format string, args ...any) {
		if when {
			reasons = append(reasons, fmt.Sprintf(format, args...))
		}
	}
	for i := range c.Components {
		one := &c.Components[i]
		add(capsPay(one.Caps) && len(one.Modifiers) > 0, "a cap and a modifier of component %s", one.ID)
	}
	capped, carried := capsPay(c.Caps), c.Draw != nil && c.Draw.Kind != "non_recoverable"
	add(capped && len(c.Modifiers) > 0, "a cap and a modifier of the plan")
	add(c.Draw != nil && len(c.Modifiers) > 0, "a modifier and the draw")
	add(c.Guarantee != nil && len(c.Modifiers) > 0, "a modifier and the guarantee")
	add(capped && carried, "a cap and a draw that is repaid")
	add(carried && c.Guarantee != nil, "a draw that is repaid and the guarantee")
	return reasons
}

func capsPay(caps []comp.Cap) bool {
	return slices.ContainsFunc(caps, func(c comp.Cap) bool { return c.Of == "payout" && c.Per != comp.Deal })
}

// figuresUsed returns the figures that a component pays by: quota, target,
// salary.
func figuresUsed(uses curve.Uses) []string {
	var all []string
	for _, one := range []struct {
		used bool
		name string
	}{{uses.Quota, "quota"}, {uses.Target, "target"}, {uses.Salary, "salary"}} {
		if one.used {
			all = append(all, one.name)
		}
	}
	return all
}
