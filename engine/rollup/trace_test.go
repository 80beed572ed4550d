package rollup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/rollup"
)

// traceText writes a trace as an indented tree; notes begin with a hyphen.
func traceText(trace rollup.Trace) string {
	var b strings.Builder
	b.WriteByte('\n')
	var write func(rollup.Trace, string)
	write = func(trace rollup.Trace, indent string) {
		fmt.Fprintf(&b, "%s%s = %s [%d]\n", indent, trace.Label, trace.Value, trace.Place.Line)
		for _, note := range trace.Notes {
			fmt.Fprintf(&b, "%s - %s [%d]\n", indent, note.Text, note.Place.Line)
		}
		for _, part := range trace.Parts {
			write(part, indent+"  ")
		}
	}
	write(trace, "")
	return b.String()
}

func TestWhy(t *testing.T) {
	result := compute(t, settings, region, `
position:
  ann: {role: rep}
  bob: {role: rep}
  cat: {role: rep}
holder:
  - {position: ann, person: p1}
assignment:
  - {territory: dach.north, position: ann, share: 0.5}
  - {territory: dach.north, position: bob, share: 0.5}
  - {territory: dach.south, position: bob}
  - {territory: uki, position: cat}
quota:
  - {territory: dach, measure: arr, period: FY27-Q1, amount: 700}
  - {territory: dach.north, measure: arr, period: FY27-Q1, amount: 100.03, currency: USD}
  - {territory: dach.south, measure: arr, period: FY27, amount: 250}
  - {position: cat, measure: arr, period: FY27-Q1, amount: 12}
`)
	tests := []struct {
		key  rollup.Key
		want string
	}{
		{key(t, rollup.Territory, "territory/emea", "arr", "FY27-Q1"), `
territory/emea arr FY27-Q1 = 104.03 EUR [3]
 - a quota is stated for a longer period only and is missing here: it is not split [3]
  territory/dach arr FY27-Q1 = 92.03 EUR [4]
   - a quota is stated for a longer period only and is missing here: it is not split [4]
   - quota/dach/arr@FY27-Q1 states 700.00 EUR, which is not added: the quotas of its parts or below it count [14]
    territory/dach.north arr FY27-Q1 = 92.03 EUR [5]
      quota/dach.north/arr@FY27-Q1 = 92.03 EUR [15]
       - 100.03 USD at the plan rate of 0.92, rounded half_even to 2 digits after the point: 92.03 EUR [6]
  territory/uki arr FY27-Q1 = 12.00 EUR [7]
    quota/cat/arr@FY27-Q1 = 12.00 EUR [17]
     - by assignment/uki/cat on 2026-04-30, the last day of FY27-Q1 [12]
`},
		{key(t, rollup.Manager, "position/bob", "arr", "FY27"), `
position/bob arr FY27 = 296.01 EUR [4]
  quota/dach.north/arr@FY27-Q1 = 46.01 EUR [15]
   - 100.03 USD at the plan rate of 0.92, rounded half_even to 2 digits after the point: 92.03 EUR [6]
   - by assignment/dach.north/bob on 2026-04-30, the last day of FY27-Q1 [10]
   - share 0.5 of 92.03 EUR, rounded so that the parts of all owners sum to the whole, or half_even where their shares do not sum to 1 [10]
  quota/dach.south/arr@FY27 = 250.00 EUR [16]
   - by assignment/dach.south/bob on 2027-01-31, the last day of FY27 [11]
`},
		{key(t, rollup.Total, "", "arr", "FY27-Q1"), `
whole plan arr FY27-Q1 = 104.03 EUR [0]
 - a quota is stated for a longer period only and is missing here: it is not split [0]
  territory/emea arr FY27-Q1 = 104.03 EUR [3]
   - a quota is stated for a longer period only and is missing here: it is not split [3]
    territory/dach arr FY27-Q1 = 92.03 EUR [4]
     - a quota is stated for a longer period only and is missing here: it is not split [4]
     - quota/dach/arr@FY27-Q1 states 700.00 EUR, which is not added: the quotas of its parts or below it count [14]
      territory/dach.north arr FY27-Q1 = 92.03 EUR [5]
        quota/dach.north/arr@FY27-Q1 = 92.03 EUR [15]
         - 100.03 USD at the plan rate of 0.92, rounded half_even to 2 digits after the point: 92.03 EUR [6]
    territory/uki arr FY27-Q1 = 12.00 EUR [7]
      quota/cat/arr@FY27-Q1 = 12.00 EUR [17]
       - by assignment/uki/cat on 2026-04-30, the last day of FY27-Q1 [12]
`},
		{key(t, rollup.Territory, "territory/dach", rollup.Filled, "FY27-Q1"), `
territory/dach headcount#filled FY27-Q1 = 1 [4]
  territory/dach.north headcount#filled FY27-Q1 = 1 [5]
    position/ann = 1 [3]
     - by assignment/dach.north/ann on 2026-04-30 [9]
`},
		{key(t, rollup.Territory, "territory/dach", rollup.Vacant, "FY27-Q1"), `
territory/dach headcount#vacant FY27-Q1 = 1 [4]
  territory/dach.north headcount#vacant FY27-Q1 = 1 [5]
    position/bob = 1 [4]
     - by assignment/dach.north/bob on 2026-04-30 [10]
  territory/dach.south headcount#vacant FY27-Q1 = 1 [6]
    position/bob = 1 [4]
     - by assignment/dach.south/bob on 2026-04-30 [11]
  position/bob = -1 [4]
   - owns several territories here and is counted once [4]
`},
	}
	for _, test := range tests {
		t.Run(test.key.Node.String()+" "+test.key.Measure+" "+test.key.Period.String(), func(t *testing.T) {
			trace, err := result.Why(test.key)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, traceText(trace)); diff != "" {
				t.Errorf("trace (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhyNothing(t *testing.T) {
	result := compute(t, settings, region)
	for name, k := range map[string]rollup.Key{
		"no quota":          key(t, rollup.Territory, "territory/emea", "arr", "FY27"),
		"unknown node":      key(t, rollup.Territory, "territory/nowhere", "arr", "FY27"),
		"another dimension": key(t, rollup.Manager, "territory/emea", "arr", "FY27"),
		"unknown measure":   key(t, rollup.Total, "", "unknown", "FY27"),
		"unknown period":    key(t, rollup.Total, "", "arr", "FY31"),
		"a node of a total": key(t, rollup.Total, "territory/emea", "arr", "FY27"),
		"no dimension":      {},
	} {
		if _, err := result.Why(k); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, ok := result.Cell(k); ok {
			t.Errorf("%s: there is a cell", name)
		}
	}
}
