package payout

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// share is what a line earns in one payout period, before instalments.
type share struct {
	at, corrects period.Period
	earned       money.Ratio // in the payee's currency, rounded where the plan rounds here
	point        *point      // nil for what a clawback takes
	rate         money.Ratio // of the comp plan's currency to the payee's
	before       money.Ratio // what the bucket was worth before, in the payee's currency
	lifted       money.Ratio // the part of earned that reaches the floor
	deal         string      // of a clawback
	handed       []handed    // not nil: when it is handed over, whatever the instalments
	known        bool
}

// finish turns what buckets are worth into what is earned in each payout
// period, in the payee's currency and rounded as the plan says.
func (l *line) finish(points []point) []share {
	shares := make([]share, 0, len(points))
	worth, given := make([]money.Ratio, len(points)), make([]money.Ratio, len(points))
	for i := range points {
		p := &points[i]
		rate, currency, ok := l.payRate(p.at)
		var before, paid money.Ratio
		if p.before >= 0 {
			before, paid = worth[p.before], given[p.before]
		}
		worth[i] = before.Add(raise(points, i).Mul(rate)).Lowest()
		given[i] = l.rounded(worth[i], currency)
		s := share{at: p.at, corrects: p.corrects, earned: given[i].Sub(paid), point: p, rate: rate, before: before, known: p.ok && ok}
		if s.corrects.IsZero() || s.earned.Sign() != 0 {
			shares = append(shares, s)
		}
	}
	shares = append(shares, l.clawed()...)
	slices.SortStableFunc(shares, func(a, b share) int { return a.at.Compare(b.at) })
	l.lift(shares)
	return shares
}

// payRate returns what an amount in the comp plan's currency is multiplied by to
// be in the payee's, and that currency.
func (l *line) payRate(at period.Period) (money.Ratio, money.Currency, bool) {
	return l.run.payRate(l.payee, l.component.PayAt, l.lastDay(at))
}

// currencyAt returns the currency in which a payout period is paid.
func (l *line) currencyAt(at period.Period) money.Currency {
	return l.payee.currencyOn(l.lastDay(at))
}

func (r *run) payRate(p *payee, at string, day period.Date) (money.Ratio, money.Currency, bool) {
	currency := p.currencyOn(day)
	rate, ok := r.goals.Exchange.Rate(p.Plan.Currency, currency, at, day)
	if !ok {
		f := diag.New(diag.NoExchangeRate, p.Plan.Addr, p.Plan.Place(), "%s is paid in %s, and the plan has no %s from %s to it on %s",
			p.Position.Addr, currency, rateName(at), p.Plan.Currency, day)
		r.refuse(f.Identity(), f)
	}
	return rate, currency, ok
}

// currencyOn returns the currency in which somebody is paid on a day, of the
// nearest day of the stint.
func (p *payee) currencyOn(day period.Date) money.Currency {
	currency := p.Plan.Currency
	for i, pay := range p.Pay() {
		if i == 0 || pay.Days.From.Compare(day) <= 0 {
			currency = pay.Currency
		}
	}
	return currency
}

// rounded rounds what a component pays, where the plan rounds components.
func (l *line) rounded(amount money.Ratio, currency money.Currency) money.Ratio {
	if l.payee.Plan.Rounding.At == "plan" {
		return amount
	}
	return l.round(l.payee, amount, currency)
}

// round rounds an amount as a comp plan says.
func (r *run) round(p *payee, amount money.Ratio, currency money.Currency) money.Ratio {
	digits := p.Plan.Rounding.Digits
	if currency != p.Plan.Currency {
		digits = currency.MinorUnits()
	}
	d, err := amount.Round(digits, p.Plan.Rounding.Mode)
	if err != nil {
		f := diag.New(diag.PayTooLarge, p.Plan.Addr, p.Plan.Place(), "the pay of %s has more digits than an amount can have", p.Position.Addr)
		r.refuse(f.Identity(), f)
	}
	return money.FromDecimal(d)
}

