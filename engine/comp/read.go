package comp

import (
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// Read returns what a compiled plan says about incentive pay.
func Read(p *plan.Plan) *Book {
	b := &Book{}
	for _, collection := range []string{PlanKind, PayKind, RampKind, LeaveKind, MarketRateKind, AdjustmentKind} {
		from, to := p.Records.Collection(collection)
		for i := from; i < to; i++ {
			if r := p.Records.Record(i); !p.Broken[r.Addr] {
				b.add(p, r)
			}
		}
	}
	return b
}

func (b *Book) add(p *plan.Plan, r *record.Record) {
	f := reader{origin: Origin{Addr: r.Addr, record: r}, node: &r.Node}
	switch r.Addr.Collection {
	case PlanKind:
		b.Plans = append(b.Plans, readPlan(f, p.Choices.Currency))
	case PayKind:
		b.Pay = append(b.Pay, Pay{
			Origin: f.origin, Person: f.text("person"), Position: f.text("position"), BaseSalary: f.optional("base_salary"),
			TargetIncentive: f.optional("target_incentive"), Currency: f.currency(), Active: f.dates(),
		})
	case RampKind:
		b.Ramps = append(b.Ramps, readRamp(f))
	case LeaveKind:
		b.Leaves = append(b.Leaves, Leave{Origin: f.origin, Person: f.text("person"), Active: f.dates()})
	case MarketRateKind:
		b.MarketRates = append(b.MarketRates, MarketRate{Origin: f.origin, Currency: f.currency(), From: f.date("from"), Rate: f.decimal("rate")})
	case AdjustmentKind:
		b.Adjustments = append(b.Adjustments, Adjustment{
			Origin: f.origin, Position: f.text("position"), Period: f.period("period"), Amount: f.decimal("amount"),
			Currency: f.currency(), Component: f.text("component"), Corrects: f.period("corrects"), Reason: f.text("reason"),
		})
	}
}

func readRamp(f reader) Ramp {
	r := Ramp{
		Origin: f.origin, Shares: f.decimals("shares"), FirstMonth: f.text("first_month"), MonthZero: f.decimal("month_zero"),
		Longer: f.text("longer"), AppliesTo: f.texts("applies_to"),
	}
	for _, e := range f.items("entry") {
		r.Entry = append(r.Entry, RampEntry{FromDay: e.number("from_day"), ToDay: e.number("to_day"), Month: e.number("month")})
	}
	return r
}
