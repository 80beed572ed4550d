// Package seal knows how it is proven that a document is one of those that a
// company issued, and who signed a commit: hash trees, proofs of inclusion and
// signatures of SSH keys, all checked without a network and without a clock. Its
// entry points are [NewTree], [Check] and [Commit].
package seal

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Leaf is what a tree says of a document.
type Leaf struct {
	Address string // what the document is known by, such as letter/ae-1/p-0412/account_executive
	Inputs  string // digest of the values that made it
	Version string // as printed on it
}

// hash covers every field with its length, so that two leaves never look alike.
func (l Leaf) hash() tlog.Hash {
	var b strings.Builder
	for _, field := range []string{l.Address, l.Inputs, l.Version} {
		fmt.Fprintf(&b, "%d:%s\n", len(field), field)
	}
	return tlog.RecordHash([]byte(b.String()))
}

// Tree is a hash tree over documents that were issued together, in the form of
// RFC 6962. A proof that a document is one of them names nothing of the others.
type Tree struct {
	stored []tlog.Hash
	size   int64
	root   tlog.Hash
}

// NewTree makes the tree of documents in their order.
func NewTree(leaves []Leaf) (*Tree, error) {
	t := &Tree{}
	for _, leaf := range leaves {
		more, err := tlog.StoredHashesForRecordHash(t.size, leaf.hash(), t)
		if err != nil {
			return nil, err
		}
		t.stored = append(t.stored, more...)
		t.size++
	}
	var err error
	t.root, err = tlog.TreeHash(t.size, t)
	return t, err
}

// ReadHashes implements [tlog.HashReader].
func (t *Tree) ReadHashes(at []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(at))
	for i, n := range at {
		if n < 0 || n >= int64(len(t.stored)) {
			return nil, fmt.Errorf("there is no hash %d", n)
		}
		hashes[i] = t.stored[n]
	}
	return hashes, nil
}

// Head is what a signature is over: how many documents there are and the root of
// their tree.
type Head struct {
	Plan string // name of the sales plan
	Size int64
	Root string // base64
}

// Head returns the head of the tree.
func (t *Tree) Head(plan string) Head { return Head{Plan: plan, Size: t.size, Root: t.root.String()} }

// Text is the canonical form of a head.
func (h Head) Text() []byte {
	return fmt.Appendf(nil, "salesplan documents 1\nplan %q\nsize %d\nroot %s\n", h.Plan, h.Size, h.Root)
}

// Seal is what a document carries to prove where it comes from. Its JSON is an
// attachment of the document.
type Seal struct {
	FormatVersion int      `json:"format_version"`
	Plan          string   `json:"plan"`
	Size          int64    `json:"size"`  // documents of the tree
	Root          string   `json:"root"`  // base64
	Index         int64    `json:"index"` // place of the document in the tree, from 0
	Proof         []string `json:"proof"` // hashes in base64 that lead from the document to the root
	// Signature is of the head, by an SSH key for the namespace of this program;
	// "" for documents that nobody signed.
	Signature string `json:"signature,omitempty"`
}

// Name is the name of the attachment.
const Name = "seal.json"

const (
	formatVersion = 1
	longestSeal   = 64 << 10 // bytes
	longestProof  = 64       // hashes: more documents than there can be
)

// Seal proves that the document at an index is in the tree.
func (t *Tree) Seal(plan string, index int64, signature []byte) (Seal, error) {
	proof, err := tlog.ProveRecord(t.size, index, t)
	if err != nil {
		return Seal{}, err
	}
	s := Seal{FormatVersion: formatVersion, Plan: plan, Size: t.size, Root: t.root.String(), Index: index, Proof: []string{}, Signature: string(signature)}
	for _, hash := range proof {
		s.Proof = append(s.Proof, hash.String())
	}
	return s, nil
}

// Encode returns the seal as it stands in a document.
func (s Seal) Encode() []byte {
	text, _ := json.MarshalIndent(s, "", " ") // plain data
	return append(text, '\n')
}

// Parse reads a seal, which comes from a stranger.
func Parse(text []byte) (Seal, error) {
	var s Seal
	if len(text) > longestSeal {
		return s, fmt.Errorf("the seal has more than %d bytes", longestSeal)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, errors.New("the seal is no JSON of this form")
	}
	if s.FormatVersion != formatVersion {
		return s, fmt.Errorf("the seal has format_version %d, and this program reads %d", s.FormatVersion, formatVersion)
	}
	if string(s.Encode()) != string(text) {
		return s, errors.New("the seal is not in canonical form: it was changed since it was written")
	}
	return s, nil
}

// Head is the head of the tree that the seal names.
func (s Seal) Head() Head { return Head{Plan: s.Plan, Size: s.Size, Root: s.Root} }

// Reasons why a seal proves nothing. [Check] returns one of these.
var (
	ErrNotInTree  = errors.New("the proof does not lead from this document to the root that was signed")
	ErrUnsigned   = errors.New("nobody has signed it")
	ErrUnknownKey = errors.New("it is signed with a key that the plan does not name")
	ErrSignature  = errors.New("the signature is not one of what it is said to sign")
)

// Check proves that a document is one of those whose head somebody signed, and
// returns the name of the key.
func Check(s Seal, leaf Leaf, keys []Key) (signer string, err error) {
	if err := included(s, leaf); err != nil {
		return "", err
	}
	if s.Signature == "" {
		return "", ErrUnsigned
	}
	if !plainly(s.Signature) {
		return "", ErrSignature
	}
	return Verify(s.Head().Text(), []byte(s.Signature), Namespace, keys)
}

// included proves that a document is in the tree.
func included(s Seal, leaf Leaf) error {
	root, ok := parseHash(s.Root)
	if !ok || len(s.Proof) > longestProof || s.Size <= 0 || s.Index < 0 || s.Index >= s.Size {
		return ErrNotInTree
	}
	var proof tlog.RecordProof
	for _, text := range s.Proof {
		hash, ok := parseHash(text)
		if !ok {
			return ErrNotInTree
		}
		proof = append(proof, hash)
	}
	if tlog.CheckRecord(proof, s.Size, root, s.Index, leaf.hash()) != nil {
		return ErrNotInTree
	}
	return nil
}

// parseHash reads a hash that is written in the one way in which it may be: the
// last digit of base64 has bits that mean nothing.
func parseHash(text string) (tlog.Hash, bool) {
	hash, err := tlog.ParseHash(text)
	return hash, err == nil && hash.String() == text
}
