package capacity

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Why says how the capacity of a node in a period came about: by seat, and by
// month, with what each factor was. The zero address stands for the whole plan.
// It fails if there is no such capacity.
func (r *Result) Why(node addr.Addr, measure string, when period.Period) (rollup.Trace, error) {
	total, ok := r.Of(node, measure, when)
	if !ok {
		return rollup.Trace{}, fmt.Errorf("there is no capacity for %s of %s in %s", measure, nameOf(node), when)
	}
	t := rollup.Trace{Label: fmt.Sprintf("capacity of %s for %s in %s", nameOf(node), measure, when), Value: r.show(measure, total)}
	if record, known := r.plan.Find(node); known {
		t.Place = record.Place()
	}
	for i := range r.yields {
		y := &r.yields[i]
		if y.measure != measure {
			continue
		}
		if one, counts := r.whySeat(node, y, when); counts {
			t.Parts = append(t.Parts, one)
		}
	}
	return t, nil
}

// whySeat traces what a seat achieves in the months in which it counts at a node.
func (r *Result) whySeat(node addr.Addr, y *yield, when period.Period) (t rollup.Trace, counts bool) {
	s := &r.seats[y.seat]
	var sum money.Ratio
	for k := range y.month {
		m := &y.month[k]
		month := r.months[k]
		if m.used == nil || when != month && !when.Contains(month) || !r.countsAt(node, s, m) {
			continue
		}
		counts = true
		sum = sum.Add(m.value(s.Count))
		t.Parts = append(t.Parts, r.whyMonth(y, s, k))
	}
	t.Label, t.Value, t.Place = s.Addr.String(), r.show(y.measure, sum), s.Place
	if s.Count > 1 {
		t.Label += fmt.Sprintf(", %d seats", s.Count)
	}
	return t, counts
}

// countsAt reports whether what a seat achieves in a month counts at a node.
func (r *Result) countsAt(node addr.Addr, s *Seat, m *monthly) bool {
	switch node.Collection {
	case plan.TerritoryKind:
		return r.territories.holds(r.territories.find(node.ID), m.home)
	case plan.PositionKind:
		return r.managers.holds(r.managers.find(node.ID), s.position)
	}
	return true
}

// whyMonth traces one month of a seat.
func (r *Result) whyMonth(y *yield, s *Seat, month int) rollup.Trace {
	m := &y.month[month]
	t := rollup.Trace{Label: r.months[month].String(), Value: r.show(y.measure, m.value(s.Count)), Place: m.used.place("")}
	note := func(format string, args ...any) {
		t.Notes = append(t.Notes, rollup.Note{Text: fmt.Sprintf(format, args...), Place: m.used.place("")})
	}
	note("%s says %s a month; %s of that is achieved", m.used.Addr, r.show(y.measure, m.base), rounded(m.share.Mul(money.FromInt(hundred)), percentDigits)+" %")
	note("there and past the ramp: %s %%; attainment %s; utilisation %s", rounded(m.present.Mul(money.FromInt(hundred)), percentDigits), m.used.Attainment, m.used.Utilisation)
	if loss := m.used.Attrition; loss != nil {
		note("attrition %s a year", loss.Rate)
	}
	for i := range s.spells {
		if one := &s.spells[i]; one.days.Overlaps(r.days[month]) {
			t.Notes = append(t.Notes, rollup.Note{Text: fmt.Sprintf("%s over %s", one.who, one.days), Place: one.place})
		}
	}
	return t
}

const (
	hundred       = 100
	percentDigits = 4
)

// nameOf names a node.
func nameOf(node addr.Addr) string {
	if node.IsZero() {
		return "the whole plan"
	}
	return node.String()
}

// show writes a figure of a measure with its unit.
func (r *Result) show(measure string, figure money.Ratio) string {
	digits, unit := countDigits, ""
	for i := range r.plan.Measures {
		if m := &r.plan.Measures[i]; m.ID() == measure && m.Unit == plan.Money {
			digits, unit = r.plan.Choices.Currency.MinorUnits(), " "+r.plan.Choices.Currency.String()
		}
	}
	d, err := figure.Round(digits, money.HalfUp)
	if err != nil {
		return figure.String() + unit
	}
	return d.String() + unit
}

// countDigits are the digits after the point of figures that are counts.
const countDigits = 2
