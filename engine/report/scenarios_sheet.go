package report

import (
	"strconv"
	"strings"
)

// Sheet shows the plan and its scenarios side by side.
func (r Scenarios) Sheet() Sheet {
	s := Sheet{
		Title: "Scenarios", Subject: r.Plan, Findings: r.Findings,
		Incomplete: r.missing("some records could not be used, which salesplan check names"),
		Facts:      []Fact{{"Year", []Cell{Words(r.Year), Words("in"), Words(r.Columns[0].Currency)}}},
	}
	if r.CostOfSales != "" {
		of := []Cell{Words("cost with planned hires and what the employer pays on top, divided by the amount that the plan states")}
		if r.CostOfSales != "amount" {
			of = []Cell{Words("cost with planned hires and what the employer pays on top, divided by quotas of"), Value(r.CostOfSales), Words("× attainment")}
		}
		s.Facts = append(s.Facts, Fact{"Cost of sales", of})
	}
	if r.Masked {
		s.Facts = append(s.Facts, Fact{"Masked", []Cell{Words("cost that gives away the pay of fewer than"), number(r.SmallestGroup), Words("people, by itself or by how it differs, is withheld; --unmask shows it")}})
	}
	s.Tables = append(s.Tables, r.sideBySide())
	if t := r.differences(); len(t.Rows) > 0 {
		s.Tables = append(s.Tables, t)
	}
	return s
}

// scenarioRow is one figure of all columns.
type scenarioRow struct {
	label string
	unit  string
	cell  func(*ScenarioColumn) Cell
}

// sideBySide has a row for each figure and a column for each plan.
func (r Scenarios) sideBySide() SheetTable {
	t := SheetTable{Heading: "Side by side", Noun: "figure", Head: []string{"Figure", "Plan"}}
	for _, c := range r.Columns[1:] {
		t.Head = append(t.Head, c.Scenario)
	}
	for _, row := range r.rows() {
		cells := []Cell{Value(row.label)}
		for i := range r.Columns {
			cells = append(cells, row.cell(&r.Columns[i]))
		}
		t.add(cells...)
	}
	return t
}

// rows lists the figures that any column has.
func (r Scenarios) rows() []scenarioRow {
	var rows []scenarioRow
	for _, measure := range r.measures() {
		for _, one := range []struct {
			name string
			of   func(*ScenarioLine) *string
		}{
			{"Goal", func(l *ScenarioLine) *string { return l.Goal }},
			{"Quotas", func(l *ScenarioLine) *string { return l.Quota }},
			{"Capacity", func(l *ScenarioLine) *string { return l.Capacity }},
			{"Gap", func(l *ScenarioLine) *string { return l.Gap }},
		} {
			rows = append(rows, scenarioRow{one.name + " " + measure, "", func(c *ScenarioColumn) Cell {
				for i := range c.Lines {
					if c.Lines[i].Measure == measure {
						return optional(one.of(&c.Lines[i]))
					}
				}
				return Words("")
			}})
		}
	}
	for i := range r.Columns[0].Levels {
		at := " at " + percentText(r.Columns[0].Levels[i].Attainment)
		rows = append(rows, scenarioRow{"Cost" + at, "", func(c *ScenarioColumn) Cell { return c.Levels[i].cell(c.Levels[i].Cost, optional) }})
	}
	for i := range r.Columns[0].Levels {
		at := " at " + percentText(r.Columns[0].Levels[i].Attainment)
		rows = append(rows, scenarioRow{"Cost of sales" + at, "", func(c *ScenarioColumn) Cell { return c.Levels[i].cell(c.Levels[i].OfSales, percentOrNothing) }})
	}
	count := func(label string, of func(*ScenarioColumn) int) {
		rows = append(rows, scenarioRow{label, "", func(c *ScenarioColumn) Cell { return number(of(c)) }})
	}
	count("Seats", func(c *ScenarioColumn) int { return c.Positions })
	count("Filled", func(c *ScenarioColumn) int { return c.Filled })
	count("Planned hires", func(c *ScenarioColumn) int { return c.Hires })
	count("Widest span", func(c *ScenarioColumn) int { return c.Span })
	rows = append(rows,
		scenarioRow{"Accounts with another owner", "", func(c *ScenarioColumn) Cell {
			if c.Disruption == nil {
				return Words("")
			}
			return percentOrNothing(c.Disruption.AccountShare)
		}},
		scenarioRow{"Their share of potential", "", func(c *ScenarioColumn) Cell {
			if c.Disruption == nil {
				return Words("")
			}
			return percentOrNothing(c.Disruption.ValueShare)
		}})
	count("Records that differ", func(c *ScenarioColumn) int { return c.Records })
	count("Findings that come", func(c *ScenarioColumn) int { return c.New.from("info") })
	count("Findings that go", func(c *ScenarioColumn) int { return c.Settled.from("info") })
	return rows
}

