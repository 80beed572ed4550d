package allocate

import (
	"errors"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/source"
)

// topDown shares the quotas of the root out, level by level. First it is worked
// out what a level sums to, then what the children of each node sum to, then
// what each child gets: all sums are exact, and so is over-assignment between
// any two levels as far as one step allows.
func (r *run) topDown(b *book) {
	r.setRoot(b)
	if len(r.findings) > 0 {
		return
	}
	if r.Method == Reconcile {
		r.keepBaselines()
	}
	r.bound()
	if len(r.findings) > 0 {
		return
	}
	exact := money.FromInt(r.year(0)) // what the level sums to before it is rounded
	for from, to := 0, 1; from < to; {
		level := r.nodes[from].level + 1
		var err error
		if exact, err = r.nextLevel(from, to, level, exact); err != nil {
			r.failed("over_assignment", err)
		}
		if len(r.findings) > 0 {
			return
		}
		from, to = to, r.levelEnd(to)
	}
}

// levelEnd returns the end of the level that begins with a node.
func (r *run) levelEnd(from int) int {
	to := from
	for to < len(r.nodes) && r.nodes[to].level == r.nodes[from].level {
		to++
	}
	return to
}

// keepBaselines sets the quotas of nodes with a baseline; they are kept.
func (r *run) keepBaselines() {
	seasons := r.seasonsOfRoot()
	for n := 1; n < len(r.nodes); n++ {
		if !r.based[n] {
			continue
		}
		if r.grow(n, seasons); len(r.findings) > 0 {
			return
		}
		for when := range r.Periods {
			r.kept[r.cell(n, when)] = true
		}
	}
}

// bound finds the least and the most that each cell may carry: what is kept, the
// limits of the lowest level, and, above it, what those below need.
func (r *run) bound() {
	least, most, err := r.limits()
	if err != nil {
		r.failed("min", err)
		return
	}
	for n := len(r.nodes) - 1; n >= 0; n-- {
		for when := range r.Periods {
			i := r.cell(n, when)
			switch {
			case r.kept[i]:
				r.least[i], r.most[i] = r.amount[i], r.amount[i]
			case r.nodes[n].lowest():
				r.least[i], r.most[i] = least[when], most[when]
			default:
				r.least[i], r.most[i] = r.around(n, when)
			}
		}
	}
}

// limits spreads the least and largest quota of a year over its periods.
func (r *run) limits() (least, most []int64, err error) {
	least, most = make([]int64, len(r.Periods)), make([]int64, len(r.Periods))
	for when := range most {
		most[when] = unlimited
	}
	for _, limit := range []struct {
		stated *money.Decimal
		into   []int64
	}{{r.Min, least}, {r.Max, most}} {
		if limit.stated == nil {
			continue
		}
		parts, err := money.Allocate(*limit.stated, r.seasonsOfRoot(), r.digits)
		if err != nil {
			return nil, nil, err
		}
		for when, part := range parts {
			limit.into[when], _ = r.units(part)
		}
	}
	return least, most, nil
}

// around returns the least and the most that a node may carry so that its
// children can carry what they must.
func (r *run) around(n, when int) (least, most int64) {
	least, most = r.below(n, when)
	factor := r.factor(r.nodes[n].level + 1)
	if factor.Cmp(money.FromInt(1)) == 0 {
		return least, most
	}
	if exact, err := money.FromInt(least).Quo(factor); err == nil {
		least = unitsOf(exact, 1)
	}
	if exact, err := money.FromInt(most).Quo(factor); err == nil && most < unlimited {
		most = max(least, unitsOf(exact, 0))
	}
	return least, most
}

// unitsOf cuts an exact number off to a whole one, and adds extra if it was none.
func unitsOf(exact money.Ratio, extra int64) int64 {
	rounded, err := exact.Round(0, money.Down)
	if err != nil {
		return unlimited
	}
	units, err := rounded.Units(0)
	if err != nil {
		return unlimited
	}
	if exact.Cmp(money.FromInt(units)) > 0 {
		units += extra
	}
	return capped(units)
}

// below returns the least and the most that the children of a node may carry.
func (r *run) below(n, when int) (least, most int64) {
	for child := r.nodes[n].first; child < r.nodes[n].end; child++ {
		i := r.cell(child, when)
		least, most = capped(least+r.least[i]), capped(most+r.most[i])
	}
	return least, most
}

// nextLevel shares out what the level of the nodes from from to to carries. exact
// is what that level sums to before rounding; the result is that of the next one.
func (r *run) nextLevel(from, to, level int, exact money.Ratio) (money.Ratio, error) {
	var parents []int
	var all, above int64
	for n := from; n < to; n++ {
		all += r.year(n)
		if !r.nodes[n].lowest() {
			parents = append(parents, n)
			above += r.year(n)
		}
	}
	if len(parents) == 0 {
		return exact, nil
	}
	if all > 0 && above != all { // where some nodes have none below them, it is the part of the others
		part, err := money.FromInt(above).Quo(money.FromInt(all))
		if err != nil {
			return exact, err
		}
		exact = exact.Mul(part)
	}
	exact = exact.Mul(r.factor(level))
	pools, err := r.pools(parents, level, exact)
	if err != nil || len(r.findings) > 0 {
		return exact, err
	}
	for when := range r.Periods {
		for i, n := range parents {
			r.shareOut(n, when, pools[when][i])
		}
	}
	return exact, nil
}

