package report

import (
	"slices"
	"strconv"
	"strings"
)

// Sheet shows the forecast as tables.
func (r OpsForecast) Sheet() Sheet {
	s := Sheet{
		Title: "Forecast", Subject: r.Plan, Findings: r.Findings,
		Incomplete: r.missing("rows of the snapshots or records of the plan could not be used, so that amounts are missing"),
	}
	s.Facts = r.facts()
	s.Tables = append(s.Tables, r.categoryTable(), r.stageTable(), r.nodeTable())
	s.Tables = append(s.Tables, r.waterfallTable(), r.trendTable(), r.promiseTable(), r.moveTable())
	return s
}

func (r OpsForecast) facts() []Fact {
	facts := []Fact{{"Process", []Cell{Value(r.Process)}}, {"As of", []Cell{Words(r.Latest.Date)}}}
	if r.Period != "" {
		facts = append(facts, Fact{"Deals that close in", []Cell{Words(r.Period)}})
	}
	if len(r.Where) > 0 {
		facts = append(facts, Fact{"Where", []Cell{Value(strings.Join(r.Where, ", "))}})
	}
	money := func(label, amount string) {
		facts = append(facts, Fact{label, []Cell{FigureOf(amount), Value(r.Currency)}})
	}
	money("Won", r.Latest.Won.Amount)
	money("Open", r.Latest.Open.Amount)
	money("Weighted", r.Latest.Weighted)
	money("Call", r.Latest.Call)
	if c := r.Whole.Coverage; c != nil {
		money("Quota", c.Quota)
		facts = append(facts, Fact{"Coverage of the " + c.Of + " quota", coverageCells(c)})
	}
	if r.WinRate != nil {
		facts = append(facts, Fact{"Win rate", []Cell{Percent(percentOf(r.WinRate))}})
	}
	if v := r.Velocity; v != nil {
		facts = append(facts, Fact{"Velocity a day", []Cell{
			FigureOf(v.PerDay), Value(r.Currency), Words("from"), number(v.Open), Words("open deals, won ones of"), FigureOf(v.AverageAmount), Words("in"), FigureOf(v.CycleDays), Words("days"),
		}})
	}
	if n := r.Renewal; n != nil {
		facts = append(facts, Fact{"If these are renewals", []Cell{Words("worst"), Percent(percentOf(&n.Worst)), Words("best"), Percent(percentOf(&n.Best))}})
	}
	return facts
}

// coverageCells shows coverage against what is required.
func coverageCells(c *ForecastCoverage) []Cell {
	if c.Ratio == nil {
		return []Cell{Words("nothing remains")}
	}
	cells := []Cell{FigureOf(*c.Ratio)}
	if c.Required != nil {
		cells = append(cells, Words("required"), FigureOf(*c.Required))
	}
	return cells
}

func (r OpsForecast) categoryTable() SheetTable {
	t := SheetTable{Heading: "Categories", Noun: "category", Head: []string{"Category", "Deals", "Amount " + r.Currency, "Cumulative", "Weighted"}}
	for _, c := range r.Latest.Categories {
		name := Value(c.Name)
		if c.Parent != "" {
			name.Indent = 1
		}
		cumulative := FigureOf(c.Cumulative)
		if c.State == "lost" {
			cumulative = Words("")
		}
		t.add(name, number(c.Deals), FigureOf(c.Amount), cumulative, FigureOf(c.Weighted))
	}
	return t
}

func (r OpsForecast) stageTable() SheetTable {
	t := SheetTable{Heading: "Stages", Noun: "stage", Head: []string{"Stage", "Deals", "Amount " + r.Currency, "Weighted", "Days", "Oldest", "Expected", "Overdue"}}
	for _, s := range r.Latest.Stages {
		expected := Words("")
		if s.ExpectedDays != nil {
			expected = number(*s.ExpectedDays)
		}
		oldest, overdue := Words(""), Words("")
		if s.AverageDays != nil {
			oldest, overdue = number(s.OldestDays), number(s.Overdue)
		}
		t.add(Value(s.Name), number(s.Deals), FigureOf(s.Amount), FigureOf(s.Weighted), optional(s.AverageDays), oldest, expected, overdue)
	}
	return t
}

