package payout

import (
	"cmp"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// gateState is what the gates of a component do in a window at a moment.
type gateState struct {
	blocked  bool  // nothing is paid
	toTarget bool  // results count to 100 % of quota
	gaps     []gap // parts of the result that earn nothing
}

// gap is a part of the result, from a place up to another.
type gap struct{ from, to money.Ratio }

// gates looks at the gates of the component. A deal is looked at by itself. ok
// is false if a gate could not be judged.
func (l *line) gates(m moment, deal *money.Ratio) (state gateState, ok bool) {
	for i := range l.component.Gates {
		g := &l.component.Gates[i]
		passed, judged := l.passes(g, m, deal)
		if !judged {
			return state, false
		}
		switch {
		case !passed && g.Blocks == "payout":
			state.blocked = true
		case !passed:
			state.toTarget = true
		case g.Releases == "above_gate":
			state.gaps = append(state.gaps, l.gapOf(g, m))
		}
	}
	return state, true
}

// gapOf returns what of the result does not count though a gate is passed: all
// below the gate or, if only what lies above target was blocked, all between.
func (l *line) gapOf(g *comp.Gate, m moment) gap {
	condition := &g.Conditions[0]
	var below gap
	quota, has := l.quotaToDate(l.payee, l.gauge, "", l.gauge.link.Basis, l.tableStretch(m), m.asOf)
	below.to = money.FromDecimal(condition.Value)
	if condition.By == comp.ByAttainment && has {
		below.to = below.to.Mul(quota)
	}
	if g.Blocks == "above_target" && has {
		below.from = quota.Min(below.to)
	}
	return below
}

// passes reports whether the conditions of a gate hold.
func (l *line) passes(g *comp.Gate, m moment, deal *money.Ratio) (passed, judged bool) {
	for i := range g.Conditions {
		holds, judged := l.holds(&g.Conditions[i], m, deal)
		if !judged {
			return false, false
		}
		if holds && g.Match == "any" {
			return true, true
		}
		if !holds && g.Match != "any" {
			return false, true
		}
	}
	return g.Match != "any", true
}

// holds judges one condition.
func (l *line) holds(c *comp.GateCondition, m moment, deal *money.Ratio) (holds, judged bool) {
	gauge := l.payee.scheme.gaugeFor(l.component, c.Measure)
	within := l.momentFor(c.Window, m)
	result := l.resultOf(gauge, within)
	if deal != nil && c.Window == 0 && gauge == l.component.gauge {
		result = *deal
	}
	bound := money.FromDecimal(c.Value)
	if c.By == comp.ByAttainment {
		g := &l.payee.scheme.gauges[gauge]
		stretch := within.stretch
		if l.component.Window == comp.Deal && c.Window == 0 {
			stretch = l.tableStretch(m)
		}
		quota, has := l.quotaToDate(l.payee, g, "", cmp.Or(c.Basis, g.link.Basis), stretch, within.asOf)
		if !has || quota.Sign() <= 0 {
			return l.unmeasured(gauge, within.stretch, has, "a gate")
		}
		bound = bound.Mul(quota)
	}
	order := result.Cmp(bound)
	switch c.Bound {
	case comp.AtLeast:
		return order >= 0, true
	case comp.MoreThan:
		return order > 0, true
	case comp.AtMost:
		return order <= 0, true
	case comp.LessThan:
		return order < 0, true
	}
	return false, true
}

// unmeasured says what follows for a condition on attainment without a quota
// above zero.
func (l *line) unmeasured(gauge int, stretch period.Period, zero bool, what string) (holds, judged bool) {
	g := &l.payee.scheme.gauges[gauge]
	if zero && g.link.WhenZero == "nothing" {
		return false, true
	}
	why := "there is no quota"
	if zero {
		why = "the quota is zero"
	}
	l.lacks(diag.QuotaNeeded, "quota", "%s of component %s asks for the attainment of %s of %s in %s, but %s", what, l.component.ID, g.measure, l.payee.Position.Addr, stretch, why)
	return false, false
}

// momentFor returns the moment of another window around or within that of the
// component; 0 is its own, for deals the payout period.
func (l *line) momentFor(w comp.Window, m moment) moment {
	kind := kindOf(w)
	if kind == 0 {
		return m
	}
	return m.within(kind)
}

// within returns the moment of the window of a kind around the end of m.
func (m moment) within(kind period.Kind) moment {
	within := m
	within.stretch = period.Containing(lastMonth(m.asOf), kind)
	if m.stretch.Kind() == kind {
		within.stretch = m.stretch
	}
	within.asOf = m.asOf
	if kind > m.asOf.Kind() { // a window shorter than the payout period: its last one
		within.asOf = within.stretch
	} else if goal.Around(m.asOf, kind) != within.stretch {
		within.asOf = period.Containing(lastMonth(within.stretch), m.asOf.Kind())
	}
	return within
}
