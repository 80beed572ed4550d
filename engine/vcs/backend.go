package vcs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"
)

// backend reads references and objects. It answers plain questions only: what
// a revision means, and whether an object is sound, is decided above it. Its
// methods are called by one goroutine at a time.
type backend interface {
	// digits returns the length of the repository's object ids.
	digits() int
	// reference returns the object id that a full reference name stands for,
	// HEAD or refs/…, or errAbsent.
	reference(name string) (string, error)
	// complete returns the ids of objects that begin with the hexadecimal
	// digits, in any order.
	complete(digits string) ([]string, error)
	// stat returns kind and size without reading the object, or errAbsent.
	stat(id string) (objectInfo, error)
	// read returns an object, or errAbsent. It refuses an object that is too
	// large by its declared size, and never reads more than that size.
	read(id string) (object, error)
	close() error
}

// errAbsent says that a reference or object is not there.
var errAbsent = errors.New("absent")

// kind is the kind of a git object. The zero kind is invalid.
type kind uint8

const (
	commitKind kind = iota + 1
	treeKind
	blobKind
	tagKind
)

func (k kind) String() string {
	switch k {
	case commitKind:
		return "commit"
	case treeKind:
		return "tree"
	case blobKind:
		return "blob"
	case tagKind:
		return "tag"
	}
	return "invalid"
}

func parseKind(name string) (kind, error) {
	for _, k := range []kind{commitKind, treeKind, blobKind, tagKind} {
		if name == k.String() {
			return k, nil
		}
	}
	return 0, fmt.Errorf("unknown kind of object %s", quoted(name))
}

type objectInfo struct {
	kind kind
	size int64 // bytes
}

type object struct {
	kind kind
	data []byte
}

// openBackend takes go-git where it understands the repository, and the git
// program for the rest (SHA-256, reftable, newer formats).
func openBackend(ctx context.Context, at location, limits Limits) (backend, error) {
	library, err := openGoGit(at, limits)
	if err == nil {
		return library, nil
	}
	program, missing := openProgram(ctx, at, limits)
	if missing != nil {
		return nil, fmt.Errorf("this repository needs the git program (%w): %w", err, missing)
	}
	return program, nil
}

// objectID computes the id of an object in the hash function that an id of
// that length belongs to. SHA-1 comes from go-git because that one detects
// collision attacks.
func objectID(o object, length int) string {
	if length != sha256Digits {
		kinds := map[kind]plumbing.ObjectType{
			commitKind: plumbing.CommitObject, treeKind: plumbing.TreeObject,
			blobKind: plumbing.BlobObject, tagKind: plumbing.TagObject,
		}
		return plumbing.ComputeHash(kinds[o.kind], o.data).String()
	}
	hash := sha256.New()
	hash.Write([]byte(o.kind.String() + " " + strconv.Itoa(len(o.data)) + "\x00"))
	hash.Write(o.data)
	return hex.EncodeToString(hash.Sum(nil))
}

// Lengths of object ids in hexadecimal digits.
const (
	sha1Digits   = 40
	sha256Digits = 64
)

// isObjectID reports whether text is a whole SHA-1 or SHA-256 object id.
func isObjectID(text string) bool {
	return (len(text) == sha1Digits || len(text) == sha256Digits) && isHex(text)
}

func isHex(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
