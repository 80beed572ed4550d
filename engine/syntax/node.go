// Package syntax knows the shape of what people wrote: a tree of maps, lists
// and scalars with their places, the same for YAML, CSV and CUE. It knows
// neither schemas nor files. Its one type is [Node].
package syntax

import (
	"strings"

	"github.com/salesplan/salesplan/engine/source"
)

// Kind is the shape of a node. The zero Kind is invalid.
type Kind uint8

// The kinds of node.
const (
	Null   Kind = iota + 1
	Bool        // Text is "true" or "false"
	Int         // Text is an exact decimal integer: -?(0|[1-9][0-9]*)
	Number      // Text is an exact decimal with a point: -?(0|[1-9][0-9]*)\.[0-9]+
	String      // Text is the value
	Cell        // a CSV cell: Text is its content, its type is the schema's to say
	List        // Children are the items
	Map         // Children are the entries; each has its Key
)

// String names the kind as a sentence for plan authors does.
func (k Kind) String() string {
	names := [...]string{Null: "nothing", Bool: "true or false", Int: "a whole number", Number: "a number", String: "text", Cell: "text", List: "a list", Map: "a group of fields"}
	if int(k) < len(names) && names[k] != "" {
		return names[k]
	}
	return "invalid"
}

// Node is one value as written. Nodes are values and are never changed once
// their file has been read. Lines and columns count from 1, columns in
// characters; 0 means that nobody wrote it (a default).
type Node struct {
	Key                string // name of a map entry; "" for list items and roots
	Text               string // content of a scalar
	Children           []Node // of lists and maps
	Line, Column       int32  // of the value
	KeyLine, KeyColumn int32  // of the key
	Kind               Kind
}

// Field returns the entry of a map by key, and whether it is there.
func (n *Node) Field(key string) (*Node, bool) {
	if n == nil || n.Kind != Map {
		return nil, false
	}
	for i := range n.Children {
		if n.Children[i].Key == key {
			return &n.Children[i], true
		}
	}
	return nil, false
}

// TextOf returns the text of a scalar field, "" where the field is absent or
// not a scalar.
func (n *Node) TextOf(key string) string {
	if field, ok := n.Field(key); ok && field.Scalar() {
		return field.Text
	}
	return ""
}

// Scalar reports whether the node is a single value.
func (n *Node) Scalar() bool { return n.Kind != List && n.Kind != Map && n.Kind != 0 }

// Place returns where the value stands in the named file.
func (n *Node) Place(file string) source.Place {
	return source.Place{File: file, Line: int(n.Line), Column: int(n.Column)}
}

// KeyPlace returns where the key of a map entry stands in the named file, or
// the place of the value where there is no key.
func (n *Node) KeyPlace(file string) source.Place {
	if n.KeyLine == 0 {
		return n.Place(file)
	}
	return source.Place{File: file, Line: int(n.KeyLine), Column: int(n.KeyColumn)}
}

// Equal reports whether two nodes say the same, whatever their places, the
// order of map entries and the zeros at the end of an exact number.
func (n *Node) Equal(m *Node) bool {
	if n == nil || m == nil {
		return n == m
	}
	if n.numeric() && m.numeric() {
		return plainNumber(n.Text) == plainNumber(m.Text)
	}
	if n.Kind != m.Kind || n.Text != m.Text || len(n.Children) != len(m.Children) {
		return false
	}
	for i := range n.Children {
		other := &m.Children[i]
		if n.Kind == Map && other.Key != n.Children[i].Key {
			var ok bool
			if other, ok = m.Field(n.Children[i].Key); !ok {
				return false
			}
		}
		if !n.Children[i].Equal(other) {
			return false
		}
	}
	return true
}

func (n *Node) numeric() bool { return n.Kind == Int || n.Kind == Number }

// plainNumber drops the zeros at the end of a decimal fraction and the sign of
// zero: 1.50 and 1.5 are one number, so are -0 and 0.
func plainNumber(text string) string {
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}
