package ops

import "github.com/salesplan/salesplan/engine/money"

// tallies add up work by key.
type tallies map[string]*sums

type sums struct {
	activities                       int
	hours, strategic, cost, unpriced money.Sum
}

func newTallies() tallies { return tallies{} }

func (t tallies) add(key string, w *Work) {
	s := t[key]
	if s == nil {
		s = &sums{}
		t[key] = s
	}
	s.activities++
	s.hours.Add(w.Hours)
	if w.Strategic {
		s.strategic.Add(w.Hours)
	}
	if w.Priced {
		s.cost.Add(w.Cost)
	} else {
		s.unpriced.Add(w.Hours)
	}
}

func (t tallies) of(key string) Tally {
	s := t[key]
	if s == nil {
		return Tally{}
	}
	all := Tally{Activities: s.activities}
	for _, one := range []struct {
		sum *money.Sum
		to  *money.Decimal
	}{{&s.hours, &all.Hours}, {&s.strategic, &all.Strategic}, {&s.cost, &all.Cost}, {&s.unpriced, &all.Unpriced}} {
		total, err := one.sum.Total()
		*one.to = total
		all.TooLarge = all.TooLarge || err != nil
	}
	return all
}
