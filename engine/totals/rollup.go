// Package totals totals quotas and headcount up the territory tree and the
// manager tree, by role, measure and fiscal period, exactly, and can say how
// every total came about. It reads the compiled plan only. Its entry points are
// [Compute], [Delta] and [Result.Why].
//
// # What is counted
//
// A holder (territory or position) *states* quotas for periods. Where it also
// states the parts of a period (its quarters), the parts count.
//
// The quota *rolled* up to a territory is the sum of what its children roll up
// and of the quotas of positions that own it, where it states none itself. A
// territory with nothing below it counts what it states. Where a territory
// states a quota and has parts, the parts count and the stated quota stands
// beside them: the difference is the over-assignment.
//
// A position's *direct* quota is its own, if nobody reports to it, and else
// that of the territories it owns that are not containers, times its share. The
// quota rolled up to a manager is the sum over the reports and the direct quota.
// Owner is who owns on the last day of the period; nothing is prorated.
//
// Headcount counts the positions that exist on the last day of the period;
// vacant are those that nobody holds that day.
package totals

import (
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
)

// Dimension is what totals are made by. The zero Dimension is invalid.
type Dimension uint8

// The dimensions.
const (
	Whole     Dimension = iota + 1 // the whole plan
	Territory                      // the territory tree
	Manager                        // the tree of positions
	Role                           // kinds of job
)

// dimensionNames stand in the order of the dimensions.
var dimensionNames = []string{"whole", "territory", "manager", "role"}

// DimensionNames returns the names that ParseDimension reads.
func DimensionNames() []string { return slices.Clone(dimensionNames) }

// ParseDimension reads the name of a dimension.
func ParseDimension(text string) (Dimension, error) {
	if i := slices.Index(dimensionNames, text); i >= 0 {
		return Dimension(i + 1), nil
	}
	return 0, fmt.Errorf("there is no total by %q: choose one of %s", text, strings.Join(dimensionNames, ", "))
}

// String returns the name of the dimension.
func (d Dimension) String() string {
	if d < Whole || d > Role {
		return "invalid"
	}
	return dimensionNames[d-1]
}

// Measures that are counted beside the plan's own.
const (
	Headcount = "headcount" // positions
	Vacant    = "vacant"    // positions that nobody holds
)

// Key names one total.
type Key struct {
	Dimension Dimension
	Node      addr.Addr // zero for Whole
	Measure   string    // id of a measure, Headcount or Vacant
	Period    period.Period
}

// Total is one number.
type Total struct {
	Key
	Name   string        // of the node, as people say it
	Depth  int           // of the node in its tree, from 0
	Unit   string        // currency code, or "count"
	Rolled money.Decimal // what the parts sum to
	Stated money.Decimal // what the node itself states; counts only if HasStated
	// HasStated: the node states a quota of its own beside its parts.
	HasStated bool
}

// Result are all totals of a plan: by dimension, then in tree order, measure
// and period. It is never changed.
type Result struct {
	Totals []Total
	index  map[Key]int
	ledger *ledger
}

// Find returns one total.
func (r *Result) Find(key Key) (Total, bool) {
	i, ok := r.index[key]
	if !ok {
		return Total{}, false
	}
	return r.Totals[i], true
}

// Change is a total that differs between two plans. A total that one side does
// not have counts as 0 there.
type Change struct {
	Total                       // of the plan after; before, where it is gone
	Before, After money.Decimal // rolled
	Difference    money.Decimal
	// Percent of Before with one digit, half even; HasPercent is false where
	// Before is 0.
	Percent    money.Decimal
	HasPercent bool
}

// Delta returns the totals that differ, in the order of after; totals that only
// before has come last within their dimension. Renamed nodes, from before to
// after, are one node.
func Delta(before, after *Result, renames map[addr.Addr]addr.Addr) []Change {
	old := make(map[Key]money.Decimal, len(before.Totals))
	current := func(key Key) Key {
		if to, ok := renames[key.Node]; ok {
			key.Node = to
		}
		return key
	}
	for _, total := range before.Totals {
		old[current(total.Key)] = total.Rolled
	}
	var changes []Change
	for _, total := range after.Totals {
		changes = appendChange(changes, total, old[total.Key], total.Rolled)
	}
	for _, total := range before.Totals {
		if _, still := after.Find(current(total.Key)); !still {
			changes = appendChange(changes, total, total.Rolled, money.Decimal{})
		}
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return int(a.Dimension) - int(b.Dimension) })
	return changes
}

// appendChange adds a change if there is one.
func appendChange(changes []Change, total Total, before, after money.Decimal) []Change {
	if before == after {
		return changes
	}
	change := Change{Total: total, Before: before, After: after}
	change.Difference, _ = after.Sub(before) // both are totals far inside the range
	hundred, _ := money.New(100, 0)
	if scaled, err := change.Difference.Mul(hundred); err == nil && before.Sign() != 0 {
		if percent, err := scaled.QuoRound(before, 1, money.HalfEven); err == nil {
			change.Percent, change.HasPercent = percent, true
		}
	}
	return append(changes, change)
}