// cell shows a figure of cost.
func (l *ScenarioLevel) cell(figure *string, show func(*string) Cell) Cell {
	if l.Withheld {
		return Words(withheld)
	}
	return show(figure)
}

// measures lists the measures of all columns.
func (r Scenarios) measures() []string {
	var all []string
	seen := map[string]bool{}
	for _, c := range r.Columns {
		for _, l := range c.Lines {
			if !seen[l.Measure] {
				seen[l.Measure] = true
				all = append(all, l.Measure)
			}
		}
	}
	return all
}

// differences lists the findings that come or go.
func (r Scenarios) differences() SheetTable {
	t := SheetTable{Heading: "Findings that come or go", Noun: "finding", Head: []string{"Scenario", "", "Severity", "Code", "Message"}}
	words := map[string]string{"new": "comes", "fixed": "goes"}
	for _, c := range r.Columns {
		for _, f := range c.Differences {
			t.add(Value(c.Scenario), Words(words[f.Status]), Words(f.Severity), Words(f.Code), Value(f.Message))
		}
	}
	return t
}

// Rows lists every figure of every column, with its difference from the plan.
func (r Scenarios) Rows() [][]string {
	rows := [][]string{{"scenario", "figure", "measure", "attainment", "unit", "value", "plan", "withheld"}}
	base := r.figures(&r.Columns[0])
	for i := range r.Columns {
		for _, f := range r.figures(&r.Columns[i]) {
			plan := ""
			for _, b := range base {
				if b.name == f.name && b.measure == f.measure && b.attainment == f.attainment {
					plan = b.value
				}
			}
			rows = append(rows, []string{r.Columns[i].Scenario, f.name, f.measure, f.attainment, f.unit, f.value, plan, strconv.FormatBool(f.withheld)})
		}
	}
	return rows
}

// scenarioFigure is one number of a column.
type scenarioFigure struct {
	name, measure, attainment, unit, value string
	withheld                               bool
}

func (r Scenarios) figures(c *ScenarioColumn) []scenarioFigure {
	var all []scenarioFigure
	text := func(value *string) string {
		if value == nil {
			return ""
		}
		return *value
	}
	for _, l := range c.Lines {
		for _, one := range []struct {
			name  string
			value *string
		}{{GoalFigure, l.Goal}, {QuotaFigure, l.Quota}, {CapacityFigure, l.Capacity}, {"gap", l.Gap}} {
			all = append(all, scenarioFigure{one.name, l.Measure, "", l.Unit, text(one.value), false})
		}
	}
	for _, l := range c.Levels {
		all = append(all,
			scenarioFigure{CostFigure, "", l.Attainment, c.Currency, text(l.Cost), l.Withheld},
			scenarioFigure{"cost_of_sales", r.CostOfSales, l.Attainment, "ratio", text(l.OfSales), l.Withheld})
	}
	count := func(name string, n int) {
		all = append(all, scenarioFigure{name, "", "", "count", strconv.Itoa(n), false})
	}
	count("positions", c.Positions)
	count("filled", c.Filled)
	count("hires", c.Hires)
	count("span", c.Span)
	if d := c.Disruption; d != nil {
		all = append(all,
			scenarioFigure{"accounts_with_another_owner", "", "", "ratio", text(d.AccountShare), false},
			scenarioFigure{"value_with_another_owner", "", "", "ratio", text(d.ValueShare), false})
	}
	count("records", c.Records)
	count("findings_new", c.New.from("info"))
	count("findings_settled", c.Settled.from("info"))
	return all
}

// Sheet lists the scenarios.
func (r ScenarioList) Sheet() Sheet {
	t := SheetTable{Heading: "Scenarios", Noun: "scenario", Head: []string{"Scenario", "Name", "Builds on", "Records", "Description"}}
	for _, s := range r.Scenarios {
		t.add(Value(s.Scenario), Value(s.Name), Value(strings.Join(s.BuildsOn, ", ")), number(s.Records), Value(s.Description))
	}
	return Sheet{
		Title: "Scenarios", Subject: r.Plan, Findings: r.Findings, Tables: []SheetTable{t},
		Incomplete: r.missing("some files could not be read, which salesplan check names"),
	}
}

// Rows lists the scenarios.
func (r ScenarioList) Rows() [][]string {
	rows := [][]string{{"scenario", "name", "builds_on", "records", "description", "file", "line"}}
	for _, s := range r.Scenarios {
		rows = append(rows, []string{s.Scenario, s.Name, strings.Join(s.BuildsOn, " "), strconv.Itoa(s.Records), s.Description, s.File, strconv.Itoa(s.Line)})
	}
	return rows
}
