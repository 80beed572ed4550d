package report

import (
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/money"
)

// incompletePayout says what a payout that is not complete leaves out.
const incompletePayout = "some pay could not be computed or some rows are left out: the findings say which"

// Sheet shows the payout as tables.
func (r Payout) Sheet() Sheet {
	s := Sheet{
		Title: "Payout", Subject: r.Plan, Incomplete: r.missing(incompletePayout), Findings: r.Findings,
		Facts: []Fact{{"Credits", []Cell{number(r.Credits.Rows), Words("rows of"), Value(strings.Join(r.Credits.Files, ", "))}}},
	}
	if r.Credits.Unpaid > 0 {
		s.Facts = append(s.Facts, Fact{"Counting for nobody", []Cell{number(r.Credits.Unpaid), Words("rows")}})
	}
	if r.Credits.Waiting > 0 {
		s.Facts = append(s.Facts, Fact{"Waiting for a date", []Cell{number(r.Credits.Waiting)}})
	}
	for _, sum := range r.sums() {
		s.Facts = append(s.Facts, Fact{"Payout", []Cell{FigureOf(sum.Value.Format(sum.Currency.MinorUnits())), Value(sum.Currency.String())}})
	}
	s.Tables = append(s.Tables, r.totalTable(), r.lineTable(), r.balanceTable())
	return s
}

// sums adds up all payouts by currency, in order of appearance.
func (r Payout) sums() []money.Amount {
	var sums []money.Amount
	for _, t := range r.Totals {
		currency, err := money.ParseCurrency(t.Currency)
		value, valueErr := money.ParseDecimal(t.Payout)
		if err != nil || valueErr != nil {
			continue
		}
		i := 0
		for i < len(sums) && sums[i].Currency != currency {
			i++
		}
		if i == len(sums) {
			sums = append(sums, money.Amount{Currency: currency})
		}
		if sum, err := sums[i].Value.Add(value); err == nil {
			sums[i].Value = sum
		}
	}
	return sums
}

// totalTable shows what everybody is paid; columns in which nothing happens are
// left out.
func (r Payout) totalTable() SheetTable {
	columns := []struct {
		head string
		of   func(PayoutTotal) string
	}{
		{"Components", func(t PayoutTotal) string { return t.Components }},
		{"Modifiers", func(t PayoutTotal) string { return t.Modifiers }},
		{"Caps", func(t PayoutTotal) string { return t.Caps }},
		{"Draw", func(t PayoutTotal) string { return t.Draw }},
		{"Guarantee", func(t PayoutTotal) string { return t.Guarantee }},
		{"Adjustment", func(t PayoutTotal) string { return t.Adjustment }},
		{"Payout", func(t PayoutTotal) string { return t.Payout }},
		{"Advanced", func(t PayoutTotal) string { return t.Advanced }},
		{"Owed", func(t PayoutTotal) string { return t.Owed }},
	}
	t := SheetTable{Heading: "What is paid", Noun: "payout", Head: []string{"Position", "Person", "Period"}}
	kept := columns[:0]
	for _, column := range columns {
		shown := column.head == "Components" || column.head == "Payout"
		for _, total := range r.Totals {
			shown = shown || !zero(column.of(total))
		}
		if shown {
			kept = append(kept, column)
			t.Head = append(t.Head, column.head)
		}
	}
	t.Head = append(t.Head, "Currency")
	for _, total := range r.Totals {
		row := []Cell{Value(total.Position), Value(total.Person), Words(total.Period)}
		for _, column := range kept {
			row = append(row, known(total.Known, column.of(total)))
		}
		t.add(append(row, Words(total.Currency))...)
	}
	return t
}

func (r Payout) lineTable() SheetTable {
	t := SheetTable{Heading: "By component", Noun: "line", Head: []string{"Position", "Component", "Period", "Credited", "Result", "Quota", "Attainment", "Earned", "Payout", "Held back"}}
	for _, l := range r.Lines {
		when := l.Period
		if l.Corrects != "" {
			when += " (" + l.Corrects + ")"
		}
		attainment := Percent("")
		if l.Attainment != nil {
			attainment = Percent(percentOf(l.Attainment))
		}
		held := FigureOf(l.HeldBack)
		if zero(l.HeldBack) {
			held = FigureOf("")
		}
		t.add(Value(l.Position), Value(l.Component), Words(when), FigureOf(shortened(l.Credited)), FigureOf(shortened(l.Result)), optionalShort(l.Quota),
			attainment, known(l.Known, l.Earned), known(l.Known, l.Payout), held)
	}
	return t
}

func (r Payout) balanceTable() SheetTable {
	t := SheetTable{Heading: "Due and paid", Noun: "balance", Head: []string{"Position", "Component", "Period", "Due", "Paid", "Still owed", "Currency"}}
	for _, b := range r.Balances {
		t.add(Value(b.Position), Value(b.Component), Words(b.Period), FigureOf(b.Due), FigureOf(b.Paid), FigureOf(b.Owed), Words(b.Currency))
	}
	return t
}

func known(computed bool, amount string) Cell {
	if !computed {
		return Words("not computed")
	}
	return FigureOf(amount)
}

func optionalShort(text *string) Cell {
	if text == nil {
		return FigureOf("")
	}
	return FigureOf(shortened(*text))
}

// zero reports whether an amount is zero.
func zero(amount string) bool { return strings.Trim(amount, "-0.") == "" }

// shortened prints a number with at most two digits after the point.
func shortened(number string) string {
	d, err := money.ParseDecimal(number)
	if err != nil {
		return number
	}
	if d, err = d.Round(2, money.HalfUp); err != nil {
		return number
	}
	return d.String()
}

// Rows returns the lines and totals as rows of one table, the first being its
// head. A total has no component.
func (r Payout) Rows() [][]string {
	rows := [][]string{{
		"position", "person", "comp_plan", "component", "measure", "period", "corrects", "credited", "result", "quota", "attainment", "target",
		"earned", "held_back", "draw", "guarantee", "adjustment", "payout", "owed", "currency", "known",
	}}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	for _, l := range r.Lines {
		rows = append(rows, []string{
			l.Position, l.Person, l.CompPlan, l.Component, l.Measure, l.Period, l.Corrects, l.Credited, l.Result, text(l.Quota), text(l.Attainment),
			l.Target, l.Earned, l.HeldBack, "", "", "", l.Payout, "", l.Currency, strconv.FormatBool(l.Known),
		})
	}
	for _, t := range r.Totals {
		rows = append(rows, []string{
			t.Position, t.Person, t.CompPlan, "", "", t.Period, "", "", "", "", "", "", "", "", t.Draw, t.Guarantee, t.Adjustment, t.Payout, t.Owed,
			t.Currency, strconv.FormatBool(t.Known),
		})
	}
	return rows
}
