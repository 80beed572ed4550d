package stint

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// Stint is a stretch of days on which one person holds one position under one
// comp plan.
type Stint struct {
	Position *plan.Position
	Person   string // "" for a position that is paid as itself
	Plan     *comp.Plan
	Days     period.Range // never empty
	// Held is how long the person holds the position, under this plan or
	// another: a ramp counts from its first day, and leaving is its end.
	Held    period.Range
	Ramp    *comp.Ramp   // nil if there is none
	Leaves  []comp.Leave // of the person
	records []comp.Pay   // pay of the person, then of the position
	pays    []Pay        // see Pay
}

// Roster is who is paid, in order of position and first day.
type Roster struct {
	Stints  []Stint
	byPlace map[string][2]int // of Stints, by id of position
}

// Of returns the stints of a plan. Its findings are positions on two comp plans
// at a time (TwoCompPlans).
func Of(p *plan.Plan, book *comp.Book) (*Roster, diag.List) {
	b := builder{book: book, roster: &Roster{byPlace: make(map[string][2]int, len(p.Positions))}}
	b.index(p)
	for i := range p.Positions {
		position := &p.Positions[i]
		from := len(b.roster.Stints)
		b.addPosition(position)
		added := b.roster.Stints[from:]
		slices.SortStableFunc(added, func(s, t Stint) int {
			return cmp.Or(s.Days.From.Compare(t.Days.From), cmp.Compare(s.Person, t.Person))
		})
		b.roster.byPlace[position.ID()] = [2]int{from, len(b.roster.Stints)}
	}
	return b.roster, diag.Sorted(b.findings)
}

// At returns the indexes of the stints of a position.
func (r *Roster) At(position string) (from, to int) {
	span := r.byPlace[position]
	return span[0], span[1]
}

// On returns the index of the stint of a position on a day.
func (r *Roster) On(position string, day period.Date) (index int, ok bool) {
	from, to := r.At(position)
	for i := from; i < to; i++ {
		if r.Stints[i].Days.Contains(day) {
			return i, true
		}
	}
	return 0, false
}

// builder collects stints.
type builder struct {
	book     *comp.Book
	roster   *Roster
	findings diag.List

	plans       map[string]*comp.Plan   // by id
	plansOfRole map[string][]*comp.Plan // by role
	ramps       map[string]*comp.Ramp
	rampOfRole  map[string]string
	holders     map[string][]*plan.Holder // by position
	leaves      map[string][]comp.Leave   // by person
	payOfPerson map[string][]comp.Pay
	payOfSeat   map[string][]comp.Pay
}

func (b *builder) index(p *plan.Plan) {
	b.plans, b.plansOfRole = map[string]*comp.Plan{}, map[string][]*comp.Plan{}
	for i := range b.book.Plans {
		one := &b.book.Plans[i]
		b.plans[one.Addr.ID] = one
		for _, role := range one.Roles {
			b.plansOfRole[role] = append(b.plansOfRole[role], one)
		}
	}
	b.ramps, b.rampOfRole = map[string]*comp.Ramp{}, map[string]string{}
	for i := range b.book.Ramps {
		b.ramps[b.book.Ramps[i].Addr.ID] = &b.book.Ramps[i]
	}
	for _, role := range p.Roles {
		b.rampOfRole[role.ID()] = role.Ramp
	}
	b.holders = make(map[string][]*plan.Holder, len(p.Holders))
	for i := range p.Holders {
		h := &p.Holders[i]
		b.holders[h.Position] = append(b.holders[h.Position], h)
	}
	b.leaves = map[string][]comp.Leave{}
	for _, l := range b.book.Leaves {
		b.leaves[l.Person] = append(b.leaves[l.Person], l)
	}
	b.payOfPerson, b.payOfSeat = map[string][]comp.Pay{}, map[string][]comp.Pay{}
	for _, pay := range b.book.Pay {
		if pay.Person != "" {
			b.payOfPerson[pay.Person] = append(b.payOfPerson[pay.Person], pay)
		} else {
			b.payOfSeat[pay.Position] = append(b.payOfSeat[pay.Position], pay)
		}
	}
}

// addPosition adds the stints of one position.
func (b *builder) addPosition(position *plan.Position) {
	spells := b.spells(position)
	holders := b.holders[position.ID()]
	if len(holders) == 0 {
		for _, spell := range spells {
			b.add(position, nil, spell, position.Active)
		}
	}
	for _, holder := range holders {
		held := holder.Active.Intersect(position.Active)
		for _, spell := range spells {
			b.add(position, holder, spell, held)
		}
	}
}

func (b *builder) add(position *plan.Position, holder *plan.Holder, spell spell, held period.Range) {
	days := spell.days.Intersect(held)
	if days.Empty() {
		return
	}
	s := Stint{Position: position, Plan: spell.plan, Days: days, Held: held}
	ramp := b.rampOfRole[position.Role]
	if holder != nil {
		s.Person, s.Leaves = holder.Person, b.leaves[holder.Person]
		s.records = b.payOfPerson[holder.Person]
		ramp = cmp.Or(holder.Ramp, ramp)
	}
	s.records = slices.Concat(s.records, b.payOfSeat[position.ID()])
	s.Ramp = b.ramps[ramp]
	s.pays = s.stretches()
	b.roster.Stints = append(b.roster.Stints, s)
}

// spell is a stretch of days on one comp plan.
type spell struct {
	plan *comp.Plan
	days period.Range
}

// spells returns when a position is on which plan.
func (b *builder) spells(position *plan.Position) []spell {
	candidates := b.plansOfRole[position.Role]
	if position.CompPlan != "" {
		candidates = nil
		if named := b.plans[position.CompPlan]; named != nil {
			candidates = []*comp.Plan{named}
		}
	}
	if position.Role == "" && position.CompPlan == "" {
		return nil
	}
	var spells []spell
	for i, one := range candidates {
		days := one.Active.Intersect(position.Active)
		if days.Empty() {
			continue
		}
		var taken []period.Range
		for j, other := range candidates {
			if both := other.Active.Intersect(days); j != i && !both.Empty() {
				taken = append(taken, both)
				if j > i {
					b.reportTwo(position, one, other, both)
				}
			}
		}
		for _, free := range period.Gaps(days, taken) {
			spells = append(spells, spell{plan: one, days: free})
		}
	}
	return spells
}

func (b *builder) reportTwo(position *plan.Position, one, other *comp.Plan, days period.Range) {
	b.findings = append(b.findings, diag.New(diag.TwoCompPlans, position.Addr, position.PlaceOf("role"),
		"%s is on the comp plans %s and %s on the same days %s: it is paid by neither on them; name one with \"comp_plan\", or end one of the plans",
		position.Addr, one.Addr.ID, other.Addr.ID, days).At("role").
		With(one.PlaceOf("roles"), "%s names the role %s", one.Addr, position.Role).
		With(other.PlaceOf("roles"), "%s names it, too", other.Addr))
}
