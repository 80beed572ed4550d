package vcs

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// revision is a parsed revision: a name, and steps to an ancestor.
type revision struct {
	name  string
	steps []step
}

// step goes to an ancestor: count times to the first parent, or once to the
// numbered parent. Parent 0 is the commit itself.
type step struct {
	generations int // of ~n; 0 for ^n
	parent      int // of ^n
}

const (
	maxRevision = 256 // bytes
	maxStep     = 99_999
)

// parseRevision reads a branch, tag, reference or object id, followed by any
// number of ~n and ^n. Other forms that git knows are refused: some depend on
// the time or on the history of this clone, the others are no commits.
func parseRevision(text string) (revision, error) {
	refuse := func(reason string) (revision, error) {
		return revision{}, &RevisionError{Revision: text, Reason: reason, Kind: ErrRevisionSyntax}
	}
	name, suffix := text, ""
	if i := strings.IndexAny(text, "~^"); i >= 0 {
		name, suffix = text[:i], text[i:]
	}
	switch {
	case text == "":
		return refuse("it is empty: give a branch, tag or commit")
	case len(text) > maxRevision:
		return refuse(fmt.Sprintf("it has more than %d bytes", maxRevision))
	case strings.HasPrefix(text, "-"):
		return refuse("it begins with a hyphen like an option: give a branch, tag or commit")
	case strings.Contains(name, ":"):
		return refuse("it names a path in a revision: give the revision alone")
	case strings.Contains(name, ".."):
		return refuse("it names a range: give one revision")
	case strings.Contains(name, "@{"):
		return refuse("what it means differs from clone to clone: give a branch, tag or commit")
	case name == "@":
		name = "HEAD"
	case !isReferenceName(name):
		return refuse("no branch, tag or commit has such a name")
	}
	steps, ok := parseSteps(suffix)
	if !ok {
		return refuse("after the name only ~2 and ^2, with any number, are understood")
	}
	return revision{name: name, steps: steps}, nil
}

func parseSteps(suffix string) ([]step, bool) {
	var steps []step
	for suffix != "" {
		mark := suffix[0]
		suffix = suffix[1:]
		digits := suffix[:len(suffix)-len(strings.TrimLeft(suffix, "0123456789"))]
		suffix = suffix[len(digits):]
		number := 1
		if digits != "" {
			var err error
			if number, err = strconv.Atoi(digits); err != nil || number > maxStep {
				return nil, false
			}
		}
		switch mark {
		case '~':
			steps = append(steps, step{generations: number})
		case '^':
			steps = append(steps, step{parent: number})
		default:
			return nil, false
		}
	}
	return steps, true
}

// isReferenceName reports whether git allows the name for a reference.
func isReferenceName(name string) bool {
	if isOddName(strings.ReplaceAll(name, "/", "")) || strings.ContainsAny(name, " ~^:?*[") ||
		strings.Contains(name, "..") || strings.Contains(name, "@{") || name == "@" || strings.HasSuffix(name, ".") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part[0] == '.' || part[0] == '-' || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	return true
}

// Resolve finds the commit that a revision stands for: a branch, tag, full
// reference name, remote branch such as origin/main, HEAD, FETCH_HEAD or an
// object id of at least four digits, optionally followed by ~n or ^n. Tags are
// followed to their commit. Errors: [RevisionError], [MissingObjectError] and
// other failures to read.
func (r *Repository) Resolve(text string) (Commit, error) {
	rev, err := parseRevision(text)
	if err != nil {
		return Commit{}, err
	}
	id, err := r.named(text, rev.name)
	if err != nil {
		return Commit{}, err
	}
	if id, err = r.peel(text, id); err != nil {
		return Commit{}, err
	}
	if id, err = r.ancestor(text, id, rev.steps); err != nil {
		return Commit{}, err
	}
	return r.commitByID(id)
}

// named finds the object that a name stands for: whole ids first, then
// references, then shortened ids, as git does.
func (r *Repository) named(text, name string) (string, error) {
	digits := r.backend.digits()
	if len(name) == digits && isHex(name) {
		return name, r.known(text, name)
	}
	id, err := r.byReference(text, name)
	if err != nil || id != "" {
		return id, err
	}
	const fewest = 4 // digits, as in git
	if len(name) >= fewest && len(name) < digits && isHex(name) {
		id, err = r.byDigits(text, name)
		if err != nil || id != "" {
			return id, err
		}
	}
	return "", r.unknown(text, name)
}

