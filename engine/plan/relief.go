package plan

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Names of the collections about what happens within a year.
const (
	ReliefKind          = "quota_relief"
	SellingCalendarKind = "selling_calendar"
	CoverKind           = "cover"
)

// Relief lowers or raises one quota after it was set.
type Relief struct {
	Origin
	Territory, Position string // exactly one is stated
	Measure             string
	Period              period.Period
	From                period.Date // first day on which the relieved quota holds
	Trigger, Reason     string
	Before, After       *money.Decimal
	Factor              *money.Decimal
	Lost                *LostDays
	Digits              int
	ApprovedBy          string
	Approved            period.Date // zero: not yet

	Outcome  ReliefOutcome
	Was, Now money.Decimal // the quota before and after; equal where it does not count
	Quota    addr.Addr     // that is relieved; zero if there is none
}

// LostDays are selling days that were lost, of those that there are.
type LostDays struct {
	Days     *money.Decimal
	Away     period.Range // where days are not stated
	Of       int          // 0: the calendar says
	Calendar string
}

// SellingCalendar says on which days people sell.
type SellingCalendar struct {
	Origin
	Weekdays [7]bool // by time.Weekday
	Closed   map[period.Date]bool
}

// ReliefRules are the rules of a company for quota relief.
type ReliefRules struct {
	ApprovalAbove money.Decimal  // share of the quota
	Largest       *money.Decimal // likewise; nil if not stated
}

// ReliefOutcome says whether a relief counts, and why it does not.
type ReliefOutcome uint8

// The outcomes. Only a relief that is applied counts.
const (
	ReliefApplied      ReliefOutcome = iota // it counts
	ReliefNotApproved                       // it needs an approval that is not there
	ReliefOfNothing                         // there is no such quota
	ReliefOtherBefore                       // the quota before is another one than it says
	ReliefUnchained                         // it follows another relief and does not say so
	ReliefTooLarge                          // it takes more days than there are
	ReliefUncounted                         // the days cannot be counted
	ReliefAfterPeriod                       // it begins when the period is over
	ReliefOutOfNumbers                      // the result is too large a number
	ReliefNotInEffect                       // on the day asked for it had not begun
)

// Retroactive reports whether a relief was approved after its first day.
func (r *Relief) Retroactive() bool { return r.Approved.Compare(r.From) > 0 }

// Share returns the part of the quota before that a relief takes; negative
// where it adds to the quota. ok is false for a quota of 0.
func (r *Relief) Share() (share money.Ratio, ok bool) {
	was, now := money.FromDecimal(r.Was), money.FromDecimal(r.Now)
	share, err := was.Sub(now).Quo(was)
	return share, err == nil
}

// Sentence says what a relief does, for traces.
func (r *Relief) Sentence(currency money.Currency) string {
	when := "prospective"
	if r.Retroactive() {
		when = "retroactive"
	}
	return fmt.Sprintf("relieved from %s to %s from %s on by %s, %s: %s", money.Amount{Value: r.Was, Currency: currency}, money.Amount{Value: r.Now, Currency: currency}, r.From, r.Addr, when, r.Reason)
}

func reliefOf(n *syntax.Node, origin Origin) Relief {
	r := Relief{
		Origin: origin, Territory: n.TextOf("territory"), Position: n.TextOf("position"), Measure: n.TextOf("measure"), Period: periodOf(n, "period"),
		From: dateOf(n, "from"), Trigger: n.TextOf("trigger"), Reason: n.TextOf("reason"), Before: statedDecimal(n, "before"),
		After: statedDecimal(n, "after"), Factor: statedDecimal(n, "factor"), Digits: wholeOf(n, "digits", 0),
		ApprovedBy: n.TextOf("approved_by"), Approved: dateOf(n, "approved"),
	}
	if lost, ok := n.Field("lost"); ok {
		r.Lost = &LostDays{Days: statedDecimal(lost, "days"), Of: wholeOf(lost, "of", 0), Calendar: lost.TextOf("calendar")}
		if away, ok := lost.Field("away"); ok {
			r.Lost.Away = rangeOf(away)
		}
	}
	return r
}

