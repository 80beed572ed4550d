package letter

import (
	"slices"
	"strconv"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/plan"
)

// examples are the worked examples of the comp plan, as the engine computes them.
func (f *facts) examples() []document.Block {
	if len(f.plan.Examples) == 0 {
		return nil
	}
	blocks := []document.Block{f.heading(1, "heading.examples"), paragraph(f.words.text("examples.explained"))}
	for i := range f.plan.Examples {
		blocks = append(blocks, f.example(&f.plan.Examples[i]))
	}
	return blocks
}

// example is one worked example: what is given, what each component pays and how.
func (f *facts) example(e *comp.Example) document.Block {
	title := f.say("examples.untitled", "id", e.ID)
	if e.Description != "" {
		if text, stated := f.set.label(f.words, f.plan.Addr, e.At("description"), e.Description); stated {
			title = text
			f.names[f.plan.Addr.String()+"#"+e.At("description")] = text
		}
	}
	block := document.Example{Key: e.ID, Title: document.Plain(title), Blocks: []document.Block{items(f.given(e))}}
	paid := payout.Example(f.set.plan, f.plan, e).Paid
	if paid == nil {
		return block // check reports why
	}
	t := document.Table{Key: "example." + e.ID, Caption: f.words.text("examples.caption"), Columns: []document.Column{
		{Key: "component", Label: f.words.text("column.component")},
		{Key: "period", Label: f.words.text("column.period")},
		{Key: "result", Label: f.words.text("column.result"), Number: true},
		{Key: "quota", Label: f.words.text("column.quota"), Number: true},
		{Key: "attainment", Label: f.words.text("column.attainment"), Number: true},
		{Key: "earned", Label: f.words.text("column.earned"), Number: true},
	}}
	var steps []string
	for i := range paid.Lines {
		l := &paid.Lines[i]
		c, _, ok := f.component(l.Component)
		if !ok || !about(e, l) {
			continue
		}
		t.Rows = append(t.Rows, f.exampleRow(c, l))
		steps = append(steps, f.workings(c, l)...)
	}
	if len(t.Rows) > 0 {
		block.Blocks = append(block.Blocks, t)
	}
	if len(steps) > 0 {
		block.Blocks = append(block.Blocks, paragraph(f.words.text("examples.steps")), items(steps))
	}
	for i := range paid.Totals {
		if total := &paid.Totals[i]; e.Total != nil || len(e.Periods) > 1 {
			block.Blocks = append(block.Blocks, paragraph(f.say("examples.total", "period", total.Period.String(), "amount", f.words.money(total.Payout, total.Currency))))
			if total.Owed.Sign() != 0 {
				block.Blocks = append(block.Blocks, paragraph(f.say("examples.owed", "amount", f.words.money(total.Owed, total.Currency))))
			}
		}
	}
	return block
}

// about reports whether an example says something of the component of a line. An
// example of one component says nothing of others, whose quota it does not give.
func about(e *comp.Example, l *payout.Line) bool {
	if l.Result.Sign() == 0 && l.Earned.Sign() == 0 {
		return false
	}
	pays := e.Pays
	for i := range e.Periods {
		pays = append(slices.Clip(pays), e.Periods[i].Pays...)
	}
	return e.Total != nil || len(pays) == 0 || slices.ContainsFunc(pays, func(f comp.Figure) bool { return f.ID == l.Component })
}

// given says what an example assumes.
func (f *facts) given(e *comp.Example) []string {
	var lines []string
	salary, incentive := e.BaseSalary, e.TargetIncentive
	if salary == nil {
		salary = f.plan.BaseSalary
	}
	if incentive == nil {
		incentive = f.plan.TargetIncentive
	}
	if e.BaseSalary != nil {
		lines = append(lines, f.say("examples.base", "amount", f.words.money(*salary, f.plan.Currency)))
	}
	if incentive != nil {
		lines = append(lines, f.say("examples.incentive", "amount", f.words.money(*incentive, f.plan.Currency)))
	}
	for _, quota := range e.Quotas {
		lines = append(lines, f.say("examples.quota", "measure", f.measureName(quota.ID), "amount", f.inUnit(quota.ID, quota.Value)))
	}
	for i := range e.Periods {
		for _, result := range e.Periods[i].Results {
			key := "examples.result"
			if len(e.Periods) > 1 {
				key = "examples.result_of"
			}
			lines = append(lines, f.say(key, "measure", f.measureName(result.ID), "amount", f.inUnit(result.ID, result.Value), "number", f.words.count(i+1)))
		}
	}
	return lines
}

// inUnit writes an amount in the unit of a measure.
func (f *facts) inUnit(measure string, d money.Decimal) string {
	if m := f.set.measures[measure]; m != nil && m.Unit == plan.Money {
		return f.words.money(d, f.plan.Currency)
	}
	return f.words.number(d, 0)
}

func (f *facts) exampleRow(c *paidComponent, l *payout.Line) document.Row {
	figure := func(r *money.Ratio) string {
		switch {
		case r == nil:
			return f.words.text("format.none")
		case c.isMoney:
			return f.words.rounded(*r, f.plan.Currency)
		}
		return f.words.figure(*r)
	}
	attainment := f.words.text("format.none")
	if l.Attainment != nil {
		attainment = f.words.percent(*l.Attainment)
	}
	return f.row(l.Component+"@"+l.Period.String(), c.name, l.Period.String(), figure(&l.Result), figure(l.Quota), attainment, f.words.money(l.Earned, l.Currency))
}

// workings say how the rate table turns the result of a window into pay: for results
// that count from nothing, and tables that look at nothing else.
func (f *facts) workings(c *paidComponent, l *payout.Line) []string {
	r := &c.Rates
	if l.Credited.Cmp(l.Result) != 0 || r.Kind == comp.Matrix || r.By == comp.ByAttribute || r.Pays == comp.PaysSalaryShare || c.Window == comp.Deal {
		return nil
	}
	table, err := curve.New(r, curve.Basis{Quota: l.Quota, Target: l.Target, WhenZero: c.Quota.WhenZero})
	if err != nil {
		return nil
	}
	var lines []string
	for i, step := range table.Steps(l.Result) {
		value := f.tableValue(r, step.Value)
		pay := f.words.rounded(step.Pay, f.plan.Currency)
		if step.Flat {
			lines = append(lines, f.say("examples.step_flat", "component", c.name, "value", value, "pay", pay))
			continue
		}
		part := f.words.figure(step.Part)
		if c.isMoney {
			part = f.words.rounded(step.Part, f.plan.Currency)
		}
		unit := ""
		if r.Pays == comp.PaysMultiple {
			value, unit = f.words.figure(step.Value), f.say("examples.base_rate", "rate", f.unit(c, step.Unit))
		}
		lines = append(lines, f.say("examples.step", "number", strconv.Itoa(i+1), "component", c.name, "part", part, "value", value, "unit", unit, "pay", pay))
	}
	return lines
}

// unit writes what one unit of a result pays at the base rate.
func (f *facts) unit(c *paidComponent, unit money.Ratio) string {
	if c.isMoney {
		return f.words.percent(unit)
	}
	return f.words.rounded(unit, f.plan.Currency)
}
