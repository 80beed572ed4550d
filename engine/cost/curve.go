package cost

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Curve is what a comp plan pays over attainment: the incentive pay of all its
// people at the same attainment of every quota, as a share of that at 100 %. As
// a share it tells nobody's pay.
type Curve struct {
	CompPlan string
	People   int
	Points   []Point
}

// Point is one point of a pay curve.
type Point struct{ Attainment, Share money.Decimal }

// Points of a curve lie a tenth apart, from 0 to 200 %.
const (
	curvePoints = 20
	curveStep   = 10 // per cent
)

// Curves returns the pay curves of all comp plans that have people in a fiscal
// year, in order of id. A plan that pays nothing at 100 % has none. The plan
// must have a calendar.
func Curves(p *plan.Plan, book *comp.Book, year period.Period) []Curve {
	outlook := payout.NewOutlook(p, book, year)
	r := &Result{Settings: SettingsOf(p), Year: year, Currency: p.Choices.Currency, Complete: true}
	a := newAccountant(r, outlook)
	people := map[string]int{}
	for i := range r.People {
		people[r.People[i].Stint.Plan.Addr.ID]++
	}
	paid := func(attainment money.Decimal) map[string]money.Ratio {
		sums := map[string]money.Ratio{}
		for i, amount := range a.paid(outlook.Attain(attainment)) {
			id := r.People[i].Stint.Plan.Addr.ID
			sums[id] = sums[id].Add(amount)
		}
		return sums
	}
	full := paid(percent(100))
	var curves []Curve
	for i := range book.Plans {
		id := book.Plans[i].Addr.ID
		if people[id] > 0 && full[id].Sign() > 0 {
			curves = append(curves, Curve{CompPlan: id, People: people[id]})
		}
	}
	for step := range curvePoints + 1 {
		attainment := percent(int64(step * curveStep))
		sums := paid(attainment)
		for i := range curves {
			c := &curves[i]
			share, _ := sums[c.CompPlan].Quo(full[c.CompPlan])
			rounded, _ := share.Round(ratioDigits, money.HalfUp)
			c.Points = append(c.Points, Point{Attainment: attainment, Share: rounded})
		}
	}
	return curves
}
