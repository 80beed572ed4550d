// Package addr knows the identity of records: an address is a collection and
// an id, such as territory/emea.dach. It knows nothing of files or fields.
// Its entry points are [New] and [Parse].
package addr

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Addr names one record. It is comparable and can be the key of a map. The
// zero Addr names nothing.
type Addr struct {
	Collection string // such as territory
	ID         string // unique within the collection
}

// New returns the address of record id in collection.
func New(collection, id string) Addr { return Addr{Collection: collection, ID: id} }

// Parse reads collection/id. The id may itself hold slashes, as in
// quota/emea.dach/new_arr@FY27-Q2.
func Parse(text string) (Addr, error) {
	collection, id, found := strings.Cut(text, "/")
	if !found || !collectionWord(collection) || id == "" || !utf8.ValidString(id) || strings.ContainsFunc(id, blank) {
		return Addr{}, fmt.Errorf("%q is not an address: write collection/id, such as territory/emea.dach", text)
	}
	return Addr{Collection: collection, ID: id}, nil
}

// blank reports whether a character would hide in an address or part it.
func blank(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) }

// IsZero reports whether the address names nothing.
func (a Addr) IsZero() bool { return a == Addr{} }

// String prints the address as Parse reads it; the zero Addr as "".
func (a Addr) String() string {
	if a.IsZero() {
		return ""
	}
	return a.Collection + "/" + a.ID
}

// Compare orders addresses by collection, then id, both by bytes.
func (a Addr) Compare(b Addr) int {
	return cmp.Or(cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.ID, b.ID))
}

// collectionWord reports whether text is lower-case letters and underscores.
func collectionWord(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c != '_' || i == 0) {
			return false
		}
	}
	return text != ""
}
