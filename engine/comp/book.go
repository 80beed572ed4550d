package comp

import (
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
)

// Names of the collections.
const (
	PlanKind       = "comp_plan"
	PayKind        = "pay"
	RampKind       = "ramp"
	LeaveKind      = "leave"
	MarketRateKind = "market_rate"
	AdjustmentKind = "adjustment"
)

// Book is everything a sales plan says about incentive pay. Every slice is
// sorted by address. Broken records are left out.
type Book struct {
	Plans       []Plan
	Pay         []Pay
	Ramps       []Ramp
	Leaves      []Leave
	MarketRates []MarketRate
	Adjustments []Adjustment
}

// Origin ties what was read to its record and to the field of it.
type Origin struct {
	Addr   addr.Addr
	Path   string // of the field within the record, such as components.new.rates; "" for the record
	record *record.Record
}

// PlaceOf returns where the named field below stands, or the nearest written
// field around it.
func (o Origin) PlaceOf(field string) source.Place {
	for path := join(o.Path, field); path != ""; path = path[:max(strings.LastIndexAny(path, ".["), 0)] {
		if n, ok := o.record.Node.At(path); ok && n.Line > 0 {
			return n.Place(o.record.File)
		}
	}
	return o.record.Place()
}

// Place returns where it begins.
func (o Origin) Place() source.Place { return o.PlaceOf("") }

// At returns the path of a field below, for findings.
func (o Origin) At(field string) string { return join(o.Path, field) }

// under returns the origin of a field below.
func (o Origin) under(field string) Origin {
	return Origin{Addr: o.Addr, Path: join(o.Path, field), record: o.record}
}

// Plan is one comp plan.
type Plan struct {
	Origin
	Name, Version   string
	Roles           []string // ids; their positions are on this plan
	Active          period.Range
	Currency        money.Currency // of every amount in it: its own or the sales plan's
	BaseSalary      *money.Decimal // of a full year; nil if not stated
	TargetIncentive *money.Decimal // of a full year; nil if not stated
	Components      []Component    // in the order written
	Modifiers       []Modifier
	Caps            []Cap
	EvaluationCaps  []Cap // limit what counts when people are judged, never pay
	Draw            *Draw
	Guarantee       *Guarantee
	Order           []Step // nil if not stated
	Rounding        Rounding
	Proration       *Proration
	PayChange       string // Blend, Latest or "" (not stated)
	Leave           *LeaveRule
	Examples        []Example
	Description     string
}

// Component is one thing that pay is earned for.
type Component struct {
	Origin
	ID, Name       string
	Purpose        string // commission, bonus, mbo, spiff, kicker
	Measure        string // id
	Weight         *money.Decimal
	Target         *money.Decimal // of a full year, in money
	OnTop          bool
	Active         period.Range
	Window         Window
	PayEvery       Window // never Deal
	ResultsOf      string // Own, Reports, Team, Peers
	Combine        string // Together, Each; "" for Own
	Quota          QuotaLink
	Crediting      Crediting
	Rates          Rates
	Gates          []Gate
	Modifiers      []Modifier
	Caps           []Cap
	EvaluationCaps []Cap // limit what counts when people are judged, never pay
	Floor          *money.Decimal
	Instalments    []Instalment // empty: all at once
	Clawback       *Clawback
	Windfall       *Windfall
	Budget         *Budget
	PayAt          string // AtPlanRate, AtMarketRate or "" (not stated)
	Description    string
}

// Label returns the component's name, or its id where it has none.
func (c *Component) Label() string {
	if c.Name != "" {
		return c.Name
	}
	return c.ID
}

// Window is a stretch over which results add up or are paid. From Month to
// Year they are ordered by length.
type Window uint8

// The windows. Deal is each credit by itself.
const (
	Deal Window = iota + 1
	Month
	Quarter
	Half
	Year
)

// Words of the choices that plans make.
const (
	Own          = "own"
	Reports      = "reports"
	Team         = "team"
	Peers        = "peers"
	Together     = "together"
	Each         = "each"
	Members      = "members"
	Blend        = "blend"
	Latest       = "latest"
	AtPlanRate   = "plan_rate"
	AtMarketRate = "market_rate"
)

// QuotaLink says against which quota a result is measured.
type QuotaLink struct {
	Amount   *money.Decimal // of one window, where there is no quota record
	Measure  string         // whose quota records count; "" is the component's
	Basis    string         // window, to_date or "" (not stated)
	Of       string         // Own, Members or "" (not stated); with results of several people
	WhenZero string         // error, nothing, top_rate
}

// Crediting says which credits count, and how much.
type Crediting struct {
	Date           string // date, booked, invoiced, paid
	Where          []plan.Condition
	Factors        []CreditFactor
	FactorsCombine string         // first, multiply or "" (not stated)
	Otherwise      *money.Decimal // where no factor holds; nil if not stated: 1
	Split          string         // credit, payout
	Coverage       []string       // coverage roles that get credit for accounts
	FX             string         // AtPlanRate, AtMarketRate
}

// CreditFactor changes how much a credit counts if all conditions hold.
type CreditFactor struct {
	Where  []plan.Condition
	Factor money.Decimal
}

// Pay is what one person, or whoever holds a position, is paid at target.
type Pay struct {
	Origin
	Person, Position string // one of them
	BaseSalary       *money.Decimal
	TargetIncentive  *money.Decimal
	Currency         money.Currency // zero if not stated: the comp plan's
	Active           period.Range
}

// Leave is a time away from work, [from, to).
type Leave struct {
	Origin
	Person string
	Active period.Range
}

// MarketRate holds from a day on until the next one of the currency.
type MarketRate struct {
	Origin
	Currency money.Currency
	From     period.Date
	Rate     money.Decimal // units of the plan currency for one unit
}

// Adjustment is pay that no rule gives or takes.
type Adjustment struct {
	Origin
	Position  string
	Period    period.Period
	Amount    money.Decimal
	Currency  money.Currency // zero if not stated: the payee's
	Component string         // "" if it is about none
	Corrects  period.Period  // zero if it corrects none
	Reason    string
}
