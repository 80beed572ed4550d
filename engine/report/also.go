package report

import (
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// The states of another change that a review was asked to look at.
const (
	Open      = "open"      // compared
	Contained = "contained" // the change under review holds it: there is nothing to compare
	Arrived   = "landed"    // the target has it: there is nothing to compare
)

// OpenChange is another change to the same target.
type OpenChange struct {
	Revision  string         `json:"revision"` // as the user named it
	Commit    string         `json:"commit"`
	State     string         `json:"state"`     // open, contained, landed
	Complete  bool           `json:"complete"`  // false: some of its files could not be read
	Conflicts []OpenConflict `json:"conflicts"` // by address and field
}

// OpenConflict is a record that two changes touch in ways that do not go together.
type OpenConflict struct {
	Address string  `json:"address"`
	Field   string  `json:"field"`            // "" where one of them removes the record
	Kind    string  `json:"kind"`             // both_changed, removed_here, removed_there
	Here    *string `json:"here"`             // value in the change under review; null where there is none
	There   *string `json:"there"`            // value in the other one
	Masked  bool    `json:"masked,omitempty"` // the values are withheld: they tell what a person is paid
	File    string  `json:"file"`             // where it stands here; "" where it is removed here
	Line    int     `json:"line"`
	Column  int     `json:"column"`
}

// OpenConflictOf shows a conflict of which Head is the change under review. What
// is confidential is withheld; nil: nothing is.
func OpenConflictOf(c merge.Conflict, prefix string, confidence *schema.Confidence) OpenConflict {
	shown := OpenConflict{Address: c.Addr.String(), Field: c.Field, Kind: "both_changed", Here: nodeText(c.Head), There: nodeText(c.Target)}
	place := c.HeadPlace
	switch {
	case c.Field == "" && c.Head == nil:
		shown.Kind = "removed_here"
	case c.Field == "":
		shown.Kind = "removed_there"
	}
	shown.File, shown.Line, shown.Column = below(prefix, place), place.Line, place.Column
	return mask{confidence}.conflict(c.Addr, shown)
}

// nodeText shows a value; nil for none.
func nodeText(n *syntax.Node) *string {
	if n == nil {
		return nil
	}
	text := diff.Print(n)
	return &text
}
