// Package load knows how plan files are written: which files of a folder
// belong to the plan, and how YAML, CSV and CUE text is read without anything
// in it being taken for something that its author did not see. Out come raw
// records with the place of every value.
//
// It accepts less than YAML does. What two readers of YAML would take
// differently, what cannot be seen on a screen, and what could make a small
// file expensive is refused with a finding at its place. The sizes it accepts
// are listed in [Limits].
//
// It does not know which collections and fields exist, nor which type a CSV
// cell has: that is the schema's to say. CUE text is only checked for its
// characters and handed on; it is evaluated elsewhere.
//
// A value that load has refused stays in its record as a [syntax.Null] node:
// it was written, it has been reported, and nobody needs to report it again.
// Load makes no such node for any other reason.
//
// The entry point is [Plan].
package load