func sellingCalendarOf(n *syntax.Node, origin Origin) SellingCalendar {
	c := SellingCalendar{Origin: origin, Closed: map[period.Date]bool{}}
	for _, text := range textsOf(n, "weekdays") {
		if day, err := period.ParseWeekday(text); err == nil {
			c.Weekdays[day] = true
		}
	}
	for _, text := range textsOf(n, "closed") {
		if day, err := period.ParseDate(text); err == nil {
			c.Closed[day] = true
		}
	}
	return c
}

// Days counts the selling days within a range that has two ends.
func (c *SellingCalendar) Days(within period.Range) int {
	days, known := within.Days()
	if !known {
		return 0
	}
	selling := 0
	for i := range days {
		day, err := within.From.AddDays(i)
		if err == nil && c.Weekdays[day.Weekday()%time.Weekday(len(c.Weekdays))] && !c.Closed[day] {
			selling++
		}
	}
	return selling
}

// reliefRulesOf reads the rules for relief: without any, every relief needs an
// approval.
func reliefRulesOf(n *syntax.Node) ReliefRules {
	stated, ok := n.Field("relief")
	if !ok {
		return ReliefRules{}
	}
	return ReliefRules{ApprovalAbove: decimalOf(stated, "approval_above"), Largest: statedDecimal(stated, "largest")}
}

// quotaKey is what a plan has one quota for.
type quotaKey struct {
	territory, position, measure string
	period                       period.Period
}

// relieve applies the reliefs that have begun by a day, all of them for the zero
// day, to the quotas: in order of their first days, each to what the one before
// it has left.
func (p *Plan) relieve(day period.Date) {
	for i := range p.Quotas {
		p.Quotas[i].Amount, p.Quotas[i].Reliefs = p.Quotas[i].Assigned, nil
	}
	if len(p.Reliefs) == 0 {
		return
	}
	quotas := make(map[quotaKey]*Quota, len(p.Quotas))
	for i := range p.Quotas {
		q := &p.Quotas[i]
		quotas[quotaKey{q.Territory, q.Position, q.Measure, q.Period}] = q
	}
	order := make([]*Relief, len(p.Reliefs))
	for i := range p.Reliefs {
		order[i] = &p.Reliefs[i]
	}
	slices.SortStableFunc(order, func(a, b *Relief) int { return cmp.Or(a.From.Compare(b.From), a.Addr.Compare(b.Addr)) })
	for _, r := range order {
		q := quotas[quotaKey{r.Territory, r.Position, r.Measure, r.Period}]
		if q == nil {
			r.Outcome = ReliefOfNothing
			continue
		}
		r.Quota, r.Was, r.Now = q.Addr, q.Amount, q.Amount
		if !day.IsZero() && r.From.Compare(day) > 0 {
			r.Outcome = ReliefNotInEffect
			continue
		}
		now, outcome := p.relieved(r, len(q.Reliefs) > 0)
		if r.Outcome = outcome; outcome == ReliefApplied || outcome == ReliefNotApproved {
			r.Now = now
		}
		if outcome == ReliefApplied {
			q.Amount, q.Reliefs = now, append(q.Reliefs, r)
		}
	}
}

// relieved returns what a relief makes of the quota that was.
func (p *Plan) relieved(r *Relief, follows bool) (money.Decimal, ReliefOutcome) {
	switch {
	case r.Before != nil && r.Before.Cmp(r.Was) != 0:
		return r.Was, ReliefOtherBefore
	case r.Before == nil && follows:
		return r.Was, ReliefUnchained
	case p.Choices.Calendar == nil:
		return r.Was, ReliefUncounted
	}
	within := p.Choices.Calendar.Range(r.Period)
	if r.From.Compare(within.To) >= 0 {
		return r.Was, ReliefAfterPeriod
	}
	var now money.Decimal
	if r.After != nil {
		now = *r.After
	} else {
		left, outcome := p.partLeft(r, within)
		if outcome != ReliefApplied {
			return r.Was, outcome
		}
		rounded, err := money.FromDecimal(r.Was).Mul(left).Round(r.Digits, money.HalfUp)
		if err != nil {
			return r.Was, ReliefOutOfNumbers
		}
		now = rounded
	}
	if p.needsApproval(r, now) {
		return now, ReliefNotApproved
	}
	return now, ReliefApplied
}

