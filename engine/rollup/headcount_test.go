package rollup_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

func TestHeadcount(t *testing.T) {
	result := compute(t, settings, region, `
position:
  vp: {role: lead}
  mgr: {role: lead, manager: vp}
  ann: {role: rep, manager: mgr}
  bob: {role: rep, manager: mgr, from: 2026-08-01}
  cat: {role: rep, manager: vp, to: 2027-01-31}
assignment:
  - {territory: emea, position: vp}
  - {territory: dach, position: mgr}
  - {territory: dach.north, position: ann}
  - {territory: dach.south, position: ann, to: 2026-08-01}
  - {territory: dach.south, position: bob, from: 2026-08-01}
  - {territory: uki, position: cat}
  - {territory: uki, position: ann, coverage: overlay}
holder:
  - {position: vp, person: p1}
  - {position: mgr, person: p2, to: 2026-08-01}
  - {position: ann, person: p3}
quota:
  - {territory: uki, measure: deals, period: FY27-Q1, amount: 1}
`)
	tests := []struct {
		dimension rollup.Dimension
		want      string
	}{
		{rollup.Territory, `
emea headcount#positions FY27-Q2: 1 / 4
emea headcount#positions FY27-Q4: 1 / 4
emea headcount#filled FY27-Q2: 1 / 3
emea headcount#filled FY27-Q4: 1 / 2
emea headcount#vacant FY27-Q2: - / 1
emea headcount#vacant FY27-Q4: - / 2
  dach headcount#positions FY27-Q2: 1 / 2
  dach headcount#positions FY27-Q4: 1 / 3
  dach headcount#filled FY27-Q2: 1 / 2
  dach headcount#filled FY27-Q4: - / 1
  dach headcount#vacant FY27-Q4: 1 / 2
    dach.north headcount#positions FY27-Q2: 1 / 1
    dach.north headcount#positions FY27-Q4: 1 / 1
    dach.north headcount#filled FY27-Q2: 1 / 1
    dach.north headcount#filled FY27-Q4: 1 / 1
    dach.south headcount#positions FY27-Q2: 1 / 1
    dach.south headcount#positions FY27-Q4: 1 / 1
    dach.south headcount#filled FY27-Q2: 1 / 1
    dach.south headcount#vacant FY27-Q4: 1 / 1
  uki headcount#positions FY27-Q2: 1 / 1
  uki headcount#vacant FY27-Q2: 1 / 1
`},
		{rollup.Manager, `
vp headcount#positions FY27-Q2: 1 / 4
vp headcount#positions FY27-Q4: 1 / 4
vp headcount#filled FY27-Q2: 1 / 3
vp headcount#filled FY27-Q4: 1 / 2
vp headcount#vacant FY27-Q2: - / 1
vp headcount#vacant FY27-Q4: - / 2
  cat headcount#positions FY27-Q2: 1 / 1
  cat headcount#vacant FY27-Q2: 1 / 1
  mgr headcount#positions FY27-Q2: 1 / 2
  mgr headcount#positions FY27-Q4: 1 / 3
  mgr headcount#filled FY27-Q2: 1 / 2
  mgr headcount#filled FY27-Q4: - / 1
  mgr headcount#vacant FY27-Q4: 1 / 2
    ann headcount#positions FY27-Q2: 1 / 1
    ann headcount#positions FY27-Q4: 1 / 1
    ann headcount#filled FY27-Q2: 1 / 1
    ann headcount#filled FY27-Q4: 1 / 1
    bob headcount#positions FY27-Q4: 1 / 1
    bob headcount#vacant FY27-Q4: 1 / 1
`},
		{rollup.Role, `
lead headcount#positions FY27-Q2: 2 / 2
lead headcount#positions FY27-Q4: 2 / 2
lead headcount#filled FY27-Q2: 2 / 2
lead headcount#filled FY27-Q4: 1 / 1
lead headcount#vacant FY27-Q4: 1 / 1
rep headcount#positions FY27-Q2: 2 / 2
rep headcount#positions FY27-Q4: 2 / 2
rep headcount#filled FY27-Q2: 1 / 1
rep headcount#filled FY27-Q4: 1 / 1
rep headcount#vacant FY27-Q2: 1 / 1
rep headcount#vacant FY27-Q4: 1 / 1
`},
		{rollup.Total, `
 headcount#positions FY27-Q2: - / 4
 headcount#positions FY27-Q4: - / 4
 headcount#filled FY27-Q2: - / 3
 headcount#filled FY27-Q4: - / 2
 headcount#vacant FY27-Q2: - / 1
 headcount#vacant FY27-Q4: - / 2
`},
	}
	for _, test := range tests {
		got := rows(result, test.dimension, rollup.Positions, rollup.Filled, rollup.Vacant, "FY27-Q2", "FY27-Q4")
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.dimension, diff)
		}
	}
}

// TestHeadcountOfTerritories counts again, position by position: who is there
// and owns the territory or one below on the last day.
func TestHeadcountOfTerritories(t *testing.T) {
	forPlans(t, anyGrain, func(t *testing.T, text string, _ uint64) {
		p := planOf(t, text)
		result, _ := rollup.Compute(p)
		for _, territory := range p.Territories {
			for _, when := range result.Periods {
				k := rollup.Key{Dimension: rollup.Territory, Node: territory.Addr, Measure: rollup.Positions, Period: when}
				cell, _ := result.Cell(k)
				if want := covering(t, p, territory.ID(), when); cell.Rolled.Value.String() != strconv.Itoa(want) {
					t.Errorf("%v is %s, want %d", k, cell.Rolled.Value, want)
				}
			}
		}
	})
}

func covering(t *testing.T, p *plan.Plan, territory string, when period.Period) int {
	t.Helper()
	day, err := p.Choices.Calendar.Range(when).To.AddDays(-1)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, seat := range p.Positions {
		owns := false
		for _, a := range p.Assignments {
			owns = owns || a.Position == seat.ID() && a.Active.Contains(day) && below(p, territory, a.Territory)
		}
		if owns && seat.Active.Contains(day) {
			count++
		}
	}
	return count
}

// below reports whether a territory is upper or hangs below it, links to and
// from circles cut.
func below(p *plan.Plan, upper, territory string) bool {
	parent := map[string]string{}
	for _, t := range p.Territories {
		parent[t.ID()] = t.Parent
	}
	circles := func(id string) bool {
		at := parent[id]
		for range parent {
			if at == id {
				return true
			}
			at = parent[at]
		}
		return false
	}
	for at := territory; ; at = parent[at] {
		_, known := parent[at]
		switch {
		case !known:
			return false
		case at == upper:
			return true
		case circles(at) || circles(parent[at]):
			return false
		}
	}
}
