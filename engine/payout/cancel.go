package payout

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/source"
)

// pendingCancel is a row that says that a deal fell through.
type pendingCancel struct {
	deal    string
	measure string // "" for all
	date    period.Date
	month   int
	amount  *money.Decimal // nil: the whole deal
	place   source.Place
}

func (in *intake) addCancel(c *credit.Credit) {
	month, ok := in.monthOf(c, c.Date)
	if !ok {
		return
	}
	in.touch(c, c.Date)
	cancel := pendingCancel{deal: c.Of, measure: c.Measure, date: c.Date, month: month, place: c.Place()}
	if !c.Posted.IsZero() {
		posted, ok := in.monthOf(c, c.Posted)
		if !ok {
			return
		}
		cancel.month = max(month, posted)
	}
	if c.HasAmount {
		amount := c.Amount
		cancel.amount = &amount
	}
	in.cancels = append(in.cancels, cancel)
}

// claw is a cancellation of a deal in one account, in which the deal stays in
// the results and its pay comes back.
type claw struct {
	cancel *pendingCancel
	part   money.Ratio // of the pay
}

// applyCancels brings cancellations to the accounts that hold their deals.
func (in *intake) applyCancels() {
	if len(in.cancels) == 0 {
		return
	}
	byDeal := map[string][]int{}
	for i := range in.cancels {
		byDeal[in.cancels[i].deal] = append(byDeal[in.cancels[i].deal], i)
	}
	matched := make([]bool, len(in.cancels))
	for i := range in.payees {
		p := &in.payees[i]
		for j := range p.accounts {
			g := &p.scheme.gauges[j]
			if g.component == nil || g.component.Clawback == nil {
				continue
			}
			for _, a := range p.accounts[j] {
				in.cancelIn(g, a.account, byDeal, matched)
			}
		}
	}
	for i := range in.cancels {
		if c := &in.cancels[i]; !matched[i] {
			in.found.Add(diag.New(diag.UnmatchedEvent, addr.Addr{}, c.place, "no component with a clawback has credited deal %q: nothing comes back", c.deal))
		}
	}
}

// cancelIn brings cancellations to one account.
func (in *intake) cancelIn(g *gauge, a *account, byDeal map[string][]int, matched []bool) {
	rule := g.component.Clawback
	claws := map[int]bool{}
	for k, count := 0, len(a.entries); k < count; k++ {
		e := a.entries[k]
		for _, i := range byDeal[e.deal] {
			c := &in.cancels[i]
			if c.measure != "" && c.measure != g.measure {
				continue
			}
			matched[i] = true
			part, ok := partBack(rule, e.date, c)
			if c.amount != nil {
				fraction, err := money.FromDecimal(*c.amount).Quo(money.FromDecimal(e.gross))
				part, ok = part.Mul(fraction), ok && err == nil
			}
			switch {
			case !ok:
			case rule.Rerates && g.window != comp.Deal:
				a.entries = append(a.entries, takeBack(rule, e, c, part))
			case !claws[i]:
				claws[i] = true
				a.claws = append(a.claws, claw{c, part})
			}
		}
	}
}

// takeBack returns the entry by which a deal leaves the results.
func takeBack(rule *comp.Clawback, e entry, c *pendingCancel, part money.Ratio) entry {
	e.amount, e.cancel, e.posted = e.amount.Mul(part).Neg(), true, max(c.month, e.month)
	if rule.Period == "of_event" {
		e.date, e.month = c.date, c.month
	}
	return e
}

// partBack returns which part of a deal comes back; ok is false if none does.
func partBack(rule *comp.Clawback, sold period.Date, c *pendingCancel) (part money.Ratio, ok bool) {
	if rule.WithinDays > 0 && c.date.DaysSince(sold) > rule.WithinDays {
		return money.Ratio{}, false
	}
	if rule.Share != nil {
		return money.FromDecimal(*rule.Share), rule.Share.Sign() > 0
	}
	served := 0
	for served < rule.UnservedOfMonths {
		end, err := sold.AddMonths(served + 1)
		if err != nil || end.Compare(c.date) > 0 {
			break
		}
		served++
	}
	left := money.FromInt(int64(rule.UnservedOfMonths - served))
	return left.Mul(reciprocal(rule.UnservedOfMonths)), served < rule.UnservedOfMonths
}

// clawed returns what comes back of the pay of cancelled deals that stay in the
// results.
func (l *line) clawed() []share {
	var shares []share
	for _, a := range l.payee.accounts[l.component.gauge] {
		for _, c := range a.claws {
			if s, ok := l.clawOne(a, c); ok {
				shares = append(shares, s)
			}
		}
	}
	return shares
}

// clawOne works out what comes back for one cancellation.
func (l *line) clawOne(a memberAccount, c claw) (share, bool) {
	rule := l.component.Clawback
	at := period.Containing(c.cancel.month, l.component.pay)
	s := share{at: at, known: true, deal: c.cancel.deal, handed: []handed{}}
	for _, e := range a.entries {
		if e.deal != c.cancel.deal || e.cancel {
			continue
		}
		earnedIn := period.Containing(e.posted, l.component.pay)
		pay, ok := l.earnedByDeal(a, e, at)
		rate, currency, rated := l.payRate(earnedIn)
		s.known = s.known && ok && rated
		pay = l.rounded(pay.Mul(rate), currency)
		back := pay
		if rule.Base == "paid" {
			back = money.Ratio{}
			var later money.Ratio
			for _, h := range l.handDeal(e.deal, earnedIn, earnedIn, pay) {
				if len(l.component.Instalments) == 0 || h.at.Compare(at) < 0 || h.at == earnedIn {
					back = back.Add(h.amount)
				} else {
					s.handed = append(s.handed, handed{h.at, h.amount.Neg()})
					later = later.Add(h.amount)
				}
			}
			s.earned = s.earned.Sub(pay.Sub(back))
		}
		taken := l.rounded(back.Mul(c.part), currency)
		s.earned = s.earned.Sub(taken)
		s.handed = append(s.handed, handed{at, taken.Neg()})
		if rule.Period == "of_sale" && earnedIn != at {
			s.corrects = earnedIn
		}
	}
	return s, s.earned.Sign() != 0 || len(s.handed) > 0
}

// earnedByDeal returns what one credit has earned as it is known at the end of a
// payout period.
func (l *line) earnedByDeal(a memberAccount, e entry, at period.Period) (money.Ratio, bool) {
	bucket := period.Containing(e.month, l.component.bucket)
	stretch := bucket
	if kind := kindOf(l.component.Window); kind > bucket.Kind() {
		stretch = period.Containing(e.month, kind)
	}
	list, ok := l.priced(momentOf(stretch, at), a)
	i := slices.IndexFunc(list, func(p priced) bool { return p.file == e.file && p.line == e.line && !p.cancel })
	if i < 0 {
		return money.Ratio{}, ok
	}
	return list[i].pay, ok
}

// creditsOf returns the credits that a point pays: those of its bucket that
// became known in its payout period.
func (l *line) creditsOf(p *point) []priced {
	windows := []period.Period{p.bucket}
	if kind := kindOf(l.component.Window); kind > p.bucket.Kind() {
		windows = p.bucket.Parts(kind)
	}
	accounts := l.payee.accounts[l.component.gauge]
	var found []priced
	for _, window := range windows {
		for _, a := range accounts {
			list, _ := l.priced(momentOf(window, p.at), a)
			for i := range list {
				if period.Containing(list[i].posted, l.component.pay) == p.at {
					found = append(found, list[i])
				}
			}
		}
	}
	return found
}
