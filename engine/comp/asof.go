package comp

import (
	"slices"

	"github.com/salesplan/salesplan/engine/period"
)

// AsOf returns what a plan says about pay on a day, and as if that stayed so:
// comp plans, components and pay whose dates hold the day, without these dates, of
// several pays of one person the one that began last. Who is on leave that day
// counts as working, and a market rate stays what it is that day. The original is
// not changed.
func (b *Book) AsOf(day period.Date) *Book {
	now := *b
	now.Plans = nil
	for _, p := range b.Plans {
		if !p.Active.Contains(day) {
			continue
		}
		p.Active = period.Range{}
		p.Components = slices.DeleteFunc(slices.Clone(p.Components), func(c Component) bool { return !c.Active.Contains(day) })
		for i := range p.Components {
			p.Components[i].Active = period.Range{}
		}
		now.Plans = append(now.Plans, p)
	}
	now.Pay = payOn(b.Pay, day)
	now.Leaves, now.MarketRates = nil, ratesOn(b.MarketRates, day)
	return &now
}

// payOn is the pay of everybody on a day, without dates.
func payOn(all []Pay, day period.Date) []Pay {
	var kept []Pay
	for _, p := range all {
		if !p.Active.Contains(day) {
			continue
		}
		at := slices.IndexFunc(kept, func(k Pay) bool { return k.Person == p.Person && k.Position == p.Position })
		switch {
		case at < 0:
			kept = append(kept, p)
		case p.Active.From.Compare(kept[at].Active.From) > 0:
			kept[at] = p
		}
	}
	for i := range kept {
		kept[i].Active = period.Range{}
	}
	return kept
}

// ratesOn are the market rates of a day, one for each currency.
func ratesOn(all []MarketRate, day period.Date) []MarketRate {
	var kept []MarketRate
	for _, r := range all {
		if r.From.Compare(day) > 0 {
			continue
		}
		at := slices.IndexFunc(kept, func(k MarketRate) bool { return k.Currency == r.Currency })
		switch {
		case at < 0:
			kept = append(kept, r)
		case r.From.Compare(kept[at].From) > 0:
			kept[at] = r
		}
	}
	for i := range kept {
		kept[i].From = period.Date{}
	}
	return kept
}
