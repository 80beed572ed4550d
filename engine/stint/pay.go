package stint

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// Pay is the pay at target of a full year over some days of a stint.
type Pay struct {
	Days      period.Range
	Salary    *money.Amount // nil if nothing states it
	Incentive *money.Amount
	Currency  money.Currency // of what is paid
}

// Pay returns the pay at target of a stint, in order of days: stretches that
// touch each other and cover the stint.
func (s *Stint) Pay() []Pay {
	if s.pays == nil {
		return s.stretches()
	}
	return s.pays
}

// stretches works out the pay at target.
func (s *Stint) stretches() []Pay {
	cuts := []period.Date{s.Days.From}
	for _, record := range s.records {
		for _, day := range []period.Date{record.Active.From, record.Active.To} {
			if !day.IsZero() && day.Compare(s.Days.From) > 0 && s.Days.Contains(day) {
				cuts = append(cuts, day)
			}
		}
	}
	slices.SortFunc(cuts, period.Date.Compare)
	cuts = slices.Compact(cuts)
	pays := make([]Pay, 0, len(cuts))
	for i, from := range cuts {
		days := period.Range{From: from, To: s.Days.To}
		if i+1 < len(cuts) {
			days.To = cuts[i+1]
		}
		pay := s.payOver(days)
		if n := len(pays); n > 0 && pays[n-1].alike(pay) {
			pays[n-1].Days.To = days.To
			continue
		}
		pays = append(pays, pay)
	}
	return pays
}

// payOver returns the pay on days within which it does not change.
func (s *Stint) payOver(days period.Range) Pay {
	pay := Pay{Days: days}
	for i := range s.records {
		if record := &s.records[i]; covers(record.Active, days) {
			pay.take(record, s.Plan.Currency)
		}
	}
	if pay.Salary == nil {
		pay.Salary = amountOf(s.Plan.BaseSalary, s.Plan.Currency)
	}
	if pay.Incentive == nil {
		pay.Incentive = amountOf(s.Plan.TargetIncentive, s.Plan.Currency)
	}
	if pay.Currency == (money.Currency{}) {
		pay.Currency = s.Plan.Currency
	}
	return pay
}

// take fills in what nothing before has stated.
func (p *Pay) take(record *comp.Pay, usual money.Currency) {
	currency := record.Currency
	if currency == (money.Currency{}) {
		currency = usual
	}
	if p.Salary == nil {
		p.Salary = amountOf(record.BaseSalary, currency)
	}
	if p.Incentive == nil {
		p.Incentive = amountOf(record.TargetIncentive, currency)
	}
	if p.Currency == (money.Currency{}) {
		p.Currency = record.Currency
	}
}

func covers(outer, inner period.Range) bool { return inner.Intersect(outer) == inner }

func amountOf(value *money.Decimal, currency money.Currency) *money.Amount {
	if value == nil {
		return nil
	}
	return &money.Amount{Value: *value, Currency: currency}
}

func (p Pay) alike(q Pay) bool {
	same := func(a, b *money.Amount) bool { return a == b || a != nil && b != nil && *a == *b }
	return p.Currency == q.Currency && same(p.Salary, q.Salary) && same(p.Incentive, q.Incentive)
}
