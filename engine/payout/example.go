package payout

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/stint"
)

// Difference is a figure of an example that the engine computes otherwise.
type Difference struct {
	Origin comp.Origin
	Field  string // below Origin, such as pays.new, total or owed
	Want   money.Decimal
	Got    money.Decimal
}

// ExampleResult is what an example of a comp plan comes to.
type ExampleResult struct {
	Differences []Difference
	// Obstacles say why pay could not be computed; there are no differences then.
	Obstacles diag.List
	// Paid is what is paid for the results of the example; nil where there are
	// obstacles.
	Paid *Result
}

// Example computes an example of a comp plan by the same rules as [Compute], for
// one person who is on the plan all the time and whose results are given, so
// that crediting, ramp and dates do not matter. The results of each payout
// period, the shortest of the plan's components, are those of its first month;
// of single deals they are one deal. What a component pays less often counts to
// the example's sum and to no period.
func Example(p *plan.Plan, c *comp.Plan, e *comp.Example) ExampleResult {
	x := newExample(p, c, e)
	var result Result
	x.pay(&result, x.first, x.last)
	if x.failed {
		return ExampleResult{Obstacles: x.found.All()}
	}
	return ExampleResult{Differences: x.compare(e, &result), Paid: &result}
}

// example is a run with one payee.
type example struct {
	*run
	periods []period.Period
}

// examplePosition is the position of the person in an example.
const examplePosition = "example"

func newExample(p *plan.Plan, c *comp.Plan, e *comp.Example) *example {
	bare := *p
	bare.Quotas, bare.Assignments = nil, nil
	bare.Positions = []plan.Position{{}}
	bare.Positions[0].Addr = addr.New(plan.PositionKind, examplePosition)
	if bare.Choices.Calendar == nil {
		if calendar, err := period.NewMonthCalendar(1, period.ByStart); err == nil {
			bare.Choices.Calendar = &calendar
		}
	}
	r := &run{
		plan: &bare, book: &comp.Book{}, calendar: bare.Choices.Calendar, measures: map[string]*plan.Measure{}, found: diag.Bounded{Most: repeats},
		told: map[string]bool{}, events: map[eventKey]period.Date{}, budgets: map[*comp.Component]*budget{},
		roster: &stint.Roster{Stints: []stint.Stint{{Position: &bare.Positions[0], Plan: examplePlan(c, e)}}},
	}
	for i := range p.Measures {
		r.measures[p.Measures[i].ID()] = &p.Measures[i]
	}
	r.goals = goal.New(&bare, r.book, r.roster)
	r.enlist()
	x := &example{run: r, periods: firstPeriods(p, r.payees[0].scheme.kind, len(e.Periods))}
	r.first, r.last = x.periods[0].MonthNumber(), lastMonth(x.periods[len(x.periods)-1])
	x.setQuotas(e)
	for i := range e.Periods {
		x.book(&e.Periods[i], x.periods[i])
	}
	r.settleAccounts()
	return x
}

// examplePlan returns the comp plan as it holds for the example: always, and
// with its pay at target.
func examplePlan(c *comp.Plan, e *comp.Example) *comp.Plan {
	always := *c
	always.Active = period.Range{}
	if e.BaseSalary != nil {
		always.BaseSalary = e.BaseSalary
	}
	if e.TargetIncentive != nil {
		always.TargetIncentive = e.TargetIncentive
	}
	always.Components = make([]comp.Component, len(c.Components))
	for i := range c.Components {
		one := c.Components[i]
		one.Active, one.ResultsOf, one.Combine, one.Budget, one.PayAt = period.Range{}, comp.Own, "", nil, comp.AtPlanRate
		always.Components[i] = one
	}
	return &always
}

// firstPeriods returns so many payout periods from the first of a year on.
func firstPeriods(p *plan.Plan, kind period.Kind, count int) []period.Period {
	year := period.Containing(26*12, period.Year)
	if len(p.Choices.Years) > 0 {
		year = p.Choices.Years[0]
	}
	periods := make([]period.Period, 0, count)
	for month := year.MonthNumber(); len(periods) < count && month <= lastMonthOfAll; {
		at := period.Containing(month, kind)
		periods = append(periods, at)
		month = lastMonth(at) + 1
	}
	return periods
}

// setQuotas gives every gauge the quota that the example states for its measure.
func (x *example) setQuotas(e *comp.Example) {
	gauges := x.payees[0].scheme.gauges
	for i := range gauges {
		measure := gauges[i].measure
		if gauges[i].link.Measure != "" {
			measure = gauges[i].link.Measure
		}
		for _, quota := range e.Quotas {
			if quota.ID == measure {
				gauges[i].link.Amount = &quota.Value
			}
		}
	}
}

// book books the results of one payout period.
func (x *example) book(e *comp.ExamplePeriod, at period.Period) {
	p := &x.payees[0]
	month := at.MonthNumber()
	for i := range p.scheme.gauges {
		g := &p.scheme.gauges[i]
		for _, result := range e.Results {
			if result.ID != g.measure {
				continue
			}
			amount := money.FromDecimal(result.Value)
			if g.window == comp.Deal {
				amount = (&intake{run: x.run}).capDeal(p, g, amount, month)
			}
			p.account(i, examplePosition).entries = append(p.account(i, examplePosition).entries, entry{
				deal: examplePosition, date: x.calendar.Range(at).From, month: month, posted: month, gross: result.Value, amount: amount, share: one,
			})
		}
	}
}

// compare returns the figures that differ.
func (x *example) compare(e *comp.Example, result *Result) []Difference {
	var all []Difference
	demand := func(origin comp.Origin, field string, want *money.Decimal, got money.Ratio) {
		if computed := decimal(got); want != nil && *want != computed {
			all = append(all, Difference{Origin: origin, Field: field, Want: *want, Got: computed})
		}
	}
	pays := func(component string, in period.Period) (sum money.Ratio) {
		for i := range result.Lines {
			if l := &result.Lines[i]; l.Component == component && (in.IsZero() || l.Period == in) {
				sum = sum.Add(money.FromDecimal(l.Payout))
			}
		}
		return sum
	}
	var total money.Ratio
	inTotals := map[period.Period]bool{}
	for i := range result.Totals {
		t := &result.Totals[i]
		inTotals[t.Period] = true
		total = total.Add(money.FromDecimal(t.Payout))
		for j := range e.Periods {
			if one := &e.Periods[j]; x.periods[j] == t.Period {
				if len(e.Periods) > 1 || one.Origin.Path != e.Origin.Path {
					demand(one.Origin, "total", one.Total, money.FromDecimal(t.Payout))
					demand(one.Origin, "owed", one.Owed, money.FromDecimal(t.Owed))
				}
				for _, figure := range one.Pays {
					demand(one.Origin, fmt.Sprintf("pays.%s", figure.ID), &figure.Value, pays(figure.ID, t.Period))
				}
			}
		}
	}
	h := &person{run: x.run, payee: &x.payees[0]}
	for i := range result.Lines {
		if l := &result.Lines[i]; !inTotals[h.planPeriod(l.Period)] {
			total = total.Add(money.FromDecimal(l.Payout)) // paid less often
		}
	}
	for _, figure := range e.Pays {
		demand(e.Origin, fmt.Sprintf("pays.%s", figure.ID), &figure.Value, pays(figure.ID, period.Period{}))
	}
	demand(e.Origin, "total", e.Total, total)
	return all
}
