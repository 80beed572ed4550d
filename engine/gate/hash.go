package gate

import (
	"slices"

	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/review"
)

// Confidence says which fields tell what a person is paid.
type Confidence interface {
	Holds(collection string) bool        // some field of the collection does
	Covers(collection, path string) bool // the field does
}

// hashes makes the hashes of what changes make of records: of address, action
// and each field before and after. Approvals and waivers name them, so that they
// hold as long as the change stays the same, and no longer.
//
// A hash of somebody's pay could be found by trying all amounts. Hashes of such
// changes therefore cover all confidential values of the plan before, too, which
// who does not know the plan cannot try; when these change, the approval of pay
// is void as well.
type hashes struct {
	in     Input
	salt   string
	salted bool
}

func newHashes(in Input) *hashes { return &hashes{in: in} }

// of returns the hash of a change.
func (h *hashes) of(c review.Change) string {
	parts := []string{c.Addr.String(), c.From.String(), c.Action.String()}
	if h.confidential(c) {
		parts = append(parts, h.secret())
	}
	for _, f := range c.Fields {
		if f.Derived { // what follows from other records is approved with these
			continue
		}
		parts = append(parts, f.Path)
		for _, n := range []any{valueOf(f.Before), valueOf(f.After)} {
			text, there := n.(string)
			if there {
				text = "=" + text // an absent value is not an empty one
			}
			parts = append(parts, text)
		}
	}
	return hash(parts...)
}

// Hashes are those of all that a review lists for approval: what the changes that
// somebody made make of each record.
func Hashes(in Input) []string {
	made := newHashes(in)
	var all []string
	for _, c := range in.Changes {
		if c.Direct() {
			all = append(all, made.of(c))
		}
	}
	return all
}

// confidential reports whether a change tells what a person is paid.
func (h *hashes) confidential(c review.Change) bool {
	return h.in.Confidence != nil && slices.ContainsFunc(c.Fields, func(f diff.Field) bool {
		return h.in.Confidence.Covers(c.Addr.Collection, f.Path)
	})
}

// secret is a digest of all confidential records of the plan before.
func (h *hashes) secret() string {
	if h.salted {
		return h.salt
	}
	var parts []string
	for name := range h.in.Base.Records.Collections() {
		if !h.in.Confidence.Holds(name) {
			continue
		}
		from, to := h.in.Base.Records.Collection(name)
		for i := from; i < to; i++ {
			r := h.in.Base.Records.Record(i)
			parts = append(parts, r.Addr.String(), diff.Print(&r.Node))
		}
	}
	h.salt, h.salted = hash(parts...), true
	return h.salt
}
