package rollup

import (
	"slices"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// book is one measure in the dimensions that are summed; the whole plan is the
// top of another one.
type book [Role + 1]*sheet

// quotas are the quotas of one measure on their way into a book.
type quotas struct {
	*computation
	ofAreas []target // the quotas of territories
	ofSeats []target // those of positions
	parts   []part   // of ofAreas, by owner

	areaReach, areaBelow []uint8 // beside the quotas of a territory; of those below it
	rolled               []uint8 // by area: how far it counts in totals
}

// part is what one owner carries of the quota of a territory.
type part struct {
	area, hold int32
	amount     money.Decimal
}

// quotaBook sums up the quotas of one measure.
func (c *computation) quotaBook(measure *plan.Measure, indexes []int32) book {
	if len(indexes) == 0 {
		return book{}
	}
	q := &quotas{computation: c}
	q.ofAreas, q.ofSeats = c.targetsOf(measure, indexes)
	q.parts = c.partsOf(measure, q.ofAreas)
	areaMarks := make(marks, len(c.plan.Territories)*c.axis.size())
	for i := range q.ofAreas {
		t := &q.ofAreas[i]
		areaMarks.set(c.axis, t.holder, t.period, t.counts)
	}
	q.areaReach = areaMarks.reaches(c.axis)
	q.areaBelow = c.territories.tree.below(q.areaReach, c.axis.size())
	personal := q.personal()
	return c.sheetsOf(measure.ID(), q.territoryEntries(areaMarks, personal), q.seatEntries(personal))
}

// sheetsOf sums up entries of territories and of positions; the entries of
// roles are those of their positions.
func (c *computation) sheetsOf(measure string, territories, seats []entry) book {
	roles := make([]entry, 0, len(seats))
	for i := range seats {
		if role := c.roleOf[seats[i].node]; role >= 0 {
			e := seats[i]
			e.node = role
			roles = append(roles, e)
		}
	}
	var b book
	for d, entries := range [...][]entry{Territory: territories, Manager: seats, Role: roles} {
		if d := Dimension(d); d != 0 {
			var overflows []overflow
			b[d], overflows = c.adder.sheetOf(c.of(d).tree, entries, !isHeadcount(measure))
			c.tooLargeTotals(d, measure, overflows)
		}
	}
	return b
}

// partsOf splits the quotas of territories among the owners at the end of
// their periods, or among all within the period where assignments say so.
func (c *computation) partsOf(measure *plan.Measure, areas []target) []part {
	parts := make([]part, 0, len(areas))
	var owners []int32
	for i := range areas {
		t := &areas[i]
		owners = c.owners.appendOwners(owners[:0], t.holder, t.period)
		if t.counts == 0 || len(owners) == 0 {
			continue
		}
		if carriers := c.handedOver(t, owners); carriers != nil {
			handed, err := c.partsHandedOver(measure, int32(i), t, carriers)
			if err != nil {
				q := &c.plan.Quotas[t.quota]
				c.tooLarge(q, "%s split among those who own its territory one after the other", q.Addr)
			}
			parts = append(parts, handed...)
			continue
		}
		if len(owners) == 1 && c.owners.holds[owners[0]].share == one {
			parts = append(parts, part{area: int32(i), hold: owners[0], amount: t.amount})
			continue
		}
		amounts, err := c.split(t.amount, owners, c.digitsOf(measure, t.amount, owners))
		if err != nil {
			q := &c.plan.Quotas[t.quota]
			c.tooLarge(q, "%s split among its owners", q.Addr)
			continue
		}
		for j, owner := range owners {
			parts = append(parts, part{area: int32(i), hold: owner, amount: amounts[j]})
		}
	}
	return parts
}

// personal returns for each quota of a position how far it counts as its own
// and not as the target of its team.
func (q *quotas) personal() []uint8 {
	carried := make(marks, len(q.plan.Positions)*q.axis.size())
	for i := range q.ofSeats {
		t := &q.ofSeats[i]
		carried.set(q.axis, t.holder, t.period, t.counts)
	}
	for i := range q.parts {
		t := &q.ofAreas[q.parts[i].area]
		carried.set(q.axis, q.owners.holds[q.parts[i].hold].seat, t.period, t.counts)
	}
	below := q.seats.tree.below(carried.reaches(q.axis), q.axis.size())
	personal := make([]uint8, len(q.ofSeats))
	for i := range q.ofSeats {
		t := &q.ofSeats[i]
		personal[i] = t.counts
		if q.leads[t.holder] {
			personal[i] = min(t.counts, below[q.cell(t.holder, t.period)])
		}
	}
	return personal
}

// cell returns the index of a node and period.
func (q *quotas) cell(node, period int32) int { return int(node)*q.axis.size() + int(period) }

// territoryEntries returns what the quotas contribute to territories. It
// leaves in areaMarks the quotas of positions too, and in q.rolled how far the
// quotas of territories count.
func (q *quotas) territoryEntries(areaMarks marks, personal []uint8) []entry {
	entries := make([]entry, 0, len(q.ofAreas)+len(q.ofSeats))
	for i := range q.ofSeats {
		t := &q.ofSeats[i]
		node, counts, upper := q.placeOfSeat(t, personal[i])
		if counts == 0 {
			continue
		}
		for _, hold := range upper {
			areaMarks.set(q.axis, q.owners.holds[hold].territory, t.period, counts)
		}
		entries = append(entries, entry{amount: t.amount, record: t.quota, node: node, holder: ^t.holder, via: viaOf(q.owners, upper), period: t.period, counts: counts})
	}
	below := q.territories.tree.below(areaMarks.reaches(q.axis), q.axis.size())
	q.rolled = make([]uint8, len(q.ofAreas))
	for i := range q.ofAreas {
		t := &q.ofAreas[i]
		q.rolled[i] = min(t.counts, below[q.cell(t.holder, t.period)])
		entries = append(entries, entry{amount: t.amount, record: t.quota, node: t.holder, holder: t.holder, via: -1, period: t.period, states: t.states, counts: q.rolled[i], whole: true})
	}
	return entries
}

// placeOfSeat returns where in the territory tree the quota of a position
// counts, how far, and the uppermost of its holds.
func (q *quotas) placeOfSeat(t *target, personal uint8) (node int32, counts uint8, upper []int32) {
	tree := q.territories.tree
	upper = q.owners.uppermost(tree, q.owners.ownedBy(t.holder, t.period))
	if len(upper) == 0 {
		return tree.top(), personal, nil
	}
	node, counts = q.owners.holds[upper[0]].territory, personal
	for _, hold := range upper {
		territory := q.owners.holds[hold].territory
		cell := q.cell(territory, t.period)
		node, counts = tree.lowestAbove(node, territory), min(counts, q.areaReach[cell], q.areaBelow[cell])
	}
	return node, counts, upper
}

// viaOf returns the assignment of the first hold, -1 if there is none.
func viaOf(o *ownership, holds []int32) int32 {
	if len(holds) == 0 {
		return -1
	}
	return o.holds[holds[0]].assignment
}

// seatEntries returns what the quotas contribute to positions: their own ones,
// and their parts of those of territories.
func (q *quotas) seatEntries(personal []uint8) []entry {
	own := make(marks, len(q.plan.Positions)*q.axis.size())
	counting := slices.Clone(own)
	entries := make([]entry, 0, len(q.ofSeats)+len(q.parts))
	for i := range q.ofSeats {
		t := &q.ofSeats[i]
		own.set(q.axis, t.holder, t.period, t.counts)
		counting.set(q.axis, t.holder, t.period, personal[i])
		entries = append(entries, entry{amount: t.amount, record: t.quota, node: t.holder, holder: ^t.holder, via: -1, period: t.period, states: t.states, counts: personal[i]})
	}
	besideOwn, besideCounting, nested := own.reaches(q.axis), counting.reaches(q.axis), q.nested()
	for _, part := range q.parts {
		t, hold := &q.ofAreas[part.area], &q.owners.holds[part.hold]
		cell := q.cell(hold.seat, t.period)
		e := entry{amount: part.amount, record: t.quota, node: hold.seat, holder: t.holder, via: hold.assignment, period: t.period}
		e.states = min(t.counts, besideOwn[cell], nested[q.cell(part.hold, t.period)])
		e.counts = min(q.rolled[part.area], besideCounting[cell])
		if e.states > 0 || e.counts > 0 {
			entries = append(entries, e)
		}
	}
	return entries
}

// nested returns by hold and period how far the quota of the territory is
// carried beside those of the territories above it that the same seat owns.
func (q *quotas) nested() []uint8 {
	type level struct {
		territory int32
		reach     uint8 // the least of this level and those above
	}
	free := make([]uint8, len(q.owners.holds)*q.axis.size())
	for i := range free {
		if !q.owners.valid[i] {
			free[i] = unlimited // it ended within the period, and stands below nothing at its end
		}
	}
	var above []level
	for seat := range q.plan.Positions {
		for period := range q.axis.periods {
			above = above[:0]
			for _, hold := range q.owners.ownedBy(int32(seat), int32(period)) {
				territory := q.owners.holds[hold].territory
				for len(above) > 0 && !q.territories.tree.contains(above[len(above)-1].territory, territory) {
					above = above[:len(above)-1]
				}
				reach := uint8(unlimited)
				if len(above) > 0 {
					reach = above[len(above)-1].reach
				}
				free[q.cell(hold, int32(period))] = reach
				above = append(above, level{territory, min(reach, q.areaReach[q.cell(territory, int32(period))])})
			}
		}
	}
	return free
}
