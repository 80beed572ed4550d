package capacity

import (
	"errors"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/goal"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// months of a fiscal year.
const months = 12

// Result is what the seats of a plan can achieve in a fiscal year. It is never
// changed.
type Result struct {
	Year     period.Period
	Measures []string // that the plan states a capacity for, in order of id
	Book     *Book

	plan        *plan.Plan
	totals      *rollup.Result
	territories *tree
	managers    *tree
	rampOf      map[string]string // by role
	ramps       map[string]*comp.Ramp
	months      []period.Period
	days        []period.Range // of the months
	seats       []Seat
	yields      []yield
	sums        map[string]*sums // by measure
	gaps        []gap
	cohorts     map[cohort]money.Ratio
}

// yield is what one seat achieves for one measure, by month.
type yield struct {
	seat    int
	measure string
	month   [months]monthly
}

// monthly is what a seat achieves in a month; used is nil where it achieves
// nothing for want of an assumption.
type monthly struct {
	used    *Assumption
	base    money.Ratio // productivity / 12
	share   money.Ratio // of the base: presence × ramp × attainment × utilisation × what attrition leaves
	present money.Ratio // presence × ramp alone
	home    int32       // in the territory tree
}

// value is the capacity of all seats that are counted together.
func (m *monthly) value(count int) money.Ratio {
	return m.base.Mul(m.share).Mul(money.FromInt(int64(count)))
}

// gap is a seat that should achieve something, and nothing says how much.
type gap struct {
	seat    int
	measure string
	used    *Assumption // nil if no assumption is about the role
}

// sums are capacity and street quota of all nodes by month.
type sums struct {
	whole, street       [months]money.Ratio
	byTerritory, byLine sheet
}

// sheet holds a figure by node and month.
type sheet struct {
	capacity, street [][months]money.Ratio
	there            []bool // some seat counts at the node
}

func newSheet(nodes int) sheet {
	return sheet{capacity: make([][months]money.Ratio, nodes), street: make([][months]money.Ratio, nodes), there: make([]bool, nodes)}
}

// ErrNoCalendar reports a plan without a calendar: capacity is by fiscal month.
var ErrNoCalendar = errors.New("capacity is for fiscal months, and the plan states no calendar: set \"calendar\" under plan")

// Compute works out what the seats of a plan can achieve in a fiscal year.
func Compute(p *plan.Plan, pay *comp.Book, totals *rollup.Result, year period.Period) (*Result, error) {
	if p.Choices.Calendar == nil {
		return nil, ErrNoCalendar
	}
	return compute(p, Read(p), pay, totals, year), nil
}

func compute(p *plan.Plan, book *Book, pay *comp.Book, totals *rollup.Result, year period.Period) *Result {
	r := &Result{
		Year: year, Book: book, plan: p, totals: totals, territories: territoriesOf(p), managers: managersOf(p), rampOf: map[string]string{},
		ramps: map[string]*comp.Ramp{}, months: year.Parts(period.Month), sums: map[string]*sums{}, cohorts: map[cohort]money.Ratio{},
	}
	for i := range p.Roles {
		r.rampOf[p.Roles[i].ID()] = p.Roles[i].Ramp
	}
	for i := range pay.Ramps {
		r.ramps[pay.Ramps[i].Addr.ID] = &pay.Ramps[i]
	}
	for _, month := range r.months {
		r.days = append(r.days, p.Choices.Calendar.Range(month))
	}
	r.seats = seatsOf(p, book, pay, r.managers)
	assumed := assumptionsOf(book)
	for measure := range assumed {
		r.Measures = append(r.Measures, measure)
	}
	slices.Sort(r.Measures)
	for _, measure := range r.Measures {
		r.yields = slices.Grow(r.yields, len(r.seats))
		for i := range r.seats {
			r.yield(i, measure, assumed[measure])
		}
		r.sum(measure)
	}
	return r
}

// assumptionsOf returns the assumptions by measure and role.
func assumptionsOf(book *Book) map[string]map[string][]*Assumption {
	all := map[string]map[string][]*Assumption{}
	for i := range book.Assumptions {
		a := &book.Assumptions[i]
		if all[a.Measure] == nil {
			all[a.Measure] = map[string][]*Assumption{}
		}
		for _, role := range a.Roles {
			all[a.Measure][role] = append(all[a.Measure][role], a)
		}
	}
	return all
}

// yield works out what a seat achieves for a measure.
func (r *Result) yield(seat int, measure string, byRole map[string][]*Assumption) {
	s := &r.seats[seat]
	candidates := byRole[s.Role]
	if len(candidates) == 0 || s.Role == "" {
		if s.Role != "" && s.there(r.yearDays()) && (s.hire != nil || r.carries(s.Role, measure)) {
			r.gaps = append(r.gaps, gap{seat: seat, measure: measure})
		}
		return
	}
	y := yield{seat: seat, measure: measure}
	first, missing := -1, false
	for k := range r.months {
		m := &y.month[k]
		last, there := s.lastDay(r.days[k])
		if !there {
			continue
		}
		m.home = s.home(r.territories, last)
		used := r.lowest(candidates, m.home)
		if used == nil {
			continue
		}
		m.present, m.share = r.shareOf(s, used, k, &first)
		base, known := r.productivity(s, used, k)
		if !known {
			missing = missing || m.share.Sign() > 0
			continue
		}
		m.used, m.base = used, base
	}
	if missing {
		r.gaps = append(r.gaps, gap{seat: seat, measure: measure, used: candidates[0]})
	}
	r.yields = append(r.yields, y)
}

// yearDays are the days of the year.
func (r *Result) yearDays() period.Range {
	return period.Range{From: r.days[0].From, To: r.days[months-1].To}
}

// carries reports whether seats of a role carry quotas for a measure themselves.
func (r *Result) carries(role, measure string) bool {
	for i := range r.plan.Roles {
		if one := &r.plan.Roles[i]; one.ID() == role {
			return !one.Manager && slices.Contains(one.Measures, measure)
		}
	}
	return false
}

// there reports whether a seat is there on some of the days.
func (s *Seat) there(days period.Range) bool {
	return slices.ContainsFunc(s.spells, func(one spell) bool { return one.days.Overlaps(days) })
}

// lastDay returns the last of the days on which a seat is there.
func (s *Seat) lastDay(days period.Range) (last period.Date, ok bool) {
	for i := range s.spells {
		both := s.spells[i].days.Intersect(days)
		if both.Empty() {
			continue
		}
		if day, err := both.To.AddDays(-1); err == nil && (!ok || day.Compare(last) > 0) {
			last, ok = day, true
		}
	}
	return last, ok
}

// lowest returns the assumption for the lowest territory that holds a home, nil
// if none does. Of two for one territory, which is a finding, the first counts.
func (r *Result) lowest(candidates []*Assumption, home int32) *Assumption {
	var best *Assumption
	depth := int32(-2)
	for _, a := range candidates {
		level := int32(-1)
		if a.Territory != "" {
			at := r.territories.find(a.Territory)
			if at == nowhere || !r.territories.holds(at, home) {
				continue
			}
			level = r.territories.depth[at]
		}
		if level > depth {
			best, depth = a, level
		}
	}
	return best
}

// productivity returns a twelfth of what a seat achieves in a full year. ok is
// false if nothing says it.
func (r *Result) productivity(s *Seat, a *Assumption, month int) (base money.Ratio, ok bool) {
	if a.FromQuota && (s.hire == nil || s.hire.Position != "") {
		if quota, known := r.quotaOf(s.Addr, a.Measure, r.months[month]); known {
			return quota, true
		}
	}
	if a.Amount == nil {
		return money.Ratio{}, false
	}
	return a.Amount.Mul(part(1, months)), true
}

// quotaOf returns what a position carries of a quota in a month: that of the
// month, or an equal part of what the shortest longer period with a quota leaves
// for the months that have none of their own.
func (r *Result) quotaOf(position addr.Addr, measure string, month period.Period) (money.Ratio, bool) {
	for at, ok := month, true; ok; at, ok = at.Parent() {
		quota, known := r.carried(position, measure, at)
		if !known {
			continue
		}
		left := int64(1)
		if at != month {
			left = 0
			for _, child := range at.Children() {
				if one, there := r.carried(position, measure, child); there {
					quota = quota.Sub(one)
				} else {
					left += int64(len(goal.Months(child)))
				}
			}
		}
		return quota.Mul(part(1, left)), at == month || quota.Sign() > 0
	}
	return money.Ratio{}, false
}

// carried returns what a position carries of quotas for a period or its parts.
func (r *Result) carried(position addr.Addr, measure string, when period.Period) (money.Ratio, bool) {
	cell, _ := r.totals.Cell(rollup.Key{Dimension: rollup.Manager, Node: position, Measure: measure, Period: when})
	return money.FromDecimal(cell.Stated.Value), cell.Stated.Known
}

// part returns numerator / denominator; the denominator is not zero.
func part(numerator, denominator int64) money.Ratio {
	r, err := money.FromInt(numerator).Quo(money.FromInt(denominator))
	if err != nil {
		return money.Ratio{}
	}
	return r
}

// sum adds the yields of a measure up both trees.
func (r *Result) sum(measure string) {
	s := &sums{byTerritory: newSheet(len(r.territories.ids)), byLine: newSheet(len(r.managers.ids))}
	for i := range r.yields {
		y := &r.yields[i]
		if y.measure != measure {
			continue
		}
		seat := &r.seats[y.seat]
		for k := range y.month {
			m := &y.month[k]
			if m.used == nil {
				continue
			}
			value, street := m.value(seat.Count), r.street(seat, m, measure, k)
			s.whole[k], s.street[k] = s.whole[k].Add(value), s.street[k].Add(street)
			s.byTerritory.add(m.home, k, value, street)
			s.byLine.add(seat.position, k, value, street)
		}
	}
	s.byTerritory.climb(r.territories)
	s.byLine.climb(r.managers)
	r.sums[measure] = s
}

// street returns what of a seat's quota counts in a month after its ramp.
func (r *Result) street(s *Seat, m *monthly, measure string, month int) money.Ratio {
	if m.present.Sign() == 0 || s.hire != nil && s.hire.Position == "" {
		return money.Ratio{}
	}
	if m.used.FromQuota {
		return m.base.Mul(m.present)
	}
	quota, _ := r.quotaOf(s.Addr, measure, r.months[month])
	return quota.Mul(m.present)
}

func (s *sheet) add(node int32, month int, capacity, street money.Ratio) {
	if node == nowhere {
		return
	}
	s.there[node] = true
	s.capacity[node][month] = s.capacity[node][month].Add(capacity)
	s.street[node][month] = s.street[node][month].Add(street)
}

// climb adds every node to the one above.
func (s *sheet) climb(t *tree) {
	for _, node := range slices.Backward(t.order) {
		up := t.parent[node]
		if up == nowhere || !s.there[node] {
			continue
		}
		s.there[up] = true
		for k := range months {
			s.capacity[up][k] = s.capacity[up][k].Add(s.capacity[node][k]).Lowest()
			s.street[up][k] = s.street[up][k].Add(s.street[node][k]).Lowest()
		}
	}
}

// Of returns the capacity of a node in a period of the year; the zero address
// stands for the whole plan. ok is false if no seat with a capacity for the
// measure counts there.
func (r *Result) Of(node addr.Addr, measure string, when period.Period) (capacity money.Ratio, ok bool) {
	capacity, _, ok = r.figures(node, measure, when)
	return capacity, ok
}

// Street returns the street quota of a node in a period of the year: what its
// seats carry after presence and ramp.
func (r *Result) Street(node addr.Addr, measure string, when period.Period) (street money.Ratio, ok bool) {
	_, street, ok = r.figures(node, measure, when)
	return street, ok
}

func (r *Result) figures(node addr.Addr, measure string, when period.Period) (capacity, street money.Ratio, ok bool) {
	s := r.sums[measure]
	if s == nil {
		return capacity, street, false
	}
	byMonth, streetByMonth := &s.whole, &s.street
	if !node.IsZero() {
		t, in := r.territories, &s.byTerritory
		if node.Collection == plan.PositionKind {
			t, in = r.managers, &s.byLine
		}
		at := t.find(node.ID)
		if at == nowhere || !in.there[at] {
			return capacity, street, false
		}
		byMonth, streetByMonth = &in.capacity[at], &in.street[at]
	}
	for k, month := range r.months {
		if when == month || when.Contains(month) {
			capacity, street, ok = capacity.Add(byMonth[k]), street.Add(streetByMonth[k]), true
		}
	}
	return capacity.Lowest(), street.Lowest(), ok
}
