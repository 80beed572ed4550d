package capacity

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
)

// Load says how many seats at a node carry more than they can achieve.
type Load struct {
	Seats int // with a capacity for the measure in the year
	Full  int // of those, whose quota of the year is at least their capacity
}

// Load counts the seats at a node, and those of planned hires, against their
// capacity for a measure. Both quota and capacity are after presence and ramp.
func (a *Assessment) Load(node addr.Addr, measure string) Load {
	var load Load
	for i := range a.yields {
		y := &a.yields[i]
		s := &a.seats[y.seat]
		if y.measure != measure || !a.within(node, s) {
			continue
		}
		var carried, possible money.Ratio
		for m := range y.month {
			one := &y.month[m]
			carried, possible = carried.Add(one.base.Mul(one.present)), possible.Add(one.value(1))
		}
		load.Seats += s.Count
		if quota, ok := a.quota(s.Addr, measure, a.Year); ok && s.hire == nil {
			carried = quota
		}
		if carried.Sign() > 0 && carried.Cmp(possible) >= 0 {
			load.Full += s.Count
		}
	}
	return load
}

// TargetPay returns what the people at a node are paid in the year if every quota
// is met to 100 %: base salary and incentive pay of the days on which they are
// there, without burden and planned hires, in the plan currency. known is false
// without comp plans, where pay cannot be worked out, and unless [Assess] was
// told of an attainment of 1. See [Limit] for whom it may be shown to.
func (a *Assessment) TargetPay(node addr.Addr) (salary, incentive money.Decimal, known bool) {
	level, there := a.costs.level(whole)
	result := a.costs.result()
	if !there || result == nil || !result.Complete {
		return salary, incentive, false
	}
	if row := a.costs.row(node, nil); row != nil {
		salary, incentive = row.Salary, row.Pay[level]
	}
	return salary, incentive, true
}

// whole is an attainment of 100 %.
var whole, _ = money.New(1, 0)

// Managers returns how many at or below a node have direct reports on the last
// day of the year, and how many reports these have together.
func (a *Assessment) Managers(node addr.Addr) (managers, reports int) {
	s := a.spans()[node]
	return s.managers, s.all
}
