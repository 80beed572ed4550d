package vcs

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
)

// entryKind says what a name in a directory is. The zero kind is invalid.
type entryKind uint8

const (
	fileEntry entryKind = iota + 1
	dirEntry
	symlinkEntry
	submoduleEntry
)

// entry is a name in a directory of a revision.
type entry struct {
	name string // as it is in git; may be any bytes but NUL
	kind entryKind
	id   string
}

// tree is a directory of a revision: its entries sorted by name.
type tree []entry

// find returns the entry with the name.
func (t tree) find(name string) (entry, bool) {
	i, found := slices.BinarySearchFunc(t, name, func(e entry, name string) int { return cmp.Compare(e.name, name) })
	if !found {
		return entry{}, false
	}
	return t[i], true
}

// parseTree reads a tree object strictly: entries in git's order, each name
// once, known modes only. Names are not judged here. At most limit entries.
func parseTree(data []byte, idLength, limit int) (tree, error) {
	var t tree
	var last string // sort key of the entry before
	for len(data) > 0 {
		if len(t) == limit {
			return nil, &LimitError{What: "a directory", Unit: "entries", Limit: int64(limit)}
		}
		head, rest, found := bytes.Cut(data, []byte{0})
		if !found || len(rest) < idLength/2 {
			return nil, errors.New("it ends within an entry")
		}
		mode, name, found := bytes.Cut(head, []byte{' '})
		if !found || len(name) == 0 {
			return nil, errors.New("it has an entry without a name")
		}
		e := entry{name: string(name), id: hex.EncodeToString(rest[:idLength/2])}
		var ok bool
		if e.kind, ok = entryModes[string(mode)]; !ok {
			return nil, fmt.Errorf("it has an entry of unknown mode %s", quoted(string(mode)))
		}
		key := e.name
		if e.kind == dirEntry {
			key += "/" // git orders directories as if they ended so
		}
		if key <= last {
			return nil, errors.New("its entries are not in order")
		}
		last = key
		t, data = append(t, e), rest[idLength/2:]
	}
	slices.SortFunc(t, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	for i := 1; i < len(t); i++ {
		if t[i].name == t[i-1].name {
			return nil, errors.New("it has a file and a directory of the same name")
		}
	}
	return t, nil
}

// entryModes are the modes that git writes, and 100664 that early versions
// wrote.
var entryModes = map[string]entryKind{
	"100644": fileEntry, "100755": fileEntry, "100664": fileEntry,
	"40000": dirEntry, "120000": symlinkEntry, "160000": submoduleEntry,
}

// tree reads a directory of a revision, and keeps it: neighbouring revisions
// share most of theirs.
func (r *Repository) tree(id string) (tree, error) {
	r.mu.Lock()
	t, ok := r.trees[id]
	r.mu.Unlock()
	if ok {
		return t, nil
	}
	data, err := r.object(id, treeKind)
	if err != nil {
		return nil, err
	}
	t, err = parseTree(data, len(id), r.limits.Entries)
	if _, ok := errors.AsType[*LimitError](err); ok {
		return nil, err
	}
	if err != nil {
		return nil, &CorruptObjectError{ID: id, Reason: err.Error()}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cached += len(t) + 1; r.cached > 2*r.limits.Entries {
		clear(r.trees)
		r.cached = len(t) + 1
	}
	r.trees[id] = t
	return t, nil
}
