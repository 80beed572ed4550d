// Package plan is the compiled model of a sales plan: settings, territories,
// positions, quotas and the rest as plain structs, sorted by address, with
// references as addresses. It is built once and never changed. It knows
// neither files' syntax nor rules nor how anything is shown. Its entry point
// is [Build].
package plan

import (
	"cmp"
	"iter"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
)

// Names of the collections.
const (
	Settings       = "plan"
	MeasureKind    = "measure"
	RoleKind       = "role"
	PositionKind   = "position"
	PersonKind     = "person"
	TypeKind       = "territory_type"
	TerritoryKind  = "territory"
	RuleKind       = "assignment_rule"
	AccountKind    = "account"
	HolderKind     = "holder"
	AssignmentKind = "assignment"
	QuotaKind      = "quota"
	MoveKind       = "move"
)

// Plan is a whole sales plan at one revision. Every slice is sorted by address.
type Plan struct {
	Choices     Choices
	Measures    []Measure
	Roles       []Role
	Positions   []Position
	People      []Person
	Types       []TerritoryType
	Territories []Territory
	Rules       []AssignmentRule
	Holders     []Holder
	Assignments []Assignment
	Quotas      []Quota
	Moves       []Move
	Reliefs     []Relief
	Covers      []Cover

	SellingCalendars []SellingCalendar

	Operations Operations
	Selling    Selling
	Cycle      Cycle

	// Records are all records, typed and with defaults, broken ones too: what
	// diff and merge compare.
	Records record.List
	// References are all uses of an id, in order of record and field.
	References []Reference
	// Broken are the records that have a finding of their own. They are left
	// out of the typed slices; rules say nothing about them.
	Broken map[addr.Addr]bool
}

// Origin ties an entity to the record it was read from.
type Origin struct {
	Addr    addr.Addr
	records *record.List
	number  int // in records
}

// ID returns the id of the record.
func (o Origin) ID() string { return o.Addr.ID }

// Place returns where the record begins.
func (o Origin) Place() source.Place { return o.records.Record(o.number).Place() }

// PlaceOf returns where the value of the named field stands, or where the
// record begins if it was not written.
func (o Origin) PlaceOf(field string) source.Place {
	return o.records.Record(o.number).PlaceOf(field)
}

// Text returns the text of a scalar field, "" where it has none.
func (o Origin) Text(field string) string { return o.records.Text(o.number, field) }

// Reference is one use of an id in a record.
type Reference struct {
	From        addr.Addr
	Field       string   // path of the field, such as rules[0].rule
	Collections []string // where the id may be
	ID          string
	Place       source.Place
}

// Compare orders references by record and field.
func (r Reference) Compare(other Reference) int {
	return cmp.Or(r.From.Compare(other.From), cmp.Compare(r.Field, other.Field))
}

// Choices are the settings of the whole plan.
type Choices struct {
	Origin
	Name           string
	Currency       money.Currency                   // zero if not stated
	Calendar       *period.Calendar                 // nil if not stated
	Years          []period.Period                  // fiscal years covered, in order
	FXRates        map[money.Currency]money.Decimal // plan currency for one unit
	OverAssignment *Band                            // nil if not stated
	CompDesign     CompDesign
	Relief         ReliefRules
}

// CompDesign are the declared ranges for comp plans; nil and 0 where none is
// stated.
type CompDesign struct {
	PayMix                 *Band // base salary / (base salary + target incentive)
	QuotaToOTE             *Band // of a year / (base salary + target incentive)
	QuotaToTargetIncentive *Band
	Leverage               *Leverage
	MaxMeasures            int
	MaxCliff               *money.Decimal // share of what a component pays at target
}

// Leverage is a limit of what a comp plan may pay against what it pays at
// target.
type Leverage struct {
	Of  string // max_over_target, base_and_max_over_base, base_and_max_over_ote
	Max money.Decimal
}

// Band is an inclusive range of a ratio.
type Band struct{ Min, Max money.Decimal }

// Unit says how a measure is counted. The zero Unit is invalid.
type Unit uint8

// The units.
const (
	Money Unit = iota + 1 // amounts in a currency
	Count                 // whole or part units
	Ratio                 // a share or a score
)

