package report

import (
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/money"
)

// ReviewCost is what a change does to the cost of pay in a fiscal year.
type ReviewCost struct {
	Year     string `json:"year"`
	Currency string `json:"currency"`
	// Masked is true where sums are withheld that would give away the pay of single
	// people: those of fewer than SmallestGroup people, or mostly of one person.
	Masked        bool `json:"masked"`
	SmallestGroup int  `json:"smallest_group"`
	Complete      bool `json:"complete"` // false: the pay of some people could not be computed
	// Levels are cost at assumed attainments.
	Levels []ReviewCostLevel `json:"levels"`
	// SameBookings is cost at the bookings of 100 % of the quotas before.
	SameBookings ReviewCostSum `json:"same_bookings"`
	// Causes are the kinds of change that alter cost, in the order in which they are
	// applied; by level their deltas sum to the whole.
	Causes []ReviewCostCause `json:"causes"`
	People ReviewCostPeople  `json:"people"`
	// Persons are those whose pay changes, only where pay is unmasked.
	Persons []ReviewCostPerson `json:"persons,omitempty"`
}

// ReviewCostLevel is cost at one level.
type ReviewCostLevel struct {
	CostLevel
	ReviewCostSum
}

// ReviewCostSum is a sum before and after. Null is withheld.
type ReviewCostSum struct {
	Before *string `json:"before"`
	After  *string `json:"after"`
	Delta  *string `json:"delta"`
}

// ReviewCostCause is one kind of change and what it adds.
type ReviewCostCause struct {
	Cause  string    `json:"cause"`  // headcount, assignment, quota, comp_plan, base_pay, settings
	People int       `json:"people"` // whose cost it changes
	Delta  []*string `json:"delta"`  // by level; null is withheld
}

// ReviewCostPeople counts people by what the change does to their pay at equal
// results.
type ReviewCostPeople struct {
	Affected int `json:"affected"` // whose cost changes, joiners and leavers too
	Better   int `json:"better"`   // paid more at some results, less at none
	Worse    int `json:"worse"`
	Mixed    int `json:"mixed"` // more at some, less at others
	Joined   int `json:"joined"`
	Left     int `json:"left"`
}

// ReviewCostPerson is one person whose pay changes at equal results: salary and
// incentive pay of the year, by level.
type ReviewCostPerson struct {
	Position  string   `json:"position"`
	Person    string   `json:"person"` // "" where the position is paid as itself
	Direction string   `json:"direction"`
	Before    []string `json:"before"`
	After     []string `json:"after"`
}

// reviewCost shows a difference of cost.
func reviewCost(d *cost.Difference, unmasked bool) *ReviewCost {
	if d == nil {
		return nil
	}
	digits := d.Currency.MinorUnits()
	text := func(amount money.Decimal, shown bool) *string {
		if !shown {
			return nil
		}
		written := amount.Format(digits)
		return &written
	}
	delta := func(before, after money.Decimal) *string {
		change, err := after.Sub(before)
		return text(change, err == nil && (unmasked || d.Spread.Anonymous(d.SmallestGroup)))
	}
	r := &ReviewCost{
		Year: d.Year.String(), Currency: d.Currency.String(), Masked: !unmasked, SmallestGroup: d.SmallestGroup, Complete: d.Complete,
		SameBookings: ReviewCostSum{text(d.SameBefore, unmasked), text(d.SameAfter, unmasked), delta(d.SameBefore, d.SameAfter)},
		Causes:       []ReviewCostCause{},
		People:       ReviewCostPeople{Affected: d.Spread.People, Joined: d.Joined, Left: d.Left},
	}
	for i, level := range d.Levels {
		r.Levels = append(r.Levels, ReviewCostLevel{costLevel(level), ReviewCostSum{text(d.Before[i], unmasked), text(d.After[i], unmasked), delta(d.Before[i], d.After[i])}})
	}
	shown := d.ShownCauses()
	for i, cause := range d.Causes {
		one := ReviewCostCause{Cause: cause.Name, People: cause.Spread.People}
		for _, amount := range cause.Delta {
			one.Delta = append(one.Delta, text(amount, unmasked || shown[i]))
		}
		r.Causes = append(r.Causes, one)
	}
	for i := range d.Effects {
		r.People.count(d.Effects[i].Direction)
		if unmasked && d.Effects[i].Direction != cost.Equal {
			r.Persons = append(r.Persons, personOf(&d.Effects[i], digits))
		}
	}
	return r
}

func (p *ReviewCostPeople) count(direction cost.Direction) {
	switch direction {
	case cost.Better:
		p.Better++
	case cost.Worse:
		p.Worse++
	case cost.Mixed:
		p.Mixed++
	case cost.Equal:
	}
}

func personOf(e *cost.Effect, digits int) ReviewCostPerson {
	p := ReviewCostPerson{Position: e.Position, Person: e.Person, Direction: string(e.Direction)}
	for i := range e.Before {
		p.Before, p.After = append(p.Before, e.Before[i].Format(digits)), append(p.After, e.After[i].Format(digits))
	}
	return p
}