func (r OpsForecast) nodeTable() SheetTable {
	t := SheetTable{Heading: "By " + r.By, Noun: "row", Head: []string{r.By, "Quota " + r.Currency, "Won", "Call", "Open", "Weighted", "Coverage", "Required", "Missing"}}
	for _, n := range r.Nodes {
		name := Value(n.Address)
		if n.Address == "" {
			name = Value(n.Name)
		}
		if name.Text == "" {
			name = Words("empty")
		}
		name.Indent = n.Depth
		quota, ratio, required, missing := Words(""), Words(""), Words(""), Words("")
		if c := n.Coverage; c != nil {
			quota, ratio, required, missing = FigureOf(c.Quota), optional(c.Ratio), optional(c.Required), optional(c.Shortfall)
		}
		t.add(name, quota, FigureOf(n.Won.Amount), FigureOf(n.Call), FigureOf(n.Open.Amount), FigureOf(n.Weighted), ratio, required, missing)
	}
	return t
}

// waterfallTable shows the waterfalls side by side, the latest last.
func (r OpsForecast) waterfallTable() SheetTable {
	t := SheetTable{Heading: "Open pipeline from snapshot to snapshot", Noun: "step", Head: []string{"Step"}}
	if len(r.Waterfalls) == 0 {
		return t
	}
	row := func(label string, cell func(w ForecastWaterfall) Cell) {
		cells := []Cell{Words(label)}
		for _, w := range r.Waterfalls {
			cells = append(cells, cell(w))
		}
		t.Rows = append(t.Rows, cells)
	}
	for _, w := range r.Waterfalls {
		t.Head = append(t.Head, "to "+w.To)
	}
	row("opening", func(w ForecastWaterfall) Cell { return FigureOf(w.Opening) })
	for i := range r.Waterfalls[0].Steps {
		row(r.Waterfalls[0].Steps[i].Flow, func(w ForecastWaterfall) Cell {
			if i >= len(w.Steps) {
				return Words("") // a stored report may say anything
			}
			return Signed(w.Steps[i].Amount)
		})
	}
	row("closing", func(w ForecastWaterfall) Cell { return FigureOf(w.Closing) })
	row("deals that slipped", func(w ForecastWaterfall) Cell { return number(w.Slips.Deals) })
	row("by days on average", func(w ForecastWaterfall) Cell { return optional(w.Slips.AverageDays) })
	return t
}

func (r OpsForecast) trendTable() SheetTable {
	t := SheetTable{Heading: "Snapshots", Noun: "snapshot", Head: []string{"Date", "Deals", "Open", "Weighted", "Won", "Lost", "Call"}}
	if len(r.Earlier) == 0 {
		return t
	}
	for _, d := range append(slices.Clip(r.Earlier), r.Latest) {
		t.add(Words(d.Date), FigureOf(strconv.Itoa(d.Deals)), FigureOf(d.Open.Amount), FigureOf(d.Weighted), FigureOf(d.Won.Amount), FigureOf(d.Lost.Amount), FigureOf(d.Call))
	}
	return t
}

func (r OpsForecast) promiseTable() SheetTable {
	t := SheetTable{Heading: "What became of the calls", Noun: "call", Head: []string{"Date", "Call", "Promised", "Won", "Lost", "Still open", "Slipped", "Vanished", "Come in"}}
	for _, p := range r.Promises {
		t.add(Words(p.Date), FigureOf(p.Call), FigureOf(p.Promised), FigureOf(p.Won), FigureOf(p.Lost), FigureOf(p.StillOpen), FigureOf(p.Slipped), FigureOf(p.Vanished), Percent(percentOf(p.Accuracy)))
	}
	return t
}

func (r OpsForecast) moveTable() SheetTable {
	t := SheetTable{Heading: "Moves between stages", Noun: "stage", Head: []string{"Stage", "Forward", "Back", "Lost", "Vanished", "Stayed", "Conversion", "Expected"}}
	for _, m := range r.Moves {
		t.add(Value(m.Name), number(m.Forward), number(m.Back), number(m.Lost), number(m.Vanished), number(m.Stayed), Percent(percentOf(m.Conversion)), Percent(percentOf(m.Expected)))
	}
	return t
}
