package vcs

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
)

// FileChange is a regular file that differs between two revisions. A rename is
// one file gone and one new.
type FileChange struct {
	Path   string // slash path below the prefix asked for
	Before string // object id of the content; "" where the file is new
	After  string // object id of the content; "" where the file is gone
}

// Changed returns the regular files below a directory that differ between two
// commits, sorted by path. The prefix is a slash path from the top of the
// repository, "" or "." for all. A directory that only one commit has counts
// as empty in the other. Only directories that differ are read, and no
// content. What a [Snapshot] refuses is no file here either.
func (r *Repository) Changed(a, b Commit, prefix string) ([]FileChange, error) {
	if prefix == "" {
		prefix = "."
	}
	before, err := r.directory(a, prefix)
	if err != nil {
		return nil, err
	}
	after, err := r.directory(b, prefix)
	if err != nil {
		return nil, err
	}
	c := comparison{repository: r, prefix: prefix}
	if err := c.directories(".", before, after); err != nil {
		return nil, err
	}
	// Byte order of whole paths is not the order of the walk: a.csv, a/b.csv.
	slices.SortFunc(c.changes, func(x, y FileChange) int { return cmp.Compare(x.Path, y.Path) })
	return c.changes, nil
}

// directory returns the tree id of a directory in a commit, "" where there is
// none.
func (r *Repository) directory(c Commit, name string) (string, error) {
	s, err := r.Snapshot(c)
	if err != nil {
		return "", err
	}
	e, err := s.lookup("compare", name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err == nil && e.kind != dirEntry {
		return "", nil
	}
	return e.id, err
}

// comparison collects the changes between two directories.
type comparison struct {
	repository *Repository
	prefix     string
	most       int // changes to look for, and then nothing irregular may be near; 0 for all
	compared   int // entries
	changes    []FileChange
}

// directories compares two trees; "" is the empty one.
func (c *comparison) directories(dir, before, after string) error {
	if before == after {
		return nil
	}
	old, err := c.read(dir, before)
	if err != nil {
		return err
	}
	now, err := c.read(dir, after)
	if err != nil {
		return err
	}
	for len(old) > 0 || len(now) > 0 {
		var was, is entry
		switch {
		case len(now) == 0 || len(old) > 0 && old[0].name < now[0].name:
			was, old = old[0], old[1:]
		case len(old) == 0 || now[0].name < old[0].name:
			is, now = now[0], now[1:]
		default:
			was, old = old[0], old[1:]
			is, now = now[0], now[1:]
		}
		if was == is {
			continue
		}
		if err := c.entries(dir, was, is); err != nil {
			return err
		}
	}
	return nil
}

func (c *comparison) read(dir, id string) (tree, error) {
	if id == "" {
		return nil, nil
	}
	t, err := c.repository.tree(id)
	if err != nil {
		return nil, pathError("compare", dir, err)
	}
	if c.most > 0 && slices.ContainsFunc(t, func(e entry) bool {
		return c.repository.limits.irregular(path.Join(c.prefix, below(dir, e.name)), e) != 0
	}) {
		return nil, errBeyond
	}
	c.compared += len(t)
	if limit := c.repository.limits.Entries; c.compared > 2*limit {
		return nil, &LimitError{What: "the difference up to " + quoted(dir), Unit: "entries", Limit: int64(2 * limit)}
	}
	return t, nil
}

// entries compares what two revisions have under one name; the zero entry
// means nothing.
func (c *comparison) entries(dir string, was, is entry) error {
	name := was.name
	if is.name != "" {
		name = is.name
	}
	full := below(dir, name)
	fileBefore, dirBefore := c.shown(full, was)
	fileAfter, dirAfter := c.shown(full, is)
	if fileBefore != fileAfter {
		c.changes = append(c.changes, FileChange{Path: full, Before: fileBefore, After: fileAfter})
		if c.most > 0 && len(c.changes) > c.most {
			return errBeyond
		}
	}
	return c.directories(full, dirBefore, dirAfter)
}

// shown returns the id of an entry as a file or as a directory, and neither
// where the entry is refused.
func (c *comparison) shown(full string, e entry) (file, dir string) {
	if e.name == "" || c.repository.limits.irregular(path.Join(c.prefix, full), e) != 0 {
		return "", ""
	}
	if e.kind == dirEntry {
		return "", e.id
	}
	return e.id, ""
}

// Since returns the regular files below the root of the snapshot that differ
// from those of the directory with an object id, an earlier state of the same
// directory, sorted by path. ok is false where more than most files differ, and
// where one of the directories that differ holds anything that a snapshot
// refuses: the files are then not all that matters. Only directories that
// differ are read, and no content.
func (s *Snapshot) Since(earlier string, most int) (changes []FileChange, ok bool, err error) {
	root, err := s.lookup("compare", ".")
	if err != nil {
		return nil, false, err
	}
	c := comparison{repository: s.repository, prefix: s.base, most: most}
	if err := c.directories(".", earlier, root.id); err != nil {
		if errors.Is(err, errBeyond) {
			err = nil
		}
		return nil, false, err
	}
	slices.SortFunc(c.changes, func(x, y FileChange) int { return cmp.Compare(x.Path, y.Path) })
	return c.changes, true, nil
}

// Earlier returns an earlier state of the root of the snapshot by its object
// id.
func (s *Snapshot) Earlier(directory string) fs.FS {
	return &Snapshot{repository: s.repository, top: directory, base: ".", account: newLedger(s.repository.limits)}
}

// errBeyond ends a comparison that nobody wants to know in full.
var errBeyond = errors.New("too much differs")
