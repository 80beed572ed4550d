package report

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Figures that rollup shows of nodes.
const (
	GoalFigure      = "goal"
	QuotaFigure     = "quota"
	StreetFigure    = "street_quota"
	CapacityFigure  = "capacity"
	CostFigure      = "cost"
	HeadcountFigure = "headcount"
)

// NodeFigures returns the figures that rollup can show of nodes, in order.
func NodeFigures() []string {
	return []string{GoalFigure, QuotaFigure, StreetFigure, CapacityFigure, CostFigure, HeadcountFigure}
}

// Nodes is the result of the verb rollup for nodes of a hierarchy: what they are
// to achieve, carry, can achieve and cost.
type Nodes struct {
	Header
	Input     string   `json:"input"`              // as the user named it
	Plan      string   `json:"plan"`               // the plan's own name
	KnownAt   string   `json:"known_at,omitempty"` // the commit that the plan was read from, where one was asked for
	Year      string   `json:"year"`
	Currency  string   `json:"currency"`
	Dimension string   `json:"dimension"` // node: those with a goal or an envelope; territory, manager: all of a tree
	Figures   []string `json:"figures"`   // that were asked for
	// Masked is true where cost that would give away the pay of groups smaller than
	// SmallestGroup is withheld.
	Masked        bool         `json:"masked"`
	SmallestGroup int          `json:"smallest_group"`
	Hire          *NodeHire    `json:"hire,omitempty"` // whom required hires are counted in
	Lines         []NodeLine   `json:"lines"`          // by node in tree order, measure and period
	Limits        []NodeLimits `json:"limits"`         // by node in tree order
}

// NodeHire says of whom and from when on required hires are counted.
type NodeHire struct {
	Role string `json:"role"`
	From string `json:"from"` // the first day on which they are there
}

// NodeLine is what a node is to achieve, carries and can achieve in a period.
// Figures that nothing states, or that were not asked for, are null.
type NodeLine struct {
	Node             string  `json:"node"` // address; "" for the whole plan
	Depth            int     `json:"depth"`
	Measure          string  `json:"measure"`
	Period           string  `json:"period"`
	Unit             string  `json:"unit"` // currency code, or count
	Goal             *string `json:"goal"`
	Quota            *string `json:"quota"`             // sum of those at the lowest levels below
	QuotaCoverage    *string `json:"quota_coverage"`    // quota / goal
	Street           *string `json:"street_quota"`      // quotas of seats after presence and ramp
	Capacity         *string `json:"capacity"`          // what the seats can achieve
	CapacityCoverage *string `json:"capacity_coverage"` // capacity / goal
	Gap              *string `json:"gap"`               // goal - capacity
	// RequiredHires close the gap; null where none is asked for, nothing tells what
	// they achieve, or no number of them can.
	RequiredHires *int `json:"required_hires"`
}

// NodeLimits is what a node costs and how many seats it has in the year, against
// its envelope.
type NodeLimits struct {
	Node       string   `json:"node"` // address; "" for the whole plan
	Depth      int      `json:"depth"`
	Attainment string   `json:"attainment"` // at which incentive pay counts
	Includes   []string `json:"includes"`   // what counts as cost
	Cost       *string  `json:"cost"`       // null where it is withheld, not known or not asked for
	Withheld   bool     `json:"withheld,omitempty"`
	Envelope   *string  `json:"envelope"`
	Left       *string  `json:"left"`      // envelope - cost
	Positions  *int     `json:"positions"` // at the end of the year, with those of planned hires
	Filled     *int     `json:"filled"`
	Hires      *int     `json:"hires"` // planned to be there by then
	Most       *int     `json:"most_seats"`
	Counts     string   `json:"counts,omitempty"` // what the most is of: positions, filled
	Span       *int     `json:"span"`             // most direct reports of one manager
	MostSpan   *int     `json:"most_span"`
}

// NodesInput is what an assessment found.
type NodesInput struct {
	Input         string // as the user named it
	Plan          *plan.Plan
	Assessment    *capacity.Assessment
	Dimension     string // node, territory, manager
	Figures       []string
	Grain         period.Kind // the shortest periods that are shown
	Hire          *capacity.Candidate
	Unmasked      bool
	SmallestGroup int
	Complete      bool
}

// NewNodes shows an assessment.
func NewNodes(in NodesInput) Nodes {
	r := Nodes{
		Header: NewHeader("rollup nodes", in.Complete), Input: in.Input, Plan: in.Plan.Choices.Name, Year: in.Assessment.Year.String(),
		Currency: in.Plan.Choices.Currency.String(), Dimension: in.Dimension, Figures: in.Figures, Masked: !in.Unmasked, SmallestGroup: in.SmallestGroup,
		Lines: []NodeLine{}, Limits: []NodeLimits{},
	}
	r.Complete = r.Complete && !(r.asks(CostFigure) && in.Assessment.CostUnknown())
	if in.Hire != nil {
		r.Hire = &NodeHire{in.Hire.Role, in.Hire.Works.String()}
	}
	collection := map[string]string{"territory": plan.TerritoryKind, "manager": plan.PositionKind}[in.Dimension]
	for _, node := range in.Assessment.Nodes(collection, collection == "") {
		r.addLines(&in, node)
		if r.asks(CostFigure) || r.asks(HeadcountFigure) {
			r.Limits = append(r.Limits, r.limitsOf(&in, node))
		}
	}
	return r
}

