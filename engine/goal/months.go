package goal

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// KindOf returns the kind of fiscal period that a window is; for deals the
// fiscal year, whose quota and target they are measured by.
func KindOf(w comp.Window) period.Kind {
	switch w {
	case comp.Month:
		return period.Month
	case comp.Quarter:
		return period.Quarter
	case comp.Half:
		return period.Half
	case comp.Deal, comp.Year:
	}
	return period.Year
}

// Months returns the fiscal months of a period.
func Months(p period.Period) []period.Period {
	if p.Kind() == period.Month {
		return []period.Period{p}
	}
	return p.Parts(period.Month)
}

// Around returns the period of a kind in which a period of the same or a
// shorter kind lies.
func Around(p period.Period, kind period.Kind) period.Period {
	for p.Kind() > kind {
		parent, ok := p.Parent()
		if !ok {
			break
		}
		p = parent
	}
	return p
}

// PartOfYear returns a period's part of the year, for amounts of a full year.
func (b *Book) PartOfYear(p period.Period) money.Ratio {
	if !b.weekly {
		return fraction(int64(len(Months(p))), 12)
	}
	if p.Kind() != period.Month {
		return fraction(int64(13*len(Months(p))/3), 52)
	}
	days, _ := b.Calendar.Range(p).Days()
	return fraction(int64(min(days/7, 5)), 52)
}

// fraction returns numerator / denominator; the denominator is not zero.
func fraction(numerator, denominator int64) money.Ratio {
	r, err := money.FromInt(numerator).Quo(money.FromInt(denominator))
	if err != nil {
		return money.Ratio{}
	}
	return r
}

// isWeekly reports whether a calendar cuts years into weeks: then some month
// does not begin on the first of a calendar month.
func isWeekly(c *period.Calendar) bool {
	year, err := period.Parse("FY27")
	if err != nil {
		return false
	}
	for _, month := range year.Parts(period.Month) {
		if c.Range(month).From.Day() != 1 {
			return true
		}
	}
	return false
}
