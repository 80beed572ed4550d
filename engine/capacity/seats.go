package capacity

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// Seat is a position of the plan, or the new seats of a planned hire.
type Seat struct {
	Addr  addr.Addr // of the position or the hire
	Place source.Place
	Role  string
	Count int // 1; of a hire how many new seats

	position int32 // in the manager tree; of a hire the manager; nowhere if none
	hire     *Hire // nil for a position
	spells   []spell
	owned    []*plan.Assignment // territories, as owner
}

// spell is a stretch of days in which somebody is in a seat, or it is vacant.
type spell struct {
	days   period.Range
	began  period.Date // from which a ramp counts; zero for long ago
	ramp   string      // of the holder or the role; "" for none
	away   []period.Range
	vacant bool
	who    string
	place  source.Place
}

// newIn returns the territory where new seats count, "" for seats of the plan.
func (s *Seat) newIn() string {
	if s.hire == nil || s.hire.Position != "" {
		return ""
	}
	return s.hire.Territory
}

// roster finds the seats of a plan, positions first.
type roster struct {
	plan     *plan.Plan
	book     *Book
	managers *tree
	rampOf   map[string]string // by role
	holders  map[string][]*plan.Holder
	owned    map[string][]*plan.Assignment
	hires    map[string][]*Hire // into positions
	leaves   map[string][]period.Range
	all      []Seat
}

// seatsOf returns the seats of a plan with planned hires.
func seatsOf(p *plan.Plan, book *Book, pay *comp.Book, managers *tree) []Seat {
	r := roster{
		plan: p, book: book, managers: managers, rampOf: map[string]string{}, holders: map[string][]*plan.Holder{},
		owned: map[string][]*plan.Assignment{}, hires: map[string][]*Hire{}, leaves: map[string][]period.Range{},
	}
	for i := range p.Roles {
		r.rampOf[p.Roles[i].ID()] = p.Roles[i].Ramp
	}
	for i := range p.Holders {
		h := &p.Holders[i]
		r.holders[h.Position] = append(r.holders[h.Position], h)
	}
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Coverage == plan.Owner && a.Territory != "" {
			r.owned[a.Position] = append(r.owned[a.Position], a)
		}
	}
	for i := range pay.Leaves {
		r.leaves[pay.Leaves[i].Person] = append(r.leaves[pay.Leaves[i].Person], pay.Leaves[i].Active)
	}
	for i := range book.Hires {
		if h := &book.Hires[i]; h.Position != "" {
			r.hires[h.Position] = append(r.hires[h.Position], h)
		}
	}
	for i := range p.Positions {
		r.addPosition(&p.Positions[i], int32(i))
	}
	for i := range book.Hires {
		if h := &book.Hires[i]; h.Position == "" {
			r.addNew(h)
		}
	}
	return r.all
}

// addPosition adds a seat of the plan.
func (r *roster) addPosition(position *plan.Position, at int32) {
	s := Seat{Addr: position.Addr, Place: position.Place(), Role: position.Role, Count: 1, position: at, owned: r.owned[position.ID()]}
	var held []period.Range
	for _, h := range r.holders[position.ID()] {
		days := h.Active.Intersect(position.Active)
		if days.Empty() {
			continue
		}
		held = append(held, days)
		s.spells = append(s.spells, spell{
			days: days, began: days.From, ramp: cmp.Or(h.Ramp, r.rampOf[position.Role]), away: r.leaves[h.Person], who: h.Person, place: h.Place(),
		})
	}
	hires := r.hires[position.ID()]
	for _, h := range hires {
		for _, gap := range period.Gaps(position.Active, held) {
			if gap.Contains(h.Works) {
				days := gap.Intersect(period.Range{From: h.Works})
				held = append(held, days)
				s.spells = append(s.spells, spell{days: days, began: h.Works, ramp: r.rampOf[position.Role], who: h.Addr.String(), place: h.place("from")})
				s.hire = h
			}
		}
	}
	if len(hires) == 0 {
		for _, gap := range period.Gaps(position.Active, held) {
			s.spells = append(s.spells, spell{days: gap, began: gap.From, ramp: r.rampOf[position.Role], vacant: true, who: "vacant", place: position.Place()})
		}
	}
	slices.SortStableFunc(s.spells, func(a, b spell) int { return a.days.From.Compare(b.days.From) })
	r.all = append(r.all, s)
}

// addNew adds the new seats of a hire.
func (r *roster) addNew(h *Hire) {
	r.all = append(r.all, newSeats(h, r.rampOf[h.Role], r.managers.find(h.Manager)))
}

func newSeats(h *Hire, ramp string, manager int32) Seat {
	return Seat{
		Addr: h.Addr, Place: h.place("from"), Role: h.Role, Count: h.Count, position: manager, hire: h,
		spells: []spell{{days: period.Range{From: h.Works}, began: h.Works, ramp: ramp, who: h.Addr.String(), place: h.place("from")}},
	}
}

// home returns the lowest territory that holds all that a seat owns on a day.
func (s *Seat) home(t *tree, day period.Date) int32 {
	if s.position == nowhere || s.hire != nil && s.hire.Position == "" {
		return t.find(s.newIn())
	}
	home, owns := nowhere, false
	for _, a := range s.owned {
		at := t.find(a.Territory)
		switch {
		case at == nowhere || !a.Active.Contains(day):
		case !owns:
			home, owns = at, true
		default:
			home = t.lowestOver(home, at)
		}
	}
	return home
}
