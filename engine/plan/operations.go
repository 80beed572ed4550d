package plan

import (
	"strconv"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Names of the collections of the responsibility map.
const (
	AccountabilityKind = "accountability"
	FunctionKind       = "function"
	TeamKind           = "team"
	SystemKind         = "system"
	ActivityKind       = "activity"
	ResponsibilityKind = "responsibility"
	StaffingKind       = "staffing"
	ReallocationKind   = "reallocation"
	StageKind          = "maturity_stage"
	CriterionKind      = "maturity_criterion"
)

// Operations is how the sales operations function itself is organised. Every
// slice is sorted by address.
type Operations struct {
	Accountabilities []Accountability
	Functions        []Function
	Teams            []Team
	Systems          []System
	Activities       []Activity
	Responsibilities []Responsibility
	Staffing         []Staffing
	Reallocations    []Reallocation
	Stages           []MaturityStage
	Criteria         []MaturityCriterion
}

// Accountability is a segment of the responsibility map.
type Accountability struct {
	Origin
	Name  string
	Order int // unplaced if not stated
}

// Function is a job that somebody in the company has to do.
type Function struct {
	Origin
	Name  string
	Order int // unplaced if not stated
}

// unplaced is the order of what states none: behind everything that does.
const unplaced = 1 << 20

// Team is a group of people who do activities.
type Team struct {
	Origin
	Name, Kind string
	Central    bool   // one for the whole company, not one among regional ones
	Parent     string // id of a team; "" at the top
}

// System is a program that activities use.
type System struct {
	Origin
	Name      string
	OwnerTeam string // "" if not stated
}

// Activity is a piece of recurring work.
type Activity struct {
	Origin
	Name           string
	Accountability string
	Function       string // "" if not stated
	Strategic      bool   // outer ring
	Hours          money.Decimal
	Per            period.Kind // 0 for a week
	OwnerTeam      string      // "" if not stated
	OwnerRole      string      // "" if not stated
	Direct         bool        // one directly responsible individual instead of accountable and responsible
	Separation     bool        // whoever decides may not carry it out alone
	Nature         string      // routine, non_routine or ""
	Labor          string      // cognitive, manual or ""
	Trigger        string      // scheduled, ad_hoc or ""
	Sourcing       string      // "" if not stated
	Systems        []string
	Maintains      []string // collections
}

// Responsibility says which part somebody has in an activity.
type Responsibility struct {
	Origin
	Activity string
	Who      string // id in WhoKind, or a name from a register
	WhoKind  string // RoleKind, TeamKind, PositionKind, PersonKind, or "" for a name
	Letters  string // as written
	Active   period.Range
}

// Staffing says how many people of a role there are and what they cost.
type Staffing struct {
	Origin
	Role         string
	Heads        money.Decimal
	HoursPerHead money.Decimal // in a year
	Rate         money.Amount  // of an hour
	Strategic    bool
}

// Reallocation is a proposal to have work done elsewhere.
type Reallocation struct {
	Origin
	Name  string
	Moves []WorkMove
	Funds []WorkFunded
}

// WorkMove takes one activity to another place.
type WorkMove struct {
	Activity, Sourcing string
	Remaining          money.Decimal // part of the hours that is left
	Rate               money.Amount  // of one of these hours
	YearlyCost         money.Amount
	Transition         money.Amount // once
	Place              source.Place
}

// WorkFunded is work for which hours become free.
type WorkFunded struct {
	Name, Role string
	Hours      money.Decimal // in a year
	Place      source.Place
}

// MaturityStage is a stage that sales operations can be at.
type MaturityStage struct {
	Origin
	Name  string
	Level int // 1 is the first
}

// MaturityCriterion is something that holds at a stage and at all later ones.
type MaturityCriterion struct {
	Origin
	Stage, Text      string
	Metric           string
	Kind, Collection string         // what the metric looks at, where it needs it
	AtLeast, AtMost  *money.Decimal // nil if not stated
	Met              *bool          // the stated answer; nil if nobody has answered
	Evidence         string
}

// add files one sound record of the responsibility map under its type.
// Amounts that name no currency are in that of the plan.
func (o *Operations) add(r *record.Record, origin Origin, currency money.Currency) {
	n := &r.Node
	switch r.Addr.Collection {
	case AccountabilityKind:
		o.Accountabilities = append(o.Accountabilities, Accountability{Origin: origin, Name: n.TextOf("name"), Order: orderOf(n)})
	case FunctionKind:
		o.Functions = append(o.Functions, Function{Origin: origin, Name: n.TextOf("name"), Order: orderOf(n)})
	case TeamKind:
		o.Teams = append(o.Teams, Team{
			Origin: origin, Name: n.TextOf("name"), Kind: n.TextOf("kind"), Central: n.TextOf("reach") == "central", Parent: n.TextOf("parent"),
		})
	case SystemKind:
		o.Systems = append(o.Systems, System{Origin: origin, Name: n.TextOf("name"), OwnerTeam: n.TextOf("owner_team")})
	case ActivityKind:
		o.Activities = append(o.Activities, activityOf(n, origin))
	case ResponsibilityKind:
		o.Responsibilities = append(o.Responsibilities, responsibilityOf(n, origin))
	case StaffingKind:
		o.Staffing = append(o.Staffing, Staffing{
			Origin: origin, Role: n.TextOf("role"), Heads: decimalOf(n, "heads"), HoursPerHead: decimalOf(n, "hours_per_head"),
			Rate: amountIn(n, "rate", currency), Strategic: n.TextOf("strategic") == "true",
		})
	case ReallocationKind:
		o.Reallocations = append(o.Reallocations, reallocationOf(r, origin, currency))
	case StageKind:
		o.Stages = append(o.Stages, MaturityStage{Origin: origin, Name: n.TextOf("name"), Level: wholeOf(n, "level", 0)})
	case CriterionKind:
		o.Criteria = append(o.Criteria, criterionOf(n, origin))
	}
}

func activityOf(n *syntax.Node, origin Origin) Activity {
	return Activity{
		Origin: origin, Name: n.TextOf("name"), Accountability: n.TextOf("accountability"), Function: n.TextOf("function"),
		Strategic: n.TextOf("ring") == "strategic", Hours: decimalOf(n, "hours"), Per: grainOf(n.TextOf("per")),
		OwnerTeam: n.TextOf("owner_team"), OwnerRole: n.TextOf("owner_role"), Direct: n.TextOf("model") == "dri",
		Separation: n.TextOf("separation") == "true", Nature: n.TextOf("nature"), Labor: n.TextOf("labor"), Trigger: n.TextOf("trigger"),
		Sourcing: n.TextOf("sourcing"), Systems: textsOf(n, "systems"), Maintains: textsOf(n, "maintains"),
	}
}

// whoFields are the fields of a responsibility that say who, with the
// collection of what they name.
var whoFields = [...]struct{ field, kind string }{
	{"role", RoleKind}, {"team", TeamKind}, {"position", PositionKind}, {"person", PersonKind}, {"named", ""},
}

func responsibilityOf(n *syntax.Node, origin Origin) Responsibility {
	r := Responsibility{Origin: origin, Activity: n.TextOf("activity"), Letters: n.TextOf("letters"), Active: rangeOf(n)}
	for _, who := range whoFields {
		if id := n.TextOf(who.field); id != "" {
			r.Who, r.WhoKind = id, who.kind
		}
	}
	return r
}

// WhoField returns the field in which a responsibility says who.
func (r *Responsibility) WhoField() string {
	if r.WhoKind == "" {
		return "named"
	}
	return r.WhoKind
}

func reallocationOf(r *record.Record, origin Origin, currency money.Currency) Reallocation {
	n := &r.Node
	proposal := Reallocation{Origin: origin, Name: n.TextOf("name")}
	if moves, ok := n.Field("moves"); ok {
		for i := range moves.Children {
			m := &moves.Children[i]
			proposal.Moves = append(proposal.Moves, WorkMove{
				Activity: m.TextOf("activity"), Sourcing: m.TextOf("sourcing"), Remaining: decimalOf(m, "remaining"),
				Rate: amountIn(m, "rate", currency), YearlyCost: amountIn(m, "yearly_cost", currency),
				Transition: amountIn(m, "transition", currency), Place: m.Place(r.File),
			})
		}
	}
	if funds, ok := n.Field("funds"); ok {
		for i := range funds.Children {
			f := &funds.Children[i]
			proposal.Funds = append(proposal.Funds, WorkFunded{
				Name: f.TextOf("name"), Role: f.TextOf("role"), Hours: decimalOf(f, "hours"), Place: f.Place(r.File),
			})
		}
	}
	return proposal
}

func criterionOf(n *syntax.Node, origin Origin) MaturityCriterion {
	c := MaturityCriterion{
		Origin: origin, Stage: n.TextOf("stage"), Text: n.TextOf("text"), Metric: n.TextOf("metric"), Kind: n.TextOf("kind"),
		Collection: n.TextOf("collection"), AtLeast: statedDecimal(n, "at_least"), AtMost: statedDecimal(n, "at_most"), Evidence: n.TextOf("evidence"),
	}
	if text := n.TextOf("met"); text != "" {
		met := text == "true"
		c.Met = &met
	}
	return c
}

// amountIn reads an amount in the currency that stands beside it, else in the
// one given.
func amountIn(n *syntax.Node, field string, currency money.Currency) money.Amount {
	if text := n.TextOf("currency"); text != "" {
		currency = currencyOf(text)
	}
	return money.Amount{Value: decimalOf(n, field), Currency: currency}
}

// statedDecimal reads an exact number, nil where it is not written.
func statedDecimal(n *syntax.Node, field string) *money.Decimal {
	if n.TextOf(field) == "" {
		return nil
	}
	d := decimalOf(n, field)
	return &d
}

func orderOf(n *syntax.Node) int { return wholeOf(n, "order", unplaced) }

// wholeOf reads a small whole number that the schema has checked; other where
// it is not written.
func wholeOf(n *syntax.Node, field string, other int) int {
	number, err := strconv.Atoi(n.TextOf(field))
	if err != nil {
		return other
	}
	return number
}
