// Package diff compares two plans record by record: what was added, removed,
// moved, renamed or changed, which fields, and what kind of change that is. It
// knows records and declared renames, not files: regrouping files or
// reordering keys changes nothing. Its entry points are [Compare] and [Apply].
package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Action says what happened to a record. The zero Action is invalid.
type Action uint8

// The actions.
const (
	Added Action = iota + 1
	Removed
	Moved   // its place in a hierarchy changed (other fields may have, too)
	Renamed // its id changed, as a move declares (other fields may have, too)
	Changed
)

// String returns the action's word in reports.
func (a Action) String() string {
	names := [...]string{Added: "added", Removed: "removed", Moved: "moved", Renamed: "renamed", Changed: "changed"}
	if int(a) < len(names) && a != 0 {
		return names[a]
	}
	return "invalid"
}

// Facet is a set of meanings that a change has.
type Facet uint16

// The facets.
const (
	Hierarchy Facet = 1 << iota // parent, manager
	Ownership                   // who covers, who holds
	Amount                      // money, targets, rates
	Dates                       // effective dates, periods
	Rules                       // which accounts belong where, what is expected of whom
	Wording                     // names, descriptions
	Other                       // everything else
)

// facetNames lists the facets in the order in which they are shown.
var facetNames = []struct {
	facet Facet
	name  string
}{
	{Hierarchy, "hierarchy"},
	{Ownership, "ownership"},
	{Amount, "amount"},
	{Dates, "dates"},
	{Rules, "rules"},
	{Wording, "wording"},
	{Other, "other"},
}

// ParseFacet returns the facet of a name that the schema uses; "" and unknown
// names are Other.
func ParseFacet(name string) Facet {
	for _, f := range facetNames {
		if f.name == name {
			return f.facet
		}
	}
	return Other
}

// Names returns the names of the facets in the set, in their fixed order.
func (f Facet) Names() []string {
	names := []string{}
	for _, known := range facetNames {
		if f&known.facet != 0 {
			names = append(names, known.name)
		}
	}
	return names
}

// String joins the names with commas.
func (f Facet) String() string { return strings.Join(f.Names(), ", ") }

// Field is one field that differs.
type Field struct {
	Path   string       // such as parent, rules[0].rule; "" for a record as a whole
	Before *syntax.Node // nil if it was not there
	After  *syntax.Node // nil if it is no longer there
	Facet  Facet
	// Derived fields are not written in the record itself but follow from
	// others: the owners of a territory follow from its assignments.
	Derived bool
}

// Change is what happened to one record.
type Change struct {
	Addr   addr.Addr // the address after; before, for a removed record
	From   addr.Addr // the address before, where it was renamed
	Action Action
	Facets Facet
	Fields []Field // sorted by path
	Before source.Place
	After  source.Place
	// Both records as a whole; nil on the side where there is none.
	BeforeNode, AfterNode *syntax.Node
}

// Direct reports whether the record itself was edited; otherwise the change
// only follows from others.
func (c Change) Direct() bool {
	if c.Action != Changed {
		return true
	}
	return slices.ContainsFunc(c.Fields, func(f Field) bool { return !f.Derived })
}

// Consequence ranks a change for readers, 1 for what they must see first:
// removals, money, ownership, moves, additions, rules and dates, renames,
// wording.
func (c Change) Consequence() int {
	switch {
	case c.Action == Removed:
		return 1
	case c.Action == Added:
		return 5
	case c.Facets&Amount != 0:
		return 2
	case c.Facets&Ownership != 0:
		return 3
	case c.Facets&Hierarchy != 0:
		return 4
	case c.Facets&(Rules|Dates) != 0:
		return 6
	case c.Action == Renamed:
		return 7
	}
	return 8
}

// Size is how much the amounts of the record change, without sign: what ties
// between changes of one consequence are ordered by. 0 where no amount changes.
func (c Change) Size() money.Decimal {
	var largest money.Decimal
	for _, field := range c.Fields {
		if field.Facet&Amount == 0 {
			continue
		}
		if size := distance(field.Before, field.After); size.Cmp(largest) > 0 {
			largest = size
		}
	}
	return largest
}

// distance is the difference of two numbers without sign; an absent one is 0.
func distance(a, b *syntax.Node) money.Decimal {
	x, _ := money.ParseDecimal(Print(a))
	y, _ := money.ParseDecimal(Print(b))
	difference, err := x.Sub(y)
	if err != nil {
		return money.Decimal{}
	}
	if difference.Sign() < 0 {
		return difference.Neg()
	}
	return difference
}

// Compare orders changes by consequence, then size, then address.
func (c Change) Compare(d Change) int {
	return cmp.Or(cmp.Compare(c.Consequence(), d.Consequence()), d.Size().Cmp(c.Size()), c.Addr.Compare(d.Addr))
}

// FieldAt returns the changed field at a path.
func (c Change) FieldAt(path string) (Field, bool) {
	i := slices.IndexFunc(c.Fields, func(f Field) bool { return f.Path == path })
	if i < 0 {
		return Field{}, false
	}
	return c.Fields[i], true
}

// Print returns a node as one line of text: scalars as they are, lists and
// groups in brackets, without fields that nobody wrote. A nil node prints as "".
func Print(n *syntax.Node) string {
	if n == nil {
		return ""
	}
	switch n.Kind {
	case syntax.List:
		parts := make([]string, 0, len(n.Children))
		for i := range n.Children {
			parts = append(parts, Print(&n.Children[i]))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case syntax.Map:
		parts := make([]string, 0, len(n.Children))
		for i := range n.Children {
			if field := &n.Children[i]; !byDefault(field) {
				parts = append(parts, fmt.Sprintf("%s: %s", field.Key, Print(field)))
			}
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return n.Text
	}
}
