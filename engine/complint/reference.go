package complint

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
)

// unknownNames reports ids in examples and adjustments that the comp plan does
// not have. The language cannot check them: they are keys, or belong to a plan
// that depends on the day.
func unknownNames(p *Pass) {
	for i := range p.book.Plans {
		c := &p.book.Plans[i]
		measures := measuresOf(c)
		for j := range c.Examples {
			p.unknownInExample(c, &c.Examples[j], measures)
		}
	}
	p.unknownInAdjustments()
}

// measuresOf returns the measures that a comp plan looks at.
func measuresOf(c *comp.Plan) []string {
	var all []string
	for i := range c.Components {
		one := &c.Components[i]
		all = append(all, one.Measure, one.Quota.Measure, one.Rates.Columns.Measure)
		for _, g := range one.Gates {
			for _, condition := range g.Conditions {
				all = append(all, condition.Measure)
			}
		}
		for _, m := range one.Modifiers {
			all = append(all, m.Measure)
		}
	}
	for _, m := range c.Modifiers {
		all = append(all, m.Measure)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(id string) bool { return id == "" })
}

func (p *Pass) unknownInExample(c *comp.Plan, e *comp.Example, measures []string) {
	isMeasure := func(id string) bool { return slices.Contains(measures, id) }
	isComponent := func(id string) bool {
		return slices.ContainsFunc(c.Components, func(one comp.Component) bool { return one.ID == id })
	}
	check := func(at comp.Origin, field string, figures []comp.Figure, known func(string) bool, what string) {
		for _, one := range figures {
			if !known(one.ID) {
				p.tell(diag.UnknownInCompPlan, at, field+"."+one.ID, "example %s names %q, which is not %s of %s", e.ID, one.ID, what, c.Addr)
			}
		}
	}
	check(e.Origin, "quotas", e.Quotas, isMeasure, "a measure")
	check(e.Origin, "pays", e.Pays, isComponent, "a component")
	for i := range e.Periods {
		one := &e.Periods[i]
		check(one.Origin, "results", one.Results, isMeasure, "a measure")
		check(one.Origin, "pays", one.Pays, isComponent, "a component")
	}
}

func (p *Pass) unknownInAdjustments() {
	if anyBroken(p.plan, comp.PlanKind) {
		return // its components are not known
	}
	for i := range p.book.Adjustments {
		a := &p.book.Adjustments[i]
		known := slices.ContainsFunc(p.book.Plans, func(c comp.Plan) bool {
			return slices.ContainsFunc(c.Components, func(one comp.Component) bool { return one.ID == a.Component })
		})
		if a.Component != "" && !known {
			p.tell(diag.UnknownInCompPlan, a.Origin, "component", "%s corrects component %q, and no comp plan has one of that name", a.Addr, a.Component)
		}
	}
}

// measuresPaidFor returns the measures of the components of a comp plan.
func measuresPaidFor(c *comp.Plan) []string {
	var all []string
	for i := range c.Components {
		all = append(all, c.Components[i].Measure)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// anyBroken reports whether a record of a collection is broken, so that what it
// says of others is not known.
func anyBroken(p *plan.Plan, collections ...string) bool {
	for a := range p.Broken {
		if slices.Contains(collections, a.Collection) {
			return true
		}
	}
	return false
}
