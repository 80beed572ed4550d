// Package statement makes of payouts the document that a payee gets for a payout
// period: what was paid, what it consists of down to every credit, and the
// figures behind it. Package press gives it a form. Its words are English.
package statement

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Input is what a statement is made of.
type Input struct {
	Plan *plan.Plan
	Book *comp.Book
	// Statements are of one person, position and payout period: at least one, and
	// one for each comp plan.
	Statements []payout.Statement
	// Record is the same as data. The statement carries it, and its version is the
	// digest of it.
	Record []byte
	// Complete is false if rows or records were left out.
	Complete bool
}

// RecordName is the name of the attachment that holds the record.
const RecordName = "statement.json"

// Of returns the document of a statement.
func Of(in Input) document.Document {
	first := &in.Statements[0].Total
	digest := sha256.Sum256(in.Record)
	d := document.Document{
		Code: first.Position + "@" + first.Period.String(), Title: "Pay statement for " + first.Period.String(), Language: "en",
		RunningHead: in.Plan.Choices.Name,
		Version:     first.Position + "@" + first.Period.String() + ", version " + hex.EncodeToString(digest[:])[:12],
		Words: document.Words{
			PageOf: "Page {page} of {pages}", Added: "added", Removed: "removed", Changed: "changed", Continued: "continued",
			Date: "Date", Signature: "Signature",
		},
		Attachments: []document.Attachment{{Name: RecordName, MediaType: "application/json", Description: "This statement as data", Data: in.Record}},
	}
	if !in.Complete {
		d.Blocks = append(d.Blocks, notice("Incomplete: rows of credits or records of the plan could not be read and are left out, so that pay may be missing here."))
	}
	for i := range in.Statements {
		w := writer{Input: in, Statement: &in.Statements[i], level: 1, currency: in.Statements[i].Total.Currency}
		if len(in.Statements) > 1 {
			w.level = 2
			d.Blocks = append(d.Blocks, heading(1, w.planName()))
		}
		d.Blocks = append(d.Blocks, w.blocks()...)
	}
	return d
}

// writer writes what one comp plan pays.
type writer struct {
	Input
	*payout.Statement
	level    int // of its headings
	currency money.Currency
}

func (w *writer) blocks() []document.Block {
	blocks := []document.Block{w.figures(), w.payee(), heading(w.level, "What was paid"), w.components(), w.steps()}
	blocks = append(blocks, w.remarks()...)
	for i := range w.Components {
		blocks = append(blocks, w.component(&w.Components[i])...)
	}
	return blocks
}

// figures are the sums that a reader looks for first.
func (w *writer) figures() document.Block {
	f := document.KeyFigures{Label: "Pay", Items: []document.KeyFigure{
		{Key: "paid", Label: "Paid for " + w.Total.Period.String(), Value: document.Plain(w.known(w.amount, w.Total.Payout))},
		{Key: "to-date", Label: "Paid in " + w.year() + " to date", Value: document.Plain(w.toDate(w.amount, w.ToDate.Payout))},
	}}
	if w.Total.Owed.Sign() != 0 {
		f.Items = append(f.Items, document.KeyFigure{Key: "owed", Label: "Owed on the draw", Value: document.Plain(w.amount(w.Total.Owed))})
	}
	return f
}

// payee says whom the statement is for, and when.
func (w *writer) payee() document.Block {
	t := document.Table{Key: "payee", Caption: "Person, position and period", Columns: []document.Column{{Key: "what", Label: "Item"}, {Key: "value", Label: "Value"}}}
	add := func(key, label, value string) {
		if value != "" {
			t.Rows = append(t.Rows, document.Row{Key: key, Cells: []document.Cell{{Text: document.Plain(label), Heads: true}, {Text: document.Plain(value)}}})
		}
	}
	if i := slices.IndexFunc(w.Plan.People, func(p plan.Person) bool { return p.ID() == w.Total.Person }); i >= 0 {
		add("name", "Name", w.Plan.People[i].Name)
	}
	add("person", "Code", w.Total.Person)
	position := w.Total.Position
	if i := slices.IndexFunc(w.Plan.Positions, func(p plan.Position) bool { return p.ID() == position }); i >= 0 {
		position = named(w.Plan.Positions[i].Title, position)
	}
	add("position", "Position", position)
	add("plan", "Comp plan", w.planName())
	when := w.Total.Period.String()
	if c := w.Plan.Choices.Calendar; c != nil {
		when += ", " + days(c.Range(w.Total.Period))
	}
	add("period", "Period", when)
	return t
}

