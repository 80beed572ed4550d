package report

import (
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/money"
)

// incompleteCost says what a cost that is not complete leaves out.
const incompleteCost = "the pay of some people could not be computed: the findings say whose and why"

// withheld stands where an amount would give away the pay of a single person.
const withheld = "withheld"

// Sheet shows the cost as tables.
func (r Cost) Sheet() Sheet {
	s := Sheet{
		Title: "Cost", Subject: r.Plan, Incomplete: r.missing(incompleteCost), Findings: r.Findings,
		Facts: []Fact{{"Year", []Cell{Words(r.Year), Words("in"), Words(r.Currency)}}},
	}
	if r.AsOf != "" {
		s.Facts = append(s.Facts, Fact{"As of", []Cell{Value(r.AsOf), Words("and as if it stayed so for the year")}})
	}
	if r.KnownAt != "" {
		s.Facts = append(s.Facts, Fact{"Known at", []Cell{Value(r.KnownAt)}})
	}
	if r.Masked {
		s.Facts = append(s.Facts, Fact{"Masked", []Cell{Words("amounts of fewer than"), number(r.SmallestGroup), Words("people are withheld; --unmask shows them")}})
	}
	s.Tables = append(s.Tables, r.rowTable())
	if len(r.CostOfSales) > 0 {
		s.Tables = append(s.Tables, r.ratioTable())
	}
	if len(r.Curves) > 0 {
		s.Tables = append(s.Tables, r.curveTable())
	}
	return s
}

func (r Cost) rowTable() SheetTable {
	t := SheetTable{Heading: "By " + r.Dimension, Noun: "row", Head: []string{r.Dimension, "People", "Salary"}}
	for _, level := range r.Levels {
		t.Head = append(t.Head, "Pay "+level.name(), "Cost "+level.name())
	}
	for _, row := range r.Sums {
		label := Value(row.Node)
		if row.Node == "" {
			label = Words("whole plan")
			if row.Depth > 0 {
				label = Words("none")
			}
		}
		label.Indent = row.Depth
		cells := []Cell{label, number(row.People), amountOrWithheld(row.Salary)}
		for level := range r.Levels {
			cells = append(cells, amountOrWithheld(row.Pay[level]), amountOrWithheld(row.Cost[level]))
		}
		t.add(cells...)
	}
	return t
}

func (r Cost) ratioTable() SheetTable {
	t := SheetTable{Heading: "Cost of sales", Noun: "level", Head: []string{"Attainment", "People", "Cost", "Of", "Amount", "Ratio"}}
	for _, one := range r.CostOfSales {
		ratio := Words(withheld)
		if one.Ratio != nil {
			ratio = Percent(percentOf(one.Ratio))
		}
		t.add(Words(one.name()), number(one.People), amountOrWithheld(one.Cost), Words(one.Of), FigureOf(one.Sales), ratio)
	}
	return t
}

// curveTable draws pay over attainment, one bar a point: each block is a share of
// the most that is paid.
func (r Cost) curveTable() SheetTable {
	t := SheetTable{Heading: "Pay curves", Noun: "curve", Head: []string{"Comp plan", "People", "Pay from 0 % on"}}
	points := r.Curves[0].Points
	for i := 0; i < len(points); i += curveStep {
		t.Head = append(t.Head, "at "+percentText(points[i].Attainment))
	}
	for _, curve := range r.Curves {
		cells := []Cell{Value(curve.CompPlan), number(curve.People), Words(spark(curve.Points))}
		for i := 0; i < len(curve.Points); i += curveStep {
			cells = append(cells, Percent(percentOf(&curve.Points[i].Share)))
		}
		t.add(cells...)
	}
	return t
}

// curveStep is how many points of a curve lie between two that are shown as
// numbers.
const curveStep = 5

// blocks are the heights of a bar.
var blocks = []rune("▁▂▃▄▅▆▇█")

// spark draws shares as bars, the tallest being the largest share.
func spark(points []PayCurvePoint) string {
	shares := make([]money.Ratio, len(points))
	var most money.Ratio
	for i, point := range points {
		if share, err := money.ParseDecimal(point.Share); err == nil {
			shares[i] = money.FromDecimal(share)
		}
		most = most.Max(shares[i])
	}
	bars := make([]rune, len(points))
	for i, share := range shares {
		bars[i] = blocks[0]
		for step := 1; step < len(blocks); step++ {
			reached := most.Mul(money.FromInt(int64(step)))
			if most.Sign() > 0 && share.Mul(money.FromInt(int64(len(blocks)-1))).Cmp(reached) >= 0 {
				bars[i] = blocks[step]
			}
		}
	}
	return string(bars)
}

func (l CostLevel) name() string {
	if l.Attainment == nil {
		return "mix"
	}
	return percentText(*l.Attainment)
}

// percentText writes 1.2 as 120 %.
func percentText(text string) string {
	return strings.TrimSuffix(percentOf(&text), ".0") + " %"
}

func amountOrWithheld(text *string) Cell {
	if text == nil {
		return Words(withheld)
	}
	return FigureOf(*text)
}

// Rows shows the cost for spreadsheets, one row a node; withheld amounts are
// empty.
func (r Cost) Rows() [][]string {
	head := []string{"node", "depth", "people", "withheld", "salary"}
	for _, level := range r.Levels {
		name := "mix"
		if level.Attainment != nil {
			name = *level.Attainment
		}
		head = append(head, "pay "+name, "burden "+name, "cost "+name)
	}
	rows := [][]string{head}
	for _, row := range r.Sums {
		cells := []string{row.Node, strconv.Itoa(row.Depth), strconv.Itoa(row.People), strconv.FormatBool(row.Withheld), orNothing(row.Salary)}
		for level := range r.Levels {
			cells = append(cells, orNothing(row.Pay[level]), orNothing(row.Burden[level]), orNothing(row.Cost[level]))
		}
		rows = append(rows, cells)
	}
	return rows
}

// orNothing returns a text, "" for none.
func orNothing(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
