package ops

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Scenario is what a proposal to have work done elsewhere does in a year.
type Scenario struct {
	Addr  addr.Addr
	Name  string
	Moves []Moved
	// Hours and cost of the moved work before and after. Removed are the hours
	// that nobody works any more: before minus after.
	Before, After, Removed         money.Decimal
	CostBefore, CostAfter, Savings money.Decimal
	Transition                     money.Decimal // once
	// Payback are the months until the savings have paid the transition, rounded
	// half up to one digit; nil where there are no savings.
	Payback  *money.Decimal
	Complete bool           // every cost is known
	Freed    []FreedHours   // by role, in order of id
	Sourcing []SourcedHours // of the whole map after the moves, in order of the word
	Total    money.Decimal  // hours of the whole map after the moves
}

// Moved is one activity that is done elsewhere.
type Moved struct {
	Work       // as it was
	To         string
	After      money.Decimal // hours that are left
	CostAfter  money.Decimal
	Transition money.Decimal
	CostKnown  bool // before and after
}

// FreedHours are hours of a role that become free and what they are for.
type FreedHours struct {
	Role   string // id; "" for work without a role
	Freed  money.Decimal
	Funded []plan.WorkFunded
	Left   money.Decimal // freed minus funded; below 0 if more is planned than becomes free
}

// SourcedHours are the hours done in one way, "" for what states none.
type SourcedHours struct {
	Sourcing      string
	Before, After money.Decimal
}

// Reallocate works out every proposal of the plan, in order of address. A
// proposal that moves an activity twice or names one that is not sound is
// worked out with its other moves.
func Reallocate(m *Map) ([]Scenario, diag.List) {
	prices := newPricer(m.plan)
	byID := map[string]*Work{}
	for i := range m.Work {
		byID[m.Work[i].ID()] = &m.Work[i]
	}
	all := make([]Scenario, 0, len(m.plan.Operations.Reallocations))
	for i := range m.plan.Operations.Reallocations {
		all = append(all, m.scenario(&m.plan.Operations.Reallocations[i], byID, prices))
	}
	return all, diag.Sorted(prices.found)
}

// scenario works out one proposal.
func (m *Map) scenario(r *plan.Reallocation, byID map[string]*Work, prices *pricer) Scenario {
	s := Scenario{Addr: r.Addr, Name: r.Name, Complete: true}
	moved := map[string]*Moved{}
	for i := range r.Moves {
		w, known := byID[r.Moves[i].Activity]
		if !known || moved[r.Moves[i].Activity] != nil {
			continue
		}
		one := moveOf(r.Addr, w, &r.Moves[i], prices)
		s.Moves = append(s.Moves, one)
		moved[w.ID()] = &one
	}
	s.total()
	s.Freed = s.freed(r)
	s.Sourcing, s.Total = m.sourced(moved)
	return s
}

func moveOf(from addr.Addr, w *Work, move *plan.WorkMove, prices *pricer) Moved {
	m := Moved{Work: *w, To: move.Sourcing, CostKnown: w.Priced}
	// The schema bounds both factors, so that the product fits.
	m.After, _ = w.Hours.MulRound(move.Remaining, hourDigits, money.HalfEven)
	hourly, ok := prices.product(move.Rate, m.After, from, move.Place)
	m.CostKnown = m.CostKnown && ok
	yearly, ok := prices.convert(move.YearlyCost, from, move.Place)
	m.CostKnown = m.CostKnown && ok
	m.CostAfter = plus(hourly, yearly)
	m.Transition, ok = prices.convert(move.Transition, from, move.Place)
	m.CostKnown = m.CostKnown && ok
	return m
}

// plus adds two costs. The schema bounds both so that the sum fits.
func plus(a, b money.Decimal) money.Decimal {
	sum, _ := a.Add(b)
	return sum
}

// minus subtracts b from a.
func minus(a, b money.Decimal) money.Decimal { return plus(a, b.Neg()) }

// total adds up the moves. Moves whose cost is not known count with their
// hours only.
func (s *Scenario) total() {
	for i := range s.Moves {
		m := &s.Moves[i]
		s.Before, s.After = plus(s.Before, m.Hours), plus(s.After, m.After)
		if !m.CostKnown {
			s.Complete = false
			continue
		}
		s.CostBefore, s.CostAfter = plus(s.CostBefore, m.Cost), plus(s.CostAfter, m.CostAfter)
		s.Transition = plus(s.Transition, m.Transition)
	}
	s.Removed, s.Savings = minus(s.Before, s.After), minus(s.CostBefore, s.CostAfter)
	if s.Savings.Sign() <= 0 {
		return
	}
	year, _ := money.New(12, 0)
	if monthly, err := s.Transition.Mul(year); err == nil {
		if months, err := monthly.QuoRound(s.Savings, 1, money.HalfUp); err == nil {
			s.Payback = &months
		}
	}
}

// freed says for every role of moved work how many hours become free and what
// they are for. Roles for which the proposal only plans work are listed too.
func (s *Scenario) freed(r *plan.Reallocation) []FreedHours {
	byRole := map[string]*FreedHours{}
	at := func(role string) *FreedHours {
		if byRole[role] == nil {
			byRole[role] = &FreedHours{Role: role}
		}
		return byRole[role]
	}
	for i := range s.Moves {
		f := at(s.Moves[i].OwnerRole)
		f.Freed = plus(f.Freed, s.Moves[i].Hours)
	}
	for _, funded := range r.Funds {
		f := at(funded.Role)
		f.Funded = append(f.Funded, funded)
	}
	all := make([]FreedHours, 0, len(byRole))
	for _, role := range sortedKeys(byRole) {
		f := byRole[role]
		f.Left = f.Freed
		for _, funded := range f.Funded {
			f.Left = minus(f.Left, funded.Hours)
		}
		all = append(all, *f)
	}
	return all
}

// sourced says how many hours of the whole map are done in each way before and
// after the moves.
func (m *Map) sourced(moved map[string]*Moved) (ways []SourcedHours, total money.Decimal) {
	before, after := map[string]money.Decimal{}, map[string]money.Decimal{}
	for i := range m.Work {
		w := &m.Work[i]
		way, hours := w.Sourcing, w.Hours
		before[way] = plus(before[way], hours)
		if to, ok := moved[w.ID()]; ok {
			way, hours = to.To, to.After
		}
		after[way] = plus(after[way], hours)
		total = plus(total, hours)
		before[way] = plus(before[way], money.Decimal{}) // a way that is new is listed too
	}
	for _, way := range sortedKeys(before) {
		ways = append(ways, SourcedHours{Sourcing: way, Before: before[way], After: after[way]})
	}
	return ways, total
}
