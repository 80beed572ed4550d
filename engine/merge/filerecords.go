package merge

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/syntax"
)

// key names a record within one file.
type key struct {
	collection, id string
	keyed          bool // an entry of a map, not an item of a list
	whole          bool // the collection is one record, or no collection at all
	again          int  // how many records of the same name go before it
}

// addr is the address of a record as people know it.
func (k key) addr() addr.Addr {
	if k.whole {
		return plan.SettingsAddr
	}
	return addr.New(k.collection, k.id)
}

// content is what one version of a file says.
type content struct {
	records map[key]*syntax.Node
	order   []key
}

// collection adds the records of a collection.
func (c *content) collection(n *syntax.Node, language diff.Language) {
	switch {
	case n.Key == plan.SettingsAddr.Collection || n.Kind != syntax.Map && n.Kind != syntax.List:
		c.add(key{collection: n.Key, whole: true}, n)
	case len(n.Children) == 0:
		c.add(key{collection: n.Key, whole: true}, n)
	default:
		for i := range n.Children {
			child := &n.Children[i]
			k := key{collection: n.Key, id: child.Key, keyed: n.Kind == syntax.Map}
			if !k.keyed {
				k.id = idOf(n.Key, child, language)
			}
			c.add(k, child)
		}
	}
}

// idOf returns the id of an item of a list. One that has none is known by all
// that it says.
func idOf(collection string, n *syntax.Node, language diff.Language) string {
	if id := n.TextOf("id"); id != "" {
		return id
	}
	if id, ok := language.DeriveID(collection, n); ok {
		return id
	}
	return diff.Print(n)
}

func (c *content) add(k key, n *syntax.Node) {
	for c.records[k] != nil {
		k.again++
	}
	c.records[k] = n
	c.order = append(c.order, k)
}

// settled is the merge of all records of a file: once with ours where both
// sides differ, and once with theirs. A record that goes is nil or absent.
type settled struct {
	ours, theirs map[key]*syntax.Node
	conflicts    []Conflict // in order of address and field
}

// settle merges every record.
func settle(base, ours, theirs content, language diff.Language) settled {
	s := settled{ours: map[key]*syntax.Node{}, theirs: map[key]*syntax.Node{}}
	for _, side := range []content{base, ours, theirs} {
		for _, k := range side.order {
			if _, done := s.ours[k]; !done {
				s.record(k, base.records[k], ours.records[k], theirs.records[k], language)
			}
		}
	}
	slices.SortStableFunc(s.conflicts, func(a, b Conflict) int {
		return cmp.Or(a.Addr.Compare(b.Addr), cmp.Compare(a.Field, b.Field))
	})
	return s
}

// record merges one record both ways.
func (s *settled) record(k key, base, ours, theirs *syntax.Node, language diff.Language) {
	wrap := func(n *syntax.Node) *record.Record {
		if n == nil {
			return nil
		}
		return &record.Record{Addr: k.addr(), Node: *n}
	}
	b, o, t := wrap(base), wrap(ours), wrap(theirs)
	mine, conflicts := mergeRecord(b, t, o, language)
	its, _ := mergeRecord(b, o, t, language)
	if len(conflicts) > 0 { // a removal is kept on the side that made it
		mine, its = keepRemoval(mine, o), keepRemoval(its, t)
	}
	s.ours[k], s.theirs[k] = nodeOf(mine, k), nodeOf(its, k)
	s.conflicts = append(s.conflicts, conflicts...)
}

func keepRemoval(merged, side *record.Record) *record.Record {
	if side == nil {
		return nil
	}
	return merged
}

func nodeOf(r *record.Record, k key) *syntax.Node {
	if r == nil {
		return nil
	}
	n := r.Node
	if n.Key == "" && (k.keyed || k.whole) {
		n.Key = k.collection
	}
	return &n
}

// Describe says what a conflict is about in one line.
func (c Conflict) Describe() string {
	what := c.Addr.String()
	if c.Field != "" && c.Confidential {
		return fmt.Sprintf("%s %s: ours and theirs differ", what, c.Field)
	}
	if c.Field != "" {
		return fmt.Sprintf("%s %s: ours %s, theirs %s", what, c.Field, said(c.Head), said(c.Target))
	}
	switch {
	case c.Head == nil:
		return fmt.Sprintf("%s: removed in ours, changed in theirs", what)
	case c.Target == nil:
		return fmt.Sprintf("%s: changed in ours, removed in theirs", what)
	}
	return fmt.Sprintf("%s: added differently in ours and theirs", what)
}

func said(n *syntax.Node) string {
	if n == nil {
		return "nothing"
	}
	return fmt.Sprintf("%q", diff.Print(n))
}
