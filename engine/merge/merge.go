// Package merge brings two plans that grew from one base together, record by
// record and field by field, as landing a pull request would. It knows records
// and declared renames; it does not know files or lines. Its entry point is
// [Records].
package merge

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Conflict is a field that both sides changed, each to something else.
type Conflict struct {
	Addr         addr.Addr
	Field        string       // "" where one side removed the record and the other changed it
	Target, Head *syntax.Node // nil where the side has no value
	TargetPlace  source.Place
	HeadPlace    source.Place
	Confidential bool // the values must not be told
}

// Records returns the merge of target and head over their common base, sorted
// by address, and the conflicts. Where both sides differ, the head's version is
// kept, so that the result is always complete. Merging is symmetric but for
// that choice, and Records(b, t, b) is t, Records(b, b, h) is h.
func Records(base, target, head *plan.Plan, language diff.Language) ([]record.Record, []Conflict) {
	renames, conflicts := unite(diff.Renames(base, target), diff.Renames(base, head), head)
	sides := threeSides{base: diff.Rename(base, renames, language), target: diff.Rename(target, renames, language), head: diff.Rename(head, renames, language)}
	var merged []record.Record
	sides.each(func(base, target, head *record.Record) {
		r, found := mergeRecord(base, target, head, language)
		conflicts = append(conflicts, found...)
		if r != nil {
			merged = append(merged, *r)
		}
	})
	slices.SortFunc(conflicts, func(a, b Conflict) int { return cmp.Or(a.Addr.Compare(b.Addr), cmp.Compare(a.Field, b.Field)) })
	return merged, conflicts
}

// unite joins the renames of both sides. A record that both rename to
// different ids is a conflict; the head's id is kept.
func unite(target, head map[addr.Addr]addr.Addr, headPlan *plan.Plan) (map[addr.Addr]addr.Addr, []Conflict) {
	all := maps.Clone(target)
	var conflicts []Conflict
	for from, to := range head {
		if other, both := target[from]; both && other != to {
			place := source.Place{}
			if r, ok := headPlan.Find(to); ok {
				place = r.Place()
			}
			conflicts = append(conflicts, Conflict{Addr: to, Field: "id", Target: text(other.ID), Head: text(to.ID), HeadPlace: place})
		}
		all[from] = to
	}
	return all, conflicts
}

func text(s string) *syntax.Node { return &syntax.Node{Kind: syntax.String, Text: s} }

// threeSides are the records of the three plans.
type threeSides struct{ base, target, head record.List }

// each walks the lists side by side and calls merge with the records of one
// address after the other, nil where a side has none.
func (s *threeSides) each(merge func(base, target, head *record.Record)) {
	lists := [3]*record.List{&s.base, &s.target, &s.head}
	var at [3]int
	for {
		var next addr.Addr
		found := false
		for side, list := range lists {
			if at[side] == list.Len() {
				continue
			}
			if a := list.Addr(at[side]); !found || a.Compare(next) < 0 {
				next, found = a, true
			}
		}
		if !found {
			return
		}
		var records [3]*record.Record
		for side, list := range lists {
			if at[side] < list.Len() && list.Addr(at[side]) == next {
				records[side] = list.Record(at[side])
				at[side]++
			}
		}
		merge(records[0], records[1], records[2])
	}
}

// mergeRecord merges one record; nil stands for "not there".
func mergeRecord(base, target, head *record.Record, language diff.Language) (*record.Record, []Conflict) {
	switch {
	case same(target, base):
		return head, nil
	case same(head, base), same(target, head):
		return target, nil
	case target == nil || head == nil:
		return removedAndChanged(target, head)
	}
	return mergeFields(base, target, head, language)
}

// same reports whether two versions of a record say the same.
func same(a, b *record.Record) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Node.Equal(&b.Node)
}

// removedAndChanged keeps the side that still has the record.
func removedAndChanged(target, head *record.Record) (*record.Record, []Conflict) {
	kept := head
	conflict := Conflict{}
	if head == nil {
		kept = target
		conflict.Target, conflict.TargetPlace = &target.Node, target.Place()
	} else {
		conflict.Head, conflict.HeadPlace = &head.Node, head.Place()
	}
	conflict.Addr = kept.Addr
	return kept, []Conflict{conflict}
}

// mergeFields takes the head's version and adds the fields that only the
// target changed.
func mergeFields(base, target, head *record.Record, language diff.Language) (*record.Record, []Conflict) {
	var baseNode *syntax.Node
	if base != nil {
		baseNode = &base.Node
	}
	collection := head.Addr.Collection
	headFields := diff.Fields(collection, baseNode, &head.Node, language)
	merged := *head
	var conflicts []Conflict
	for _, field := range diff.Fields(collection, baseNode, &target.Node, language) {
		rival, touched := overlapping(headFields, field.Path)
		switch {
		case !touched:
			merged.Node = merged.Node.With(field.Path, field.After)
		case rival.Path != field.Path || !rival.After.Equal(field.After):
			conflicts = append(conflicts, conflictAt(shorter(rival.Path, field.Path), target, head))
		}
	}
	// One side may have replaced a group of which the other changed several
	// fields: that is one conflict.
	return &merged, slices.CompactFunc(conflicts, func(a, b Conflict) bool { return a.Field == b.Field })
}

func shorter(a, b string) string {
	if len(a) <= len(b) {
		return a
	}
	return b
}

// conflictAt is the conflict over what two versions of a record say at a path.
func conflictAt(path string, target, head *record.Record) Conflict {
	c := Conflict{Addr: head.Addr, Field: path, TargetPlace: target.PlaceOf(path), HeadPlace: head.PlaceOf(path)}
	if n, ok := target.Node.At(path); ok {
		c.Target = n
	}
	if n, ok := head.Node.At(path); ok {
		c.Head = n
	}
	return c
}

// overlapping returns the field that is the path, lies above it or below it.
func overlapping(fields []diff.Field, path string) (diff.Field, bool) {
	for _, field := range fields {
		if field.Path == path || strings.HasPrefix(field.Path, path+".") || strings.HasPrefix(path, field.Path+".") {
			return field, true
		}
	}
	return diff.Field{}, false
}
