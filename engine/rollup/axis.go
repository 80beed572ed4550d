package rollup

import (
	"slices"

	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// axis are the periods of a result. A period and the longer ones around it,
// from the shortest to its year, are its chain. How far up its chain a quota
// reaches is a number of periods, 0 to unlimited.
type axis struct {
	periods []period.Period // sorted: each is followed by the shorter ones in it
	index   map[period.Period]int32
	parent  []int32       // the next longer period, -1 for years
	end     []int32       // the index behind the last period within
	parts   []int         // how many next shorter periods there are in the calendar
	last    []period.Date // the last day; no date if the plan states no calendar
}

// unlimited is the length of the longest chain: month, quarter, half, year.
const unlimited = 4

// newAxis collects the plan's years with their parts down to the shortest
// grain in use, and those of quotas for other years. A plan that states no
// years has those of its quotas.
func newAxis(p *plan.Plan, more ...period.Period) *axis {
	x := &axis{index: make(map[period.Period]int32)}
	for _, one := range more {
		x.add(one)
	}
	for i := range p.Quotas {
		x.add(p.Quotas[i].Period)
	}
	years := p.Choices.Years
	if len(years) == 0 {
		years = slices.DeleteFunc(slices.Clone(x.periods), func(one period.Period) bool { return one.Kind() != period.Year })
	}
	grain := grainOf(p)
	for _, year := range years {
		x.add(year)
		for kind := period.Half; kind <= grain; kind++ {
			for _, part := range year.Parts(kind) {
				x.add(part)
			}
		}
	}
	slices.SortFunc(x.periods, period.Period.Compare)
	x.link(p.Choices.Calendar)
	return x
}

// grainOf returns the shortest kind of period that quotas are stated for or
// expected in; quarters if there are none.
func grainOf(p *plan.Plan) period.Kind {
	var grain period.Kind
	for i := range p.Quotas {
		grain = max(grain, p.Quotas[i].Period.Kind())
	}
	for i := range p.Measures {
		grain = max(grain, p.Measures[i].QuotaGrain)
	}
	if grain == 0 {
		return period.Quarter
	}
	return grain
}

// add takes up a period and the longer ones around it.
func (x *axis) add(one period.Period) {
	for ok := !one.IsZero(); ok; one, ok = one.Parent() {
		if _, known := x.index[one]; known {
			return
		}
		x.index[one] = 0
		x.periods = append(x.periods, one)
	}
}

// link fills in what follows from the sorted periods.
func (x *axis) link(calendar *period.Calendar) {
	n := len(x.periods)
	x.parent, x.end, x.parts, x.last = make([]int32, n), make([]int32, n), make([]int, n), make([]period.Date, n)
	for i, one := range x.periods {
		x.index[one] = int32(i)
		x.parent[i], x.end[i], x.parts[i] = -1, int32(i)+1, len(one.Children())
		if around, ok := one.Parent(); ok {
			x.parent[i] = x.index[around]
		}
		if calendar != nil {
			x.last[i] = lastDay(calendar.Range(one))
		}
	}
	for i := n - 1; i >= 0; i-- {
		if around := x.parent[i]; around >= 0 {
			x.end[around] = max(x.end[around], x.end[i])
		}
	}
}

// lastDay returns the last day of a range, no date if it is empty.
func lastDay(days period.Range) period.Date {
	if days.Empty() {
		return period.Date{}
	}
	last, err := days.To.AddDays(-1)
	if err != nil {
		return period.Date{}
	}
	return last
}

// size returns the number of periods.
func (x *axis) size() int { return len(x.periods) }

// chain yields the first periods of the chain that begins with from.
func (x *axis) chain(from int32, length uint8) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for ; length > 0 && from >= 0; length, from = length-1, x.parent[from] {
			if !yield(from) {
				return
			}
		}
	}
}

// reachOf returns how far the chain of from goes before, above from itself,
// the first period for which stop holds.
func (x *axis) reachOf(from int32, stop func(int32) bool) uint8 {
	length := uint8(1)
	for at := x.parent[from]; at >= 0 && !stop(at); at = x.parent[at] {
		length++
	}
	return length
}

// byParts marks the periods all of whose parts are stated, or again stated by
// their parts.
func (x *axis) byParts(stated []bool) []bool {
	whole, parts := make([]bool, x.size()), make([]int, x.size())
	for at := x.size() - 1; at >= 0; at-- {
		whole[at] = x.parts[at] > 0 && parts[at] == x.parts[at]
		if around := x.parent[at]; around >= 0 && (stated[at] || whole[at]) {
			parts[around]++
		}
	}
	return whole
}
