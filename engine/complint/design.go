package complint

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// outsideDesign reports comp plans that are outside the ranges which the
// settings of the sales plan declare.
func outsideDesign(p *Pass) {
	design := &p.plan.Choices.CompDesign
	if p.plan.Broken[plan.SettingsAddr] || *design == (plan.CompDesign{}) {
		return
	}
	people := p.peopleFor(design)
	seats := p.seatQuotas(people)
	at := 0
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		parts := p.parts[at : at+len(c.Components)]
		at += len(c.Components)
		p.measuresOutside(c, design.MaxMeasures)
		p.mixOutside(c, design.PayMix)
		p.mixesOutside(c, people, design.PayMix)
		p.quotasOutside(c, design, append(quotasOf(c, parts), seats[c.Addr.ID]...))
		p.leverageOutside(c, parts, design.Leverage)
		p.cliffsOutside(parts, design.MaxCliff)
	}
}

func (p *Pass) measuresOutside(c *comp.Plan, most int) {
	if measures := measuresPaidFor(c); most > 0 && len(measures) > most {
		p.tell(diag.OutsideDesign, c.Origin, "components", "%s pays for %s, and comp_design allows %d", c.Addr, plural(len(measures), "measure"), most)
	}
}

func (p *Pass) mixOutside(c *comp.Plan, band *plan.Band) {
	if band == nil || c.BaseSalary == nil || c.TargetIncentive == nil {
		return
	}
	salary := money.FromDecimal(*c.BaseSalary)
	mix, err := salary.Quo(salary.Add(money.FromDecimal(*c.TargetIncentive)))
	if err == nil && !within(band, mix) {
		p.tell(diag.OutsideDesign, c.Origin, "base_salary", "the base salary of %s is %s of salary and target incentive, outside the pay_mix of %s to %s in comp_design",
			c.Addr, percent(mix), percent(money.FromDecimal(band.Min)), percent(money.FromDecimal(band.Max)))
	}
}

// mixesOutside reports the first of those on a comp plan whose pay records are
// outside the range, without telling their pay.
func (p *Pass) mixesOutside(c *comp.Plan, people []stint.Stint, band *plan.Band) {
	if band == nil {
		return
	}
	count, first := 0, ""
	for i := range people {
		s := &people[i]
		side := ""
		for _, pay := range s.Pay() {
			if s.Plan == c && pay.Days.Overlaps(p.years()) && hasRecord(c, pay) && side == "" {
				side = sideOf(band, pay)
			}
		}
		if side == "" {
			continue
		}
		if count++; first == "" {
			first = fmt.Sprintf("for %s the base salary is too %s a part of salary and target incentive", s.Position.Addr, side)
		}
	}
	if count > 0 {
		p.tell(diag.OutsideDesign, c.Origin, "", "%s, outside the pay_mix of %s to %s in comp_design%s",
			first, percent(money.FromDecimal(band.Min)), percent(money.FromDecimal(band.Max)), andMore(count, "position"))
	}
}

// hasRecord reports whether pay is not just what the comp plan states.
func hasRecord(c *comp.Plan, pay stint.Pay) bool {
	if pay.Salary == nil || pay.Incentive == nil || pay.Salary.Currency != pay.Incentive.Currency {
		return false
	}
	return c.BaseSalary == nil || c.TargetIncentive == nil || *c.BaseSalary != pay.Salary.Value || *c.TargetIncentive != pay.Incentive.Value
}

// sideOf says whether base salary is too large or too small a part of pay, ""
// if it is neither.
func sideOf(band *plan.Band, pay stint.Pay) string {
	salary := money.FromDecimal(pay.Salary.Value)
	mix, err := salary.Quo(salary.Add(money.FromDecimal(pay.Incentive.Value)))
	switch {
	case err != nil || within(band, mix):
		return ""
	case mix.Cmp(money.FromDecimal(band.Min)) < 0:
		return "small"
	}
	return "large"
}

func andMore(count int, thing string) string {
	if count < 2 {
		return ""
	}
	return "; so it is with " + plural(count-1, "more "+thing)
}

func within(band *plan.Band, value money.Ratio) bool {
	return value.Cmp(money.FromDecimal(band.Min)) >= 0 && value.Cmp(money.FromDecimal(band.Max)) <= 0
}

// carried is the largest quota in money of a full year that somebody has, with
// what is paid for it at target.
type carried struct {
	whose           string
	at              comp.Origin
	field           string
	quota           money.Ratio
	income, atRisk  money.Ratio // salary and incentive, incentive
	hasBoth, hasOne bool
	masked          bool // pay is that of a person: a message must not tell it
}

// quotasOf returns the quota that a comp plan itself states.
func quotasOf(c *comp.Plan, parts []part) []carried {
	var largest *part
	var most money.Ratio
	for i := range parts {
		t := &parts[i]
		if t.quota == nil || t.OnTop || t.measure == nil || t.measure.Unit != plan.Money || t.ResultsOf != comp.Own {
			continue
		}
		if yearly := t.quota.Mul(money.FromInt(windowsInYear(t.Window))); largest == nil || yearly.Cmp(most) > 0 {
			largest, most = t, yearly
		}
	}
	if largest == nil {
		return nil
	}
	one := carried{whose: "in " + c.Addr.String(), at: largest.Origin, field: "quota.amount", quota: most}
	one.takePay(c.BaseSalary, c.TargetIncentive)
	return []carried{one}
}

func (q *carried) takePay(salary, incentive *money.Decimal) {
	if incentive == nil {
		return
	}
	q.atRisk, q.hasOne = money.FromDecimal(*incentive), true
	if salary != nil {
		q.income, q.hasBoth = q.atRisk.Add(money.FromDecimal(*salary)), true
	}
}