// partLeft returns the part of a quota that a factor or lost days leave.
func (p *Plan) partLeft(r *Relief, within period.Range) (money.Ratio, ReliefOutcome) {
	one := money.FromInt(1)
	if r.Factor != nil {
		all, _ := within.Days()
		since, _ := within.Intersect(period.Range{From: r.From}).Days()
		part, err := money.FromInt(int64(since)).Quo(money.FromInt(int64(all)))
		if err != nil {
			return one, ReliefUncounted
		}
		return one.Sub(one.Sub(money.FromDecimal(*r.Factor)).Mul(part)), ReliefApplied
	}
	lost, of, ok := p.LostOf(r)
	if !ok {
		return one, ReliefUncounted
	}
	share, err := lost.Quo(money.FromInt(int64(of)))
	switch {
	case err != nil:
		return one, ReliefUncounted
	case share.Cmp(one) > 0:
		return one, ReliefTooLarge
	}
	return one.Sub(share), ReliefApplied
}

// LostOf returns how many selling days a relief by lost days counts as lost, and
// of how many. ok is false where they cannot be counted.
func (p *Plan) LostOf(r *Relief) (lost money.Ratio, of int, ok bool) {
	if r.Lost == nil || p.Choices.Calendar == nil {
		return lost, 0, false
	}
	calendar := p.sellingCalendar(r.Lost.Calendar)
	within := p.Choices.Calendar.Range(r.Period)
	if of = r.Lost.Of; calendar != nil {
		of = calendar.Days(within)
	}
	switch {
	case r.Lost.Days != nil:
		lost = money.FromDecimal(*r.Lost.Days)
	case calendar != nil && within.Overlaps(r.Lost.Away):
		lost = money.FromInt(int64(calendar.Days(within.Intersect(r.Lost.Away))))
	default:
		return lost, of, false
	}
	return lost, of, of > 0
}

func (p *Plan) sellingCalendar(id string) *SellingCalendar {
	for i := range p.SellingCalendars {
		if p.SellingCalendars[i].ID() == id {
			return &p.SellingCalendars[i]
		}
	}
	return nil
}

// needsApproval reports whether a relief lacks an approval that the plan asks
// for.
func (p *Plan) needsApproval(r *Relief, now money.Decimal) bool {
	if r.ApprovedBy != "" && !r.Approved.IsZero() {
		return false
	}
	moved := money.FromDecimal(r.Was).Sub(money.FromDecimal(now))
	limit := money.FromDecimal(r.Was).Mul(money.FromDecimal(p.Choices.Relief.ApprovalAbove))
	return moved.Max(moved.Neg()).Cmp(limit) > 0
}

// Cover says that a position does the work of another one for a time.
type Cover struct {
	Origin
	Position, By, Trigger string
	Active                period.Range // [from, to)
	CreditShare           money.Decimal
	QuotaShare            money.Decimal
}

func coverOf(n *syntax.Node, origin Origin) Cover {
	return Cover{
		Origin: origin, Position: n.TextOf("position"), By: n.TextOf("by"), Trigger: n.TextOf("trigger"), Active: rangeOf(n),
		CreditShare: decimalOf(n, "credit_share"), QuotaShare: decimalOf(n, "quota_share"),
	}
}

// Counts reports whether a cover says something that can be done: not of oneself
// and not backwards.
func (c *Cover) Counts() bool { return c.Position != c.By && !c.Active.Empty() }
