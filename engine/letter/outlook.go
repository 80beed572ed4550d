package letter

import (
	"slices"
	"sync"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
	"github.com/salesplan/salesplan/engine/period"
)

// outlook is what everybody would be paid in a fiscal year at assumed results,
// worked out level by level when first asked for.
type outlook struct {
	mu      sync.Mutex
	outlook *payout.Outlook
	levels  map[money.Decimal]map[payout.Payee]*prospect
}

// prospect is what one payee would be paid in a year at one level.
type prospect struct {
	lines  []payout.Line          // of the year, in order of component and period
	earned map[string]money.Ratio // by component
	total  money.Ratio
	// currency of the pay.
	currency money.Currency
	known    bool // false: something could not be worked out
}

func (s *Set) outlookOf(year period.Period) *outlook {
	o, ok := s.outlooks[year]
	if !ok {
		o = &outlook{outlook: payout.NewOutlook(s.plan, s.book, year), levels: map[money.Decimal]map[payout.Payee]*prospect{}}
		s.outlooks[year] = o
	}
	return o
}

// goalsOf is the outlook in which every window is seen by itself: what is paid
// less often than results are counted is taken as paid with each window.
func (s *Set) goalsOf(year period.Period) *outlook {
	book, differs := *s.book, false
	book.Plans = slices.Clone(s.book.Plans)
	for i := range book.Plans {
		p := &book.Plans[i]
		p.Components = slices.Clone(p.Components)
		for j := range p.Components {
			if c := &p.Components[j]; c.Window != comp.Deal && c.Window < c.PayEvery {
				c.PayEvery, differs = c.Window, true
			}
		}
	}
	if !differs {
		return s.outlookOf(year)
	}
	o, ok := s.windows[year]
	if !ok {
		o = &outlook{outlook: payout.NewOutlook(s.plan, &book, year), levels: map[money.Decimal]map[payout.Payee]*prospect{}}
		s.windows[year] = o
	}
	return o
}

// at returns what a payee would be paid at an attainment of every quota.
func (o *outlook) at(attainment money.Decimal, payee payout.Payee) *prospect {
	o.mu.Lock()
	defer o.mu.Unlock()
	all, ok := o.levels[attainment]
	if !ok {
		all = prospects(o.outlook.Pay(o.outlook.Attain(attainment)))
		o.levels[attainment] = all
	}
	if p, ok := all[payee]; ok {
		return p
	}
	return &prospect{}
}

// prospects sums up what everybody is paid.
func prospects(result *payout.Result) map[payout.Payee]*prospect {
	all := map[payout.Payee]*prospect{}
	of := func(payee payout.Payee) *prospect {
		p, ok := all[payee]
		if !ok {
			p = &prospect{earned: map[string]money.Ratio{}, known: true}
			all[payee] = p
		}
		return p
	}
	for _, l := range result.Lines {
		p := of(l.Payee)
		p.lines = append(p.lines, l)
		p.earned[l.Component] = p.earned[l.Component].Add(money.FromDecimal(l.Earned))
		p.currency, p.known = l.Currency, p.known && l.Known
	}
	for i := range result.Totals {
		t := &result.Totals[i]
		p := of(t.Payee)
		// An adjustment corrects what was paid; no rule of the plan gives it.
		p.total = p.total.Add(money.FromDecimal(t.Payout)).Sub(money.FromDecimal(t.Adjustment))
		p.currency, p.known = t.Currency, p.known && t.Known
	}
	return all
}
