package payout

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// point is what a bucket is worth at the end of a payout period. A bucket is a
// window or, where pay is less often than the window, a payout period with all
// windows in it.
type point struct {
	bucket   period.Period
	at       period.Period // the payout period in which it is paid
	corrects period.Period // the last payout period of the bucket, where at lies after it; else zero
	value    money.Ratio   // earned by the bucket to date, in the comp plan's currency
	toTarget money.Ratio   // the part of it that is paid up to 100 % of quota
	moment   moment        // of its last window
	earning  earning       // of its last window
	credited money.Ratio   // of all its windows to date
	raised   money.Ratio   // credited since the payout period before
	stages   []stage       // by how much each stage raises what the bucket is worth
	before   int           // the point of the same bucket before this one; -1 if there is none
	ok       bool
}

// stage is by how much a point raises what its bucket is worth after some step,
// in the comp plan's currency.
type stage struct {
	name  string
	raise money.Ratio
}

// The stages of a component.
const (
	byTable    = "by the rate table"
	byCap      = "cap of the component"
	byModifier = "modifiers of the component"
	byBudget   = "budget of all people together"
)

// record notes what the last step made of the points, for statements.
func (l *line) record(points []point, name string) {
	if l.options.Detail == "" {
		return
	}
	for i := range points {
		points[i].stages = append(points[i].stages, stage{name, raise(points, i)})
	}
}

// raise returns by how much a point raises what its bucket is worth.
func raise(points []point, i int) money.Ratio {
	p := &points[i]
	if p.before < 0 {
		return p.value
	}
	return p.value.Sub(points[p.before].value)
}

// link finds for every point the one of the same bucket before it.
func link(points []point) {
	for i := range points {
		points[i].before = -1
		for j := i - 1; j >= 0; j-- {
			if points[j].bucket == points[i].bucket {
				points[i].before = j
				break
			}
			if points[j].at.Compare(points[i].bucket) < 0 && points[j].bucket.MonthNumber() < points[i].bucket.MonthNumber() && points[j].corrects.IsZero() {
				break // all before it are of earlier buckets
			}
		}
	}
}

// points returns what every bucket of the line is worth at every payout period
// from the bucket that first lies in to the payout period that last lies in, in
// order of payout period, then bucket. Months are numbers.
func (l *line) points(first, last int) []point {
	points := make([]point, 0, (last-first)/(lastMonth(period.Containing(0, l.component.grain))+1)+2)
	kind := l.component.bucket
	for bucket := period.Containing(first, kind); bucket.MonthNumber() <= last; bucket = period.Containing(lastMonth(bucket)+1, kind) {
		if l.calendar.Range(bucket).Overlaps(l.active) || l.hasCredits(bucket) {
			for _, at := range l.payoutPeriods(bucket, last) {
				points = append(points, l.pointAt(bucket, at))
			}
		}
		if lastMonth(bucket) >= lastMonthOfAll {
			break
		}
	}
	inOrder := func(p, q point) int { return cmp.Or(p.at.Compare(q.at), p.bucket.Compare(q.bucket)) }
	if !slices.IsSortedFunc(points, inOrder) {
		slices.SortStableFunc(points, inOrder)
	}
	link(points)
	for i := range points {
		p := &points[i]
		if p.raised = p.credited; p.before >= 0 {
			p.raised = p.credited.Sub(points[p.before].credited)
		}
	}
	l.record(points, byTable)
	for _, step := range l.payee.scheme.order {
		switch {
		case step == comp.StepComponentCap && len(l.component.Caps) > 0:
			l.limitPay(points)
			l.record(points, byCap)
		case step == comp.StepModifier && len(l.component.Modifiers) > 0:
			l.modify(points)
			l.record(points, byModifier)
		}
	}
	if l.component.grain > l.component.pay {
		return l.byPayoutPeriod(points)
	}
	return points
}

// byPayoutPeriod joins the points of one bucket and payout period: the last one
// tells what the bucket is worth, and the stages add up.
func (l *line) byPayoutPeriod(points []point) []point {
	var joined []point
	type place struct{ bucket, at period.Period }
	index := map[place]int{}
	for _, p := range points {
		p.at = period.Containing(lastMonth(p.at), l.component.pay)
		if !p.corrects.IsZero() {
			p.corrects = period.Containing(lastMonth(p.corrects), l.component.pay)
		}
		i, seen := index[place{p.bucket, p.at}]
		if !seen {
			index[place{p.bucket, p.at}] = len(joined)
			joined = append(joined, p)
			continue
		}
		before := joined[i]
		p.raised, p.ok = p.raised.Add(before.raised), p.ok && before.ok
		for j := range p.stages {
			p.stages[j].raise = p.stages[j].raise.Add(before.stages[j].raise)
		}
		joined[i] = p
	}
	link(joined)
	return joined
}

