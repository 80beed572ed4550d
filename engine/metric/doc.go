// Package metric works out figures of the nodes of a plan that follow from
// several others: quota for target pay, over-assignment, coverage of goals, seats
// at capacity, span of control, and the key figures that a plan declares with a
// formula of its own. Every figure is exact and is rounded where it is shown. Its
// entry points are [Compute], [Parse] and [Check].
//
// # Formulas
//
// A formula has numbers, names of figures, + - × ÷ (also * and /), and
// parentheses. × and ÷ bind more than + and -; of equals the left one goes first.
// A name may hold "-" inside: a difference has blanks around its sign. What is
// divided by 0, or stands on a figure that nothing states, has no value.
package metric
