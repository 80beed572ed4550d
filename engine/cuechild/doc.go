// Package cuechild knows processes that are made to be stopped: it evaluates
// the CUE of a plan folder in a child, the same program started again, that has
// no environment, no folder of the plan, and limits on memory, stack, time and
// output. Whatever the CUE does to the child, the parent goes on and says which
// limit it was. It does not know what CUE means; package cuelang does, on both
// sides.
//
// The entry points are [NewParent] in the one process and [Serve] in the other.
package cuechild
