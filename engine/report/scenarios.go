package report

import (
	"github.com/salesplan/salesplan/engine/compare"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/scenario"
	"github.com/salesplan/salesplan/engine/schema"
)

// Scenarios is the result of the verb scenario compare: a plan, and the same plan
// under each scenario, side by side. Amounts are in the currency of the plan and
// rounded half up to its smallest unit, ratios half up to 4 digits.
type Scenarios struct {
	Header
	Verdict string `json:"verdict"` // fail: something is wrong with a scenario
	Input   string `json:"input"`   // as the user named it
	Plan    string `json:"plan"`    // the plan's own name
	Year    string `json:"year"`
	// Masked is true where cost is withheld that would give away the pay of groups
	// smaller than SmallestGroup: by itself, or by how it differs from another one.
	Masked        bool             `json:"masked"`
	SmallestGroup int              `json:"smallest_group"`
	CostOfSales   string           `json:"cost_of_sales"` // what cost is divided by: a measure, "amount", or "" for nothing
	Columns       []ScenarioColumn `json:"columns"`       // the plan itself first
	Counts        Counts           `json:"counts"`        // of findings about scenarios
	Findings      []Finding        `json:"findings"`      // about scenarios
}

// ScenarioColumn is what the plan comes to under a scenario.
type ScenarioColumn struct {
	Scenario    string              `json:"scenario"` // id; "" for the plan itself
	Name        string              `json:"name"`
	Description string              `json:"description,omitempty"`
	BuildsOn    []string            `json:"builds_on"`
	Records     int                 `json:"records"` // that it adds, changes or removes, with what it builds on
	Currency    string              `json:"currency"`
	Lines       []ScenarioLine      `json:"lines"`       // by measure
	Levels      []ScenarioLevel     `json:"levels"`      // by attainment
	Positions   int                 `json:"positions"`   // seats on the last day of the year, with those of planned hires
	Filled      int                 `json:"filled"`      // of those, held or to be filled by then
	Hires       int                 `json:"hires"`       // planned to be there by then
	Span        int                 `json:"span"`        // most direct reports of one manager
	Disruption  *ScenarioDisruption `json:"disruption"`  // null for the plan itself
	New         Counts              `json:"new"`         // findings that come
	Settled     Counts              `json:"settled"`     // findings that go
	Differences []Finding           `json:"differences"` // findings that come (new) or go (fixed)
}

// ScenarioLine is what the whole plan is to achieve, carries and can achieve in the
// year; null where nothing states it.
type ScenarioLine struct {
	Measure  string  `json:"measure"`
	Unit     string  `json:"unit"` // currency code, count or ratio
	Goal     *string `json:"goal"`
	Quota    *string `json:"quota"` // sum of those at the lowest levels
	Capacity *string `json:"capacity"`
	Gap      *string `json:"gap"` // goal - capacity
}

// ScenarioLevel is cost if everybody attains the same share of every quota.
type ScenarioLevel struct {
	Attainment string `json:"attainment"` // 1 is 100 %
	// Cost is salary, incentive pay, what the employer pays on top and planned hires;
	// null where it is withheld or not known.
	Cost     *string `json:"cost"`
	Withheld bool    `json:"withheld,omitempty"`
	Sales    *string `json:"sales"`         // quotas × attainment, or the stated amount
	OfSales  *string `json:"cost_of_sales"` // cost / sales
}

// ScenarioDisruption is how many accounts have other owners than in the plan, on
// the last day of the year.
type ScenarioDisruption struct {
	Accounts     int     `json:"accounts"`
	Changed      int     `json:"changed"`
	AccountShare *string `json:"account_share"` // changed / accounts
	Value        string  `json:"value"`         // yearly potential of all accounts
	ValueChanged string  `json:"value_changed"`
	ValueShare   *string `json:"value_share"`
	Unvalued     int     `json:"unvalued"`   // accounts without a potential
	Unreadable   int     `json:"unreadable"` // territories whose rules cannot be read
}

