package report

import (
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/schema"
)

// Cost is the result of the verb cost.
type Cost struct {
	Header
	Verdict   string      `json:"verdict"` // pass, fail or incomplete
	Input     string      `json:"input"`   // as the user named it
	Plan      string      `json:"plan"`    // the plan's own name
	Year      string      `json:"year"`
	AsOf      string      `json:"as_of,omitempty"`    // the day on which what counts is in effect; absent: everything at its time
	KnownAt   string      `json:"known_at,omitempty"` // the commit that the plan was read from, where one was asked for
	Currency  string      `json:"currency"`
	Dimension string      `json:"dimension"`
	Levels    []CostLevel `json:"levels"`
	// Masked is true where amounts of groups smaller than SmallestGroup are
	// withheld.
	Masked        bool        `json:"masked"`
	SmallestGroup int         `json:"smallest_group"`
	Sums          []CostRow   `json:"rows"` // the whole plan first
	CostOfSales   []CostRatio `json:"cost_of_sales,omitempty"`
	Curves        []PayCurve  `json:"curves,omitempty"` // by comp plan
	Counts        Counts      `json:"counts"`
	FailOn        string      `json:"fail_on"`
	Findings      []Finding   `json:"findings"`
}

// CostLevel is one assumption about results.
type CostLevel struct {
	Attainment *string `json:"attainment"` // 1 is 100 %; null for the plan's mix
	Mixed      bool    `json:"mixed,omitempty"`
}

// CostRow is what the people of one node cost.
type CostRow struct {
	Node     string    `json:"node"` // id; "" for the whole plan, or for people at no node
	Depth    int       `json:"depth"`
	People   int       `json:"people"`
	Withheld bool      `json:"withheld,omitempty"` // the amounts would give away somebody's pay
	Salary   *string   `json:"salary"`             // null where it is withheld
	Pay      []*string `json:"pay"`                // by level
	Burden   []*string `json:"burden"`
	Cost     []*string `json:"cost"`
}

// CostRatio is cost as a share of what is sold, at one level.
type CostRatio struct {
	CostLevel
	Population []string `json:"population"` // roles; empty: everybody on a comp plan
	People     int      `json:"people"`
	Of         string   `json:"of"` // bookings, revenue
	Measure    string   `json:"measure,omitempty"`
	Cost       *string  `json:"cost"` // null where it is withheld
	Sales      string   `json:"sales"`
	Ratio      *string  `json:"ratio"`
}

// PayCurve is what a comp plan pays over attainment.
type PayCurve struct {
	CompPlan string          `json:"comp_plan"`
	People   int             `json:"people"`
	Points   []PayCurvePoint `json:"points"`
}

// PayCurvePoint is incentive pay as a share of incentive pay at 100 %.
type PayCurvePoint struct {
	Attainment string `json:"attainment"`
	Share      string `json:"share"` // rounded half up to 4 digits
}

// CostInput is what a cost found.
type CostInput struct {
	Input, Prefix string
	Plan          *plan.Plan
	Result        *cost.Result
	Dimension     cost.Dimension
	Curves        []cost.Curve
	Unmasked      bool
	Findings      diag.List // of loading
	Complete      bool
	FailOn        diag.Severity
	Texts         Texts
	Confidence    *schema.Confidence // what is withheld of findings; nil: nothing
}

// NewCost shows what a plan costs.
func NewCost(in CostInput) Cost {
	r := in.Result
	findings := diag.Sorted(in.Findings, r.Findings)
	shown := Cost{
		Header: NewHeader("cost", in.Complete && r.Complete), Input: in.Input, Plan: in.Plan.Choices.Name, Year: r.Year.String(),
		Currency: r.Currency.String(), Dimension: string(in.Dimension), Masked: !in.Unmasked, SmallestGroup: r.Settings.SmallestGroup,
		Sums: []CostRow{}, Counts: CountsOf(findings), FailOn: in.FailOn.String(), Findings: FindingsOf(findings, in.Prefix, in.Texts, in.Confidence),
	}
	for _, level := range r.Levels {
		shown.Levels = append(shown.Levels, costLevel(level))
	}
	rows := r.Sums(in.Plan, in.Dimension, in.Unmasked)
	for i := range rows {
		shown.Sums = append(shown.Sums, costRow(&rows[i], r.Currency))
	}
	shown.CostOfSales = costRatios(r, in.Unmasked)
	for _, curve := range in.Curves {
		one := PayCurve{CompPlan: curve.CompPlan, People: curve.People}
		for _, point := range curve.Points {
			one.Points = append(one.Points, PayCurvePoint{point.Attainment.String(), point.Share.String()})
		}
		shown.Curves = append(shown.Curves, one)
	}
	switch {
	case !shown.Complete:
		shown.Verdict = Incomplete
	case findings.Worst() >= in.FailOn:
		shown.Verdict = Fail
	default:
		shown.Verdict = Pass
	}
	return shown
}

func costLevel(level cost.Level) CostLevel {
	if level.Mixed {
		return CostLevel{Mixed: true}
	}
	text := level.Attainment.String()
	return CostLevel{Attainment: &text}
}

func costRow(row *cost.Row, currency money.Currency) CostRow {
	shown := CostRow{Node: row.Node, Depth: row.Depth, People: row.People, Withheld: row.Withheld}
	amount := func(d money.Decimal) *string {
		if row.Withheld {
			return nil
		}
		text := d.Format(currency.MinorUnits())
		return &text
	}
	shown.Salary = amount(row.Salary)
	for level := range row.Pay {
		shown.Pay = append(shown.Pay, amount(row.Pay[level]))
		shown.Burden = append(shown.Burden, amount(row.Burden[level]))
		shown.Cost = append(shown.Cost, amount(row.Cost(level)))
	}
	return shown
}

func costRatios(r *cost.Result, unmasked bool) []CostRatio {
	var ratios []CostRatio
	for level, one := range r.OfSales {
		asked := r.Settings.CostOfSales
		shown := CostRatio{
			CostLevel: costLevel(r.Levels[level]), Population: asked.Roles, People: one.People, Of: asked.Of, Measure: asked.Measure,
			Sales: one.Sales.Format(r.Currency.MinorUnits()),
		}
		if shown.Population == nil {
			shown.Population = []string{}
		}
		if unmasked || r.ShowsRatio() {
			amount, ratio := one.Cost.Format(r.Currency.MinorUnits()), one.Ratio.String()
			shown.Cost, shown.Ratio = &amount, &ratio
		}
		ratios = append(ratios, shown)
	}
	return ratios
}
