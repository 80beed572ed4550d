package payout

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// moment is a window, or a payout period of deals, as it is known at the end of
// a payout period.
type moment struct {
	stretch period.Period // the window
	asOf    period.Period // the last payout period of the window that has come
	known   int           // the month up to which credits are posted
}

// momentOf returns a window as it is known at the end of a payout period, which
// may lie after the window.
func momentOf(stretch, at period.Period) moment {
	asOf := at
	if last := lastMonth(stretch); lastMonth(at) > last {
		asOf = period.Containing(last, max(at.Kind(), stretch.Kind()))
	}
	return moment{stretch: stretch, asOf: asOf, known: lastMonth(at)}
}

// earning is what a window has earned at a moment.
type earning struct {
	result   money.Ratio // credited to date
	pay      money.Ratio // by the rate table, after gates and limits of single deals
	toTarget money.Ratio // the part of it that is paid up to 100 % of quota
	figures
	attainment *money.Ratio // as the table looks it up; nil without a quota above zero
	ok         bool         // false: it could not be computed
}

// earned works out what a window has earned at a moment.
func (l *line) earned(m moment) earning {
	e := earning{ok: true}
	accounts := l.payee.accounts[l.component.gauge]
	if len(accounts) == 0 {
		accounts = []memberAccount{{}}
	}
	for _, a := range accounts {
		one := l.earnedBy(m, a)
		e.result, e.pay, e.toTarget = e.result.Add(one.result), e.pay.Add(one.pay), e.toTarget.Add(one.toTarget)
		e.ok, e.figures, e.attainment = e.ok && one.ok, one.figures, one.attainment
	}
	if l.gauge.each {
		l.measureTeam(&e, m)
	}
	return e
}

// measureTeam measures the results of a team by the quotas of all its members,
// whose pay is worked out for each by itself.
func (l *line) measureTeam(e *earning, m moment) {
	var all money.Ratio
	for _, member := range l.team(l.payee, l.gauge.whose) {
		if quota, ok := l.quotaToDate(l.payee, l.gauge, member, l.gauge.link.Basis, l.tableStretch(m), m.asOf); ok {
			all = all.Add(quota)
		}
	}
	e.quota, e.attainment = nil, nil
	e.target, _ = l.targetToDate(l.tableStretch(m), m.asOf)
	if attainment, err := e.result.Quo(all); err == nil {
		e.quota, e.attainment = &all, &attainment
	}
}

// earnedBy is earned for one account.
func (l *line) earnedBy(m moment, a memberAccount) earning {
	table := l.table(l.tableStretch(m), m.asOf, a.member)
	e := earning{figures: table.figures, result: l.gauge.result(a.account, m)}
	if table.curve == nil {
		return e
	}
	if attainment, ok := table.curve.Attainment(e.result); ok {
		e.attainment = &attainment
	}
	if l.component.perCredit {
		priced, ok := l.priced(m, a)
		for i := range priced {
			e.pay = e.pay.Add(priced[i].pay)
			e.toTarget = e.toTarget.Add(priced[i].toTarget)
		}
		e.ok = ok
		return e
	}
	gates, ok := l.gates(m, nil)
	e.pay = l.price(table, gates, e.result, l.beside(m))
	e.toTarget = l.toTarget(table, gates, e.result, l.beside(m), e.pay)
	e.ok = ok
	return e
}

// tableStretch returns the stretch whose quota and target a window goes by: for
// deals the fiscal year.
func (l *line) tableStretch(m moment) period.Period {
	if l.component.Window == comp.Deal {
		return goal.Around(m.stretch, period.Year)
	}
	return m.stretch
}

// result returns what is credited to an account in a window at a moment.
func (g *gauge) result(a *account, m moment) money.Ratio {
	first, last := m.stretch.MonthNumber(), lastMonth(m.asOf)
	if g.aggregate == "sum" || g.aggregate == "" || a == nil {
		return a.sum(first, last, m.known)
	}
	entries := a.within(first, last, m.known)
	if len(entries) == 0 {
		return money.Ratio{}
	}
	if g.aggregate == "last" {
		return entries[len(entries)-1].amount
	}
	var sum money.Ratio
	for i := range entries {
		sum = sum.Add(entries[i].amount)
	}
	return sum.Mul(reciprocal(len(entries)))
}

