package cost

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// At works out what a plan costs in a fiscal year at given attainments, one
// level each, whatever levels the plan states. It checks no envelope and no cost
// of sales.
func At(p *plan.Plan, book *comp.Book, year period.Period, attainments []money.Decimal) (*Result, error) {
	if p.Choices.Calendar == nil {
		return nil, ErrNoCalendar
	}
	settings := SettingsOf(p)
	settings.Attainments, settings.Distribution, settings.CostOfSales, settings.Envelope = attainments, nil, nil, nil
	return compute(p, book, settings, year), nil
}

// Among returns the result with the people of some roles only; without any role
// it is the same.
func (r *Result) Among(roles []string) *Result {
	if len(roles) == 0 {
		return r
	}
	among := *r
	among.People = slices.DeleteFunc(slices.Clone(r.People), func(p Person) bool { return !slices.Contains(roles, p.Stint.Position.Role) })
	return &among
}
