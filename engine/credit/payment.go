package credit

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// Names of the columns of a payments file, beside position and amount.
const (
	colComponent = "component"
	colPeriod    = "period"
)

// Payment is what was paid already for a payout period.
type Payment struct {
	Position  string
	Component string // "" for the pay of the position in all
	Period    period.Period
	Amount    money.Decimal // in the currency of the pay
}

// ReadPayments reads a payments file: columns position, period, amount, and
// component where payments are told apart by it. Its results are as those of
// [Read].
func ReadPayments(file File, limits Limits) (payments []Payment, findings diag.List, complete bool, err error) {
	r := newRowReader(file, limits)
	if r.header([]string{colPosition, colPeriod, colAmount}, nil, "position,component,period,amount") {
		p := newParser(r)
		for r.next() {
			if r.cells == nil {
				r.incomplete = true
				continue
			}
			if payment, ok := p.payment(); ok {
				payments = append(payments, payment)
			}
		}
	}
	return payments, r.found.All(), !r.incomplete, r.err
}

// payment reads the current row.
func (p *parser) payment() (Payment, bool) {
	p.bad = false
	payment := Payment{Position: p.text(p.at.position)}
	if cell, ok := p.columns[colComponent]; ok {
		payment.Component = p.text(cell)
	}
	if payment.Position == "" {
		p.fail(p.at.position, "the row has no position")
	}
	when, err := period.Parse(p.text(p.columns[colPeriod]))
	if err != nil {
		p.fail(p.columns[colPeriod], "%s", err)
	}
	amount, ok := p.decimal(p.at.amount)
	if !ok && p.text(p.at.amount) == "" {
		p.fail(p.at.amount, "the row has no amount")
	}
	payment.Period, payment.Amount = when, amount
	return payment, !p.bad
}
