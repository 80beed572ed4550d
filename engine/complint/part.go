package complint

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// part is a component with what the comp plan alone says about one window of it.
type part struct {
	*comp.Component
	plan     *comp.Plan
	measure  *plan.Measure // nil if it is broken or unknown
	problems []curve.Problem
	uses     curve.Uses

	// Of one window; nil if the comp plan does not say.
	quota, target, salary *money.Ratio

	// curve is the pay of one window. A figure that is not known counts as 1 in
	// it. It is nil if the table cannot be applied.
	curve *curve.Curve
	// inMoney: the pay of curve is money. Otherwise it is in multiples of what is
	// not known.
	inMoney bool
}

// name names the component in a sentence.
func (t *part) name() string { return "component " + t.ID + " of " + t.plan.Addr.String() }

// unity is 100 %.
var unity = money.FromInt(1)

func (p *Pass) partOf(of *comp.Plan, c *comp.Component) part {
	t := part{Component: c, plan: of, measure: p.measures[c.Measure], problems: curve.ComponentProblems(c), uses: curve.UsesOf(&c.Rates)}
	if c.Quota.Amount != nil && c.Quota.Amount.Sign() > 0 {
		t.quota = exact(*c.Quota.Amount)
	}
	if yearly := yearlyTarget(of, c); yearly != nil {
		t.target = ofWindow(*yearly, c.Window)
	}
	if of.BaseSalary != nil {
		t.salary = ofWindow(money.FromDecimal(*of.BaseSalary), c.Window)
	}
	if len(t.problems) > 0 || t.unmeasurable() {
		return t
	}
	basis := curve.Basis{Quota: orOne(t.quota), SecondQuota: &unity, Target: *orOne(t.target), Salary: *orOne(t.salary)}
	if made, err := curve.New(&c.Rates, basis); err == nil {
		t.curve, t.inMoney = made, t.paysMoney()
	}
	return t
}

// hasTarget reports whether the component states what it pays at 100 %.
func (t *part) hasTarget() bool { return t.Weight != nil || t.Component.Target != nil }

// unmeasurable reports whether the table pays by a target that there is not, or
// by a base rate of target / quota where results are no parts of that quota,
// which is not known.
func (t *part) unmeasurable() bool {
	derived := t.Rates.Pays == comp.PaysMultiple && t.Rates.BaseRate == nil
	return derived && t.quota == nil && t.Rates.By != comp.ByAttainment || t.uses.Target && !t.hasTarget()
}

// paysMoney reports whether all figures are known that make the values of the
// table money.
func (t *part) paysMoney() bool {
	switch r := &t.Rates; {
	case r.Pays == comp.PaysAmount:
		return true
	case r.Pays == comp.PaysSalaryShare:
		return t.salary != nil
	case t.uses.Target:
		return t.target != nil
	case t.measure == nil || r.Pays == comp.PaysRate && t.measure.Unit != plan.Money:
		return false
	default:
		return t.quota != nil || !t.uses.Quota
	}
}

// yearlyTarget returns what a component pays at 100 % in a full year, nil if the
// comp plan does not say.
func yearlyTarget(of *comp.Plan, c *comp.Component) *money.Ratio {
	switch {
	case c.Target != nil:
		return exact(*c.Target)
	case c.Weight != nil && of.TargetIncentive != nil:
		target := money.FromDecimal(*c.Weight).Mul(money.FromDecimal(*of.TargetIncentive))
		return &target
	}
	return nil
}

// ofWindow returns the part of a yearly amount that belongs to one window. Deals
// go by the figures of the year.
func ofWindow(yearly money.Ratio, w comp.Window) *money.Ratio {
	share, _ := yearly.Quo(money.FromInt(windowsInYear(w)))
	return &share
}

// windowsInYear returns how many windows a year has; for deals 1.
func windowsInYear(w comp.Window) int64 {
	switch w {
	case comp.Month:
		return 12
	case comp.Quarter:
		return 4
	case comp.Half:
		return 2
	case comp.Deal, comp.Year:
	}
	return 1
}

// weekly reports whether a twelfth of a year is not what a month has: the
// calendar is one of weeks.
func (p *Pass) weekly() bool {
	calendar := p.plan.Choices.Calendar
	if calendar == nil {
		return false
	}
	settings, ok := p.plan.Find(plan.SettingsAddr)
	if !ok {
		return false
	}
	stated, ok := settings.Node.Field("calendar")
	return ok && stated.TextOf("kind") != "months"
}

// shaped reports whether the pay of the part is a curve of its result alone.
func (t *part) shaped() bool {
	return t.curve != nil && t.Rates.Kind != comp.Matrix && t.Rates.By != comp.ByAttribute
}

// place names a place of the table for people.
func (t *part) place(result money.Ratio) string {
	if t.Rates.By != comp.ByAttainment {
		return figure(result, -1)
	}
	attainment, _ := result.Quo(*orOne(t.quota))
	return percent(attainment) + " of quota"
}

// pay names an amount of pay for people.
func (t *part) pay(amount money.Ratio) string {
	switch {
	case t.inMoney:
		return moneyText(t.plan, amount)
	case t.uses.Target:
		return percent(amount) + " of its target"
	case t.uses.Salary:
		return percent(amount) + " of the base salary"
	}
	return percent(amount) + " of the quota"
}

// percent writes a share.
func percent(share money.Ratio) string { return figure(share.Mul(money.FromInt(100)), -1) + " %" }

// figure writes a number for people: exactly if it has few digits, else rounded.
// digits are those that money has at least, -1 for other numbers.
func figure(r money.Ratio, digits int) string {
	d, err := r.Round(max(digits, 2), money.HalfUp)
	if err != nil {
		return r.String()
	}
	text := d.Grouped(0)
	if d.Cmp(money.Decimal{}) != 0 && money.FromDecimal(d).Cmp(r) != 0 {
		text = "about " + text
	}
	return text
}

func exact(d money.Decimal) *money.Ratio {
	r := money.FromDecimal(d)
	return &r
}

func orOne(r *money.Ratio) *money.Ratio {
	if r == nil {
		return &unity
	}
	return r
}

// moneyText writes an amount in the currency of a comp plan.
func moneyText(of *comp.Plan, amount money.Ratio) string {
	text := figure(amount, of.Currency.MinorUnits())
	if of.Currency == (money.Currency{}) {
		return text
	}
	return fmt.Sprintf("%s %s", text, of.Currency)
}
