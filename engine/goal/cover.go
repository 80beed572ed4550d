package goal

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/stint"
)

// coverage is who covers whom, both ways.
type coverage struct {
	of map[string][]*plan.Cover // by the covered position
	by map[string][]*plan.Cover // by the covering position
}

func coverageOf(p *plan.Plan) coverage {
	c := coverage{of: map[string][]*plan.Cover{}, by: map[string][]*plan.Cover{}}
	for i := range p.Covers {
		if one := &p.Covers[i]; one.Counts() {
			c.of[one.Position] = append(c.of[one.Position], one)
			c.by[one.By] = append(c.by[one.By], one)
		}
	}
	return c
}

// givenAway returns the part of the quota of a stretch that goes to those who
// cover the position of a stint, on days that leave has not taken off it.
func (b *Book) givenAway(s *stint.Stint, active period.Range, stretch period.Period) money.Ratio {
	var given money.Ratio
	covers := b.covers.of[s.Position.ID()]
	if len(covers) == 0 {
		return given
	}
	within := b.Calendar.Range(stretch)
	there := within.Intersect(s.Days).Intersect(active)
	for _, c := range covers {
		days := c.Active.Intersect(there)
		if days.Empty() {
			continue
		}
		free := []period.Range{days}
		if s.Plan.Leave != nil && s.Plan.Leave.Quota && s.Plan.Proration != nil && slices.Contains(s.Plan.Proration.AppliesTo, "quota") {
			var away []period.Range
			for _, leave := range s.Leaves {
				away = append(away, leave.Active)
			}
			free = period.Gaps(days, away)
		}
		for _, one := range free {
			given = given.Add(dayShare(one, within).Mul(money.FromDecimal(c.QuotaShare)))
		}
	}
	if s.Ramp != nil && slices.Contains(s.Ramp.AppliesTo, "quota") {
		ramp, _ := b.rampOf(s, stretch)
		given = given.Mul(ramp)
	}
	return given
}

// dayShare returns the part that days are of the days of a whole.
func dayShare(days, whole period.Range) money.Ratio {
	n, _ := days.Days()
	all, _ := whole.Days()
	return fraction(int64(n), int64(all))
}

// takenOver returns the parts of the quotas of other positions that a stint
// carries because it covers them.
func (b *Book) takenOver(s *stint.Stint, measure string, active period.Range, stretch period.Period, window period.Kind) (sum money.Ratio, covers bool) {
	within := b.Calendar.Range(stretch)
	for _, c := range b.covers.by[s.Position.ID()] {
		days := c.Active.Intersect(within).Intersect(s.Days).Intersect(active)
		if days.Empty() || c.QuotaShare.Sign() == 0 {
			continue
		}
		full, ok := b.fullOf(c.Position, measure, stretch, window, s.Plan.Currency)
		if ok {
			sum, covers = sum.Add(full.Mul(dayShare(days, within)).Mul(money.FromDecimal(c.QuotaShare))), true
		}
	}
	return sum, covers
}

// fullOf returns the quota of a position for a stretch, neither ramped nor
// prorated, whoever holds it: as its records say, else as its comp plan does.
func (b *Book) fullOf(position, measure string, stretch period.Period, window period.Kind, to money.Currency) (money.Ratio, bool) {
	from, end := b.roster.At(position)
	for i := from; i < end; i++ {
		s := &b.roster.Stints[i]
		for j := range s.Plan.Components {
			c := &s.Plan.Components[j]
			if orElse(c.Quota.Measure, c.Measure) != measure {
				continue
			}
			full, ok := b.unreduced(s, measure, c.Quota, stretch, KindOf(c.Window))
			rate, known := b.Exchange.Rate(s.Plan.Currency, to, comp.AtPlanRate, period.Date{})
			if !b.isMoney[measure] {
				rate, known = money.FromInt(1), true
			}
			return full.Mul(rate), ok && known
		}
	}
	return b.unreduced(&stint.Stint{Position: &plan.Position{Origin: plan.Origin{Addr: addr.New(plan.PositionKind, position)}}, Plan: &comp.Plan{Currency: to}}, measure, comp.QuotaLink{}, stretch, window)
}

// Change is something that made a quota another one than was assigned.
type Change struct {
	Text  string
	Place source.Place
}

// ChangesOf tells of the reliefs and covers that are in the quota of a position
// in a stretch, in order of address.
func (b *Book) ChangesOf(position, measure string, stretch period.Period) []Change {
	var changes []Change
	for _, q := range b.relieved {
		if q.Measure == measure && (stretch.Contains(q.Period) || q.Period.Contains(stretch)) && (q.Position == position || b.ownsIn(position, q)) {
			for _, r := range q.Reliefs {
				changes = append(changes, Change{Text: fmt.Sprintf("%s was %s", q.Addr, r.Sentence(q.Currency)), Place: r.Place()})
			}
		}
	}
	within := b.Calendar.Range(stretch)
	for _, c := range b.covers.by[position] {
		if days := c.Active.Intersect(within); !days.Empty() && c.QuotaShare.Sign() > 0 {
			changes = append(changes, Change{Text: fmt.Sprintf("it has %s of the quota of position/%s on the days %s, by %s", c.QuotaShare, c.Position, days, c.Addr), Place: c.Place()})
		}
	}
	for _, c := range b.covers.of[position] {
		if days := c.Active.Intersect(within); !days.Empty() && c.QuotaShare.Sign() > 0 {
			changes = append(changes, Change{Text: fmt.Sprintf("position/%s has %s of it on the days %s, by %s", c.By, c.QuotaShare, days, c.Addr), Place: c.Place()})
		}
	}
	return changes
}

// ownsIn reports whether a position owns the territory of a quota at some time
// in its period.
func (b *Book) ownsIn(position string, q *plan.Quota) bool {
	return slices.ContainsFunc(b.assignments[position], func(a *plan.Assignment) bool {
		return q.Territory != "" && a.Territory == q.Territory && a.Active.Overlaps(b.Calendar.Range(q.Period))
	})
}
