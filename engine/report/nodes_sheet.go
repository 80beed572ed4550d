package report

import (
	"slices"
	"strconv"
)

// Sheet shows the nodes as tables.
func (r Nodes) Sheet() Sheet {
	s := Sheet{
		Title: "Nodes", Subject: r.Plan, Incomplete: r.missing("some records could not be used, which salesplan check names, or pay could not be computed, which salesplan cost explains"),
		Facts: []Fact{{"Year", []Cell{Words(r.Year), Words("in"), Words(r.Currency)}}},
	}
	if r.Hire != nil {
		s.Facts = append(s.Facts, Fact{"Hires", []Cell{Words("required of"), Value(r.Hire.Role), Words("who are there from"), Words(r.Hire.From)}})
	}
	if r.Masked && r.asks(CostFigure) {
		s.Facts = append(s.Facts, Fact{"Masked", []Cell{Words("cost of fewer than"), number(r.SmallestGroup), Words("people is withheld without --unmask")}})
	}
	for i, line := range r.Lines {
		if i == 0 || !slices.ContainsFunc(r.Lines[:i], func(before NodeLine) bool { return before.Measure == line.Measure }) {
			s.Tables = append(s.Tables, r.lineTable(line.Measure))
		}
	}
	if len(r.Limits) > 0 {
		s.Tables = append(s.Tables, r.limitTable())
	}
	return s
}

// column is a column of a table that is shown where it is asked for.
type column[T any] struct {
	figure, head string
	cell         func(*T) Cell
}

// lineColumns are the columns of lines after node and period.
var lineColumns = []column[NodeLine]{
	{GoalFigure, "Goal", func(l *NodeLine) Cell { return optional(l.Goal) }},
	{QuotaFigure, "Quotas", func(l *NodeLine) Cell { return optional(l.Quota) }},
	{QuotaFigure, "of goal", func(l *NodeLine) Cell { return percentOrNothing(l.QuotaCoverage) }},
	{StreetFigure, "Street quota", func(l *NodeLine) Cell { return optional(l.Street) }},
	{CapacityFigure, "Capacity", func(l *NodeLine) Cell { return optional(l.Capacity) }},
	{CapacityFigure, "of goal", func(l *NodeLine) Cell { return percentOrNothing(l.CapacityCoverage) }},
	{CapacityFigure, "Gap", func(l *NodeLine) Cell { return optional(l.Gap) }},
}

// limitColumns are the columns of limits after the node.
var limitColumns = []column[NodeLimits]{
	{CostFigure, "Cost", func(l *NodeLimits) Cell {
		if l.Withheld {
			return Words(withheld)
		}
		return optional(l.Cost)
	}},
	{CostFigure, "Envelope", func(l *NodeLimits) Cell { return optional(l.Envelope) }},
	{CostFigure, "Left", func(l *NodeLimits) Cell { return optional(l.Left) }},
	{CostFigure, "at", func(l *NodeLimits) Cell { return Words(percentText(l.Attainment)) }},
	{HeadcountFigure, "Seats", func(l *NodeLimits) Cell { return countOrNothing(l.Positions) }},
	{HeadcountFigure, "Filled", func(l *NodeLimits) Cell { return countOrNothing(l.Filled) }},
	{HeadcountFigure, "Planned hires", func(l *NodeLimits) Cell { return countOrNothing(l.Hires) }},
	{HeadcountFigure, "Seat limit", func(l *NodeLimits) Cell { return countOrNothing(l.Most) }},
	{HeadcountFigure, "Widest span", func(l *NodeLimits) Cell { return countOrNothing(l.Span) }},
	{HeadcountFigure, "Span limit", func(l *NodeLimits) Cell { return countOrNothing(l.MostSpan) }},
}

func percentOrNothing(share *string) Cell {
	if share == nil {
		return Words("")
	}
	return Percent(percentOf(share))
}

