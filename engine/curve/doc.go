// Package curve knows how a rate table turns a result into pay, exactly: the
// pay of a result, the band and rate behind every part of it, where the pay
// jumps and how steep it is, and whether it can be settled credit by credit.
//
// It must not know who earns, when, or how pay is rounded: a [Curve] is one
// table with the quota, the target and the salary of one window put in, and
// everything it returns is a [money.Ratio] that the caller rounds once.
//
// Its entry points are [New] for a component's table, [NewFactors] for a
// modifier's, [ComponentProblems] for tables that mean nothing, and [Hindrances]
// for what keeps a component from being settled credit by credit.
package curve
