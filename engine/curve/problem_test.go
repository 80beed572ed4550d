package curve_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
	"github.com/salesplan/salesplan/engine/money"
)

func TestProblems(t *testing.T) {
	banded := func(kind comp.RateKind, pays comp.Pays, by comp.By, b ...string) comp.Rates {
		return comp.Rates{Kind: kind, Pays: pays, By: by, Boundary: "upper", Bands: bands(t, b...)}
	}
	with := func(r comp.Rates, change func(*comp.Rates)) comp.Rates {
		r.Bands = slices.Clone(r.Bands)
		change(&r)
		return r
	}
	marginal := banded(comp.Marginal, comp.PaysRate, comp.ByAttainment, "0", "0.1", "1", "0.2")
	curved := func(k ...string) comp.Rates {
		return comp.Rates{Kind: comp.Interpolated, Pays: comp.PaysRate, By: comp.ByResult, Below: "nothing", Beyond: "extend", Knots: knots(t, k...)}
	}
	matrix := comp.Rates{
		Kind: comp.Matrix, Pays: comp.PaysAmount, Between: "step", Values: [][]money.Decimal{decs(t, "1", "2")},
		Rows: comp.Axis{By: comp.ByAttainment, Levels: decs(t, "0")}, Columns: comp.Axis{By: comp.ByResult, Measure: "margin", Levels: decs(t, "0", "1")},
	}
	for _, test := range []struct {
		name  string
		rates comp.Rates
		want  string // kind field index of each problem
	}{
		{"none", marginal, ""},
		{"none in a matrix", matrix, ""},
		{"none in a curve", curved("0", "1", "1", "2", "1", "3", "2", "4"), ""},
		{"ends that join", with(marginal, func(r *comp.Rates) { r.Bands[0].To = pointer(t, "1") }), ""},
		{"marginal of money", banded(comp.Marginal, comp.PaysTargetShare, comp.ByAttainment, "0", "1"), "no_meaning pays -1"},
		{"retroactive of money", banded(comp.Retroactive, comp.PaysAmount, comp.ByAttainment, "0", "1"), "no_meaning pays -1"},
		{"flat rates", banded(comp.Banded, comp.PaysRate, comp.ByAttainment, "0", "1"), "no_meaning pays -1"},
		{"parts of an attribute", with(banded(comp.Overage, comp.PaysRate, comp.ByAttribute, "0", "1"), func(r *comp.Rates) { r.Attribute = "margin" }), "no_meaning by -1"},
		{"no attribute", banded(comp.Retroactive, comp.PaysRate, comp.ByAttribute, "0", "1"), "missing attribute -1"},
		{"idle attribute", with(marginal, func(r *comp.Rates) { r.Attribute = "margin" }), "no_effect attribute -1"},
		{"idle base rate", with(marginal, func(r *comp.Rates) { r.BaseRate = pointer(t, "1") }), "no_effect base_rate -1"},
		{"idle rounding", with(curved("0", "1", "1", "2"), func(r *comp.Rates) { r.Round = &comp.AttainmentRounding{Mode: money.Down} }), "no_effect round_attainment -1"},
		{"gap", with(marginal, func(r *comp.Rates) { r.Bands[0].To = pointer(t, "0.99") }), "gap from 1"},
		{"overlap", with(marginal, func(r *comp.Rates) { r.Bands[0].To = pointer(t, "1.1") }), "overlap from 1"},
		{"bands that fall", banded(comp.Marginal, comp.PaysRate, comp.ByResult, "5", "1", "1", "2"), "order from 1"},
		{"empty band", banded(comp.Marginal, comp.PaysRate, comp.ByResult, "5", "0.2", "1"), "missing beyond -1, empty to 0"},
		{"open choice", banded(comp.Banded, comp.PaysAmount, comp.ByResult, "5", "0.2", "6"), "missing beyond -1"},
		{"no bands", banded(comp.Marginal, comp.PaysRate, comp.ByResult), "missing bands -1"},
		{"ends below zero", with(banded(comp.Marginal, comp.PaysRate, comp.ByResult, "-5", "0.2", "-1"), func(r *comp.Rates) { r.Beyond = "cap" }), "no_meaning bands -1"},
		{"overage from below zero", banded(comp.Overage, comp.PaysRate, comp.ByResult, "-5", "0.2", "-1", "0.3"), "no_meaning bands -1"},
		{"one knot", curved("0", "1"), "missing knots -1"},
		{"knots that fall", curved("1", "1", "0", "2"), "order knots 1"},
		{"three knots at one place", curved("1", "1", "1", "2", "1", "3", "2", "4"), "order knots 2"},
		{"a jump extended", curved("0", "0", "1", "1", "1", "2"), "no_meaning beyond 2"},
		{"open ends", with(curved("0", "0", "1", "1"), func(r *comp.Rates) { r.Below, r.Beyond = "", "" }), "missing below -1, missing beyond -1"},
		{"levels that fall", with(matrix, func(r *comp.Rates) { r.Columns.Levels = decs(t, "1", "0") }), "order columns 1"},
		{"no levels", with(matrix, func(r *comp.Rates) { r.Rows.Levels = nil }), "missing rows -1, shape values -1"},
		{"no second measure", with(matrix, func(r *comp.Rates) { r.Columns.Measure = "" }), "missing columns -1"},
		{"values that do not fit", with(matrix, func(r *comp.Rates) { r.Values = [][]money.Decimal{decs(t, "1")} }), "shape values 0"},
	} {
		var got []string
		problems := curve.Problems(&test.rates)
		for _, p := range problems {
			got = append(got, fmt.Sprintf("%s %s %d", p.Kind, p.Field, p.Index))
			if p.Reason == "" || strings.HasSuffix(p.Reason, ".") || strings.Contains(p.Reason, "%!") {
				t.Errorf("%s: %q is no sentence without a full stop", test.name, p.Reason)
			}
		}
		if text := strings.Join(got, ", "); !sameSet(text, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, text, test.want)
		}
		quota := num(t, "100")
		_, err := curve.New(&test.rates, curve.Basis{Quota: &quota, SecondQuota: &quota})
		var refused *curve.TableError
		if errors.As(err, &refused) != (len(problems) > 0) || refused != nil && !strings.Contains(refused.Error(), problems[0].Reason) {
			t.Errorf("%s: New says %v", test.name, err)
		}
	}
}

