package allocate

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Quota is one quota that an allocation sets.
type Quota struct {
	Holder addr.Addr
	Level  int // 0 for the root
	Period period.Period
	Amount money.Decimal
	Before *plan.Quota // nil where the plan has none
}

// Changed reports whether the plan has another amount, or none.
func (q *Quota) Changed() bool { return q.Before == nil || q.Before.Assigned != q.Amount }

// holding names a quota within one measure.
type holding struct {
	holder addr.Addr
	period period.Period
}

// book holds the quotas of a plan by measure, and what allocations set so far.
type book struct {
	plan *plan.Plan
	// set is by measure, of those that several allocations are about.
	set map[string]map[holding]setQuota
}

// setQuota is a quota that an allocation of this run set.
type setQuota struct {
	amount money.Decimal
	by     *Allocation
}

func newBook(p *plan.Plan, all []*Allocation) *book {
	b := &book{plan: p, set: map[string]map[holding]setQuota{}}
	seen := map[string]bool{}
	for _, a := range all {
		if seen[a.Measure] {
			b.set[a.Measure] = map[holding]setQuota{}
		}
		seen[a.Measure] = true
	}
	return b
}

// cells returns the quotas that the plan has for the nodes of an allocation, by
// node, then period; nil where there is none.
func (b *book) cells(a *Allocation, nodes []node) []*plan.Quota {
	number := make(map[string]int, len(nodes))
	for i := range nodes {
		number[nodes[i].addr.ID] = i
	}
	at := make(map[period.Period]int, len(a.Periods))
	for i, p := range a.Periods {
		at[p] = i
	}
	cells := make([]*plan.Quota, len(nodes)*len(a.Periods))
	seats := a.Root.Collection == plan.PositionKind
	for i := range b.plan.Quotas {
		q := &b.plan.Quotas[i]
		when, ok := at[q.Period]
		if !ok || q.Measure != a.Measure {
			continue
		}
		holder := q.Territory
		if seats {
			holder = q.Position
		}
		if n, ok := number[holder]; ok {
			cells[n*len(a.Periods)+when] = q
		}
	}
	return cells
}

// current returns the amount of the root in a period: what an allocation of this
// run set, else what the plan has.
func (b *book) current(a *Allocation, when period.Period, cell *plan.Quota) (money.Decimal, bool) {
	if set, ok := b.set[a.Measure][holding{a.Root, when}]; ok {
		return set.amount, true
	}
	if cell == nil {
		return money.Decimal{}, false
	}
	return cell.Assigned, true
}

// note keeps what an allocation sets, and returns the allocation that has set
// one of these quotas before, if there is any, and which.
func (b *book) note(a *Allocation, quotas []Quota) (other *Allocation, twice *Quota) {
	set := b.set[a.Measure]
	if set == nil {
		return nil, nil
	}
	for i := range quotas {
		key := holding{quotas[i].Holder, quotas[i].Period}
		if before, ok := set[key]; ok {
			return before.by, &quotas[i]
		}
	}
	for i := range quotas {
		set[holding{quotas[i].Holder, quotas[i].Period}] = setQuota{quotas[i].Amount, a}
	}
	return nil, nil
}

// locked reports whether a quota stays as it is.
func locked(q *plan.Quota) bool { return q != nil && q.Text("locked") == "true" }
