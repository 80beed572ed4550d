package curve_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

// published is a rate table with figures that somebody else published.
type published struct {
	name   string
	source string
	rates  comp.Rates
	basis  curve.Basis
	given  []string // results, or result/beside pairs where besides is set
	beside string
	pays   []string
}

func TestPublishedFigures(t *testing.T) {
	for _, test := range append(publishedTiers(t), publishedCurves(t)...) {
		t.Run(test.name, func(t *testing.T) {
			c := build(t, test.rates, test.basis)
			var beside money.Ratio
			if test.beside != "" {
				beside = num(t, test.beside)
			}
			for i, result := range test.given {
				pay := c.PayWith(num(t, result), beside)
				if pay.Cmp(num(t, test.pays[i])) != 0 {
					t.Errorf("%s pays %s, published is %s (%s)", result, pay, test.pays[i], test.source)
				}
				if sum := sumOf(c.StepsWith(num(t, result), beside)); sum.Cmp(pay) != 0 {
					t.Errorf("the steps of %s sum to %s, not to %s", result, sum, pay)
				}
			}
		})
	}
}

func sumOf(steps []curve.Step) money.Ratio {
	var sum money.Ratio
	for _, s := range steps {
		sum = sum.Add(s.Pay)
	}
	return sum
}

// publishedTiers are tables of bands.
func publishedTiers(t *testing.T) []published {
	calculator := "https://github.com/theodortrampe/commission-calculator/blob/6487f39c2a7abcd5b6329511c885aedc7996aa62/src/lib/utils/__tests__/calculateCommissions.test.ts"
	variablePay := "https://github.com/mohan98521/gtm-variable-pay/blob/518d3503355609f0bd29367053c45e0bb918b048/.lovable/plan.md"
	openIncent := "https://github.com/the-livster/OpenIncent/blob/main/icm-engine/tests/test_engine.py"
	overage := comp.Rates{Kind: comp.Overage, Pays: comp.PaysMultiple, By: comp.ByAttainment, Boundary: "upper", Bands: bands(t, "0", "1", "1", "1.5", "1.25", "2", "1.5", "2.5")}
	at := func(rate string) comp.Rates {
		r := overage
		r.BaseRate = pointer(t, rate)
		return r
	}
	hundred := curve.Basis{Quota: quotaOf(t, "100000")}
	table := func(kind comp.RateKind, pays comp.Pays, by comp.By, b ...string) comp.Rates {
		return comp.Rates{Kind: kind, Pays: pays, By: by, Boundary: "upper", Bands: bands(t, b...)}
	}
	capped := table(comp.Marginal, comp.PaysRate, comp.ByAttainment, "0", "0.05", "1", "0.08", "1.5")
	capped.Beyond = "extend"
	overlay := table(comp.Retroactive, comp.PaysMultiple, comp.ByAttainment, "0", "1", "1", "1.6", "1.2", "2", "9.99")
	overlay.Beyond = "cap"
	slices := overlay
	slices.Kind = comp.Marginal
	bonus := curve.Basis{Quota: quotaOf(t, "100"), Target: num(t, "25000")}
	return []published{
		{
			name: "MyTime periods, clean bounds", source: "https://help.mytime.com/hc/en-us/articles/360046956372-Tiered-Commission-by-Revenue-Amount-Above-Earned-Breakdown",
			rates: table(comp.Marginal, comp.PaysRate, comp.ByResult, "0", "0.25", "500", "0.3", "3000", "0.4"),
			given: []string{"400", "100", "1500", "5000"}, pays: []string{"100", "25", "425", "1675"},
		},
		{
			name: "300,000 marginal", source: "a public repository of calculators; 18,000 marginal against 24,000 retroactive",
			rates: table(comp.Marginal, comp.PaysRate, comp.ByResult, "0", "0.05", "200000", "0.08"), given: []string{"300000"}, pays: []string{"18000"},
		},
		{
			name: "300,000 retroactive", source: "as before",
			rates: table(comp.Retroactive, comp.PaysRate, comp.ByResult, "0", "0.05", "200000", "0.08"), given: []string{"300000"}, pays: []string{"24000"},
		},
		{
			name: "accounts at 25, 50, 75", source: "https://mrexcel.com/board/threads/commission-model-help-varying-payout-rates.897808",
			rates: table(comp.Marginal, comp.PaysPerUnit, comp.ByAttainment, "0", "25", "1", "50", "2", "75"), basis: curve.Basis{Quota: quotaOf(t, "330")},
			given: []string{"50"}, pays: []string{"1250"},
		},
		{name: "multiplier of the band reached", source: variablePay, rates: overlay, basis: bonus, given: []string{"115", "120"}, pays: []string{"46000", "60000"}},
		{name: "multiplier of each slice", source: variablePay, rates: slices, basis: bonus, given: []string{"115", "120"}, pays: []string{"31000", "33000"}},
		{name: "last tier is open", source: openIncent, rates: capped, basis: hundred, given: []string{"200000"}, pays: []string{"13000"}},
		{
			name: "zero quota at the top rate", source: openIncent, rates: table(comp.Marginal, comp.PaysRate, comp.ByAttainment, "0", "0.05", "1", "0.1"),
			basis: curve.Basis{Quota: quotaOf(t, "0"), WhenZero: "top_rate"}, given: []string{"1000", "50000"}, pays: []string{"100", "5000"},
		},
		{
			name: "zero quota pays nothing", source: "https://github.com/mohan98521/gtm-variable-pay/blob/4a77278f607d0b9241bf5f45299f1bed89d6cb56/src/lib/__tests__/compensationEngine.test.ts",
			rates: table(comp.Retroactive, comp.PaysMultiple, comp.ByAttainment, "0", "1"), basis: curve.Basis{Quota: quotaOf(t, "0"), Target: num(t, "10000"), WhenZero: "nothing"},
			given: []string{"500000"}, pays: []string{"0"},
		},
		{
			name: "linear", source: "https://github.com/mohan98521/gtm-variable-pay/blob/4a77278f607d0b9241bf5f45299f1bed89d6cb56/src/lib/__tests__/compensationEngine.test.ts",
			rates: table(comp.Retroactive, comp.PaysMultiple, comp.ByAttainment, "0", "1"), basis: curve.Basis{Quota: quotaOf(t, "400000"), Target: num(t, "8000")},
			given: []string{"320000"}, pays: []string{"6400"},
		},
		{
			name: "nothing below the threshold", source: openIncent, rates: table(comp.Marginal, comp.PaysRate, comp.ByAttainment, "1", "0.1"),
			basis: curve.Basis{Quota: quotaOf(t, "10000")}, given: []string{"5000", "15000", "13000"}, pays: []string{"0", "500", "300"},
		},
		{
			name: "thresholds move with a ramped quota", source: openIncent, rates: table(comp.Marginal, comp.PaysRate, comp.ByAttainment, "0", "0.05", "1", "0.1"),
			basis: curve.Basis{Quota: quotaOf(t, "50000")}, given: []string{"60000"}, pays: []string{"3500"},
		},
		{
			name: "replacing accelerator", source: "https://www.hyperbots.com/glossary/accelerator-commission",
			rates: table(comp.Marginal, comp.PaysRate, comp.ByAttainment, "0", "0.05", "1", "0.08"), basis: curve.Basis{Quota: quotaOf(t, "200000")},
			given: []string{"260000"}, pays: []string{"14800"},
		},
		{name: "overage at 60 %", source: calculator, rates: at("0.6"), basis: hundred, given: []string{"80000", "110000", "175000"}, pays: []string{"48000", "69000", "172500"}},
		{
			name: "overage at 50 %, also at the borders", source: calculator, rates: at("0.5"), basis: hundred,
			given: []string{"100000", "140000", "250000", "100010", "125000", "150000"}, pays: []string{"50000", "90000", "237500", "50007.5", "75000", "112500"},
		},
		{
			name: "levels by strict floor", source: "https://mrexcel.com/board/threads/designation-of-achievement.1055972",
			rates: table(comp.Banded, comp.PaysAmount, comp.ByAttainment, "0.9", "60", "1", "100", "1.1", "150", "1.2", "300"), basis: curve.Basis{Quota: quotaOf(t, "10000")},
			given: []string{"9500", "11500", "14000", "8999.99"}, pays: []string{"60", "150", "300", "0"},
		},
	}
}

