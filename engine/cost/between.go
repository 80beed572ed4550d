package cost

import (
	"cmp"
	"maps"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Difference is what a change of a plan does to its cost in a fiscal year.
type Difference struct {
	Year          period.Period
	Currency      money.Currency
	Levels        []Level
	Before, After []money.Decimal // cost by level
	Causes        []Cause         // those that change something; by level they sum to After - Before
	// SameBefore and SameAfter are the cost at the same bookings: those of the plan
	// before at 100 % of every quota.
	SameBefore, SameAfter money.Decimal
	Effects               []Effect // on everybody who is there before and after, in order of position
	Joined, Left          int      // people who are there only after, only before
	Spread                Spread   // of the whole change
	SmallestGroup         int
	Findings              diag.List // of the plan after
	Complete              bool
}

// Cause is one kind of change and what it adds to cost.
type Cause struct {
	Name   string
	Delta  []money.Decimal // by level
	Spread Spread
}

// Direction says what a change does to the pay of a person at equal results.
type Direction string

// The directions.
const (
	Better Direction = "better" // more at some results, less at none
	Worse  Direction = "worse"  // less at some, more at none
	Mixed  Direction = "mixed"  // more at some, less at others
	Equal  Direction = "equal"
)

// Effect is what a change does to one person's yearly pay at equal results.
type Effect struct {
	Position, Person string
	Direction        Direction
	Before, After    []money.Decimal // salary and incentive pay by level, at the results of that level before
}

// kindOfChange is what a cause takes over from the plan after.
type kindOfChange struct {
	name        string
	collections []string // whose records it is about
	apply       func(to *side, from side)
}

// causes are the kinds of change, in the order in which they are applied: what
// one adds is measured with those before it in place. The order decides how much
// of a joint effect goes to which; the sum is always the whole difference.
var causes = []kindOfChange{
	{"headcount", []string{plan.PositionKind, plan.HolderKind, plan.PersonKind, comp.LeaveKind}, func(to *side, from side) {
		to.plan.Positions, to.plan.Holders, to.plan.People, to.book.Leaves = from.plan.Positions, from.plan.Holders, from.plan.People, from.book.Leaves
	}},
	{"assignment", []string{plan.AssignmentKind, plan.TerritoryKind, plan.TypeKind}, func(to *side, from side) {
		to.plan.Assignments, to.plan.Territories, to.plan.Types = from.plan.Assignments, from.plan.Territories, from.plan.Types
	}},
	{"quota", []string{plan.QuotaKind}, func(to *side, from side) { to.plan.Quotas = from.plan.Quotas }},
	{"comp_plan", []string{comp.PlanKind, comp.RampKind, plan.MeasureKind, plan.RoleKind}, func(to *side, from side) {
		to.book.Plans, to.book.Ramps, to.plan.Measures, to.plan.Roles = from.book.Plans, from.book.Ramps, from.plan.Measures, from.plan.Roles
	}},
	{"base_pay", []string{comp.PayKind}, func(to *side, from side) { to.book.Pay = from.book.Pay }},
	{"settings", []string{plan.Settings, comp.MarketRateKind, comp.AdjustmentKind}, func(to *side, from side) {
		to.plan.Choices, to.book.MarketRates, to.book.Adjustments = from.plan.Choices, from.book.MarketRates, from.book.Adjustments
		to.settings = from.settings
	}},
}

// side is a plan with what it says about pay; a copy may be changed.
type side struct {
	plan     plan.Plan
	book     comp.Book
	settings Settings
}

func sideOf(p *plan.Plan) side { return side{plan: *p, book: *comp.Read(p), settings: SettingsOf(p)} }

// Between works out what a change does to cost in a fiscal year. ok is false if
// neither plan says anything about pay, or one has no calendar. Levels are those
// of the plan after. changed says which collections have records that differ.
func Between(before, after *plan.Plan, year period.Period, changed func(collection string) bool) (d Difference, ok bool) {
	from, to := sideOf(before), sideOf(after)
	if len(from.book.Plans)+len(to.book.Plans) == 0 || before.Choices.Calendar == nil || after.Choices.Calendar == nil {
		return d, false
	}
	levels := to.settings
	first, last := from.costs(levels, year), to.costs(levels, year)
	d = Difference{
		Year: year, Currency: last.Currency, Levels: last.Levels, Before: first.totals(), After: last.totals(),
		SmallestGroup: to.settings.SmallestGroup, Findings: last.Findings, Complete: first.Complete && last.Complete,
	}
	d.attribute(from, to, first, last, changed)
	d.compare(from, to, first, last)
	return d, true
}

// costs works out the cost of a side at given levels, without its envelope.
func (s *side) costs(levels Settings, year period.Period) *Result {
	settings := s.settings
	settings.Attainments, settings.Distribution, settings.Envelope, settings.CostOfSales = levels.Attainments, levels.Distribution, nil, nil
	return compute(&s.plan, &s.book, settings, year)
}

// totals returns the cost of everybody by level.
func (r *Result) totals() []money.Decimal {
	totals := make([]money.Decimal, len(r.Levels))
	for level := range totals {
		var s money.Sum
		for i := range r.People {
			s.Add(r.People[i].Cost(level))
		}
		totals[level], _ = s.Total()
	}
	return totals
}

// attribute finds what each kind of change adds. Cost is worked out anew only
// between two kinds that are there.
func (d *Difference) attribute(from, to side, first, last *Result, changed func(collection string) bool) {
	there := slices.DeleteFunc(slices.Clone(causes), func(k kindOfChange) bool { return !slices.ContainsFunc(k.collections, changed) })
	if len(there) == 0 {
		there = causes[len(causes)-1:] // what is left may only follow from the language
	}
	at, before := from, first
	for i, kind := range there {
		kind.apply(&at, to)
		after := last
		if i < len(there)-1 {
			after = at.costs(to.settings, d.Year)
		}
		one := Cause{Name: kind.name, Delta: differences(before.totals(), after.totals()), Spread: spreadOf(before, after)}
		if one.Spread.People > 0 {
			d.Causes = append(d.Causes, one)
		}
		before = after
	}
	d.Spread = spreadOf(first, last)
}

func differences(before, after []money.Decimal) []money.Decimal {
	delta := make([]money.Decimal, len(after))
	for level := range after {
		delta[level] = sum(after[level], before[level].Neg())
	}
	return delta
}

// compare works out cost and everybody's pay at equal results.
func (d *Difference) compare(from, to side, first, last *Result) {
	old, now := payout.NewOutlook(&from.plan, &from.book, d.Year), payout.NewOutlook(&to.plan, &to.book, d.Year)
	results := func(level Level) payout.Results {
		if level.Mixed {
			return old.Attain(percent(100))
		}
		return old.Attain(level.Attainment)
	}
	before, after := first.personally(), last.personally()
	for _, key := range sortedKeys(before) {
		if _, stays := after[key]; stays {
			d.Effects = append(d.Effects, Effect{Position: key.position, Person: key.person})
		} else {
			d.Left++
		}
	}
	d.Joined = len(after) - len(d.Effects)
	for _, level := range d.Levels {
		same := now.Same(results(level))
		paidBefore, paidAfter := payOf(first, old, results(level)), payOf(last, now, same)
		for i := range d.Effects {
			e := &d.Effects[i]
			key := seat{e.Position, e.Person}
			e.Before = append(e.Before, sum(before[key], paidBefore[key]))
			e.After = append(e.After, sum(after[key], paidAfter[key]))
		}
	}
	for i := range d.Effects {
		d.Effects[i].Direction = directionOf(d.Effects[i].Before, d.Effects[i].After)
	}
	full := old.Attain(percent(100))
	d.SameBefore = withBurden(first, payOf(first, old, full))
	d.SameAfter = withBurden(last, payOf(last, now, now.Same(full)))
}

// seat names a person in a position.
type seat struct{ position, person string }

// personally returns everybody's salary.
func (r *Result) personally() map[seat]money.Decimal {
	salaries := make(map[seat]money.Decimal, len(r.People))
	for i := range r.People {
		s := r.People[i].Stint
		key := seat{s.Position.ID(), s.Person}
		salaries[key] = sum(salaries[key], r.People[i].Salary)
	}
	return salaries
}

// payOf returns everybody's incentive pay for assumed results.
func payOf(r *Result, outlook *payout.Outlook, results payout.Results) map[seat]money.Decimal {
	a := newAccountant(r, outlook)
	pay := map[seat]money.Decimal{}
	for i, amount := range a.paid(results) {
		s := r.People[i].Stint
		key := seat{s.Position.ID(), s.Person}
		pay[key] = sum(pay[key], a.round(amount))
	}
	return pay
}

// withBurden returns the cost of everybody for given pay.
func withBurden(r *Result, pay map[seat]money.Decimal) money.Decimal {
	var total money.Sum
	for key, salary := range r.personally() {
		direct := sum(salary, pay[key])
		burden, _ := direct.MulRound(r.Settings.Burden, r.Currency.MinorUnits(), money.HalfUp)
		total.Add(direct)
		total.Add(burden)
	}
	cost, _ := total.Total()
	return cost
}

// directionOf compares pay at the same results.
func directionOf(before, after []money.Decimal) Direction {
	more, less := false, false
	for i := range before {
		c := after[i].Cmp(before[i])
		more, less = more || c > 0, less || c < 0
	}
	switch {
	case more && less:
		return Mixed
	case more:
		return Better
	case less:
		return Worse
	}
	return Equal
}

func sortedKeys(salaries map[seat]money.Decimal) []seat {
	return slices.SortedFunc(maps.Keys(salaries), func(a, b seat) int {
		return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.person, b.person))
	})
}
