package vcs

import (
	"io/fs"
	"path"
	"strings"
)

// Snapshot is the tree of a commit as a read-only file system of regular files
// and directories. It implements [fs.FS], [fs.ReadDirFS], [fs.ReadFileFS],
// [fs.StatFS] and [fs.SubFS], and may be used by several goroutines.
type Snapshot struct {
	repository *Repository
	top        string // object id of the tree of the commit
	base       string // path of the root of this view in the commit
	account    *ledger
}

// Snapshot returns the files of a commit. Nothing is read before it is asked
// for.
func (r *Repository) Snapshot(c Commit) (*Snapshot, error) {
	if _, err := r.tree(c.Tree); err != nil {
		return nil, err
	}
	return &Snapshot{repository: r, top: c.Tree, base: ".", account: newLedger(r.limits)}, nil
}

// Irregular returns what the directories listed so far hold but do not show,
// sorted by path.
func (s *Snapshot) Irregular() []Irregular { return s.account.under(s.base) }

// Hash returns the object id of a file or directory: equal ids mean equal
// content. Errors as for Open, as [fs.PathError].
func (s *Snapshot) Hash(name string) (string, error) {
	e, err := s.lookup("hash", name)
	return e.id, err
}

// Sub returns the file system below a directory. It fails with
// [fs.ErrNotExist] where the revision has no such directory.
func (s *Snapshot) Sub(dir string) (fs.FS, error) {
	e, err := s.lookup("sub", dir)
	if err != nil {
		return nil, err
	}
	if e.kind != dirEntry {
		return nil, pathError("sub", dir, fs.ErrInvalid)
	}
	view := *s
	view.base = below(s.base, dir)
	return &view, nil
}

// Open opens a regular file or a directory by reading it whole.
func (s *Snapshot) Open(name string) (fs.File, error) {
	e, err := s.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if e.kind == dirEntry {
		items, err := s.list(name, e)
		if err != nil {
			return nil, err
		}
		return openedDir(name, items), nil
	}
	data, err := s.content(name, e)
	if err != nil {
		return nil, err
	}
	return openedFile(name, string(data)), nil
}

// Stat describes a file or directory without reading it.
func (s *Snapshot) Stat(name string) (fs.FileInfo, error) {
	e, err := s.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	return s.describe(name, e)
}

func (s *Snapshot) describe(name string, e entry) (fs.FileInfo, error) {
	if e.kind == dirEntry {
		return info{name: path.Base(name), dir: true}, nil
	}
	found, err := s.repository.stat(e.id)
	if err != nil {
		return nil, pathError("stat", name, err)
	}
	return info{name: path.Base(name), size: found.size}, nil
}

// ReadFile returns the content of a file, checked against its object id. An
// object that this clone lacks is a [MissingObjectError], never
// [fs.ErrNotExist].
func (s *Snapshot) ReadFile(name string) ([]byte, error) {
	e, err := s.lookup("read", name)
	if err != nil {
		return nil, err
	}
	if e.kind == dirEntry {
		return nil, pathError("read", name, fs.ErrInvalid)
	}
	return s.content(name, e)
}

func (s *Snapshot) content(name string, e entry) ([]byte, error) {
	data, err := s.repository.object(e.id, blobKind)
	if err != nil {
		return nil, pathError("read", name, err)
	}
	return data, nil
}

// ReadDir lists the regular files and directories of a directory, sorted by
// name. What it leaves out is added to [Snapshot.Irregular].
func (s *Snapshot) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := s.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if e.kind != dirEntry {
		return nil, pathError("readdir", name, fs.ErrInvalid)
	}
	return s.list(name, e)
}

func (s *Snapshot) list(name string, e entry) ([]fs.DirEntry, error) {
	listed, err := s.repository.tree(e.id)
	if err != nil {
		return nil, pathError("readdir", name, err)
	}
	dir := below(s.base, name)
	if err := s.account.count(dir, len(listed)); err != nil {
		return nil, pathError("readdir", name, err)
	}
	items := make([]fs.DirEntry, 0, len(listed))
	for _, e := range listed {
		full := below(dir, e.name)
		if kind := s.repository.limits.irregular(full, e); kind != 0 {
			s.account.refuse(full, kind)
			continue
		}
		child := below(name, e.name)
		items = append(items, dirItem{
			name: e.name, dir: e.kind == dirEntry,
			stat: func() (fs.FileInfo, error) { return s.describe(child, e) },
		})
	}
	return items, nil
}

// lookup finds a regular file or directory, going down from the top.
func (s *Snapshot) lookup(op, name string) (entry, error) {
	if !fs.ValidPath(name) {
		return entry{}, pathError(op, name, fs.ErrInvalid)
	}
	at := entry{kind: dirEntry, id: s.top}
	full := below(s.base, name)
	if full == "." {
		return at, nil
	}
	done := 0
	for part := range strings.SplitSeq(full, "/") {
		if at.kind != dirEntry {
			return entry{}, pathError(op, name, fs.ErrNotExist)
		}
		listed, err := s.repository.tree(at.id)
		if err != nil {
			return entry{}, pathError(op, name, err)
		}
		found, ok := listed.find(part)
		if !ok {
			return entry{}, pathError(op, name, fs.ErrNotExist)
		}
		done += len(part) + 1
		if kind := s.repository.limits.irregular(full[:done-1], found); kind != 0 {
			return entry{}, pathError(op, name, irregularError{kind})
		}
		at = found
	}
	return at, nil
}

// irregular says why an entry of a revision is not shown, 0 if it is.
func (l Limits) irregular(name string, e entry) IrregularKind {
	// The base of a name with a slash in it would be judged in part only.
	if isOddName(e.name) {
		return OddName
	}
	switch e.kind {
	case symlinkEntry:
		return Symlink
	case submoduleEntry:
		return Submodule
	}
	return l.judge(name)
}
