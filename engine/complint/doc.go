// Package complint knows what is wrong with the logic of comp plans: tables that
// contradict themselves, choices left open, pay at target that is not the target
// incentive, cliffs, limits that cannot work, texts that say something else than
// the numbers. Each rule is a value with a code.
//
// It must not know how a plan was read, what anybody was paid, nor how findings
// are shown, and it says nothing about broken records. Its entry points are
// [Rules], which package check lists among its own, and [OpenChoices] and
// [EmptyRanges], which belong to rules that look at more than comp plans.
package complint
