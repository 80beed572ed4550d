// Package credit reads what was sold and for whom: credits files, row by row,
// so that their size does not matter. It knows the columns of such a file, the
// form of their cells and what is wrong with a row. It does not know plans: it
// cannot tell whether a position exists or whether anybody is paid for a
// measure. Its entry point is [Read].
package credit
