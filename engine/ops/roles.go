package ops

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// roles tallies the work by role, with what each role answers for and how much
// of its hours the work takes.
func (m *Map) roles() []Load {
	totals := newTallies()
	decides, does := map[string]int{}, map[string]int{}
	for i := range m.Work {
		w := &m.Work[i]
		totals.add(w.OwnerRole, w)
		for _, share := range w.Parts {
			if share.WhoKind != plan.RoleKind {
				continue
			}
			if Firm(share.Parts, Accountable) || Firm(share.Parts, Direct) {
				decides[share.Who]++
			}
			if Firm(share.Parts, Responsible) || Firm(share.Parts, Direct) {
				does[share.Who]++
			}
		}
	}
	var loads []Load
	for i := range m.plan.Roles {
		role := &m.plan.Roles[i]
		id := role.ID()
		l := Load{Group: Group{Addr: role.Addr, Name: role.Name, Tally: totals.of(id)}, Decides: decides[id], Does: does[id]}
		l.Capacity, l.Staffed = m.Capacity(id)
		if l.Staffed {
			l.Use, _ = Ratio(l.Hours, l.Capacity)
		}
		if l.Activities+l.Decides+l.Does > 0 || l.Staffed {
			loads = append(loads, l)
		}
	}
	if rest := totals.of(""); rest.Activities > 0 {
		loads = append(loads, Load{Group: Group{Tally: rest}})
	}
	return loads
}

// Capacity returns the hours that the people of a role have for activities in a
// year, rounded half to even to 2 digits; ok is false if the plan does not say.
func (m *Map) Capacity(role string) (hours money.Decimal, ok bool) {
	staffing, ok := m.prices.staffing[role]
	if !ok {
		return money.Decimal{}, false
	}
	hours, err := staffing.Heads.MulRound(staffing.HoursPerHead, hourDigits, money.HalfEven)
	return hours, err == nil
}

// StrategicRole reports whether the role is there for strategic work.
func (m *Map) StrategicRole(role string) bool {
	staffing, ok := m.prices.staffing[role]
	return ok && staffing.Strategic
}

// links collects who keeps which collection up to date.
func (m *Map) links() []Link {
	byName := map[string]*Link{}
	var names []string
	for i := range m.Work {
		for _, collection := range m.Work[i].Maintains {
			link := byName[collection]
			if link == nil {
				link = &Link{Collection: collection}
				byName[collection] = link
				names = append(names, collection)
			}
			link.Activities = append(link.Activities, m.Work[i].Addr)
			link.Deciders = append(link.Deciders, m.Work[i].Deciders()...)
		}
	}
	slices.Sort(names)
	links := make([]Link, 0, len(names))
	for _, name := range names {
		link := byName[name]
		slices.SortFunc(link.Activities, addr.Addr.Compare)
		slices.Sort(link.Deciders)
		link.Deciders = slices.Compact(link.Deciders)
		links = append(links, *link)
	}
	return links
}

// Deciders returns who is accountable or directly responsible for the activity.
func (w *Work) Deciders() []string {
	var who []string
	for _, share := range w.Parts {
		if Firm(share.Parts, Accountable) || Firm(share.Parts, Direct) {
			who = append(who, share.Label())
		}
	}
	return who
}
