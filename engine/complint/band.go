package complint

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// unreachableBands reports bands and knots that no result gets to: they lie
// above a cap of what counts, or below a gate without which nothing is paid.
func unreachableBands(p *Pass) {
	for i := range p.parts {
		t := &p.parts[i]
		if len(t.problems) > 0 || t.Rates.Kind == comp.Matrix || t.Rates.By == comp.ByAttribute {
			continue
		}
		if limit, reason, ok := t.counted(t.Rates.By); ok {
			p.bandsAbove(t, limit, reason)
		}
		if gate, at, ok := t.closedBelow(); ok {
			p.bandsBelow(t, gate, at)
		}
	}
}

// counted returns the most that counts of a window's result, in attainment or in
// what is counted, and what says so.
func (t *part) counted(by comp.By) (limit money.Ratio, reason string, ok bool) {
	for i := range t.Caps {
		c := &t.Caps[i]
		if c.Per != t.Window {
			continue
		}
		most, known := t.countedBy(c, by)
		if known && (!ok || most.Cmp(limit) < 0) {
			limit, reason, ok = most, fmt.Sprintf("cap %s counts results up to %s", c.ID, placeText(by, most)), true
		}
	}
	return limit, reason, ok
}

// countedBy returns how far a cap lets results count; known is false if it limits
// something else, or the quota is not known.
func (t *part) countedBy(c *comp.Cap, by comp.By) (most money.Ratio, known bool) {
	multiple := multipleOfQuota(c)
	switch {
	case c.Amount != nil && c.Of != "payout" && by == comp.ByResult:
		return money.FromDecimal(*c.Amount), true
	case c.Amount != nil && c.Of != "payout" && t.quota != nil:
		most, err := money.FromDecimal(*c.Amount).Quo(*t.quota)
		return most, err == nil
	case multiple != nil && by == comp.ByAttainment:
		return money.FromDecimal(*multiple), true
	case multiple != nil && t.quota != nil:
		return money.FromDecimal(*multiple).Mul(*t.quota), true
	}
	return most, false
}

// multipleOfQuota returns the multiple of the quota up to which a cap lets
// results count, nil if it is none of that kind.
func multipleOfQuota(c *comp.Cap) *money.Decimal {
	if c.Attainment == nil && c.Of != "payout" {
		return c.TargetMultiple
	}
	return c.Attainment
}

// bound names a place of the table as it is written.
func (t *part) bound(at money.Ratio) string { return placeText(t.Rates.By, at) }

func placeText(by comp.By, at money.Ratio) string {
	if by == comp.ByAttainment {
		return percent(at) + " of quota"
	}
	return figure(at, -1)
}

func (p *Pass) bandsAbove(t *part, limit money.Ratio, reason string) {
	for i := range t.Rates.Bands {
		b := &t.Rates.Bands[i]
		order := money.FromDecimal(b.From).Cmp(limit)
		// A result that counts exactly the limit has reached a band that begins
		// there, if borders belong to the band above and the whole is paid by it.
		if reached := order == 0 && t.Rates.Boundary == "upper" && t.Rates.Kind != comp.Overage; order >= 0 && !reached {
			p.tell(diag.UnreachableBand, b.Origin, "from", "no result reaches the band from %s of %s: %s", t.bound(money.FromDecimal(b.From)), t.name(), reason)
			return
		}
	}
	for i := range t.Rates.Knots {
		if i > 0 && money.FromDecimal(t.Rates.Knots[i-1].At).Cmp(limit) >= 0 && money.FromDecimal(t.Rates.Knots[i].At).Cmp(limit) > 0 {
			p.tell(diag.UnreachableBand, t.Rates.Origin, fmt.Sprintf("knots[%d]", i), "no result reaches the knot at %s of %s: %s", t.bound(money.FromDecimal(t.Rates.Knots[i].At)), t.name(), reason)
			return
		}
	}
}

// closedBelow returns the gate below which the table is not looked at.
func (t *part) closedBelow() (gate *comp.Gate, at money.Ratio, ok bool) {
	for i := range t.Gates {
		g := &t.Gates[i]
		if g.Blocks != "payout" || !plainGate(t.Component, g) || t.Window == comp.Deal || g.Conditions[0].By != t.Rates.By || withinWindow(t.Component) {
			continue
		}
		if bound := money.FromDecimal(g.Conditions[0].Value); gate == nil || bound.Cmp(at) > 0 {
			gate, at, ok = g, bound, true
		}
	}
	return gate, at, ok
}

// bandsBelow reports the last band that ends below a gate and pays something.
// Bands that pay on the parts of a result pay below the gate, too, once it is
// passed.
func (p *Pass) bandsBelow(t *part, gate *comp.Gate, at money.Ratio) {
	parts := t.Rates.Kind == comp.Marginal || t.Rates.Kind == comp.Overage
	if parts && gate.Releases == "first_unit" || t.Rates.Combine == "stack" {
		return
	}
	for i := len(t.Rates.Bands) - 2; i >= 0; i-- {
		b, next := &t.Rates.Bands[i], &t.Rates.Bands[i+1]
		if money.FromDecimal(next.From).Cmp(at) <= 0 && b.Value.Sign() != 0 {
			p.tell(diag.UnreachableBand, b.Origin, "value", "the band from %s of %s never pays: gate %s lets nothing through below %s",
				t.bound(money.FromDecimal(b.From)), t.name(), gate.ID, t.bound(at))
			return
		}
	}
}
