package totals

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// entry is one quota in the currency of its measure.
type entry struct {
	quota     *plan.Quota
	amount    money.Decimal
	converted bool // from another currency, rounded half even to the plan currency's minor unit
}

// slot names the quotas of one holder for one measure and period.
type slot struct {
	holder  addr.Addr
	measure string
	period  period.Period
}

// ledger knows what every holder states and who owns what when.
type ledger struct {
	plan    *plan.Plan
	stated  map[slot]entry
	periods map[string][]period.Period // by measure: every period stated and those around them
	owned   map[string][]*plan.Assignment
	owners  map[string][]*plan.Assignment
	reports map[string][]int // positions by manager; "" for those at the top
	seats   map[string]int   // positions by id
	holders map[string][]*plan.Holder
}

// ledgerOf reads the quotas of a plan. Quotas in a currency without plan rate
// are left out and reported.
func ledgerOf(p *plan.Plan) (*ledger, diag.List) {
	l := &ledger{
		plan: p, stated: map[slot]entry{}, periods: map[string][]period.Period{},
		owned: map[string][]*plan.Assignment{}, owners: map[string][]*plan.Assignment{},
		reports: map[string][]int{}, seats: map[string]int{}, holders: map[string][]*plan.Holder{},
	}
	var findings diag.List
	for i := range p.Quotas {
		findings = append(findings, l.enter(&p.Quotas[i])...)
	}
	for measure, periods := range l.periods {
		slices.SortFunc(periods, period.Period.Compare)
		l.periods[measure] = slices.Compact(periods)
	}
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Coverage == plan.Owner && a.Territory != "" {
			l.owned[a.Position] = append(l.owned[a.Position], a)
			l.owners[a.Territory] = append(l.owners[a.Territory], a)
		}
	}
	for i := range p.Positions {
		l.seats[p.Positions[i].ID()] = i
	}
	for i := range p.Holders {
		l.holders[p.Holders[i].Position] = append(l.holders[p.Holders[i].Position], &p.Holders[i])
	}
	for i := range p.Positions {
		manager := p.Positions[i].Manager
		if _, known := l.seats[manager]; !known {
			manager = ""
		}
		l.reports[manager] = append(l.reports[manager], i)
	}
	return l, findings
}

// enter records one quota.
func (l *ledger) enter(q *plan.Quota) diag.List {
	e := entry{quota: q, amount: q.Amount}
	home := l.plan.Choices.Currency
	if q.Currency != home && q.Currency != (money.Currency{}) {
		rate, ok := l.plan.Choices.FXRates[q.Currency]
		if !ok {
			return diag.List{diag.New(diag.CurrencyMix, q.Addr, q.PlaceOf("currency"),
				"the quota is in %s, but the plan states no fx_rates for %s, so it is in no total", q.Currency, q.Currency).At("currency")}
		}
		converted, err := (money.Amount{Value: q.Amount, Currency: q.Currency}).Convert(rate, home, money.HalfEven)
		if err != nil {
			return diag.List{diag.New(diag.QuotaTooLarge, q.Addr, q.PlaceOf("amount"), "the quota is too large to be converted to %s", home).At("amount")}
		}
		e.amount, e.converted = converted.Value, true
	}
	l.stated[slot{holderOf(q), q.Measure, q.Period}] = e
	for around, ok := q.Period, true; ok; around, ok = around.Parent() {
		l.periods[q.Measure] = append(l.periods[q.Measure], around)
	}
	return nil
}

// holderOf returns the address of the territory or position that carries a
// quota.
func holderOf(q *plan.Quota) addr.Addr {
	if q.Territory != "" {
		return addr.New(plan.TerritoryKind, q.Territory)
	}
	return addr.New(plan.PositionKind, q.Position)
}

// own returns the quota of a holder for a period: the sum of the parts it
// states, or else what it states for the whole.
func (l *ledger) own(holder addr.Addr, measure string, p period.Period) (money.Decimal, bool) {
	if parts, ok := l.parts(holder, measure, p); ok {
		return parts, true
	}
	e, ok := l.stated[slot{holder, measure, p}]
	return e.amount, ok
}

// parts sums what a holder states for the parts of a period.
func (l *ledger) parts(holder addr.Addr, measure string, p period.Period) (total money.Decimal, some bool) {
	var sum money.Sum
	for _, part := range p.Children() {
		if amount, ok := l.own(holder, measure, part); ok {
			sum.Add(amount)
			some = true
		}
	}
	total, err := sum.Total()
	return total, some && err == nil
}

