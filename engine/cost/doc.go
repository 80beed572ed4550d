// Package cost knows what a sales plan costs in a fiscal year at assumed
// results: salaries, incentive pay and what employers pay on top, by person and
// summed along the dimensions of a plan. It knows which sums would give away the
// pay of a single person.
//
// Pay is worked out by package payout. Its entry points are [Compute] and
// [Between].
package cost
