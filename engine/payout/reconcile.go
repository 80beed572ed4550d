package payout

import (
	"cmp"
	"strings"

	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// Balance compares what is due with what was paid.
type Balance struct {
	Position  string
	Component string // "" for the pay in all
	Period    period.Period
	Due, Paid money.Decimal
	Owed      money.Decimal // due less paid; negative: paid too much
	Currency  money.Currency
}

// balanceKey names a balance.
type balanceKey struct {
	position, component string
	at                  period.Period
}

func (a balanceKey) compare(b balanceKey) int {
	return cmp.Or(strings.Compare(a.position, b.position), a.at.Compare(b.at), strings.Compare(a.component, b.component))
}

// Reconcile compares what is due with what was paid already, in order of
// position, period and component. A position of which payments of a period name
// components is compared by component, any other as a whole. Nothing is left
// out: what was paid and is not due has a balance, too.
func (r *Result) Reconcile(payments []credit.Payment) []Balance {
	type holding struct {
		position string
		at       period.Period
	}
	byComponent := map[holding]bool{}
	paid, due := map[balanceKey]money.Ratio{}, map[balanceKey]money.Ratio{}
	currencies := map[string]money.Currency{}
	keys := map[balanceKey]bool{}
	for _, p := range payments {
		key := balanceKey{p.Position, p.Component, p.Period}
		paid[key], keys[key] = paid[key].Add(money.FromDecimal(p.Amount)), true
		if p.Component != "" {
			byComponent[holding{p.Position, p.Period}] = true
		}
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		if byComponent[holding{l.Position, l.Period}] {
			key := balanceKey{l.Position, l.Component, l.Period}
			due[key], keys[key] = due[key].Add(money.FromDecimal(l.Payout)), true
		}
	}
	for i := range r.Totals {
		t := &r.Totals[i]
		currencies[t.Position] = t.Currency
		key := balanceKey{t.Position, "", t.Period}
		amount := money.FromDecimal(t.Payout)
		if byComponent[holding{t.Position, t.Period}] {
			amount = amount.Sub(money.FromDecimal(t.Components)) // what belongs to no component
		}
		if amount.Sign() != 0 || !byComponent[holding{t.Position, t.Period}] {
			due[key], keys[key] = due[key].Add(amount), true
		}
	}
	balances := make([]Balance, 0, len(keys))
	for _, key := range sortedKeys(keys, balanceKey.compare) {
		balances = append(balances, Balance{
			Position: key.position, Component: key.component, Period: key.at, Due: decimal(due[key]), Paid: decimal(paid[key]),
			Owed: decimal(due[key].Sub(paid[key])), Currency: currencies[key.position],
		})
	}
	return balances
}
