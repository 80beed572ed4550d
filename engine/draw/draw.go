package draw

import "github.com/salesplan/salesplan/engine/money"

// Kind is what a draw does with a shortfall.
type Kind string

// The kinds, as plans name them.
const (
	NonRecoverable       Kind = "non_recoverable"
	RecoverableFull      Kind = "recoverable_full"
	RecoverableAboveDraw Kind = "recoverable_above_draw"
	Advance              Kind = "advance"
)

// Terms are what holds for one payout period.
type Terms struct {
	Kind    Kind
	Amount  money.Ratio  // the draw of the period; 0 after its last one
	Recover bool         // recovery has begun
	Limit   *money.Ratio // the most that may be owed; nil: no limit
}

// Account is what somebody owes on a draw. The zero Account owes nothing.
type Account struct{ Owed money.Ratio }

// Settlement is what a draw does in one payout period.
type Settlement struct {
	Paid     money.Ratio // earned + Lent − Repaid
	Lent     money.Ratio // what lifts the pay to the draw
	Repaid   money.Ratio
	Advanced money.Ratio // the part of Paid that was handed over at the start
	Owed     money.Ratio // after the period
}

// Settle returns what is paid for a period in which so much was earned, and the
// account after it. What was earned may be negative.
func (a Account) Settle(earned money.Ratio, terms Terms) (Settlement, Account) {
	var s Settlement
	short := terms.Amount.Sub(earned)
	switch {
	case terms.Amount.Sign() > 0 && short.Sign() > 0:
		s.Lent = a.lend(short, terms)
	case terms.Kind != NonRecoverable && terms.Recover:
		available := earned
		if terms.Kind != RecoverableFull {
			available = earned.Sub(terms.Amount)
		}
		s.Repaid = a.Owed.Min(available).Max(money.Ratio{})
	}
	s.Paid = earned.Add(s.Lent).Sub(s.Repaid)
	if terms.Kind == Advance {
		s.Advanced = terms.Amount.Min(s.Paid).Max(money.Ratio{})
	}
	if terms.Kind != NonRecoverable {
		a.Owed = a.Owed.Add(s.Lent).Sub(s.Repaid)
	}
	s.Owed = a.Owed
	return s, a
}

// lend returns how much of a shortfall is lent.
func (a Account) lend(short money.Ratio, terms Terms) money.Ratio {
	if terms.Kind == NonRecoverable || terms.Limit == nil {
		return short
	}
	return short.Min(terms.Limit.Sub(a.Owed)).Max(money.Ratio{})
}
