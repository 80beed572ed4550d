package goal

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/stint"
)

// presence is how much of a stretch a stint was there for.
type presence struct {
	whole     bool // all of it, leave not looked at
	share     money.Ratio
	sharePaid money.Ratio // with days of leave taken off
	onLeave   bool
}

// presenceOf returns how much of a stretch somebody is on the plan, by the
// proration of the plan; none and a missing proration count as the whole.
func (b *Book) presenceOf(s *stint.Stint, active period.Range, stretch period.Period) presence {
	within := b.Calendar.Range(stretch)
	there := within.Intersect(s.Days).Intersect(active)
	p := presence{whole: there == within, share: money.FromInt(1), sharePaid: money.FromInt(1)}
	var away []period.Range
	for _, leave := range s.Leaves {
		if days := leave.Active.Intersect(there); !days.Empty() {
			away = append(away, days)
		}
	}
	p.onLeave = len(away) > 0
	rule := s.Plan.Proration
	if rule == nil || rule.Basis == "none" {
		return p
	}
	if !p.whole {
		p.share = rounded(b.part(rule, within, there, nil, stretch), rule.Digits)
		p.sharePaid = p.share
	}
	if p.onLeave {
		p.sharePaid = rounded(b.part(rule, within, there, away, stretch), rule.Digits)
	}
	return p
}

// part returns the part of a stretch that the days there, less those away, are.
func (b *Book) part(rule *comp.Proration, within, there period.Range, away []period.Range, stretch period.Period) money.Ratio {
	if there.Empty() {
		return money.Ratio{}
	}
	if rule.Basis == "months" {
		whole := int64(0)
		months := Months(stretch)
		for _, month := range months {
			days := b.Calendar.Range(month)
			if there.Intersect(days) == days && !slices.ContainsFunc(away, days.Overlaps) {
				whole++
			}
		}
		return fraction(whole, int64(len(months)))
	}
	days, _ := there.Days()
	for _, gone := range byDays(away) {
		n, _ := gone.Days()
		days -= n
	}
	if !rule.FirstDayCounted && there.From != within.From {
		days--
	}
	if rule.Basis == "days_365" {
		part, err := fraction(int64(max(days, 0)), 365).Quo(b.PartOfYear(stretch))
		if err != nil {
			return money.Ratio{}
		}
		return part
	}
	all, _ := within.Days()
	return fraction(int64(max(days, 0)), int64(all))
}

// byDays returns ranges that have the same days as the given ones and do not
// overlap.
func byDays(ranges []period.Range) []period.Range {
	if len(ranges) < 2 {
		return ranges
	}
	from, to := ranges[0].From, ranges[0].To
	for _, r := range ranges {
		if r.From.Compare(from) < 0 {
			from = r.From
		}
		if r.To.Compare(to) > 0 {
			to = r.To
		}
	}
	hull := period.Range{From: from, To: to}
	return period.Gaps(hull, period.Gaps(hull, ranges))
}

// rounded rounds a share half up to so many digits; 0 leaves it exact.
func rounded(share money.Ratio, digits int) money.Ratio {
	if digits == 0 {
		return share
	}
	d, err := share.Round(digits, money.HalfUp)
	if err != nil {
		return share
	}
	return money.FromDecimal(d)
}

// rampOf returns the part of the full quota that a new holder has in a stretch.
// ok is false if the ramp does not say which month is the first.
func (b *Book) rampOf(s *stint.Stint, stretch period.Period) (share money.Ratio, ok bool) {
	if s.Ramp == nil || s.Held.From.IsZero() {
		return money.FromInt(1), true
	}
	first, err := b.Calendar.Find(s.Held.From, period.Month)
	if err != nil {
		return money.FromInt(1), true
	}
	offset, ok := firstNumber(s.Ramp, s.Held.From.Day())
	sum, months := money.Ratio{}, int64(0)
	for _, month := range Months(stretch) {
		since := month.MonthNumber() - first.MonthNumber()
		if since < 0 {
			continue
		}
		sum = sum.Add(shareInMonth(s.Ramp, since+offset))
		if months++; s.Ramp.Longer == "start" {
			break
		}
	}
	if months == 0 {
		return money.FromInt(1), true // nobody is there: proration decides
	}
	return sum.Mul(fraction(1, months)), ok || sum.Cmp(money.FromInt(months)) == 0
}

// RampShare returns the part of the full quota in a fiscal month of somebody who
// began on a day. ok is false if the ramp does not say which month is the first;
// the month of the first day is then taken.
func RampShare(r *comp.Ramp, calendar *period.Calendar, began period.Date, month period.Period) (share money.Ratio, ok bool) {
	first, err := calendar.Find(began, period.Month)
	if err != nil {
		return money.FromInt(1), true
	}
	number, ok := firstNumber(r, began.Day())
	return shareInMonth(r, max(month.MonthNumber()-first.MonthNumber(), 0)+number), ok
}

// firstNumber returns the number that the month of the first day has; ok is
// false if the ramp says nothing about that day.
func firstNumber(r *comp.Ramp, day int) (number int, ok bool) {
	switch r.FirstMonth {
	case "next_month":
		return 0, true
	case "by_day":
		for _, entry := range r.Entry {
			if entry.FromDay <= day && day <= entry.ToDay {
				return entry.Month, true
			}
		}
		return 1, false
	}
	return 1, true
}

// shareInMonth returns the share of a month by its number.
func shareInMonth(r *comp.Ramp, number int) money.Ratio {
	switch {
	case number == 0:
		return money.FromDecimal(r.MonthZero)
	case number <= len(r.Shares):
		return money.FromDecimal(r.Shares[number-1])
	}
	return money.FromInt(1)
}
