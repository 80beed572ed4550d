package comp

import "github.com/salesplan/salesplan/engine/money"

// Step is one step from the payouts of the rate tables to what is paid.
type Step string

// The steps.
const (
	StepComponentCap Step = "component_cap"
	StepModifier     Step = "modifier"
	StepPlanCap      Step = "plan_cap"
	StepDraw         Step = "draw"
	StepGuarantee    Step = "guarantee"
	StepAdjustment   Step = "adjustment"
)

// UsualOrder is the order of the steps of a plan that states none.
var UsualOrder = []Step{StepComponentCap, StepModifier, StepPlanCap, StepDraw, StepGuarantee, StepAdjustment}

// Gate is a condition for pay.
type Gate struct {
	Origin
	ID         string
	Match      string // all, any
	Conditions []GateCondition
	Blocks     string // payout, above_target
	Releases   string // first_unit, above_gate
}

// GateCondition holds or not in a window.
type GateCondition struct {
	Origin
	Measure string // "" is the component's own
	Window  Window // 0 is the component's own
	By      By
	Basis   string // window, to_date or "" (not stated)
	Bound   Bound
	Value   money.Decimal
}

// Bound says how a result is compared with a number.
type Bound string

// The bounds.
const (
	AtLeast  Bound = "at_least"
	MoreThan Bound = "more_than"
	AtMost   Bound = "at_most"
	LessThan Bound = "less_than"
)

// Modifier is a factor on pay, chosen by a result.
type Modifier struct {
	Origin
	ID         string
	Measure    string
	Window     Window // 0 is the component's own, or for a plan the payout period
	By         By
	Basis      string   // window, to_date or "" (not stated)
	Kind       RateKind // Banded, Interpolated
	Bands      []Band
	Boundary   string
	Knots      []Knot
	Beyond     string
	Otherwise  money.Decimal
	Effect     string // multiply, add
	Scales     string // payout, above_target
	NoMoreThan string // id of another modifier; "" if none
}

// Cap is a limit. Exactly one of Amount, TargetMultiple and Attainment is stated.
type Cap struct {
	Origin
	ID             string
	Of             string // credit, attainment, payout
	Per            Window
	Amount         *money.Decimal
	TargetMultiple *money.Decimal
	Attainment     *money.Decimal
}

// Draw is pay granted before it is earned, for each payout period.
type Draw struct {
	Origin
	Kind         string // non_recoverable, recoverable_full, recoverable_above_draw, advance
	Amount       *money.Decimal
	TargetShare  *money.Decimal
	Every        Window // 0 if not stated
	Periods      int    // 0: without end
	RecoverFrom  int    // payout period, from 1
	BalanceLimit *money.Decimal
	AtEnd        string // forgive, keep
	AtLeaving    string // forgive, owe
}

// Guarantee is the least that is paid for a payout period.
type Guarantee struct {
	Origin
	Amount, TargetShare *money.Decimal
	Periods             int // 0: without end
}

// Proration says how a part of a window counts.
type Proration struct {
	Origin
	Basis           string // calendar_days, days_365, months, none
	FirstDayCounted bool
	AppliesTo       []string // quota, target, bands, caps, draw, salary
	Digits          int      // 0: exact
}

// LeaveRule says what leave does. False: nothing.
type LeaveRule struct{ Quota, Target bool }

// Instalment is a part of a payout that is handed over later. OnEvent is ""
// where it is due AfterMonths months after the period in which it was earned.
type Instalment struct {
	Share       money.Decimal
	AfterMonths int
	OnEvent     string
}

// Clawback says what comes back when a deal falls through.
type Clawback struct {
	Origin
	Base             string         // earned, paid
	Share            *money.Decimal // nil: by months
	UnservedOfMonths int
	Period           string // of_event, of_sale
	Rerates          bool
	WithinDays       int // 0: always
}

// Windfall says what happens with a very large deal.
type Windfall struct {
	Origin
	Above           *money.Decimal // in the measure's unit
	AboveQuotaShare *money.Decimal
	Treatment       string // cap_credit, reduced, review
	Factor          money.Decimal
}

// Budget is the most that a component pays to all people together.
type Budget struct {
	Origin
	Amount    money.Decimal
	WhenSpent string // first_come, scale, report
}

// Ramp is the part of the full quota that counts in the first months.
type Ramp struct {
	Origin
	Shares     []money.Decimal // of month 1, 2 …; afterwards 1
	FirstMonth string          // start_month, next_month, by_day
	Entry      []RampEntry
	MonthZero  money.Decimal
	Longer     string   // average, start
	AppliesTo  []string // quota, target, bands, caps
}

// RampEntry gives the month of the first day its number, for days of the month
// from FromDay to ToDay inclusive.
type RampEntry struct{ FromDay, ToDay, Month int }

// Example says: given these results, pay is so much.
type Example struct {
	Origin
	ID, Description string
	BaseSalary      *money.Decimal
	TargetIncentive *money.Decimal
	Quotas          []Figure // by measure, of one window
	Periods         []ExamplePeriod
	Pays            []Figure // by component, of all periods together
	Total           *money.Decimal
}

// ExamplePeriod is one payout period of an example.
type ExamplePeriod struct {
	Origin
	Results []Figure // by measure
	Pays    []Figure // by component
	Total   *money.Decimal
	Owed    *money.Decimal
}

// Figure is a number by id, in the order written.
type Figure struct {
	ID    string
	Value money.Decimal
}
