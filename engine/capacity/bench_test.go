package capacity_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/capacity"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
)

// company is a plan of so many territories on levels of three, each with an owner
// who is new or was, quotas and goals of four quarters, and attrition.
func company(t testing.TB, territories int) *plan.Plan {
	t.Helper()
	var tree, seats, holders, owners, quotas, goals strings.Builder
	tree.WriteString("id,name,parent,container\n")
	seats.WriteString("id,role\n")
	holders.WriteString("position,person,from\n")
	owners.WriteString("territory,position,coverage\n")
	quotas.WriteString("territory,measure,period,amount\n")
	goals.WriteString("territory,measure,period,amount,min_quota_coverage\n")
	below, lowest := make([]int, territories), make([]int, territories) // seats at and below, and how many are at the lowest level
	for i := territories - 1; i >= 0; i-- {
		below[i]++
		if 3*i+1 >= territories {
			lowest[i] = 1
		}
		if i > 0 {
			below[(i-1)/3] += below[i]
			lowest[(i-1)/3] += lowest[i]
		}
	}
	for i := range territories {
		parent := ""
		if i > 0 {
			parent = fmt.Sprintf("t%d", (i-1)/3)
		}
		fmt.Fprintf(&tree, "t%d,T%d,%s,true\n", i, i, parent)
		fmt.Fprintf(&seats, "s%d,ae\n", i)
		fmt.Fprintf(&holders, "s%d,ann,2025-%02d-15\n", i, 1+i%12)
		fmt.Fprintf(&owners, "t%d,s%d,owner\n", i, i)
		for quarter := 1; quarter <= 4; quarter++ {
			fmt.Fprintf(&quotas, "t%d,arr,FY27-Q%d,%d\n", i, quarter, 100*below[i])
			fmt.Fprintf(&goals, "t%d,arr,FY27-Q%d,%d,0\n", i, quarter, lowest[i])
		}
	}
	compiled, _ := testplan.Load(t, map[string]string{
		"plan.yaml": strings.TrimLeft(testplan.Settings, "\n") + base + "ramp: {slow: {shares: [0.2, 0.5, 0.7], first_month: start_month, longer: average, applies_to: [quota]}}\n" +
			"capacity: {all: " + choices{productivity: "quota", more: ", ramp: slow, attrition: {rate: 0.13, spread: month_end, vacancy_days: 45}"}.String() + "}\n",
		"territory.csv": tree.String(), "position.csv": seats.String(), "holder.csv": holders.String(), "assignment.csv": owners.String(),
		"quota.csv": quotas.String(), "goal.csv": goals.String(),
	})
	return compiled.Plan
}

// BenchmarkCheck holds 100,000 goals of 25,000 territories against quotas and
// against the capacity of as many seats.
func BenchmarkCheck(b *testing.B) {
	p := company(b, 25_000)
	b.ReportAllocs()
	for b.Loop() {
		if found := capacity.Check(p); len(found) > 0 {
			b.Fatalf("%s: %s", found[0].Place, found[0].Message)
		}
	}
}