// components sum up each line of pay.
func (w *writer) components() document.Block {
	t := document.Table{Key: "components", Caption: "Components, pay in " + w.currency.String(), Columns: []document.Column{
		{Key: "component", Label: "Component"},
		{Key: "result", Label: "Result to date", Number: true},
		{Key: "quota", Label: "Quota", Number: true},
		{Key: "attainment", Label: "Attainment", Number: true},
		{Key: "earned", Label: "Earned", Number: true},
		{Key: "held", Label: "Held back", Number: true},
		{Key: "paid", Label: "Paid", Number: true},
	}}
	for i := range w.Components {
		l := &w.Components[i].Line
		quota, attainment := none, none
		if l.Quota != nil {
			quota = figure(*l.Quota)
		}
		if l.Attainment != nil {
			attainment = percent(*l.Attainment)
		}
		earned, held, paid := none, none, none
		if l.Known {
			earned, held, paid = w.number(l.Earned), w.number(l.HeldBack), w.number(l.Payout)
		}
		t.Rows = append(t.Rows, row(w.lineKey(l), false, w.lineName(l), figure(l.Result), quota, attainment, earned, held, paid))
	}
	t.Rows = append(t.Rows, row("sum", true, "All components", "", "", "", "", "", w.known(w.number, w.Total.Components)))
	return t
}

// steps lead from the components to what is paid, in the period and in the year.
func (w *writer) steps() document.Block {
	t := document.Table{Key: "steps", Caption: "From components to pay, in " + w.currency.String(), Columns: []document.Column{
		{Key: "step", Label: "Step"}, {Key: "period", Label: w.Total.Period.String(), Number: true}, {Key: "year", Label: w.year() + " to date", Number: true},
	}}
	for _, step := range []struct {
		key, label string
		now, year  money.Decimal
	}{
		{"components", "Components", w.Total.Components, w.ToDate.Components},
		{"modifiers", "Modifiers of the comp plan", w.Total.Modified, w.ToDate.Modified},
		{"caps", "Caps of the comp plan", w.Total.Capped, w.ToDate.Capped},
		{"draw", "Draw", w.Total.Draw, w.ToDate.Draw},
		{"guarantee", "Guarantee", w.Total.Guarantee, w.ToDate.Guarantee},
		{"adjustments", "Adjustments", w.Total.Adjustment, w.ToDate.Adjustment},
	} {
		if step.key == "components" || step.now.Sign() != 0 || step.year.Sign() != 0 {
			t.Rows = append(t.Rows, row(step.key, false, step.label, w.known(w.number, step.now), w.toDate(w.number, step.year)))
		}
	}
	t.Rows = append(t.Rows, row("paid", true, "Paid", w.known(w.number, w.Total.Payout), w.toDate(w.number, w.ToDate.Payout)))
	return t
}

// remarks explain the steps: adjustments with their reasons, advances, debts.
func (w *writer) remarks() []document.Block {
	var blocks []document.Block
	if !w.Total.Known {
		blocks = append(blocks, notice("Not computed: something that pay depends on is missing in the plan. Amounts are left out where they would be guesses."))
	}
	if len(w.Total.Notes) > 0 {
		t := document.Table{Key: "adjustments", Caption: "Adjustments and remarks", Columns: []document.Column{{Key: "what", Label: "What"}, {Key: "amount", Label: "Amount", Number: true}}}
		for i, note := range w.Total.Notes {
			amount := ""
			if note.Amount.Sign() != 0 {
				amount = w.amount(note.Amount)
			}
			t.Rows = append(t.Rows, row(count(i), false, note.Text, amount))
		}
		blocks = append(blocks, t)
	}
	if w.Total.Advanced.Sign() != 0 {
		blocks = append(blocks, paragraph("Of what is paid, "+w.amount(w.Total.Advanced)+" was advanced at the start of the period."))
	}
	if w.Total.Owed.Sign() != 0 {
		blocks = append(blocks, paragraph("After this period, "+w.amount(w.Total.Owed)+" is owed on the draw."))
	}
	if !w.ToDate.Known {
		blocks = append(blocks, paragraph("The sums of "+w.year()+" are left out: not all payouts of the year could be computed in "+w.currency.String()+"."))
	}
	return blocks
}