// differing finds holders that state a period and parts of it that sum to
// something else.
func (l *ledger) differing() diag.List {
	var findings diag.List
	for i := range l.plan.Quotas {
		q := &l.plan.Quotas[i]
		e, counted := l.stated[slot{holderOf(q), q.Measure, q.Period}]
		parts, some := l.parts(holderOf(q), q.Measure, q.Period)
		if counted && some && parts != e.amount {
			findings = append(findings, diag.New(diag.QuotaPartsDiffer, q.Addr, q.PlaceOf("amount"),
				"%s is stated as %s, but its parts sum to %s", q.Period, e.amount, parts).At("amount"))
		}
	}
	return findings
}

// lastDay returns the last day of a period; ok is false where the plan states
// no calendar, and then everything counts whatever its dates.
func (l *ledger) lastDay(p period.Period) (day period.Date, ok bool) {
	if l.plan.Choices.Calendar == nil {
		return period.Date{}, false
	}
	day, err := l.plan.Choices.Calendar.Range(p).To.AddDays(-1)
	return day, err == nil
}

// counts reports whether something valid over a range counts for a period.
func (l *ledger) counts(active period.Range, p period.Period) bool {
	day, ok := l.lastDay(p)
	return !ok || active.Contains(day)
}

// share is a part of a quota that a position carries through an assignment.
type share struct {
	assignment *plan.Assignment
	amount     money.Decimal
}

// direct returns what a position carries itself: its own quota, if nobody
// reports to it, and else the quotas of the territories it owns.
func (l *ledger) direct(position *plan.Position, measure string, p period.Period) (total money.Decimal, shares []share, some bool) {
	if own, ok := l.own(position.Addr, measure, p); ok && len(l.reports[position.ID()]) == 0 {
		return own, nil, true
	}
	var sum money.Sum
	for _, a := range l.owned[position.ID()] {
		amount, ok := l.through(a, measure, p)
		if ok {
			sum.Add(amount)
			shares = append(shares, share{a, amount})
		}
	}
	total, err := sum.Total()
	return total, shares, len(shares) > 0 && err == nil
}

// through returns what an assignment carries to its position: the territory's
// quota times the share, rounded half even to shareDigits digits.
func (l *ledger) through(a *plan.Assignment, measure string, p period.Period) (money.Decimal, bool) {
	if !l.counts(a.Active, p) || l.container(a.Territory) {
		return money.Decimal{}, false
	}
	quota, ok := l.own(addr.New(plan.TerritoryKind, a.Territory), measure, p)
	if !ok {
		return money.Decimal{}, false
	}
	amount, err := quota.MulRound(a.Share, shareDigits, money.HalfEven)
	return amount, err == nil
}

// shareDigits is how many digits a shared quota keeps.
const shareDigits = 4

func (l *ledger) container(territory string) bool {
	r, ok := l.plan.Find(addr.New(plan.TerritoryKind, territory))
	return ok && r.Node.TextOf("container") == "true"
}

// unit returns the unit of a measure's totals.
func (l *ledger) unit(measure string) string {
	r, ok := l.plan.Find(addr.New(plan.MeasureKind, measure))
	if ok && r.Node.TextOf("unit") == "money" {
		return l.plan.Choices.Currency.String()
	}
	return "count"
}

// measures returns the measures that have quotas, sorted.
func (l *ledger) measures() []string {
	names := make([]string, 0, len(l.periods))
	for name := range l.periods {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// headcountPeriods are the periods that headcount is taken for: all that have
// quotas, or else the plan's years.
func (l *ledger) headcountPeriods() []period.Period {
	var all []period.Period
	for _, periods := range l.periods {
		all = append(all, periods...)
	}
	if len(all) == 0 {
		all = slices.Clone(l.plan.Choices.Years)
	}
	slices.SortFunc(all, period.Period.Compare)
	return slices.Compact(all)
}

// tooLarge is the finding for a total that leaves the range of exact numbers.
func tooLarge(key Key) diag.Finding {
	return diag.New(diag.QuotaTooLarge, key.Node, placeless, "the %s total of %s for %s is too large to be computed",
		key.Measure, nodeName(key), key.Period)
}

func nodeName(key Key) string {
	if key.Node.IsZero() {
		return "the whole plan"
	}
	return fmt.Sprint(key.Node)
}
