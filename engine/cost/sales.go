package cost

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// OfSales is cost as a share of what is sold, at one level.
type OfSales struct {
	People int           // whose cost counts
	Cost   money.Decimal // of those
	Sales  money.Decimal // bookings or revenue, in the plan currency
	Ratio  money.Decimal // Cost / Sales, rounded half up to 4 digits
}

// ratioDigits are the digits after the point of a cost of sales.
const ratioDigits = 4

// measureSales works out cost of sales at each level where the plan states what
// is divided by what. A level whose sales are zero has none.
func (a *accountant) measureSales(p *plan.Plan) {
	asked := a.result.Settings.CostOfSales
	if asked == nil {
		return
	}
	for level := range a.result.Levels {
		one := OfSales{Sales: a.sales(p, asked, level)}
		for _, i := range a.result.counted() {
			one.People++
			one.Cost = sum(one.Cost, a.result.People[i].Cost(level))
		}
		ratio, err := one.Cost.QuoRound(one.Sales, ratioDigits, money.HalfUp)
		if err != nil {
			return
		}
		one.Ratio = ratio
		a.result.OfSales = append(a.result.OfSales, one)
	}
}

// counted returns the places of the people whose cost counts in cost of sales.
func (r *Result) counted() []int {
	var counted []int
	for i := range r.People {
		if roles := r.Settings.CostOfSales.Roles; len(roles) == 0 || slices.Contains(roles, r.People[i].Stint.Position.Role) {
			counted = append(counted, i)
		}
	}
	return counted
}

// shownRatio returns the people whose cost a masked report shows as cost of sales.
func (r *Result) shownRatio() [][]int {
	if !r.ShowsRatio() {
		return nil
	}
	return [][]int{r.counted()}
}

// sales returns what is sold at a level: the amount that the plan states for the
// year, or the plan's quotas of a measure times the attainment.
func (a *accountant) sales(p *plan.Plan, asked *Ratio, level int) money.Decimal {
	if asked.Measure == "" {
		return asked.Amount[a.result.Year]
	}
	if a.quota == nil {
		totals, _ := rollup.Compute(p)
		cell, _ := totals.Cell(rollup.Key{Dimension: rollup.Total, Node: addr.Addr{}, Measure: asked.Measure, Period: a.result.Year})
		a.quota = &cell.Rolled.Value
	}
	return a.round(money.FromDecimal(*a.quota).Mul(a.attainment(level)))
}

// attainment returns the attainment of a level; of the mix the average.
func (a *accountant) attainment(level int) money.Ratio {
	one := a.result.Levels[level]
	if !one.Mixed {
		return money.FromDecimal(one.Attainment)
	}
	var average money.Ratio
	for _, s := range a.result.Settings.Distribution {
		average = average.Add(money.FromDecimal(s.Attainment).Mul(money.FromDecimal(s.Share)))
	}
	return average
}

// ShowsRatio reports whether cost of sales may be shown to those who may not see
// the pay of single people: neither the people whose cost counts nor the others
// are a group smaller than the plan's smallest.
func (r *Result) ShowsRatio() bool {
	if len(r.OfSales) == 0 {
		return false
	}
	counted := r.OfSales[0].People
	others := len(r.People) - counted
	return counted >= r.Settings.SmallestGroup && (others == 0 || others >= r.Settings.SmallestGroup)
}
