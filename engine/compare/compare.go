// Package compare knows what a plan comes to in a fiscal year, in few figures, so
// that plans under several scenarios can be held side by side, and which accounts
// another plan gives to somebody else. It knows neither scenarios nor how anything
// is shown. Its entry points are [Of] and [DisruptionOf].
package compare

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Figures are what a whole plan comes to in a fiscal year.
type Figures struct {
	Lines     []Line // by measure, in order of id
	Levels    []Level
	Of        string // what cost of sales is a share of: the measure, or "amount"; "" if the plan does not say
	Positions int    // on the last day of the year, with those of planned hires
	Filled    int    // of those, held or to be filled by then
	Hires     int    // planned to be there by then
	Span      int    // most direct reports of one manager

	withheld func() bool // cost would give away the pay of few people
	people   *cost.Result
	group    int
}

// Line is what the plan says of a measure.
type Line struct {
	Measure string
	Unit    plan.Unit
	capacity.Line
}

// Level is what the plan costs if everybody attains the same share of every quota.
type Level struct {
	Attainment money.Decimal
	Cost       money.Decimal // salary, incentive pay, what the employer pays on top, and planned hires
	Known      bool          // false: no comp plan, or the pay of somebody could not be computed
	Sales      *money.Ratio  // what is sold then; nil if the plan does not say what that is
}

// OfSales returns cost / sales, rounded half up to 4 digits; ok is false where
// either is not known, or nothing is sold.
func (l *Level) OfSales() (ratio money.Decimal, ok bool) {
	if !l.Known || l.Sales == nil {
		return ratio, false
	}
	exact, err := money.FromDecimal(l.Cost).Quo(*l.Sales)
	if err != nil {
		return ratio, false
	}
	ratio, err = exact.Round(4, money.HalfUp)
	return ratio, err == nil
}

// Of works out the figures of a plan in a fiscal year at attainments. It fails for
// a plan without a calendar.
func Of(p *plan.Plan, year period.Period, attainments []money.Decimal) (*Figures, error) {
	a, err := capacity.Assess(p, year, attainments...)
	if err != nil {
		return nil, err
	}
	f := &Figures{}
	for i := range p.Measures {
		m := &p.Measures[i]
		line := a.Line(addr.Addr{}, m.ID(), year)
		if line.Goal != nil || line.Quota != nil || line.Capacity != nil {
			f.Lines = append(f.Lines, Line{Measure: m.ID(), Unit: m.Unit, Line: line})
		}
	}
	limit := a.Limit(addr.Addr{})
	f.Positions, f.Filled, f.Hires, f.Span = limit.Positions, limit.Filled, limit.Hires, limit.Span
	settings := cost.SettingsOf(p)
	f.withheld, f.group = limit.Withheld, settings.SmallestGroup
	for _, attainment := range attainments {
		level := Level{Attainment: attainment}
		level.Cost, level.Known = a.Cost(addr.Addr{}, attainment)
		f.Of, level.Sales = salesOf(f.Lines, settings.CostOfSales, year, attainment)
		f.Levels = append(f.Levels, level)
	}
	book := comp.Read(p)
	if len(book.Plans) == 0 {
		return f, nil
	}
	f.people, err = cost.At(p, book, year, attainments)
	return f, err
}

// salesOf returns what is sold at an attainment, by what the plan says of cost of
// sales: the quotas of a measure times the attainment, or a stated amount.
func salesOf(lines []Line, stated *cost.Ratio, year period.Period, attainment money.Decimal) (of string, sales *money.Ratio) {
	switch {
	case stated == nil:
		return "", nil
	case stated.Measure == "":
		amount := money.FromDecimal(stated.Amount[year])
		return "amount", &amount
	}
	for i := range lines {
		if lines[i].Measure == stated.Measure && lines[i].Quota != nil {
			sold := lines[i].Quota.Mul(money.FromDecimal(attainment))
			return stated.Measure, &sold
		}
	}
	return stated.Measure, nil
}

// Show decides of several plans, each of which is named once, whose cost may be
// shown side by side to those who may not see the pay of single people: a cost is
// withheld that is that of few people, or that differs from one that is shown
// because of few people. The earlier ones go first.
func Show(all []*Figures) []bool {
	shown := make([]bool, len(all))
	for i, f := range all {
		shown[i] = f.people == nil || !f.withheld()
		for j := range i {
			shown[i] = shown[i] && (!shown[j] || f.apart(all[j]))
		}
	}
	return shown
}

// apart reports whether the difference between two costs gives nothing away.
func (f *Figures) apart(other *Figures) bool {
	if f.people == nil || other.people == nil {
		return true
	}
	return other.people.SpreadTo(f.people).Anonymous(max(f.group, other.group))
}
