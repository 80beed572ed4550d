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
		if limit, reason, ok := t.counted(); ok {
			p.bandsAbove(t, limit, reason)
		}
		if gate, at, ok := t.closedBelow(); ok {
			p.bandsBelow(t, gate, at)
		}
	}
}

// counted returns the most that counts of a window's result, as a place of the
// table, and what says so.
func (t *part) counted() (limit money.Ratio, reason string, ok bool) {
	for _, c := range t.Caps {
		if c.Per != t.Window || c.Of == "payout" {
			continue
		}
		var most money.Ratio
		switch {
		case c.Attainment != nil && t.Rates.By == comp.ByAttainment:
			most = money.FromDecimal(*c.Attainment)
		case c.Amount != nil && t.Rates.By == comp.ByResult:
			most = money.FromDecimal(*c.Amount)
		case c.Amount != nil && t.Rates.By == comp.ByAttainment && t.quota != nil:
			most, _ = money.FromDecimal(*c.Amount).Quo(*t.quota)
		case c.Attainment != nil && t.Rates.By == comp.ByResult && t.quota != nil:
			most = money.FromDecimal(*c.Attainment).Mul(*t.quota)
		default:
			continue
		}
		if !ok || most.Cmp(limit) < 0 {
			limit, reason, ok = most, fmt.Sprintf("cap %s counts results up to %s", c.ID, t.bound(most)), true
		}
	}
	return limit, reason, ok
}

// bound names a place of the table as it is written.
func (t *part) bound(at money.Ratio) string {
	if t.Rates.By == comp.ByAttainment {
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
