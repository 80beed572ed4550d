package metric

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Status says how good the value of a key figure is.
type Status string

// The statuses.
const (
	Green   Status = "green"
	Amber   Status = "amber"
	Red     Status = "red"
	NoValue Status = "none"
)

// Value is a key figure of a node.
type Value struct {
	KPI     *plan.KPI
	Level   string // global, regional, departmental
	Node    capacity.Node
	Figure  *money.Ratio // nil where it has none
	Problem string       // why it has none
	Status  Status
	Inputs  []Input // the figures in the formula, in order of first use
	OfPay   bool    // it follows from what people are paid: see [Result.Withheld]
}

// Input is a figure in a formula.
type Input struct {
	Name  string
	Value *money.Ratio // nil where nothing states it
}

// figures of measures and of nodes that formulas can name.
var (
	ofMeasures = []string{"goal", "quota", "stated_quota", "street_quota", "capacity", "seats_with_capacity", "seats_at_capacity"}
	ofNodes    = []string{
		"headcount.seats", "headcount.filled", "headcount.hires", "span.widest", "span.average", "span.managers", "cost.total", "pay.salary", "pay.incentive", "pay.target",
	}
)

// OfPay reports whether a figure follows from what people are paid.
func OfPay(name string) bool {
	return strings.HasPrefix(name, "cost.") || strings.HasPrefix(name, "pay.")
}

// problem is what is wrong with the declaration of a key figure.
type problem struct {
	code  diag.Code
	field string
	text  string
}

// values works a key figure out at all its nodes. With problems, which say what is
// wrong with the declaration, there are no values.
func (r *Result) values(kpi *plan.KPI) (values []Value, problems []problem) {
	if kpi.Computed == nil {
		return nil, nil
	}
	formula, problems := r.formulaOf(kpi)
	for i, level := range kpi.Computed.Levels {
		nodes, ok := r.nodesOf(level)
		if !ok {
			problems = append(problems, problem{
				diag.KPILevels, fmt.Sprintf("computed.levels[%d]", i),
				"the level " + level.Name + " names no nodes: state \"along\" and a \"depth\" that the tree has, or \"nodes\" that are there",
			})
		}
		for _, node := range nodes {
			if len(problems) == 0 {
				values = append(values, r.value(kpi, formula, level.Name, node))
			}
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return values, nil
}

// formulaOf reads the formula and the limits of a key figure.
func (r *Result) formulaOf(kpi *plan.KPI) (*Formula, []problem) {
	var problems []problem
	c := kpi.Computed
	if order := c.Target.Cmp(c.Red); kpi.Higher && order < 0 || !kpi.Higher && order > 0 {
		problems = append(problems, problem{diag.KPILevels, "computed.red", fmt.Sprintf("%s is better than the target %s, so that nothing would be amber", c.Red, c.Target)})
	}
	formula, err := Parse(c.Formula)
	if err != nil {
		return nil, append(problems, problem{diag.KPIFormula, "computed.formula", "the formula cannot be read: " + err.Error()})
	}
	for _, name := range formula.Names {
		if !r.knows(name.Text) {
			problems = append(problems, problem{diag.KPIUnknownFigure, "computed.formula", fmt.Sprintf("column %d: there is no figure \"%s\"; figures are %s of a measure of the plan, as in goal.new_arr, and %s",
				name.Column, name.Text, strings.Join(ofMeasures, ", "), strings.Join(ofNodes, ", "))})
		}
	}
	return formula, problems
}

// knows reports whether a formula may name a figure.
func (r *Result) knows(name string) bool {
	if slices.Contains(ofNodes, name) {
		return true
	}
	kind, measure, _ := strings.Cut(name, ".")
	return slices.Contains(ofMeasures, kind) && slices.ContainsFunc(r.plan.Measures, func(m plan.Measure) bool { return m.ID() == measure })
}

// value works a key figure out at one node.
func (r *Result) value(kpi *plan.KPI, formula *Formula, level string, node capacity.Node) Value {
	v := Value{KPI: kpi, Level: level, Node: node, Status: NoValue}
	figure := func(name string) (money.Ratio, bool) { return r.figure(name, node.Addr) }
	for _, name := range formula.Names {
		input := Input{Name: name.Text}
		if value, known := figure(name.Text); known {
			input.Value = &value
		}
		v.Inputs, v.OfPay = append(v.Inputs, input), v.OfPay || OfPay(name.Text)
	}
	value, problem := formula.Value(figure)
	if problem != nil {
		v.Problem = problem.String()
		return v
	}
	value = value.Lowest()
	v.Figure, v.Status = &value, statusOf(kpi, value)
	return v
}

func statusOf(kpi *plan.KPI, value money.Ratio) Status {
	good := func(limit money.Decimal) bool {
		order := value.Cmp(money.FromDecimal(limit))
		return kpi.Higher && order >= 0 || !kpi.Higher && order <= 0
	}
	switch {
	case good(kpi.Computed.Target):
		return Green
	case good(kpi.Computed.Red):
		return Amber
	}
	return Red
}

// figure returns a figure of a node in the year.
func (r *Result) figure(name string, node addr.Addr) (value money.Ratio, known bool) {
	kind, rest, _ := strings.Cut(name, ".")
	switch kind {
	case "headcount", "span":
		return r.people(name, node)
	case "cost", "pay":
		return r.pay(name, node)
	case "stated_quota":
		return r.stated(node, rest)
	case "seats_with_capacity", "seats_at_capacity":
		load := r.Assessment.Load(node, rest)
		if kind == "seats_at_capacity" {
			return money.FromInt(int64(load.Full)), true
		}
		return money.FromInt(int64(load.Seats)), true
	}
	line := r.Assessment.Line(node, rest, r.Year)
	found := map[string]*money.Ratio{"goal": line.Goal, "quota": line.Quota, "street_quota": line.Street, "capacity": line.Capacity}[kind]
	if found == nil {
		return value, false
	}
	return *found, true
}

// people returns how many seats and managers there are at a node.
func (r *Result) people(name string, node addr.Addr) (value money.Ratio, known bool) {
	limit := r.Assessment.Limit(node)
	managers, reports := r.Assessment.Managers(node)
	if name == "span.average" {
		average, err := money.FromInt(int64(reports)).Quo(money.FromInt(int64(managers)))
		return average, err == nil
	}
	count, known := map[string]int{
		"headcount.seats": limit.Positions, "headcount.filled": limit.Filled, "headcount.hires": limit.Hires, "span.widest": limit.Span, "span.managers": managers,
	}[name]
	return money.FromInt(int64(count)), known
}

// pay returns what people at a node cost or are paid at 100 %.
func (r *Result) pay(name string, node addr.Addr) (value money.Ratio, known bool) {
	if name == "cost.total" {
		limit := r.Assessment.Limit(node)
		return money.FromDecimal(limit.Cost), limit.CostKnown
	}
	salary, incentive, known := r.Assessment.TargetPay(node)
	fixed, variable := money.FromDecimal(salary), money.FromDecimal(incentive)
	switch name {
	case "pay.salary":
		return fixed, known
	case "pay.incentive":
		return variable, known
	}
	return fixed.Add(variable), known
}
