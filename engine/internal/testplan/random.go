package testplan

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Random returns the text of a small plan that depends on the generator alone:
// territories with parents, positions, assignments and quotas. Two random plans
// share most of their ids, so that all kinds of change occur between them.
func Random(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("measure:\n  arr: {name: ARR, unit: money}\n")
	territories := some(r, "t", 8)
	b.WriteString("territory:\n")
	for i, id := range territories {
		fmt.Fprintf(&b, "  %s:\n    name: Name %d\n", id, r.IntN(3))
		if i > 0 && r.IntN(3) > 0 {
			fmt.Fprintf(&b, "    parent: %s\n", territories[r.IntN(i)])
		}
		if r.IntN(3) == 0 {
			fmt.Fprintf(&b, "    extra: {code: %d, note: \"n%d\"}\n", r.IntN(3), r.IntN(2))
		}
		if r.IntN(4) == 0 {
			fmt.Fprintf(&b, "    from: 2026-0%d-01\n", 1+r.IntN(9))
		}
	}
	positions := some(r, "p", 6)
	b.WriteString("position:\n")
	for _, id := range positions {
		fmt.Fprintf(&b, "  %s: {title: Seat %d}\n", id, r.IntN(3))
	}
	b.WriteString("assignment:\n")
	for _, id := range territories {
		fmt.Fprintf(&b, "  - {territory: %s, position: %s, coverage: owner}\n", id, positions[r.IntN(len(positions))])
	}
	b.WriteString("quota:\n")
	for _, id := range territories {
		for quarter := 1; quarter <= 2; quarter++ {
			fmt.Fprintf(&b, "  - {territory: %s, measure: arr, period: FY27-Q%d, amount: %d}\n", id, quarter, 100*(1+r.IntN(3)))
		}
	}
	return b.String()
}

// some returns about two thirds of n ids, at least two, in order.
func some(r *rand.Rand, prefix string, n int) []string {
	var ids []string
	for i := range n {
		if r.IntN(3) > 0 || n-i <= 2-len(ids) {
			ids = append(ids, fmt.Sprintf("%s%d", prefix, i))
		}
	}
	return ids
}
