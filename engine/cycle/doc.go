// Package cycle knows the monthly cycle of sales and operations planning: which
// inputs are there and fresh, whether supply meets demand, how figures stand
// against their targets, who was at the meeting, and which actions are open. It
// looks at a month as of a day that it is given, and must not know today's date
// nor how results are shown. Its entry points are [Compute] and [Check].
package cycle
