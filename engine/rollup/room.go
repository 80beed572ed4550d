package rollup

import (
	"math"
	"math/bits"
	"slices"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// Reach says what decides the findings of [Compute] about a quota. Those about
// totals depend on the whole plan: see [Room].
func Reach() reach.Reach {
	return reach.Reach{
		Paths: []reach.Path{
			reach.Along(quotaTerritory).Reading(reach.Existence),
			reach.Along(quotaTerritory, quotaTerritory.Back()),
			reach.Along(quotaTerritory, assigned.Back()),
			reach.Along(quotaTerritory, assigned.Back(), assignee).Reading(reach.Existence),
			reach.Along(quotaPosition).Reading(reach.Existence),
			reach.Along(quotaPosition, quotaPosition.Back()),
		},
		Whole: []string{plan.MeasureKind},
	}
}

// Room bounds the totals of a plan from above: how many there are and how large
// they are. While there is room enough, no total is left out or too large.
type Room struct {
	Rows     int      `json:"rows"`     // nodes of all dimensions, with the tops
	Measures int      `json:"measures"` // of the plan, and those of headcount
	Periods  []string `json:"periods"`  // in use
	Amount   uint64   `json:"amount"`   // whole units that no sum of quotas exceeds
	Owners   int      `json:"owners"`   // of one territory, at most; each may carry all of its quotas
	Digits   int      `json:"digits"`   // after the point of amounts, at most
	Shared   int      `json:"shared"`   // digits after the point of shares, at most
}

// RoomOf returns the room that the totals of a plan take at most.
func RoomOf(p *plan.Plan) Room {
	r := Room{
		Rows: len(p.Territories) + len(p.Positions) + len(p.Roles) + 3, Measures: len(p.Measures) + len(headcounts),
		Digits: p.Choices.Currency.MinorUnits(),
	}
	for _, one := range newAxis(p).periods {
		r.Periods = append(r.Periods, one.String())
	}
	for i := range p.Quotas {
		q := &p.Quotas[i]
		r.take(q.Amount)
		if rate, stated := p.Choices.FXRates[q.Currency]; stated {
			if converted, err := (money.Amount{Value: q.Amount, Currency: q.Currency}).Convert(rate, p.Choices.Currency, money.HalfEven); err == nil {
				r.take(converted.Value)
			}
		}
	}
	owners := make(map[string]int)
	for i := range p.Assignments {
		a := &p.Assignments[i]
		owners[a.Territory]++
		r.Owners, r.Shared = max(r.Owners, owners[a.Territory]), max(r.Shared, a.Share.Scale())
	}
	return r
}

// take makes room for an amount.
func (r *Room) take(amount money.Decimal) {
	r.Digits = max(r.Digits, amount.Scale())
	r.Amount = saturated(bits.Add64(r.Amount, amount.WholeAbove(), 0))
}

func saturated(sum, carry uint64) uint64 {
	if carry > 0 {
		return math.MaxUint64
	}
	return sum
}

// Plus returns the room that a plan takes at most after records of part came
// to it.
func (r Room) Plus(part Room) Room {
	r.Rows += part.Rows
	r.Owners += part.Owners
	r.Amount = saturated(bits.Add64(r.Amount, part.Amount, 0))
	r.Digits, r.Shared, r.Measures = max(r.Digits, part.Digits), max(r.Shared, part.Shared), max(r.Measures, part.Measures)
	r.Periods = slices.Concat(r.Periods, part.Periods)
	slices.Sort(r.Periods)
	r.Periods = slices.Compact(r.Periods)
	return r
}

// Enough reports whether totals within the room are certain to be there and to
// be exact.
func (r Room) Enough() bool {
	if r.Rows > mostCells || r.Rows*r.Measures*len(r.Periods) > mostCells {
		return false
	}
	most := r.Amount
	for range min(r.Digits+r.Shared, money.MaxScale) {
		most = product(most, 10)
	}
	return product(most, uint64(r.Owners)+1) <= math.MaxInt64
}

// product multiplies; it is the largest number where that does not fit.
func product(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return saturated(low, high)
}