// lastMonthOfAll is the last month of the last fiscal year.
const lastMonthOfAll = 100*12 - 1

func (l *line) hasCredits(bucket period.Period) bool {
	return slices.ContainsFunc(l.payee.accounts[l.component.gauge], func(a memberAccount) bool {
		return a.has(bucket.MonthNumber(), lastMonth(bucket))
	})
}

// payoutPeriods returns the payout periods in which a bucket pays: those in it,
// and later ones in which something became known about it.
func (l *line) payoutPeriods(bucket period.Period, last int) []period.Period {
	var periods []period.Period
	within := []period.Period{bucket}
	if l.component.grain > bucket.Kind() {
		within = bucket.Parts(l.component.grain)
	}
	for _, at := range within {
		if at.MonthNumber() <= last && (l.calendar.Range(at).Overlaps(l.active) || at == within[len(within)-1] && l.hasCredits(bucket)) {
			periods = append(periods, at)
		}
	}
	var late []period.Period
	for _, a := range l.payee.accounts[l.component.gauge] {
		for _, month := range a.lateMonths(bucket.MonthNumber(), lastMonth(bucket)) {
			at := period.Containing(month, l.component.grain)
			if at.MonthNumber() <= last && !slices.Contains(late, at) {
				late = append(late, at)
			}
		}
	}
	slices.SortFunc(late, period.Period.Compare)
	return append(periods, late...)
}

// pointAt works out what a bucket is worth at the end of a payout period.
func (l *line) pointAt(bucket, at period.Period) point {
	p := point{bucket: bucket, at: at, ok: true}
	if at.MonthNumber() > lastMonth(bucket) {
		p.corrects = period.Containing(lastMonth(bucket), max(l.component.grain, bucket.Kind()))
	}
	windows := []period.Period{bucket}
	if kind := kindOf(l.component.Window); kind > bucket.Kind() {
		windows = bucket.Parts(kind)
	}
	for _, window := range windows {
		if window.MonthNumber() > lastMonth(at) || len(windows) > 1 && !l.calendar.Range(window).Overlaps(l.active) {
			continue
		}
		p.moment = momentOf(window, at)
		p.earning = l.earned(p.moment)
		p.value, p.toTarget = p.value.Add(p.earning.pay), p.toTarget.Add(p.earning.toTarget)
		p.credited = p.credited.Add(p.earning.result)
		p.ok = p.ok && p.earning.ok
	}
	p.value, p.toTarget = p.value.Lowest(), p.toTarget.Lowest()
	return p
}

// limitPay cuts what is paid where the component's pay is limited by stretch:
// what comes first is paid in full.
func (l *line) limitPay(points []point) {
	for i := range l.component.Caps {
		limit := &l.component.Caps[i]
		if limitsResults(limit) || limit.Per == comp.Deal {
			continue
		}
		run := map[period.Period]money.Ratio{}
		each(points, func(p *point, raise money.Ratio) money.Ratio {
			stretch := period.Containing(lastMonth(p.settles()), kindOf(limit.Per))
			most := l.payLimit(limit, stretch, p.moment.asOf)
			before := run[stretch]
			run[stretch] = before.Add(raise)
			return run[stretch].Min(most).Sub(before.Min(most))
		})
	}
}

// settles returns the payout period that the point is about.
func (p *point) settles() period.Period {
	if !p.corrects.IsZero() {
		return p.corrects
	}
	return p.at
}

// each changes by how much each point raises what its bucket is worth.
func each(points []point, change func(p *point, raise money.Ratio) money.Ratio) {
	raises := make([]money.Ratio, len(points))
	for i := range points {
		raises[i] = raise(points, i)
	}
	for i := range points {
		p := &points[i]
		p.value = change(p, raises[i])
		if p.before >= 0 {
			p.value = p.value.Add(points[p.before].value).Lowest()
		}
		p.toTarget = p.toTarget.Min(p.value)
	}
}
