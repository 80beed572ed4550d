package vcs

import (
	"errors"
	"fmt"
	"strings"
)

// The kinds of failure that a caller may want to tell apart with [errors.Is].
// The errors returned carry a sentence that also says what to do.
var (
	ErrNotRepository     = errors.New("not a git repository")
	ErrUnknownRevision   = errors.New("unknown revision")
	ErrAmbiguousRevision = errors.New("ambiguous revision")
	ErrRevisionSyntax    = errors.New("not a revision")
	ErrNoMergeBase       = errors.New("no common ancestor")
	ErrShallow           = errors.New("shallow clone")
	ErrIrregular         = errors.New("not a regular file or directory")
)

const (
	cureShallow = "this clone is shallow: set fetch-depth: 0 in actions/checkout (GIT_DEPTH: 0 in GitLab), or run git fetch --unshallow"
	curePartial = "this is a partial clone: run git fetch --refetch --no-filter, or clone without --filter"
	cureCorrupt = "run git fsck, then clone the repository again"
)

// RevisionError says why a revision cannot be used. It wraps
// [ErrUnknownRevision], [ErrAmbiguousRevision] or [ErrRevisionSyntax], and
// [ErrShallow] where a full clone may know the revision.
type RevisionError struct {
	Revision string // as given
	Reason   string // why, and what to do
	Shallow  bool   // the clone lacks history
	Kind     error
}

// Error quotes the revision, shortened if it is long.
func (e *RevisionError) Error() string {
	text := fmt.Sprintf("%v %s: %s", e.Kind, quoted(e.Revision), e.Reason)
	if e.Shallow {
		text += "; " + cureShallow
	}
	return text
}

// Unwrap returns the kinds of failure.
func (e *RevisionError) Unwrap() []error {
	if e.Shallow {
		return []error{e.Kind, ErrShallow}
	}
	return []error{e.Kind}
}

// MissingObjectError says that the repository names an object that this clone
// does not hold. It never means that a file was deleted.
type MissingObjectError struct {
	ID   string // object id in hexadecimal digits
	Cure string // what to do
}

// Error names the object and the cure.
func (e *MissingObjectError) Error() string {
	return fmt.Sprintf("git object %s is missing: %s", e.ID, e.Cure)
}

// CorruptObjectError says that an object is not what its id promises, or that
// its form is not one that git writes.
type CorruptObjectError struct {
	ID     string // object id in hexadecimal digits
	Reason string // what is wrong with it
}

// Error names the object and the cure.
func (e *CorruptObjectError) Error() string {
	return fmt.Sprintf("git object %s is corrupt: %s: %s", e.ID, e.Reason, cureCorrupt)
}

// LimitError says which of the [Limits] was passed.
type LimitError struct {
	What  string // what is too large, with control characters escaped
	Unit  string // what is counted
	Limit int64  // the most that is allowed
	Found int64  // how many there are; 0 where counting stopped at the limit
}

// Error says how large the thing is and how large it may be.
func (e *LimitError) Error() string {
	if e.Found == 0 {
		return fmt.Sprintf("%s has more than %d %s", e.What, e.Limit, e.Unit)
	}
	return fmt.Sprintf("%s has %d %s, more than the %d allowed", e.What, e.Found, e.Unit, e.Limit)
}

// AmbiguousMergeBaseError says that two commits have several best common
// ancestors, as after merges in both directions.
type AmbiguousMergeBaseError struct {
	Bases []Commit // newest first, then by hash
}

// Error names the candidates.
func (e *AmbiguousMergeBaseError) Error() string {
	hashes := make([]string, len(e.Bases))
	for i, base := range e.Bases {
		hashes[i] = base.Hash
	}
	return fmt.Sprintf("the revisions have %d merge bases (%s): name the one to compare with", len(e.Bases), strings.Join(hashes, ", "))
}

// GitError says that the git program failed.
type GitError struct {
	Command string // the git command, such as cat-file
	Message string // what git wrote, with control characters escaped
	Cause   error
}

// Error repeats the first line of what git wrote.
func (e *GitError) Error() string {
	if e.Message == "" {
		return fmt.Sprintf("git %s: %v", e.Command, e.Cause)
	}
	return fmt.Sprintf("git %s: %s", e.Command, e.Message)
}

// Unwrap returns the failure of the process.
func (e *GitError) Unwrap() error { return e.Cause }

// quoted prints text of unknown origin on one line, at most 80 bytes of it.
func quoted(text string) string {
	const most = 80
	if len(text) > most {
		return fmt.Sprintf("%+q…", text[:most])
	}
	return fmt.Sprintf("%q", text)
}