func TestComponentProblems(t *testing.T) {
	for name, test := range map[string]struct {
		component comp.Component
		want      string
	}{
		"none": {quarterly(t), ""},
		"of the table": {comp.Component{Window: comp.Quarter, Rates: comp.Rates{
			Kind: comp.Banded, Pays: comp.PaysRate, By: comp.ByResult, Bands: bands(t, "0", "1"),
		}}, "no_meaning pays"},
		"an attribute of a quarter": {comp.Component{Window: comp.Quarter, Rates: comp.Rates{
			Kind: comp.Retroactive, Pays: comp.PaysRate, By: comp.ByAttribute, Attribute: "margin", Bands: bands(t, "0", "1"),
		}}, "no_meaning by"},
		"no base rate at zero": {comp.Component{Window: comp.Quarter, Quota: comp.QuotaLink{WhenZero: "top_rate"}, Rates: comp.Rates{
			Kind: comp.Marginal, Pays: comp.PaysMultiple, By: comp.ByAttainment, Bands: bands(t, "0", "1"),
		}}, "missing base_rate"},
		"rows of another measure": {comp.Component{Window: comp.Quarter, Measure: "bookings", Rates: comp.Rates{
			Kind: comp.Matrix, Pays: comp.PaysAmount, Values: [][]money.Decimal{decs(t, "1")},
			Rows:    comp.Axis{By: comp.ByResult, Measure: "churn", Levels: decs(t, "0")},
			Columns: comp.Axis{By: comp.ByResult, Measure: "margin", Levels: decs(t, "0")},
		}}, "no_meaning rows"},
	} {
		var got []string
		for _, p := range curve.ComponentProblems(&test.component) {
			got = append(got, fmt.Sprintf("%s %s", p.Kind, p.Field))
		}
		if text := strings.Join(got, ", "); text != test.want {
			t.Errorf("%s: got %q, want %q", name, text, test.want)
		}
	}
}

// sameSet compares lists of texts in any order.
func sameSet(a, b string) bool {
	x, y := strings.Split(a, ", "), strings.Split(b, ", ")
	for _, one := range x {
		if !strings.Contains(", "+b+", ", ", "+one+", ") {
			return false
		}
	}
	return len(x) == len(y)
}

func TestGapsAndOverlapsSayWhere(t *testing.T) {
	r := comp.Rates{Kind: comp.Marginal, Pays: comp.PaysRate, By: comp.ByAttainment, Bands: bands(t, "0", "0.03", "0.5", "0.06", "1", "0.08")}
	r.Bands[0].To, r.Bands[1].To = pointer(t, "0.6"), pointer(t, "0.9")
	problems := curve.Problems(&r)
	if len(problems) != 2 {
		t.Fatalf("got %+v", problems)
	}
	for i, want := range []string{"0.5 0.6 the bands from 0 and from 0.5 overlap: both hold from 0.5 to 0.6", "0.9 1 no band holds from 0.9 to 1: a result there has no rate; let one band begin where the other ends"} {
		if got := fmt.Sprint(problems[i].From, " ", problems[i].To, " ", problems[i].Reason); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
