// Package payout knows how credits become pay: it books them on the accounts of
// those who are paid for them, applies rate tables, gates, caps, modifiers,
// budgets, clawbacks and instalments, and then what a plan says of the sum:
// caps, draw, guarantee and adjustments. All numbers are exact until the one
// rounding that the comp plan names.
//
// It must not know files nor how anything is shown. Its entry points are
// [Compute] for a file of credits and [Example] for an example of a comp plan.
package payout
