package rollup

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// Trace says how a number came about.
type Trace struct {
	Label string       // what the number is: a node, measure and period, or a record
	Value string       // the number with its currency; "none" or "unknown" where it is not known
	Place source.Place // of the record
	Parts []Trace      // the numbers that it is the sum of; none if it was written
	Notes []Note       // conversions, roundings, and what was not added
}

// Note explains a number. It is no part of the sum.
type Note struct {
	Text  string
	Place source.Place // of the record it is about
}

// Why returns the trace of the rolled figure of a total, down to the records.
// It fails if there is no such total.
func (r *Result) Why(key Key) (Trace, error) {
	at, ok := r.find(key)
	if ok {
		_, ok = r.cell(at)
	}
	if !ok {
		return Trace{}, fmt.Errorf("there is nothing to total for %s of %s in %s", key.Measure, nodeText(key), key.Period)
	}
	t := tracer{Result: r, spot: r.within(at)}
	t.sheet, t.nodes = r.books[at.measure][t.dimension], r.of(t.dimension)
	trace := t.subtree()
	trace.Label = label(key)
	return trace, nil
}

// label names a total.
func label(key Key) string { return fmt.Sprintf("%s %s %s", nodeText(key), key.Measure, key.Period) }

// nodeText names the node of a total.
func nodeText(key Key) string {
	if key.Node.IsZero() {
		return "whole plan"
	}
	return key.Node.String()
}

// tracer traces one total, in the dimension that it is summed in.
type tracer struct {
	*Result
	spot
	sheet *sheet
	nodes *nodes
}

// subtree traces the node and everything below that counts, from the bottom
// up and without recursion: trees may be deep.
func (t *tracer) subtree() Trace {
	tree := t.nodes.tree
	from, to := tree.at[t.node], tree.end[t.node]
	traces := make([]Trace, to-from)
	for i := to - 1; i >= from; i-- {
		node := tree.order[i]
		if i > from && t.flags(node)&hasRolled == 0 {
			continue
		}
		trace := t.total(node)
		for child := i + 1; child < tree.end[node]; child = tree.end[tree.order[child]] {
			if t.flags(tree.order[child])&hasRolled != 0 {
				trace.Parts = append(trace.Parts, traces[child-from])
			}
		}
		t.addEntries(node, &trace)
		traces[i-from] = trace
	}
	return traces[0]
}

func (t *tracer) flags(node int32) flag {
	return t.sheet.flags[int(node)*len(t.Periods)+int(t.period)]
}

// total traces one node without its parts.
func (t *tracer) total(node int32) Trace {
	at := spot{t.dimension, node, t.measure, t.period}
	cell, _ := t.cell(at)
	trace := Trace{Label: label(t.key(at)), Value: t.text(cell.Rolled), Place: t.nodes.place(node)}
	if cell.Partial {
		trace.Notes = append(trace.Notes, Note{Text: "a quota is stated for a longer period only and is missing here: it is not split", Place: trace.Place})
	}
	return trace
}

// text writes a figure.
func (t *tracer) text(f Figure) string {
	switch {
	case f.TooLarge:
		return "unknown"
	case !f.Known:
		return "none"
	}
	return t.number(f.Value)
}

// number writes a number in the unit of the measure.
func (t *tracer) number(value money.Decimal) string {
	return money.Amount{Value: value, Currency: t.Measures[t.measure].Currency}.String()
}

// addEntries adds what the records of a node contribute: those that count as
// parts, those that do not as notes.
func (t *tracer) addEntries(node int32, trace *Trace) {
	entries := t.sheet.of(node)
	for i := range entries {
		e := &entries[i]
		record := t.recordOf(t.Measures[t.measure].ID, e)
		switch {
		case t.reaches(e.period, e.counts):
			part := Trace{Label: record.Addr.String(), Value: t.number(e.amount), Place: record.PlaceOf("amount")}
			t.explain(e, &part)
			trace.Parts = append(trace.Parts, part)
		case t.reaches(e.period, e.states):
			text := fmt.Sprintf("%s states %s, which is not added: the quotas of its parts or below it count", record.Addr, t.number(e.amount))
			trace.Notes = append(trace.Notes, Note{Text: text, Place: record.PlaceOf("amount")})
		}
	}
}

// reaches reports whether the period at hand is among so many of a chain.
func (t *tracer) reaches(from int32, length uint8) bool {
	for at := range t.axis.chain(from, length) {
		if at == t.period {
			return true
		}
	}
	return false
}

// explain notes how the number of an entry follows from its record.
func (t *tracer) explain(e *entry, part *Trace) {
	via, ok := t.viaOf(t.dimension, t.Measures[t.measure].ID, e)
	if isHeadcount(t.Measures[t.measure].ID) {
		if e.amount.Sign() < 0 {
			part.Notes = append(part.Notes, Note{Text: "owns several territories here and is counted once", Place: part.Place})
		} else if ok {
			part.Notes = append(part.Notes, Note{Text: fmt.Sprintf("by %s on %s", via.Addr, t.axis.last[e.period]), Place: via.Place()})
		}
		return
	}
	q := &t.plan.Quotas[e.record]
	for _, relief := range q.Reliefs {
		part.Notes = append(part.Notes, Note{Text: relief.Sentence(q.Currency), Place: relief.Place()})
	}
	amount := t.explainRate(q, part)
	if ok {
		text := fmt.Sprintf("by %s on %s, the last day of %s", via.Addr, t.axis.last[e.period], q.Period)
		if a := &t.plan.Assignments[e.via]; !a.Active.Contains(t.axis.last[e.period]) {
			text = fmt.Sprintf("by %s, which ends on %s, within %s", a.Addr, a.Active.To, q.Period)
		}
		part.Notes = append(part.Notes, Note{Text: text, Place: via.Place()})
		if q.Territory != "" && !t.explainHandover(&t.plan.Assignments[e.via], q, amount, part) {
			t.explainShare(e, amount, part)
		}
	}
}

// explainRate notes the conversion of a quota, and returns its amount in the
// unit of the measure.
func (t *tracer) explainRate(q *plan.Quota, part *Trace) money.Decimal {
	to := t.Measures[t.measure].Currency
	if q.Currency == to || to == (money.Currency{}) {
		return q.Amount
	}
	rate, from := t.plan.Choices.FXRates[q.Currency], money.Amount{Value: q.Amount, Currency: q.Currency}
	converted, err := from.Convert(rate, to, money.HalfEven)
	if err != nil {
		return q.Amount // such quotas are in no total
	}
	text := fmt.Sprintf("%s at the plan rate of %s, rounded %s to %d digits after the point: %s", from, rate, money.HalfEven, to.MinorUnits(), converted)
	part.Notes = append(part.Notes, Note{Text: text, Place: t.plan.Choices.PlaceOf("fx_rates")})
	return converted.Value
}

// explainShare notes the share of an owner in the quota of a territory.
func (t *tracer) explainShare(e *entry, amount money.Decimal, part *Trace) {
	a := &t.plan.Assignments[e.via]
	if a.Share == one && e.amount == amount {
		return
	}
	text := fmt.Sprintf("share %s of %s", a.Share, t.number(amount))
	if exact, err := amount.Mul(a.Share); err != nil || exact != e.amount {
		text += ", rounded so that the parts of all owners sum to the whole, or " + money.HalfEven.String() + " where their shares do not sum to 1"
	}
	part.Notes = append(part.Notes, Note{Text: text, Place: a.PlaceOf("share")})
}
