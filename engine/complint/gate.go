package complint

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// unreachableGates reports gates whose conditions cannot hold together, and
// those that ask for more than counts.
func unreachableGates(p *Pass) {
	for i := range p.parts {
		t := &p.parts[i]
		for j := range t.Gates {
			g := &t.Gates[j]
			if other, one, ok := contradiction(t.Component, g); ok {
				p.tell(diag.UnreachableGate, one.Origin, string(one.Bound), "nobody passes gate %s of %s: it asks for %s and for %s at a time",
					g.ID, t.name(), boundText(other), boundText(one))
			}
			p.aboveCap(t, g)
		}
	}
}

// aboveCap reports a gate that asks for more than a cap lets count: gates look at
// what counts.
func (p *Pass) aboveCap(t *part, g *comp.Gate) {
	for i := range g.Conditions {
		c := &g.Conditions[i]
		if !isOwn(t.Component, c) || c.Bound != comp.AtLeast && c.Bound != comp.MoreThan || g.Match == "any" && len(g.Conditions) > 1 {
			continue
		}
		limit, reason, ok := t.counted(c.By)
		order := money.FromDecimal(c.Value).Cmp(limit)
		if ok && (order > 0 || order == 0 && c.Bound == comp.MoreThan) {
			p.tell(diag.UnreachableGate, c.Origin, string(c.Bound), "nobody passes gate %s of %s: it asks for %s, and %s", g.ID, t.name(), boundText(c), reason)
		}
	}
}

// contradiction returns two conditions of a gate of which only one can hold.
func contradiction(c *comp.Component, g *comp.Gate) (first, second *comp.GateCondition, found bool) {
	if g.Match == "any" {
		return nil, nil, false
	}
	for i := range g.Conditions {
		for j := range i {
			a, b := &g.Conditions[j], &g.Conditions[i]
			if alike(c, a, b) && (excludes(a, b) || excludes(b, a)) {
				return a, b, true
			}
		}
	}
	return nil, nil, false
}

// alike reports whether two conditions look at the same number.
func alike(c *comp.Component, a, b *comp.GateCondition) bool {
	of := func(g *comp.GateCondition) comp.GateCondition {
		looks := comp.GateCondition{Measure: g.Measure, Window: g.Window, By: g.By, Basis: g.Basis}
		if looks.Measure == "" {
			looks.Measure = c.Measure
		}
		if looks.Window == 0 {
			looks.Window = c.Window
		}
		return looks
	}
	x, y := of(a), of(b)
	return x.Measure == y.Measure && x.Window == y.Window && x.By == y.By && x.Basis == y.Basis
}

// excludes reports whether a lower bound leaves nothing below an upper one.
func excludes(low, high *comp.GateCondition) bool {
	if low.Bound != comp.AtLeast && low.Bound != comp.MoreThan || high.Bound != comp.AtMost && high.Bound != comp.LessThan {
		return false
	}
	order := low.Value.Cmp(high.Value)
	return order > 0 || order == 0 && (low.Bound == comp.MoreThan || high.Bound == comp.LessThan)
}

func boundText(g *comp.GateCondition) string {
	words := map[comp.Bound]string{comp.AtLeast: "at least ", comp.MoreThan: "more than ", comp.AtMost: "at most ", comp.LessThan: "less than "}
	return words[g.Bound] + placeText(g.By, money.FromDecimal(g.Value))
}

// unclearGates reports gates above which results count and that do not say one
// place to count from.
func unclearGates(p *Pass) {
	for i := range p.parts {
		t := &p.parts[i]
		for j := range t.Gates {
			if g := &t.Gates[j]; g.Releases == "above_gate" && !plainGate(t.Component, g) {
				p.tell(diag.UnclearGate, g.Origin, "releases", "gate %s of %s lets count what lies above it, and must then be one condition, at_least or more_than, on what the component counts in its window",
					g.ID, t.name())
			}
		}
	}
}

// badModifierLimits reports modifiers that are limited by none beside them, by
// themselves, or in a circle.
func badModifierLimits(p *Pass) {
	p.eachModifier(func(m *comp.Modifier, beside []comp.Modifier) {
		if m.NoMoreThan == "" {
			return
		}
		limit := map[string]string{}
		there := false
		for i := range beside {
			limit[beside[i].ID] = beside[i].NoMoreThan
			there = there || beside[i].ID == m.NoMoreThan
		}
		if !there {
			p.tell(diag.BadModifierLimit, m.Origin, "no_more_than", "modifier %s of %s is to be no more than %q, and there is no such modifier beside it", m.ID, m.Addr, m.NoMoreThan)
			return
		}
		at := m.NoMoreThan
		for range beside {
			if at == m.ID {
				p.tell(diag.BadModifierLimit, m.Origin, "no_more_than", "modifier %s of %s is to be no more than %q, which is limited by %s again: limits must not run in a circle", m.ID, m.Addr, m.NoMoreThan, m.ID)
				return
			}
			at = limit[at]
		}
	})
}
