package scenario

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// join puts two layers together that a scenario builds on. Where they differ
// about the same thing, the one whose maker builds on the other's counts; if
// neither does, that is a finding and the later one counts.
func (s *Scenario) join(first, second layer) layer {
	joined := first.clone()
	for _, a := range second.addresses() {
		e := second[a]
		known, both := first[a]
		switch {
		case !both:
			joined[a] = e
		case known != e:
			joined[a] = s.joinEntries(a, known, e)
		}
	}
	return joined
}

func (s *Scenario) joinEntries(a addr.Addr, one, other *entry) *entry {
	e := s.presenceOf(a, one, other)
	for _, fields := range [][]edit{one.fields, other.fields} {
		for _, f := range fields {
			s.joinField(a, e, f)
		}
	}
	return e
}

// presenceOf decides about the record as a whole.
func (s *Scenario) presenceOf(a addr.Addr, one, other *entry) *entry {
	switch {
	case one.by == nil:
		one = other
	case other.by == nil || one.by == other.by || one.alike(other) || one.by.above[other.by.Addr.ID]:
	case other.by.above[one.by.Addr.ID]:
		one = other
	default:
		s.conflict(a, "", one.by, other.by, one.place, other.place)
		one = other
	}
	return &entry{presence: one.presence, node: one.node, by: one.by, place: one.place}
}

// alike reports whether two entries make the same of a record as a whole.
func (e *entry) alike(other *entry) bool {
	return e.presence == other.presence && (e.presence != given || e.node.Equal(&other.node))
}

// joinField adds a field to a joined entry.
func (s *Scenario) joinField(a addr.Addr, e *entry, f edit) {
	if by := e.by; by != nil && by != f.by && !f.by.above[by.Addr.ID] {
		if !by.above[f.by.Addr.ID] { // neither knows of the other
			s.conflict(a, f.key, by, f.by, e.place, f.place())
		}
		return
	}
	for _, known := range e.fields {
		if !within(known.path, f.path) && !within(f.path, known.path) {
			continue
		}
		switch {
		case known.key == f.key && known.value.Equal(&f.value):
			return
		case known.by == f.by || f.by.above[known.by.Addr.ID]:
		case known.by.above[f.by.Addr.ID]:
			return
		default:
			s.conflict(a, f.key, known.by, f.by, known.place(), f.place())
		}
	}
	e.put(f)
}

// conflict tells that two scenarios, of which neither builds on the other, do not
// agree.
func (s *Scenario) conflict(a addr.Addr, field string, one, other *Scenario, first, second source.Place) {
	what := a.String()
	if field != "" {
		what = field + " of " + what
	}
	f := s.report(diag.ScenarioConflict, "builds_on", s.record.PlaceOf("builds_on"), "%s and %s make different things of %s, and neither builds on the other", one.Addr, other.Addr, what)
	*f = f.With(first, "%s says so here", one.Addr).With(second, "%s says so here", other.Addr)
}
