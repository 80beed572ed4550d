package load

import (
	"cmp"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// Kind is a kind of plan file: the end of its name.
type Kind string

// The kinds of plan file.
const (
	YAML Kind = ".yaml"
	CSV  Kind = ".csv"
	CUE  Kind = ".cue"
)

// File is a file that belongs to the plan.
type File struct {
	Name  string // slash path below the plan folder
	Kind  Kind
	entry fs.DirEntry
	size  int64 // bytes, as the file system has it; 0 if it cannot tell
}

// Folder is a plan folder whose files are known and not yet read.
type Folder struct {
	Files    []File    // in order of name
	Findings diag.List // about the folder
	Complete bool      // false if something is left out that may be part of the plan
	Entries  int       // files and folders that were listed

	fsys   fs.FS
	limits Limits
	read   atomic.Int64 // bytes of all files read so far
	asked  asked
}

// Known counts a file of that many bytes that need not be read.
func (f *Folder) Known(bytes int64) { f.read.Add(bytes) }

// Again forgets how much has been read, for reading all files once more.
func (f *Folder) Again() { f.read.Store(0) }

// Bytes returns how many bytes have been read or are known.
func (f *Folder) Bytes() int64 { return f.read.Load() }

// TooLarge reports whether the files read and known so far are together larger
// than a plan may be; no more are read then. It is asked once all are: a plan
// that is too large is not read in part, since which part would be chance.
func (f *Folder) TooLarge() bool {
	if f.read.Load() <= f.limits.TotalBytes {
		return false
	}
	f.Complete = false
	f.Findings = append(f.Findings, diag.New(diag.LimitExceeded, addr.Addr{}, source.Place{File: visible(f.Files[0].Name)},
		"the plan files are together larger than %s: none of them is read", size(f.limits.TotalBytes)))
	return true
}

// identifier is a file system that knows the content of its files by an id:
// files of one id have the same bytes.
type identifier interface {
	Hash(name string) (string, error)
}

// ID returns an id of the content of a file, if the file system has one
// without reading it.
func (f *Folder) ID(file File) (id string, ok bool) {
	ids, ok := f.fsys.(identifier)
	if !ok {
		return "", false
	}
	id, err := ids.Hash(file.Name)
	return id, err == nil
}

// refuser is a file system that leaves out what is no plain file or folder,
// and tells the path and the kind of what it has left out so far.
type refuser interface {
	Refused() iter.Seq2[string, string]
}

// Text returns the text of a file by name, as Open does. The file asked for last
// is kept, since findings are often about one file; it counts each time as if it
// were read, so that looking at a large file for many findings has an end.
func (f *Folder) Text(name string) (string, bool) {
	f.asked.Lock()
	defer f.asked.Unlock()
	if f.asked.name != name || !f.asked.ok {
		f.asked.text, f.asked.ok = f.openText(name)
		f.asked.name = name
		return f.asked.text, f.asked.ok
	}
	if f.read.Load() > f.limits.TotalBytes {
		return "", false
	}
	f.read.Add(int64(len(f.asked.text)))
	return f.asked.text, true
}

// asked is the file that was asked for last.
type asked struct {
	sync.Mutex
	name, text string
	ok         bool
}

func (f *Folder) openText(name string) (string, bool) {
	i, ok := slices.BinarySearchFunc(f.Files, name, func(file File, name string) int { return cmp.Compare(file.Name, name) })
	if !ok {
		return "", false
	}
	reading, ok := f.Open(f.Files[i])
	return reading.Text, ok
}

// folderReader finds the plan files of a folder.
type folderReader struct {
	fsys     fs.FS
	limits   Limits
	entries  int
	foreign  []string // folders that are not part of this plan
	files    []File
	findings diag.List
	complete bool // false once something was left out that may be part of the plan
}

// Find returns the plan files below the root of fsys. Its error and what it
// leaves out are as for [Plan].
func Find(fsys fs.FS, limits Limits) (*Folder, error) {
	r := &folderReader{fsys: fsys, limits: limits, complete: true}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("cannot read the plan folder: %w", err)
	}
	r.list(".", entries)
	if left, ok := fsys.(refuser); ok {
		for name, kind := range left.Refused() {
			if !r.elsewhere(name) {
				r.refuse(name, diag.NotAPlainFile, "%q is a %s and is not read: a plan is plain files in plain folders", visible(name), kind)
			}
		}
	}
	slices.SortFunc(r.files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	return &Folder{Files: r.files, Findings: r.findings, Complete: r.complete, Entries: r.entries, fsys: fsys, limits: limits}, nil
}

// elsewhere reports whether a path lies in a folder that is not read.
func (r *folderReader) elsewhere(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if ignored(part) {
			return true
		}
	}
	return slices.ContainsFunc(r.foreign, func(folder string) bool { return strings.HasPrefix(name, folder+"/") })
}

