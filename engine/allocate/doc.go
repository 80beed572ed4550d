// Package allocate knows how quotas are set: it carries out the allocations of a
// plan. A figure of a territory or position is shared out down the tree by
// weights, or grows out of baselines up the tree; quotas that are locked stay.
// Amounts are whole numbers of a smallest unit, every split is exact, and the
// same plan always yields the same quotas.
//
// It proposes and writes nothing. Its entry point is [Compute]; [Check] finds
// what is wrong with allocations whatever the rest of the plan says.
package allocate
