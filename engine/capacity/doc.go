// Package capacity knows what the seats of a sales plan can achieve in a fiscal
// year, what planned hires add to it, and whether goal, quotas, capacity, cost
// and headcount of a node of a hierarchy fit each other. Its entry points are
// [Compute], [Assess] and [Check].
//
// # What a seat achieves
//
// The capacity of a seat is the sum over the months of the year of
//
//	productivity / 12 × presence × ramp × attainment × utilisation × what attrition leaves
//
// for whoever is there: holders, planned hires and, where the plan says so,
// vacant seats. A productivity that is the quota takes the quota of the month, or
// an equal part of what the shortest longer period leaves for the months that have
// none of their own.
// Every figure is exact; it is rounded where it is shown. Months therefore sum
// to quarters and quarters to the year, and children to their parent.
//
// # Where it counts
//
// In the territory tree a seat counts at the lowest territory that holds all
// that it owns on its last day in the month; a seat that owns nothing counts in
// the whole plan only. In the manager tree it counts at itself and everybody
// above. New seats count at the territory and the manager that their hire names.
//
// # Attrition
//
// Of a rate that is spread over the whole year every month loses that share. Of
// one that is spread by month ends a twelfth of the rate has gone after the
// first month that a seat is held in the year, two twelfths after the second and
// so on; each is replaced after the vacancy by somebody who ramps.
//
// # Required hires
//
// The smallest whole number of people of a role, planned to start on a day,
// whose capacity in a period comes to at least the gap between the goal, times
// its capacity coverage, and the capacity that is there: the gap divided by the
// capacity of one such seat, rounded up.
package capacity