func reciprocal(n int) money.Ratio {
	r, err := one.Quo(money.FromInt(int64(n)))
	if err != nil {
		return money.Ratio{}
	}
	return r
}

// beside returns the result of the second measure of a matrix.
func (l *line) beside(m moment) money.Ratio {
	if l.component.Rates.Kind != comp.Matrix {
		return money.Ratio{}
	}
	return l.resultOf(l.payee.scheme.gaugeFor(l.component, l.component.Rates.Columns.Measure), m)
}

// resultOf returns the payee's result by a gauge, of all members together.
func (l *line) resultOf(gauge int, m moment) money.Ratio { return l.run.resultOf(l.payee, gauge, m) }

func (r *run) resultOf(p *payee, gauge int, m moment) money.Ratio {
	var sum money.Ratio
	if gauge < 0 {
		return sum
	}
	for _, a := range p.accounts[gauge] {
		sum = sum.Add(p.scheme.gauges[gauge].result(a.account, m))
	}
	return sum
}

// price returns the pay of a result by a table, after gates.
func (l *line) price(t *prepared, gates gateState, result, beside money.Ratio) money.Ratio {
	if gates.blocked {
		return money.Ratio{}
	}
	if gates.toTarget && t.quota != nil {
		result = result.Min(*t.quota)
	}
	pay := t.curve.PayWith(result, beside)
	for _, gap := range gates.gaps {
		pay = pay.Sub(l.paidBetween(t, gap, result, beside))
	}
	return pay
}

// paidBetween returns what a table pays for the part of a result within a gap.
// Where one rate holds for the whole result it is the part's share of the pay.
func (l *line) paidBetween(t *prepared, g gap, result, beside money.Ratio) money.Ratio {
	from, to := g.from.Min(result), g.to.Min(result)
	if l.component.Rates.Kind == comp.Retroactive && result.Sign() > 0 {
		part, _ := to.Sub(from).Quo(result) // the result is above zero
		return t.curve.PayWith(result, beside).Mul(part)
	}
	return t.curve.PayWith(to, beside).Sub(t.curve.PayWith(from, beside))
}

// toTarget returns the part of a pay that is for results up to 100 % of quota.
func (l *line) toTarget(t *prepared, gates gateState, result, beside, pay money.Ratio) money.Ratio {
	if t.quota == nil || result.Cmp(*t.quota) <= 0 {
		return pay
	}
	return l.price(t, gates, *t.quota, beside).Min(pay)
}

// priced is a credit with what it earned.
type priced struct {
	entry
	from, to money.Ratio // result before and after it
	pay      money.Ratio
	toTarget money.Ratio
	member   string
}

// priced returns the credits of a window in order of date and deal, each with
// what it earned: pay after it less pay before it, its share of that, within the
// limits of one deal.
func (l *line) priced(m moment, a memberAccount) ([]priced, bool) {
	t := l.table(l.tableStretch(m), m.asOf, a.member)
	if t.curve == nil {
		return nil, false
	}
	entries := a.within(m.stretch.MonthNumber(), lastMonth(m.asOf), m.known)
	list := make([]priced, len(entries))
	gates, ok := l.gates(m, nil)
	beside := l.beside(m)
	var result, before, beforeTarget money.Ratio
	for i, e := range entries {
		p := priced{entry: e, member: a.member}
		if l.component.Window == comp.Deal {
			if gates, ok = l.gates(m, &e.amount); !ok {
				return nil, false
			}
			p.to = e.amount
			p.pay = l.price(t, gates, e.amount, e.beside)
			p.toTarget = l.toTarget(t, gates, e.amount, e.beside, p.pay)
		} else {
			p.from, p.to = result, result.Add(e.amount)
			after := l.price(t, gates, p.to, beside)
			afterTarget := l.toTarget(t, gates, p.to, beside, after)
			p.pay, p.toTarget = after.Sub(before), afterTarget.Sub(beforeTarget)
			result, before, beforeTarget = p.to, after, afterTarget
		}
		p.pay, p.toTarget = p.pay.Mul(e.share), p.toTarget.Mul(e.share)
		p.pay = l.limitDeal(m, p.pay)
		if l.payee.Plan.Rounding.At == "credit" && l.component.perCredit {
			p.pay = l.round(l.payee, p.pay, l.payee.Plan.Currency)
		}
		p.toTarget = p.toTarget.Min(p.pay)
		list[i] = p
	}
	return list, ok
}