// lift raises what is earned in a payout period to the floor, where anything is
// earned at all.
func (l *line) lift(shares []share) {
	if l.component.Floor == nil {
		return
	}
	sums := map[period.Period]money.Ratio{}
	for _, s := range shares {
		sums[s.at] = sums[s.at].Add(s.earned)
	}
	for i := range shares {
		s := &shares[i]
		sum, pending := sums[s.at]
		rate, currency, _ := l.payRate(s.at)
		floor := l.rounded(money.FromDecimal(*l.component.Floor).Mul(rate), currency)
		if pending && s.corrects.IsZero() && sum.Sign() > 0 && sum.Cmp(floor) < 0 {
			s.lifted = floor.Sub(sum)
			s.earned = s.earned.Add(s.lifted)
			delete(sums, s.at)
		}
	}
}

// handed is a part of what was earned that is handed over in a payout period.
type handed struct {
	at     period.Period
	amount money.Ratio
}

// hand returns when what a share earned is handed over: at once or by
// instalments. What waits for an event that has not come is not among them.
func (l *line) hand(s share) []handed {
	if s.handed != nil {
		return s.handed
	}
	if len(l.component.Instalments) == 0 {
		return []handed{{s.at, s.earned}}
	}
	origin := s.at
	if !s.corrects.IsZero() {
		origin = s.corrects
	}
	if !slices.ContainsFunc(l.component.Instalments, func(i comp.Instalment) bool { return i.OnEvent != "" }) {
		return l.handDeal("", origin, s.at, s.earned)
	}
	var all []handed
	for _, part := range l.byDeal(s) {
		all = append(all, l.handDeal(part.deal, origin, s.at, part.amount)...)
	}
	return all
}

// handDeal hands over what one deal earned. Rounding is done once for the sum of
// the first instalments, so that they add up. Nothing is handed over before
// notBefore.
func (l *line) handDeal(deal string, earnedIn, notBefore period.Period, amount money.Ratio) []handed {
	var all []handed
	if len(l.component.Instalments) == 0 {
		return []handed{{notBefore, amount}}
	}
	var sum, given money.Ratio
	currency := l.currencyAt(notBefore)
	for _, i := range l.component.Instalments {
		sum = sum.Add(money.FromDecimal(i.Share))
		now := l.rounded(amount.Mul(sum), currency)
		part := now.Sub(given)
		given = now
		if at, due := l.dueAt(i, deal, earnedIn); due {
			if at.Compare(notBefore) < 0 {
				at = notBefore
			}
			all = append(all, handed{at, part})
		}
	}
	return all
}

// dueAt returns the payout period in which an instalment is handed over.
func (l *line) dueAt(i comp.Instalment, deal string, earnedIn period.Period) (period.Period, bool) {
	kind := l.component.pay
	if i.OnEvent == "" {
		month := lastMonth(earnedIn) + i.AfterMonths
		return period.Containing(min(month, lastMonthOfAll), kind), month <= lastMonthOfAll
	}
	day, happened := l.events[eventKey{deal, i.OnEvent}]
	if !happened {
		return period.Period{}, false
	}
	at, err := l.calendar.Find(day, kind)
	return at, err == nil
}

// dealPart is what one deal earned of a share.
type dealPart struct {
	deal   string
	amount money.Ratio
}

// byDeal divides what a share earned among the deals of its payout period, in
// proportion to what each earned by the rate table.
func (l *line) byDeal(s share) []dealPart {
	credits := l.creditsOf(s.point)
	var sum money.Ratio
	for i := range credits {
		sum = sum.Add(credits[i].pay)
	}
	var parts []dealPart
	var run, given money.Ratio
	currency := l.currencyAt(s.at)
	for i := range credits {
		run = run.Add(credits[i].pay)
		part, err := run.Quo(sum)
		if err != nil {
			continue
		}
		now := l.rounded(s.earned.Mul(part), currency)
		if i+1 == len(credits) {
			now = s.earned
		}
		parts = append(parts, dealPart{credits[i].deal, now.Sub(given)})
		given = now
	}
	return parts
}
