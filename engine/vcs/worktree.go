package vcs

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// WorkTree is a directory on disk as a read-only file system with the
// guarantees of a [Snapshot]: regular files and directories only, no link
// followed, no .git shown, sizes known before bytes are read. It implements
// the same interfaces, and may be used by several goroutines.
//
// A directory that is moved away while the work tree is open may still be seen
// where it was.
//
// Files are as they are on disk: where git converts line ends on checkout they
// differ from those of a Snapshot.
type WorkTree struct {
	directories *directories
	base        string // path of the root of this view below the top
	account     *ledger
}

// OpenWorkTree opens a directory on disk, which need not belong to a
// repository.
func OpenWorkTree(dir string, limits Limits) (*WorkTree, error) {
	opened, err := openDirectories(dir, limits)
	if err != nil {
		return nil, err
	}
	return &WorkTree{directories: opened, base: ".", account: newLedger(limits)}, nil
}

// Close releases the directory; views of it end with it.
func (w *WorkTree) Close() error { return w.directories.close() }

// Irregular returns what the directories listed so far hold but do not show,
// sorted by path.
func (w *WorkTree) Irregular() []Irregular { return w.account.under(w.base) }

// Sub returns the file system below a directory.
func (w *WorkTree) Sub(dir string) (fs.FS, error) {
	view := *w
	view.base = below(w.base, dir)
	err := w.visit("sub", dir, func(_ *os.Root, found fs.FileInfo) error {
		if !found.IsDir() {
			return fs.ErrInvalid
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &view, nil
}

// Open opens a regular file or a directory by reading it whole.
func (w *WorkTree) Open(name string) (opened fs.File, err error) {
	err = w.visit("open", name, func(holder *os.Root, found fs.FileInfo) error {
		if found.IsDir() {
			items, err := w.list(name)
			opened = openedDir(name, items)
			return err
		}
		text, err := w.content(holder, found)
		opened = openedFile(name, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	return opened, nil
}

// Stat describes a file or directory.
func (w *WorkTree) Stat(name string) (described fs.FileInfo, err error) {
	err = w.visit("stat", name, func(_ *os.Root, found fs.FileInfo) error {
		described = describe(name, found)
		return nil
	})
	return described, err
}

func describe(name string, found fs.FileInfo) info {
	if found.IsDir() {
		return info{name: path.Base(name), dir: true}
	}
	return info{name: path.Base(name), size: found.Size()}
}

// ReadFile returns the content of a regular file.
func (w *WorkTree) ReadFile(name string) (data []byte, err error) {
	err = w.visit("read", name, func(holder *os.Root, found fs.FileInfo) error {
		if found.IsDir() {
			return fs.ErrInvalid
		}
		text, err := w.content(holder, found)
		data = []byte(text)
		return err
	})
	return data, err
}

// content reads a regular file that was found before.
func (w *WorkTree) content(holder *os.Root, before fs.FileInfo) (string, error) {
	file, err := holder.Open(before.Name())
	if err != nil {
		return "", err
	}
	defer file.Close()
	after, err := file.Stat()
	if err != nil {
		return "", err
	}
	if !os.SameFile(before, after) {
		return "", errReplaced
	}
	return w.readAll(file, after.Size())
}

// readBlock is how many bytes of a file are read at once.
const readBlock = 64 << 10

// readAll reads a file of known size, and notices if it grows.
func (w *WorkTree) readAll(file io.Reader, size int64) (string, error) {
	limits := w.account.limits
	if err := limits.admitSize("the file", size); err != nil {
		return "", err
	}
	var text strings.Builder
	text.Grow(int(size))
	block := make([]byte, min(size+1, readBlock)) // one more, so that the end is seen at once
	for int64(text.Len()) <= size {
		n, err := file.Read(block)
		text.Write(block[:n])
		if errors.Is(err, io.EOF) {
			return text.String(), nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", errors.New("grew while it was read")
}

// ReadDir lists the regular files and directories of a directory, sorted by
// name. What it leaves out is added to [WorkTree.Irregular].
func (w *WorkTree) ReadDir(name string) (items []fs.DirEntry, err error) {
	err = w.visit("readdir", name, func(_ *os.Root, found fs.FileInfo) error {
		if !found.IsDir() {
			return fs.ErrInvalid
		}
		items, err = w.list(name)
		return err
	})
	return items, err
}

// list lists a directory that was found before.
func (w *WorkTree) list(name string) ([]fs.DirEntry, error) {
	dir := below(w.base, name)
	opened, err := w.directories.open(dir)
	if err != nil {
		return nil, err
	}
	defer w.directories.release(opened)
	listed, err := w.names(opened.root)
	if err == nil {
		err = w.account.count(dir, len(listed))
	}
	if err != nil {
		return nil, err
	}
	items := make([]fs.DirEntry, 0, len(listed))
	for _, e := range listed {
		full := below(dir, e.Name())
		if full == ".git" {
			continue // the repository of this work tree is no news
		}
		if kind := w.directories.irregular(opened.root, full, e.Type()); kind != 0 {
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

// names reads the names in a directory, but not more than may be shown.
func (w *WorkTree) names(dir *os.Root) ([]fs.DirEntry, error) {
	file, err := dir.Open(".")
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

// visit calls use with a regular file or directory and the directory that
// holds it, which stays open meanwhile. Every part of the path is looked at,
// because [os.Root] follows links that stay inside.
func (w *WorkTree) visit(op, name string, use func(holder *os.Root, found fs.FileInfo) error) error {
	if !fs.ValidPath(name) {
		return pathError(op, name, fs.ErrInvalid)
	}
	full := below(w.base, name)
	holder, err := w.directories.open(path.Dir(full))
	if err != nil {
		return pathError(op, name, cause(err))
	}
	defer w.directories.release(holder)
	found, err := w.directories.examine(holder.root, full)
	if err == nil {
		err = use(holder.root, found)
	}
	if err != nil {
		return pathError(op, name, cause(err))
	}
	return nil
}

// cause takes the path out of an error, because it is a path on this machine.
func cause(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}