// pools returns by period what the children of each parent sum to.
func (r *run) pools(parents []int, level int, exact money.Ratio) ([][]int64, error) {
	pools := make([][]int64, len(r.Periods))
	same := r.factor(level).Cmp(money.FromInt(1)) == 0
	var sums []int64
	if !same {
		var err error
		if sums, err = r.levelSums(parents, exact); err != nil {
			return nil, err
		}
	}
	for when := range pools {
		pools[when] = make([]int64, len(parents))
		rows := make([]share, len(parents))
		for i, n := range parents {
			amount := r.amount[r.cell(n, when)]
			pools[when][i] = amount
			rows[i] = share{weight: whole(amount)}
			rows[i].least, rows[i].most = r.below(n, when)
		}
		if same {
			continue
		}
		if err := split(sums[when], r.step, rows); err != nil {
			r.unmet(err, parents, when, sums[when])
			return nil, nil
		}
		for i := range rows {
			pools[when][i] = rows[i].part
		}
	}
	return pools, nil
}

// levelSums returns by period what a level sums to whose year is given: it lies
// over the year as the level above does.
func (r *run) levelSums(parents []int, exact money.Ratio) ([]int64, error) {
	year, err := r.steps(exact)
	if err != nil {
		return nil, err
	}
	rows := make([]share, len(r.Periods))
	for when := range rows {
		var sum int64
		for _, n := range parents {
			sum += r.amount[r.cell(n, when)]
		}
		rows[when] = share{weight: whole(sum), most: unlimited}
	}
	if err := split(year, r.step, rows); err != nil && year > 0 {
		return nil, err
	}
	sums := make([]int64, len(rows))
	for when := range rows {
		sums[when] = rows[when].part
	}
	return sums, nil
}

// shareOut shares what the children of a node sum to in a period out among them.
func (r *run) shareOut(n, when int, pool int64) {
	first, end := r.nodes[n].first, r.nodes[n].end
	rows := make([]share, end-first)
	for i := range rows {
		cell := r.cell(first+i, when)
		rows[i] = share{weight: r.weight[first+i], least: r.least[cell], most: r.most[cell], due: r.due[first+i]}
	}
	err := split(pool, r.step, rows)
	if err == nil {
		err = remember(r.step, rows)
	}
	if err != nil {
		r.unmet(err, []int{n}, when, pool)
		return
	}
	for i := range rows {
		r.amount[r.cell(first+i, when)], r.due[first+i] = rows[i].part, rows[i].due
	}
}

// unmet reports that the children of some nodes cannot carry what they sum to.
func (r *run) unmet(err error, parents []int, when int, pool int64) {
	n, p := parents[0], r.Periods[when]
	var least, most int64
	var kept source.Place
	for _, parent := range parents {
		l, m := r.below(parent, when)
		least, most = capped(least+l), capped(most+m)
		for child := r.nodes[parent].first; child < r.nodes[parent].end; child++ {
			if i := r.cell(child, when); locked(r.cells[i]) && !kept.Known() {
				kept = r.cells[i].Place()
			}
		}
	}
	code, field := diag.LimitsUnmet, "min"
	if r.anyKept(parents, when) {
		code, field = diag.KeptQuotas, "method"
	}
	var f diag.Finding
	switch {
	case errors.Is(err, errNoWeight):
		f = diag.New(diag.NoWeight, r.Addr, r.place("weights"), "the weights of all below %s are zero: %s in %s cannot be shared out", r.nodes[n].addr, r.grouped(pool), p).At("weights")
	case errors.Is(err, errTooLow):
		f = diag.New(code, r.Addr, r.place(field), "those below %s take at least %s in %s, but there are %s to share out", r.nodes[n].addr, r.grouped(least), p, r.grouped(pool)).At(field)
	case errors.Is(err, errTooHigh):
		f = diag.New(code, r.Addr, r.place(field), "those below %s take at most %s in %s, but there are %s to share out", r.nodes[n].addr, r.grouped(most), p, r.grouped(pool)).At(field)
	default:
		r.failed("weights", err)
		return
	}
	if kept.Known() {
		f = f.With(kept, "a locked quota")
	}
	r.findings = append(r.findings, f)
}

// anyKept reports whether anything below some nodes is kept.
func (r *run) anyKept(parents []int, when int) bool {
	for _, n := range parents {
		for child := r.nodes[n].first; child < r.nodes[n].end; child++ {
			if r.kept[r.cell(child, when)] || !r.nodes[child].lowest() && r.anyKept([]int{child}, when) {
				return true
			}
		}
	}
	return false
}

// grouped writes an amount for a sentence.
func (r *run) grouped(units int64) string {
	return r.decimal(units).Grouped(0)
}
