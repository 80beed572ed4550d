package rollup_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/rollup"
)

func TestFindings(t *testing.T) {
	tests := []struct {
		name, plan string
		findings   []string
		want       string // territory totals of FY27
	}{
		{
			name: "an amount without a rate is left out",
			plan: region + `
quota:
  - {territory: dach.north, measure: arr, period: FY27, amount: 100, currency: JPY}
  - {territory: dach.south, measure: arr, period: FY27, amount: 50}
`,
			findings: []string{"10 QUO006 quota/dach.north/arr@FY27: quota/dach.north/arr@FY27 is in JPY, but fx_rates has no rate above 0 for JPY, so that no total contains it"},
			want:     "\nemea arr FY27: - / 50\n  dach arr FY27: - / 50\n    dach.south arr FY27: 50 / 50\n",
		},
		{
			name: "parts that do not sum to the whole",
			plan: region + `
quota:
  - {territory: uki, measure: deals, period: FY27, amount: 100}
  - {territory: uki, measure: deals, period: FY27-H1, amount: 50}
  - {territory: uki, measure: deals, period: FY27-H2, amount: 40}
`,
			findings: []string{"10 QUO007 quota/uki/deals@FY27: the deals quota of territory/uki in FY27 is 100, but its parts FY27-H1, FY27-H2 sum to 90"},
			want:     "\nemea deals FY27: - / 90\n  uki deals FY27: 100 / 90\n",
		},
		{
			name: "parts are compared in the currency they are written in",
			plan: region + `
quota:
  - {territory: uki, measure: arr, period: FY27, amount: 0.02, currency: GBP}
  - {territory: uki, measure: arr, period: FY27-H1, amount: 0.01, currency: GBP}
  - {territory: uki, measure: arr, period: FY27-H2, amount: 0.01, currency: GBP}
`,
			findings: []string{},
			want:     "\nemea arr FY27: - / 0.02\n  uki arr FY27: 0.02 / 0.02\n",
		},
		{
			name: "a sum that does not fit is unknown, and so is everything above",
			plan: region + `
quota:
  - {territory: dach.north, measure: deals, period: FY27, amount: 999999999999999}
  - {territory: dach.south, measure: deals, period: FY27, amount: 0.000000001}
  - {territory: uki, measure: deals, period: FY27, amount: 1}
`,
			findings: []string{"4 QUO008 territory/dach: the deals quotas of territory/dach in FY27 add up to more digits than an exact number can have"},
			want: `
emea deals FY27: - / too large
  dach deals FY27: - / too large
    dach.north deals FY27: 999999999999999 / 999999999999999
    dach.south deals FY27: 0.000000001 / 0.000000001
  uki deals FY27: 1 / 1
`,
		},
		{
			name: "a conversion that does not fit is left out",
			plan: region + `
quota:
  - {territory: uki, measure: arr, period: FY27, amount: 999999999999999, currency: KWD}
  - {territory: dach, measure: arr, period: FY27, amount: 1}
`,
			findings: []string{"10 QUO008 quota/uki/arr@FY27: quota/uki/arr@FY27 converted to EUR has more digits than an exact number can have, so that no total contains it"},
			want:     "\nemea arr FY27: - / 1\n  dach arr FY27: 1 / 1\n",
		},
		{
			name: "roots that fit alone but not together",
			plan: `
territory: {a: {name: A}, b: {name: B}}
quota:
  - {territory: a, measure: deals, period: FY27, amount: 999999999999999}
  - {territory: b, measure: deals, period: FY27, amount: 0.000000001}
`,
			findings: []string{"2 QUO008 plan/settings: the deals quotas of the whole plan in FY27 add up to more digits than an exact number can have"},
			want:     "\na deals FY27: 999999999999999 / 999999999999999\nb deals FY27: 0.000000001 / 0.000000001\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, findings := rollup.Compute(planOf(t, settings, test.plan))
			if diff := cmp.Diff(test.findings, findingLines(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, rows(result, rollup.Territory, "arr", "deals", "FY27")); diff != "" {
				t.Errorf("totals (-want +got):\n%s", diff)
			}
		})
	}
}
