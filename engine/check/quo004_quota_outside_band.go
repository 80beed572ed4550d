package check

import (
	"fmt"
	"math/big"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// quotasOutsideBand reports quotas of territories that do not fit the sum of
// the quotas below them. Where a child has no quota, those below it count in
// its place. Without a declared band both must be equal.
func quotasOutsideBand(p *Pass) {
	if p.unsettled {
		return
	}
	t := treeOfQuotas(p)
	for i := range p.Plan.Quotas {
		q := &p.Plan.Quotas[i]
		below := t.below[q]
		if len(below) == 0 || t.obscured[q] {
			continue
		}
		if sum, ok := p.sumIn(q.Currency, below); ok {
			reportSum(p, q, below, sum)
		}
	}
}

// target is what a territory has at most one quota for.
type target struct {
	territory, measure string
	period             period.Period
}

// quotaTree ties each quota to the nearest one above it of the same measure
// and period.
type quotaTree struct {
	quotas   map[target]*plan.Quota
	below    map[*plan.Quota][]*plan.Quota // in order of address
	obscured map[*plan.Quota]bool          // something below it is broken
}

func treeOfQuotas(p *Pass) quotaTree {
	t := quotaTree{
		quotas: make(map[target]*plan.Quota), below: make(map[*plan.Quota][]*plan.Quota), obscured: make(map[*plan.Quota]bool),
	}
	for i := range p.Plan.Quotas {
		if q := &p.Plan.Quotas[i]; q.Territory != "" {
			t.quotas[target{q.Territory, q.Measure, q.Period}] = q
		}
	}
	for i := range p.Plan.Quotas {
		q := &p.Plan.Quotas[i]
		if above, obscured := t.above(p, target{q.Territory, q.Measure, q.Period}); above != nil {
			t.below[above] = append(t.below[above], q)
			t.obscured[above] = t.obscured[above] || obscured
		}
	}
	for a := range p.Plan.Broken {
		record, ok := p.Plan.Find(a)
		if !ok || a.Collection != plan.QuotaKind {
			continue
		}
		n := &record.Node
		if when, err := period.Parse(n.TextOf("period")); err == nil {
			if above, _ := t.above(p, target{n.TextOf("territory"), n.TextOf("measure"), when}); above != nil {
				t.obscured[above] = true
			}
		}
	}
	return t
}

// above returns the nearest quota for the same measure and period above a
// territory, nil if there is none. It is obscured if a broken territory stands
// between: whether it stands there is not sure.
func (t quotaTree) above(p *Pass, from target) (q *plan.Quota, obscured bool) {
	for {
		parent, sound, ok := p.parentOf(from.territory)
		if !ok || p.circling[parent] {
			return nil, obscured
		}
		obscured = obscured || !sound
		from.territory = parent
		if q, ok := t.quotas[from]; ok {
			return q, obscured
		}
	}
}

// parentOf returns the parent of a territory, and whether the territory is
// sound. ok is false for roots and unknown territories.
func (p *Pass) parentOf(id string) (parent string, sound, ok bool) {
	if t, sound := p.territories[id]; sound {
		return t.Parent, true, t.Parent != ""
	}
	record, found := p.Plan.Find(addr.New(plan.TerritoryKind, id))
	if !found {
		return "", false, false
	}
	parent = record.Node.TextOf("parent")
	return parent, false, parent != ""
}

// sumIn adds up quotas in one currency. Amounts in another one are converted
// at the plan's rates and rounded to the minor units of the plan currency,
// half to even. ok is false if a rate is missing, which is a finding of its
// own.
func (p *Pass) sumIn(currency money.Currency, quotas []*plan.Quota) (money.Decimal, bool) {
	var sum money.Sum
	for _, q := range quotas {
		amount := money.Amount{Value: q.Assigned, Currency: q.Currency}
		if q.Currency != currency {
			rate, stated := p.Plan.Choices.FXRates[q.Currency]
			if !stated || currency != p.Plan.Choices.Currency {
				return money.Decimal{}, false
			}
			converted, err := amount.Convert(rate, currency, money.HalfEven)
			if err != nil {
				return money.Decimal{}, false
			}
			amount = converted
		}
		sum.Add(amount.Value)
	}
	total, err := sum.Total()
	return total, err == nil
}

// reportSum reports a quota if the sum below it is outside the band: as they
// were set, before relief.
func reportSum(p *Pass, q *plan.Quota, below []*plan.Quota, sum money.Decimal) {
	band := p.Plan.Choices.OverAssignment
	var why string
	switch {
	case band == nil && sum.Cmp(q.Assigned) == 0:
		return
	case band == nil:
		why = "they must be equal, as the plan declares no over_assignment"
	case q.Assigned.Sign() == 0 && sum.Sign() == 0:
		return
	case q.Assigned.Sign() == 0:
		why = "no ratio to 0 is inside a band"
	default:
		ratio := new(big.Rat).Quo(rational(sum), rational(q.Assigned))
		if ratio.Cmp(rational(band.Min)) >= 0 && ratio.Cmp(rational(band.Max)) <= 0 {
			return
		}
		why = fmt.Sprintf("the ratio %s is outside the declared over_assignment of %s to %s", inDigits(ratio), band.Min, band.Max)
	}
	f := diag.New(diag.BandMismatch, q.Addr, q.PlaceOf("amount"), "the %s quota of %s in %s is %s, but the quotas below it sum to %s; %s",
		q.Measure, addr.New(plan.TerritoryKind, q.Territory), q.Period, amountOf(q.Assigned, q.Currency), amountOf(sum, q.Currency), why).At("amount")
	for _, child := range below[:min(len(below), mostNamed)] {
		f = f.With(child.PlaceOf("amount"), "%s has %s", addr.New(plan.TerritoryKind, child.Territory), amountOf(child.Assigned, child.Currency))
	}
	p.report(f)
}

func amountOf(value money.Decimal, currency money.Currency) money.Amount {
	return money.Amount{Value: value, Currency: currency}
}

// rational returns an exact number as a fraction.
func rational(d money.Decimal) *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// ratioDigits are the digits after the point of a ratio in a message.
const ratioDigits = 4

// inDigits writes a ratio as it is where it has few digits, else about what it
// is.
func inDigits(r *big.Rat) string {
	if digits, exact := r.FloatPrec(); exact && digits <= ratioDigits {
		return r.FloatString(digits)
	}
	return "of about " + r.FloatString(ratioDigits)
}
