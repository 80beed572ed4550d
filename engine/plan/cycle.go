package plan

import (
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Names of the collections of the monthly cycle.
const (
	CycleStepKind     = "cycle_step"
	CycleInputKind    = "cycle_input"
	CycleDeliveryKind = "cycle_delivery"
	DemandSupplyKind  = "demand_supply"
	KPIKind           = "kpi"
	KPIValueKind      = "kpi_value"
	AttendeeKind      = "cycle_attendee"
	MeetingKind       = "cycle_meeting"
	ActionKind        = "cycle_action"
)

// Cycle is the monthly cycle of sales and operations planning. Every slice is
// sorted by address.
type Cycle struct {
	Steps      []CycleStep
	Inputs     []CycleInput
	Deliveries []CycleDelivery
	Balances   []DemandSupply
	KPIs       []KPI
	Values     []KPIValue
	Attendees  []CycleAttendee
	Meetings   []CycleMeeting
	Actions    []CycleAction
}

// CycleStep is a step of the cycle.
type CycleStep struct {
	Origin
	Name, Kind string
	Order      int
	DueDays    int    // after the month's end
	OwnerRole  string // "" if not stated
}

// CycleInput is something that the cycle needs every month.
type CycleInput struct {
	Origin
	Name      string
	OwnerRole string // "" if not stated
	System    string // "" if not stated
	DueDays   int    // after the month's end
	FreshDays int    // how old it may be when it is used
}

// CycleDelivery says that an input came for a month.
type CycleDelivery struct {
	Origin
	Input           string
	Month           period.Period
	Delivered, AsOf period.Date
	Status          string // received, validated or rejected
	Note            string
}

// DemandSupply is what is asked for and what can be delivered in a month.
type DemandSupply struct {
	Origin
	Item                        string
	Month                       period.Period
	Demand, Capacity, Inventory money.Decimal
	Unit                        string // "" if not stated
}

// KPI is a figure that the cycle looks at every month.
type KPI struct {
	Origin
	Name      string
	Higher    bool // more of it is good
	Tolerance money.Decimal
	Computed  *ComputedKPI // nil where it is reported
	OwnerRole string       // "" if not stated
	Unit      string       // "" if not stated
}

// ComputedKPI is a figure of a fiscal year that follows from the plan.
type ComputedKPI struct {
	Formula     string
	Target, Red money.Decimal
	Levels      []KPILevel
}

// KPILevel are nodes at which a figure is worked out.
type KPILevel struct {
	Name  string   // global, regional, departmental
	Along string   // territory, manager; "" if not stated
	Depth int      // 0 if not stated
	Nodes []string // addresses
}

func computedOf(n *syntax.Node) *ComputedKPI {
	stated, ok := n.Field("computed")
	if !ok {
		return nil
	}
	c := &ComputedKPI{Formula: stated.TextOf("formula"), Target: decimalOf(stated, "target"), Red: decimalOf(stated, "red")}
	if levels, ok := stated.Field("levels"); ok {
		for i := range levels.Children {
			one := &levels.Children[i]
			c.Levels = append(c.Levels, KPILevel{Name: one.TextOf("name"), Along: one.TextOf("along"), Depth: wholeOf(one, "depth", 0), Nodes: textsOf(one, "nodes")})
		}
	}
	return c
}

// KPIValue is the target and the result of a figure in a month.
type KPIValue struct {
	Origin
	KPI    string
	Month  period.Period
	Target money.Decimal
	Actual *money.Decimal // nil if not stated
	Reason string         // why the target is another one than last month; "" if not stated
}

// CycleAttendee is a seat at the monthly meeting.
type CycleAttendee struct {
	Origin
	Position string
	Deputy   string // "" if not stated
	Required bool
}

// CycleMeeting is the meeting of a month.
type CycleMeeting struct {
	Origin
	Month     period.Period
	Date      period.Date
	Chair     string
	Attended  []string // positions
	Held      bool     // it says who was there
	Agenda    []string
	Decisions []string
}

// CycleAction is something that somebody has to do after a meeting.
type CycleAction struct {
	Origin
	Title, Owner string
	Raised       period.Period
	Due          period.Date
	Status       string      // open, done or dropped
	Closed       period.Date // zero if not stated
	Note         string
}

// add files one sound record of the cycle under its type; ok is false for other
// collections.
func (c *Cycle) add(r *record.Record, origin Origin) (ok bool) {
	n := &r.Node
	switch r.Addr.Collection {
	case CycleStepKind:
		c.Steps = append(c.Steps, CycleStep{
			Origin: origin, Name: n.TextOf("name"), Kind: n.TextOf("kind"), Order: orderOf(n), DueDays: wholeOf(n, "due_days", 0), OwnerRole: n.TextOf("owner_role"),
		})
	case CycleInputKind:
		c.Inputs = append(c.Inputs, CycleInput{
			Origin: origin, Name: n.TextOf("name"), OwnerRole: n.TextOf("owner_role"), System: n.TextOf("system"),
			DueDays: wholeOf(n, "due_days", 0), FreshDays: wholeOf(n, "fresh_days", 0),
		})
	case CycleDeliveryKind:
		c.Deliveries = append(c.Deliveries, CycleDelivery{
			Origin: origin, Input: n.TextOf("input"), Month: periodOf(n, "month"), Delivered: dateOf(n, "delivered"), AsOf: dateOf(n, "as_of"),
			Status: n.TextOf("status"), Note: n.TextOf("note"),
		})
	case DemandSupplyKind:
		c.Balances = append(c.Balances, DemandSupply{
			Origin: origin, Item: n.TextOf("item"), Month: periodOf(n, "month"), Demand: decimalOf(n, "demand"), Capacity: decimalOf(n, "capacity"),
			Inventory: decimalOf(n, "inventory"), Unit: n.TextOf("unit"),
		})
	case KPIKind:
		c.KPIs = append(c.KPIs, KPI{
			Origin: origin, Name: n.TextOf("name"), Higher: n.TextOf("better") == "higher", Tolerance: decimalOf(n, "tolerance"),
			OwnerRole: n.TextOf("owner_role"), Unit: n.TextOf("unit"), Computed: computedOf(n),
		})
	case KPIValueKind:
		c.Values = append(c.Values, KPIValue{
			Origin: origin, KPI: n.TextOf("kpi"), Month: periodOf(n, "month"), Target: decimalOf(n, "target"), Actual: statedDecimal(n, "actual"), Reason: n.TextOf("reason"),
		})
	case AttendeeKind:
		c.Attendees = append(c.Attendees, CycleAttendee{Origin: origin, Position: n.TextOf("position"), Deputy: n.TextOf("deputy"), Required: n.TextOf("required") == "true"})
	case MeetingKind:
		_, held := n.Field("attended")
		c.Meetings = append(c.Meetings, CycleMeeting{
			Origin: origin, Month: periodOf(n, "month"), Date: dateOf(n, "date"), Chair: n.TextOf("chair"), Attended: textsOf(n, "attended"), Held: held,
			Agenda: textsOf(n, "agenda"), Decisions: textsOf(n, "decisions"),
		})
	case ActionKind:
		c.Actions = append(c.Actions, CycleAction{
			Origin: origin, Title: n.TextOf("title"), Owner: n.TextOf("owner"), Raised: periodOf(n, "raised"), Due: dateOf(n, "due"),
			Status: n.TextOf("status"), Closed: dateOf(n, "closed"), Note: n.TextOf("note"),
		})
	default:
		return false
	}
	return true
}

// periodOf reads a fiscal period. The schema has checked it.
func periodOf(n *syntax.Node, field string) period.Period {
	p, _ := period.Parse(n.TextOf(field))
	return p
}

// dateOf reads a day; the zero Date where it is not written. The schema has
// checked it.
func dateOf(n *syntax.Node, field string) period.Date {
	d, _ := period.ParseDate(n.TextOf(field))
	return d
}
