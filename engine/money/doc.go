// Package money knows exact decimal numbers and what may be done with them:
// parse, print, add, multiply and divide with a named rounding, convert between
// currencies, and split a whole into parts that sum to it. It also knows the
// active ISO 4217 currencies and their minor units.
//
// It must not know plans, files, dates or where an exchange rate comes from,
// and it never uses binary floating point. No operation wraps or rounds
// silently: what does not fit is an error, and each rounding takes a [Rounding]
// that the plan has named.
//
// Its entry points are [ParseDecimal] and [ParseCurrency]; [Ratio] is what exact
// figures are until they are rounded once; [Sum] and [Allocate]
// work on many numbers at once.
package money
