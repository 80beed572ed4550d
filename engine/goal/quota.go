package goal

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/stint"
)

// holding names what quota records are looked up by.
type holding struct{ holder, measure string }

// recorded returns the quota that records give a position for a stretch.
func (b *Book) recorded(position, measure string, stretch period.Period, to money.Currency) (money.Ratio, bool) {
	if own, ok := b.tiled(b.ofSeats[holding{position, measure}], stretch, to); ok {
		return own, true
	}
	return b.ofTerritories(position, measure, stretch, to)
}

// tiled returns the record for a period, or else the sum of those of all its
// parts.
func (b *Book) tiled(records map[period.Period]*plan.Quota, p period.Period, to money.Currency) (money.Ratio, bool) {
	if records == nil {
		return money.Ratio{}, false
	}
	if q, ok := records[p]; ok {
		return b.converted(q, to)
	}
	parts := p.Children()
	if len(parts) == 0 {
		return money.Ratio{}, false
	}
	var sum money.Ratio
	for _, part := range parts {
		amount, ok := b.tiled(records, part, to)
		if !ok {
			return money.Ratio{}, false
		}
		sum = sum.Add(amount)
	}
	return sum, true
}

// converted returns the amount of a quota in another currency, at plan rates.
func (b *Book) converted(q *plan.Quota, to money.Currency) (money.Ratio, bool) {
	amount := money.FromDecimal(q.Amount)
	if q.Currency == (money.Currency{}) {
		return amount, true
	}
	rate, ok := b.Exchange.Rate(q.Currency, to, comp.AtPlanRate, period.Date{})
	return amount.Mul(rate), ok
}

// ofTerritories returns a position's part of the quotas of the territories that
// it owns, as package rollup states it, where they are there for the whole
// stretch.
func (b *Book) ofTerritories(position, measure string, stretch period.Period, to money.Currency) (money.Ratio, bool) {
	if !b.owners[position] {
		return money.Ratio{}, false
	}
	stated, currency, ok := b.stated(position, measure, stretch)
	if !ok || !b.wholly(position, measure, stretch) {
		return money.Ratio{}, false
	}
	if currency == (money.Currency{}) {
		return stated, true
	}
	rate, ok := b.Exchange.Rate(currency, to, comp.AtPlanRate, period.Date{})
	return stated.Mul(rate), ok
}

// stated returns what rollup says that a position carries.
func (b *Book) stated(position, measure string, p period.Period) (money.Ratio, money.Currency, bool) {
	cell, ok := b.totals().Cell(rollup.Key{Dimension: rollup.Manager, Node: addr.New(plan.PositionKind, position), Measure: measure, Period: p})
	return money.FromDecimal(cell.Stated.Value), cell.Currency, ok && cell.Stated.Known
}

// wholly reports whether a territory of the position has a quota for exactly
// this period, or there are quotas for all of its parts: a year of which only
// one quarter is planned has no quota.
func (b *Book) wholly(position, measure string, p period.Period) bool {
	if _, _, ok := b.stated(position, measure, p); !ok {
		return false
	}
	last, err := b.Calendar.Range(p).To.AddDays(-1)
	if err != nil {
		return false
	}
	for _, a := range b.assignments[position] {
		if (a.Active.Contains(last) || b.shared[a.Territory] && a.Active.Overlaps(b.Calendar.Range(p))) && b.ofAreas[holding{a.Territory, measure}][p] {
			return true
		}
	}
	parts := p.Children()
	for _, part := range parts {
		if !b.wholly(position, measure, part) {
			return false
		}
	}
	return len(parts) > 0
}

// QuotaOf returns the quota of a stint for a stretch, ramped and prorated, less
// what covering positions have of it and with what it has of those that it
// covers, in the currency of its comp plan. Where no record gives one, the link's
// amount counts as the quota of a stretch of the kind window.
func (b *Book) QuotaOf(s *stint.Stint, measure string, link comp.QuotaLink, active period.Range, stretch period.Period, window period.Kind) (quota money.Ratio, ok bool) {
	measure = orElse(link.Measure, measure)
	quota, ok = b.ownQuota(s, measure, link, active, stretch, window)
	if len(b.covers.by) == 0 {
		return quota, ok
	}
	more, covers := b.takenOver(s, measure, active, stretch, window)
	return quota.Add(more), ok || covers
}

// ownQuota is QuotaOf without the quotas of others.
func (b *Book) ownQuota(s *stint.Stint, measure string, link comp.QuotaLink, active period.Range, stretch period.Period, window period.Kind) (quota money.Ratio, ok bool) {
	full, ok := b.unreduced(s, measure, link, stretch, window)
	if !ok {
		return b.ofPartsThere(s, measure, link, active, stretch, window)
	}
	left := b.remaining(s, active, stretch, "quota")
	if given := b.givenAway(s, active, stretch); given.Sign() > 0 {
		left = left.Sub(given).Max(money.Ratio{})
	}
	return full.Mul(left), true
}

