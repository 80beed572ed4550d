package complint

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/diag"
)

// tablesWith returns the rule that reports the problems of tables that have one
// code.
func tablesWith(code diag.Code) func(*Pass) {
	return func(p *Pass) {
		p.eachProblem(func(problem *curve.Problem) {
			if problem.Kind.Code() == code {
				p.tell(code, problem.Origin, problem.Field, "%s", problem.Reason)
			}
		})
	}
}

// eachProblem visits the problems of the tables of components and modifiers.
func (p *Pass) eachProblem(visit func(*curve.Problem)) {
	for i := range p.parts {
		for j := range p.parts[i].problems {
			visit(&p.parts[i].problems[j])
		}
	}
	p.eachModifier(func(m *comp.Modifier, _ []comp.Modifier) {
		for _, problem := range curve.FactorProblems(m) {
			visit(&problem)
		}
	})
}

// eachModifier visits every modifier, with those beside it.
func (p *Pass) eachModifier(visit func(m *comp.Modifier, beside []comp.Modifier)) {
	all := func(list []comp.Modifier) {
		for i := range list {
			visit(&list[i], list)
		}
	}
	for i := range p.book.Plans {
		all(p.book.Plans[i].Modifiers)
		for j := range p.book.Plans[i].Components {
			all(p.book.Plans[i].Components[j].Modifiers)
		}
	}
}

// withoutEffect reports fields that nothing looks at.
func withoutEffect(p *Pass) {
	tablesWith(diag.WithoutEffect)(p)
	for i := range p.parts {
		t := &p.parts[i]
		c := t.Component
		if c.Quota.Of != "" && (c.ResultsOf == comp.Own || c.Combine != comp.Together) {
			p.tell(diag.WithoutEffect, c.Origin, "quota.of", "%s says whose quota counts for several people together, but takes no results together", t.name())
		}
		if c.Quota.Basis != "" && !withinWindow(c) && !slices.ContainsFunc(c.Gates, looksLonger(c)) {
			p.tell(diag.WithoutEffect, c.Origin, "quota.basis", "%s is paid once a window, so that quota to date and quota of the window are the same", t.name())
		}
		for _, g := range c.Gates {
			for _, condition := range g.Conditions {
				if condition.Bound == comp.AtLeast && condition.Value.Sign() <= 0 {
					p.tell(diag.WithoutEffect, condition.Origin, "at_least", "every result from %s on passes gate %s of %s: it lets all through", condition.Value, g.ID, t.name())
				}
			}
		}
	}
}

// withinWindow reports whether a component is paid before its window ends.
func withinWindow(c *comp.Component) bool { return c.Window != comp.Deal && c.PayEvery < c.Window }

// looksLonger returns whether a gate looks at a window that ends after a payout
// period of the component.
func looksLonger(c *comp.Component) func(comp.Gate) bool {
	return func(g comp.Gate) bool {
		return slices.ContainsFunc(g.Conditions, func(one comp.GateCondition) bool { return one.Window > c.PayEvery })
	}
}
