package rollup

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// target is a quota with its holder found and its amount in the unit of its
// measure.
type target struct {
	quota  int32 // in the plan
	holder int32 // territory or seat
	period int32
	amount money.Decimal
	states uint8 // periods of its chain that it is the holder's stated quota of
	counts uint8 // periods of its chain in which it counts for the holder; 0 if its parts do
}

// targetsOf returns the quotas of one measure by territory and by seat, each
// sorted by holder and period. Quotas of unknown holders are left out.
func (c *computation) targetsOf(measure *plan.Measure, quotas []int32) (territories, seats []target) {
	for _, i := range quotas {
		q := &c.plan.Quotas[i]
		t := target{quota: i, holder: c.territories.find(q.Territory)}
		if q.Position != "" {
			t.holder = c.seats.find(q.Position)
		}
		at, known := c.axis.index[q.Period]
		amount, ok := c.amountOf(measure, q)
		if t.holder < 0 || !known || !ok {
			continue
		}
		t.period, t.amount = at, amount
		if q.Position != "" {
			seats = append(seats, t)
		} else {
			territories = append(territories, t)
		}
	}
	c.settle(territories)
	c.settle(seats)
	return territories, seats
}

// amountOf returns the amount of a quota, of a money measure in the plan
// currency. ok is false if it cannot be converted.
func (c *computation) amountOf(measure *plan.Measure, q *plan.Quota) (amount money.Decimal, ok bool) {
	to := c.plan.Choices.Currency
	if measure.Unit != plan.Money || q.Currency == to {
		return q.Amount, true
	}
	rate, known := c.plan.Choices.FXRates[q.Currency]
	switch {
	case to == (money.Currency{}):
		c.report(diag.New(diag.CurrencyMix, q.Addr, q.PlaceOf("currency"),
			"%s is in %s, but the plan states no currency to convert it to, so that no total contains it", q.Addr, q.Currency).At("currency"))
		return money.Decimal{}, false
	case !known || rate.Sign() <= 0:
		c.report(diag.New(diag.CurrencyMix, q.Addr, q.PlaceOf("currency"),
			"%s is in %s, but fx_rates has no rate above 0 for %s, so that no total contains it", q.Addr, q.Currency, q.Currency).At("currency"))
		return money.Decimal{}, false
	}
	converted, err := money.Amount{Value: q.Amount, Currency: q.Currency}.Convert(rate, to, money.HalfEven)
	if err != nil {
		c.tooLarge(q, "%s converted to %s", q.Addr, to)
		return money.Decimal{}, false
	}
	return converted.Value, true
}

// settle sorts the targets of one measure by holder and period, and decides
// for each holder which of them count.
func (c *computation) settle(targets []target) {
	slices.SortFunc(targets, func(a, b target) int {
		return cmp.Or(cmp.Compare(a.holder, b.holder), cmp.Compare(a.period, b.period), cmp.Compare(a.quota, b.quota))
	})
	for from, to := 0, 0; from < len(targets); from = to {
		for to = from; to < len(targets) && targets[to].holder == targets[from].holder; to++ {
		}
		c.settleHolder(targets[from:to])
	}
}

// settleHolder decides which quotas of one holder count: those for a period
// whose parts are not all there.
func (c *computation) settleHolder(targets []target) {
	if len(targets) == 1 {
		targets[0].states, targets[0].counts = unlimited, unlimited
		return
	}
	x := c.axis
	written, used := make([]bool, x.size()), make([]bool, x.size())
	for _, t := range targets {
		written[t.period] = true
	}
	for at, whole := range x.byParts(written) {
		used[at] = written[at] && !whole
	}
	for i := range targets {
		t := &targets[i]
		t.states = x.reachOf(t.period, func(at int32) bool { return written[at] })
		if used[t.period] {
			t.counts = x.reachOf(t.period, func(at int32) bool { return used[at] })
		}
	}
	for i := range targets {
		if targets[i].counts == 0 {
			c.compareParts(&targets[i], targets[i+1:])
		}
	}
}

