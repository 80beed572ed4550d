package check

import "github.com/salesplan/salesplan/engine/period"

// span is the time that a record claims. An end that it does not state is that
// of within, the thing it belongs to: an assignment begins and ends with its
// territory, a holder with the seat.
type span struct {
	period.Range
	within period.Range
	vague  bool // what it belongs to is unknown or broken, and so are open ends
}

// mismatch tells why a record is outside another's dates, as two verb phrases.
type mismatch struct{ mine, theirs string }

// uncovered reports whether a span reaches beyond the dates of a target, why,
// and which field of the target holds the end that is passed. Ends that are
// stated nowhere are those of the plan's years; where these are not known, an
// open beginning is no claim, but an open end is.
func (p *Pass) uncovered(held span, target period.Range) (why mismatch, field string, outside bool) {
	from, to := held.From, held.To
	if from.IsZero() {
		from = held.within.From
	}
	if from.IsZero() && !held.vague {
		from = p.years.From
	}
	if to.IsZero() {
		to = held.within.To
	}
	open := to.IsZero()
	if open {
		to = p.years.To
	}
	switch {
	case !target.From.IsZero() && !from.IsZero() && from.Compare(target.From) < 0:
		return mismatch{begins(held.From, from), "begins on " + target.From.String()}, "from", true
	case !target.To.IsZero() && from.Compare(target.To) >= 0:
		return mismatch{begins(held.From, from), "ends on " + target.To.String()}, "to", true
	case open && (held.vague || p.unsettled):
	case !target.To.IsZero() && (to.IsZero() || to.Compare(target.To) > 0):
		mine := "ends on " + to.String()
		if open {
			mine = "has no end"
		}
		return mismatch{mine, "ends on " + target.To.String()}, "to", true
	}
	return mismatch{}, "", false
}

// begins says from when a record holds; stated is zero if it does not say so.
func begins(stated, effective period.Date) string {
	if stated.IsZero() {
		return "is in force on " + effective.String() + " already"
	}
	return "begins on " + stated.String()
}
