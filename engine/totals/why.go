package totals

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// Trace says how a number came about: its parts sum to it, unless the label
// names another operation.
type Trace struct {
	Label string
	Value string // exact, with its unit
	Place source.Place
	Parts []Trace
}

// Why traces a total. ok is false if there is no such total.
func (r *Result) Why(key Key) (trace Trace, ok bool) {
	total, ok := r.Find(key)
	if !ok {
		return Trace{}, false
	}
	w := tracer{computer: computer{ledger: r.ledger, result: r, territories: territoryTree(r.ledger.plan), managers: managerTree(r.ledger.plan)}}
	return w.total(total), true
}

// tracer retells how totals were made.
type tracer struct{ computer }

func value(d money.Decimal, unit string) string { return d.Grouped(0) + " " + unit }

func (w tracer) total(t Total) Trace {
	trace := Trace{Label: fmt.Sprintf("%s %s", t.Measure, t.Period), Value: value(t.Rolled, t.Unit)}
	if !t.Node.IsZero() {
		trace.Label = t.Node.String() + " " + trace.Label
		if r, ok := w.plan.Find(t.Node); ok {
			trace.Place = r.Place()
		}
	}
	if t.Measure == Headcount || t.Measure == Vacant {
		trace.Label += " on the last day of the period"
		return trace
	}
	switch t.Dimension {
	case Territory:
		trace.Parts = w.territory(t)
	case Manager:
		trace.Parts = w.manager(t)
	case Role:
		trace.Parts = w.role(t)
	case Whole:
		trace.Parts = w.whole(t)
	}
	if t.HasStated {
		trace.Label += fmt.Sprintf(", sum of its parts (it states %s itself)", value(t.Stated, t.Unit))
	}
	return trace
}

// territory lists the children, or the quotas behind a leaf.
func (w tracer) territory(t Total) []Trace {
	if parts := w.children(t, w.territories); len(parts) > 0 {
		return parts
	}
	if _, ok := w.own(t.Node, t.Measure, t.Period); ok {
		return w.quotas(t.Node, t)
	}
	var parts []Trace
	for _, a := range w.owners[t.Node.ID] {
		position := addr.New(plan.PositionKind, a.Position)
		own, ok := w.own(position, t.Measure, t.Period)
		if !ok || !w.counts(a.Active, t.Period) || len(w.reports[a.Position]) > 0 {
			continue
		}
		portion := w.portion(a, t.Period)
		amount, err := own.MulRound(portion, shareDigits, money.HalfEven)
		if err != nil {
			continue
		}
		parts = append(parts, Trace{
			Label: fmt.Sprintf("%s of %s, which owns it, rounded half even to %d digits", portion, position, shareDigits),
			Value: value(amount, t.Unit), Place: a.Place(), Parts: w.quotas(position, t),
		})
	}
	return parts
}

// manager lists the reports and what the position carries itself.
func (w tracer) manager(t Total) []Trace {
	parts := w.children(t, w.managers)
	position := w.position(t.Node.ID)
	direct, shares, carries := w.direct(position, t.Measure, t.Period)
	if carries {
		own := Trace{Label: "carried by " + t.Node.String() + " itself", Value: value(direct, t.Unit), Place: position.Place()}
		own.Parts = w.carried(position, shares, t)
		parts = append(parts, own)
	}
	return parts
}

// carried lists the quotas behind what a position carries itself.
func (w tracer) carried(position *plan.Position, shares []share, t Total) []Trace {
	if len(shares) == 0 {
		return w.quotas(position.Addr, t)
	}
	var parts []Trace
	for _, s := range shares {
		territory := addr.New(plan.TerritoryKind, s.assignment.Territory)
		parts = append(parts, Trace{
			Label: fmt.Sprintf("%s of %s, which it owns", s.assignment.Share, territory),
			Value: value(s.amount, t.Unit), Place: s.assignment.Place(), Parts: w.quotas(territory, t),
		})
	}
	return parts
}

// role lists the positions of a role that carry something.
func (w tracer) role(t Total) []Trace {
	var parts []Trace
	for i := range w.plan.Positions {
		position := &w.plan.Positions[i]
		if position.Role != t.Node.ID {
			continue
		}
		if direct, shares, carries := w.direct(position, t.Measure, t.Period); carries {
			parts = append(parts, Trace{
				Label: position.Addr.String(), Value: value(direct, t.Unit), Place: position.Place(), Parts: w.carried(position, shares, t),
			})
		}
	}
	return parts
}

// whole lists the roots.
func (w tracer) whole(t Total) []Trace {
	for _, tree := range []struct {
		dimension Dimension
		nodes     []node
	}{{Territory, w.territories}, {Manager, w.managers}} {
		var parts []Trace
		for _, n := range tree.nodes {
			if root, ok := w.result.Find(Key{tree.dimension, n.addr, t.Measure, t.Period}); ok && n.depth == 0 {
				parts = append(parts, w.total(root))
			}
		}
		if len(parts) > 0 {
			return parts
		}
	}
	return nil
}

// children lists the totals of the nodes right below.
func (w tracer) children(t Total, nodes []node) []Trace {
	var parts []Trace
	for i := range nodes {
		if nodes[i].addr != t.Node {
			continue
		}
		for _, child := range nodes[i].children {
			if below, ok := w.result.Find(Key{t.Dimension, nodes[child].addr, t.Measure, t.Period}); ok {
				parts = append(parts, w.total(below))
			}
		}
	}
	return parts
}

// quotas lists the quota records of a holder behind a period.
func (w tracer) quotas(holder addr.Addr, t Total) []Trace {
	e, stated := w.stated[slot{holder, t.Measure, t.Period}]
	if _, finer := w.parts(holder, t.Measure, t.Period); !finer {
		if !stated {
			return nil
		}
		label := e.quota.Addr.String()
		if e.converted {
			rate := w.plan.Choices.FXRates[e.quota.Currency]
			label += fmt.Sprintf(", %s %s at %s, rounded half even to the minor unit", e.quota.Amount.Grouped(0), e.quota.Currency, rate)
		}
		return []Trace{{Label: label, Value: value(e.amount, t.Unit), Place: e.quota.PlaceOf("amount")}}
	}
	var parts []Trace
	for _, p := range t.Period.Children() {
		part := t
		part.Period = p
		parts = append(parts, w.quotas(holder, part)...)
	}
	return parts
}
