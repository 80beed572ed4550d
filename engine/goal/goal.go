package goal

import (
	"slices"
	"sync"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
	"github.com/salesplan/salesplan/engine/stint"
)

// Book knows the goals of all stints of a plan.
type Book struct {
	Calendar *period.Calendar
	Exchange *Exchange
	roster   *stint.Roster
	weekly   bool
	isMoney  map[string]bool // by measure

	ofSeats     map[holding]map[period.Period]*plan.Quota
	ofAreas     map[holding]map[period.Period]bool
	owners      map[string]bool               // positions that own territories
	assignments map[string][]*plan.Assignment // of territories, by owner
	totals      func() *rollup.Result         // computed when first needed

	covers   coverage
	relieved []*plan.Quota   // those with reliefs
	shared   map[string]bool // territories whose quota is divided when they change hands
}

// New returns the goals of a plan. The plan must have a calendar.
func New(p *plan.Plan, book *comp.Book, roster *stint.Roster) *Book {
	b := &Book{
		Calendar: p.Choices.Calendar, Exchange: NewExchange(&p.Choices, book), roster: roster, weekly: isWeekly(p.Choices.Calendar),
		isMoney: map[string]bool{}, ofSeats: map[holding]map[period.Period]*plan.Quota{}, ofAreas: map[holding]map[period.Period]bool{},
		owners: map[string]bool{}, assignments: map[string][]*plan.Assignment{},
		totals: sync.OnceValue(func() *rollup.Result {
			totals, _ := rollup.Compute(p)
			return totals
		}),
	}
	b.covers, b.shared = coverageOf(p), map[string]bool{}
	for i := range p.Measures {
		b.isMoney[p.Measures[i].ID()] = p.Measures[i].Unit == plan.Money
	}
	for i := range p.Quotas {
		b.index(&p.Quotas[i])
		if len(p.Quotas[i].Reliefs) > 0 {
			b.relieved = append(b.relieved, &p.Quotas[i])
		}
	}
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Coverage == plan.Owner && a.Territory != "" {
			b.owners[a.Position] = true
			b.shared[a.Territory] = b.shared[a.Territory] || a.TakesQuota != "whole"
			b.assignments[a.Position] = append(b.assignments[a.Position], a)
		}
	}
	return b
}

func (b *Book) index(q *plan.Quota) {
	if q.Position != "" {
		at := holding{q.Position, q.Measure}
		if b.ofSeats[at] == nil {
			b.ofSeats[at] = map[period.Period]*plan.Quota{}
		}
		b.ofSeats[at][q.Period] = q
		return
	}
	at := holding{q.Territory, q.Measure}
	if b.ofAreas[at] == nil {
		b.ofAreas[at] = map[period.Period]bool{}
	}
	b.ofAreas[at][q.Period] = true
}

// IsMoney reports whether a measure is counted in money.
func (b *Book) IsMoney(measure string) bool { return b.isMoney[measure] }

// remaining returns the part of an amount of a stretch that is left by ramp,
// proration and leave, where they apply to what: quota, target, bands, caps,
// draw or salary.
func (b *Book) remaining(s *stint.Stint, active period.Range, stretch period.Period, what string) money.Ratio {
	part := money.FromInt(1)
	there := b.presenceOf(s, active, stretch)
	prorated := s.Plan.Proration != nil && slices.Contains(s.Plan.Proration.AppliesTo, what)
	onLeave := s.Plan.Leave != nil && (what == "quota" && s.Plan.Leave.Quota || what == "target" && s.Plan.Leave.Target)
	switch {
	case onLeave && prorated:
		part = there.sharePaid
	case onLeave && there.share.Sign() > 0:
		part, _ = there.sharePaid.Quo(there.share)
	case prorated:
		part = there.share
	}
	if s.Ramp != nil && slices.Contains(s.Ramp.AppliesTo, what) {
		ramp, _ := b.rampOf(s, stretch)
		part = part.Mul(ramp)
	}
	return part
}

// Remaining is remaining for what belongs to no component, such as a draw.
func (b *Book) Remaining(s *stint.Stint, stretch period.Period, what string) money.Ratio {
	return b.remaining(s, period.Range{}, stretch, what)
}

// RemainingOf is remaining for a component.
func (b *Book) RemainingOf(s *stint.Stint, c *comp.Component, stretch period.Period, what string) money.Ratio {
	return b.remaining(s, c.Active, stretch, what)
}

// Incentive returns the target incentive of a stretch as it is known at the end
// of asOf, in the currency of the comp plan, before ramp and proration. ok is
// false if there is none, or no rate for its currency.
func (b *Book) Incentive(s *stint.Stint, stretch, asOf period.Period) (amount money.Ratio, ok bool) {
	return b.yearly(s, stretch, asOf, func(p stint.Pay) *money.Amount { return p.Incentive })
}

