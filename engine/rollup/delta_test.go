package rollup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/rollup"
)

func changeLines(changes []rollup.Change, measure string) string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, c := range changes {
		if c.Measure == measure && c.Period.String() == "FY27" {
			fmt.Fprintf(&b, "%s%s%s: %s > %s, %s, %s%%: %s\n", strings.Repeat("  ", c.Depth), c.Dimension, prefixed(c.Node.ID), figureText(c.Before.Rolled), figureText(c.After.Rolled),
				figureText(c.Difference), figureText(c.Percent), addresses(c.Causes))
		}
	}
	return b.String()
}

func prefixed(id string) string {
	if id == "" {
		return ""
	}
	return " " + id
}

const quotasOfRegion = `
quota:
  - {territory: dach, measure: arr, period: FY27, amount: 600}
  - {territory: dach.north, measure: arr, period: FY27, amount: 400}
  - {territory: dach.south, measure: arr, period: FY27, amount: 300}
  - {territory: uki, measure: arr, period: FY27, amount: 300, currency: USD}
`

func TestDelta(t *testing.T) {
	tests := []struct {
		name    string
		measure string
		replace []string // pairs: text of the plan before, and after
		want    string
	}{
		{
			name: "a quota", measure: "arr",
			replace: []string{"amount: 400", "amount: 401"},
			want: `
total: 976 > 977, 1, 0.1%: quota/dach.north/arr@FY27
territory emea: 976 > 977, 1, 0.1%: quota/dach.north/arr@FY27
  territory dach: 700 > 701, 1, 0.1%: quota/dach.north/arr@FY27
    territory dach.north: 400 > 401, 1, 0.2%: quota/dach.north/arr@FY27
manager vp: 976 > 977, 1, 0.1%: quota/dach.north/arr@FY27
  manager mgr: 700 > 701, 1, 0.1%: quota/dach.north/arr@FY27
    manager ann: 400 > 401, 1, 0.2%: quota/dach.north/arr@FY27
role rep: 976 > 977, 1, 0.1%: quota/dach.north/arr@FY27
`,
		},
		{
			name: "a group's target changes no total", measure: "arr",
			replace: []string{"amount: 600", "amount: 650"},
			want:    "\n",
		},
		{
			name: "a rate", measure: "arr",
			replace: []string{"USD: 0.92", "USD: 1"},
			want: `
total: 976 > 1000, 24, 2.5%: plan/settings
territory emea: 976 > 1000, 24, 2.5%: plan/settings
  territory uki: 276 > 300, 24, 8.7%: plan/settings
manager vp: 976 > 1000, 24, 2.5%: plan/settings
  manager cat: 276 > 300, 24, 8.7%: plan/settings
role rep: 976 > 1000, 24, 2.5%: plan/settings
`,
		},
		{
			name: "a territory under another parent", measure: "arr",
			replace: []string{"South, parent: dach", "South, parent: uki", "arr, period: FY27, amount: 300, currency", "deals, period: FY27, amount: 300, currency"},
			want: `
total: 976 > 700, -276, -28.3%: quota/uki/arr@FY27
territory emea: 976 > 700, -276, -28.3%: quota/uki/arr@FY27
  territory dach: 700 > 400, -300, -42.9%: territory/dach.south
  territory uki: 276 > 300, 24, 8.7%: quota/uki/arr@FY27 territory/dach.south
manager vp: 976 > 700, -276, -28.3%: quota/uki/arr@FY27
  manager cat: 276 > -, -276, -100%: quota/uki/arr@FY27
role rep: 976 > 700, -276, -28.3%: quota/uki/arr@FY27
`,
		},
		{
			name: "another owner", measure: "arr",
			replace: []string{"{territory: dach.south, position: bob}", "{territory: dach.south, position: cat}"},
			want: `
  manager cat: 276 > 576, 300, 108.7%: assignment/dach.south/cat
  manager mgr: 700 > 400, -300, -42.9%: assignment/dach.south/bob
    manager bob: 300 > -, -300, -100%: assignment/dach.south/bob
`,
		},
		{
			name: "a territory that is gone stands where it was", measure: "arr",
			replace: []string{"  dach.north: {name: North, parent: dach}\n", ""},
			want: `
total: 976 > 576, -400, -41%: territory/dach.north
territory emea: 976 > 576, -400, -41%: territory/dach.north
  territory dach: 700 > 300, -400, -57.1%: territory/dach.north
    territory dach.north: 400 > -, -400, -100%: territory/dach.north
manager vp: 976 > 576, -400, -41%: territory/dach.north
  manager mgr: 700 > 300, -400, -57.1%: territory/dach.north
    manager ann: 400 > -, -400, -100%: territory/dach.north
role rep: 976 > 576, -400, -41%: territory/dach.north
`,
		},
		{
			name: "a declared rename is no change", measure: "arr",
			replace: []string{"dach.north", "dach.nord", "quota:", "move: [{from: territory/dach.north, to: territory/dach.nord}]\nquota:"},
			want:    "\n",
		},
		{
			name: "a seat that comes", measure: rollup.Positions,
			replace: []string{"position:\n", "position:\n  zoe: {role: rep, manager: mgr}\n"},
			want: `
total: 5 > 6, 1, 20%: position/zoe
manager vp: 5 > 6, 1, 20%: position/zoe
  manager mgr: 3 > 4, 1, 33.3%: position/zoe
    manager zoe: - > 1, 1, -%: position/zoe
role rep: 3 > 4, 1, 33.3%: position/zoe
`,
		},
		{
			name: "another currency cannot be compared", measure: "arr",
			replace: []string{"currency: EUR", "currency: GBP", "USD: 0.92", "USD: 0.92, EUR: 0.85"},
			want: `
total: 976 > 976, -, -%: plan/settings
`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := settings + region + team + quotasOfRegion
			after := text
			for i := 0; i < len(test.replace); i += 2 {
				after = strings.ReplaceAll(after, test.replace[i], test.replace[i+1])
			}
			b, _ := rollup.Compute(planOf(t, text))
			a, _ := rollup.Compute(planOf(t, after))
			got := changeLines(rollup.Delta(b, a), test.measure)
			if test.name == "another currency cannot be compared" {
				got = "\n" + strings.SplitN(got, "\n", 3)[1] + "\n"
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			if changes := rollup.Delta(a, a); len(changes) > 0 {
				t.Errorf("a plan differs from itself: %v", changes)
			}
		})
	}
}

// TestDeltaMirrors: from after to before every difference is the opposite.
func TestDeltaMirrors(t *testing.T) {
	var last *rollup.Result
	forPlans(t, anyGrain, func(t *testing.T, text string, _ uint64) {
		result, _ := rollup.Compute(planOf(t, text))
		if last != nil {
			forth, back := map[rollup.Key]string{}, map[rollup.Key]string{}
			for _, c := range rollup.Delta(last, result) {
				forth[c.Key] = figureText(c.Before.Rolled) + figureText(c.After.Rolled) + c.Difference.Value.String()
			}
			for _, c := range rollup.Delta(result, last) {
				back[c.Key] = figureText(c.After.Rolled) + figureText(c.Before.Rolled) + c.Difference.Value.Neg().String()
			}
			if diff := cmp.Diff(forth, back); diff != "" {
				t.Errorf("forth (-) and back (+):\n%s", diff)
			}
		}
		last = result
	})
}
