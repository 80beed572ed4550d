package curve_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/curve"
)

func TestFactors(t *testing.T) {
	gapped := bands(t, "0.5", "0.8", "0.9", "1", "1.1")
	gapped[0].To = pointer(t, "0.7")
	for _, test := range []struct {
		name     string
		modifier comp.Modifier
		given    string
		factors  string // factor/band
	}{
		{"upper", comp.Modifier{Kind: comp.Banded, Boundary: "upper", Bands: bands(t, "0.5", "0.8", "1", "1.2")}, "0.4 0.5 0.99 1", "0.25/-1 0.8/0 0.8/0 1.2/1"},
		{"lower", comp.Modifier{Kind: comp.Banded, Boundary: "lower", Bands: bands(t, "0.5", "0.8", "1", "1.2")}, "0.5 0.51 1 1.01", "0.25/-1 0.8/0 0.8/0 1.2/1"},
		{"gaps and an end", comp.Modifier{Kind: comp.Banded, Boundary: "upper", Bands: gapped}, "0.69 0.7 0.9 1.1 -5", "0.8/0 0.25/-1 1/1 0.25/-1 0.25/-1"},
		{"flat", comp.Modifier{Kind: comp.Interpolated, Beyond: "flat", Knots: knots(t, "0.5", "0.5", "1", "1")}, "0.49 0.5 0.75 1 2", "0.25/-1 0.5/0 0.75/0 1/1 1/1"},
		{"extended, with a jump", comp.Modifier{Kind: comp.Interpolated, Beyond: "extend", Knots: knots(t, "0", "0", "0.5", "0.5", "0.5", "0.6", "1", "1")}, "0.25 0.5 2", "0.25/0 0.6/2 1.8/2"},
	} {
		test.modifier.Otherwise = dec(t, "0.25")
		factors := strings.Fields(test.factors)
		for _, quota := range []string{"1", "730"} {
			test.modifier.By = comp.ByAttainment
			f, err := curve.NewFactors(&test.modifier, quotaOf(t, quota))
			if err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			for i, attainment := range strings.Fields(test.given) {
				factor, band := f.Value(num(t, attainment).Mul(num(t, quota)))
				if got := fmt.Sprintf("%s/%d", factor, band); got != factors[i] {
					t.Errorf("%s: at %s of a quota of %s it is %s, want %s", test.name, attainment, quota, got, factors[i])
				}
			}
		}
	}
}

func TestFactorsThatMeanNothing(t *testing.T) {
	fine := comp.Modifier{Kind: comp.Banded, Boundary: "upper", By: comp.ByAttainment, Bands: bands(t, "0.5", "0.8")}
	for quota, want := range map[string]error{"0": curve.ErrZeroQuota, "-1": curve.ErrNegativeQuota} {
		if _, err := curve.NewFactors(&fine, quotaOf(t, quota)); !errors.Is(err, want) {
			t.Errorf("a quota of %s: %v", quota, err)
		}
	}
	if _, err := curve.NewFactors(&fine, nil); !errors.Is(err, curve.ErrNoQuota) {
		t.Errorf("no quota: %v", err)
	}
	fine.By = comp.ByResult
	if _, err := curve.NewFactors(&fine, nil); err != nil {
		t.Errorf("by result no quota is needed: %v", err)
	}
	overlapping := comp.Modifier{Kind: comp.Banded, By: comp.ByResult, Bands: bands(t, "0", "0.8", "0.5", "1")}
	overlapping.Bands[0].To = pointer(t, "0.6")
	single := comp.Modifier{Kind: comp.Interpolated, By: comp.ByResult, Beyond: "flat", Knots: knots(t, "0", "0.8")}
	for _, m := range []*comp.Modifier{&overlapping, &single} {
		var refused *curve.TableError
		if _, err := curve.NewFactors(m, nil); !errors.As(err, &refused) || len(refused.Problems) != 1 {
			t.Errorf("%+v: %v", m, err)
		}
	}
}
