package payout

import (
	"errors"
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
)

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
