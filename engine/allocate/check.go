package allocate

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// Check finds what is wrong with the allocations of a plan, each by itself, and
// returns the findings, sorted. What depends on the tree, weights or quotas is
// found by [Compute].
func Check(p *plan.Plan) diag.List {
	var found diag.List
	for _, a := range Read(p) {
		found = append(found, a.check()...)
	}
	return diag.Sorted(found)
}

// Reach says what decides the findings of [Check].
func Reach() reach.Reach { return reach.Reach{} }

// check applies the rules to one allocation.
func (a *Allocation) check() diag.List {
	var found diag.List
	report := func(code diag.Code, field, format string, args ...any) {
		found = append(found, diag.New(code, a.Addr, a.place(field), format, args...).At(field))
	}
	if sum := a.blend(); len(a.Weights) > 0 && sum.Cmp(money.FromInt(1)) != 0 {
		report(diag.BlendShares, "weights", "the shares of the weights sum to %s: a blend needs shares that sum to 1", sum)
	}
	if len(a.Seasonality) > 0 {
		if sum := sumOf(a.Seasonality); len(a.Seasonality) != len(a.Periods) {
			report(diag.SeasonalityOff, "seasonality", "the seasonality has %d entries, but %s has %d periods of that kind", len(a.Seasonality), a.Year, len(a.Periods))
		} else if sum.Cmp(money.FromInt(100)) != 0 {
			report(diag.SeasonalityOff, "seasonality", "the seasonality sums to %s per cent: it must sum to 100", sum)
		}
	}
	if a.Min != nil && a.Max != nil && a.Min.Cmp(*a.Max) > 0 {
		report(diag.LimitsUnmet, "min", "the least quota, %s, is larger than the largest, %s", a.Min.Grouped(0), a.Max.Grouped(0))
	}
	for i, factor := range a.Factors {
		if factor.Sign() <= 0 {
			report(diag.LimitsUnmet, "over_assignment", "over-assignment of level %d leaves nothing to compare with: a ratio must be above 0, a discount below 1", i+1)
		}
	}
	return found
}

// blend returns what the shares of the weights sum to.
func (a *Allocation) blend() money.Ratio {
	var sum money.Ratio
	for i := range a.Weights {
		sum = sum.Add(money.FromDecimal(a.Weights[i].Share))
	}
	return sum
}

func sumOf(numbers []money.Decimal) money.Ratio {
	var sum money.Ratio
	for _, n := range numbers {
		sum = sum.Add(money.FromDecimal(n))
	}
	return sum
}