// ScenarioSide is one plan of a comparison.
type ScenarioSide struct {
	Scenario    *scenario.Scenario // nil for the plan itself
	Currency    money.Currency
	Figures     *compare.Figures
	Records     int
	Disruption  *compare.Disruption
	Found       diag.List        // about the scenario
	Differences []review.Finding // that come or go
}

// ScenariosInput is what was worked out.
type ScenariosInput struct {
	Input, Prefix string // as the user named it; folder that files are named below
	Plan          *plan.Plan
	Year          period.Period
	Complete      bool
	Sides         []ScenarioSide // the plan itself first
	Texts         Texts
	Confidence    *schema.Confidence // what is withheld of findings; nil: nothing
	Unmasked      bool
	SmallestGroup int
}

// NewScenarios shows a comparison.
func NewScenarios(in ScenariosInput) Scenarios {
	r := Scenarios{
		Header: NewHeader("scenario compare", in.Complete), Verdict: Pass, Input: in.Input, Plan: in.Plan.Choices.Name, Year: in.Year.String(),
		Masked: !in.Unmasked, SmallestGroup: in.SmallestGroup, CostOfSales: in.Sides[0].Figures.Of, Columns: []ScenarioColumn{},
	}
	var figures []*compare.Figures
	var found diag.List
	seen := map[string]bool{}
	for i := range in.Sides {
		figures = append(figures, in.Sides[i].Figures)
		for _, f := range in.Sides[i].Found {
			if key := f.Identity() + f.Place.String(); !seen[key] { // scenarios that build on the same one share its findings
				seen[key] = true
				found = append(found, f)
			}
		}
	}
	mayShow := compare.Show(figures)
	for i := range in.Sides {
		r.Columns = append(r.Columns, scenarioColumn(&in, &in.Sides[i], in.Unmasked || mayShow[i]))
	}
	found = diag.Sorted(found)
	r.Counts, r.Findings = CountsOf(found), FindingsOf(found, in.Prefix, in.Texts, in.Confidence)
	switch {
	case !in.Complete:
		r.Verdict = Incomplete
	case r.Counts.Error > 0:
		r.Verdict = Fail
	}
	return r
}

// scenarioColumn shows one plan.
func scenarioColumn(in *ScenariosInput, side *ScenarioSide, showsCost bool) ScenarioColumn {
	f := side.Figures
	c := ScenarioColumn{
		Name: in.Plan.Choices.Name, BuildsOn: []string{}, Records: side.Records, Currency: side.Currency.String(), Lines: []ScenarioLine{}, Levels: []ScenarioLevel{},
		Positions: f.Positions, Filled: f.Filled, Hires: f.Hires, Span: f.Span, Differences: []Finding{},
	}
	if s := side.Scenario; s != nil {
		c.Scenario, c.Name, c.Description, c.BuildsOn = s.Addr.ID, s.Name, s.Description, append(c.BuildsOn, s.BuildsOn...)
	}
	digits := side.Currency.MinorUnits()
	for i := range f.Lines {
		c.Lines = append(c.Lines, scenarioLine(&f.Lines[i], side.Currency))
	}
	for i := range f.Levels {
		level := &f.Levels[i]
		shown := ScenarioLevel{Attainment: level.Attainment.String(), Withheld: level.Known && !showsCost}
		if level.Sales != nil {
			shown.Sales = roundedText(*level.Sales, digits)
		}
		if level.Known && showsCost {
			text := level.Cost.Format(digits)
			shown.Cost = &text
			if ratio, ok := level.OfSales(); ok {
				text := ratio.String()
				shown.OfSales = &text
			}
		}
		c.Levels = append(c.Levels, shown)
	}
	if d := side.Disruption; d != nil {
		c.Disruption = scenarioDisruption(d, digits)
	}
	read := mask{in.Confidence}.reading(in.Texts)
	for _, one := range side.Differences {
		shown := findingOf(one.Finding, in.Prefix, read)
		shown.Status = one.Status.String()
		c.Differences = append(c.Differences, shown)
	}
	counts := statusCounts(side.Differences)
	c.New, c.Settled = counts.New, counts.Fixed
	return c
}

