package check

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// badFilters reports filters that cannot be read, or that do not fit the
// conditions of their rule.
func badFilters(p *Pass) {
	for i := range p.Plan.Rules {
		rule := &p.Plan.Rules[i]
		if rule.Filter == "" {
			continue
		}
		report := func(format string, args ...any) {
			f := diag.New(diag.BadFilter, rule.Addr, rule.PlaceOf("filter"), "the filter %q of assignment rule %q %s",
				rule.Filter, rule.Label(), fmt.Sprintf(format, args...))
			p.report(f.At("filter"))
		}
		f, err := parseFilter(rule.Filter)
		if err != nil {
			report("cannot be read: %v", err)
			continue
		}
		checkNumbers(rule, f, report)
	}
}

func badFiltersReach() reach.Reach { return reach.Reach{} }

// checkNumbers compares the numbers in a filter with the conditions there are.
func checkNumbers(rule *plan.AssignmentRule, f filter, report func(format string, args ...any)) {
	count := len(rule.Conditions)
	used := make([]bool, count+1)
	var beyond []int
	f.numbers(func(n int) {
		if n < 1 || n > count {
			beyond = append(beyond, n)
			return
		}
		used[n] = true
	})
	slices.Sort(beyond)
	for _, n := range slices.Compact(beyond) {
		report("uses condition %d, but the rule has only the conditions 1 to %d", n, count)
	}
	for n := 1; n <= count && len(beyond) == 0; n++ {
		if !used[n] {
			report("leaves out condition %d, so it has no effect", n)
		}
	}
}
