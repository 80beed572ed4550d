package payout_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/payout"
)

// covered is a plan in which ann and ben sell, and each is perhaps covered.
func covered(covers string) string {
	return `
measure: {arr: {name: ARR, unit: money}}
role: {ae: {name: AE}}
position: {ae-1: {role: ae}, ae-2: {role: ae}, ae-3: {role: ae}}
person: {ann: {}, ben: {}, cem: {}}
holder: [{position: ae-1, person: ann}, {position: ae-2, person: ben}, {position: ae-3, person: cem}]
quota:
  - {position: ae-1, measure: arr, period: FY27-Q1, amount: 89000}
  - {position: ae-2, measure: arr, period: FY27-Q1, amount: 44500}
  - {position: ae-3, measure: arr, period: FY27-Q1, amount: 100}
comp_plan:
  ae: {name: AE, roles: [ae], target_incentive: 1000, rounding: {mode: half_up, at: component}, components: {c: {measure: arr, weight: 1, window: quarter, pay_every: quarter, quota: {}, rates: {kind: marginal, pays: multiple, by: attainment, bands: [{from: 0, value: 1}]}}}}
` + covers
}

// linesOf returns credited results and quotas of the first quarter by position.
func linesOf(r *payout.Result) (results, quotas map[string]money.Ratio) {
	results, quotas = map[string]money.Ratio{}, map[string]money.Ratio{}
	for i := range r.Lines {
		if l := &r.Lines[i]; l.Period.String() == "FY27-Q1" {
			results[l.Position] = l.Result
			if l.Quota != nil {
				quotas[l.Position] = *l.Quota
			}
		}
	}
	return results, quotas
}

// TestCover: credits and quota of the days of a cover are divided as it says.
func TestCover(t *testing.T) {
	credits := "id,date,measure,amount,position\na,2026-02-10,arr,1000,ae-1\nb,2026-03-01,arr,1000,ae-1\nc,2026-03-31,arr,1000,ae-1\nd,2026-04-01,arr,1000,ae-1\n"
	plan := covered("cover: [{position: ae-1, by: ae-2, trigger: other, from: 2026-03-01, to: 2026-04-01, credit_share: 0.75, quota_share: 0.5}]\n")
	results, quotas := linesOf(compute(t, plan, credits, year))
	for position, want := range map[string][2]string{"ae-1": {"2500", "73500"}, "ae-2": {"1500", "60000"}, "ae-3": {"0", "100"}} {
		if got := [2]string{results[position].Lowest().String(), quotas[position].Lowest().String()}; got != want {
			t.Errorf("%s has result and quota %v, want %v", position, got, want)
		}
	}
}

// TestCoverConserves: whatever covers there are, as long as they give away no
// more than there is, credits and quotas of all together stay what they were.
func TestCoverConserves(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 54))
	sum := func(figures map[string]money.Ratio) string {
		var all money.Ratio
		for _, position := range []string{"ae-1", "ae-2", "ae-3"} {
			all = all.Add(figures[position])
		}
		return all.Lowest().String()
	}
	var rows strings.Builder
	rows.WriteString("id,date,measure,amount,position\n")
	for day := range 28 {
		fmt.Fprintf(&rows, "d%d,2026-0%d-%02d,arr,%d,ae-%d\n", day, 2+day%3, 1+day, 100+day*7, 1+day%3)
	}
	wantResults, wantQuotas := linesOf(compute(t, covered(""), rows.String(), year))
	for range 60 {
		var b strings.Builder
		b.WriteString("cover:\n")
		for i := range 1 + r.IntN(3) {
			from := 1 + r.IntN(20)
			fmt.Fprintf(&b, "  - {position: ae-%d, by: ae-%d, trigger: other, from: 2026-0%d-%02d, to: 2026-04-%02d, credit_share: 0.%d, quota_share: 0.%d}\n",
				1+i, 1+(i+1+r.IntN(2))%3, 2+r.IntN(2), from, from+r.IntN(9)+1, r.IntN(10), r.IntN(10))
		}
		results, quotas := linesOf(compute(t, covered(b.String()), rows.String(), year))
		if sum(results) != sum(wantResults) || sum(quotas) != sum(wantQuotas) {
			t.Fatalf("results %s and quotas %s, want %s and %s, with\n%s", sum(results), sum(quotas), sum(wantResults), sum(wantQuotas), b.String())
		}
	}
}
