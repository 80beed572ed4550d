package payout

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Statement is what one payee is paid for one payout period of the plan, down to
// every credit.
type Statement struct {
	Total      Total
	Components []StatementPart
	// ToDate are all payouts of the payee in the fiscal year up to this one, as far
	// as the result has them and they are in its currency. Known says that it
	// could sum them all; Period is the first of them.
	ToDate Total
}

// StatementPart is one line of pay with what it consists of: the pay of its
// entries is the payout of the line, to the cent.
type StatementPart struct {
	Line    Line
	Entries []StatementEntry
	// Figures are those behind the line: the result, what it is measured against,
	// and each step through the rate table.
	Figures []rollup.Note
	// Changes made the quota another one than was assigned: relief and cover.
	Changes []goal.Change
}

// StatementEntry is a credit, or a step that changes what credits earned.
type StatementEntry struct {
	Text   string        // what it is: the deal, or the step
	Credit bool          // it is a credit; the fields below are set
	Date   string        // the day that decides its period
	Amount money.Ratio   // as it counts, in the measure's unit
	Rate   *money.Ratio  // pay for one unit, in the currency of the pay; nil where nothing counts
	Pay    money.Decimal // in the currency of the line
	File   string
	Row    int
}

// Statements returns what is paid for a position in a payout period of the plan,
// one for each payee. It needs a result with Detail of that position, and fails
// if there is nothing.
func (r *Result) Statements(position string, at period.Period) ([]Statement, error) {
	var found []Statement
	for _, total := range r.Totals {
		if total.Position != position || total.Period != at {
			continue
		}
		s := Statement{Total: total, ToDate: r.toDate(&total)}
		i := r.run.indexOf(total.Payee)
		for j := range r.run.payees[i].scheme.components {
			l := r.run.lineOf(&r.run.payees[i], &r.run.payees[i].scheme.components[j])
			l.index = i
			parts := r.partsOf(l, at)
			for k := range parts {
				parts[k].Figures = l.figures(&parts[k].Line)
			}
			s.Components = append(s.Components, parts...)
		}
		found = append(found, s)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("there is no payout of position %s for %s", position, at)
	}
	return found, nil
}

// toDate sums the payouts of a payee in a fiscal year up to one of them.
func (r *Result) toDate(last *Total) Total {
	sum := Total{Payee: last.Payee, Period: last.Period, Currency: last.Currency, Known: true, Advanced: last.Advanced, Owed: last.Owed}
	add := func(to *money.Decimal, amount money.Decimal) {
		added, err := to.Add(amount)
		if err != nil {
			sum.Known = false
			return
		}
		*to = added
	}
	for i := range r.Totals {
		t := &r.Totals[i]
		if t.Payee != last.Payee || t.Period.FiscalYear() != last.Period.FiscalYear() || t.Period.Compare(last.Period) > 0 {
			continue
		}
		if t.Period.Compare(sum.Period) < 0 {
			sum.Period = t.Period
		}
		if !t.Known || t.Currency != last.Currency {
			sum.Known = false
			continue
		}
		add(&sum.Components, t.Components)
		add(&sum.Modified, t.Modified)
		add(&sum.Capped, t.Capped)
		add(&sum.Draw, t.Draw)
		add(&sum.Guarantee, t.Guarantee)
		add(&sum.Adjustment, t.Adjustment)
		add(&sum.Payout, t.Payout)
	}
	return sum
}

// indexOf returns the index of a payee.
func (r *run) indexOf(name Payee) int {
	from, to := r.roster.At(name.Position)
	for i := from; i < to; i++ {
		if r.payees[i].name() == name {
			return i
		}
	}
	return from
}

