package check

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// whole is the share of one who shares with nobody.
var whole = func() money.Decimal { one, _ := money.New(1, 0); return one }()

// ownerShares reports territories and accounts whose simultaneous owners do
// not share them exactly: two whole owners, or shares that do not sum to 1.
func ownerShares(p *Pass) {
	owners := make(map[addr.Addr][]*plan.Assignment)
	for i := range p.Plan.Assignments {
		a := &p.Plan.Assignments[i]
		if a.Coverage == plan.Owner && !a.Active.Empty() {
			covered := coveredBy(a.Territory, a.Account)
			owners[covered] = append(owners[covered], a)
		}
	}
	for covered, all := range owners { // the findings are sorted in the end
		if p.sound(covered) && !p.obscured[covered] {
			reportShares(p, covered, all)
		}
	}
}

func ownerSharesReach() reach.Reach {
	return reach.Reach{Paths: []reach.Path{reach.Along(assignedTerritory.Back()), reach.Along(assignedAccount.Back())}}
}

// reportShares reports each set of owners that holds together over some time
// with shares that do not sum to 1, the first few of a long row.
func reportShares(p *Pass, covered addr.Addr, owners []*plan.Assignment) {
	ranges := make([]period.Range, len(owners))
	for i, a := range owners {
		ranges[i] = a.Active
	}
	found := 0
	stretches(ranges, func(when period.Range, of []int) bool {
		together := make([]*plan.Assignment, len(of))
		for i, at := range of {
			together[i] = owners[at]
		}
		sum, exact := sumOfShares(together)
		if exact && sum == whole {
			return true
		}
		if found++; exact && !assignedTwice(together) {
			p.report(shareFinding(covered, together, when, sum))
		}
		return found < mostNamed
	})
}

// assignedTwice reports whether one position is among the owners twice, which
// is a finding of dateOverlaps.
func assignedTwice(owners []*plan.Assignment) bool {
	seen := make(map[string]bool, len(owners))
	for _, a := range owners {
		if seen[a.Position] {
			return true
		}
		seen[a.Position] = true
	}
	return false
}

func sumOfShares(owners []*plan.Assignment) (sum money.Decimal, exact bool) {
	var total money.Sum
	for _, a := range owners {
		total.Add(a.Share)
	}
	sum, err := total.Total()
	return sum, err == nil
}

func shareFinding(covered addr.Addr, owners []*plan.Assignment, when period.Range, sum money.Decimal) diag.Finding {
	last := slices.MaxFunc(owners, func(a, b *plan.Assignment) int { return compareStarts(a.Active, b.Active) })
	if len(owners) == 1 {
		return diag.New(diag.TerritoryTwoOwners, covered, last.PlaceOf("share"), "position/%s owns only %s of %s %s, and nobody owns the rest",
			last.Position, last.Share, covered, inWords(when))
	}
	names := make([]addr.Addr, len(owners))
	for i, a := range owners {
		names[i] = addr.New(plan.PositionKind, a.Position)
	}
	f := diag.New(diag.TerritoryTwoOwners, covered, last.Place(), "%s has %d owners %s whose shares sum to %s instead of 1: %s",
		covered, len(owners), inWords(when), sum, listed(names))
	for _, a := range owners[:min(len(owners), mostNamed)] {
		if a != last {
			f = f.With(a.Place(), "position/%s owns %s of it %s", a.Position, a.Share, inWords(a.Active))
		}
	}
	return f
}
