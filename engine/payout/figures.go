package payout

import (
	"errors"
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
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

// quotaOf returns the quota of a gauge for a stretch: that of a member, of the
// payee, or of the team together.
func (r *run) quotaOf(p *payee, g *gauge, member string, stretch period.Period) (money.Ratio, bool) {
	measure := g.measure
	if g.link.Measure != "" {
		measure = g.link.Measure
	}
	if member != "" && member != p.Position.ID() {
		return r.goals.MemberQuota(member, measure, stretch, p.Plan.Currency)
	}
	if member == "" && g.together() && g.link.Of == comp.Members {
		return r.goals.TeamQuota(r.team(p, g.whose), measure, stretch, p.Plan.Currency)
	}
	window := stretch.Kind()
	if g.window != 0 {
		window = max(kindOf(g.window), period.Year)
	}
	return r.goals.QuotaOf(p.Stint, g.measure, g.link, g.active, stretch, window)
}

// together reports whether the results of several people are one result.
func (g *gauge) together() bool { return g.whose != comp.Own && !g.each }

// quotaToDate returns the quota of a stretch as it counts at the end of asOf:
// that of the whole stretch, or with basis to_date that of its payout periods so
// far.
func (r *run) quotaToDate(p *payee, g *gauge, member, basis string, stretch, asOf period.Period) (money.Ratio, bool) {
	if basis != toDate {
		return r.quotaOf(p, g, member, stretch)
	}
	var sum money.Ratio
	parts := partsToDate(stretch, asOf.Kind(), asOf)
	for _, part := range parts {
		quota, ok := r.quotaOf(p, g, member, part)
		if !ok {
			return money.Ratio{}, false
		}
		sum = sum.Add(quota)
	}
	return sum, len(parts) > 0
}

// toDate is the basis of attainment that grows with the payout periods.
const toDate = "to_date"

// partsToDate returns the periods of a kind in a stretch up to asOf; the stretch
// itself if it is no longer than the kind.
func partsToDate(stretch period.Period, kind period.Kind, asOf period.Period) []period.Period {
	if stretch.Kind() >= kind {
		return []period.Period{stretch}
	}
	var parts []period.Period
	for _, part := range stretch.Parts(kind) {
		if part.MonthNumber() <= lastMonth(asOf) {
			parts = append(parts, part)
		}
	}
	return parts
}

// team returns the positions whose results a component counts, the payee's own
// first.
func (r *run) team(p *payee, whose string) []string {
	members := []string{p.Position.ID()}
	seen := map[string]bool{members[0]: true}
	add := func(positions []string) {
		for _, one := range positions {
			if !seen[one] {
				seen[one] = true
				members = append(members, one)
			}
		}
	}
	switch whose {
	case comp.Peers:
		add(r.reportsOf(p.Position.Manager))
	case comp.Reports:
		add(r.reportsOf(members[0]))
	case comp.Team:
		for next := 0; next < len(members); next++ {
			add(r.reportsOf(members[next]))
		}
	}
	return members
}

// reportsOf returns the positions that report to a manager, none for "".
func (r *run) reportsOf(manager string) []string {
	if r.below == nil {
		r.below = map[string][]string{}
		for i := range r.plan.Positions {
			if one := &r.plan.Positions[i]; one.Manager != "" {
				r.below[one.Manager] = append(r.below[one.Manager], one.ID())
			}
		}
	}
	return r.below[manager]
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

// shareOfTeam returns the part of the target that a member of a team stands for
// where the table is applied to each: by quota, so that a team of which each is
// at 100 % pays the target.
func (l *line) shareOfTeam(target money.Ratio, quota *money.Ratio, stretch, asOf period.Period) money.Ratio {
	if !l.gauge.each || quota == nil {
		return target
	}
	var all money.Ratio
	for _, one := range l.team(l.payee, l.gauge.whose) {
		if q, ok := l.quotaToDate(l.payee, l.gauge, one, l.gauge.link.Basis, stretch, asOf); ok {
			all = all.Add(q)
		}
	}
	share, err := quota.Quo(all)
	if err != nil {
		return target
	}
	return target.Mul(share)
}

// quotaOfMeasure returns the quota of another measure, nil if there is none.
func (l *line) quotaOfMeasure(measure string, stretch, asOf period.Period) *money.Ratio {
	i := l.payee.scheme.gaugeFor(l.component, measure)
	if i < 0 {
		return nil
	}
	g := &l.payee.scheme.gauges[i]
	quota, ok := l.quotaToDate(l.payee, g, "", g.link.Basis, stretch, asOf)
	if !ok {
		return nil
	}
	return &quota
}

// choicesMade tells which choices the plan leaves open that matter in a stretch,
// and reports whether there is none.
func (l *line) choicesMade(stretch period.Period) bool {
	c := l.component
	var open diag.List
	if figures := l.figuresUsed(); len(figures) > 0 {
		open = l.goals.Open(l.payee.Stint, l.gauge.active, stretch, figures)
	}
	if (l.uses.Target || l.uses.Salary) && l.payee.Plan.PayChange == "" && l.goals.PayChanges(l.payee.Stint, stretch) {
		open = append(open, diag.New(diag.MissingChoice, l.payee.Plan.Addr, l.payee.Plan.Place(),
			"the pay of %s at target changes within %s, and comp plan %s does not say what that does: set \"pay_change\" to blend or latest",
			l.payee.Position.Addr, stretch, l.payee.Plan.Addr.ID).At("pay_change"))
	}
	if l.uses.Quota && c.Window != comp.Deal && c.pay > kindOf(c.Window) && l.gauge.link.Basis == "" {
		open = append(open, diag.New(diag.MissingChoice, c.Addr, c.PlaceOf("pay_every"),
			"component %s is paid within its window, and the plan does not say against which quota: set \"basis\" in its quota to window or to_date", c.ID).At(c.At("quota.basis")))
	}
	if l.uses.Quota && l.gauge.together() && l.gauge.link.Of == "" {
		open = append(open, diag.New(diag.MissingChoice, c.Addr, c.PlaceOf("results_of"),
			"component %s measures the results of several people together, and the plan does not say against whose quota: set \"of\" in its quota to own or members", c.ID).At(c.At("quota.of")))
	}
	if c.PayAt == "" && l.foreign() {
		open = append(open, diag.New(diag.MissingChoice, c.Addr, c.Place(),
			"%s is paid in another currency than that of comp plan %s, and component %s does not say at which rate: set \"pay_at\" to plan_rate or market_rate",
			l.payee.Position.Addr, l.payee.Plan.Addr.ID, c.ID).At(c.At("pay_at")))
	}
	for _, f := range open {
		l.refuse(f.Identity(), f)
	}
	return len(open) == 0
}

// foreign reports whether the payee is ever paid in another currency than that
// of the comp plan.
func (l *line) foreign() bool {
	for _, pay := range l.payee.Pay() {
		if pay.Currency != l.payee.Plan.Currency {
			return true
		}
	}
	return false
}

// lacks reports that a figure is missing.
func (l *line) lacks(code diag.Code, field, format string, args ...any) {
	f := diag.New(code, l.payee.Position.Addr, l.component.PlaceOf(field), format, args...)
	f.Field = l.component.At(field)
	l.refuse(string(code)+"/"+l.payee.Position.ID()+"/"+l.component.At(field), f)
}

// tellTable reports why a rate table cannot be applied.
func (l *line) tellTable(err error, stretch period.Period) {
	if table, ok := errors.AsType[*curve.TableError](err); ok {
		problem := table.Problems[0]
		l.refuse("table/"+l.component.Addr.String()+l.component.Path, diag.New(problem.Kind.Code(), l.component.Addr, problem.Origin.PlaceOf(problem.Field),
			"%s", problem.Reason).At(problem.Origin.At(problem.Field)))
		return
	}
	why := fmt.Sprint(err)
	if errors.Is(err, curve.ErrZeroQuota) {
		why = "the quota is zero: set \"when_zero\" to nothing or top_rate if that is meant"
	}
	l.lacks(diag.QuotaNeeded, "quota", "component %s measures %s of %s in %s: %s", l.component.ID, l.component.Measure, l.payee.Position.Addr, stretch, why)
}

func lastMonth(p period.Period) int {
	months := 1
	switch p.Kind() {
	case period.Year:
		months = 12
	case period.Half:
		months = 6
	case period.Quarter:
		months = 3
	case period.Month:
	}
	return p.MonthNumber() + months - 1
}

// figuresUsed names the figures that the component's pay goes by, as plans do.
func (l *line) figuresUsed() []string {
	var names []string
	for _, figure := range []struct {
		used bool
		name string
	}{{l.uses.Quota, "quota"}, {l.uses.Target, "target"}, {l.uses.Salary, "salary"}} {
		if figure.used {
			names = append(names, figure.name)
		}
	}
	return names
}
