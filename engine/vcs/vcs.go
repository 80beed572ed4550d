// Package vcs knows git repositories: what a revision means, the files of a
// revision as a read-only [io/fs.FS], merge bases, and which files differ
// between two revisions; and the work tree as a file system with the same
// guarantees. It knows nothing of what the files say. It changes nothing and
// opens no network connection.
//
// Everything it reads is of unknown origin. Objects are checked against their
// ids, sizes are known before bytes are read, links are never followed, and
// what is refused is reported. Its entry points are [Open] and [OpenWorkTree].
package vcs

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// Repository is an open git repository. It may be used by several goroutines.
// It does not notice changes made to the repository after it was opened.
type Repository struct {
	at      location
	limits  Limits
	shallow map[string]bool // commits whose parents this clone left out

	mu      sync.Mutex // guards all below
	backend backend
	commits map[string]commitObject
	trees   map[string]tree
	cached  int // entries in trees
}

// Open opens the repository that dir is in: any directory of a work tree, a
// linked work tree, or a bare repository. The context ends any git program
// that the repository needs. Errors: [ErrNotRepository], or a repository form
// that cannot be read.
func Open(ctx context.Context, dir string, limits Limits) (*Repository, error) {
	at, err := discover(dir)
	if err != nil {
		return nil, err
	}
	shallow, err := at.shallowCommits()
	if err != nil {
		return nil, err
	}
	objects, err := openBackend(ctx, at, limits)
	if err != nil {
		return nil, err
	}
	return &Repository{
		at: at, limits: limits, shallow: shallow, backend: objects,
		commits: make(map[string]commitObject), trees: make(map[string]tree),
	}, nil
}

// Close releases files and processes. The repository and its snapshots cannot
// be read afterwards.
func (r *Repository) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.backend.close()
}

// Root returns the top directory of the work tree, absolute, or "" for a bare
// repository.
func (r *Repository) Root() string { return r.at.workTree }

// Prefix returns the slash path of the opened directory below the root, or ""
// at the root and in a bare repository.
func (r *Repository) Prefix() string { return r.at.prefix }

// emptyTrees are the ids of a folder without entries. Git knows them without
// having the object.
var emptyTrees = map[string]bool{
	"4b825dc642cb6eb9a060e54bf8d69288fbee4904":                         true, // SHA-1
	"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321": true, // SHA-256
}

// object reads an object of a kind and checks it against its id.
func (r *Repository) object(id string, want kind) ([]byte, error) {
	if emptyTrees[id] && want == treeKind {
		return nil, nil
	}
	if want != blobKind {
		info, err := r.stat(id)
		if err != nil {
			return nil, err
		}
		if info.size > r.limits.TreeBytes {
			return nil, &LimitError{What: "git object " + id, Unit: "bytes", Limit: r.limits.TreeBytes, Found: info.size}
		}
	}
	found, err := r.read(id)
	if err != nil {
		return nil, r.explain(id, err)
	}
	if found.kind != want {
		return nil, &CorruptObjectError{ID: id, Reason: fmt.Sprintf("it is a %v where a %v is expected", found.kind, want)}
	}
	if objectID(found, len(id)) != id {
		return nil, &CorruptObjectError{ID: id, Reason: "its content does not match its id"}
	}
	return found.data, nil
}

func (r *Repository) read(id string) (object, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.backend.read(id)
}

func (r *Repository) stat(id string) (objectInfo, error) {
	if emptyTrees[id] {
		return objectInfo{kind: treeKind}, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	info, err := r.backend.stat(id)
	return info, r.explain(id, err)
}

// explain turns the absence of an object into what it means in this clone.
func (r *Repository) explain(id string, err error) error {
	if !errors.Is(err, errAbsent) {
		return err
	}
	switch {
	case r.at.partial():
		return &MissingObjectError{ID: id, Cure: curePartial}
	case len(r.shallow) > 0:
		return &MissingObjectError{ID: id, Cure: cureShallow}
	}
	return &MissingObjectError{ID: id, Cure: cureCorrupt}
}
