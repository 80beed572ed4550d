package report

import "strings"

// Sheet shows the month as tables: all of it, or for a recap what was decided
// and what is to be done.
func (r OpsCycle) Sheet() Sheet {
	s := Sheet{
		Title: "Sales and operations planning " + r.Month, Subject: r.Plan, Findings: r.Findings,
		Incomplete: r.missing("some records could not be read: salesplan check names them"),
	}
	if r.Recap {
		s.Title = "Recap of sales and operations planning " + r.Month
	}
	s.Facts = append(s.Facts, Fact{"Month ends", []Cell{Words(r.LastDay)}}, Fact{"As of", []Cell{Words(r.AsOf)}})
	if r.Meeting != nil {
		s.Facts = append(s.Facts, Fact{"Meeting", []Cell{Words(r.Meeting.Date), Words("led by"), Value(r.Meeting.Chair)}})
	} else {
		s.Facts = append(s.Facts, Fact{"Meeting", []Cell{Words("none is planned for this month")}})
	}
	if r.Next != "" {
		s.Facts = append(s.Facts, Fact{"Next meeting", []Cell{Words(r.Next)}})
	}
	if r.Recap {
		s.Tables = []SheetTable{r.decisionTable(), r.actionTable(), r.closedTable(), r.kpiTable(), r.seatTable()}
		return s
	}
	s.Tables = []SheetTable{
		r.agendaTable(), r.inputTable(), r.balanceTable(), r.kpiTable(), r.actionTable(), r.closedTable(), r.decisionTable(), r.seatTable(), r.stepTable(),
	}
	return s
}

func (r OpsCycle) agendaTable() SheetTable {
	t := SheetTable{Heading: "Agenda", Noun: "item", Head: []string{"No.", "Item"}}
	if r.Meeting != nil {
		for i, item := range r.Meeting.Agenda {
			t.add(number(i+1), Value(item))
		}
	}
	return t
}

func (r OpsCycle) decisionTable() SheetTable {
	t := SheetTable{Heading: "Decisions", Noun: "decision", Head: []string{"No.", "Decision"}}
	if r.Meeting != nil {
		for i, decision := range r.Meeting.Decisions {
			t.add(number(i+1), Value(decision))
		}
	}
	return t
}

func (r OpsCycle) inputTable() SheetTable {
	t := SheetTable{Heading: "Inputs", Noun: "input", Head: []string{"Input", "Standing", "Due", "Delivered", "Data to", "Days old", "Allowed", "Owner"}}
	for _, in := range r.Inputs {
		age := number(in.AgeDays)
		if in.Delivered == "" {
			age = Words("")
		}
		t.add(Value(in.Name), Words(in.Standing), Words(in.Due), Words(in.Delivered), Words(in.AsOf), age, number(in.FreshDays), Value(in.Owner))
	}
	return t
}

func (r OpsCycle) balanceTable() SheetTable {
	t := SheetTable{Heading: "Demand and supply", Noun: "month", Head: []string{"Item", "Month", "Demand", "Capacity", "Inventory", "Gap", "Use", "Unit"}}
	for _, b := range r.Balances {
		t.add(Value(b.Item), Words(b.Month), FigureOf(b.Demand), FigureOf(b.Capacity), FigureOf(b.Inventory), Signed(b.Gap), Percent(percentOf(b.Use)), Value(b.Unit))
	}
	return t
}

func (r OpsCycle) kpiTable() SheetTable {
	t := SheetTable{Heading: "Figures against their targets", Noun: "figure", Head: []string{"Figure", "Target", "Result", "Difference", "Standing", "Last target", "Last result", "Last standing", "Remark"}}
	for _, k := range r.KPIs {
		difference := Words("")
		if k.Difference != nil {
			difference = Signed(*k.Difference)
		}
		remark := Words("")
		switch {
		case k.Moved && k.Reason != "":
			remark = Value("target moved: " + k.Reason)
		case k.Moved:
			remark = Words("target moved without a reason")
		}
		t.add(Value(k.Name), optional(k.Target), optional(k.Actual), difference, Words(k.Result), optional(k.LastTarget), optional(k.LastActual), Words(k.LastResult), remark)
	}
	return t
}

func (r OpsCycle) actionTable() SheetTable {
	t := SheetTable{Heading: "Open actions", Noun: "action", Head: []string{"Action", "Owner", "Raised", "Due", "Overdue days", "Note"}}
	for _, a := range r.Open {
		overdue := Words("")
		if a.OverdueDays > 0 {
			overdue = number(a.OverdueDays)
		}
		t.add(Value(a.Title), Value(a.Owner), Words(a.Raised), Words(a.Due), overdue, Value(a.Note))
	}
	return t
}

func (r OpsCycle) closedTable() SheetTable {
	t := SheetTable{Heading: "Closed since the month began", Noun: "action", Head: []string{"Action", "Owner", "Status", "Closed", "Note"}}
	for _, a := range r.Closed {
		t.add(Value(a.Title), Value(a.Owner), Words(a.Status), Words(a.Closed), Value(a.Note))
	}
	return t
}

func (r OpsCycle) seatTable() SheetTable {
	t := SheetTable{Heading: "Attendees", Noun: "seat", Head: []string{"Seat", "Deputy", "Needed", "Presence"}}
	if r.Meeting == nil {
		return t
	}
	for _, s := range r.Meeting.Seats {
		needed := Words("no")
		if s.Required {
			needed = Words("yes")
		}
		t.add(Value(s.Position), Value(s.Deputy), needed, Words(s.Presence))
	}
	if len(r.Meeting.Guests) > 0 {
		t.add(Value(strings.Join(r.Meeting.Guests, ", ")), Words(""), Words("no"), Words("guest"))
	}
	return t
}

func (r OpsCycle) stepTable() SheetTable {
	t := SheetTable{Heading: "Calendar", Noun: "step", Head: []string{"Step", "What it does", "Due", "Owner"}}
	for _, s := range r.Steps {
		t.add(Value(s.Name), Words(s.Kind), Words(s.Due), Value(s.Owner))
	}
	return t
}
