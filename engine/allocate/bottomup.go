package allocate

import (
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
)

// bottomUp lets the lowest quotas grow out of their baselines, and sums them up
// level by level. What a level carries more than the level above is taken off.
func (r *run) bottomUp() {
	r.rootIsSet = true
	seasons := r.seasons()
	for n := range r.nodes {
		switch {
		case !r.nodes[n].lowest() || r.wholeKept(n):
		case !r.based[n]:
			r.find(diag.NoWeight, "baseline", "%s has no weight named %s from which its quota could grow", r.nodes[n].addr, r.Baseline)
		default:
			r.grow(n, seasons)
		}
	}
	if len(r.findings) > 0 {
		return
	}
	for n := len(r.nodes) - 1; n >= 0; n-- {
		if r.nodes[n].lowest() {
			continue
		}
		for when := range r.Periods {
			if err := r.sumUp(n, when); err != nil {
				r.failed("over_assignment", err)
				return
			}
		}
	}
}

// wholeKept reports whether every quota of a node is kept.
func (r *run) wholeKept(n int) bool {
	return !slices.Contains(r.kept[r.cell(n, 0):r.cell(n+1, 0)], false)
}

// sumUp sets the quota of a node in a period from those below it.
func (r *run) sumUp(n, when int) error {
	i := r.cell(n, when)
	if r.kept[i] {
		return nil
	}
	var sum int64
	for child := r.nodes[n].first; child < r.nodes[n].end; child++ {
		sum += r.amount[r.cell(child, when)]
		if sum > r.largest() {
			return money.ErrRange
		}
	}
	factor := r.factor(r.nodes[n].level + 1)
	if factor.Cmp(money.FromInt(1)) == 0 {
		r.amount[i] = sum
		return nil
	}
	exact, err := money.FromInt(sum).Quo(factor)
	if err != nil {
		return err
	}
	r.amount[i], err = r.steps(exact)
	return err
}
