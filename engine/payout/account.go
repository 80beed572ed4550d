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
	base    int             // the month of the first sum
	sums    []money.Ratio   // by month, of what became known in the month itself
	year    [12]money.Ratio // where the sums of one year lie, close to all else
	late    []lateSum       // of what became known later
	entries []entry         // where credits are kept
	claws   []claw
}

// lateSum is what counts for one month and was posted in a later one.
type lateSum struct {
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
	if posted > month {
		i := slices.IndexFunc(a.late, func(l lateSum) bool { return l.month == month && l.posted == posted })
		if i < 0 {
			i = len(a.late)
			a.late = append(a.late, lateSum{month: month, posted: posted})
		}
		a.late[i].sum = a.late[i].sum.Add(amount)
		return
	}
	if len(a.sums) == 0 {
		a.base, a.sums = month-month%len(a.year), a.year[:]
	}
	if before := a.base - month; before > 0 {
		a.sums = append(make([]money.Ratio, before, before+len(a.sums)), a.sums...)
		a.base = month
	}
	for month-a.base >= len(a.sums) {
		a.sums = append(a.sums, money.Ratio{})
	}
	sum := &a.sums[month-a.base]
	*sum = sum.Add(amount)
}

// sum returns what counts for the months from first to last, both included, as
// far as it was posted by the month asOf.
func (a *account) sum(first, last, asOf int) money.Ratio {
	var total money.Ratio
	if a == nil {
		return total
	}
	for month := max(first, a.base); month <= min(last, asOf, a.base+len(a.sums)-1); month++ {
		total = total.Add(a.sums[month-a.base])
	}
	for i := range a.late {
		if l := &a.late[i]; l.month >= first && l.month <= last && l.posted <= asOf {
			total = total.Add(l.sum)
		}
	}
	return total
}

// has reports whether anything counts for the months from first to last.
func (a *account) has(first, last int) bool {
	for month := max(first, a.base); month <= min(last, a.base+len(a.sums)-1); month++ {
		if a.sums[month-a.base].Sign() != 0 {
			return true
		}
	}
	return slices.ContainsFunc(a.late, func(l lateSum) bool { return l.month >= first && l.month <= last })
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
	a.sums, a.late, a.year = nil, nil, [12]money.Ratio{}
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
	for i := range a.late {
		if l := &a.late[i]; l.month >= first && l.month <= last && l.posted > last && !slices.Contains(late, l.posted) {
			late = append(late, l.posted)
		}
	}
	return late
}
