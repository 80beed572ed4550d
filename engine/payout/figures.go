package payout

import (
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// line is the work on one component of one payee.
type line struct {
	*run
	payee     *payee
	index     int // of the payee
	component *component
	gauge     *gauge
	active    period.Range // days on which results count
	uses      curve.Uses
	prepared  map[preparedKey]*prepared
	steady    bool // the table of a stretch is the same at every payout period
}

type preparedKey struct {
	stretch, asOf period.Period
	member        string
}

// figures are what a stretch is measured by.
type figures struct {
	quota          *money.Ratio
	target, salary money.Ratio
}

// prepared is the rate table as it holds for one stretch.
type prepared struct {
	figures
	curve *curve.Curve // nil if it cannot be applied
}

func (r *run) lineOf(p *payee, c *component) *line {
	return &line{
		run: r, payee: p, component: c, gauge: &p.scheme.gauges[c.gauge], active: p.Days.Intersect(c.Active),
		uses: curve.UsesOf(&c.Rates), prepared: map[preparedKey]*prepared{},
		steady: c.Quota.Basis != toDate && len(p.Pay()) == 1,
	}
}

// table returns the rate table of a stretch as it holds at the end of asOf, for
// a member of a team where each is paid for by itself. It is nil if it cannot be
// applied; findings say why.
func (l *line) table(stretch, asOf period.Period, member string) *prepared {
	key := preparedKey{stretch, asOf, member}
	if l.steady {
		key.asOf = period.Period{}
	}
	if p, ok := l.prepared[key]; ok {
		return p
	}
	p := &prepared{}
	l.prepared[key] = p
	if !l.choicesMade(stretch) {
		return p
	}
	if quota, ok := l.quotaToDate(l.payee, l.gauge, member, l.gauge.link.Basis, stretch, asOf); ok {
		quota = quota.Lowest()
		p.quota = &quota
	}
	target, hasTarget := l.targetToDate(stretch, asOf)
	salary, hasSalary := l.salaryToDate(stretch, asOf)
	if l.uses.Target && !hasTarget {
		l.lacks(diag.TargetNeeded, "target", "component %s pays a part of its target, but %s has none in %s: state a weight and a target incentive, or a target", l.component.ID, l.payee.Position.Addr, stretch)
		return p
	}
	if l.uses.Salary && !hasSalary {
		l.lacks(diag.TargetNeeded, "rates", "component %s pays a part of the base salary, but %s has none in %s", l.component.ID, l.payee.Position.Addr, stretch)
		return p
	}
	p.target, p.salary = l.shareOfTeam(target, p.quota, stretch, asOf), salary
	bounds := l.goals.RemainingOf(l.payee.Stint, l.component.Component, stretch, "bands").Lowest()
	basis := curve.Basis{Quota: p.quota, Target: p.target.Lowest(), Salary: salary.Lowest(), WhenZero: l.gauge.link.WhenZero, Bounds: &bounds}
	if l.uses.SecondQuota {
		basis.SecondQuota = l.quotaOfMeasure(l.component.Rates.Columns.Measure, stretch, asOf)
	}
	if l.component.last.fits(&basis) {
		p.curve = l.component.last.curve
		return p
	}
	made, err := curve.New(&l.component.Rates, basis)
	if err != nil {
		l.tellTable(err, stretch)
		return p
	}
	p.curve = made
	l.component.last = lastCurve{basis, made}
	return p
}

// lastCurve is the last rate table that was made ready: thousands of people have
// the same quota and target.
type lastCurve struct {
	basis curve.Basis
	curve *curve.Curve
}

// fits reports whether the table holds for these figures, too.
func (c *lastCurve) fits(b *curve.Basis) bool {
	return c.curve != nil && sameFigure(c.basis.Quota, b.Quota) && sameFigure(c.basis.SecondQuota, b.SecondQuota) && sameFigure(c.basis.Bounds, b.Bounds) &&
		c.basis.Target.Cmp(b.Target) == 0 && c.basis.Salary.Cmp(b.Salary) == 0 && c.basis.WhenZero == b.WhenZero
}

func sameFigure(a, b *money.Ratio) bool { return a == b || a != nil && b != nil && a.Cmp(*b) == 0 }

// targetToDate returns what the component pays at 100 % of a stretch.
func (l *line) targetToDate(stretch, asOf period.Period) (money.Ratio, bool) {
	return l.overParts(stretch, asOf, "target", func(part period.Period) (money.Ratio, bool) { return l.fullTarget(part, asOf) })
}

// fullTarget returns what the component pays at 100 % of a whole stretch, before
// ramp and proration.
func (l *line) fullTarget(stretch, asOf period.Period) (money.Ratio, bool) {
	if l.component.Target != nil {
		return money.FromDecimal(*l.component.Target).Mul(l.goals.PartOfYear(stretch)), true
	}
	if l.component.Weight == nil {
		return money.Ratio{}, false
	}
	incentive, ok := l.goals.Incentive(l.payee.Stint, stretch, asOf)
	return incentive.Mul(money.FromDecimal(*l.component.Weight)), ok
}

func (l *line) salaryToDate(stretch, asOf period.Period) (money.Ratio, bool) {
	return l.overParts(stretch, asOf, "salary", func(part period.Period) (money.Ratio, bool) {
		return l.goals.Salary(l.payee.Stint, part, asOf)
	})
}

// overParts sums an amount over the payout periods of a stretch so far, or takes it
// for the stretch as a whole, as the basis of attainment says.
func (l *line) overParts(stretch, asOf period.Period, what string, of func(period.Period) (money.Ratio, bool)) (sum money.Ratio, ok bool) {
	parts := []period.Period{stretch}
	if l.gauge.link.Basis == toDate {
		parts = partsToDate(stretch, l.component.pay, asOf)
	}
	for _, part := range parts {
		amount, has := of(part)
		if !has {
			return money.Ratio{}, false
		}
		sum = sum.Add(amount.Mul(l.goals.RemainingOf(l.payee.Stint, l.component.Component, part, what)))
	}
	return sum, len(parts) > 0
}
