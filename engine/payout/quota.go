package payout

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// quotaOf returns the quota of a gauge for a stretch: that of a member, of the
// payee, or of the team together.
func (r *run) quotaOf(p *payee, g *gauge, member string, stretch period.Period) (money.Ratio, bool) {
	measure := g.measure
	if g.link.Measure != "" {
		measure = g.link.Measure
	}
	if member != "" && member != p.Position.ID() {
		return r.goals.MemberQuota(member, measure, stretch, p.Plan.Currency)
	}
	if member == "" && g.together() && g.link.Of == comp.Members {
		return r.goals.TeamQuota(r.team(p, g.whose), measure, stretch, p.Plan.Currency)
	}
	window := stretch.Kind()
	if g.window != 0 {
		window = max(kindOf(g.window), period.Year)
	}
	return r.goals.QuotaOf(p.Stint, g.measure, g.link, g.active, stretch, window)
}

// together reports whether the results of several people are one result.
func (g *gauge) together() bool { return g.whose != comp.Own && !g.each }

// quotaToDate returns the quota of a stretch as it counts at the end of asOf:
// that of the whole stretch, or with basis to_date that of its payout periods so
// far.
func (r *run) quotaToDate(p *payee, g *gauge, member, basis string, stretch, asOf period.Period) (money.Ratio, bool) {
	if basis != toDate {
		return r.quotaOf(p, g, member, stretch)
	}
	var sum money.Ratio
	parts := partsToDate(stretch, asOf.Kind(), asOf)
	for _, part := range parts {
		quota, ok := r.quotaOf(p, g, member, part)
		if !ok {
			return money.Ratio{}, false
		}
		sum = sum.Add(quota)
	}
	return sum, len(parts) > 0
}

// toDate is the basis of attainment that grows with the payout periods.
const toDate = "to_date"

// partsToDate returns the periods of a kind in a stretch up to asOf; the stretch
// itself if it is no longer than the kind.
func partsToDate(stretch period.Period, kind period.Kind, asOf period.Period) []period.Period {
	if stretch.Kind() >= kind {
		return []period.Period{stretch}
	}
	var parts []period.Period
	for _, part := range stretch.Parts(kind) {
		if part.MonthNumber() <= lastMonth(asOf) {
			parts = append(parts, part)
		}
	}
	return parts
}

// team returns the positions whose results a component counts, the payee's own
// first.
func (r *run) team(p *payee, whose string) []string {
	members := []string{p.Position.ID()}
	seen := map[string]bool{members[0]: true}
	add := func(positions []string) {
		for _, one := range positions {
			if !seen[one] {
				seen[one] = true
				members = append(members, one)
			}
		}
	}
	switch whose {
	case comp.Peers:
		add(r.reportsOf(p.Position.Manager))
	case comp.Reports:
		add(r.reportsOf(members[0]))
	case comp.Team:
		for next := 0; next < len(members); next++ {
			add(r.reportsOf(members[next]))
		}
	}
	return members
}

// reportsOf returns the positions that report to a manager, none for "".
func (r *run) reportsOf(manager string) []string {
	if r.below == nil {
		r.below = map[string][]string{}
		for i := range r.plan.Positions {
			if one := &r.plan.Positions[i]; one.Manager != "" {
				r.below[one.Manager] = append(r.below[one.Manager], one.ID())
			}
		}
	}
	return r.below[manager]
}

// shareOfTeam returns the part of the target that a member of a team stands for
// where the table is applied to each: by quota, so that a team of which each is
// at 100 % pays the target.
func (l *line) shareOfTeam(target money.Ratio, quota *money.Ratio, stretch, asOf period.Period) money.Ratio {
	if !l.gauge.each || quota == nil {
		return target
	}
	var all money.Ratio
	for _, one := range l.team(l.payee, l.gauge.whose) {
		if q, ok := l.quotaToDate(l.payee, l.gauge, one, l.gauge.link.Basis, stretch, asOf); ok {
			all = all.Add(q)
		}
	}
	share, err := quota.Quo(all)
	if err != nil {
		return target
	}
	return target.Mul(share)
}

// quotaOfMeasure returns the quota of another measure, nil if there is none.
func (l *line) quotaOfMeasure(measure string, stretch, asOf period.Period) *money.Ratio {
	i := l.payee.scheme.gaugeFor(l.component, measure)
	if i < 0 {
		return nil
	}
	g := &l.payee.scheme.gauges[i]
	quota, ok := l.quotaToDate(l.payee, g, "", g.link.Basis, stretch, asOf)
	if !ok {
		return nil
	}
	return &quota
}

func lastMonth(p period.Period) int {
	months := 1
	switch p.Kind() {
	case period.Year:
		months = 12
	case period.Half:
		months = 6
	case period.Quarter:
		months = 3
	case period.Month:
	}
	return p.MonthNumber() + months - 1
}
