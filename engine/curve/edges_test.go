package curve_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

// TestEdges pins what each table does at, below and beyond its borders.
func TestEdges(t *testing.T) {
	table := func(kind comp.RateKind, pays comp.Pays, boundary, beyond string, b ...string) comp.Rates {
		return comp.Rates{Kind: kind, Pays: pays, By: comp.ByResult, Boundary: boundary, Beyond: beyond, Bands: bands(t, b...)}
	}
	curved := func(pays comp.Pays, below, beyond string, k ...string) comp.Rates {
		return comp.Rates{Kind: comp.Interpolated, Pays: pays, By: comp.ByResult, Below: below, Beyond: beyond, Knots: knots(t, k...)}
	}
	for _, test := range []struct {
		name  string
		rates comp.Rates
		given string
		pays  string
	}{
		{"marginal", table(comp.Marginal, comp.PaysRate, "", "", "0", "0.1", "100", "0.2"), "-10 0 99 100 101", "-1 0 9.9 10 10.2"},
		{"marginal, threshold", table(comp.Marginal, comp.PaysRate, "", "", "50", "0.1", "100", "0.2"), "-10 0 50 60 100", "0 0 0 1 5"},
		{"marginal, from below zero", table(comp.Marginal, comp.PaysRate, "", "", "-50", "0", "0", "0.1"), "-60 -10 0 10", "0 0 0 1"},
		{"marginal, extended", table(comp.Marginal, comp.PaysRate, "", "extend", "0", "0.1", "100"), "100 200", "10 20"},
		{"marginal, capped", table(comp.Marginal, comp.PaysRate, "", "cap", "0", "0.1", "100"), "100 200", "10 10"},
		{"marginal, nothing beyond", table(comp.Marginal, comp.PaysRate, "", "nothing", "0", "0.1", "100"), "100 100.01", "10 0"},
		{"retroactive, upper", table(comp.Retroactive, comp.PaysRate, "upper", "", "0", "0.1", "100", "0.2"), "-10 99.9 100", "-1 9.99 20"},
		{"retroactive, lower", table(comp.Retroactive, comp.PaysRate, "lower", "", "0", "0.1", "100", "0.2"), "100 100.1", "10 20.02"},
		{"retroactive, threshold upper", table(comp.Retroactive, comp.PaysRate, "upper", "", "50", "0.1"), "49.9 50", "0 5"},
		{"retroactive, threshold lower", table(comp.Retroactive, comp.PaysRate, "lower", "", "50", "0.1"), "50 50.1", "0 5.01"},
		{"retroactive, capped", table(comp.Retroactive, comp.PaysRate, "upper", "cap", "0", "0.1", "100", "0.2", "200"), "200 300", "40 40"},
		{"retroactive, nothing beyond upper", table(comp.Retroactive, comp.PaysRate, "upper", "nothing", "0", "0.1", "100"), "99 100", "9.9 0"},
		{"retroactive, nothing beyond lower", table(comp.Retroactive, comp.PaysRate, "lower", "nothing", "0", "0.1", "100"), "100 101", "10 0"},
		{"retroactive, stacked", comp.Rates{
			Kind: comp.Retroactive, Pays: comp.PaysRate, By: comp.ByResult, Boundary: "upper", Combine: "stack", Bands: bands(t, "0", "0.1", "100", "0.2"),
		}, "50 100", "5 30"},
		{"overage", table(comp.Overage, comp.PaysRate, "upper", "", "0", "0.1", "100", "0.2", "200", "0.3"), "-10 50 100 150 200 300", "-1 5 10 20 40 70"},
		{"overage, lower", table(comp.Overage, comp.PaysRate, "lower", "", "0", "0.1", "100", "0.2", "200", "0.3"), "200 201", "30 40.3"},
		{"overage, one band", table(comp.Overage, comp.PaysRate, "upper", "", "0", "0.1"), "-10 50", "-1 5"},
		{"banded, upper", table(comp.Banded, comp.PaysAmount, "upper", "", "0", "5", "100", "50"), "-1 0 99 100", "0 5 5 50"},
		{"banded, lower", table(comp.Banded, comp.PaysAmount, "lower", "", "0", "5", "100", "50"), "-1 0 0.01 100 100.1", "0 0 5 5 50"},
		{"banded, nothing beyond", table(comp.Banded, comp.PaysAmount, "upper", "nothing", "0", "5", "100"), "99.9 100", "5 0"},
		{"banded, capped", table(comp.Banded, comp.PaysAmount, "upper", "cap", "0", "5", "100"), "100 101", "5 5"},
		{"interpolated", curved(comp.PaysAmount, "nothing", "flat", "50", "10", "100", "20"), "49 50 75 100 150", "0 10 15 20 20"},
		{"interpolated, first below, extended", curved(comp.PaysAmount, "first", "extend", "50", "10", "100", "20"), "-5 49 150", "10 10 30"},
		{"interpolated, jump", curved(comp.PaysAmount, "nothing", "flat", "0", "0", "100", "20", "100", "30", "200", "40"), "50 99 100 150", "10 19.8 30 35"},
		{"interpolated, jumps at both ends", curved(comp.PaysAmount, "first", "flat", "0", "1", "0", "2", "100", "20", "100", "30"), "-1 0 50 100 101", "1 2 11 30 30"},
		{"interpolated rate on the whole result", curved(comp.PaysRate, "nothing", "flat", "0", "0.1", "100", "0.2"), "50 100 200", "7.5 20 40"},
	} {
		c := build(t, test.rates, curve.Basis{})
		pays := strings.Fields(test.pays)
		for i, result := range strings.Fields(test.given) {
			if got := c.Pay(num(t, result)); got.String() != pays[i] {
				t.Errorf("%s: %s pays %s, want %s", test.name, result, got, pays[i])
			}
			if sum := sumOf(c.Steps(num(t, result))); sum.String() != pays[i] {
				t.Errorf("%s: the steps of %s sum to %s, want %s", test.name, result, sum, pays[i])
			}
		}
	}
}

