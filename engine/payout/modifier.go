package payout

import (
	"cmp"
	"errors"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// factors are what modifiers do at one moment. A pay of which the part T is for
// results up to quota becomes (T·onAll, and the rest times onAll and onAbove).
type factors struct {
	onAll, onAbove money.Ratio
	ok             bool
}

// apply returns a pay and its part up to target, changed.
func (f factors) apply(pay, toTarget money.Ratio) (money.Ratio, money.Ratio) {
	above := pay.Sub(toTarget).Mul(f.onAbove)
	toTarget = toTarget.Mul(f.onAll)
	return toTarget.Add(above.Mul(f.onAll)).Lowest(), toTarget.Lowest()
}

// modify changes what buckets are worth by the modifiers of the component. A
// modifier whose window is shorter than the bucket changes only what is earned
// in it; any other one changes all that the bucket has earned to date.
func (l *line) modify(points []point) {
	modifiers := l.component.Modifiers
	shorter := slices.ContainsFunc(modifiers, func(m comp.Modifier) bool { return kindOf(m.Window) > l.component.bucket })
	if shorter {
		was := map[period.Period]money.Ratio{}
		each(points, func(p *point, raise money.Ratio) money.Ratio {
			f := l.factorsAt(p)
			toTarget := p.toTarget.Sub(was[p.bucket]).Min(raise)
			was[p.bucket] = p.toTarget
			changed, _ := f.apply(raise, toTarget)
			return changed
		})
		return
	}
	for i := range points {
		p := &points[i]
		p.value, p.toTarget = l.factorsAt(p).apply(p.value, p.toTarget)
	}
}

// factorsAt returns what the component's modifiers do at a point.
func (l *line) factorsAt(p *point) factors {
	f := l.run.factors(l.payee, l.component.Modifiers, func(m *comp.Modifier) moment { return l.momentFor(m.Window, p.moment) })
	p.ok = p.ok && f.ok
	return f
}

// factors combines modifiers, each looked at in its own window.
func (r *run) factors(p *payee, modifiers []comp.Modifier, in func(*comp.Modifier) moment) factors {
	f := factors{onAll: one, onAbove: one, ok: true}
	values := make([]money.Ratio, len(modifiers))
	for i := range modifiers {
		value, ok := r.factor(p, &modifiers[i], in(&modifiers[i]))
		values[i], f.ok = value, f.ok && ok
	}
	addAll, addAbove := one, one
	for i := range modifiers {
		m, value := &modifiers[i], values[i]
		if j := slices.IndexFunc(modifiers, func(other comp.Modifier) bool { return other.ID == m.NoMoreThan }); m.NoMoreThan != "" && j >= 0 {
			value = value.Min(values[j])
		}
		switch {
		case m.Effect == "add" && m.Scales == "above_target":
			addAbove = addAbove.Add(value)
		case m.Effect == "add":
			addAll = addAll.Add(value)
		case m.Scales == "above_target":
			f.onAbove = f.onAbove.Mul(value)
		default:
			f.onAll = f.onAll.Mul(value)
		}
	}
	f.onAll, f.onAbove = f.onAll.Mul(addAll), f.onAbove.Mul(addAbove)
	return f
}

// factor returns the factor of one modifier.
func (r *run) factor(p *payee, m *comp.Modifier, in moment) (money.Ratio, bool) {
	i := p.scheme.gaugeFor(nil, m.Measure)
	var quota *money.Ratio
	if m.By == comp.ByAttainment {
		g := &p.scheme.gauges[i]
		if q, has := r.quotaToDate(p, g, "", cmp.Or(m.Basis, g.link.Basis), in.stretch, in.asOf); has {
			quota = &q
		}
	}
	made, err := curve.NewFactors(m, quota)
	if err == nil {
		value, _ := made.Value(r.resultOf(p, i, in))
		return value, true
	}
	code := diag.QuotaNeeded
	if table, ok := errors.AsType[*curve.TableError](err); ok {
		code = table.Problems[0].Kind.Code()
	}
	f := diag.New(code, p.Plan.Addr, m.Place(), "modifier %s looks at %s of %s in %s: %s", m.ID, m.Measure, p.Position.Addr, in.stretch, err)
	f.Field = m.Path
	r.refuse("modifier/"+p.Position.ID()+"/"+m.Path, f)
	return one, false
}