// quotasOutside reports, for each ratio, the first quota that is out of
// proportion to pay.
func (p *Pass) quotasOutside(c *comp.Plan, design *plan.CompDesign, quotas []carried) {
	for _, ratio := range []struct {
		name string
		band *plan.Band
		over func(*carried) (money.Ratio, bool)
		what string
	}{
		{"quota_to_ote", design.QuotaToOTE, func(q *carried) (money.Ratio, bool) { return q.income, q.hasBoth }, "salary and target incentive"},
		{"quota_to_target_incentive", design.QuotaToTargetIncentive, func(q *carried) (money.Ratio, bool) { return q.atRisk, q.hasOne }, "the target incentive"},
	} {
		if ratio.band == nil {
			continue
		}
		count, first := 0, ""
		var at *carried
		for i := range quotas {
			q := &quotas[i]
			over, known := ratio.over(q)
			times, err := q.quota.Quo(over)
			if !known || err != nil || within(ratio.band, times) {
				continue
			}
			if count++; at == nil {
				at, first = q, q.proportion(c, times, ratio.band, ratio.what)
			}
		}
		if at == nil {
			continue
		}
		p.tell(diag.OutsideDesign, at.at, at.field, "%s, outside the %s of %s to %s in comp_design%s", first, ratio.name, ratio.band.Min, ratio.band.Max, andMore(count, "quota"))
	}
}

// proportion says what a quota is of pay. Quota and ratio together would tell the
// pay of a person: of that, it says only on which side it is.
func (q *carried) proportion(c *comp.Plan, times money.Ratio, band *plan.Band, what string) string {
	if !q.masked {
		return fmt.Sprintf("%s a quota of %s in a year is %s times %s", q.whose, moneyText(c, q.quota), figure(times, -1), what)
	}
	side := "too large"
	if times.Cmp(money.FromDecimal(band.Min)) < 0 {
		side = "too small"
	}
	return fmt.Sprintf("%s the quota of a year is %s for %s", q.whose, side, what)
}

// leverageOutside reports comp plans that may pay too many times what they pay
// at target.
func (p *Pass) leverageOutside(c *comp.Plan, parts []part, most *plan.Leverage) {
	if most == nil || c.TargetIncentive == nil || most.Of != "max_over_target" && c.BaseSalary == nil {
		return
	}
	target := money.FromDecimal(*c.TargetIncentive)
	highest, endless, known := highestPay(c, parts)
	if !known {
		return
	}
	if endless != nil {
		p.tell(diag.OutsideDesign, endless.Origin, "rates", "component %s of %s pays without end, and comp_design allows a leverage of %s", endless.ID, c.Addr, most.Max)
		return
	}
	over, under := highest, target
	if most.Of != "max_over_target" {
		salary := money.FromDecimal(*c.BaseSalary)
		over, under = highest.Add(salary), salary
		if most.Of == "base_and_max_over_ote" {
			under = salary.Add(target)
		}
	}
	if leverage, err := over.Quo(under); err == nil && leverage.Cmp(money.FromDecimal(most.Max)) > 0 {
		p.tell(diag.OutsideDesign, c.Origin, "components", "%s pays up to %s of incentive in a year, a leverage of %s where comp_design allows %s (%s)",
			c.Addr, moneyText(c, highest), figure(leverage, -1), most.Max, most.Of)
	}
}

// highestPay returns the most incentive that a comp plan may pay in a year, or
// the component that has no end. What is paid on top counts, too. It is not known
// where modifiers may raise it.
func highestPay(c *comp.Plan, parts []part) (most money.Ratio, endless *part, known bool) {
	if len(c.Modifiers) > 0 {
		return most, nil, false
	}
	limit, limited := planLimit(c)
	for i := range parts {
		t := &parts[i]
		amount, bounded, ok := t.most()
		switch {
		case !ok || len(t.Modifiers) > 0:
			return most, nil, false
		case !bounded && endless == nil:
			endless = t
		case !bounded:
		case t.inMoney:
			most = most.Add(amount.Mul(money.FromInt(windowsInYear(t.Window))))
		default:
			return most, nil, false
		}
	}
	if limited {
		if endless != nil {
			return limit, nil, true
		}
		return most.Min(limit), nil, true
	}
	return most, endless, true
}

// planLimit returns the least cap of what a comp plan pays in a year.
func planLimit(c *comp.Plan) (limit money.Ratio, limited bool) {
	for _, one := range c.Caps {
		if one.Of != "payout" || one.Per == comp.Deal {
			continue
		}
		var yearly money.Ratio
		switch {
		case one.Amount != nil:
			yearly = money.FromDecimal(*one.Amount).Mul(money.FromInt(windowsInYear(one.Per)))
		case one.TargetMultiple != nil && c.TargetIncentive != nil:
			yearly = money.FromDecimal(*one.TargetMultiple).Mul(money.FromDecimal(*c.TargetIncentive))
		default:
			continue
		}
		if !limited || yearly.Cmp(limit) < 0 {
			limit, limited = yearly, true
		}
	}
	return limit, limited
}

// cliffsOutside reports components whose pay jumps further than declared.
func (p *Pass) cliffsOutside(parts []part, most *money.Decimal) {
	if most == nil {
		return
	}
	for i := range parts {
		t := &parts[i]
		if !t.shaped() {
			continue
		}
		highest, count := highestJump(t.curve.Jumps())
		if share, ok := t.ofTarget(highest.Size()); count > 0 && ok && share.Cmp(money.FromDecimal(*most)) > 0 {
			p.tell(diag.OutsideDesign, t.Origin, "rates", "at %s the pay of %s jumps by %s of its target, and comp_design allows a max_cliff of %s",
				t.place(highest.At), t.name(), percent(share), percent(money.FromDecimal(*most)))
		}
	}
}