// ignored reports whether a name is never part of a plan: hidden files, and
// the folder in which CUE keeps its modules.
func ignored(name string) bool { return strings.HasPrefix(name, ".") || name == "cue.mod" }

// refuse tells of a path that may be part of the plan and is not read.
func (r *folderReader) refuse(name string, code diag.Code, format string, args ...any) {
	r.complete = false
	r.tell(name, code, format, args...)
}

func (r *folderReader) tell(name string, code diag.Code, format string, args ...any) {
	r.findings = append(r.findings, diag.New(code, addr.Addr{}, source.Place{File: visible(name)}, format, args...))
}

// folder reads a folder below the plan folder, unless it is a plan or a
// repository of its own.
func (r *folderReader) folder(dir string) {
	if strings.Count(dir, "/") >= r.limits.FolderDepth {
		r.refuse(dir, diag.LimitExceeded, "folders are nested more than %d deep here: nothing below is read", r.limits.FolderDepth)
		return
	}
	entries, err := fs.ReadDir(r.fsys, dir)
	if err != nil {
		r.refuse(dir, diag.Unreadable, "the folder cannot be read: %s", reason(err))
		return
	}
	switch {
	case has(entries, "plan.yaml") || has(entries, "plan.cue"):
		r.foreign = append(r.foreign, dir)
	case has(entries, ".git"):
		r.refuse(dir, diag.NotAPlainFile, "the folder is a git repository of its own and is not read: a plan is plain files in plain folders")
	default:
		r.list(dir, entries)
	}
}

func has(entries []fs.DirEntry, name string) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name })
}

// list sorts the entries of a folder into plan files, folders to read, and
// what is refused.
func (r *folderReader) list(dir string, entries []fs.DirEntry) {
	if r.entries += len(entries); r.entries > r.limits.Entries {
		if r.entries-len(entries) <= r.limits.Entries {
			r.refuse(dir, diag.LimitExceeded, "there are more than %d files and folders up to here: nothing more is read", r.limits.Entries)
		}
		return
	}
	var names []string
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		switch {
		case ignored(entry.Name()):
		case !entry.IsDir() && !entry.Type().IsRegular():
			r.refuse(name, diag.NotAPlainFile, "%q is a %s and is not read: a plan is plain files in plain folders", visible(entry.Name()), kindOf(entry.Type()))
		case entry.IsDir():
			if r.readableName(name) {
				names = append(names, entry.Name())
				r.folder(name)
			}
		case r.isPlanFile(name) && r.readableName(name):
			names = append(names, entry.Name())
			r.files = append(r.files, File{Name: name, Kind: Kind(path.Ext(name)), entry: entry})
		}
	}
	r.checkClashes(dir, names)
}

// kindOf names what is neither a file nor a folder.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "named pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	default:
		return "special file"
	}
}

// rewrites says how to turn files that look like plan files into plan files.
var rewrites = map[string]string{
	".yml":  "rename it to end in .yaml",
	".json": "write it as .yaml",
	".tsv":  "save it with commas as .csv",
}

// isPlanFile reports whether a file is read, and tells of files that seem to
// be meant as plan files and are not.
func (r *folderReader) isPlanFile(name string) bool {
	end := path.Ext(name)
	kinds := []Kind{YAML, CSV, CUE}
	switch lower := strings.ToLower(end); {
	case slices.Contains(kinds, Kind(end)):
		return true
	case slices.Contains(kinds, Kind(lower)):
		r.tell(name, diag.UnknownFile, "the file is not read: rename it to end in %s, in lower case", lower)
	case rewrites[lower] != "":
		r.tell(name, diag.UnknownFile, "the file is not read because its name ends in %s: %s", end, rewrites[lower])
	}
	return false
}