func (r *Nodes) asks(figure string) bool { return slices.Contains(r.Figures, figure) }

// addLines adds the lines of a node: the year, then its parts.
func (r *Nodes) addLines(in *NodesInput, node capacity.Node) {
	periods := []period.Period{in.Assessment.Year}
	if in.Grain > period.Year {
		periods = append(periods, in.Assessment.Year.Parts(in.Grain)...)
	}
	for _, measure := range in.Assessment.Aims() {
		for _, when := range periods {
			if line, some := r.lineOf(in, node, measure, when); some {
				r.Lines = append(r.Lines, line)
			}
		}
	}
}

// lineOf shows the figures of a node for a measure in a period; some is false if
// there is none.
func (r *Nodes) lineOf(in *NodesInput, node capacity.Node, measure string, when period.Period) (line NodeLine, some bool) {
	found := in.Assessment.Line(node.Addr, measure, when)
	line = NodeLine{Node: node.Addr.String(), Depth: node.Depth, Measure: measure, Period: when.String(), Unit: "count"}
	digits := countDigits
	if m, ok := in.Plan.Find(addr.New(plan.MeasureKind, measure)); ok && m.Node.TextOf("unit") == "money" {
		line.Unit, digits = r.Currency, in.Plan.Choices.Currency.MinorUnits()
	}
	show := func(figure string, value *money.Ratio) *string {
		if !r.asks(figure) || value == nil {
			return nil
		}
		some = true
		return roundedText(*value, digits)
	}
	line.Goal, line.Quota = show(GoalFigure, found.Goal), show(QuotaFigure, found.Quota)
	line.Street, line.Capacity = show(StreetFigure, found.Street), show(CapacityFigure, found.Capacity)
	if line.Goal != nil && line.Quota != nil {
		line.QuotaCoverage = coverageText(found, found.Quota)
	}
	if line.Goal != nil && line.Capacity != nil {
		line.CapacityCoverage = coverageText(found, found.Capacity)
		gap, _ := found.Gap()
		line.Gap = roundedText(gap, digits)
		if in.Hire != nil {
			line.RequiredHires = requiredHires(in, node.Addr, measure, when)
		}
	}
	return line, some
}

// countDigits are the digits after the point of figures that are counts.
const countDigits = 2

// roundedText writes a number rounded half up, with all digits unless it is a
// whole one; nil for one that is too large.
func roundedText(figure money.Ratio, digits int) *string {
	d, err := figure.Round(digits, money.HalfUp)
	if err != nil {
		return nil
	}
	text := d.String()
	if d.Scale() > 0 {
		text = d.Format(digits)
	}
	return &text
}

func coverageText(line capacity.Line, figure *money.Ratio) *string {
	coverage, ok := line.Coverage(figure)
	if !ok {
		return nil
	}
	text := coverage.String()
	return &text
}

// requiredHires returns nil where no number of people closes the gap.
func requiredHires(in *NodesInput, node addr.Addr, measure string, when period.Period) *int {
	heads, possible := in.Assessment.Required(node, measure, when, *in.Hire)
	if !possible {
		return nil
	}
	return &heads
}

// limitsOf shows cost and seats of a node.
func (r *Nodes) limitsOf(in *NodesInput, node capacity.Node) NodeLimits {
	found := in.Assessment.Limit(node.Addr)
	shown := NodeLimits{
		Node: node.Addr.String(), Depth: node.Depth, Attainment: found.Counted.Attainment.String(), Includes: found.Counted.Names(),
	}
	if r.asks(CostFigure) {
		r.showCost(in, &shown, found)
	}
	if !r.asks(HeadcountFigure) {
		return shown
	}
	shown.Positions, shown.Filled, shown.Hires, shown.Span = &found.Positions, &found.Filled, &found.Hires, &found.Span
	if e := found.Envelope; e != nil && e.Headcount != nil {
		shown.Most, shown.Counts = &e.Headcount.Max, "positions"
		if e.Headcount.Filled {
			shown.Counts = "filled"
		}
	}
	if e := found.Envelope; e != nil && e.MaxSpan > 0 {
		shown.MostSpan = &e.MaxSpan
	}
	return shown
}

// showCost shows what a node costs, if that does not give away the pay of few
// people, and what it may cost.
func (r *Nodes) showCost(in *NodesInput, shown *NodeLimits, found capacity.Limit) {
	digits := in.Plan.Choices.Currency.MinorUnits()
	if found.Max != nil {
		text := found.Max.Format(digits)
		shown.Envelope = &text
	}
	if !found.CostKnown {
		return
	}
	if shown.Withheld = r.Masked && found.Withheld(); shown.Withheld {
		return
	}
	text := found.Cost.Format(digits)
	shown.Cost = &text
	if found.Max != nil {
		if left, err := found.Max.Sub(found.Cost); err == nil {
			text := left.Format(digits)
			shown.Left = &text
		}
	}
}
