package allocate

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// run carries out one allocation. A cell is a node in a period, node by node.
// Amounts are whole numbers of 10^-digits.
type run struct {
	*Allocation
	plan      *plan.Plan
	nodes     []node
	cells     []*plan.Quota // what the plan has
	digits    int
	step      int64
	baseline  []money.Decimal // by node; nil for a method without
	based     []bool          // by node: the plan states a baseline for it
	weight    []money.Decimal // by node
	due       []money.Decimal // by node: see share.due
	amount    []int64         // by cell: the result
	kept      []bool          // by cell: the amount stands before anything is shared out
	least     []int64         // by cell
	most      []int64
	rootIsSet bool // the allocation sets the root's quotas, too
	findings  diag.List
}

// newRun gets ready to carry out an allocation; the run has findings if that
// cannot be.
func newRun(b *book, a *Allocation) *run {
	r := &run{Allocation: a, plan: b.plan}
	all := tree(b.plan, a, foreigners(b.plan, a))
	if len(all) < 2 {
		r.find(diag.NothingToAllocate, a.Root.Collection, "%s has nothing below it that is there for the whole of %s: there is nobody to share with", a.Root, a.Year)
		return r
	}
	if err := r.weigh(all); err != nil {
		r.failed("weights", err)
		return r
	}
	r.nodes = cut(all, a.Levels)
	r.cells = b.cells(a, r.nodes)
	size := len(r.cells)
	r.amount, r.kept, r.least, r.most = make([]int64, size), make([]bool, size), make([]int64, size), make([]int64, size)
	r.due = make([]money.Decimal, len(r.nodes))
	if r.count(b); len(r.findings) == 0 {
		r.keepForeign()
	}
	return r
}

// weigh finds weights and baselines for all nodes below the root, those that
// get no quota, too.
func (r *run) weigh(all []node) (err error) {
	if r.Method != BottomUp {
		if r.weight, err = weigh(r.plan, r.Allocation, all); err != nil {
			return err
		}
	}
	if r.Method == TopDown {
		return nil
	}
	stated := listed(r.plan, r.Baseline, r.Root.Collection)
	r.based = make([]bool, len(all))
	r.baseline, err = gather(all, func(n *node, below money.Decimal) (money.Decimal, error) {
		if own, ok := stated[n.addr.ID]; ok {
			return own, nil
		}
		return below, nil
	})
	for i := len(all) - 1; i > 0; i-- {
		_, own := stated[all[i].addr.ID]
		r.based[i] = r.based[i] || own
		// A group counts as based where it gets no quotas below it: see cut.
		if r.Levels > 0 && all[i].level > r.Levels {
			r.based[all[i].parent] = r.based[all[i].parent] || r.based[i]
		}
	}
	return err
}

// mostDigits is how many digits after the point the amounts of an allocation
// may have, so that the largest amounts fit.
const mostDigits = 3

// count brings every amount to whole numbers of the finest digit that is used.
func (r *run) count(b *book) {
	r.digits = max(r.Step.Scale(), r.Currency.MinorUnits())
	for _, stated := range []*money.Decimal{r.Total, r.Min, r.Max} {
		if stated != nil {
			r.digits = max(r.digits, stated.Scale())
		}
	}
	for i, q := range r.cells {
		if r.nodes[i/len(r.Periods)].foreign {
			continue
		}
		r.kept[i] = locked(q)
		if i < len(r.Periods) {
			if amount, ok := b.current(r.Allocation, r.Periods[i], q); ok {
				r.digits = max(r.digits, amount.Scale())
			}
		} else if r.kept[i] {
			r.digits = max(r.digits, q.Assigned.Scale())
		}
	}
	if r.digits > mostDigits {
		r.failed("step", money.ErrRange)
		return
	}
	r.step, _ = r.units(r.Step)
	for i, kept := range r.kept {
		if kept {
			r.amount[i], _ = r.units(r.cells[i].Assigned)
		}
	}
}

// units counts an amount. Amounts of a plan have at most 15 digits before the
// point, so that they fit.
func (r *run) units(d money.Decimal) (int64, error) { return d.Units(r.digits) }

// decimal is the opposite of units.
func (r *run) decimal(units int64) money.Decimal {
	d, _ := money.New(units, r.digits)
	return d
}

// steps rounds an exact amount, counted in units, to whole steps.
func (r *run) steps(exact money.Ratio) (int64, error) {
	inSteps, err := exact.Quo(money.FromInt(r.step))
	if err != nil {
		return 0, err
	}
	rounded, err := inSteps.Round(0, r.Rounding)
	if err != nil {
		return 0, err
	}
	steps, err := rounded.Units(0)
	if limit := r.largest() / r.step; err != nil || steps > limit || steps < -limit {
		return 0, money.ErrRange
	}
	return steps * r.step, nil
}

// largest returns the largest amount that a plan may hold.
func (r *run) largest() int64 {
	units, _ := whole(1_000_000_000_000_000).Units(r.digits) // fits: see mostDigits
	return units
}

// cell returns the number of a cell.
func (r *run) cell(node, when int) int { return node*len(r.Periods) + when }

// year returns the sum of a node's quotas.
func (r *run) year(node int) int64 {
	var sum int64
	for when := range r.Periods {
		sum += r.amount[r.cell(node, when)]
	}
	return sum
}

// find reports a finding about a field of the allocation.
func (r *run) find(code diag.Code, field, format string, args ...any) {
	r.findings = append(r.findings, diag.New(code, r.Addr, r.place(field), format, args...).At(field))
}

// failed reports arithmetic that went beyond what can be exact.
func (r *run) failed(field string, err error) {
	r.find(diag.AllocationTooLarge, field, "the figures are too large or have too many digits to be shared out exactly: %s", err)
}

// quotas returns the result in order of level, parent, id and period.
func (r *run) quotas() []Quota {
	all := make([]Quota, 0, len(r.cells))
	for n := range r.nodes {
		if n == 0 && !r.rootIsSet || r.nodes[n].foreign {
			continue
		}
		for when, p := range r.Periods {
			i := r.cell(n, when)
			all = append(all, Quota{Holder: r.nodes[n].addr, Level: r.nodes[n].level, Period: p, Amount: r.decimal(r.amount[i]), Before: r.cells[i]})
		}
	}
	return all
}