func TestByAttribute(t *testing.T) {
	r := comp.Rates{Kind: comp.Retroactive, Pays: comp.PaysRate, By: comp.ByAttribute, Attribute: "margin", Boundary: "upper", Beyond: "cap", Bands: bands(t, "0.1", "0.02", "0.3", "0.05", "0.5")}
	c := build(t, r, curve.Basis{})
	for _, test := range []struct{ margin, deal, want string }{
		{"0.09", "1000", "0"}, {"0.1", "1000", "20"}, {"0.3", "1000", "50"}, {"0.3", "-1000", "-50"}, {"0.9", "1000", "50"}, {"-1", "1000", "0"},
	} {
		if got := c.PayWith(num(t, test.deal), num(t, test.margin)); got.String() != test.want {
			t.Errorf("%s at a margin of %s pays %s, want %s", test.deal, test.margin, got, test.want)
		}
	}
	if c.Segments() != nil || c.Jumps() != nil {
		t.Error("a table by attribute is no curve of the result")
	}
}

func TestAttainmentIsRoundedBeforeTheTable(t *testing.T) {
	basis := curve.Basis{Quota: quotaOf(t, "1000"), Target: num(t, "1000")}
	round := &comp.AttainmentRounding{Digits: 2, Mode: money.HalfUp}
	for _, test := range []struct {
		name  string
		rates comp.Rates
		given string
		pays  string
	}{
		// The place is rounded, the result that the rate pays on is not.
		{"retroactive", comp.Rates{Kind: comp.Retroactive, Pays: comp.PaysRate, By: comp.ByAttainment, Boundary: "upper", Bands: bands(t, "0", "0.1", "1", "0.2")}, "994 995", "99.4 199"},
		// Parts of the result are places: they are rounded.
		{"marginal", comp.Rates{Kind: comp.Marginal, Pays: comp.PaysRate, By: comp.ByAttainment, Bands: bands(t, "0", "0.1", "1", "0.2")}, "994 995 1006", "99 100 102"},
		{"interpolated", comp.Rates{Kind: comp.Interpolated, Pays: comp.PaysTargetShare, By: comp.ByAttainment, Below: "nothing", Beyond: "extend", Knots: knots(t, "0", "0", "1", "1")}, "994 995", "990 1000"},
	} {
		test.rates.Round = round
		c := build(t, test.rates, basis)
		pays := strings.Fields(test.pays)
		for i, result := range strings.Fields(test.given) {
			if got := c.Pay(num(t, result)); got.String() != pays[i] {
				t.Errorf("%s: %s pays %s, want %s", test.name, result, got, pays[i])
			}
		}
		if a, ok := c.Attainment(num(t, "994.9")); !ok || a.String() != "0.99" {
			t.Errorf("%s: attainment of 994.9 is %s, %t", test.name, a, ok)
		}
	}
	huge := num(t, "900000000000000").Mul(num(t, "900000000000000"))
	if a, ok := build(t, comp.Rates{Kind: comp.Marginal, Pays: comp.PaysRate, By: comp.ByAttainment, Round: round, Bands: bands(t, "0", "0.1")}, basis).Attainment(huge); !ok || a.Mul(*basis.Quota).Cmp(huge) != 0 {
		t.Errorf("attainment of %s is %s", huge, a)
	}
}