// unreduced returns the quota of a position for a stretch before ramp, proration
// and cover.
func (b *Book) unreduced(s *stint.Stint, measure string, link comp.QuotaLink, stretch period.Period, window period.Kind) (full money.Ratio, ok bool) {
	full, ok = b.recorded(s.Position.ID(), measure, stretch, s.Plan.Currency)
	if !ok && link.Amount != nil && stretch.Kind() == window {
		full, ok = money.FromDecimal(*link.Amount), true
	}
	if !ok && stretch.Kind() > window { // shorter: kinds run from the year down
		// A part of a window has its part of the window's quota.
		around := Around(stretch, window)
		if full, ok = b.recorded(s.Position.ID(), measure, around, s.Plan.Currency); !ok && link.Amount != nil {
			full, ok = money.FromDecimal(*link.Amount), true
		}
		if part, err := b.PartOfYear(stretch).Quo(b.PartOfYear(around)); err == nil {
			full = full.Mul(part)
		}
	}
	return full, ok
}

// ofPartsThere returns the quota of a stretch of which a stint covers some parts
// only, and for which nothing is stated as a whole: the sum of its parts, each
// prorated by itself. A position that opens in the second quarter needs no quota
// for the first.
func (b *Book) ofPartsThere(s *stint.Stint, measure string, link comp.QuotaLink, active period.Range, stretch period.Period, window period.Kind) (sum money.Ratio, ok bool) {
	days, whole := s.Days.Intersect(active), b.Calendar.Range(stretch)
	if whole.Intersect(days) == whole {
		return money.Ratio{}, false
	}
	for _, part := range stretch.Children() {
		if !b.Calendar.Range(part).Overlaps(days) {
			continue
		}
		quota, has := b.ownQuota(s, measure, link, active, part, min(window, stretch.Kind()))
		if !has {
			return money.Ratio{}, false
		}
		sum, ok = sum.Add(quota), true
	}
	return sum, ok
}

// TeamQuota returns the sum of the quotas of all stints of some positions, each
// measured as its own comp plan says. ok is false if none has a quota.
func (b *Book) TeamQuota(positions []string, measure string, stretch period.Period, to money.Currency) (sum money.Ratio, ok bool) {
	for _, position := range positions {
		if quota, has := b.MemberQuota(position, measure, stretch, to); has {
			sum, ok = sum.Add(quota), true
		}
	}
	return sum, ok
}

// MemberQuota returns the quota of a position as its own comp plan measures it:
// the sum over its stints where that plan prorates, else that of the last one.
func (b *Book) MemberQuota(position, measure string, stretch period.Period, to money.Currency) (sum money.Ratio, ok bool) {
	from, end := b.roster.At(position)
	for i := end - 1; i >= from; i-- {
		s := &b.roster.Stints[i]
		if !s.Days.Overlaps(b.Calendar.Range(stretch)) {
			continue
		}
		var link comp.QuotaLink
		var active period.Range
		window := stretch.Kind()
		for j := range s.Plan.Components {
			if c := &s.Plan.Components[j]; c.Measure == measure {
				link, active, window = c.Quota, c.Active, KindOf(c.Window)
				break
			}
		}
		quota, has := b.QuotaOf(s, measure, link, active, stretch, window)
		if !has && stretch.Kind() < window { // longer: kinds run from the year down
			quota, has = b.sumOfWindows(s, measure, link, active, stretch, window)
		}
		rate, known := b.Exchange.Rate(s.Plan.Currency, to, comp.AtPlanRate, period.Date{})
		if !b.isMoney[measure] {
			rate, known = money.FromInt(1), true
		}
		if has && known {
			sum, ok = sum.Add(quota.Mul(rate)), true
		}
		if ok && (s.Plan.Proration == nil || s.Plan.Proration.Basis == "none") {
			break
		}
	}
	return sum, ok
}

// sumOfWindows sums the quotas of the shorter windows in a stretch.
func (b *Book) sumOfWindows(s *stint.Stint, measure string, link comp.QuotaLink, active period.Range, stretch period.Period, window period.Kind) (sum money.Ratio, ok bool) {
	for _, part := range stretch.Parts(window) {
		quota, has := b.QuotaOf(s, measure, link, active, part, window)
		if !has {
			return money.Ratio{}, false
		}
		sum, ok = sum.Add(quota), true
	}
	return sum, ok
}

func orElse(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}
