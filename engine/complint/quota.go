package complint

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// peopleFor returns who is on comp plans, where the declared design is about
// them and nothing is broken that says who they are.
func (p *Pass) peopleFor(design *plan.CompDesign) []stint.Stint {
	ofPeople := design.PayMix != nil || design.QuotaToOTE != nil || design.QuotaToTargetIncentive != nil
	if !ofPeople || p.plan.Choices.Calendar == nil || p.staffUnknown() {
		return nil
	}
	roster, _ := stint.Of(p.plan, p.book)
	return roster.Stints
}

// seatQuotas returns, by comp plan, the largest quota in money of a full fiscal
// year that records give each position on it, with the pay of who holds it at
// the end of that year.
func (p *Pass) seatQuotas(people []stint.Stint) map[string][]carried {
	if len(people) == 0 || anyBroken(p.plan, plan.QuotaKind) {
		return nil
	}
	type holding struct{ position, measure string }
	records := map[holding]map[period.Period]*plan.Quota{}
	for i := range p.plan.Quotas {
		q := &p.plan.Quotas[i]
		if q.Position == "" || q.Currency != p.plan.Choices.Currency {
			continue // of a territory, or not in the currency of the plan
		}
		at := holding{q.Position, q.Measure}
		if records[at] == nil {
			records[at] = map[period.Period]*plan.Quota{}
		}
		records[at][q.Period] = q
	}
	found := map[string][]carried{}
	for i := range people {
		s := &people[i]
		if s.Plan.Currency != p.plan.Choices.Currency {
			continue
		}
		for _, year := range p.plan.Choices.Years {
			last, err := p.plan.Choices.Calendar.Range(year).To.AddDays(-1)
			if err != nil || !s.Days.Contains(last) {
				continue
			}
			one := carried{whose: "for " + s.Position.Addr.String(), at: s.Plan.Origin, masked: true}
			known := false
			for _, measure := range measuresPaidFor(s.Plan) {
				if m := p.measures[measure]; m == nil || m.Unit != plan.Money {
					continue
				}
				if yearly, ok := sumOver(records[holding{s.Position.ID(), measure}], year); ok && (!known || yearly.Cmp(one.quota) > 0) {
					one.quota, known = yearly, true
				}
			}
			if known {
				one.payOn(s, last)
				found[s.Plan.Addr.ID] = append(found[s.Plan.Addr.ID], one)
			}
		}
	}
	return found
}

// payOn takes the pay at target that holds on a day.
func (q *carried) payOn(s *stint.Stint, day period.Date) {
	for _, pay := range s.Pay() {
		if !pay.Days.Contains(day) || pay.Currency != s.Plan.Currency {
			continue
		}
		var salary, incentive *money.Decimal
		if pay.Salary != nil && pay.Salary.Currency == s.Plan.Currency {
			salary = &pay.Salary.Value
		}
		if pay.Incentive != nil && pay.Incentive.Currency == s.Plan.Currency {
			incentive = &pay.Incentive.Value
		}
		q.takePay(salary, incentive)
	}
}

// sumOver returns the record for a period, or else the sum of those for all its
// parts.
func sumOver(records map[period.Period]*plan.Quota, p period.Period) (sum money.Ratio, ok bool) {
	if q, stated := records[p]; stated {
		return money.FromDecimal(q.Amount), true
	}
	parts := p.Children()
	if len(records) == 0 || len(parts) == 0 {
		return sum, false
	}
	for _, part := range parts {
		amount, ok := sumOver(records, part)
		if !ok {
			return money.Ratio{}, false
		}
		sum = sum.Add(amount)
	}
	return sum, true
}
