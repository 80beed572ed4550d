package ops_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/ops"
)

// assessed is a map of 100 hours a year: 60 central and strategic, 30 regional
// on request in two regions, 10 without team or role.
const assessed = `
role: {r: {name: R}, q: {name: Q}}
team:
  centre: {name: Centre, kind: sales_operations, reach: central}
  north: {name: North, kind: sales, reach: regional}
  south: {name: South, kind: sales, reach: regional}
accountability: {s: {name: S}}
function: {f: {name: F}, g: {name: G}}
activity:
  a: {name: A, accountability: s, function: g, ring: strategic, hours: 60, per: year, owner_role: r, owner_team: centre, nature: non_routine, labor: cognitive, maintains: [quota]}
  b: {name: B, accountability: s, function: f, ring: tactical, hours: 20, per: year, owner_role: q, owner_team: north, nature: routine, labor: manual, trigger: ad_hoc}
  c: {name: C, accountability: s, function: f, ring: tactical, hours: 10, per: year, owner_role: q, owner_team: south, nature: routine, labor: manual, trigger: ad_hoc, maintains: [account]}
  d: {name: D, accountability: s, ring: tactical, hours: 10, per: year}
staffing: [{role: q, heads: 1, hours_per_head: 1600, rate: 10, strategic: true}]
kpi: {k: {name: K, better: higher, tolerance: 0}}
maturity_stage: {one: {name: One, level: 1}, two: {name: Two, level: 2}, three: {name: Three, level: 3}}
maturity_criterion:
`

func assess(t *testing.T, criteria string) ops.Maturity {
	t.Helper()
	m, _ := ops.Compute(testplan.Build(t, assessed+criteria).Plan)
	return ops.Assess(m)
}

func TestMetrics(t *testing.T) {
	for metric, want := range map[string]string{
		"central_teams, kind: sales_operations": "1", "central_teams, kind: sales": "0", "central_share": "0.6", "kind_share, kind: sales": "0.3",
		"collection_central, collection: quota": "1", "collection_central, collection: account": "0", "duplicated_functions": "1",
		"ad_hoc_share": "0.3", "strategic_share": "0.6", "owned_share": "0.9", "kpis": "1",
	} {
		c := assess(t, "  c: {stage: one, text: T, metric: "+metric+", at_least: 0}\n").Stages[0].Criteria[0]
		if c.Value == nil || c.Value.String() != want || c.Standing != ops.Holds {
			t.Errorf("%s is %v, want %s", metric, c.Value, want)
		}
	}
}

// TestBounds: both bounds are inclusive; without evidence a criterion is not
// met.
func TestBounds(t *testing.T) {
	for criterion, want := range map[string]ops.Standing{
		"central_share, at_least: 0.6": ops.Holds, "central_share, at_least: 0.61": ops.Fails, "central_share, at_most: 0.6": ops.Holds,
		"central_share, at_most: 0.59": ops.Fails, "central_share, at_least: 0.5, at_most: 0.7": ops.Holds,
		"collection_central, collection: comp_plan, at_least: 1": ops.Unknown,
		"stated, met: true": ops.Holds, "stated, met: false": ops.Fails, "stated": ops.Unknown,
	} {
		if got := assess(t, "  c: {stage: one, text: T, metric: "+criterion+"}\n").Stages[0].Criteria[0].Standing; got != want {
			t.Errorf("%s: %s, want %s", criterion, got, want)
		}
	}
}

// TestStages: a stage is reached with all before it; a later one that is met
// does not count while one before it is not.
func TestStages(t *testing.T) {
	for met, want := range map[string]string{"111": "3", "110": "2 next 1 missing", "101": "1 next 1 missing", "011": "0 next 1 missing", "000": "0 next 1 missing"} {
		var b strings.Builder
		for i, stage := range []string{"one", "two", "three"} {
			fmt.Fprintf(&b, "  c%d: {stage: %s, text: T, metric: stated, met: %t}\n", i, stage, met[i] == '1')
		}
		m := assess(t, b.String())
		got := fmt.Sprint(m.Reached + 1)
		if next, ok := m.Next(); ok {
			got += fmt.Sprintf(" next %d missing", len(next.Missing()))
		}
		if got != want {
			t.Errorf("%s: %s, want %s", met, got, want)
		}
	}
}

func TestGrid(t *testing.T) {
	m, _ := ops.Compute(testplan.Build(t, assessed+"  c: {stage: one, text: T, metric: stated}\n").Plan)
	grid := m.Grid()
	var got []string
	for _, q := range grid.Quadrants {
		got = append(got, fmt.Sprintf("%s %s %s %s", q.Nature, q.Labor, q.Hours, q.Share))
	}
	for _, w := range grid.Misplaced {
		got = append(got, w.ID())
	}
	want := "[routine cognitive 0 0 routine manual 30 0.3 non_routine cognitive 60 0.6 non_routine manual 0 0   10 0.1 b c]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
