package rollup

import "github.com/salesplan/salesplan/engine/plan"

// Ids of the measures of headcount. No plan can have a measure with such an
// id. They are counted on the last day of the period.
const (
	Positions = "headcount#positions" // positions that are there
	Filled    = "headcount#filled"    // those that somebody holds
	Vacant    = "headcount#vacant"    // those that nobody holds
)

// headcounts are the measures of headcount in order.
var headcounts = [...]string{Positions, Filled, Vacant}

// seatCount is one position in a headcount.
type seatCount struct {
	seat, period int32
	holder       int32 // -1 if it is vacant
}

// headcountBooks counts positions in the order of headcounts.
func (c *computation) headcountBooks() [len(headcounts)]book {
	counts := c.seatCounts()
	var books [len(headcounts)]book
	for kind := range headcounts {
		territories, seats := make([]entry, 0, len(counts)), make([]entry, 0, len(counts))
		for _, one := range counts {
			if headcounts[kind] == Filled && one.holder < 0 || headcounts[kind] == Vacant && one.holder >= 0 {
				continue
			}
			seats = append(seats, countEntry(one, one.seat, one.holder))
			territories = c.appendCovering(territories, one)
		}
		books[kind] = c.sheetsOf(headcounts[kind], territories, seats)
	}
	return books
}

// seatCounts returns the positions that are there at the end of each period.
func (c *computation) seatCounts() []seatCount {
	holders := group(len(c.plan.Positions), len(c.plan.Holders), func(i int) int { return int(c.seats.find(c.plan.Holders[i].Position)) })
	counts := make([]seatCount, 0, len(c.plan.Positions)*c.axis.size())
	for seat := range c.plan.Positions {
		for period, day := range c.axis.last {
			if !c.plan.Positions[seat].Active.Contains(day) {
				continue
			}
			one := seatCount{seat: int32(seat), period: int32(period), holder: -1}
			for _, holder := range holders.of(seat) {
				if c.plan.Holders[holder].Active.Contains(day) {
					one.holder = holder
					break
				}
			}
			counts = append(counts, one)
		}
	}
	return counts
}

// countEntry counts a position once at a node.
func countEntry(counted seatCount, node, via int32) entry {
	return entry{amount: one, record: counted.seat, node: node, via: via, period: counted.period, states: 1, counts: 1}
}

// appendCovering counts a position at each territory that it owns, and takes
// one off where two of them meet, so that it is counted once at every node.
func (c *computation) appendCovering(entries []entry, counted seatCount) []entry {
	owned := c.owners.ownedBy(counted.seat, counted.period)
	for i, hold := range owned {
		h := &c.owners.holds[hold]
		entries = append(entries, countEntry(counted, h.territory, h.assignment))
		if i > 0 {
			meeting := countEntry(counted, c.territories.tree.lowestAbove(c.owners.holds[owned[i-1]].territory, h.territory), h.assignment)
			meeting.amount, meeting.states = one.Neg(), 0
			entries = append(entries, meeting)
		}
	}
	return entries
}

// isHeadcount reports whether a measure is one of headcount.
func isHeadcount(measure string) bool {
	return measure == Positions || measure == Filled || measure == Vacant
}

// recordOf returns the record that an entry comes from.
func (s *structure) recordOf(measure string, e *entry) plan.Origin {
	if isHeadcount(measure) {
		return s.plan.Positions[e.record].Origin
	}
	return s.plan.Quotas[e.record].Origin
}

// viaOf returns the assignment or holder that brings an entry to its node.
func (s *structure) viaOf(d Dimension, measure string, e *entry) (via plan.Origin, ok bool) {
	switch {
	case e.via < 0:
		return plan.Origin{}, false
	case isHeadcount(measure) && d != Territory:
		return s.plan.Holders[e.via].Origin, true
	}
	return s.plan.Assignments[e.via].Origin, true
}
