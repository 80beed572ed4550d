package cost

import "github.com/salesplan/salesplan/engine/money"

// Spread says over how many people a change of cost is spread. It decides
// whether the sum gives away what one of them is paid.
type Spread struct {
	People int // whose cost changes at any level
	// Dominated is true if one person makes up most of the change at a level: the
	// sum is then as good as that person's.
	Dominated bool
}

// mostOfAll is the share of a sum above which one person dominates it.
var mostOfAll = percent(80)

// Anonymous reports whether the sum may be shown to those who may not see the pay of
// single people.
func (s Spread) Anonymous(group int) bool { return s.People == 0 || s.People >= group && !s.Dominated }

// spreadOf returns over whom the change between two results is spread.
func spreadOf(before, after *Result) Spread {
	old, now := before.costsBySeat(), after.costsBySeat()
	var s Spread
	changed := map[seat]bool{}
	for level := range after.Levels {
		var all money.Sum
		var largest money.Decimal
		add := func(key seat, delta money.Decimal) {
			if delta.Sign() == 0 {
				return
			}
			changed[key] = true
			if delta.Sign() < 0 {
				delta = delta.Neg()
			}
			all.Add(delta)
			if delta.Cmp(largest) > 0 {
				largest = delta
			}
		}
		for key, costs := range now {
			add(key, sum(costs[level], of(old[key], level).Neg()))
		}
		for key, costs := range old {
			if _, stays := now[key]; !stays {
				add(key, costs[level])
			}
		}
		total, _ := all.Total()
		limit := money.FromDecimal(total).Mul(money.FromDecimal(mostOfAll))
		s.Dominated = s.Dominated || total.Sign() > 0 && money.FromDecimal(largest).Cmp(limit) > 0
	}
	s.People = len(changed)
	return s
}

// costsBySeat returns everybody's cost by level.
func (r *Result) costsBySeat() map[seat][]money.Decimal {
	costs := make(map[seat][]money.Decimal, len(r.People))
	for i := range r.People {
		p := &r.People[i]
		key := seat{p.Stint.Position.ID(), p.Stint.Person}
		if costs[key] == nil {
			costs[key] = make([]money.Decimal, len(r.Levels))
		}
		for level := range r.Levels {
			costs[key][level] = sum(costs[key][level], p.Cost(level))
		}
	}
	return costs
}

func of(costs []money.Decimal, level int) money.Decimal {
	if costs == nil {
		return money.Decimal{}
	}
	return costs[level]
}

// ShownCauses says, for each cause, whether its amounts may be shown to those
// who may not see the pay of single people. Where the sum of all is shown, a
// withheld cause would follow from the others; where it is withheld, it would
// follow from all of them.
func (d *Difference) ShownCauses() []bool {
	shown := make([]bool, len(d.Causes))
	all := true
	for i := range d.Causes {
		shown[i] = d.Causes[i].Spread.Anonymous(d.SmallestGroup)
		all = all && shown[i]
	}
	if d.Spread.Anonymous(d.SmallestGroup) != all {
		clear(shown)
	}
	return shown
}

// SpreadTo returns over whom the difference between the costs of two plans at the
// same attainments is spread.
func (r *Result) SpreadTo(other *Result) Spread { return spreadOf(r, other) }
