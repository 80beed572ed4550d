package ops

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Map is the responsibility map of a plan, worked out. It is never changed.
type Map struct {
	Currency  money.Currency // of every cost
	Work      []Work         // by segment, then ring with the inner one first, then address
	Total     Tally
	Segments  []Group // every accountability, in the order of the map
	Functions []Group // every function, then what belongs to none
	Roles     []Load  // every role that does or answers for something, then hours without a role
	Teams     []Group // every team, then hours without a team
	Sourcing  []Group // ways that occur, then what states none
	Links     []Link  // collections that activities maintain, in order of name

	plan   *plan.Plan
	prices *pricer
}

// Work is an activity with its hours and cost in a year.
type Work struct {
	*plan.Activity
	Hours  money.Decimal // in a year
	Cost   money.Decimal // in the currency of the map
	Priced bool          // the role has a loaded rate; without one there is no cost
	Parts  []Share       // who has which part, in order of address
}

// Share is the part that somebody has in an activity.
type Share struct {
	*plan.Responsibility
	Parts []Part
}

// Label returns who it is: an address, or the name from a register.
func (s Share) Label() string {
	if s.WhoKind == "" {
		return s.Who
	}
	return s.WhoKind + "/" + s.Who
}

// Tally is what several activities take in a year.
type Tally struct {
	Activities int
	Hours      money.Decimal
	Strategic  money.Decimal // hours in the outer ring
	Cost       money.Decimal // of the hours that have a rate
	Unpriced   money.Decimal // hours that have none
	TooLarge   bool          // a sum has more digits than an exact number can have and is 0 here
}

// shareDigits are the digits after the point of shares.
const shareDigits = 4

// OuterShare returns the share of the hours in the outer ring, rounded half to
// even to 4 digits; ok is false where there are no hours.
func (t Tally) OuterShare() (share money.Decimal, ok bool) { return Ratio(t.Strategic, t.Hours) }

// Ratio returns part / whole, rounded half to even to 4 digits; ok is false if
// the whole is 0.
func Ratio(part, whole money.Decimal) (share money.Decimal, ok bool) {
	share, err := part.QuoRound(whole, shareDigits, money.HalfEven)
	return share, err == nil
}

// Group is what the activities of one segment, function or team take.
type Group struct {
	Addr addr.Addr // zero for what belongs to none
	Name string    // as people say it; "" for what belongs to none
	Tally
}

// Load is what a role does and answers for.
type Load struct {
	Group
	Decides  int           // activities it is accountable or directly responsible for
	Does     int           // activities it is responsible for
	Capacity money.Decimal // hours in a year; 0 if the plan states no staffing
	Staffed  bool
	Use      money.Decimal // hours / capacity, rounded half to even to 4 digits
}

// Link says which activities keep a collection of the plan up to date.
type Link struct {
	Collection string
	Activities []addr.Addr
	Deciders   []string // who is accountable or directly responsible, each once
}

// Compute works out the responsibility map. The findings name what the totals
// leave out.
func Compute(p *plan.Plan) (*Map, diag.List) {
	m := &Map{Currency: p.Choices.Currency, plan: p, prices: newPricer(p)}
	m.Work = m.work()
	totals := newTallies()
	for i := range m.Work {
		totals.add("", &m.Work[i])
	}
	m.Total = totals.of("")
	m.Segments = m.groups(plan.AccountabilityKind, segmentsOf(&p.Operations), func(w *Work) string { return w.Accountability })
	m.Functions = m.groups(plan.FunctionKind, functionsOf(&p.Operations), func(w *Work) string { return w.Function })
	m.Teams = m.groups(plan.TeamKind, teamsOf(&p.Operations), func(w *Work) string { return w.OwnerTeam })
	m.Sourcing = m.groups("", sourcingsOf(m.Work), func(w *Work) string { return w.Sourcing })
	m.Roles = m.roles()
	m.Links = m.links()
	if m.Total.TooLarge {
		settings, _ := p.Find(plan.SettingsAddr)
		m.prices.found = append(m.prices.found, diag.New(diag.QuotaTooLarge, plan.SettingsAddr, settings.Place(),
			"the hours or costs of all activities have too many digits to be added up exactly"))
	}
	return m, diag.Sorted(m.prices.found)
}

// work puts the activities in the order of the map.
func (m *Map) work() []Work {
	place := map[string]int{}
	for i, segment := range segmentsOf(&m.plan.Operations) {
		place[segment.id] = i
	}
	parts := m.parts()
	all := make([]Work, 0, len(m.plan.Operations.Activities))
	for i := range m.plan.Operations.Activities {
		a := &m.plan.Operations.Activities[i]
		w := Work{Activity: a, Hours: HoursInYear(a), Parts: parts[a.ID()]}
		if staffing, ok := m.prices.staffing[a.OwnerRole]; ok {
			w.Cost, w.Priced = m.prices.product(staffing.Rate, w.Hours, staffing.Addr, staffing.PlaceOf("rate"))
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b Work) int {
		return cmp.Or(cmp.Compare(place[a.Accountability], place[b.Accountability]), compareBool(a.Strategic, b.Strategic), a.Addr.Compare(b.Addr))
	})
	return all
}

// parts reads the responsibilities by activity. Words that are no letters are
// left out: they have a finding.
func (m *Map) parts() map[string][]Share {
	parts := map[string][]Share{}
	for i := range m.plan.Operations.Responsibilities {
		r := &m.plan.Operations.Responsibilities[i]
		letters, _ := ParseLetters(r.Letters)
		if len(letters) > 0 {
			parts[r.Activity] = append(parts[r.Activity], Share{Responsibility: r, Parts: letters})
		}
	}
	return parts
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// named is something that work may be grouped by.
type named struct {
	id, name string
	order    int
}

func segmentsOf(o *plan.Operations) []named {
	all := make([]named, 0, len(o.Accountabilities))
	for _, a := range o.Accountabilities {
		all = append(all, named{a.ID(), a.Name, a.Order})
	}
	return inOrder(all)
}

func functionsOf(o *plan.Operations) []named {
	all := make([]named, 0, len(o.Functions))
	for _, f := range o.Functions {
		all = append(all, named{f.ID(), f.Name, f.Order})
	}
	return inOrder(all)
}

func teamsOf(o *plan.Operations) []named {
	all := make([]named, 0, len(o.Teams))
	for _, t := range o.Teams {
		all = append(all, named{id: t.ID(), name: t.Name})
	}
	return all
}

// inOrder sorts by the stated order; what states the same stays in order of id.
func inOrder(all []named) []named {
	slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(a.order, b.order) })
	return all
}

func sourcingsOf(work []Work) []named {
	var all []named
	for i := range work {
		one := named{id: work[i].Sourcing, name: work[i].Sourcing}
		if one.id != "" && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Compare(a.id, b.id) })
	return all
}

// groups tallies the work by a key. What belongs to none comes last, if there
// is any.
func (m *Map) groups(collection string, all []named, key func(*Work) string) []Group {
	totals := newTallies()
	for i := range m.Work {
		totals.add(key(&m.Work[i]), &m.Work[i])
	}
	groups := make([]Group, 0, len(all)+1)
	for _, one := range all {
		g := Group{Name: one.name, Tally: totals.of(one.id)}
		if collection != "" {
			g.Addr = addr.New(collection, one.id)
		}
		groups = append(groups, g)
	}
	if rest := totals.of(""); rest.Activities > 0 {
		groups = append(groups, Group{Tally: rest})
	}
	return groups
}
