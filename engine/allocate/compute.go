package allocate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Result is what allocations propose.
type Result struct {
	Proposals []Proposal // in the order in which they build on each other
	Findings  diag.List  // sorted; allocations with an error propose nothing
}

// Proposal is what one allocation proposes.
type Proposal struct {
	*Allocation
	Quotas []Quota // in order of level, parent, id and period
	Levels []Level // the root's first
}

// Level says what one level of the tree carries in the year.
type Level struct {
	Nodes int
	Sum   money.Decimal
}

// Compute carries out the allocations with the given ids, or all if there are
// none. Those nearer to the top come first: an allocation that states no total
// shares out what they give its root. It fails for an id that the plan does not
// have.
func Compute(p *plan.Plan, ids []string) (Result, error) {
	all := Read(p)
	chosen := all
	if len(ids) > 0 {
		chosen = nil
		for _, a := range all {
			if slices.Contains(ids, a.Addr.ID) {
				chosen = append(chosen, a)
			}
		}
		for _, id := range ids {
			if !p.Has(addr.New(Kind, id)) {
				return Result{}, fmt.Errorf("the plan has no allocation %q", id)
			}
		}
	}
	depth := map[addr.Addr]int{}
	for _, a := range chosen {
		depth[a.Addr] = depthOf(p, a.Root)
	}
	slices.SortStableFunc(chosen, func(a, b *Allocation) int { return cmp.Compare(depth[a.Addr], depth[b.Addr]) })
	var result Result
	b := newBook(p, chosen)
	for _, a := range chosen {
		proposal, findings := b.propose(a)
		result.Findings = append(result.Findings, findings...)
		if len(findings) == 0 {
			result.Proposals = append(result.Proposals, proposal)
		}
	}
	result.Findings = diag.Sorted(result.Findings)
	return result, nil
}

// propose carries out one allocation.
func (b *book) propose(a *Allocation) (Proposal, diag.List) {
	if findings := a.check(); len(findings) > 0 {
		return Proposal{}, findings
	}
	r := newRun(b, a)
	switch {
	case len(r.findings) > 0:
	case a.Method == BottomUp:
		r.bottomUp()
	default:
		r.topDown(b)
	}
	if len(r.findings) > 0 {
		return Proposal{}, r.findings
	}
	proposal := Proposal{Allocation: a, Quotas: r.quotas(), Levels: r.levels()}
	if other, twice := b.note(a, proposal.Quotas); other != nil {
		f := diag.New(diag.AllocatedTwice, a.Addr, a.record.Place(), "the quota of %s for %s in %s is also set by %s", twice.Holder, a.Measure, twice.Period, other.Addr)
		return Proposal{}, diag.List{f.With(other.record.Place(), "the other allocation")}
	}
	return proposal, nil
}

// levels sums up what each level carries.
func (r *run) levels() []Level {
	var levels []Level
	for from := 0; from < len(r.nodes); {
		to := r.levelEnd(from)
		var sum int64
		for n := from; n < to; n++ {
			sum = capped(sum + r.year(n))
		}
		levels = append(levels, Level{Nodes: to - from, Sum: r.decimal(sum)})
		from = to
	}
	return levels
}

// depthOf counts the nodes above a node.
func depthOf(p *plan.Plan, root addr.Addr) int {
	parents := map[string]string{}
	for _, one := range placedIn(p, root.Collection) {
		parents[one.id] = one.parent
	}
	depth := 0
	for at := parents[root.ID]; at != "" && depth < len(parents); at = parents[at] {
		depth++
	}
	return depth
}
