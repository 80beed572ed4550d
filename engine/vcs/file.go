package vcs

import (
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
)

// info describes a file or directory of either file system: name, size and
// kind, but no time and no permissions, because a plan must not depend on them.
type info struct {
	name string
	size int64
	dir  bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) IsDir() bool        { return i.dir }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// dirItem is a name in a listing. Its size is looked up when it is asked for.
type dirItem struct {
	name string
	dir  bool
	stat func() (fs.FileInfo, error)
}

func (d dirItem) Name() string               { return d.name }
func (d dirItem) IsDir() bool                { return d.dir }
func (d dirItem) Type() fs.FileMode          { return info{dir: d.dir}.Mode().Type() }
func (d dirItem) Info() (fs.FileInfo, error) { return d.stat() }

// openFile is an open regular file: its content was read when it was opened.
type openFile struct {
	*strings.Reader
	text string
	info info
}

// Text returns the whole content, for those who need no copy of it.
func (f *openFile) Text() string { return f.text }

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

// openDir is an open directory.
type openDir struct {
	info  info
	items []fs.DirEntry // not yet read
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openDir) Close() error               { return nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, pathError("read", d.info.name, fs.ErrInvalid)
}

// ReadDir implements [fs.ReadDirFile].
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(d.items)
	} else if len(d.items) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.items))
	items := d.items[:n:n]
	d.items = d.items[n:]
	return items, nil
}

// openedFile is a file whose content was read.
func openedFile(name, text string) fs.File {
	return &openFile{Reader: strings.NewReader(text), text: text, info: info{name: path.Base(name), size: int64(len(text))}}
}

// openedDir is a directory that was listed.
func openedDir(name string, items []fs.DirEntry) fs.File {
	return &openDir{info: info{name: path.Base(name), dir: true}, items: items}
}
