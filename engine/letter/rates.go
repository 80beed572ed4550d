package letter

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// choice says what a plan has chosen, in a whole sentence.
func (f *facts) choice(path, value string, values ...string) string {
	return f.say("choice."+path+"."+value, values...)
}

// rateTable is how a component's result becomes pay: in words and as a table.
func (f *facts) rateTable(c *paidComponent) []document.Block {
	r := &c.Rates
	lines := []string{f.choice("rates.kind", string(r.Kind)), f.choice("rates.pays", string(r.Pays))}
	if r.Kind != comp.Matrix {
		lines = append(lines, f.choice("rates.by", string(r.By), "attribute", r.Attribute))
	}
	lines = append(lines, f.readings(c)...)
	return []document.Block{f.sentences(lines), f.rows(c)}
}

// readings are the choices that say how the table of a component is read.
func (f *facts) readings(c *paidComponent) []string {
	r := &c.Rates
	var lines []string
	say := func(path, value string) {
		if value != "" {
			lines = append(lines, f.choice(path, value))
		}
	}
	switch r.Kind {
	case comp.Interpolated:
		beyond := "rates.beyond"
		if r.Beyond == "extend" {
			beyond = "rates.beyond_knots" // a line goes on, not a band
		}
		lines = append(lines, f.choice("rates.below", r.Below), f.choice(beyond, r.Beyond))
	case comp.Matrix:
		say("rates.between", r.Between)
	default:
		say("rates.combine", r.Combine)
		say("rates.boundary", r.Boundary)
		say("rates.beyond", r.Beyond)
	}
	if r.BaseRate != nil {
		lines = append(lines, f.say("rates.base_rate", "rate", f.baseRate(c)))
	} else if r.Pays == comp.PaysMultiple {
		lines = append(lines, f.say("rates.base_rate_follows"))
	}
	if r.Round != nil {
		lines = append(lines, f.say("rates.round_attainment", "digits", f.words.count(r.Round.Digits), "mode", f.choice("rates.round_attainment.mode", r.Round.Mode.String())))
	}
	return lines
}

// baseRate writes the pay for one unit of the result.
func (f *facts) baseRate(c *paidComponent) string {
	if c.isMoney {
		return f.words.percent(money.FromDecimal(*c.Rates.BaseRate))
	}
	return f.words.money(*c.Rates.BaseRate, f.plan.Currency)
}

// tableValue writes a value of a rate table.
func (f *facts) tableValue(r *comp.Rates, value money.Ratio) string {
	switch r.Pays {
	case comp.PaysRate, comp.PaysTargetShare, comp.PaysSalaryShare:
		return f.words.percent(value)
	case comp.PaysMultiple:
		return f.words.say("format.times", "number", f.words.figure(value))
	case comp.PaysPerUnit, comp.PaysAmount:
		if d, err := value.Decimal(); err == nil {
			return f.words.money(d, f.plan.Currency)
		}
	}
	return f.words.figure(value)
}

// bound writes a place on the axis of a table.
func (f *facts) bound(c *paidComponent, by comp.By, measure string, d money.Decimal) string {
	isMoney := c.isMoney
	if m := f.set.measures[measure]; m != nil {
		isMoney = m.Unit == plan.Money
	}
	switch {
	case by == comp.ByAttainment:
		return f.words.percent(money.FromDecimal(d))
	case by == comp.ByResult && isMoney:
		return f.words.money(d, f.plan.Currency)
	}
	return f.words.number(d, 0)
}

// rows is the rate table of a component.
func (f *facts) rows(c *paidComponent) document.Table {
	t := document.Table{Key: "rates." + c.ID, Caption: f.say("rates.caption", "component", c.name)}
	pays := f.words.text("column.pays." + string(c.Rates.Pays))
	switch c.Rates.Kind {
	case comp.Interpolated:
		t.Columns = []document.Column{
			{Key: "at", Label: f.words.text("column.at." + string(c.Rates.By)), Number: true}, {Key: "value", Label: pays, Number: true},
		}
		for i, k := range c.Rates.Knots {
			t.Rows = append(t.Rows, f.row("knot-"+strconv.Itoa(i+1), f.bound(c, c.Rates.By, "", k.At), f.tableValue(&c.Rates, money.FromDecimal(k.Value))))
		}
	case comp.Matrix:
		f.matrix(c, &t)
	default:
		f.bands(c, &t, pays)
	}
	return t
}

// bands are the rows of a table of bands.
func (f *facts) bands(c *paidComponent, t *document.Table, pays string) {
	bands := c.Rates.Bands
	t.Columns = []document.Column{
		{Key: "from", Label: f.words.text("column.from." + string(c.Rates.By)), Number: true},
		{Key: "to", Label: f.words.text("column.below"), Number: true},
		{Key: "value", Label: pays, Number: true},
	}
	var sum money.Ratio
	for i, b := range bands {
		to := f.words.text("format.open_end")
		switch {
		case b.To != nil:
			to = f.bound(c, c.Rates.By, "", *b.To)
		case i+1 < len(bands):
			to = f.bound(c, c.Rates.By, "", bands[i+1].From)
		}
		value := money.FromDecimal(b.Value)
		if sum = sum.Add(value); c.Rates.Combine == "stack" {
			value = sum
		}
		t.Rows = append(t.Rows, f.row("band-"+strconv.Itoa(i+1), f.bound(c, c.Rates.By, "", b.From), to, f.tableValue(&c.Rates, value)))
	}
}

// matrix are the rows of a table of two measures.
func (f *facts) matrix(c *paidComponent, t *document.Table) {
	r := &c.Rates
	second := f.measureName(r.Columns.Measure)
	t.Columns = []document.Column{{Key: "level", Label: f.say("column.matrix", "rows", c.measure, "columns", second), Number: true}}
	for i, level := range r.Columns.Levels {
		t.Columns = append(t.Columns, document.Column{
			Key: "column-" + strconv.Itoa(i+1), Label: f.say("column.from_level", "level", f.bound(c, r.Columns.By, r.Columns.Measure, level)), Number: true,
		})
	}
	for i, level := range r.Rows.Levels {
		cells := []string{f.say("column.from_level", "level", f.bound(c, r.Rows.By, "", level))}
		for j := range r.Columns.Levels {
			cell := ""
			if i < len(r.Values) && j < len(r.Values[i]) {
				cell = f.tableValue(r, money.FromDecimal(r.Values[i][j]))
			}
			cells = append(cells, cell)
		}
		t.Rows = append(t.Rows, f.row("row-"+strconv.Itoa(i+1), cells...))
	}
}

// row is a row whose first cell names it.
func (f *facts) row(key string, cells ...string) document.Row {
	row := document.Row{Key: key}
	for i, text := range cells {
		row.Cells = append(row.Cells, document.Cell{Text: document.Plain(text), Heads: i == 0})
	}
	return row
}

// sentences are a paragraph of whole sentences.
func (f *facts) sentences(lines []string) document.Block {
	return paragraph(f.together(lines))
}

// items are sentences as a list.
func items(lines []string) document.Block {
	list := document.List{}
	for _, line := range lines {
		list.Items = append(list.Items, document.Item{Blocks: []document.Block{document.Paragraph{Text: document.Plain(line)}}})
	}
	return list
}