// publishedCurves are interpolated tables and matrices.
func publishedCurves(t *testing.T) []published {
	matrix := comp.Rates{
		Kind: comp.Matrix, Pays: comp.PaysTargetShare, Between: "step",
		Rows:    comp.Axis{By: comp.ByResult, Levels: decs(t, "1", "2", "3", "4", "5")},
		Columns: comp.Axis{Measure: "volume", By: comp.ByResult, Levels: decs(t, "100000", "200000", "300000", "400000", "500000")},
		Values: [][]money.Decimal{
			decs(t, "0.5", "0.625", "0.75", "0.875", "1"), decs(t, "0.625", "0.781", "0.938", "1.094", "1.25"), decs(t, "0.75", "0.875", "1", "1.25", "1.5"),
			decs(t, "0.875", "1.094", "1.313", "1.531", "1.75"), decs(t, "1", "1.25", "1.5", "1.75", "2"),
		},
	}
	between := matrix
	between.Between = "bilinear"
	share := curve.Basis{Quota: quotaOf(t, "100"), Target: num(t, "100")}
	forum := "https://www.office-forums.com/threads/matrix-calculations.1124791/"
	agiliti := comp.Rates{
		Kind: comp.Interpolated, Pays: comp.PaysTargetShare, By: comp.ByAttainment, Below: "nothing", Beyond: "flat",
		Knots: knots(t, "0.93", "0.65", "1", "1", "1.1", "1.5"),
	}
	return []published{
		{name: "matrix by steps", source: forum, rates: matrix, basis: share, given: []string{"1.5", "0.99", "7"}, beside: "275000", pays: []string{"62.5", "0", "125"}},
		{name: "matrix between levels", source: forum + " (computed there by a second poster's reading)", rates: between, basis: share, given: []string{"1.5"}, beside: "275000", pays: []string{"80.875"}},
		{
			name: "rating 2.8", source: "https://www.excelforum.com/excel-formulas-and-functions/895987-how-to-determine-commission-payout-based-on-rating-scale.html (its formula; the printed 1,247 is of a rating of 2.83)",
			rates: comp.Rates{Kind: comp.Interpolated, Pays: comp.PaysTargetShare, By: comp.ByResult, Below: "nothing", Beyond: "flat", Knots: knots(t, "2", "0.7", "3", "1")},
			basis: curve.Basis{Target: num(t, "1313")}, given: []string{"2.8", "1.99", "4"}, pays: []string{"1234.22", "0", "1313"},
		},
		{
			name: "five points for one", source: "https://contracts.justia.com/companies/agiliti-health-inc-7569/contract/672667", rates: agiliti, basis: share,
			given: []string{"110", "105", "100", "99", "98", "97", "96", "95", "94", "93", "92.99"}, pays: []string{"150", "125", "100", "95", "90", "85", "80", "75", "70", "65", "0"},
		},
	}
}
