package vcs

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
)

// WorkTree is a directory on disk as a read-only file system with the
// guarantees of a [Snapshot]: regular files and directories only, no link
// followed, no .git shown, sizes known before bytes are read. It implements
// the same interfaces, and may be used by several goroutines.
//
// Files are as they are on disk: where git converts line ends on checkout they
// differ from those of a Snapshot.
type WorkTree struct {
	root    *os.Root
	base    string // path of the root of this view below root
	account *ledger

	checked *sync.Map // directories known to be no links, by path below root
}

// OpenWorkTree opens a directory on disk, which need not belong to a
// repository.
func OpenWorkTree(dir string, limits Limits) (*WorkTree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot open the plan directory: %w", err)
	}
	return &WorkTree{root: root, base: ".", account: newLedger(limits), checked: new(sync.Map)}, nil
}

// Close releases the directory; views of it end with it.
func (w *WorkTree) Close() error { return w.root.Close() }

// Irregular returns what the directories listed so far hold but do not show,
// sorted by path.
func (w *WorkTree) Irregular() []Irregular { return w.account.under(w.base) }

// Sub returns the file system below a directory.
func (w *WorkTree) Sub(dir string) (fs.FS, error) {
	found, err := w.lookup("sub", dir)
	if err != nil {
		return nil, err
	}
	if !found.IsDir() {
		return nil, pathError("sub", dir, fs.ErrInvalid)
	}
	view := *w
	view.base = below(w.base, dir)
	return &view, nil
}

// Open opens a regular file or a directory by reading it whole.
func (w *WorkTree) Open(name string) (fs.File, error) {
	found, err := w.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if found.IsDir() {
		items, err := w.items(name)
		if err != nil {
			return nil, err
		}
		return openedDir(name, items), nil
	}
	data, err := w.content(name, found)
	if err != nil {
		return nil, err
	}
	return openedFile(name, data), nil
}

// Stat describes a file or directory.
func (w *WorkTree) Stat(name string) (fs.FileInfo, error) {
	found, err := w.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	return describe(name, found), nil
}

func describe(name string, found fs.FileInfo) info {
	if found.IsDir() {
		return info{name: path.Base(name), dir: true}
	}
	return info{name: path.Base(name), size: found.Size()}
}

// ReadFile returns the content of a regular file.
func (w *WorkTree) ReadFile(name string) ([]byte, error) {
	before, err := w.lookup("read", name)
	if err != nil {
		return nil, err
	}
	if before.IsDir() {
		return nil, pathError("read", name, fs.ErrInvalid)
	}
	return w.content(name, before)
}

// content reads a regular file that was found before.
func (w *WorkTree) content(name string, before fs.FileInfo) ([]byte, error) {
	file, err := w.root.Open(filepath.FromSlash(below(w.base, name)))
	if err != nil {
		return nil, pathError("read", name, cause(err))
	}
	defer file.Close()
	after, err := file.Stat()
	if err != nil {
		return nil, pathError("read", name, cause(err))
	}
	if !os.SameFile(before, after) {
		return nil, pathError("read", name, errors.New("was replaced while it was read"))
	}
	data, err := w.readAll(file, after.Size())
	if err != nil {
		return nil, pathError("read", name, cause(err))
	}
	return data, nil
}

// readAll reads a file of known size, and notices if it grows.
func (w *WorkTree) readAll(file io.Reader, size int64) ([]byte, error) {
	limits := w.account.limits
	if err := limits.admitSize("the file", size); err != nil {
		return nil, err
	}
	data := make([]byte, 0, size+1) // one more, so that the end is seen without growing
	for len(data) < cap(data) {
		n, err := file.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, errors.New("grew while it was read")
}

// ReadDir lists the regular files and directories of a directory, sorted by
// name. What it leaves out is added to [WorkTree.Irregular].
func (w *WorkTree) ReadDir(name string) ([]fs.DirEntry, error) {
	found, err := w.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if !found.IsDir() {
		return nil, pathError("readdir", name, fs.ErrInvalid)
	}
	return w.items(name)
}

// items lists a directory that was found before.
func (w *WorkTree) items(name string) ([]fs.DirEntry, error) {
	dir := below(w.base, name)
	listed, err := w.list(dir)
	if err == nil {
		err = w.account.count(dir, len(listed))
	}
	if err != nil {
		return nil, pathError("readdir", name, cause(err))
	}
	items := make([]fs.DirEntry, 0, len(listed))
	for _, e := range listed {
		full := below(dir, e.Name())
		if full == ".git" {
			continue // the repository of this work tree is no news
		}
		if kind := w.irregular(full, e.Type()); kind != 0 {
			w.account.refuse(full, kind)
			continue
		}
		child := below(name, e.Name())
		items = append(items, dirItem{
			name: e.Name(), dir: e.IsDir(),
			stat: func() (fs.FileInfo, error) { return w.Stat(child) },
		})
	}
	return items, nil
}

// list reads the names in a directory, but not more than may be shown.
func (w *WorkTree) list(dir string) ([]fs.DirEntry, error) {
	file, err := w.root.Open(filepath.FromSlash(dir))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	listed, err := file.ReadDir(w.account.limits.Entries + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	slices.SortFunc(listed, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return listed, nil
}

// lookup finds a regular file or directory. Every part of the path is looked
// at, because [os.Root] follows links that stay inside.
func (w *WorkTree) lookup(op, name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, pathError(op, name, fs.ErrInvalid)
	}
	full := below(w.base, name)
	for i := range len(full) {
		if full[i] != '/' {
			continue
		}
		dir := full[:i]
		if _, ok := w.checked.Load(dir); ok {
			continue
		}
		found, err := w.examine(dir)
		if err == nil && !found.IsDir() {
			err = fs.ErrNotExist
		}
		if err != nil {
			return nil, pathError(op, name, err)
		}
		w.checked.Store(dir, true)
	}
	found, err := w.examine(full)
	if err != nil {
		return nil, pathError(op, name, err)
	}
	return found, nil
}

// examine describes one path, whose directories were examined before.
func (w *WorkTree) examine(full string) (fs.FileInfo, error) {
	found, err := w.root.Lstat(filepath.FromSlash(full))
	if err != nil {
		return nil, cause(err)
	}
	if full == "." {
		return found, nil
	}
	if kind := w.irregular(full, found.Mode().Type()); kind != 0 {
		return nil, irregularError{kind}
	}
	return found, nil
}

// irregular says why a path on disk is not shown, 0 if it is.
func (w *WorkTree) irregular(full string, mode fs.FileMode) IrregularKind {
	if isOddName(path.Base(full)) {
		return OddName
	}
	switch mode {
	case 0:
	case fs.ModeSymlink:
		return Symlink
	case fs.ModeDir:
		if _, err := w.root.Lstat(filepath.FromSlash(full + "/.git")); err == nil {
			return Submodule
		}
	default:
		return SpecialFile
	}
	return w.account.limits.judge(full)
}

// cause takes the path out of an error, because it is a path on this machine.
func cause(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}
