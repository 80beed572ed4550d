package payout

import (
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// Credits gives out credits one after the other. The findings are about them;
// complete is false if some were left out.
type Credits func(each func(*credit.Credit)) (findings diag.List, complete bool, err error)

// Options say what is computed.
type Options struct {
	// From and Through widen the payout periods of the result beyond those that
	// credits touch. Zero: they do not.
	From, Through period.Period
	// Detail is the position whose credits are kept, for statements and traces.
	Detail string
	// EveryCredit keeps all credits and works pay out from them where sums by
	// month would do. The result is the same; it is for testing that it is.
	EveryCredit bool
}

// Result is what everybody is paid. It is never changed.
type Result struct {
	Lines  []Line  // in order of position, first day, component and period
	Totals []Total // in order of position, first day and period
	Counts Counts
	// Findings are about the plan, CreditFindings about the credits.
	Findings, CreditFindings diag.List
	// Complete is false if a row of the credits was left out or something could
	// not be computed: what is there then says nothing about the rest.
	Complete bool
	// Computed is false if something could not be computed: a choice that the
	// plan leaves open, a quota or a rate that is missing.
	Computed bool

	run *run
}

// Counts says what became of the rows.
type Counts struct {
	Rows     int // sound rows read
	Credited int // times that a row was counted for somebody
	Unpaid   int // rows that count for nobody
	Waiting  int // times that a row has no date yet by which it would count
}

// Payee names who is paid.
type Payee struct {
	Position string
	Person   string // "" where the position is paid as itself
	CompPlan string
}

// Line is what one component pays one payee for one payout period.
type Line struct {
	Payee
	Component, Measure string
	Period             period.Period
	Corrects           period.Period // an earlier payout period that the line corrects; zero: it is about its own
	Window             period.Period // the stretch over which results add up; zero for deals

	Credited   money.Ratio  // in the payout period, in the measure's unit
	Result     money.Ratio  // in the window to date
	Quota      *money.Ratio // that the result is measured against; nil if there is none
	Attainment *money.Ratio // nil where there is no quota above zero
	Target     money.Ratio  // what the component pays at 100 % of that quota, in the comp plan's currency

	Earned   money.Decimal // in this payout period
	Payout   money.Decimal // handed over in it, from this and earlier periods
	HeldBack money.Decimal // earned up to now by this component and not handed over
	Currency money.Currency
	Known    bool // false: it could not be computed, and findings say why
}

// Total is what one payee is paid for one payout period.
type Total struct {
	Payee
	Period     period.Period
	Components money.Decimal // the sum of the lines
	Modified   money.Decimal // by modifiers of the whole plan
	Capped     money.Decimal // taken off by caps of the whole plan; not above 0
	Draw       money.Decimal // lent less repaid
	Guarantee  money.Decimal // added to reach the guarantee
	Adjustment money.Decimal
	Rounding   money.Decimal // where only the sum is rounded: what that added
	Payout     money.Decimal // the sum of all of these
	Advanced   money.Decimal // the part of it that was handed over at the start of the period
	Owed       money.Decimal // on the draw after the period
	Currency   money.Currency
	Known      bool
	Notes      []Note
}

// Note is an adjustment, or what else explains a total.
type Note struct {
	Text   string
	Amount money.Decimal
}
