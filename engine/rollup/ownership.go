package rollup

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// ownership says who owns which territories on the last day of each period.
type ownership struct {
	width int // number of periods
	holds []hold
	valid []bool // by hold and period: it is in force, and not the repeat of another

	byTerritory groups // of holds, in order of address
	bySeat      groups // by seat and period: of holds in force, in tree order of their territories
}

// hold is one assignment of a territory to an owner.
type hold struct {
	assignment, territory, seat int32
	share                       money.Decimal
	takes                       string // of the quota of a period that has begun, see handover
	active                      period.Range
}

// groups are lists of indexes by a dense key.
type groups struct{ first, items []int32 }

// of returns the list of a key.
func (g *groups) of(key int) []int32 { return g.items[g.first[key]:g.first[key+1]] }

// group sorts the items 0 to n-1 by key, stably; items with a key below 0 are
// left out.
func group(keys, n int, key func(item int) int) groups {
	g := groups{first: make([]int32, keys+1)}
	for i := range n {
		if k := key(i); k >= 0 {
			g.first[k+1]++
		}
	}
	for k := range keys {
		g.first[k+1] += g.first[k]
	}
	g.items = make([]int32, g.first[keys])
	free := slices.Clone(g.first)
	for i := range n {
		if k := key(i); k >= 0 {
			g.items[free[k]] = int32(i)
			free[k]++
		}
	}
	return g
}

func ownershipOf(s *structure) *ownership {
	o := &ownership{width: s.axis.size()}
	for i := range s.plan.Assignments {
		a := &s.plan.Assignments[i]
		h := hold{assignment: int32(i), territory: s.territories.find(a.Territory), seat: s.seats.find(a.Position), share: a.Share, takes: a.TakesQuota, active: a.Active}
		if a.Coverage == plan.Owner && h.territory >= 0 && h.seat >= 0 {
			o.holds = append(o.holds, h)
		}
	}
	o.byTerritory = group(len(s.plan.Territories), len(o.holds), func(i int) int { return int(o.holds[i].territory) })
	o.sortBySeat(s)
	return o
}

// sortBySeat lists what each seat owns at the end of each period. Of two
// assignments of one territory to one seat on one day, which is a finding
// elsewhere, the first is taken.
func (o *ownership) sortBySeat(s *structure) {
	at := s.territories.tree.at
	sorted := make([]int32, len(o.holds))
	for i := range sorted {
		sorted[i] = int32(i)
	}
	slices.SortFunc(sorted, func(a, b int32) int {
		x, y := &o.holds[a], &o.holds[b]
		return cmp.Or(cmp.Compare(x.seat, y.seat), cmp.Compare(at[x.territory], at[y.territory]), cmp.Compare(a, b))
	})
	o.valid = make([]bool, len(o.holds)*o.width)
	taken := make([]int32, o.width) // the last hold in force by period, plus 1
	for _, i := range sorted {
		h := &o.holds[i]
		for period, day := range s.axis.last {
			if !h.active.Contains(day) {
				continue
			}
			if t := taken[period]; t > 0 && o.holds[t-1].seat == h.seat && o.holds[t-1].territory == h.territory {
				continue
			}
			taken[period], o.valid[int(i)*o.width+period] = i+1, true
		}
	}
	o.bySeat = group(len(s.plan.Positions)*o.width, len(o.holds)*o.width, func(item int) int {
		i, period := int(sorted[item/o.width]), item%o.width
		if !o.valid[i*o.width+period] {
			return -1
		}
		return int(o.holds[i].seat)*o.width + period
	})
	for i, item := range o.bySeat.items {
		o.bySeat.items[i] = sorted[int(item)/o.width]
	}
}

// appendOwners appends the holds on a territory at the end of a period.
func (o *ownership) appendOwners(owners []int32, territory, period int32) []int32 {
	for _, i := range o.byTerritory.of(int(territory)) {
		if o.valid[int(i)*o.width+int(period)] {
			owners = append(owners, i)
		}
	}
	return owners
}

// ownedBy returns the holds of a seat at the end of a period, in tree order of
// the territories.
func (o *ownership) ownedBy(seat, period int32) []int32 {
	return o.bySeat.of(int(seat)*o.width + int(period))
}

// uppermost returns those of a seat's holds whose territory is below no other
// of them.
func (o *ownership) uppermost(t *tree, holds []int32) []int32 {
	var upper []int32
	for _, i := range holds {
		if n := len(upper); n == 0 || !t.contains(o.holds[upper[n-1]].territory, o.holds[i].territory) {
			upper = append(upper, i)
		}
	}
	return upper
}
