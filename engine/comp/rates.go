package comp

import (
	"github.com/salesplan/salesplan/engine/money"
)

// RateKind says how a rate table turns a result into pay.
type RateKind string

// The kinds of rate table.
const (
	Marginal     RateKind = "marginal"     // each band pays on the part of the result within it
	Retroactive  RateKind = "retroactive"  // the band reached pays on the whole result
	Overage      RateKind = "overage"      // all above the first band at the value of the band reached
	Banded       RateKind = "banded"       // the band reached pays its value, flat
	Interpolated RateKind = "interpolated" // a straight line between knots
	Matrix       RateKind = "matrix"       // a value for each pair of levels of two measures
)

// Pays says what a value of a rate table means.
type Pays string

// What values may mean.
const (
	PaysRate        Pays = "rate"         // a share of the result
	PaysMultiple    Pays = "multiple"     // a multiple of the base rate
	PaysTargetShare Pays = "target_share" // a share of the component target
	PaysSalaryShare Pays = "salary_share" // a share of the base salary of the window
	PaysPerUnit     Pays = "per_unit"     // money for each unit
	PaysAmount      Pays = "amount"       // money
)

// By says what the places of a table are places of.
type By string

// What tables go by.
const (
	ByAttainment By = "attainment" // result / quota, 1 is 100 %
	ByResult     By = "result"     // money or units of the measure
	ByAttribute  By = "attribute"  // a number that each credit carries
)

// Rates is a rate table.
type Rates struct {
	Origin
	Kind      RateKind
	Pays      Pays
	BaseRate  *money.Decimal // pay for one unit; nil: component target / quota
	By        By             // not for Matrix
	Attribute string         // with ByAttribute
	Bands     []Band         // Marginal, Retroactive, Overage, Banded
	Boundary  string         // upper, lower or "" (Marginal)
	Combine   string         // replace, stack
	Beyond    string         // bands: extend, cap, nothing or "" (not stated); knots: flat, extend
	Knots     []Knot         // Interpolated
	Below     string         // nothing, first
	Rows      Axis           // Matrix
	Columns   Axis
	Values    [][]money.Decimal // by row and column
	Between   string            // step, bilinear
	Round     *AttainmentRounding
}

// Band is one row of a rate table. Which band a border belongs to is the
// table's to say.
type Band struct {
	Origin
	From  money.Decimal
	To    *money.Decimal // as written; nil: up to the next band's From, or no end
	Value money.Decimal
}

// Knot is one point of a pay curve.
type Knot struct{ At, Value money.Decimal }

// Axis are the levels of one measure in a matrix.
type Axis struct {
	Measure string // "" is the component's own
	By      By
	Levels  []money.Decimal
}

// AttainmentRounding rounds attainment before it is looked up.
type AttainmentRounding struct {
	Digits int
	Mode   money.Rounding
}

// Rounding says where exact results become money.
type Rounding struct {
	Mode   money.Rounding
	At     string // credit, component, plan
	Digits int    // after the point; those of the currency where the plan states none
}
