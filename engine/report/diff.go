package report

import (
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/schema"
)

// Diff is the result of the verb diff.
type Diff struct {
	Header
	Before  string             `json:"before"` // as the user named it
	After   string             `json:"after"`
	Summary map[string]Actions `json:"summary"` // by collection
	Changes []Change           `json:"changes"` // by consequence, then size, then address
}

// DiffInput is what a comparison found.
type DiffInput struct {
	Before, After string // as the user named them
	Path          string // folder that files are named below
	Complete      bool
	Changes       []review.Change
	Schema        *schema.Schema
	Unmasked      bool // show what tells the pay of single people
}

// NewDiff shows a comparison.
func NewDiff(in DiffInput) Diff {
	return Diff{
		Header: NewHeader("diff", in.Complete), Before: in.Before, After: in.After,
		Summary: summaryOf(in.Schema, in.Changes), Changes: changesOf(in.Changes, in.Path, maskOf(in.Schema, in.Unmasked), nil),
	}
}
