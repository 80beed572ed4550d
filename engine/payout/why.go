package payout

import (
	"cmp"
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Why traces what a component pays in one of its payout periods: the parts of
// every trace sum to its value. With component "" it traces what is paid in all
// in a payout period of the plan. It needs a result with Detail of the position.
func (r *Result) Why(position, component string, at period.Period) (rollup.Trace, error) {
	root := rollup.Trace{Label: fmt.Sprintf("payout of %s in %s", position, at)}
	if component != "" {
		root.Label = fmt.Sprintf("%s of %s in %s", component, position, at)
	}
	var sum money.Ratio
	var currency money.Currency
	for i := range r.Lines {
		row := &r.Lines[i]
		if row.Position == position && component != "" && row.Component == component && row.Period == at {
			root.Parts = append(root.Parts, r.traceLine(row))
			sum, currency = sum.Add(money.FromDecimal(row.Payout)), row.Currency
		}
	}
	for i := range r.Totals {
		total := &r.Totals[i]
		if total.Position == position && component == "" && total.Period == at {
			root.Parts = append(root.Parts, r.traceTotal(total)...)
			sum, currency = sum.Add(money.FromDecimal(total.Payout)), total.Currency
		}
	}
	if len(root.Parts) == 0 {
		return root, fmt.Errorf("nothing is paid by %s of position %s in %s", orAll(component), position, at)
	}
	root.Value = amountText(sum, currency)
	if len(root.Parts) == 1 && component != "" {
		only := root.Parts[0]
		only.Label = root.Label
		return only, nil
	}
	return root, nil
}

func orAll(component string) string {
	if component == "" {
		return "the comp plan"
	}
	return "component " + component
}

func amountText(amount money.Ratio, currency money.Currency) string {
	return money.Amount{Value: decimal(amount), Currency: currency}.String()
}

// traceTotal returns the parts of what a payee is paid in all.
func (r *Result) traceTotal(total *Total) []rollup.Trace {
	p := &r.run.payees[r.run.indexOf(total.Payee)]
	h := &person{run: r.run, payee: p}
	var parts []rollup.Trace
	for i := range r.Lines {
		if row := &r.Lines[i]; row.Payee == total.Payee && h.planPeriod(row.Period) == total.Period {
			parts = append(parts, r.traceLine(row))
		}
	}
	add := func(label, field string, amount money.Decimal) {
		if amount.Sign() != 0 {
			parts = append(parts, rollup.Trace{Label: label, Value: money.Amount{Value: amount, Currency: total.Currency}.String(), Place: p.Plan.PlaceOf(field)})
		}
	}
	add("modifiers of the comp plan", "modifiers", total.Modified)
	add("caps of the comp plan", "caps", total.Capped)
	add("draw", "draw", total.Draw)
	add("guarantee", "guarantee", total.Guarantee)
	add("adjustments", "", total.Adjustment)
	return parts
}

// traceLine traces what one line pays.
func (r *Result) traceLine(row *Line) rollup.Trace {
	i := r.run.indexOf(row.Payee)
	p := &r.run.payees[i]
	trace := rollup.Trace{
		Label: fmt.Sprintf("%s in %s", row.Component, row.Period), Value: money.Amount{Value: row.Payout, Currency: row.Currency}.String(), Place: p.Plan.Place(),
	}
	if !row.Corrects.IsZero() {
		trace.Label += fmt.Sprintf(", correcting %s", row.Corrects)
	}
	for j := range p.scheme.components {
		if c := &p.scheme.components[j]; c.ID == row.Component {
			trace.Place = c.Place()
			l := r.run.lineOf(p, c)
			l.index = i
			for _, part := range r.partsOf(l, (&person{run: r.run, payee: p}).planPeriod(row.Period)) {
				if part.Line.Period == row.Period && part.Line.Corrects == row.Corrects && part.Line.Earned == row.Earned {
					l.explain(&trace, part)
					break
				}
			}
		}
	}
	return trace
}

// explain adds to a trace what a line consists of, and by which figures.
func (l *line) explain(trace *rollup.Trace, part StatementPart) {
	for _, e := range part.Entries {
		one := rollup.Trace{Label: e.Text, Value: money.Amount{Value: e.Pay, Currency: part.Line.Currency}.String()}
		if e.Credit {
			one.Label = fmt.Sprintf("deal %s of %s, counted %s (%s, line %d)", e.Text, e.Date, number(e.Amount), e.File, e.Row)
		}
		trace.Parts = append(trace.Parts, one)
	}
	trace.Notes = append(trace.Notes, l.figures(&part.Line)...)
}

// figures notes the figures behind a line: the result, what it is measured
// against, and how the rate table priced it.
func (l *line) figures(row *Line) []rollup.Note {
	var notes []rollup.Note
	note := func(field, format string, args ...any) {
		notes = append(notes, rollup.Note{Text: fmt.Sprintf(format, args...), Place: l.component.PlaceOf(field)})
	}
	if !row.Window.IsZero() {
		note("window", "%s of %s to date: %s", row.Measure, row.Window, number(row.Result))
	}
	if row.Quota != nil {
		note("quota", "quota: %s", number(*row.Quota))
		for _, change := range l.quotaChanges(row) {
			notes = append(notes, rollup.Note{Text: change.Text, Place: change.Place})
		}
	}
	if row.Attainment != nil {
		note("quota", "attainment: %s %%", number(row.Attainment.Mul(money.FromInt(100))))
	}
	if l.uses.Target {
		note("target", "target: %s", number(row.Target))
	}
	if !row.Window.IsZero() {
		l.explainTable(row, note)
	}
	return notes
}

// quotaChanges tells what made the quota of a line another one than was
// assigned.
func (l *line) quotaChanges(row *Line) []goal.Change {
	stretch := row.Window
	if stretch.IsZero() {
		stretch = row.Period
	}
	return l.goals.ChangesOf(l.payee.Position.ID(), cmp.Or(l.gauge.link.Measure, l.gauge.measure), stretch)
}

// explainTable notes how the rate table priced the window to date.
func (l *line) explainTable(row *Line, note func(field, format string, args ...any)) {
	at := row.Period
	if !row.Corrects.IsZero() {
		at = row.Corrects
	}
	m := momentOf(row.Window, at)
	m.known = lastMonth(row.Period)
	for _, a := range l.payee.accounts[l.component.gauge] {
		t := l.table(l.tableStretch(m), m.asOf, a.member)
		if t.curve == nil {
			continue
		}
		for _, step := range t.curve.StepsWith(l.gauge.result(a.account, m), l.beside(m)) {
			note(stepField(l.component.Component, step), "the window to date, %s", stepText(step))
		}
	}
}

func stepField(c *comp.Component, s curve.Step) string {
	switch {
	case s.Band == curve.NoBand || c.Rates.Kind == comp.Matrix:
		return "rates"
	case c.Rates.Kind == comp.Interpolated:
		return fmt.Sprintf("rates.knots[%d]", s.Band)
	}
	return fmt.Sprintf("rates.bands[%d]", s.Band)
}

// stepText says how a part of the result became pay.
func stepText(s curve.Step) string {
	if s.Band == curve.NoBand {
		return fmt.Sprintf("%s pays nothing: it lies outside the table", number(s.Part))
	}
	value := number(s.Value)
	if s.Unit.Cmp(one) != 0 {
		value = fmt.Sprintf("%s × %s", value, number(s.Unit))
	}
	if s.Flat {
		return fmt.Sprintf("band %d: %s = %s", s.Band+1, value, number(s.Pay))
	}
	return fmt.Sprintf("band %d: %s × %s = %s", s.Band+1, number(s.Part), value, number(s.Pay))
}

// number prints an exact number with at most six digits after the point.
func number(r money.Ratio) string {
	d, err := r.Round(6, money.HalfUp)
	if err != nil {
		return r.String()
	}
	return d.Grouped(0)
}