func countOrNothing(n *int) Cell {
	if n == nil {
		return Words("")
	}
	return number(*n)
}

// nodeCell names a node in its place.
func nodeCell(node string, depth int) Cell {
	if node == "" {
		return Words("whole plan")
	}
	return Cell{Kind: ValueCell, Text: node, Indent: depth}
}

func (r Nodes) lineTable(measure string) SheetTable {
	var lines []NodeLine
	for i := range r.Lines {
		if r.Lines[i].Measure == measure {
			lines = append(lines, r.Lines[i])
		}
	}
	columns := asked(r, lineColumns, lines)
	if r.Hire != nil {
		columns = append(columns, asked(r, []column[NodeLine]{{CapacityFigure, "Hires", hiresCell}}, lines)...)
	}
	t := SheetTable{Heading: measure, Noun: "line", Head: []string{"Node", "Period"}}
	for _, c := range columns {
		t.Head = append(t.Head, c.head)
	}
	for i := range lines {
		cells := []Cell{nodeCell(lines[i].Node, lines[i].Depth), Words(lines[i].Period)}
		for _, c := range columns {
			cells = append(cells, c.cell(&lines[i]))
		}
		t.add(cells...)
	}
	return t
}

// asked returns the columns that were asked for and have anything in a row.
func asked[T any](r Nodes, columns []column[T], rows []T) []column[T] {
	return slices.DeleteFunc(slices.Clone(columns), func(c column[T]) bool {
		return !r.asks(c.figure) || !slices.ContainsFunc(rows, func(row T) bool { return c.cell(&row).Text != "" })
	})
}

// hiresCell shows how many hires close a gap.
func hiresCell(line *NodeLine) Cell {
	switch {
	case line.RequiredHires != nil:
		return number(*line.RequiredHires)
	case line.Gap != nil:
		return Words("not possible")
	}
	return Words("")
}

func (r Nodes) limitTable() SheetTable {
	t := SheetTable{Heading: "Limits", Noun: "node", Head: []string{"Node"}}
	columns := asked(r, limitColumns, r.Limits)
	for _, c := range columns {
		t.Head = append(t.Head, c.head)
	}
	for i := range r.Limits {
		cells := []Cell{nodeCell(r.Limits[i].Node, r.Limits[i].Depth)}
		for _, c := range columns {
			cells = append(cells, c.cell(&r.Limits[i]))
		}
		t.add(cells...)
	}
	return t
}

// Rows shows the nodes for spreadsheets: a row for each node, measure and period,
// then one for the limits of each node, without a measure.
func (r Nodes) Rows() [][]string {
	rows := [][]string{{
		"node", "depth", "measure", "period", "unit", "goal", "quota", "quota_coverage", "street_quota", "capacity", "capacity_coverage", "gap",
		"required_hires", "cost", "withheld", "envelope", "left", "positions", "filled", "hires", "most_seats", "span", "most_span",
	}}
	for _, l := range r.Lines {
		hires := countOrNothing(l.RequiredHires).Text
		rows = append(rows, []string{
			l.Node, strconv.Itoa(l.Depth), l.Measure, l.Period, l.Unit, orNothing(l.Goal), orNothing(l.Quota), orNothing(l.QuotaCoverage), orNothing(l.Street),
			orNothing(l.Capacity), orNothing(l.CapacityCoverage), orNothing(l.Gap), hires, "", "", "", "", "", "", "", "", "", "",
		})
	}
	for _, l := range r.Limits {
		count := func(n *int) string { return countOrNothing(n).Text }
		rows = append(rows, []string{
			l.Node, strconv.Itoa(l.Depth), "", r.Year, r.Currency, "", "", "", "", "", "", "", "", orNothing(l.Cost), strconv.FormatBool(l.Withheld),
			orNothing(l.Envelope), orNothing(l.Left), count(l.Positions), count(l.Filled), count(l.Hires), count(l.Most), count(l.Span), count(l.MostSpan),
		})
	}
	return rows
}
