// Package source knows places in plan files: where something a person wrote
// stands, and the text around it. It knows nothing of what the text means.
// Its entry points are [Place] and [Text].
package source

import (
	"cmp"
	"fmt"
)

// Place is where something stands in a plan file. The zero Place means that
// the thing was not written by anyone (a default, a computed value).
type Place struct {
	File   string // slash path relative to the plan folder
	Line   int    // from 1
	Column int    // from 1, counted in characters, not bytes
}

// Known reports whether the place is in a file.
func (p Place) Known() bool { return p.File != "" }

// String prints the place as file:line:column, or file alone where the line is
// not known, or "" for the zero Place.
func (p Place) String() string {
	switch {
	case !p.Known():
		return ""
	case p.Line == 0:
		return p.File
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
}

// Compare orders places by file, line and column.
func (p Place) Compare(q Place) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}