// known makes an absent object an unknown revision: it may be a typing error.
func (r *Repository) known(text, id string) error {
	_, err := r.stat(id)
	if _, ok := errors.AsType[*MissingObjectError](err); ok {
		return &RevisionError{Revision: text, Reason: "this clone has no such commit: fetch it", Shallow: len(r.shallow) > 0, Kind: ErrUnknownRevision}
	}
	return err
}

// byReference looks where git looks. Other than git it does not choose between
// a tag and a branch of the same name that differ. It returns "" for none.
func (r *Repository) byReference(text, name string) (string, error) {
	switch name {
	case "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD":
		return r.at.pseudoReference(name)
	}
	var full []string
	if name == "HEAD" || strings.HasPrefix(name, "refs/") {
		full = []string{name}
	} else {
		full = []string{"refs/" + name, "refs/tags/" + name, "refs/heads/" + name, "refs/remotes/" + name, "refs/remotes/" + name + "/HEAD"}
	}
	var id, from string
	for _, candidate := range full {
		found, err := r.reference(candidate)
		if errors.Is(err, errAbsent) {
			continue
		}
		if err != nil {
			return "", err
		}
		if id != "" && found != id {
			return "", &RevisionError{Revision: text, Reason: fmt.Sprintf("it is both %s and %s: write one of these", from, candidate), Kind: ErrAmbiguousRevision}
		}
		id, from = found, candidate
	}
	return id, nil
}

func (r *Repository) reference(name string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.backend.reference(name)
}

func (r *Repository) complete(digits string) ([]string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.backend.complete(digits)
}

// byDigits finds the one commit or tag whose id begins with the digits.
func (r *Repository) byDigits(text, digits string) (string, error) {
	ids, err := r.complete(digits)
	if err != nil {
		return "", err
	}
	var only string
	for _, id := range ids {
		info, err := r.stat(id)
		if err != nil {
			return "", err
		}
		if id == only || info.kind != commitKind && info.kind != tagKind {
			continue
		}
		if only != "" {
			return "", &RevisionError{Revision: text, Reason: "several commits begin with these digits: give more of them", Kind: ErrAmbiguousRevision}
		}
		only = id
	}
	return only, nil
}

// unknown explains that no name fits, and proposes the remote branch that the
// user may have meant: CI checkouts often have only that.
func (r *Repository) unknown(text, name string) error {
	reason := "no branch, tag or commit has this name"
	if name == "HEAD" {
		reason = "there is no commit yet"
	} else if _, err := r.reference("refs/remotes/origin/" + name); err == nil {
		reason += fmt.Sprintf("; did you mean origin/%s?", name)
	}
	return &RevisionError{Revision: text, Reason: reason, Shallow: len(r.shallow) > 0, Kind: ErrUnknownRevision}
}

// maxTags bounds a chain of tags that name tags.
const maxTags = 10

// peel follows tags to the commit they name.
func (r *Repository) peel(text, id string) (string, error) {
	for range maxTags {
		info, err := r.stat(id)
		if err != nil {
			return "", err
		}
		switch info.kind {
		case commitKind:
			return id, nil
		case tagKind:
			data, err := r.object(id, tagKind)
			if err != nil {
				return "", err
			}
			target, _, _ := strings.Cut(strings.TrimPrefix(string(data), "object "), "\n")
			if len(target) != len(id) || !isHex(target) {
				return "", &CorruptObjectError{ID: id, Reason: "the tag names no object"}
			}
			id = target
		default:
			return "", &RevisionError{Revision: text, Reason: fmt.Sprintf("it is a %v, not a commit", info.kind), Kind: ErrRevisionSyntax}
		}
	}
	return "", &RevisionError{Revision: text, Reason: "it is a tag of a tag of too many tags", Kind: ErrRevisionSyntax}
}

func (r *Repository) ancestor(text, id string, steps []step) (string, error) {
	walked := 0
	parent := func(number int) error {
		if walked++; walked > r.limits.Commits {
			return &LimitError{What: "revision " + quoted(text), Unit: "steps", Limit: int64(r.limits.Commits)}
		}
		c, err := r.commit(id)
		if err != nil {
			return err
		}
		if r.shallow[id] || number > len(c.parents) {
			return &RevisionError{Revision: text, Reason: fmt.Sprintf("commit %s has no parent %d", id, number), Shallow: r.shallow[id], Kind: ErrUnknownRevision}
		}
		id = c.parents[number-1]
		return nil
	}
	for _, s := range steps {
		for range s.generations {
			if err := parent(1); err != nil {
				return "", err
			}
		}
		if s.parent > 0 {
			if err := parent(s.parent); err != nil {
				return "", err
			}
		}
	}
	return id, nil
}
