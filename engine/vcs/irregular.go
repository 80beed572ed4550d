package vcs

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// IrregularKind says why a name is not part of a file system. The zero kind
// is invalid.
type IrregularKind uint8

// The kinds of what is refused.
const (
	Symlink     IrregularKind = iota + 1 // a symbolic link, to a file or directory
	Submodule                            // a submodule, or another repository inside the work tree
	SpecialFile                          // a pipe, socket, device or the like
	OddName                              // not UTF-8, control or invisible characters, a backslash, .. or a spelling of .git
	TooDeep                              // more parts than [Limits] allows
	LongPath                             // more bytes than [Limits] allows
)

// String names the kind as a person would, so that it reads well after "is a".
func (k IrregularKind) String() string {
	switch k {
	case Symlink:
		return "symbolic link"
	case Submodule:
		return "submodule"
	case SpecialFile:
		return "special file"
	case OddName:
		return "name that is not safe"
	case TooDeep:
		return "folder that is too deep"
	case LongPath:
		return "path that is too long"
	}
	return "invalid"
}

// Irregular is a name that a file system does not show.
type Irregular struct {
	Path string // slash path below the file system's root, with control characters escaped
	Kind IrregularKind
}

// irregularError refuses to open an irregular name.
type irregularError struct{ kind IrregularKind }

func (e irregularError) Error() string { return "is refused: " + e.kind.String() }

func (e irregularError) Unwrap() error { return ErrIrregular }

// ledger keeps account of what a file system has shown and refused. All views
// of a file system share one. Paths are below the outermost root.
type ledger struct {
	limits Limits

	mu        sync.Mutex
	listed    map[string]bool // directories counted in entries
	entries   int
	irregular map[string]IrregularKind
}

func newLedger(limits Limits) *ledger {
	return &ledger{limits: limits, listed: make(map[string]bool), irregular: make(map[string]IrregularKind)}
}

// count adds a directory, once, to the entries shown.
func (l *ledger) count(dir string, entries int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.listed[dir] {
		return nil
	}
	if l.entries+entries > l.limits.Entries {
		return &LimitError{What: "the file system up to " + quoted(dir), Unit: "entries", Limit: int64(l.limits.Entries)}
	}
	l.entries += entries
	l.listed[dir] = true
	return nil
}

func (l *ledger) refuse(name string, kind IrregularKind) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.irregular[name] = kind
}

// under returns what was refused below a directory, sorted by path.
func (l *ledger) under(base string) []Irregular {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []Irregular
	for name, kind := range l.irregular {
		if base != "." {
			below, ok := strings.CutPrefix(name, base+"/")
			if !ok {
				continue
			}
			name = below
		}
		found = append(found, Irregular{Path: printable(name), Kind: kind})
	}
	slices.SortFunc(found, func(a, b Irregular) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind))
	})
	return found
}

// judge says why a path cannot be shown, 0 if it can. The directories on the
// way are judged already.
func (l Limits) judge(name string) IrregularKind {
	switch {
	case isOddName(path.Base(name)):
		return OddName
	case strings.Count(name, "/") >= l.Depth:
		return TooDeep
	case len(name) > l.PathBytes:
		return LongPath
	}
	return 0
}

// below joins a path of a view to the path of the view's root.
func below(base, name string) string {
	if base == "." {
		return name
	}
	if name == "." {
		return base
	}
	return base + "/" + name
}

func pathError(op, name string, err error) error {
	return &fs.PathError{Op: op, Path: name, Err: err}
}