// Measure is something that is counted and may carry a quota.
type Measure struct {
	Origin
	Name       string
	Unit       Unit
	QuotaBy    string      // TerritoryKind, PositionKind or "" (no quota expected)
	QuotaGrain period.Kind // 0 if not stated
	Aggregate  string      // how results of one window become one: sum, last, average
}

// Role is a kind of job.
type Role struct {
	Origin
	Name     string
	Manager  bool
	Measures []string // ids of the measures its positions carry quotas for
	Ramp     string   // id of the ramp of people new in it; "" if none
}

// Position is one seat of the sales hierarchy.
type Position struct {
	Origin
	Title    string
	Role     string       // "" if not stated
	Manager  string       // id of a position; "" at the top
	CompPlan string       // id, where it is not the role's; "" if not stated
	Active   period.Range // [from, to)
}

// Person may hold a position.
type Person struct {
	Origin
	Name   string
	Active period.Range // [from, to)
}

// TerritoryType is a kind of territory.
type TerritoryType struct {
	Origin
	Name     string
	Priority string // as written; "" if not stated
}

// Territory is a node of the territory tree.
type Territory struct {
	Origin
	Name          string
	Parent        string // id of a territory; "" for a root
	Type          string
	Container     bool // only groups others
	Rules         []RuleUse
	NamedAccounts []NamedAccount
	Active        period.Range // [from, to)
}

// RuleUse ties an assignment rule to a territory.
type RuleUse struct {
	Rule      string
	Inherited bool // the territories below use the rule too
	Place     source.Place
}

// NamedAccount is an explicit exception to the rules.
type NamedAccount struct {
	Account, Reason string
	Place           source.Place
}

// AssignmentRule says which accounts belong to the territories that use it.
type AssignmentRule struct {
	Origin
	Name       string // "" if not stated
	Active     bool
	Object     string
	Conditions []Condition
	Filter     string // "" means: all conditions
}

// Label returns the rule's name, or its id where it has none.
func (r AssignmentRule) Label() string {
	if r.Name != "" {
		return r.Name
	}
	return r.ID()
}

// Condition compares one field with values.
type Condition struct {
	Field, Operator string
	Values          []string
	Place           source.Place
}

// Account is a customer or prospect. What it says is read from its record when
// somebody asks.
type Account struct{ Origin }

// Name returns the account's name, "" if not stated.
func (a Account) Name() string { return a.Text("name") }

// Holder says that a person holds a position over a time.
type Holder struct {
	Origin
	Position, Person string
	Ramp             string       // id, where it is not the role's; "" if not stated
	Active           period.Range // [from, to)
}

// Assignment says that a position covers a territory or an account.
type Assignment struct {
	Origin
	Territory, Account string // exactly one is stated
	Position           string
	Coverage           string        // owner, overlay, specialist, temporary_cover
	Share              money.Decimal // part of the credit, over 0 and at most 1
	TakesQuota         string        // of a period that has begun: whole, none, by_days, by_months
	Active             period.Range  // [from, to)
}

// Owner is the coverage of which a territory or account has exactly one.
const Owner = "owner"

// Quota is a target for one holder, one measure and one fiscal period.
type Quota struct {
	Origin
	Territory, Position string // exactly one is stated
	Measure             string
	Period              period.Period
	Amount              money.Decimal  // what counts: after relief
	Assigned            money.Decimal  // as it was written: before relief
	Reliefs             []*Relief      // that were applied, one after the other
	Currency            money.Currency // the plan's where the quota states none; zero for counts
}

// Move declares that a record got another id.
type Move struct {
	Origin
	From, To addr.Addr
}

// Accounts yields the accounts in order of address. There may be millions, so
// that they are not kept.
func (p *Plan) Accounts() iter.Seq[Account] {
	return func(yield func(Account) bool) {
		from, to := p.Records.Collection(AccountKind)
		for i := from; i < to; i++ {
			if one := p.origin(i); !p.Broken[one.Addr] && !yield(Account{one}) {
				return
			}
		}
	}
}

// Find returns the record at an address.
func (p *Plan) Find(a addr.Addr) (*record.Record, bool) {
	i, ok := p.Records.Find(a)
	if !ok {
		return nil, false
	}
	return p.Records.Record(i), true
}

// Has reports whether there is a record at the address, broken or not.
func (p *Plan) Has(a addr.Addr) bool {
	_, ok := p.Records.Find(a)
	return ok
}
