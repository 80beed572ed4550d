// Package goal knows what is expected of a stint in a stretch of time: its
// quota, its target pay and salary, and how much of each remains after ramp,
// proration and leave. It also converts amounts at the rates of a plan. It
// knows neither credits nor rate tables. Its entry points are [New] and
// [Book.Of].
//
// # Parts of a year
//
// Target pay and salary of a stretch are those of the year times its part of
// the year. In a calendar of months that is its months / 12. In a calendar of
// weeks it is its weeks / 52: a quarter is 13/52, a month 4/52 or 5/52; the
// 53rd week of a long year adds nothing.
//
// # Quotas
//
// The quota of a stretch is the first of these that there is: the record of the
// position for exactly this period; the sum of its records for all parts of it;
// its share of the quotas of the territories it owns, as in package rollup; the
// amount of the component's quota link; for a component that counts the results
// of a team together, the sum of the quotas of all whose results count.
//
// # Ramp
//
// Months are fiscal months. In a stretch of several months, "average" averages
// over the months in which the person holds the position, and "start" takes the
// first of them.
package goal