func TestZeroQuota(t *testing.T) {
	attained := func(r comp.Rates) *comp.Rates {
		r.By = comp.ByAttainment
		return &r
	}
	linear := attained(comp.Rates{Kind: comp.Retroactive, Pays: comp.PaysMultiple, Boundary: "upper", Bands: bands(t, "0", "1")})
	stated := attained(comp.Rates{Kind: comp.Overage, Pays: comp.PaysMultiple, BaseRate: pointer(t, "0.1"), Boundary: "upper", Combine: "stack", Bands: bands(t, "0", "1", "1", "2")})
	flat := attained(comp.Rates{Kind: comp.Banded, Pays: comp.PaysAmount, Boundary: "upper", Bands: bands(t, "0", "10", "1", "50", "2")})
	flat.Beyond = "nothing"
	knotted := attained(comp.Rates{Kind: comp.Interpolated, Pays: comp.PaysRate, Below: "first", Beyond: "extend", Knots: knots(t, "0", "0.1", "1", "0.2")})
	matrix := &comp.Rates{
		Kind: comp.Matrix, Pays: comp.PaysAmount, Between: "bilinear", Values: [][]money.Decimal{decs(t, "1", "2"), decs(t, "3", "4")},
		Rows: comp.Axis{By: comp.ByAttainment, Levels: decs(t, "0", "1")}, Columns: comp.Axis{By: comp.ByResult, Measure: "margin", Levels: decs(t, "0", "1")},
	}
	for _, test := range []struct {
		name  string
		rates *comp.Rates
		pays  string // of -100, 0 and 100, each beside a second result of 1
	}{
		{"overage", stated, "-30 0 30"}, {"flat", flat, "0 0 50"}, {"interpolated rate", knotted, "-20 0 20"}, {"matrix", matrix, "0 0 4"},
	} {
		top, err := curve.New(test.rates, curve.Basis{Quota: quotaOf(t, "0"), WhenZero: "top_rate"})
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		none, err := curve.New(test.rates, curve.Basis{Quota: quotaOf(t, "0"), WhenZero: "nothing"})
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		pays := strings.Fields(test.pays)
		for i, result := range []string{"-100", "0", "100"} {
			if got := top.PayWith(num(t, result), num(t, "1")); got.String() != pays[i] {
				t.Errorf("%s: with top_rate %s pays %s, want %s", test.name, result, got, pays[i])
			}
			if sum := sumOf(top.StepsWith(num(t, result), num(t, "1"))); sum.String() != pays[i] {
				t.Errorf("%s: with top_rate the steps of %s sum to %s, want %s", test.name, result, sum, pays[i])
			}
			if got := none.PayWith(num(t, result), num(t, "1")); got.Sign() != 0 {
				t.Errorf("%s: with nothing %s pays %s", test.name, result, got)
			}
		}
		if _, ok := top.Attainment(num(t, "1")); ok {
			t.Errorf("%s: there is no attainment of a quota of zero", test.name)
		}
	}
	for name, test := range map[string]struct {
		rates *comp.Rates
		basis curve.Basis
		want  error
	}{
		"not said":             {flat, curve.Basis{Quota: quotaOf(t, "0")}, curve.ErrZeroQuota},
		"error":                {flat, curve.Basis{Quota: quotaOf(t, "0"), WhenZero: "error"}, curve.ErrZeroQuota},
		"no rate to pay":       {linear, curve.Basis{Quota: quotaOf(t, "0"), WhenZero: "top_rate"}, curve.ErrZeroQuota},
		"no quota":             {flat, curve.Basis{WhenZero: "nothing"}, curve.ErrNoQuota},
		"negative quota":       {flat, curve.Basis{Quota: quotaOf(t, "-1")}, curve.ErrNegativeQuota},
		"bounds moved to zero": {&comp.Rates{Kind: comp.Marginal, Pays: comp.PaysRate, By: comp.ByResult, Bands: bands(t, "0", "1")}, curve.Basis{Bounds: quotaOf(t, "0")}, curve.ErrZeroQuota},
	} {
		if _, err := curve.New(test.rates, test.basis); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
}

func TestUses(t *testing.T) {
	for _, test := range []struct {
		rates comp.Rates
		want  curve.Uses
	}{
		{comp.Rates{Kind: comp.Marginal, Pays: comp.PaysRate, By: comp.ByResult}, curve.Uses{}},
		{comp.Rates{Kind: comp.Marginal, Pays: comp.PaysRate, By: comp.ByAttainment}, curve.Uses{Quota: true}},
		{comp.Rates{Kind: comp.Marginal, Pays: comp.PaysMultiple, By: comp.ByResult}, curve.Uses{Quota: true, Target: true}},
		{comp.Rates{Kind: comp.Marginal, Pays: comp.PaysMultiple, By: comp.ByResult, BaseRate: pointer(t, "0.1")}, curve.Uses{}},
		{comp.Rates{Kind: comp.Banded, Pays: comp.PaysTargetShare, By: comp.ByResult}, curve.Uses{Target: true}},
		{comp.Rates{Kind: comp.Banded, Pays: comp.PaysSalaryShare, By: comp.ByAttainment}, curve.Uses{Quota: true, Salary: true}},
		{comp.Rates{Kind: comp.Matrix, Pays: comp.PaysAmount, Rows: comp.Axis{By: comp.ByResult}, Columns: comp.Axis{By: comp.ByAttainment}}, curve.Uses{SecondQuota: true}},
	} {
		if got := curve.UsesOf(&test.rates); got != test.want {
			t.Errorf("%s %s by %s uses %+v, want %+v", test.rates.Kind, test.rates.Pays, test.rates.By, got, test.want)
		}
	}
}

// TestPayNeedsNoMemory holds for figures as plans have them, also where quota
// and target share no divisor.
func TestPayNeedsNoMemory(t *testing.T) {
	r := comp.Rates{Kind: comp.Marginal, Pays: comp.PaysMultiple, By: comp.ByAttainment, Bands: bands(t, "0", "1", "1", "1.5", "1.25", "2")}
	c := build(t, r, curve.Basis{Quota: quotaOf(t, "1234567.89"), Target: num(t, "81234.57")})
	result := num(t, "1618033.99")
	var pay money.Decimal
	var err error
	if allocations := testing.AllocsPerRun(100, func() { pay, err = c.Pay(result).Round(2, money.HalfUp) }); allocations != 0 || err != nil {
		t.Errorf("the pay %s, %v needs %v allocations", pay, err, allocations)
	}
}

// TestStepsSayWhy pins the lines of a trace.
func TestStepsSayWhy(t *testing.T) {
	attained := curve.Basis{Quota: quotaOf(t, "1000"), Target: num(t, "50"), Salary: num(t, "600")}
	table := func(kind comp.RateKind, pays comp.Pays, beyond string, b ...string) comp.Rates {
		return comp.Rates{Kind: kind, Pays: pays, By: comp.ByAttainment, Boundary: "upper", Beyond: beyond, Bands: bands(t, b...)}
	}
	matrix := comp.Rates{
		Kind: comp.Matrix, Pays: comp.PaysSalaryShare, Between: "step", Values: [][]money.Decimal{decs(t, "0.1", "0.2"), decs(t, "0.3", "0.4")},
		Rows:    comp.Axis{By: comp.ByAttainment, Levels: decs(t, "0", "1")},
		Columns: comp.Axis{By: comp.ByResult, Measure: "margin", Levels: decs(t, "0", "1")},
	}
	for _, test := range []struct {
		name          string
		rates         comp.Rates
		result, lines string
	}{
		{"marginal", table(comp.Marginal, comp.PaysMultiple, "", "0.5", "1", "1", "2"), "1200", "band -1 open–500: 500 × 0 × 0.05 = 0; band 0 500–1000: 500 × 1 × 0.05 = 25; band 1 1000–open: 200 × 2 × 0.05 = 20"},
		{"below the threshold", table(comp.Marginal, comp.PaysMultiple, "", "0.5", "1", "1", "2"), "200", "band -1 open–500: 200 × 0 × 0.05 = 0"},
		{"nothing sold", table(comp.Marginal, comp.PaysMultiple, "", "0", "1", "1", "2"), "0", "band 0 0–1000: 0 × 1 × 0.05 = 0"},
		{"refund", table(comp.Marginal, comp.PaysMultiple, "", "0", "1", "1", "2"), "-100", "band 0 0–1000: -100 × 1 × 0.05 = -5"},
		{"capped", table(comp.Marginal, comp.PaysRate, "cap", "0", "0.1", "1"), "1200", "band 0 0–1000: 1000 × 0.1 × 1 = 100; band -1 1000–open: 200 × 0 × 0 = 0"},
		{"overage", table(comp.Overage, comp.PaysRate, "", "0", "0.1", "1", "0.2", "1.5", "0.3"), "1600", "band 0 0–1000: 1000 × 0.1 × 1 = 100; band 2 1000–open: 600 × 0.3 × 1 = 180"},
		{"overage not reached", table(comp.Overage, comp.PaysRate, "", "0", "0.1", "1", "0.2"), "0", "band 0 0–1000: 0 × 0.1 × 1 = 0"},
		{"retroactive", table(comp.Retroactive, comp.PaysRate, "", "0", "0.1", "1", "0.2", "1.5", "0.3"), "1200", "band 1 1000–1500: 1200 × 0.2 × 1 = 240"},
		{"banded", table(comp.Banded, comp.PaysTargetShare, "", "0.5", "0.8", "1", "1"), "700", "band 0 500–1000: flat 0.8 × 50 = 40"},
		{
			"interpolated",
			comp.Rates{Kind: comp.Interpolated, Pays: comp.PaysTargetShare, By: comp.ByAttainment, Below: "first", Beyond: "flat", Knots: knots(t, "0.5", "0.5", "1", "1")},
			"700", "band 0 500–1000: flat 0.7 × 50 = 35",
		},
		{
			"below the first knot",
			comp.Rates{Kind: comp.Interpolated, Pays: comp.PaysTargetShare, By: comp.ByAttainment, Below: "first", Beyond: "flat", Knots: knots(t, "0.5", "0.5", "1", "1")},
			"100", "band 0 open–500: flat 0.5 × 50 = 25",
		},
		{"matrix", matrix, "1200", "band 1 column 1 open–open: flat 0.4 × 600 = 240"},
	} {
		var lines []string
		for _, s := range build(t, test.rates, attained).StepsWith(num(t, test.result), num(t, "7")) {
			lines = append(lines, lineOf(s))
		}
		if got := strings.Join(lines, "; "); got != test.lines {
			t.Errorf("%s: got %q, want %q", test.name, got, test.lines)
		}
	}
}

func lineOf(s curve.Step) string {
	end := func(r *money.Ratio) string {
		if r == nil {
			return "open"
		}
		return r.String()
	}
	text := fmt.Sprintf("band %d ", s.Band)
	if s.Column != curve.NoBand {
		text += fmt.Sprintf("column %d ", s.Column)
	}
	text += end(s.From) + "–" + end(s.To) + ": "
	if s.Flat {
		return text + fmt.Sprintf("flat %s × %s = %s", s.Value, s.Unit, s.Pay)
	}
	return text + fmt.Sprintf("%s × %s × %s = %s", s.Part, s.Value, s.Unit, s.Pay)
}
