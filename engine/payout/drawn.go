package payout

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/draw"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// draw settles the draw at the end of each of its periods.
func (h *person) draw(s *sheet) {
	d := h.payee.Plan.Draw
	if d == nil {
		return
	}
	kind := s.at.Kind()
	if d.Every != 0 {
		kind = kindOf(d.Every)
	}
	h.pending = h.pending.Add(s.payable())
	stretch := period.Containing(lastMonth(s.at), kind)
	s.owed = h.account.Owed
	if lastMonth(stretch) > lastMonth(s.at) && !h.leaves(s.at) {
		return
	}
	number := h.number(stretch, kind)
	terms := draw.Terms{Kind: draw.Kind(d.Kind), Recover: number >= d.RecoverFrom}
	if d.Periods == 0 || number <= d.Periods {
		terms.Amount = h.size(s, d.Amount, d.TargetShare, stretch, "draw")
	}
	if d.BalanceLimit != nil {
		most := money.FromDecimal(*d.BalanceLimit).Mul(h.rate(s))
		terms.Limit = &most
	}
	var settled draw.Settlement
	settled, h.account = h.account.Settle(h.pending, terms)
	s.drawn = h.round(h.payee, settled.Paid, s.currency).Sub(h.round(h.payee, h.pending, s.currency))
	s.advanced = settled.Advanced
	h.pending = money.Ratio{}
	h.forgive(s, d, number)
	s.owed = h.account.Owed
}

// forgive drops what is owed where the plan says so.
func (h *person) forgive(s *sheet, d *comp.Draw, number int) {
	yearEnds := lastMonth(s.at)%12 == 11
	left := h.leaves(s.at)
	ended := number == d.Periods || yearEnds
	if h.account.Owed.Sign() > 0 && (left && d.AtLeaving == "forgive" || !left && ended && d.AtEnd == "forgive") {
		owed := decimal(h.round(h.payee, h.account.Owed, s.currency))
		s.notes = append(s.notes, Note{Text: fmt.Sprintf("%s owed on the draw is forgiven", owed)})
		h.account = draw.Account{}
	}
}

// leaves reports whether the payee leaves the position within a payout period.
func (h *person) leaves(at period.Period) bool {
	to := h.payee.Days.To
	if to.IsZero() || to != h.payee.Held.To {
		return false
	}
	last, err := to.AddDays(-1)
	return err == nil && h.calendar.Range(at).Contains(last)
}

func (h *person) lacksTarget(s *sheet, stretch period.Period) {
	s.known = false
	f := diag.New(diag.TargetNeeded, h.payee.Position.Addr, h.payee.Plan.Place(), "comp plan %s goes by the target incentive of %s in %s, which nothing states",
		h.payee.Plan.Addr.ID, h.payee.Position.Addr, stretch)
	h.refuse("incentive/"+h.payee.Position.ID(), f)
}

func (h *person) lacksRate(a *comp.Adjustment, from, to money.Currency) {
	h.refuse(a.Addr.String(), diag.New(diag.NoExchangeRate, a.Addr, a.PlaceOf("currency"), "the plan has no plan rate from %s to %s", from, to).At("currency"))
}
