package rollup_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// random writes plans at random: trees with circles and unknown parents,
// owners that share, follow each other and own nested territories, and quotas
// of territories and positions for periods of any length.
type random struct {
	*rand.Rand
	grains []string // of quotas
}

var anyGrain = []string{"FY27", "FY27-H1", "FY27-H2", "FY27-Q1", "FY27-Q2", "FY27-Q3", "FY27-Q4", "FY27-M01", "FY27-M02", "FY27-M03", "FY28-Q1"}

var quarters = []string{"FY27-Q1", "FY27-Q2", "FY27-Q3", "FY27-Q4"}

func (r random) plan() string {
	var b strings.Builder
	nodes, seats := 2+r.IntN(8), 1+r.IntN(6)
	b.WriteString("territory:\n")
	for i := range nodes {
		fmt.Fprintf(&b, "  t%d: {name: T, parent: t%d}\n", i, r.IntN(nodes+2)-r.IntN(2)*i)
	}
	b.WriteString("position:\n")
	for i := range seats {
		fmt.Fprintf(&b, "  p%d: {role: %s, manager: p%d, from: 2026-0%d-01}\n", i, []string{"lead", "rep"}[r.IntN(2)], r.IntN(seats+2)-r.IntN(2)*i, 1+r.IntN(9))
	}
	b.WriteString("assignment:\n")
	for i := range r.IntN(2 * nodes) {
		fmt.Fprintf(&b, "  - {territory: t%d, position: p%d, share: %s, from: 20%d-0%d-01}\n", r.IntN(nodes), r.IntN(seats), []string{"1", "0.5", "0.333"}[r.IntN(3)], 10+i, 1+r.IntN(9))
	}
	b.WriteString("holder:\n")
	for i := range seats {
		fmt.Fprintf(&b, "  - {position: p%d, person: x%d, from: 2026-0%d-01}\n", r.IntN(seats), i, 1+r.IntN(9))
	}
	b.WriteString("quota:\n")
	written := map[string]bool{}
	for range r.IntN(4 * nodes) {
		holder := fmt.Sprintf("territory: t%d", r.IntN(nodes))
		if r.IntN(3) == 0 {
			holder = fmt.Sprintf("position: p%d", r.IntN(seats))
		}
		measure := []string{"arr", "deals"}[r.IntN(2)]
		about := fmt.Sprintf("%s, measure: %s, period: %s", holder, measure, r.grains[r.IntN(len(r.grains))])
		if written[about] {
			continue
		}
		written[about] = true
		currency := ""
		if measure == "arr" && r.IntN(4) == 0 {
			currency = ", currency: USD"
		}
		fmt.Fprintf(&b, "  - {%s, amount: %d.%d%s}\n", about, r.IntN(1000), r.IntN(100), currency)
	}
	return strings.Replace(strings.TrimSuffix(b.String(), "quota:\n"), "assignment:\nholder", "holder", 1)
}