// Salary is Incentive for the base salary.
func (b *Book) Salary(s *stint.Stint, stretch, asOf period.Period) (amount money.Ratio, ok bool) {
	return b.yearly(s, stretch, asOf, func(p stint.Pay) *money.Amount { return p.Salary })
}

// yearly returns an amount of a full year for a stretch. If it changes within
// the stretch, "latest" takes what holds at the end of asOf, and everything else
// the average by days, where what begins after asOf is not known yet.
func (b *Book) yearly(s *stint.Stint, stretch, asOf period.Period, of func(stint.Pay) *money.Amount) (money.Ratio, bool) {
	known := period.Range{To: b.Calendar.Range(asOf).To}
	within := b.Calendar.Range(stretch).Intersect(s.Days)
	var sum, latest money.Ratio
	days := 0
	pays := s.Pay()
	for i, pay := range pays {
		amount := of(pay)
		there := within.Intersect(pay.Days)
		last := i+1 == len(pays) || !known.Overlaps(pays[i+1].Days)
		if last {
			there = within.Intersect(period.Range{From: pay.Days.From})
		}
		if n, ok := there.Days(); ok && n > 0 {
			if amount == nil {
				return money.Ratio{}, false
			}
			rate, ok := b.Exchange.Rate(amount.Currency, s.Plan.Currency, comp.AtPlanRate, period.Date{})
			if !ok {
				return money.Ratio{}, false
			}
			latest = money.FromDecimal(amount.Value).Mul(rate)
			sum, days = sum.Add(latest.Mul(money.FromInt(int64(n)))), days+n
		}
		if last {
			break
		}
	}
	if days == 0 {
		return money.Ratio{}, false
	}
	average := sum.Mul(fraction(1, int64(days))).Lowest()
	if s.Plan.PayChange == comp.Latest {
		average = latest
	}
	return average.Mul(b.PartOfYear(stretch)), true
}

// PayChanges reports whether the pay at target changes within a stretch.
func (b *Book) PayChanges(s *stint.Stint, stretch period.Period) bool {
	within := b.Calendar.Range(stretch).Intersect(s.Days)
	changes := 0
	for _, pay := range s.Pay() {
		if pay.Days.Overlaps(within) {
			changes++
		}
	}
	return changes > 1
}

// Open returns the choices that a comp plan must state because of what happens
// to a stint within a stretch, and does not. Uses are the figures that pay goes
// by: quota, target, salary. A ramp of all of them says itself what the first
// months count, however late in the month somebody begins.
func (b *Book) Open(s *stint.Stint, active period.Range, stretch period.Period, uses []string) diag.List {
	var open diag.List
	missing := func(field, format string, args ...any) {
		open = append(open, diag.New(diag.MissingChoice, s.Plan.Addr, s.Plan.PlaceOf(field), format, args...).At(field))
	}
	there := b.presenceOf(s, active, stretch)
	if !there.whole && s.Plan.Proration == nil && !b.ramped(s, active, stretch, uses) {
		missing("proration", "%s is on comp plan %s for a part of %s only, and the plan does not say what that does: set \"proration\" with a basis of calendar_days, days_365, months or none",
			s.Position.Addr, s.Plan.Addr.ID, stretch)
	}
	if there.onLeave && s.Plan.Leave == nil {
		missing("leave", "%s is on leave within %s, and comp plan %s does not say what that does: set \"leave\" with quota and target of prorated or unchanged",
			s.Person, stretch, s.Plan.Addr.ID)
	}
	if there.onLeave && s.Plan.Leave != nil && (s.Plan.Leave.Quota || s.Plan.Leave.Target) && s.Plan.Proration == nil {
		missing("proration", "leave within %s is prorated, and comp plan %s does not say how: set \"proration\" with a basis of calendar_days, days_365 or months",
			stretch, s.Plan.Addr.ID)
	}
	if _, ok := b.rampOf(s, stretch); !ok {
		open = append(open, diag.New(diag.MissingChoice, s.Ramp.Addr, s.Ramp.PlaceOf("entry"),
			"%s began in %s on day %d of the month, for which %s has no entry: say which number that month has, 0 or 1", orElse(s.Person, s.Position.Addr.String()), s.Position.Addr, s.Held.From.Day(), s.Ramp.Addr).At("entry"))
	}
	return open
}

// ramped reports whether a stint covers a stretch but for the days before its
// beginning, and its ramp says what they do to all figures.
func (b *Book) ramped(s *stint.Stint, active period.Range, stretch period.Period, uses []string) bool {
	within := b.Calendar.Range(stretch)
	since := within.Intersect(period.Range{From: s.Held.From})
	if s.Ramp == nil || s.Held.From.IsZero() || within.Intersect(s.Days).Intersect(active) != since {
		return false
	}
	return !slices.ContainsFunc(uses, func(what string) bool { return !slices.Contains(s.Ramp.AppliesTo, what) })
}
