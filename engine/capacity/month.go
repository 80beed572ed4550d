package capacity

import (
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// shareOf returns what part of a month's productivity a seat achieves, and what
// part of its quota counts. first is the first month of the year in which
// somebody counts, -1 before: attrition begins with it.
func (r *Result) shareOf(s *Seat, a *Assumption, month int, first *int) (present, share money.Ratio) {
	whole := r.days[month]
	last := -1 // the spell that takes a month that has only started
	for i := range s.spells {
		if days, _ := s.spells[i].daysIn(whole); days > 0 && s.counts(i, a) {
			last = i
		}
	}
	for i := range s.spells {
		one := &s.spells[i]
		if !s.counts(i, a) || a.PartMonth == "started" && i != last {
			continue
		}
		there := one.presence(whole, a.PartMonth)
		if there.Sign() == 0 {
			continue
		}
		if *first < 0 {
			*first = month
		}
		ramp := r.ramp(a, one.ramp, one.began, month)
		full := there.Mul(ramp)
		present = present.Add(full)
		left := money.FromInt(1)
		if loss := a.Attrition; loss != nil {
			left = left.Sub(loss.Rate.Mul(part(int64(lost(loss, month-*first)), months)))
		}
		share = share.Add(full.Mul(attained(a, ramp)).Mul(left)).Add(r.refilled(a, one, month, *first))
	}
	return present, share.Mul(a.Utilisation)
}

// counts reports whether a spell counts.
func (s *Seat) counts(i int, a *Assumption) bool { return a.Vacant || !s.spells[i].vacant }

// lost returns how many twelfths of a rate are gone after so many months.
func lost(a *Attrition, since int) int {
	if a.MonthEnd {
		return since
	}
	return months
}

// attained returns the attainment that counts at a ramp share.
func attained(a *Assumption, ramp money.Ratio) money.Ratio {
	if ramp.Cmp(money.FromInt(1)) < 0 && !a.WhenRamping {
		return money.FromInt(1)
	}
	return a.Attainment
}

// daysIn returns how many days of a month somebody is there, and how many it has.
func (s *spell) daysIn(month period.Range) (there, all int) {
	all, _ = month.Days()
	within := s.days.Intersect(month)
	for _, part := range period.Gaps(within, s.away) {
		days, _ := part.Days()
		there += days
	}
	return there, all
}

// presence returns what a month counts.
func (s *spell) presence(month period.Range, partMonth string) money.Ratio {
	there, all := s.daysIn(month)
	switch {
	case there == all, partMonth == "started" && there > 0:
		return money.FromInt(1)
	case partMonth == "by_days" && there > 0:
		return part(int64(there), int64(all))
	}
	return money.Ratio{}
}

// ramp returns the share of the full productivity in a month of somebody who
// began on a day. Where the ramp does not say which month is the first, which
// is a finding of comp plans, it is the month of that day.
func (r *Result) ramp(a *Assumption, usual string, began period.Date, month int) money.Ratio {
	id := usual
	if a.Ramp != "" {
		id = a.Ramp
	}
	table := r.ramps[id]
	if table == nil || began.IsZero() {
		return money.FromInt(1)
	}
	share, _ := goal.RampShare(table, r.plan.Choices.Calendar, began, r.months[month])
	return share
}

// cohort names those who come for the leavers of one month end.
type cohort struct {
	used      *Assumption
	ramp      string
	left, now int // months of the year
}

// refilled returns what those achieve who came for leavers since the first
// month.
func (r *Result) refilled(a *Assumption, one *spell, month, first int) money.Ratio {
	var sum money.Ratio
	if a.Attrition == nil || !a.Attrition.MonthEnd || !a.Attrition.Refilled {
		return sum
	}
	for left := first; left < month; left++ {
		if one.days.To.IsZero() || one.days.To.Compare(r.days[months-1].To) >= 0 {
			key := cohort{a, one.ramp, left, month}
			known, ok := r.cohorts[key]
			if !ok {
				known = r.newcomers(a, one, left, month)
				r.cohorts[key] = known
			}
			sum = sum.Add(known)
			continue
		}
		sum = sum.Add(r.newcomers(a, one, left, month))
	}
	return sum
}

// newcomers returns what those achieve in a month who came for the leavers at
// the end of an earlier one.
func (r *Result) newcomers(a *Assumption, one *spell, left, month int) money.Ratio {
	comes, err := r.days[left].To.AddDays(a.Attrition.Vacancy)
	if err != nil {
		return money.Ratio{}
	}
	after := spell{days: period.Range{From: comes, To: one.days.To}}
	ramp := r.ramp(a, one.ramp, comes, month)
	twelfth := a.Attrition.Rate.Mul(part(1, months))
	return after.presence(r.days[month], a.PartMonth).Mul(ramp).Mul(attained(a, ramp)).Mul(twelfth)
}