// partsOf returns the lines of a component that are paid in a payout period of
// the plan, with their entries.
func (r *Result) partsOf(l *line, at period.Period) []StatementPart {
	h := &person{run: l.run, payee: l.payee}
	shares := l.shares(l.first, l.last)
	used := map[int]bool{}
	var parts []StatementPart
	for _, row := range r.Lines {
		if row.Payee != l.payee.name() || row.Component != l.component.ID || h.planPeriod(row.Period) != at {
			continue
		}
		part := StatementPart{Line: row}
		if row.Quota != nil {
			part.Changes = l.quotaChanges(&row)
		}
		for i := range shares {
			s := &shares[i]
			if !used[i] && s.at == row.Period && s.corrects == row.Corrects && decimal(l.shown(s.at, s.earned)) == row.Earned {
				used[i] = true
				part.Entries = l.entries(s, row.Payout)
				break
			}
		}
		if part.Entries == nil && row.Payout.Sign() != 0 {
			part.Entries = []StatementEntry{{Text: "instalments of earlier payout periods", Pay: row.Payout}}
		}
		parts = append(parts, part)
	}
	return parts
}

// tape prints amounts so that the printed ones add up to the rounded sum.
type tape struct {
	l        *line
	currency money.Currency
	sum      money.Ratio
	printed  money.Ratio
	entries  []StatementEntry
}

func (t *tape) add(e StatementEntry, amount money.Ratio) {
	t.sum = t.sum.Add(amount)
	now := t.l.round(t.l.payee, t.sum, t.currency)
	e.Pay = decimal(now.Sub(t.printed))
	t.printed = now
	if e.Credit || e.Pay.Sign() != 0 {
		t.entries = append(t.entries, e)
	}
}

// entries returns what a share consists of, down to a payout.
func (l *line) entries(s *share, payout money.Decimal) []StatementEntry {
	currency := l.currencyAt(s.at)
	t := &tape{l: l, currency: currency}
	if s.point == nil {
		t.add(StatementEntry{Text: "clawback of deal " + s.deal}, s.earned)
	} else {
		t.sum = s.before
		t.printed = l.round(l.payee, s.before, currency)
		l.creditEntries(t, s)
		t.add(StatementEntry{Text: "raised to the floor"}, s.lifted)
	}
	earned := t.printed.Sub(l.roundedBefore(s, currency))
	step := "held back for later instalments"
	difference := money.FromDecimal(payout).Sub(earned)
	switch {
	case len(l.component.Instalments) == 0:
		step = "rounding of the sum of all components"
	case difference.Sign() > 0:
		step = "instalments of earlier payout periods"
	}
	t.sum = t.printed
	t.add(StatementEntry{Text: step}, difference)
	return t.entries
}

// roundedBefore returns what the tape of a share began with.
func (l *line) roundedBefore(s *share, currency money.Currency) money.Ratio {
	if s.point == nil {
		return money.Ratio{}
	}
	return l.round(l.payee, s.before, currency)
}

// creditEntries adds the credits of a share and what the stages made of them.
func (l *line) creditEntries(t *tape, s *share) {
	var sum money.Ratio
	for _, c := range l.creditsOf(s.point) {
		pay := c.pay.Mul(s.rate)
		sum = sum.Add(pay)
		e := StatementEntry{Text: c.deal, Credit: true, Date: c.date.String(), Amount: c.amount, File: c.file, Row: c.line}
		if rate, err := pay.Quo(c.amount); err == nil {
			e.Rate = &rate
		}
		if c.cancel {
			e.Text = "cancelled: " + c.deal
		}
		t.add(e, pay)
	}
	before := sum
	for _, stage := range s.point.stages {
		name := stage.name
		if name == byTable {
			name = l.restatement()
		}
		now := stage.raise.Mul(s.rate)
		t.add(StatementEntry{Text: name}, now.Sub(before))
		before = now
	}
}

// restatement names what the rate table pays beside the credits of the period.
func (l *line) restatement() string {
	if l.component.Window == comp.Deal {
		return byTable
	}
	return "earlier credits of the window at today's rates, gates and quota"
}
