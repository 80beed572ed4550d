package ops

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Ids of the measures of workload. No plan can have a measure with such an id.
const (
	HoursMeasure   = "workload#hours"   // hours of activities in a year
	CostMeasure    = "workload#cost"    // their cost by the loaded rate of the role
	DecidesMeasure = "workload#decides" // activities that the role is accountable for
)

var workloads = [...]string{HoursMeasure, CostMeasure, DecidesMeasure}

// Workload returns the hours, cost and accountabilities of a year as totals: of
// every role in the dimension role, of the whole plan in total, none in the
// others.
func Workload(p *plan.Plan, d rollup.Dimension) []rollup.Row {
	m, _ := Compute(p)
	if len(m.Work) == 0 || d != rollup.Role && d != rollup.Total {
		return nil
	}
	var rows []rollup.Row
	for _, key := range m.workloadKeys() {
		if key.Dimension != d {
			continue
		}
		cell := m.workloadCell(key)
		if cell.Rolled.Known {
			rows = append(rows, rollup.Row{Key: key, Cell: cell})
		}
	}
	return rows
}

// WorkloadDelta returns the workloads that differ between two plans: the whole
// plan first, then roles in order of address.
func WorkloadDelta(before, after *plan.Plan) []rollup.Change {
	if len(before.Operations.Activities)+len(after.Operations.Activities) == 0 {
		return nil
	}
	old, _ := Compute(before)
	now, _ := Compute(after)
	causes := causesOf(old, now)
	var changes []rollup.Change
	keys := append(now.workloadKeys(), old.workloadKeys()...)
	slices.SortStableFunc(keys, compareKeys)
	for _, key := range slices.Compact(keys) {
		change := rollup.Change{Key: key, Before: old.workloadCell(key), After: now.workloadCell(key)}
		if change.Before.Rolled == change.After.Rolled {
			continue
		}
		difference := minus(change.After.Rolled.Value, change.Before.Rolled.Value)
		change.Difference = rollup.Figure{Value: difference, Known: true}
		if percent, ok := percentOf(difference, change.Before.Rolled.Value); ok {
			change.Percent = rollup.Figure{Value: percent, Known: true}
		}
		change.Causes = causes[key.Node]
		if key.Dimension == rollup.Total {
			change.Causes = causes.all()
		}
		changes = append(changes, change)
	}
	return changes
}

// percentOf returns part in percent of whole, rounded half to even to one
// digit.
func percentOf(part, whole money.Decimal) (percent money.Decimal, ok bool) {
	hundred, _ := money.New(100, 0)
	hundredfold, err := part.Mul(hundred)
	if err != nil {
		return money.Decimal{}, false
	}
	percent, err = hundredfold.QuoRound(whole, 1, money.HalfEven)
	return percent, err == nil
}

// compareKeys orders totals: the whole plan, then roles, by measure.
func compareKeys(a, b rollup.Key) int {
	if a.Dimension != b.Dimension {
		return int(b.Dimension) - int(a.Dimension)
	}
	if c := a.Node.Compare(b.Node); c != 0 {
		return c
	}
	if c := slices.Index(workloads[:], a.Measure) - slices.Index(workloads[:], b.Measure); c != 0 {
		return c
	}
	return a.Period.Compare(b.Period)
}

// workloadKeys lists the totals of a map, the whole plan first.
func (m *Map) workloadKeys() []rollup.Key {
	var keys []rollup.Key
	add := func(d rollup.Dimension, node addr.Addr) {
		for _, measure := range workloads {
			for _, year := range m.years() {
				keys = append(keys, rollup.Key{Dimension: d, Node: node, Measure: measure, Period: year})
			}
		}
	}
	add(rollup.Total, addr.Addr{})
	for _, role := range m.Roles {
		if !role.Addr.IsZero() {
			add(rollup.Role, role.Addr)
		}
	}
	return keys
}

// years are the fiscal years of the plan; the workload is the same in each. A
// plan that states none has no period.
func (m *Map) years() []period.Period {
	if len(m.plan.Choices.Years) == 0 {
		return []period.Period{{}}
	}
	return m.plan.Choices.Years
}

// workloadCell returns one total, the zero Cell where there is nothing.
func (m *Map) workloadCell(key rollup.Key) rollup.Cell {
	if !slices.Contains(m.years(), key.Period) {
		return rollup.Cell{}
	}
	load := Load{Group: Group{Tally: m.Total}}
	for _, role := range m.Roles {
		if key.Dimension == rollup.Role && role.Addr == key.Node {
			return workloadFigure(key.Measure, role, m.Currency)
		}
		load.Decides += role.Decides
	}
	if key.Dimension == rollup.Role {
		return rollup.Cell{}
	}
	return workloadFigure(key.Measure, load, m.Currency)
}

func workloadFigure(measure string, load Load, currency money.Currency) rollup.Cell {
	cell := rollup.Cell{Unit: plan.Count}
	switch measure {
	case HoursMeasure:
		cell.Rolled = rollup.Figure{Value: load.Hours, Known: load.Activities > 0}
	case CostMeasure:
		cell.Unit, cell.Currency = plan.Money, currency
		cell.Rolled = rollup.Figure{Value: load.Cost, Known: load.Activities > 0 && load.Unpriced.Sign() == 0}
	case DecidesMeasure:
		cell.Rolled = rollup.Figure{Value: whole(load.Decides), Known: load.Decides > 0}
	}
	return cell
}

// workloadCauses are the records behind a difference, by role.
type workloadCauses map[addr.Addr][]addr.Addr

// all returns the causes of all roles, each once.
func (c workloadCauses) all() []addr.Addr {
	var all []addr.Addr
	for _, some := range c {
		all = append(all, some...)
	}
	return shortened(all)
}

// shortened sorts causes, drops repeats and keeps the first ones.
func shortened(causes []addr.Addr) []addr.Addr {
	slices.SortFunc(causes, addr.Addr.Compare)
	causes = slices.Compact(causes)
	return causes[:min(len(causes), rollup.MostCauses)]
}

// causesOf collects the activities, responsibilities and staffing that differ
// between two maps, at the roles that they name on either side.
func causesOf(before, after *Map) workloadCauses {
	causes := workloadCauses{}
	for _, side := range [...]struct{ mine, other *Map }{{before, after}, {after, before}} {
		side.mine.eachTie(func(from addr.Addr, role string) {
			node := addr.New(plan.RoleKind, role)
			mine, _ := side.mine.plan.Find(from)
			if other, ok := side.other.plan.Find(from); !ok || !mine.Node.Equal(&other.Node) {
				causes[node] = append(causes[node], from)
			}
		})
	}
	for node := range causes {
		causes[node] = shortened(causes[node])
	}
	return causes
}

// eachTie calls f for every record that ties work to a role.
func (m *Map) eachTie(f func(from addr.Addr, role string)) {
	o := &m.plan.Operations
	for i := range o.Activities {
		if role := o.Activities[i].OwnerRole; role != "" {
			f(o.Activities[i].Addr, role)
		}
	}
	for i := range o.Responsibilities {
		if r := &o.Responsibilities[i]; r.WhoKind == plan.RoleKind {
			f(r.Addr, r.Who)
		}
	}
	for i := range o.Staffing {
		f(o.Staffing[i].Addr, o.Staffing[i].Role)
	}
}
