package pipeline

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Flow is why the open pipeline of one snapshot differs from that of the one
// before. The zero Flow is none.
type Flow uint8

// The flows, in the order in which a waterfall shows them.
const (
	Created   Flow = iota + 1 // in the snapshot for the first time, or again
	Reopened                  // it was closed before
	MovedIn                   // it was open before, but outside the period or the conditions
	Increased                 // its amount rose
	Decreased                 // its amount fell
	Won                       // it is won, at its amount before
	Lost                      // it is lost, at its amount before
	Slipped                   // its close date left the period
	MovedOut                  // the conditions do not hold any more
	Vanished                  // it is not in the snapshot any more
)

// Flows are all flows in order.
func Flows() []Flow {
	return []Flow{Created, Reopened, MovedIn, Increased, Decreased, Won, Lost, Slipped, MovedOut, Vanished}
}

// String names the flow.
func (f Flow) String() string {
	names := [...]string{
		Created: "created", Reopened: "reopened", MovedIn: "moved in", Increased: "increased", Decreased: "decreased",
		Won: "won", Lost: "lost", Slipped: "slipped", MovedOut: "moved out", Vanished: "vanished",
	}
	if int(f) < len(names) && f != 0 {
		return names[f]
	}
	return "none"
}

// flowOf says how a deal changes the open pipeline from one snapshot to the
// next, and by how much. It is none and 0 for a deal that is in both at one
// amount, or in neither.
func flowOf(before, after *deal) (flow Flow, change money.Decimal) {
	wasOpen, isOpen := before.open(), after.open()
	switch {
	case wasOpen && isOpen:
		change, _ := after.amount.Sub(before.amount) // both are at least 0, so that it fits
		switch change.Sign() {
		case 1:
			return Increased, change
		case -1:
			return Decreased, change
		}
		return 0, money.Decimal{}
	case isOpen:
		switch {
		case !before.there:
			return Created, after.amount
		case before.state != plan.DealOpen:
			return Reopened, after.amount
		}
		return MovedIn, after.amount
	case !wasOpen:
		return 0, money.Decimal{}
	}
	change = before.amount.Neg()
	switch {
	case !after.there:
		return Vanished, change
	case after.state == plan.DealWon:
		return Won, change
	case after.state == plan.DealLost:
		return Lost, change
	case !after.chosen:
		return MovedOut, change
	}
	return Slipped, change
}

// Step is one bar of a waterfall.
type Step struct {
	Flow   Flow
	Deals  int
	Amount money.Decimal // what it adds to the open pipeline; below 0 for what it takes
}

// Waterfall leads from the open pipeline of one snapshot to that of the next:
// opening and the amounts of all steps sum to closing.
type Waterfall struct {
	From, To         period.Date
	Opening, Closing money.Decimal
	Steps            []Step // all flows in order
	Slips            Slips
}

// Slips are deals that are open in both snapshots and close later in the second
// than in the first, inside the period or not.
type Slips struct {
	Deals  int
	Amount money.Decimal // in the second snapshot
	Days   int           // all together
}

// flows adds up what led from one snapshot to the next.
type flows struct {
	deals            [Vanished + 1]int
	amounts          [Vanished + 1]money.Sum
	opening, closing money.Sum
	slips            Slips
	slipped          money.Sum
}

// add takes up one deal.
func (f *flows) add(before, after *deal) {
	if before.open() {
		f.opening.Add(before.amount)
	}
	if after.open() {
		f.closing.Add(after.amount)
	}
	if flow, change := flowOf(before, after); flow != 0 {
		f.deals[flow]++
		f.amounts[flow].Add(change)
	}
	stillOpen := before.there && after.there && before.chosen && after.chosen && before.state == plan.DealOpen && after.state == plan.DealOpen
	if stillOpen && after.close > before.close {
		f.slips.Deals++
		f.slips.Days += int(after.close - before.close)
		f.slipped.Add(after.amount)
	}
}

// waterfall closes the sums.
func (f *flows) waterfall(from, to period.Date, totals *totals) Waterfall {
	w := Waterfall{From: from, To: to, Opening: totals.of(&f.opening), Closing: totals.of(&f.closing), Slips: f.slips}
	w.Slips.Amount = totals.of(&f.slipped)
	for _, flow := range Flows() {
		w.Steps = append(w.Steps, Step{Flow: flow, Deals: f.deals[flow], Amount: totals.of(&f.amounts[flow])})
	}
	return w
}

// totals closes sums and remembers whether one did not fit.
type totals struct{ tooLarge bool }

// of returns a sum, 0 if it has too many digits.
func (t *totals) of(sum *money.Sum) money.Decimal {
	total, err := sum.Total()
	t.tooLarge = t.tooLarge || err != nil
	return total
}

// rounded returns a sum of weighted amounts, rounded half to even.
func (t *totals) rounded(sum *money.Sum, digits int) money.Decimal {
	total, err := sum.Total()
	if err == nil {
		total, err = total.Round(digits, money.HalfEven)
	}
	t.tooLarge = t.tooLarge || err != nil
	return total
}

// AverageDays returns how much later the deals close on average, rounded half
// up to one digit; ok is false if there are none.
func (s Slips) AverageDays() (days money.Decimal, ok bool) {
	days, err := whole(s.Days).QuoRound(whole(s.Deals), 1, money.HalfUp)
	return days, err == nil
}
