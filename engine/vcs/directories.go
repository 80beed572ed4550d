package vcs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sync"
)

// directories keeps the directories of a work tree that were used last open,
// so that what is in them is found in one step and not from the top down. Each
// was opened from the one above it, and is no link.
type directories struct {
	limits Limits

	mu   sync.Mutex            // guards all below, and is held while a directory is opened
	held map[string]*directory // by path below the top; always with "."
	uses int64                 // of any of them so far
}

// directory is an open directory.
type directory struct {
	root  *os.Root
	users int   // callers that need it open
	last  int64 // number of its last use
}

// maxDirectories is how many directories stay open. More are open only while
// more are in use.
const maxDirectories = 64

func openDirectories(top string, limits Limits) (*directories, error) {
	root, err := os.OpenRoot(top)
	if err != nil {
		return nil, fmt.Errorf("cannot open the plan directory: %w", err)
	}
	return &directories{limits: limits, held: map[string]*directory{".": {root: root}}}, nil
}

// open returns a directory by its path below the top, to be released after
// use.
func (d *directories) open(dir string) (*directory, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found, err := d.descend(dir)
	if err != nil {
		return nil, err
	}
	d.uses++
	found.users++
	found.last = d.uses
	d.shrink()
	return found, nil
}

func (d *directories) release(used *directory) {
	d.mu.Lock()
	used.users--
	d.mu.Unlock()
}

// descend returns a directory that is held, or opens it.
func (d *directories) descend(dir string) (*directory, error) {
	if found, ok := d.held[dir]; ok {
		return found, nil
	}
	parent, err := d.descend(path.Dir(dir))
	if err != nil {
		return nil, err
	}
	before, err := d.examine(parent.root, dir)
	if err != nil {
		return nil, err
	}
	if !before.IsDir() {
		return nil, fs.ErrNotExist
	}
	root, err := parent.root.OpenRoot(path.Base(dir))
	if err != nil {
		return nil, err
	}
	after, err := root.Stat(".")
	if err == nil && !os.SameFile(before, after) {
		err = errReplaced
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	found := &directory{root: root}
	d.held[dir] = found
	return found, nil
}

// errReplaced says that a path is not any more what it was a moment ago.
var errReplaced = errors.New("was replaced while it was read")

// shrink closes the directories that were not used for the longest time.
func (d *directories) shrink() {
	for len(d.held) > maxDirectories {
		oldest := "."
		for dir, h := range d.held {
			if dir != "." && h.users == 0 && (oldest == "." || h.last < d.held[oldest].last) {
				oldest = dir
			}
		}
		if oldest == "." {
			return
		}
		_ = d.held[oldest].root.Close() // nothing was written
		delete(d.held, oldest)
	}
}

// close closes all directories. Those asked for afterwards cannot be opened.
func (d *directories) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []error
	for dir, h := range d.held {
		all = append(all, h.root.Close())
		if dir != "." {
			delete(d.held, dir)
		}
	}
	return errors.Join(all...)
}

// examine describes a path below the top, by the last part of its name in the
// directory that holds it.
func (d *directories) examine(holder *os.Root, full string) (fs.FileInfo, error) {
	found, err := holder.Lstat(path.Base(full))
	if err != nil {
		return nil, err
	}
	if full == "." {
		return found, nil
	}
	if kind := d.irregular(holder, full, found.Mode().Type()); kind != 0 {
		return nil, irregularError{kind}
	}
	return found, nil
}

// irregular says why a path on disk is not shown, 0 if it is.
func (d *directories) irregular(holder *os.Root, full string, mode fs.FileMode) IrregularKind {
	base := path.Base(full)
	if isOddName(base) {
		return OddName
	}
	switch mode {
	case 0:
	case fs.ModeSymlink:
		return Symlink
	case fs.ModeDir:
		if _, err := holder.Lstat(base + "/.git"); err == nil {
			return Submodule
		}
	default:
		return SpecialFile
	}
	return d.limits.judge(full)
}
