// Package rollup knows how quotas and headcount add up: by the territory tree,
// by the manager tree, by role and for the whole plan, for every measure and
// fiscal period. Each total is exact and can say which records it is made of.
// The package must not know files, rules about what a total should be, nor how
// totals are shown. Its entry point is [Compute]; [Delta] compares two results.
//
// # What counts
//
// A quota either counts in the totals or is a target for a group. Targets for
// groups are shown beside the total as stated and are never added to it, so
// that nothing is counted twice:
//
//   - The quota of a territory counts unless something below the territory has
//     a quota for the same measure and period. It counts at the territory and
//     at everything above it.
//   - The quota of a position counts, in the territory tree, once and in full
//     at the territory that the position owns, or at the lowest territory above
//     all that it owns. Where a territory that it owns, or one below, has a
//     quota of its own for that measure and period, that one speaks instead. A
//     position that owns nothing is counted in the whole plan only.
//   - The quota of a position whose role leads others is the target of its team
//     as soon as a position below it carries a quota for the same measure and
//     period. Other positions' quotas are their own and add to those below.
//
// Rolled is the sum of what counts at the node and below it; Stated is what was
// written for the node itself. Rolled divided by stated is the over-assignment.
//
// # Who carries a quota
//
// A position carries its own quotas, and for other periods its share of the
// quotas of the territories it owns. Of two territories one above the other it
// carries the upper one's quota. The owners are those of the last day of the
// quota's period; an assignment that ends before has no part in it, unless the
// next one leaves it a part: "takes_quota" says how much an owner takes of the
// quota of a period that has begun, and the parts sum to the whole. Shares
// that sum to 1 split the quota exactly; other shares (a finding elsewhere)
// are multiplied and rounded half to even. Carried quotas are what a position
// states; what of them counts, plus the totals of its reports, is its rolled
// quota. For a role, both are summed over its positions, so that the rolled
// quotas of all roles never contain a quota twice.
//
// # Periods
//
// A quota counts in its period and in the longer ones around it. It is never
// split into shorter ones: a total that misses a quota for that reason is
// Partial. Where one holder has quotas for a period and for all parts of it,
// the parts count and the whole is stated; if they differ that is a finding.
// While a part is missing, the whole counts.
//
// # Currencies
//
// Amounts in another currency are converted once, record by record, at the
// plan's rate and rounded half to even to the minor units of the plan currency.
// Without a rate the quota is left out and a finding says so.
//
// # Headcount
//
// Positions are counted that are there on the last day of a period; filled
// means that somebody holds the position on that day. A node of the manager
// tree has itself and all positions below. A territory has the positions that
// own it or a territory below, each once.
//
// # Broken trees
//
// A node whose parent is unknown or broken is a root. A node that is above
// itself stands alone, and what hangs below it is a root.
package rollup
