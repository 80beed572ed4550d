package check

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// missingQuotas reports who should carry a quota and does not, once for each
// holder and measure. A quota for a longer period counts for the periods in
// it, and quotas for shorter ones count together.
func missingQuotas(p *Pass) {
	carried := carriedOf(p)
	for i := range p.Plan.Measures {
		m := &p.Plan.Measures[i]
		expected := p.periodsOf(m.QuotaGrain)
		switch m.QuotaBy {
		case plan.TerritoryKind:
			for j := range p.Plan.Territories {
				t := &p.Plan.Territories[j]
				if !t.Container {
					carried.report(p, m, t.Origin, p.ownedPeriods(t, expected), nil)
				}
			}
		case plan.PositionKind:
			owned := p.ownedBy()
			for j := range p.Plan.Positions {
				seat := &p.Plan.Positions[j]
				if role, ok := p.roles[seat.Role]; ok && slices.Contains(role.Measures, m.ID()) {
					carried.report(p, m, seat.Origin, meeting(expected, seat.Active), owned[seat.ID()])
				}
			}
		}
	}
}

func missingQuotasReach() reach.Reach {
	return reach.Reach{
		Paths: []reach.Path{
			reach.Along(assignedTerritory.Back()),
			reach.Along(quotaTerritory.Back()),
			reach.Along(quotaPosition.Back()),
			reach.Along(assignedPosition.Back()),
			reach.Along(assignedPosition.Back(), assignedTerritory, quotaTerritory.Back()),
		},
		Whole: []string{plan.MeasureKind, plan.RoleKind},
	}
}

// fiscal is a fiscal period with its days.
type fiscal struct {
	period period.Period
	days   period.Range
}

// periodsOf returns the periods of one length in the years of the plan.
func (p *Pass) periodsOf(grain period.Kind) []fiscal {
	if grain == 0 {
		return nil
	}
	var all []fiscal
	for _, year := range slices.Compact(slices.Clone(p.Plan.Choices.Years)) {
		parts := year.Parts(grain)
		if grain == period.Year {
			parts = []period.Period{year}
		}
		for _, part := range parts {
			if days, ok := p.daysOf(part); ok {
				all = append(all, fiscal{part, days})
			}
		}
	}
	return all
}

// meeting returns the periods that have a day in common with a range.
func meeting(periods []fiscal, active period.Range) []fiscal {
	var some []fiscal
	for _, one := range periods {
		if one.days.Overlaps(active) {
			some = append(some, one)
		}
	}
	return some
}

// ownedPeriods returns the periods in which a territory is there and owned.
func (p *Pass) ownedPeriods(t *plan.Territory, periods []fiscal) []fiscal {
	var some []fiscal
	for _, one := range meeting(periods, t.Active) {
		if slices.ContainsFunc(p.owners[t.ID()], func(a *plan.Assignment) bool { return a.Active.Overlaps(one.days) }) {
			some = append(some, one)
		}
	}
	return some
}

// ownedBy returns what each position owns.
func (p *Pass) ownedBy() map[string][]*plan.Assignment {
	owned := make(map[string][]*plan.Assignment)
	for _, owners := range p.owners {
		for _, a := range owners {
			owned[a.Position] = append(owned[a.Position], a)
		}
	}
	return owned
}

// load is what a holder carries a quota of.
type load struct {
	holder  addr.Addr
	measure string
}

// carried are the days for which holders have quotas.
type carried struct {
	days     map[load][]period.Range
	obscured map[load]bool // a broken quota may be the missing one
}

func carriedOf(p *Pass) carried {
	c := carried{days: make(map[load][]period.Range, len(p.Plan.Quotas)), obscured: make(map[load]bool)}
	for i := range p.Plan.Quotas {
		q := &p.Plan.Quotas[i]
		key := load{holderOf(q.Territory, q.Position), q.Measure}
		if days, ok := p.daysOf(q.Period); ok {
			c.days[key] = append(c.days[key], days)
		}
	}
	for a := range p.Plan.Broken {
		if record, ok := p.Plan.Find(a); ok && a.Collection == plan.QuotaKind {
			n := &record.Node
			c.obscured[load{holderOf(n.TextOf("territory"), n.TextOf("position")), n.TextOf("measure")}] = true
		}
	}
	return c
}

// holderOf returns the address of the holder of a quota.
func holderOf(territory, position string) addr.Addr {
	if territory != "" {
		return addr.New(plan.TerritoryKind, territory)
	}
	return addr.New(plan.PositionKind, position)
}

// report reports the periods for which a holder has no quota, neither its own
// nor, where it owns territories, one of these.
func (c carried) report(p *Pass, m *plan.Measure, holder plan.Origin, expected []fiscal, owned []*plan.Assignment) {
	own := load{holder.Addr, m.ID()}
	if c.obscured[own] || p.obscured[holder.Addr] {
		return
	}
	var missing []period.Period
	for _, one := range expected {
		if days, known := c.daysIn(one, own, owned); known && len(period.Gaps(one.days, days)) > 0 {
			missing = append(missing, one.period)
		}
	}
	if len(missing) == 0 {
		return
	}
	f := diag.New(diag.MissingQuota, holder.Addr, holder.Place(), "%s has no quota for %s in %s", holder.Addr, m.Addr, listed(missing))
	p.report(f.With(m.PlaceOf("quota_by"), "%s expects a quota of every %s, by %s", m.Addr, m.QuotaBy, m.QuotaGrain))
}

// daysIn returns the days for which a holder, or a territory it owns in the
// period, has a quota; known is false where a broken quota may be one of them.
func (c carried) daysIn(one fiscal, own load, owned []*plan.Assignment) (days []period.Range, known bool) {
	days = c.days[own]
	for _, a := range owned {
		if !a.Active.Overlaps(one.days) {
			continue
		}
		theirs := load{addr.New(plan.TerritoryKind, a.Territory), own.measure}
		if c.obscured[theirs] {
			return nil, false
		}
		days = slices.Concat(days, c.days[theirs])
	}
	return days, true
}
