package payout

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/crediting"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// scheme is a comp plan made ready to be applied to many stints.
type scheme struct {
	plan       *comp.Plan
	components []component
	gauges     []gauge // those of the components first, in their order
	order      []comp.Step
	kind       period.Kind // of the plan's payout periods: the shortest of its components and its draw
}

// gauge is one way to count a measure: which credits, whose, against which quota.
type gauge struct {
	measure   string
	aggregate string // sum, last, average
	rule      *crediting.Rule
	link      comp.QuotaLink
	active    period.Range
	whose     string // comp.Own, comp.Reports, comp.Team, comp.Peers
	each      bool   // members are counted each by themselves
	window    comp.Window
	payEvery  comp.Window
	attribute string // a number that every credit carries; "" if none is needed
	keep      bool   // every credit is needed, not only sums by month
	component *comp.Component
}

// component is a component made ready.
type component struct {
	*comp.Component
	gauge     int         // its own
	bucket    period.Kind // the longer of window and payout period
	pay       period.Kind
	grain     period.Kind // the shorter of the payout period and what caps of pay are for
	last      lastCurve
	perCredit bool // pay is the sum over credits, each with its own limits
}

func schemeOf(c *comp.Plan, measures map[string]*plan.Measure) *scheme {
	s := &scheme{plan: c, order: orderOf(c.Order)}
	for i := range c.Components {
		one := &c.Components[i]
		s.gauges = append(s.gauges, gaugeOf(one, measures))
		pay := kindOf(one.PayEvery)
		s.components = append(s.components, component{
			Component: one, gauge: i, pay: pay, bucket: longer(pay, one.Window), grain: grainOf(pay, one.Caps), perCredit: perCredit(one),
		})
		s.kind = max(s.kind, pay)
	}
	if c.Draw != nil {
		s.kind = max(s.kind, kindOf(c.Draw.Every))
	}
	for _, measure := range s.otherMeasures() {
		aggregate := "sum"
		if m := measures[measure]; m != nil {
			aggregate = m.Aggregate
		}
		s.gauges = append(s.gauges, gauge{
			measure: measure, aggregate: aggregate, rule: crediting.New(&comp.Crediting{Date: "date", Split: "credit", Coverage: []string{plan.Owner}, FX: comp.AtPlanRate}),
			link: comp.QuotaLink{WhenZero: "error"}, whose: comp.Own, keep: aggregate != "sum",
		})
	}
	return s
}

func gaugeOf(c *comp.Component, measures map[string]*plan.Measure) gauge {
	g := gauge{
		measure: c.Measure, aggregate: "sum", rule: crediting.New(&c.Crediting), link: c.Quota, active: c.Active, whose: c.ResultsOf,
		each: c.Combine == comp.Each, window: c.Window, payEvery: c.PayEvery, attribute: c.Rates.Attribute, component: c,
	}
	if m := measures[c.Measure]; m != nil {
		g.aggregate = m.Aggregate
	}
	limited := slices.ContainsFunc(c.Caps, func(one comp.Cap) bool { return limitsResults(&one) && one.Per != comp.Deal })
	byEvent := slices.ContainsFunc(c.Instalments, func(i comp.Instalment) bool { return i.OnEvent != "" })
	firstCome := c.Budget != nil && c.Budget.WhenSpent == "first_come"
	g.keep = perCredit(c) || limited || firstCome || byEvent || c.Clawback != nil || g.aggregate != "sum"
	return g
}

// perCredit reports whether pay has to be worked out credit by credit.
func perCredit(c *comp.Component) bool {
	perDeal := func(one comp.Cap) bool { return !limitsResults(&one) && one.Per == comp.Deal }
	return c.Window == comp.Deal || c.Crediting.Split == "payout" || slices.ContainsFunc(c.Caps, perDeal)
}

// limitsResults reports whether a cap limits what counts, not what is paid.
func limitsResults(c *comp.Cap) bool { return c.Of != "payout" || c.Attainment != nil }

// otherMeasures returns the measures that the plan looks at without paying for
// them, sorted.
func (s *scheme) otherMeasures() []string {
	var found []string
	add := func(measure string) {
		paid := slices.ContainsFunc(s.plan.Components, func(c comp.Component) bool { return c.Measure == measure })
		if measure != "" && !paid {
			found = append(found, measure)
		}
	}
	for i := range s.plan.Components {
		c := &s.plan.Components[i]
		add(c.Rates.Columns.Measure)
		for _, g := range c.Gates {
			for _, condition := range g.Conditions {
				add(condition.Measure)
			}
		}
		for _, m := range c.Modifiers {
			add(m.Measure)
		}
	}
	for _, m := range s.plan.Modifiers {
		add(m.Measure)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// gaugeFor returns the gauge by which a component looks at a measure: its own
// one, else that of the first component for it, else the plain one.
func (s *scheme) gaugeFor(c *component, measure string) int {
	if c != nil && (measure == "" || measure == c.Measure) {
		return c.gauge
	}
	return slices.IndexFunc(s.gauges, func(g gauge) bool { return g.measure == measure })
}

// orderOf returns the steps in the order of a plan; those that it does not name
// follow in the usual one.
func orderOf(stated []comp.Step) []comp.Step {
	order := slices.Clone(stated)
	for _, step := range comp.UsualOrder {
		if !slices.Contains(order, step) {
			order = append(order, step)
		}
	}
	return order
}

// grainOf returns the shortest stretch at whose ends pay has to be known.
func grainOf(pay period.Kind, caps []comp.Cap) period.Kind {
	for i := range caps {
		if !limitsResults(&caps[i]) {
			pay = max(pay, kindOf(caps[i].Per))
		}
	}
	return pay
}

func kindOf(w comp.Window) period.Kind {
	switch w {
	case comp.Month:
		return period.Month
	case comp.Quarter:
		return period.Quarter
	case comp.Half:
		return period.Half
	case comp.Year:
		return period.Year
	case comp.Deal:
	}
	return 0
}

// longer returns the longer of a payout period and a window; deals are settled
// by payout period. Kinds run from the year down.
func longer(pay period.Kind, window comp.Window) period.Kind {
	if window == comp.Deal {
		return pay
	}
	return min(pay, kindOf(window))
}
