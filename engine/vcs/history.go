package vcs

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Authorship is who made a commit, and what it says. Both are text of unknown
// origin; bytes that are not UTF-8 are replaced.
type Authorship struct {
	Author  string // name of the author
	Subject string // first line of the message
}

// Parents returns the commits that a commit grew from, the first one first. cut
// is true where this clone left them out: then there may be some.
func (r *Repository) Parents(c Commit) (parents []Commit, cut bool, err error) {
	if r.shallow[c.Hash] {
		return nil, true, nil
	}
	object, err := r.commit(c.Hash)
	if err != nil {
		return nil, false, err
	}
	for _, id := range object.parents {
		parent, err := r.commitByID(id)
		if err != nil {
			return nil, false, err
		}
		parents = append(parents, parent)
	}
	return parents, false, nil
}

// CompareTime orders commits that were found in the repository by the second of
// their committer, and those of one second by hash.
func (r *Repository) CompareTime(a, b Commit) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return cmp.Or(cmp.Compare(r.commits[a.Hash].seconds, r.commits[b.Hash].seconds), cmp.Compare(a.Hash, b.Hash))
}

// Authorship returns who made a commit, and what it says.
func (r *Repository) Authorship(c Commit) (Authorship, error) {
	data, err := r.object(c.Hash, commitKind)
	if err != nil {
		return Authorship{}, err
	}
	header, message, _ := bytes.Cut(data, []byte("\n\n"))
	var who Authorship
	for line := range strings.Lines(string(header)) {
		if author, ok := strings.CutPrefix(line, "author "); ok {
			name, _, _ := strings.Cut(author, "<")
			who.Author = readable(name)
			break
		}
	}
	subject, _, _ := strings.Cut(strings.TrimLeft(string(message), "\n"), "\n")
	who.Subject = readable(subject)
	return who, nil
}

func readable(text string) string {
	return strings.TrimSpace(strings.ToValidUTF8(text, "\ufffd"))
}

// Introduced returns the regular files below a directory of a commit as
// [Repository.Changed] does, as if there had been nothing before.
func (r *Repository) Introduced(c Commit, prefix string) ([]FileChange, error) {
	if prefix == "" {
		prefix = "."
	}
	top, err := r.directory(c, prefix)
	if err != nil {
		return nil, err
	}
	w := comparison{repository: r, prefix: prefix}
	if err := w.directories(".", "", top); err != nil {
		return nil, err
	}
	slices.SortFunc(w.changes, func(x, y FileChange) int { return cmp.Compare(x.Path, y.Path) })
	return w.changes, nil
}

// Content returns the bytes of a file by the object id that a [FileChange]
// names.
func (r *Repository) Content(id string) ([]byte, error) { return r.object(id, blobKind) }
