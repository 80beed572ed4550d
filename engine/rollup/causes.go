package rollup

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// causes are the records behind the differences of one measure.
type causes map[place][]addr.Addr

// of returns the causes of a difference in order of address.
func (c causes) of(at place) []addr.Addr {
	list := slices.Clone(c[at])
	slices.SortFunc(list, addr.Addr.Compare)
	return list
}

// add names a cause; more is false if the totals above know it already, or
// have as many as are named.
func (c causes) add(at place, cause addr.Addr) (more bool) {
	list := c[at]
	if len(list) == MostCauses || slices.Contains(list, cause) {
		return false
	}
	c[at] = append(list, cause)
	return true
}

// causes finds, from the bottom up, what lies behind the differences of a
// measure: entries that only one side has, and nodes under another parent.
func (c *comparison) causes(measure string) causes {
	found := make(causes)
	before, after := c.before.sheetOf(measure), c.after.sheetOf(measure)
	for i, p := range c.pairs {
		old, young := c.before.entriesAt(before, p.before), c.after.entriesAt(after, p.after)
		if !c.sameEntries(old, young) {
			lost, come := c.unmatched(measure, old, young)
			c.trace(found, measure, i, &c.before, &c.after, lost)
			c.trace(found, measure, i, &c.after, &c.before, come)
		}
		if i > 0 && p.before >= 0 && p.after >= 0 {
			c.traceMove(found, measure, i)
		}
	}
	return found
}

func (s *side) entriesAt(sheet *sheet, node int32) []entry {
	if sheet == nil || node < 0 {
		return nil
	}
	return sheet.of(node)
}

// sameEntries reports, quickly, whether two lists contribute the same numbers
// in the same order.
func (c *comparison) sameEntries(old, young []entry) bool {
	return slices.EqualFunc(old, young, func(a, b entry) bool {
		return a.amount == b.amount && a.counts == b.counts && c.before.periodOf[a.period] == c.after.periodOf[b.period]
	})
}

// claim is an entry with what makes it the same on both sides.
type claim struct {
	entry
	holder addr.Addr // after renames
	period int
}

func (c claim) compare(d claim) int {
	return cmp.Or(c.holder.Compare(d.holder), cmp.Compare(c.period, d.period), c.amount.Cmp(d.amount), cmp.Compare(c.counts, d.counts))
}

// unmatched returns the entries that only one side has.
func (c *comparison) unmatched(measure string, old, young []entry) (lost, come []entry) {
	before, after := c.claims(measure, &c.before, old), c.claims(measure, &c.after, young)
	for len(before) > 0 || len(after) > 0 {
		order := cmp.Compare(len(after), len(before)) // one list is at its end: take from the other
		if len(before) > 0 && len(after) > 0 {
			order = before[0].compare(after[0])
		}
		if order < 0 {
			lost = append(lost, before[0].entry)
		}
		if order > 0 {
			come = append(come, after[0].entry)
		}
		if order <= 0 {
			before = before[1:]
		}
		if order >= 0 {
			after = after[1:]
		}
	}
	return lost, come
}

func (c *comparison) claims(measure string, s *side, entries []entry) []claim {
	claims := make([]claim, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		if e.counts == 0 {
			continue
		}
		holder := s.recordOf(measure, e).Addr
		if !isHeadcount(measure) {
			holder = holderOf(&s.plan.Quotas[e.record])
		}
		claims = append(claims, claim{*e, c.now(holder), s.periodOf[e.period]})
	}
	slices.SortFunc(claims, claim.compare)
	return claims
}

// trace names the causes of entries that only one side has, at the node of a
// pair and at those above it on that side.
func (c *comparison) trace(found causes, measure string, pair int, s, other *side, entries []entry) {
	for i := range entries {
		cause, ok := causeOf(measure, s, other, &entries[i])
		if !ok {
			continue
		}
		for at := range s.axis.chain(entries[i].period, entries[i].counts) {
			for node := s.nodeOf[pair]; node >= 0; node = s.nodes.tree.parent[node] {
				if !found.add(place{s.pairOf[node], s.periodOf[at]}, cause) {
					break
				}
			}
		}
	}
}

// causeOf returns the record for which an entry is on one side only: its own,
// what brings it to the node, its holder, the position that it is summed under,
// or the settings if the rates differ.
func causeOf(measure string, s, other *side, e *entry) (cause addr.Addr, ok bool) {
	record := s.recordOf(measure, e).Addr
	via, brought := s.viaOf(s.dimension, measure, e)
	switch {
	case differs(s.plan, other.plan, record):
		return record, true
	case brought && differs(s.plan, other.plan, via.Addr):
		return via.Addr, true
	case isHeadcount(measure):
		return record, true
	}
	q := &s.plan.Quotas[e.record]
	if holder := holderOf(q); !other.plan.Has(holder) {
		return holder, true
	}
	if seat := seatOf(s, q, e); s.dimension != Territory && differs(s.plan, other.plan, seat) {
		return seat, true
	}
	converted := q.Currency != s.Measures[s.index[measure]].Currency
	return plan.SettingsAddr, converted && differs(s.plan, other.plan, plan.SettingsAddr)
}

// seatOf returns the position that carries a quota.
func seatOf(s *side, q *plan.Quota, e *entry) addr.Addr {
	if e.via >= 0 {
		return addr.New(plan.PositionKind, s.plan.Assignments[e.via].Position)
	}
	return holderOf(q)
}

// differs reports whether a record of p says something else in other, or is
// not there.
func differs(p, other *plan.Plan, a addr.Addr) bool {
	mine, _ := p.Find(a)
	theirs, ok := other.Find(a)
	return !ok || mine == nil || !mine.Node.Equal(&theirs.Node)
}

// traceMove names a node as cause above its parents before and after, if they
// differ, up to where the two ways meet.
func (c *comparison) traceMove(found causes, measure string, moved int) {
	p := c.pairs[moved]
	from, to := c.before.nodes.tree.parent[p.before], c.after.nodes.tree.parent[p.after]
	if c.before.pairOf[from] == c.after.pairOf[to] {
		return
	}
	cause := c.after.nodes.addr(p.after)
	for when := range c.periods {
		at := place{moved, when}
		if c.before.cellAt(measure, at).Rolled.Value != (money.Decimal{}) {
			c.climb(found, &c.before, &c.after, from, p.after, when, cause)
		}
		if c.after.cellAt(measure, at).Rolled.Value != (money.Decimal{}) {
			c.climb(found, &c.after, &c.before, to, p.before, when, cause)
		}
	}
}

// climb names a cause at a node and those above, as long as they do not
// contain the moved node on the other side too.
func (c *comparison) climb(found causes, s, other *side, node, moved int32, when int, cause addr.Addr) {
	for ; node >= 0; node = s.nodes.tree.parent[node] {
		pair := s.pairOf[node]
		if twin := other.nodeOf[pair]; twin >= 0 && other.nodes.tree.contains(twin, moved) {
			return
		}
		if !found.add(place{pair, when}, cause) {
			return
		}
	}
}
