// Package credit reads the files that a payout needs beside the plan: credits,
// which say what was sold and for whom, and payments, which say what was paid
// already. They are read row by row, so that their size does not matter. It
// knows the columns of such files, the form of their cells and what is wrong
// with a row. It does not know plans: it cannot tell whether a position exists
// or whether anybody is paid for a measure. Its entry points are [Read] and
// [ReadPayments].
package credit