// component shows the credits of a line and how they became pay.
func (w *writer) component(part *payout.StatementPart) []document.Block {
	l := &part.Line
	t := document.Table{Key: "credits." + w.lineKey(l), Caption: w.lineName(l) + ": credits and steps", Columns: []document.Column{
		{Key: "what", Label: "Deal or step"},
		{Key: "date", Label: "Date"},
		{Key: "counted", Label: "Counted", Number: true},
		{Key: "rate", Label: "Pay for one unit", Number: true},
		{Key: "pay", Label: "Pay in " + l.Currency.String(), Number: true},
	}}
	for i := range part.Entries {
		e := &part.Entries[i]
		counted, rate := "", ""
		if e.Credit {
			counted, rate = figure(e.Amount), none
			if e.Rate != nil {
				rate = figure(*e.Rate)
			}
		}
		t.Rows = append(t.Rows, row(count(i), false, e.Text, e.Date, counted, rate, grouped(e.Pay, l.Currency)))
	}
	paid := none
	if l.Known {
		paid = grouped(l.Payout, l.Currency)
	}
	t.Rows = append(t.Rows, row("paid", true, "Paid", "", "", "", paid))
	blocks := []document.Block{heading(w.level, w.lineName(l)), t}
	if len(part.Figures) > 0 {
		steps := document.List{}
		for _, f := range part.Figures {
			steps.Items = append(steps.Items, document.Item{Blocks: []document.Block{paragraph(f.Text)}})
		}
		blocks = append(blocks, paragraph("How results became pay, in "+w.planCurrency().String()+". Figures are shown rounded; pay is computed from exact numbers."), steps)
	}
	return blocks
}

// lineKey tells lines of one statement apart.
func (w *writer) lineKey(l *payout.Line) string {
	key := l.Component + "@" + l.Period.String()
	if !l.Corrects.IsZero() {
		key += "/" + l.Corrects.String()
	}
	return key
}

// lineName names a line: its component, and the period where that is another one
// than the statement's.
func (w *writer) lineName(l *payout.Line) string {
	name := l.Component
	if p := w.compPlan(); p != nil {
		if i := slices.IndexFunc(p.Components, func(c comp.Component) bool { return c.ID == l.Component }); i >= 0 {
			name = cmp.Or(p.Components[i].Name, name)
		}
	}
	if l.Period != w.Total.Period {
		name += " " + l.Period.String()
	}
	if !l.Corrects.IsZero() {
		name += ", corrects " + l.Corrects.String()
	}
	return name
}

// compPlan is the comp plan that pays; nil if there is none of the name.
func (w *writer) compPlan() *comp.Plan {
	i := slices.IndexFunc(w.Book.Plans, func(p comp.Plan) bool { return p.Addr.ID == w.Total.CompPlan })
	if i < 0 {
		return nil
	}
	return &w.Book.Plans[i]
}

func (w *writer) planName() string {
	if p := w.compPlan(); p != nil {
		return named(p.Name, p.Addr.ID)
	}
	return w.Total.CompPlan
}

// planCurrency is the currency in which the comp plan states amounts.
func (w *writer) planCurrency() money.Currency {
	if p := w.compPlan(); p != nil {
		return p.Currency
	}
	return w.currency
}

func (w *writer) year() string {
	return period.Containing(w.Total.Period.MonthNumber(), period.Year).String()
}

// known writes what was paid; a dash where it could not be computed.
func (w *writer) known(write func(money.Decimal) string, d money.Decimal) string {
	if !w.Total.Known {
		return none
	}
	return write(d)
}

// toDate writes a sum of the year; a dash where it could not be computed.
func (w *writer) toDate(write func(money.Decimal) string, d money.Decimal) string {
	if !w.ToDate.Known {
		return none
	}
	return write(d)
}

// amount writes money with its currency, number without where the table names it.
func (w *writer) amount(d money.Decimal) string { return w.currency.String() + " " + w.number(d) }

func (w *writer) number(d money.Decimal) string { return grouped(d, w.currency) }
