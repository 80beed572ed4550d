package schema

import (
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Kinds is a set of kinds of value.
type Kinds uint8

// The kinds of value. A whole number is an Int, a number with a decimal point
// a Fraction, whatever their values: 3.0 is not an Int.
const (
	Bool Kinds = 1 << iota
	Int
	Fraction
	String
	List
	Struct

	Number  = Int | Fraction
	Scalars = Bool | Number | String
	AnyKind = Scalars | List | Struct
)

// Type says which values are allowed. A value must be of one of Kinds and
// fulfil all constraints on its kind.
type Type struct {
	Kinds Kinds

	// Enum are the only scalars allowed, in the order written; nil: all.
	Enum []Scalar `json:",omitempty"`
	// Not are scalars that are not allowed.
	Not      []Scalar  `json:",omitempty"`
	Bounds   []Bound   `json:",omitempty"` // on numbers
	Patterns []Pattern `json:",omitempty"` // on strings
	Runes    []Size    `json:",omitempty"` // on the characters of strings
	Format   Format    `json:",omitempty"` // of strings, and how decimals are spoken of

	Items  *Items  `json:",omitempty"` // of lists; nil: any
	Fields *Fields `json:",omitempty"` // of structs; nil: any

	// Any are alternatives for scalars; at least one must hold. nil: none needed.
	Any []*Type `json:",omitempty"`

	// Default is the value where none is written.
	Default *syntax.Node `json:",omitempty"`

	// Origin is where the organisation's own constraint stands that narrowed
	// Kinds or Enum; zero for the built-in language.
	Origin source.Place

	// Fallbacks are the numbers of constraints on this record that the type does
	// not express. They are looked at on records only, not on their fields.
	Fallbacks []int `json:",omitempty"`
}

// Scalar is a constant.
type Scalar struct {
	Kind syntax.Kind // Bool, Int, Number or String
	Text string
}

// Bound is a limit on numbers.
type Bound struct {
	Op     Op
	Limit  string // an exact decimal
	Origin source.Place
}

// Op is a comparison. The zero Op is invalid.
type Op uint8

// The comparisons of a value with a limit.
const (
	Less Op = iota + 1
	LessOrEqual
	Greater
	GreaterOrEqual
)

// String prints the comparison in words.
func (o Op) String() string {
	names := [...]string{Less: "less than", LessOrEqual: "at most", Greater: "greater than", GreaterOrEqual: "at least"}
	if int(o) < len(names) && o != 0 {
		return names[o]
	}
	return "invalid"
}

// holds reports whether a value that compares to the limit as c does (as
// [cmp.Compare] returns it) is within the bound.
func (o Op) holds(c int) bool {
	switch o {
	case Less:
		return c < 0
	case LessOrEqual:
		return c <= 0
	case Greater:
		return c > 0
	case GreaterOrEqual:
		return c >= 0
	}
	return false
}

// Size is a limit on a count of characters or items, both ends inclusive. Max
// below 0 means no limit.
type Size struct {
	Min, Max int
	Origin   source.Place
}

// Format says what a string or number means beyond its form. The empty Format
// means nothing.
type Format string

// The formats of the language.
const (
	Date     Format = "date"     // a calendar day, YYYY-MM-DD
	Currency Format = "currency" // an ISO 4217 code
	Decimal  Format = "decimal"  // an exact number
	Period   Format = "period"   // a fiscal period such as FY27-Q2
	Address  Format = "address"  // collection/id
)

// Items says what a list holds.
type Items struct {
	First  []*Type `json:",omitempty"` // of the first items, by place; these must be there
	Rest   *Type   `json:",omitempty"` // of all others; nil: there are none
	Sizes  []Size  `json:",omitempty"`
	Unique bool    `json:",omitempty"` // no two items are equal
}

// Presence says whether a field has to be written. The zero Presence is
// invalid.
type Presence uint8

// The presences, in order of strength: of two constraints on one field the
// later one holds.
const (
	Optional Presence = iota + 1 // may be absent
	Required                     // must be written
	Regular                      // must have a value, if only by default
)

// Fields says what a group of fields holds.
type Fields struct {
	Named  []Field      `json:",omitempty"` // in the order of the language
	ByForm []NamedByKey `json:",omitempty"` // for names of a form that are not in Named
	Closed bool         `json:",omitempty"` // other fields are not allowed
	Switch *Switch      `json:",omitempty"`
}

// NamedByKey is the type of all fields whose name has a form.
type NamedByKey struct {
	Name *Type
	Type *Type
}

// Switch says which fields there are, depending on the constants that other
// fields hold. Where a case applies it says everything, and Named and ByForm
// beside the switch say nothing more; they are for records whose constants
// are missing or wrong.
type Switch struct {
	On    []string // fields; each is in Named
	Cases []Case
}

// Case is the content of a group for certain constants.
type Case struct {
	When []Scalar // by field of Switch.On
	Then *Fields
}

// Field is one field of a group.
type Field struct {
	Name         string
	Doc          string
	Presence     Presence
	Type         *Type
	Refs         []string     `json:",omitempty"` // the value is the id of a record in one of these collections
	OneOf        string       `json:",omitempty"` // exactly one field of this group is written
	Unique       bool         `json:",omitempty"` // no two records of the collection have the same value
	Facet        string       `json:",omitempty"` // what a change of the field means
	Currency     bool         `json:",omitempty"` // names the currency of the amounts beside it
	Confidential bool         `json:",omitempty"` // tells what one person is paid: shown only where that is asked for
	Origin       source.Place // of the organisation's own constraint that demands the field
}

// kindOf returns the kind of a node as a set of one; 0 for what has none.
func kindOf(k syntax.Kind) Kinds {
	switch k {
	case syntax.Bool:
		return Bool
	case syntax.Int:
		return Int
	case syntax.Number:
		return Fraction
	case syntax.String:
		return String
	case syntax.List:
		return List
	case syntax.Map:
		return Struct
	}
	return 0
}