// scenarioLine shows the figures of a measure.
func scenarioLine(line *compare.Line, currency money.Currency) ScenarioLine {
	l := ScenarioLine{Measure: line.Measure, Unit: "count"}
	digits := 2
	switch line.Unit {
	case plan.Money:
		l.Unit, digits = currency.String(), currency.MinorUnits()
	case plan.Ratio:
		l.Unit, digits = "ratio", 4
	case plan.Count:
	}
	show := func(figure *money.Ratio) *string {
		if figure == nil {
			return nil
		}
		return roundedText(*figure, digits)
	}
	l.Goal, l.Quota, l.Capacity = show(line.Goal), show(line.Quota), show(line.Capacity)
	if gap, ok := line.Gap(); ok {
		l.Gap = show(&gap)
	}
	return l
}

// scenarioDisruption shows who owns which accounts.
func scenarioDisruption(d *compare.Disruption, digits int) *ScenarioDisruption {
	shown := &ScenarioDisruption{Accounts: d.Accounts, Changed: d.Changed, Unvalued: d.Unvalued, Unreadable: d.Unreadable}
	share := func(ratio money.Ratio, ok bool) *string {
		rounded, err := ratio.Round(4, money.HalfUp)
		if !ok || err != nil {
			return nil
		}
		text := rounded.String()
		return &text
	}
	shown.AccountShare, shown.ValueShare = share(d.AccountShare()), share(d.ValueShare())
	amount := func(figure money.Ratio) string {
		if text := roundedText(figure, digits); text != nil {
			return *text
		}
		return figure.String()
	}
	shown.Value, shown.ValueChanged = amount(d.Value), amount(d.ChangedValue)
	return shown
}

// ScenarioList is the result of the verb scenario list.
type ScenarioList struct {
	Header
	Verdict   string           `json:"verdict"` // fail: something is wrong with a scenario
	Input     string           `json:"input"`   // as the user named it
	Plan      string           `json:"plan"`    // the plan's own name
	Scenarios []ListedScenario `json:"scenarios"`
	Counts    Counts           `json:"counts"`
	Findings  []Finding        `json:"findings"` // about scenarios
}

// ListedScenario is one scenario of a plan.
type ListedScenario struct {
	Scenario    string   `json:"scenario"` // id
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	BuildsOn    []string `json:"builds_on"`
	Records     int      `json:"records"` // that it adds, changes or removes, with what it builds on
	File        string   `json:"file"`
	Line        int      `json:"line"`
	Column      int      `json:"column"`
}

// ScenarioEntry is a scenario with how much it changes.
type ScenarioEntry struct {
	Scenario *scenario.Scenario
	Records  int
}

// ScenarioListInput is what was found.
type ScenarioListInput struct {
	Input, Prefix string
	Plan          *plan.Plan
	Complete      bool
	Scenarios     []ScenarioEntry
	Findings      diag.List
	Texts         Texts
	Confidence    *schema.Confidence
}

// NewScenarioList shows the scenarios of a plan.
func NewScenarioList(in ScenarioListInput) ScenarioList {
	r := ScenarioList{
		Header: NewHeader("scenario list", in.Complete), Verdict: Pass, Input: in.Input, Plan: in.Plan.Choices.Name, Scenarios: []ListedScenario{},
		Counts: CountsOf(in.Findings), Findings: FindingsOf(in.Findings, in.Prefix, in.Texts, in.Confidence),
	}
	for _, one := range in.Scenarios {
		s, place := one.Scenario, one.Scenario.Place()
		r.Scenarios = append(r.Scenarios, ListedScenario{
			Scenario: s.Addr.ID, Name: s.Name, Description: s.Description, BuildsOn: append([]string{}, s.BuildsOn...), Records: one.Records,
			File: below(in.Prefix, place), Line: place.Line, Column: place.Column,
		})
	}
	switch {
	case !in.Complete:
		r.Verdict = Incomplete
	case r.Counts.Error > 0:
		r.Verdict = Fail
	}
	return r
}
