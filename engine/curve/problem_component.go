package curve

import "github.com/salesplan/salesplan/engine/comp"

// ComponentProblems returns the reasons why a component's rate table cannot be
// applied: those of Problems, and those that show only beside the component's
// other choices.
func ComponentProblems(c *comp.Component) []Problem {
	r := &c.Rates
	list := Problems(r)
	if r.By == comp.ByAttribute && c.Window != comp.Deal {
		list = append(list, of(r, NoMeaning, "by", "the table goes by an attribute of each credit, but the window adds credits up: the window must be deal"))
	}
	if c.Quota.WhenZero == "top_rate" && r.Pays == comp.PaysMultiple && r.BaseRate == nil {
		list = append(list, of(r, Missing, "base_rate", "a quota of zero pays at the top rate, but the base rate is target / quota and does not exist then: state base_rate"))
	}
	if r.Kind == comp.Matrix && r.Rows.Measure != "" && r.Rows.Measure != c.Measure {
		list = append(list, of(r, NoMeaning, "rows", "the rows of the matrix are of %s, but the component counts %s: rows are of the component's own measure", r.Rows.Measure, c.Measure))
	}
	return list
}
