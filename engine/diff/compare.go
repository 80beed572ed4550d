package diff

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Language says what the comparison must know of the plan language.
type Language interface {
	// FacetOf returns the name of the facet of a field, "" if it has none.
	FacetOf(collection, path string) string
	// DeriveID returns the id that the key fields of a listed record form; ok
	// is false for collections whose ids are written.
	DeriveID(collection string, fields *syntax.Node) (id string, ok bool)
}

// Compare returns what changed from before to after, sorted by consequence and
// address. Renames are those that after declares and before has not carried
// out; they are followed through references, so that a rename is one change.
// Declarations of moves are not themselves content and are not compared.
func Compare(before, after *plan.Plan, language Language) []Change {
	renames := Renames(before, after)
	original := map[addr.Addr]addr.Addr{}
	for from, to := range renames {
		original[to] = from
	}
	var changes []Change
	renamed := Rename(before, renames, language)
	pair(&renamed, &after.Records, func(b, a *record.Record) {
		change, differs := changeOf(b, a, language)
		if from, ok := original[change.Addr]; ok {
			change.From, change.Action, differs = from, Renamed, true
		}
		if differs && change.Addr.Collection != plan.MoveKind {
			changes = append(changes, change)
		}
	})
	changes = addDerived(changes, before, after, renames)
	slices.SortFunc(changes, Change.Compare)
	return changes
}

// Renames returns the declared moves that take a record of before to a record
// of after, by address before.
func Renames(before, after *plan.Plan) map[addr.Addr]addr.Addr {
	renames := map[addr.Addr]addr.Addr{}
	for _, move := range after.Moves {
		if before.Has(move.From) && !after.Has(move.From) && after.Has(move.To) && !before.Has(move.To) {
			renames[move.From] = move.To
		}
	}
	return renames
}

// pair walks two lists of records sorted by address side by side and calls
// each with the records of one address, nil where a side has none.
func pair(before, after *record.List, each func(b, a *record.Record)) {
	for i, j := 0, 0; i < before.Len() || j < after.Len(); {
		order := 0
		switch {
		case i == before.Len():
			order = 1
		case j == after.Len():
			order = -1
		default:
			order = before.Addr(i).Compare(after.Addr(j))
		}
		var b, a *record.Record
		if order <= 0 {
			b, i = before.Record(i), i+1
		}
		if order >= 0 {
			a, j = after.Record(j), j+1
		}
		each(b, a)
	}
}

// changeOf compares two records of one address; either may be nil.
func changeOf(before, after *record.Record, language Language) (change Change, differs bool) {
	change = Change{Action: Changed}
	if before != nil {
		change.Addr, change.Before, change.BeforeNode = before.Addr, before.Place(), &before.Node
	}
	if after != nil {
		change.Addr, change.After, change.AfterNode = after.Addr, after.Place(), &after.Node
	}
	change.Fields = Fields(change.Addr.Collection, change.BeforeNode, change.AfterNode, language)
	for _, field := range change.Fields {
		change.Facets |= field.Facet
	}
	switch {
	case before == nil:
		change.Action = Added
	case after == nil:
		change.Action = Removed
	case change.Facets&Hierarchy != 0:
		change.Action = Moved
	}
	return change, change.Action != Changed || len(change.Fields) > 0
}

// Fields lists the fields that differ between two versions of a record of a
// collection, either nil, sorted by path. Groups of fields are entered; lists
// are compared as a whole, since their items have no names of their own. Of a
// record that exists on one side only, the fields that nobody wrote (defaults)
// are left out.
func Fields(collection string, before, after *syntax.Node, language Language) []Field {
	oneSided := before == nil || after == nil
	var fields []Field
	var walk func(path string, b, a *syntax.Node)
	walk = func(path string, b, a *syntax.Node) {
		if b.Equal(a) || oneSided && byDefault(b) && byDefault(a) && path != "" {
			return
		}
		if !enterable(path, b, a) {
			facet := ParseFacet(language.FacetOf(collection, path))
			fields = append(fields, Field{Path: path, Before: b, After: a, Facet: facet})
			return
		}
		for _, key := range keysOf(b, a) {
			below := syntax.Join(path, key)
			childBefore, _ := b.Field(key)
			childAfter, _ := a.Field(key)
			walk(below, childBefore, childAfter)
		}
	}
	walk("", before, after)
	slices.SortFunc(fields, func(f, g Field) int { return cmp.Compare(f.Path, g.Path) })
	return fields
}

// byDefault reports whether nobody wrote the node.
func byDefault(n *syntax.Node) bool { return n == nil || n.Line == 0 }

// enterable reports whether two values are compared field by field: records
// are, and groups of fields that both sides have. An empty or absent group is
// a value of its own, so that it can be told from one whose fields went.
func enterable(path string, b, a *syntax.Node) bool {
	group := func(n *syntax.Node) bool { return n != nil && n.Kind == syntax.Map && len(n.Children) > 0 }
	if path == "" && (b == nil || a == nil) {
		return group(b) || group(a)
	}
	return group(b) && group(a)
}

// keysOf returns the keys of both groups, each once.
func keysOf(b, a *syntax.Node) []string {
	var keys []string
	for _, n := range []*syntax.Node{b, a} {
		if n == nil {
			continue
		}
		for i := range n.Children {
			keys = append(keys, n.Children[i].Key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
