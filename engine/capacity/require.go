package capacity

import (
	"errors"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Candidate is a role of which people could be hired, and the first day on which
// they would be there.
type Candidate struct {
	Role  string
	Works period.Date
}

// ErrNoAmount says that nothing tells what people who are to be hired achieve.
var ErrNoAmount = errors.New("no capacity states an amount for new seats of")

// Required returns how many people of a role close the gap of a node in a period:
// the smallest whole number whose capacity comes to at least what is missing for
// the goal times its capacity coverage. possible is false where people who begin
// on that day achieve nothing in the period, or so little that more than a million
// would be required, and where no capacity tells what they achieve. Without a gap
// nobody is required.
func (a *Assessment) Required(node addr.Addr, measure string, when period.Period, who Candidate) (heads int, possible bool) {
	goal, ok := a.goal(node, measure, when)
	if !ok {
		return 0, true
	}
	if g := a.goals[aim{node, measure, when}]; g != nil {
		goal = goal.Mul(g.MinCapacity)
	}
	capacity, _ := a.Of(node, measure, when)
	missing := goal.Sub(capacity)
	if missing.Sign() <= 0 {
		return 0, true
	}
	one := a.ofOne(node, measure, when, who)
	if one.Sign() <= 0 {
		return 0, false
	}
	return wholeUp(missing, one)
}

// CanHire fails if no capacity tells, for any measure, what new seats of a role
// achieve.
func (a *Assessment) CanHire(role string) error {
	for i := range a.Book.Assumptions {
		if one := &a.Book.Assumptions[i]; one.Amount != nil && slices.Contains(one.Roles, role) {
			return nil
		}
	}
	return fmt.Errorf("%w role/%s", ErrNoAmount, role)
}

// ofOne returns the capacity in a period of one new seat at a node.
func (a *Assessment) ofOne(node addr.Addr, measure string, when period.Period, who Candidate) (sum money.Ratio) {
	h := &Hire{origin: origin{Addr: addr.New(HireKind, "required")}, Role: who.Role, Count: 1, Works: who.Works}
	home := nowhere
	if node.Collection == plan.TerritoryKind {
		home = a.territories.find(node.ID)
	}
	candidates := assumptionsOf(a.Book)[measure][who.Role]
	used := a.lowest(candidates, home)
	if used == nil || used.Amount == nil {
		return sum
	}
	seat := Seat{Addr: h.Addr, Role: who.Role, Count: 1, position: nowhere, hire: h, spells: []spell{{days: period.Range{From: who.Works}, began: who.Works, ramp: a.rampOf[who.Role]}}}
	first := -1
	for k, month := range a.months {
		_, share := a.shareOf(&seat, used, k, &first)
		if when == month || when.Contains(month) {
			sum = sum.Add(used.Amount.Mul(part(1, months)).Mul(share))
		}
	}
	return sum
}

// mostHires is how many people may be required.
const mostHires = 1_000_000

// wholeUp returns a / b rounded up; ok is false if that is too many.
func wholeUp(a, b money.Ratio) (n int, ok bool) {
	exact, err := a.Quo(b)
	if err != nil || exact.Cmp(money.FromInt(mostHires)) > 0 {
		return 0, false
	}
	down, err := exact.Round(0, money.Down)
	if err != nil {
		return 0, false
	}
	whole, err := down.Units(0)
	if err != nil {
		return 0, false
	}
	if money.FromInt(whole).Cmp(exact) < 0 {
		whole++
	}
	return int(whole), true
}
