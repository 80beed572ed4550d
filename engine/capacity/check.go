package capacity

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Check finds what does not fit among goals, envelopes, capacity and hiring of a
// plan, and returns the findings, sorted. What a node costs is in none of them.
func Check(p *plan.Plan) diag.List {
	book := Read(p)
	if len(book.Goals)+len(book.Envelopes)+len(book.Assumptions)+len(book.Hires) == 0 {
		return book.Findings
	}
	c := checker{plan: p, book: book, pay: comp.Read(p), found: book.Findings}
	c.capacities()
	c.hires()
	if p.Choices.Calendar == nil {
		c.found = append(c.found, diag.New(diag.MissingChoice, plan.SettingsAddr, p.Choices.Place(),
			"goals, envelopes, capacity and hires are by fiscal year, and the plan states no calendar: set \"calendar\" under plan").At("calendar"))
		return diag.Sorted(c.found)
	}
	totals, _ := rollup.Compute(p)
	for _, year := range c.years() {
		c.Assessment = assess(p, book, c.pay, totals, year)
		c.goalsOfYear()
		c.envelopesOfYear()
		c.gapsOfYear()
	}
	return diag.Sorted(c.found)
}

// Reach says what decides the findings of [Check]: wherever a plan says anything
// of the kind, nearly everything but accounts and who does which work.
func Reach() reach.Reach {
	return reach.Reach{
		Among: []string{GoalKind, EnvelopeKind, Kind, HireKind},
		Reads: []string{
			plan.MeasureKind, plan.RoleKind, plan.PositionKind, plan.PersonKind, plan.TerritoryKind, plan.HolderKind, plan.AssignmentKind,
			plan.QuotaKind, comp.PlanKind, comp.PayKind, comp.RampKind, comp.LeaveKind, comp.MarketRateKind, comp.AdjustmentKind,
		},
	}
}

// checker collects findings, year by year.
type checker struct {
	*Assessment
	plan  *plan.Plan
	book  *Book
	pay   *comp.Book
	found diag.List
}

func (c *checker) report(o origin, code diag.Code, field, format string, args ...any) *diag.Finding {
	c.found = append(c.found, diag.New(code, o.Addr, o.place(field), format, args...).At(field))
	return &c.found[len(c.found)-1]
}

// years returns the fiscal years that the plan covers, or that it has goals or
// envelopes for.
func (c *checker) years() []period.Period {
	years := slices.Clone(c.plan.Choices.Years)
	for i := range c.book.Goals {
		if year, err := period.Parse(fmt.Sprintf("FY%02d", c.book.Goals[i].Period.FiscalYear()%100)); err == nil {
			years = append(years, year)
		}
	}
	for i := range c.book.Envelopes {
		years = append(years, c.book.Envelopes[i].Year)
	}
	slices.SortFunc(years, period.Period.Compare)
	return slices.Compact(years)
}

// amount writes a figure of a measure.
func (c *checker) amount(measure string, figure money.Ratio) string {
	for i := range c.plan.Measures {
		if m := &c.plan.Measures[i]; m.ID() == measure && m.Unit == plan.Money {
			return c.money(figure)
		}
	}
	return rounded(figure, 2)
}

func (c *checker) money(figure money.Ratio) string {
	digits := c.plan.Choices.Currency.MinorUnits()
	d, err := figure.Round(digits, money.HalfUp)
	if err != nil {
		return figure.String()
	}
	return d.Grouped(0)
}

// rounded writes a number with at most so many digits after the point.
func rounded(figure money.Ratio, digits int) string {
	d, err := figure.Round(digits, money.HalfUp)
	if err != nil {
		return figure.String()
	}
	return d.Grouped(0)
}