// compareParts reports a quota that its parts do not sum to, before relief. They
// are compared as written where all are in one currency. The parts are among the targets
// that follow the whole.
func (c *computation) compareParts(whole *target, following []target) {
	q := &c.plan.Quotas[whole.quota]
	var written, converted money.Sum
	var parts []*plan.Quota
	alike := true
	for i := range following {
		t := &following[i]
		if t.period >= c.axis.end[whole.period] {
			break
		}
		for at := range c.axis.chain(t.period, t.counts) {
			if at == whole.period {
				part := &c.plan.Quotas[t.quota]
				written.Add(part.Assigned)
				converted.Add(c.assignedOf(part, t.amount))
				parts, alike = append(parts, part), alike && part.Currency == q.Currency
			}
		}
	}
	expected, sum, currency := q.Assigned, written, q.Currency
	if !alike {
		expected, sum, currency = c.assignedOf(q, whole.amount), converted, c.plan.Choices.Currency
	}
	total, err := sum.Total()
	if err != nil {
		c.tooLarge(q, "the parts of %s added up", q.Addr)
		return
	}
	if total != expected {
		c.reportParts(q, parts, money.Amount{Value: expected, Currency: currency}, money.Amount{Value: total, Currency: currency})
	}
}

// assignedOf returns a quota as it was set, in the unit of its measure; counted
// is what it comes to after relief.
func (c *computation) assignedOf(q *plan.Quota, counted money.Decimal) money.Decimal {
	if len(q.Reliefs) == 0 {
		return counted
	}
	to := c.plan.Choices.Currency
	if q.Currency == to {
		return q.Assigned
	}
	converted, err := money.Amount{Value: q.Assigned, Currency: q.Currency}.Convert(c.plan.Choices.FXRates[q.Currency], to, money.HalfEven)
	if err != nil {
		return counted
	}
	return converted.Value
}

// reportParts says that the parts of a quota sum to something else.
func (c *computation) reportParts(q *plan.Quota, parts []*plan.Quota, expected, sum money.Amount) {
	names := make([]string, 0, len(parts))
	for _, part := range parts {
		names = append(names, part.Period.String())
	}
	f := diag.New(diag.QuotaPartsDiffer, q.Addr, q.PlaceOf("amount"), "the %s quota of %s in %s is %s, but its parts %s sum to %s",
		q.Measure, holderOf(q), q.Period, expected, strings.Join(names, ", "), sum).At("amount")
	for _, part := range parts {
		f = f.With(part.PlaceOf("amount"), "%s is %s", part.Period, money.Amount{Value: part.Assigned, Currency: part.Currency})
	}
	c.report(f)
}

// split returns the parts of an amount that the owners of its territory carry.
// Shares that sum to 1 share it out exactly: the parts are cut to digits after
// the point and what is left over goes to the largest remainders. Other shares
// are multiplied and rounded half to even.
func (c *computation) split(amount money.Decimal, owners []int32, digits int) ([]money.Decimal, error) {
	shares := make([]money.Decimal, len(owners))
	var sum money.Sum
	for i, owner := range owners {
		shares[i] = c.owners.holds[owner].share
		sum.Add(shares[i])
	}
	if total, err := sum.Total(); err == nil && total == one {
		return money.Allocate(amount, shares, digits)
	}
	parts := make([]money.Decimal, len(owners))
	var failed error
	for i, share := range shares {
		part, err := amount.MulRound(share, digits, money.HalfEven)
		parts[i], failed = part, errors.Join(failed, err)
	}
	return parts, failed
}

// digitsOf returns the digits after the point that parts of an amount have:
// those of the amount, of money at least the currency's minor units, of counts
// as many as make the parts exact where there is room.
func (c *computation) digitsOf(measure *plan.Measure, amount money.Decimal, owners []int32) int {
	if measure.Unit == plan.Money {
		return max(amount.Scale(), c.plan.Choices.Currency.MinorUnits())
	}
	most := 0
	for _, owner := range owners {
		most = max(most, c.owners.holds[owner].share.Scale())
	}
	return min(amount.Scale()+most, money.MaxScale)
}
