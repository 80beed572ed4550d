// Package ops knows how the sales operations function itself is organised: who
// has which part in which activity, how many hours and how much money the
// activities take, what moving them elsewhere frees, and which stage of
// maturity the map shows. It must not know how a plan was read nor how results
// are shown. Its entry points are [Compute], [Reallocate] and [Assess].
package ops
