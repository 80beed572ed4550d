package payout

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// account is what was credited to one stint by one gauge: sums by month, and
// where they are needed the credits themselves. Months are those of
// [period.Period.MonthNumber].
type account struct {
	months  []monthSum // in order of month, then posting
	entries []entry    // where credits are kept
	claws   []claw
}

// monthSum is what counts for one month, as far as it was posted in another.
type monthSum struct {
	month, posted int
	sum           money.Ratio
}

// entry is one credit of an account.
type entry struct {
	deal   string
	date   period.Date
	month  int
	posted int           // the month in which it became known, at the earliest its own
	gross  money.Decimal // the amount of the row
	amount money.Ratio   // in the measure's unit, as it counts
	share  money.Ratio   // the part of the payout, where payouts are divided; else 1
	beside money.Ratio   // the attribute of the rate table
	file   string
	line   int
	cancel bool // it takes back an entry
}

// add adds an amount to the sum of its month.
func (a *account) add(month, posted int, amount money.Ratio) {
	at := len(a.months)
	for at > 0 && !before(&a.months[at-1], month, posted) {
		at--
	}
	if at < len(a.months) && a.months[at].month == month && a.months[at].posted == posted {
		a.months[at].sum = a.months[at].sum.Add(amount)
		return
	}
	a.months = slices.Insert(a.months, at, monthSum{month, posted, amount})
}

func before(m *monthSum, month, posted int) bool {
	return m.month < month || m.month == month && m.posted < posted
}

// sum returns what counts for the months from first to last, both included, as
// far as it was posted by the month asOf.
func (a *account) sum(first, last, asOf int) money.Ratio {
	var total money.Ratio
	if a == nil {
		return total
	}
	for i := range a.months {
		if m := &a.months[i]; m.month >= first && m.month <= last && m.posted <= asOf {
			total = total.Add(m.sum)
		}
	}
	return total
}

// within returns the entries of some months that were posted by asOf, in order.
func (a *account) within(first, last, asOf int) []entry {
	var found []entry
	if a == nil {
		return nil
	}
	for i := range a.entries {
		if e := &a.entries[i]; e.month >= first && e.month <= last && e.posted <= asOf {
			found = append(found, *e)
		}
	}
	return found
}

// sortEntries brings entries into the order in which they became known: by month
// of posting, then by date and deal.
func (a *account) sortEntries() {
	slices.SortStableFunc(a.entries, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.posted, y.posted), x.date.Compare(y.date), cmp.Compare(x.deal, y.deal), cmp.Compare(x.file, y.file), cmp.Compare(x.line, y.line))
	})
}

// fromEntries sums up the entries by month anew.
func (a *account) fromEntries() {
	a.months = a.months[:0]
	for i := range a.entries {
		e := &a.entries[i]
		a.add(e.month, e.posted, e.amount)
	}
}

// lateMonths returns the months after last in which something was posted for
// the months from first to last.
func (a *account) lateMonths(first, last int) []int {
	var late []int
	if a == nil {
		return nil
	}
	for i := range a.months {
		if m := &a.months[i]; m.month >= first && m.month <= last && m.posted > last && !slices.Contains(late, m.posted) {
			late = append(late, m.posted)
		}
	}
	return late
}
