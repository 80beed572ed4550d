package report

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/payout"
)

// Statements are the result of the verb payout with --statement: what one
// position is paid for one payout period, down to every credit.
type Statements struct {
	Header
	Input      string      `json:"input"`
	Plan       string      `json:"plan"`
	Statements []Statement `json:"statements"` // one for each person paid
}

// Statement is what one payee is paid for one payout period.
type Statement struct {
	Total PayoutTotal     `json:"total"`
	Parts []StatementPart `json:"parts"`
}

// StatementPart is one line with what it consists of; the pay of the entries
// sums to the line's payout.
type StatementPart struct {
	Line    PayoutLine       `json:"line"`
	Entries []StatementEntry `json:"entries"`
	// QuotaChanges say what made the quota another one than was assigned: relief
	// and temporary cover.
	QuotaChanges []string `json:"quota_changes,omitempty"`
}

// StatementEntry is a credit, or a step that changes what credits earned.
type StatementEntry struct {
	Kind   string `json:"kind"` // credit or step
	Text   string `json:"text"` // the deal, or the step
	Date   string `json:"date,omitempty"`
	Amount string `json:"amount,omitempty"` // as it counts
	Rate   string `json:"rate,omitempty"`   // pay for one unit
	Pay    string `json:"pay"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
}

// NewStatements shows statements.
func NewStatements(input, plan string, complete bool, statements []payout.Statement) Statements {
	shown := Statements{Header: NewHeader("statement", complete), Input: input, Plan: plan, Statements: []Statement{}}
	for i := range statements {
		one := Statement{Total: payoutTotal(&statements[i].Total), Parts: []StatementPart{}}
		for j := range statements[i].Components {
			one.Parts = append(one.Parts, statementPart(&statements[i].Components[j]))
		}
		shown.Statements = append(shown.Statements, one)
	}
	return shown
}

func statementPart(p *payout.StatementPart) StatementPart {
	shown := StatementPart{Line: payoutLine(&p.Line), Entries: []StatementEntry{}}
	for _, change := range p.Changes {
		shown.QuotaChanges = append(shown.QuotaChanges, change.Text)
	}
	for _, e := range p.Entries {
		entry := StatementEntry{Kind: "step", Text: e.Text, Pay: cents(e.Pay, p.Line.Currency)}
		if e.Credit {
			entry.Kind, entry.Date, entry.Amount, entry.File, entry.Line = "credit", e.Date, exact(e.Amount), e.File, e.Row
			if e.Rate != nil {
				entry.Rate = exact(*e.Rate)
			}
		}
		shown.Entries = append(shown.Entries, entry)
	}
	return shown
}

// Sheet shows the statements as tables.
func (r Statements) Sheet() Sheet {
	s := Sheet{Title: "Statement", Subject: r.Plan, Incomplete: r.missing(incompletePayout)}
	for _, one := range r.Statements {
		t := one.Total
		s.Facts = append(s.Facts,
			Fact{"Position", []Cell{Value(t.Position), Value(t.Person)}},
			Fact{"Comp plan", []Cell{Value(t.CompPlan)}},
			Fact{"Period", []Cell{Words(t.Period)}},
			Fact{"Payout", []Cell{FigureOf(t.Payout), Value(t.Currency)}},
		)
		for _, part := range one.Parts {
			s.Facts = append(s.Facts, part.fact())
			for _, change := range part.QuotaChanges {
				s.Facts = append(s.Facts, Fact{part.Line.Component + ", quota", []Cell{Value(change)}})
			}
			s.Tables = append(s.Tables, part.table())
		}
		s.Tables = append(s.Tables, t.table())
	}
	return s
}

// fact says how far the results of a component are.
func (p StatementPart) fact() Fact {
	l := p.Line
	f := Fact{Label: l.Component, Cells: []Cell{FigureOf(l.Result)}}
	if l.Quota != nil {
		f.Cells = append(f.Cells, Words("of"), FigureOf(*l.Quota))
	}
	if l.Attainment != nil {
		f.Cells = append(f.Cells, Words("is"), Percent(percentOf(l.Attainment)))
	}
	if l.Window != "" {
		f.Cells = append(f.Cells, Words("in"), Words(l.Window), Words("to date"))
	}
	return f
}

func (p StatementPart) table() SheetTable {
	l := p.Line
	heading := l.Component + " " + l.Period
	if l.Corrects != "" {
		heading += ", corrects " + l.Corrects
	}
	t := SheetTable{Heading: heading, Noun: "entry", Head: []string{"Deal or step", "Date", "Counted", "Rate", "Pay " + l.Currency}}
	for _, e := range p.Entries {
		text := Words(e.Text)
		if e.Kind == "credit" {
			text = Value(e.Text)
		}
		t.add(text, Words(e.Date), FigureOf(e.Amount), FigureOf(e.Rate), FigureOf(e.Pay))
	}
	t.add(Words("payout"), Words(""), FigureOf(""), FigureOf(""), FigureOf(l.Payout))
	return t
}

// table shows the steps from the components to the payout.
func (t PayoutTotal) table() SheetTable {
	table := SheetTable{Heading: "Payout " + t.Period, Noun: "step", Head: []string{"Step", t.Currency}}
	for _, step := range []struct{ name, amount string }{
		{"components", t.Components},
		{"modifiers of the comp plan", t.Modifiers},
		{"caps of the comp plan", t.Caps},
		{"draw", t.Draw},
		{"guarantee", t.Guarantee},
		{"adjustments", t.Adjustment},
	} {
		if step.name == "components" || !zero(step.amount) {
			table.add(Words(step.name), FigureOf(step.amount))
		}
	}
	for _, note := range t.Notes {
		table.add(Cell{Kind: ValueCell, Text: note.Text, Indent: 1}, FigureOf(""))
	}
	table.add(Words("payout"), FigureOf(t.Payout))
	if !zero(t.Advanced) {
		table.add(Words("of this, advanced at the start"), FigureOf(t.Advanced))
	}
	if !zero(t.Owed) {
		table.add(Words("owed on the draw"), FigureOf(t.Owed))
	}
	return table
}

// Rows returns the statements as rows of a table, the first being its head.
func (r Statements) Rows() [][]string {
	rows := [][]string{{"position", "person", "period", "component", "corrects", "kind", "text", "date", "amount", "rate", "pay", "currency", "file", "line"}}
	for _, one := range r.Statements {
		for _, p := range one.Parts {
			for _, e := range p.Entries {
				line := ""
				if e.Line > 0 {
					line = strconv.Itoa(e.Line)
				}
				rows = append(rows, []string{p.Line.Position, p.Line.Person, p.Line.Period, p.Line.Component, p.Line.Corrects, e.Kind, e.Text, e.Date, e.Amount, e.Rate, e.Pay, p.Line.Currency, e.File, line})
			}
		}
		t := one.Total
		for _, step := range []struct{ name, amount string }{
			{"modifiers of the comp plan", t.Modifiers}, {"caps of the comp plan", t.Caps}, {"draw", t.Draw}, {"guarantee", t.Guarantee}, {"adjustments", t.Adjustment},
		} {
			if !zero(step.amount) {
				rows = append(rows, []string{t.Position, t.Person, t.Period, "", "", "step", step.name, "", "", "", step.amount, t.Currency, "", ""})
			}
		}
	}
	return rows
}
