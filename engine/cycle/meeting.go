package cycle

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
)

// Meeting is the meeting of a month.
type Meeting struct {
	*plan.CycleMeeting
	Past  bool   // its day is over as of the day of the pack
	Seats []Seat // in order of address
	// Guests were there and have no seat, nor stand in for one.
	Guests []string
}

// Presence says who sat on a seat. The zero Presence is invalid.
type Presence uint8

// The presences.
const (
	Present  Presence = iota + 1 // the position itself
	Deputy                       // its deputy
	Absent                       // nobody
	Expected                     // the meeting is still to come, or does not say who was there
)

// String names the presence.
func (p Presence) String() string {
	names := [...]string{Present: "present", Deputy: "deputy", Absent: "absent", Expected: "expected"}
	if int(p) < len(names) && p != 0 {
		return names[p]
	}
	return "invalid"
}

// Seat is a seat at the meeting.
type Seat struct {
	*plan.CycleAttendee
	Presence Presence
}

// meeting finds the meeting of the month and the next one, and looks who was
// there.
func (w *work) meeting() {
	for i := range w.plan.Cycle.Meetings {
		m := &w.plan.Cycle.Meetings[i]
		switch {
		case m.Month == w.Month:
			w.Meeting = &Meeting{CycleMeeting: m, Past: m.Date.Compare(w.AsOf) <= 0}
		case m.Month.Compare(w.Month) > 0 && (w.Next == nil || m.Date.Compare(w.Next.Date) < 0):
			w.Next = m
		}
	}
	if w.Meeting != nil {
		w.seats()
	}
}

// seats says who sat where. A deputy stands in for one seat only.
func (w *work) seats() {
	m := w.Meeting
	known := m.Past && m.Held
	used := map[string]bool{}
	for i := range w.plan.Cycle.Attendees {
		a := &w.plan.Cycle.Attendees[i]
		if slices.Contains(m.Attended, a.Position) {
			used[a.Position] = true
		}
	}
	for i := range w.plan.Cycle.Attendees {
		a := &w.plan.Cycle.Attendees[i]
		seat := Seat{CycleAttendee: a, Presence: Expected}
		switch {
		case !known:
		case slices.Contains(m.Attended, a.Position):
			seat.Presence = Present
		case a.Deputy != "" && slices.Contains(m.Attended, a.Deputy) && !used[a.Deputy]:
			seat.Presence = Deputy
			used[a.Deputy] = true
		default:
			seat.Presence = Absent
		}
		if seat.Presence == Absent && a.Required {
			f := diag.New(diag.AttendeeMissing, m.Addr, m.PlaceOf("attended"), "neither position/%s nor a deputy was at the meeting of %s, but nothing is decided without them", a.Position, w.Month)
			w.report(f.At("attended").With(a.Place(), "the seat"))
		}
		m.Seats = append(m.Seats, seat)
	}
	if m.Past && !m.Held {
		w.report(diag.New(diag.AttendeeMissing, m.Addr, m.Place(), "the meeting of %s was on %s, but the plan does not say who was there", w.Month, m.Date))
	}
	for _, guest := range m.Attended {
		if known && !used[guest] {
			m.Guests = append(m.Guests, guest)
		}
	}
}

// Action is an action that is open as of the day of the pack.
type Action struct {
	*plan.CycleAction
	Carried bool // raised in an earlier month
	Overdue int  // days since it was due; 0 if it is not
}

// actions collects what is open as of the day, and what was closed since the
// month began. Actions of meetings that are still to come are left out.
func (w *work) actions() {
	for i := range w.plan.Cycle.Actions {
		a := &w.plan.Cycle.Actions[i]
		if a.Raised.Compare(w.Month) > 0 || a.Raised == w.Month && w.Meeting != nil && !w.Meeting.Past {
			continue // the meeting that raised it is still to come
		}
		if a.Status != "open" && (a.Closed.IsZero() || a.Closed.Compare(w.AsOf) <= 0) {
			if !a.Closed.IsZero() && a.Closed.Compare(w.Days.From) >= 0 {
				w.Closed = append(w.Closed, *a)
			}
			continue
		}
		open := Action{CycleAction: a, Carried: a.Raised.Compare(w.Month) < 0, Overdue: max(0, w.AsOf.DaysSince(a.Due))}
		if open.Overdue > 0 {
			w.report(diag.New(diag.ActionOverdue, a.Addr, a.PlaceOf("due"), "\"%s\" was due on %s and is open on %s, %d days later; its owner is position/%s", a.Title, a.Due, w.AsOf, open.Overdue, a.Owner))
		}
		w.Open = append(w.Open, open)
	}
	slices.SortStableFunc(w.Open, func(a, b Action) int {
		return cmp.Or(-compareBool(a.Carried, b.Carried), a.Due.Compare(b.Due), a.Addr.Compare(b.Addr))
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
