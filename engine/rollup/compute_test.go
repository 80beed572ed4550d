package rollup_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/rollup"
)

// region is a small region: emea over dach (with two patches) and uki.
const region = `
territory:
  emea: {name: EMEA, container: true}
  dach: {name: DACH, parent: emea, container: true}
  dach.north: {name: North, parent: dach}
  dach.south: {name: South, parent: dach}
  uki: {name: UKI, parent: emea}
`

// team are the seats that own the region.
const team = `
position:
  vp: {role: lead}
  mgr: {role: lead, manager: vp}
  ann: {role: rep, manager: mgr}
  bob: {role: rep, manager: mgr}
  cat: {role: rep, manager: vp}
assignment:
  - {territory: emea, position: vp}
  - {territory: dach, position: mgr}
  - {territory: dach.north, position: ann}
  - {territory: dach.south, position: bob}
  - {territory: uki, position: cat}
`

func TestTotals(t *testing.T) {
	tests := []struct {
		name      string
		plan      string
		dimension rollup.Dimension
		only      []string
		want      string
	}{
		{
			name: "the quotas below a group count, its own is shown beside",
			plan: region + `
quota:
  - {territory: emea, measure: arr, period: FY27-Q1, amount: 1000}
  - {territory: dach, measure: arr, period: FY27-Q1, amount: 600}
  - {territory: dach.north, measure: arr, period: FY27-Q1, amount: 400}
  - {territory: dach.south, measure: arr, period: FY27-Q1, amount: 250.50}
  - {territory: uki, measure: arr, period: FY27-Q1, amount: 390}
`,
			dimension: rollup.Territory, only: []string{"arr", "FY27-Q1"},
			want: `
emea arr FY27-Q1: 1000 / 1040.5
  dach arr FY27-Q1: 600 / 650.5
    dach.north arr FY27-Q1: 400 / 400
    dach.south arr FY27-Q1: 250.5 / 250.5
  uki arr FY27-Q1: 390 / 390
`,
		},
		{
			name: "a group whose parts have no quota counts itself",
			plan: region + `
quota:
  - {territory: dach, measure: arr, period: FY27-Q1, amount: 600}
  - {territory: uki, measure: arr, period: FY27-Q1, amount: 390}
`,
			dimension: rollup.Territory, only: []string{"arr", "FY27-Q1"},
			want: `
emea arr FY27-Q1: - / 990
  dach arr FY27-Q1: 600 / 600
  uki arr FY27-Q1: 390 / 390
`,
		},
		{
			name: "leaders carry the quota of their group, which is not added to the quotas of their reports",
			plan: region + team + `
quota:
  - {territory: emea, measure: arr, period: FY27-Q1, amount: 1000}
  - {territory: dach, measure: arr, period: FY27-Q1, amount: 600}
  - {territory: dach.north, measure: arr, period: FY27-Q1, amount: 400}
  - {territory: dach.south, measure: arr, period: FY27-Q1, amount: 250}
  - {territory: uki, measure: arr, period: FY27-Q1, amount: 390}
`,
			dimension: rollup.Manager, only: []string{"arr", "FY27-Q1"},
			want: `
vp arr FY27-Q1: 1000 / 1040
  cat arr FY27-Q1: 390 / 390
  mgr arr FY27-Q1: 600 / 650
    ann arr FY27-Q1: 400 / 400
    bob arr FY27-Q1: 250 / 250
`,
		},
		{
			name: "roles sum what is carried, and what of it counts",
			plan: region + team + `
quota:
  - {territory: emea, measure: arr, period: FY27-Q1, amount: 1000}
  - {territory: dach, measure: arr, period: FY27-Q1, amount: 600}
  - {territory: dach.north, measure: arr, period: FY27-Q1, amount: 400}
  - {territory: uki, measure: arr, period: FY27-Q1, amount: 390}
`,
			dimension: rollup.Role, only: []string{"arr", "FY27-Q1"},
			want: `
lead arr FY27-Q1: 1600 / -
rep arr FY27-Q1: 790 / 790
`,
		},
		{
			name: "a leader who sells a patch too adds it; of nested territories the upper quota is carried",
			plan: region + `
position:
  mgr: {role: lead}
  ann: {role: rep, manager: mgr}
assignment:
  - {territory: dach, position: mgr}
  - {territory: dach.south, position: mgr}
  - {territory: dach.north, position: ann}
quota:
  - {territory: dach, measure: arr, period: FY27-Q1, amount: 600}
  - {territory: dach.north, measure: arr, period: FY27-Q1, amount: 400}
  - {territory: dach.south, measure: arr, period: FY27-Q1, amount: 250}
`,
			dimension: rollup.Manager, only: []string{"arr", "FY27-Q1"},
			want: `
mgr arr FY27-Q1: 600 / 650
  ann arr FY27-Q1: 400 / 400
`,
		},
		{
			name: "the quota of a position counts once, at the lowest territory above all it owns",
			plan: region + `
position:
  ann: {role: rep}
  bob: {role: rep}
assignment:
  - {territory: dach.north, position: ann}
  - {territory: dach.south, position: ann}
  - {territory: uki, position: bob}
quota:
  - {position: ann, measure: deals, period: FY27-Q1, amount: 30}
  - {position: bob, measure: deals, period: FY27-Q1, amount: 12}
`,
			dimension: rollup.Territory, only: []string{"deals", "FY27-Q1"},
			want: `
emea deals FY27-Q1: - / 42
  dach deals FY27-Q1: - / 30
  uki deals FY27-Q1: - / 12
`,
		},
		{
			name: "the quota of a territory speaks instead of that of its owner",
			plan: region + `
position:
  bob: {role: rep}
assignment:
  - {territory: uki, position: bob}
quota:
  - {territory: uki, measure: deals, period: FY27-Q1, amount: 10}
  - {position: bob, measure: deals, period: FY27-Q1, amount: 12}
`,
			dimension: rollup.Territory, only: []string{"deals", "FY27-Q1"},
			want: `
emea deals FY27-Q1: - / 10
  uki deals FY27-Q1: 10 / 10
`,
		},
		{
			name: "a position carries its own quota instead of that of its territory",
			plan: region + `
position:
  bob: {role: rep}
assignment:
  - {territory: uki, position: bob}
quota:
  - {territory: uki, measure: deals, period: FY27-Q1, amount: 10}
  - {territory: uki, measure: deals, period: FY27-Q2, amount: 11}
  - {position: bob, measure: deals, period: FY27-Q1, amount: 12}
`,
			dimension: rollup.Manager, only: []string{"deals", "FY27-Q1", "FY27-Q2", "FY27"},
			want: `
bob deals FY27: 23 / 23
bob deals FY27-Q1: 12 / 12
bob deals FY27-Q2: 11 / 11
`,
		},
		{
			name: "the quota of a leader is the team's, that of others is their own",
			plan: `
position:
  lead-1: {role: lead}
  rep-1: {role: rep, manager: lead-1}
  rep-2: {role: rep, manager: rep-1}
quota:
  - {position: lead-1, measure: deals, period: FY27, amount: 100}
  - {position: rep-1, measure: deals, period: FY27, amount: 60}
  - {position: rep-2, measure: deals, period: FY27, amount: 50}
`,
			dimension: rollup.Manager, only: []string{"deals"},
			want: `
lead-1 deals FY27: 100 / 110
  rep-1 deals FY27: 60 / 110
    rep-2 deals FY27: 50 / 50
`,
		},
		{
			name: "positions that own nothing count in the whole plan",
			plan: region + `
position:
  lead-1: {role: lead}
  rep-1: {role: rep, manager: lead-1}
quota:
  - {position: lead-1, measure: deals, period: FY27, amount: 100}
  - {position: rep-1, measure: deals, period: FY27, amount: 60}
  - {territory: uki, measure: deals, period: FY27, amount: 7}
`,
			dimension: rollup.Total, only: []string{"deals"},
			want: "\n deals FY27: - / 67\n",
		},
		{
			name: "shares split a quota exactly",
			plan: region + `
position: {ann: {}, bob: {}, cat: {}}
assignment:
  - {territory: uki, position: ann, share: 0.333}
  - {territory: uki, position: bob, share: 0.333}
  - {territory: uki, position: cat, share: 0.334}
quota:
  - {territory: uki, measure: arr, period: FY27, amount: 100.01}
`,
			dimension: rollup.Manager, only: []string{"arr"},
			want: `
ann arr FY27: 33.3 / 33.3
bob arr FY27: 33.3 / 33.3
cat arr FY27: 33.41 / 33.41
`,
		},
		{
			name: "the owner on the last day of the quota's period carries it",
			plan: region + `
position: {ann: {}, bob: {}}
assignment:
  - {territory: uki, position: ann, to: 2026-08-01}
  - {territory: uki, position: bob, from: 2026-08-01}
quota:
  - {territory: uki, measure: deals, period: FY27-Q1, amount: 1}
  - {territory: uki, measure: deals, period: FY27-Q2, amount: 2}
  - {territory: uki, measure: deals, period: FY27-Q3, amount: 4}
  - {territory: uki, measure: deals, period: FY27-Q4, amount: 8}
`,
			dimension: rollup.Manager, only: []string{"deals", "FY27", "FY27-H1", "FY27-H2"},
			want: `
ann deals FY27: 3 / 3
ann deals FY27-H1: 3 / 3
bob deals FY27: 12 / 12
bob deals FY27-H2: 12 / 12
`,
		},
		{
			name: "where all parts are stated they count and the whole is stated beside",
			plan: region + `
quota:
  - {territory: uki, measure: deals, period: FY27, amount: 30}
  - {territory: uki, measure: deals, period: FY27-H1, amount: 10}
  - {territory: uki, measure: deals, period: FY27-Q3, amount: 15}
  - {territory: uki, measure: deals, period: FY27-Q4, amount: 5}
`,
			dimension: rollup.Territory, only: []string{"deals", "FY27", "FY27-H1", "FY27-H2", "FY27-Q1", "FY27-Q3"},
			want: `
emea deals FY27: - / 30
emea deals FY27-H1: - / 10
emea deals FY27-H2: - / 20
emea deals FY27-Q3: - / 15
  uki deals FY27: 30 / 30
  uki deals FY27-H1: 10 / 10
  uki deals FY27-H2: 20 / 20
  uki deals FY27-Q3: 15 / 15
`,
		},
		{
			name: "while a part is missing the whole counts; what is not split is said to be missing",
			plan: region + `
quota:
  - {territory: uki, measure: deals, period: FY27, amount: 30}
  - {territory: uki, measure: deals, period: FY27-Q1, amount: 5}
  - {territory: dach.north, measure: deals, period: FY27-Q1, amount: 3}
  - {territory: dach.north, measure: deals, period: FY27-Q2, amount: 4}
`,
			dimension: rollup.Territory, only: []string{"deals"},
			want: `
emea deals FY27: - / 37
emea deals FY27-H1: - / 12 partial
emea deals FY27-Q1: - / 8
emea deals FY27-Q2: - / 4 partial
  dach deals FY27: - / 7
  dach deals FY27-H1: - / 7
  dach deals FY27-Q1: - / 3
  dach deals FY27-Q2: - / 4
    dach.north deals FY27: 7 / 7
    dach.north deals FY27-H1: 7 / 7
    dach.north deals FY27-Q1: 3 / 3
    dach.north deals FY27-Q2: 4 / 4
  uki deals FY27: 30 / 30
  uki deals FY27-H1: 5 / 5 partial
  uki deals FY27-Q1: 5 / 5
`,
		},
		{
			name: "a group counts itself in the periods for which nothing is stated below",
			plan: region + `
quota:
  - {territory: dach, measure: deals, period: FY27-Q1, amount: 10}
  - {territory: dach, measure: deals, period: FY27-Q2, amount: 20}
  - {territory: dach.north, measure: deals, period: FY27-Q1, amount: 9}
`,
			dimension: rollup.Territory, only: []string{"deals", "FY27", "FY27-Q1", "FY27-Q2"},
			want: `
emea deals FY27: - / 29
emea deals FY27-Q1: - / 9
emea deals FY27-Q2: - / 20
  dach deals FY27: 30 / 29
  dach deals FY27-Q1: 10 / 9
  dach deals FY27-Q2: 20 / 20
    dach.north deals FY27: 9 / 9
    dach.north deals FY27-Q1: 9 / 9
`,
		},
		{
			name: "a quota below what a position owns speaks instead of the position's",
			plan: region + `
position: {ann: {role: rep}}
assignment: [{territory: dach, position: ann}]
quota:
  - {position: ann, measure: deals, period: FY27, amount: 100}
  - {territory: dach.north, measure: deals, period: FY27, amount: 40}
`,
			dimension: rollup.Territory, only: []string{"deals", "FY27"},
			want: `
emea deals FY27: - / 40
  dach deals FY27: - / 40
    dach.north deals FY27: 40 / 40
`,
		},
		{
			name: "a group is the group of the positions' quotas below it too",
			plan: region + `
position: {ann: {role: rep}}
assignment:
  - {territory: dach.north, position: ann}
  - {territory: dach.south, position: ann}
quota:
  - {position: ann, measure: deals, period: FY27, amount: 30}
  - {territory: dach, measure: deals, period: FY27, amount: 50}
`,
			dimension: rollup.Territory, only: []string{"deals", "FY27"},
			want: `
emea deals FY27: - / 30
  dach deals FY27: 50 / 30
`,
		},
		{
			name: "a group counts itself until a longer period is stated below",
			plan: region + `
quota:
  - {territory: dach, measure: deals, period: FY27-Q1, amount: 10}
  - {territory: dach.north, measure: deals, period: FY27, amount: 100}
`,
			dimension: rollup.Territory, only: []string{"deals"},
			want: `
emea deals FY27: - / 100
emea deals FY27-H1: - / 10 partial
emea deals FY27-Q1: - / 10
  dach deals FY27: 10 / 100
  dach deals FY27-H1: 10 / 10 partial
  dach deals FY27-Q1: 10 / 10
    dach.north deals FY27: 100 / 100
`,
		},
		{
			name: "amounts in other currencies are converted record by record, half to even",
			plan: region + `
quota:
  - {territory: dach.north, measure: arr, period: FY27, amount: 0.25, currency: USD}
  - {territory: dach.south, measure: arr, period: FY27, amount: 0.50, currency: GBP}
  - {territory: uki, measure: arr, period: FY27, amount: 1.005}
`,
			dimension: rollup.Territory, only: []string{"arr"},
			want: `
emea arr FY27: - / 1.815
  dach arr FY27: - / 0.81
    dach.north arr FY27: 0.23 / 0.23
    dach.south arr FY27: 0.58 / 0.58
  uki arr FY27: 1.005 / 1.005
`,
		},
		{
			name: "unknown parents make roots; circles stand alone and are roots of nothing",
			plan: `
territory:
  a: {name: A, parent: b}
  b: {name: B, parent: a}
  c: {name: C, parent: a}
  d: {name: D, parent: c}
  e: {name: E, parent: nowhere}
  f: {name: F, parent: f}
quota:
  - {territory: a, measure: deals, period: FY27, amount: 1}
  - {territory: b, measure: deals, period: FY27, amount: 2}
  - {territory: d, measure: deals, period: FY27, amount: 4}
  - {territory: e, measure: deals, period: FY27, amount: 8}
  - {territory: f, measure: deals, period: FY27, amount: 16}
`,
			dimension: rollup.Territory, only: []string{"deals"},
			want: `
a deals FY27: 1 / 1
b deals FY27: 2 / 2
c deals FY27: - / 4
  d deals FY27: 4 / 4
e deals FY27: 8 / 8
f deals FY27: 16 / 16
`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := rows(compute(t, settings, test.plan), test.dimension, test.only...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("totals (-want +got):\n%s", diff)
			}
		})
	}
}
