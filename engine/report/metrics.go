package report

import (
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/metric"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Metrics is the result of the verb metrics: ratios of every node, and the key
// figures that the plan computes. Ratios are rounded half up to 4 digits.
type Metrics struct {
	Header
	Input    string `json:"input"` // as the user named it
	Plan     string `json:"plan"`  // the plan's own name
	Year     string `json:"year"`
	Currency string `json:"currency"`
	By       string `json:"by"` // territory, manager
	// Masked is true where figures that would give away the pay of groups smaller
	// than SmallestGroup are withheld.
	Masked        bool          `json:"masked"`
	SmallestGroup int           `json:"smallest_group"`
	KPIs          []MetricKPI   `json:"kpis"`   // by key figure, level and node
	Lines         []MetricLine  `json:"lines"`  // by node in tree order and measure
	Levels        []MetricLevel `json:"levels"` // by measure and depth
	Spans         []MetricSpan  `json:"spans"`  // by node in tree order
}

// MetricKPI is a key figure of a node.
type MetricKPI struct {
	KPI      string        `json:"kpi"`
	Name     string        `json:"name"`
	Owner    string        `json:"owner_role,omitempty"`
	Level    string        `json:"level"` // global, regional, departmental
	Node     string        `json:"node"`  // address; "" for the whole plan
	Formula  string        `json:"formula"`
	Value    *string       `json:"value"`
	Withheld bool          `json:"withheld,omitempty"` // with status and pay, because it would give away pay
	Target   string        `json:"target"`
	Red      string        `json:"red"`
	Better   string        `json:"better"` // higher, lower
	Status   string        `json:"status"` // green, amber, red, none
	Problem  string        `json:"problem,omitempty"`
	Unit     string        `json:"unit,omitempty"`
	Inputs   []MetricInput `json:"inputs"` // the figures in the formula
}

// MetricInput is a figure in a formula; null where nothing states it or it is
// withheld.
type MetricInput struct {
	Figure string  `json:"figure"`
	Value  *string `json:"value"`
}

// MetricLine is what follows from goal, quotas and seats of a node for a measure;
// null stands for what has no value or is withheld.
type MetricLine struct {
	Node             string  `json:"node"` // address; "" for the whole plan
	Depth            int     `json:"depth"`
	Measure          string  `json:"measure"`
	GoalCoverage     *string `json:"goal_coverage"`     // quotas / goal
	AttainmentNeeded *string `json:"attainment_needed"` // goal / quotas
	OverAssignment   *string `json:"over_assignment"`   // quotas below / quota of the node
	// QuotaToTargetPay is quotas / base salary and incentive pay at 100 %,
	// QuotaToIncentive quotas / incentive pay at 100 %, both of the people who are
	// there in the year by days.
	QuotaToTargetPay *string `json:"quota_to_target_pay"`
	QuotaToIncentive *string `json:"quota_to_incentive"`
	Withheld         bool    `json:"withheld,omitempty"`
	Seats            int     `json:"seats"`       // with a capacity
	AtCapacity       int     `json:"at_capacity"` // of those, whose quota is at least the capacity
	ShareAtCapacity  *string `json:"share_at_capacity"`
}

// MetricLevel is what the quotas of all nodes of one depth of the tree sum to.
type MetricLevel struct {
	Measure string  `json:"measure"`
	Depth   int     `json:"depth"` // from 1
	Nodes   int     `json:"nodes"` // with a quota of their own
	Quota   string  `json:"quota"`
	Ratio   *string `json:"over_assignment"` // to the next level above with quotas; null for the first
}

// MetricSpan is how many report to one manager on the last day of the year.
type MetricSpan struct {
	Node     string  `json:"node"` // address; "" for the whole plan
	Depth    int     `json:"depth"`
	Managers int     `json:"managers"` // with direct reports, at or below the node
	Reports  int     `json:"reports"`  // of all of them
	Average  *string `json:"average"`
	Widest   int     `json:"widest"`
}

// MetricsInput is what was worked out.
type MetricsInput struct {
	Input         string // as the user named it
	By            string // territory, manager
	Plan          *plan.Plan
	Result        *metric.Result
	Unmasked      bool
	SmallestGroup int
	Complete      bool
}

// NewMetrics shows figures of nodes.
func NewMetrics(in MetricsInput) Metrics {
	r := Metrics{
		Header: NewHeader("metrics", in.Complete), Input: in.Input, Plan: in.Plan.Choices.Name, Year: in.Result.Year.String(), By: in.By,
		Currency: in.Plan.Choices.Currency.String(), Masked: !in.Unmasked, SmallestGroup: in.SmallestGroup,
		KPIs: []MetricKPI{}, Lines: []MetricLine{}, Levels: []MetricLevel{}, Spans: []MetricSpan{},
	}
	for i := range in.Result.KPIs {
		r.KPIs = append(r.KPIs, metricKPI(&in, &in.Result.KPIs[i]))
	}
	for i := range in.Result.Lines {
		r.Lines = append(r.Lines, metricLine(&in, &in.Result.Lines[i]))
	}
	for i := range in.Result.Levels {
		level := &in.Result.Levels[i]
		r.Levels = append(r.Levels, MetricLevel{Measure: level.Measure, Depth: level.Depth, Nodes: level.Nodes, Quota: metric.Rounded(level.Sum), Ratio: ratioText(level.Ratio)})
	}
	for i := range in.Result.Spans {
		span := &in.Result.Spans[i]
		shown := MetricSpan{Node: span.Node.Addr.String(), Depth: span.Node.Depth, Managers: span.Managers, Reports: span.Reports, Widest: span.Widest}
		if average, err := money.FromInt(int64(span.Reports)).Quo(money.FromInt(int64(span.Managers))); err == nil {
			shown.Average = ratioText(&average)
		}
		r.Spans = append(r.Spans, shown)
	}
	return r
}

func ratioText(ratio *money.Ratio) *string {
	if ratio == nil {
		return nil
	}
	text := metric.Rounded(*ratio)
	return &text
}

func metricKPI(in *MetricsInput, v *metric.Value) MetricKPI {
	shown := MetricKPI{
		KPI: v.KPI.ID(), Name: v.KPI.Name, Owner: v.KPI.OwnerRole, Level: v.Level, Node: v.Node.Addr.String(), Formula: v.KPI.Computed.Formula,
		Target: v.KPI.Computed.Target.String(), Red: v.KPI.Computed.Red.String(), Better: "lower", Status: string(v.Status), Problem: v.Problem,
		Unit: v.KPI.Unit, Value: ratioText(v.Figure), Inputs: []MetricInput{},
	}
	if v.KPI.Higher {
		shown.Better = "higher"
	}
	shown.Withheld = v.OfPay && !in.Unmasked && in.Result.Withheld(v.Node.Addr)
	for _, input := range v.Inputs {
		one := MetricInput{Figure: input.Name, Value: ratioText(input.Value)}
		if shown.Withheld && metric.OfPay(input.Name) {
			one.Value = nil
		}
		shown.Inputs = append(shown.Inputs, one)
	}
	if shown.Withheld {
		shown.Value, shown.Status, shown.Problem = nil, string(metric.NoValue), ""
	}
	return shown
}

func metricLine(in *MetricsInput, l *metric.Line) MetricLine {
	shown := MetricLine{
		Node: l.Node.Addr.String(), Depth: l.Node.Depth, Measure: l.Measure, GoalCoverage: ratioText(l.Coverage), AttainmentNeeded: ratioText(l.Needed),
		OverAssignment: ratioText(l.OverAssignment), QuotaToTargetPay: ratioText(l.QuotaToPay), QuotaToIncentive: ratioText(l.QuotaToTarget),
		Seats: l.Load.Seats, AtCapacity: l.Load.Full,
	}
	if share, err := money.FromInt(int64(l.Load.Full)).Quo(money.FromInt(int64(l.Load.Seats))); err == nil {
		shown.ShareAtCapacity = ratioText(&share)
	}
	if l.QuotaToPay != nil && !in.Unmasked && in.Result.Withheld(l.Node.Addr) {
		shown.QuotaToTargetPay, shown.QuotaToIncentive, shown.Withheld = nil, nil, true
	}
	return shown
}

// Sheet shows the figures as tables.
func (r Metrics) Sheet() Sheet {
	s := Sheet{
		Title: "Metrics", Subject: r.Plan, Incomplete: r.missing("some records could not be used, which salesplan check names, or pay could not be computed, which salesplan cost explains"),
		Facts: []Fact{{"Year", []Cell{Words(r.Year), Words("in"), Words(r.Currency)}}},
	}
	s.Facts = append(s.Facts, Fact{"Pay", []Cell{Words("base salary and incentive pay at all quotas met, of the people who are there, by days of the year")}})
	if r.Masked {
		s.Facts = append(s.Facts, Fact{"Masked", []Cell{Words("what follows from the pay of fewer than"), number(r.SmallestGroup), Words("people is withheld without --unmask")}})
	}
	for _, t := range []SheetTable{r.kpiTable(), r.lineTable(), r.levelTable(), r.spanTable()} {
		if len(t.Rows) > 0 {
			s.Tables = append(s.Tables, t)
		}
	}
	return s
}

func (r Metrics) kpiTable() SheetTable {
	t := SheetTable{Heading: "Key figures", Noun: "value", Head: []string{"Key figure", "Level", "Node", "Value", "Target", "Red", "Status", "Owner", "From"}}
	for i := range r.KPIs {
		k := &r.KPIs[i]
		status, value := Words(k.Status), optional(k.Value)
		switch {
		case k.Withheld:
			value, status = Words(withheld), Words("")
		case k.Problem != "":
			status = Words("no value: " + k.Problem)
		}
		t.add(Value(k.Name), Words(k.Level), nodeCell(k.Node, 0), value, FigureOf(k.Target), FigureOf(k.Red), status, Value(k.Owner), Value(k.trace()))
	}
	return t
}

// trace writes the formula and what its figures are.
func (k *MetricKPI) trace() string {
	var text strings.Builder
	text.WriteString(k.Formula)
	for i, input := range k.Inputs {
		between := "; "
		if i == 0 {
			between = ": "
		}
		text.WriteString(between + input.Figure + " = ")
		switch {
		case input.Value != nil:
			text.WriteString(*input.Value)
		case k.Withheld && metric.OfPay(input.Figure):
			text.WriteString(withheld)
		default:
			text.WriteString("none")
		}
	}
	return text.String()
}

func (r Metrics) lineTable() SheetTable {
	t := SheetTable{Heading: "Ratios", Noun: "line", Head: []string{
		"Node", "Measure", "Quotas of goal", "Attainment needed", "Over-assignment", "Quota to pay", "Quota to incentive", "Seats", "At capacity",
	}}
	for i := range r.Lines {
		l := &r.Lines[i]
		pay, incentive := optional(l.QuotaToTargetPay), optional(l.QuotaToIncentive)
		if l.Withheld {
			pay, incentive = Words(withheld), Words(withheld)
		}
		seats, full := Words(""), Words("")
		if l.Seats > 0 {
			seats, full = number(l.Seats), percentOrNothing(l.ShareAtCapacity)
		}
		t.add(nodeCell(l.Node, l.Depth), Value(l.Measure), percentOrNothing(l.GoalCoverage), percentOrNothing(l.AttainmentNeeded), optional(l.OverAssignment), pay, incentive, seats, full)
	}
	return t
}

func (r Metrics) levelTable() SheetTable {
	t := SheetTable{Heading: "Quotas by level", Noun: "level", Head: []string{"Measure", "Level", "Nodes", "Quotas", "of the level above"}}
	for _, l := range r.Levels {
		t.add(Value(l.Measure), number(l.Depth), number(l.Nodes), FigureOf(l.Quota), optional(l.Ratio))
	}
	return t
}

func (r Metrics) spanTable() SheetTable {
	t := SheetTable{Heading: "Span of control", Noun: "node", Head: []string{"Node", "Managers", "Direct reports", "Average", "Widest"}}
	for _, s := range r.Spans {
		t.add(nodeCell(s.Node, s.Depth), number(s.Managers), number(s.Reports), optional(s.Average), number(s.Widest))
	}
	return t
}

// Rows shows every figure for spreadsheets, one in each row.
func (r Metrics) Rows() [][]string {
	rows := [][]string{{"figure", "name", "level", "node", "measure", "year", "value", "withheld", "target", "red", "status", "owner_role"}}
	for i := range r.KPIs {
		k := &r.KPIs[i]
		rows = append(rows, []string{k.KPI, k.Name, k.Level, k.Node, "", r.Year, orNothing(k.Value), strconv.FormatBool(k.Withheld), k.Target, k.Red, k.Status, k.Owner})
	}
	one := func(figure, level, node, measure string, value *string, hidden bool) {
		if value != nil || hidden {
			rows = append(rows, []string{figure, "", level, node, measure, r.Year, orNothing(value), strconv.FormatBool(hidden), "", "", "", ""})
		}
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		depth := strconv.Itoa(l.Depth)
		one("goal_coverage", depth, l.Node, l.Measure, l.GoalCoverage, false)
		one("attainment_needed", depth, l.Node, l.Measure, l.AttainmentNeeded, false)
		one("over_assignment", depth, l.Node, l.Measure, l.OverAssignment, false)
		one("quota_to_target_pay", depth, l.Node, l.Measure, l.QuotaToTargetPay, l.Withheld)
		one("quota_to_incentive", depth, l.Node, l.Measure, l.QuotaToIncentive, l.Withheld)
		one("share_at_capacity", depth, l.Node, l.Measure, l.ShareAtCapacity, false)
	}
	for i := range r.Levels {
		one("over_assignment_of_level", strconv.Itoa(r.Levels[i].Depth), "", r.Levels[i].Measure, r.Levels[i].Ratio, false)
	}
	for i := range r.Spans {
		widest := strconv.Itoa(r.Spans[i].Widest)
		one("span_average", strconv.Itoa(r.Spans[i].Depth), r.Spans[i].Node, "", r.Spans[i].Average, false)
		one("span_widest", strconv.Itoa(r.Spans[i].Depth), r.Spans[i].Node, "", &widest, false)
	}
	return rows
}
