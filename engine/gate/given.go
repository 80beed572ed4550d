package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits on a file of approvals, which comes from a platform.
const (
	MaxApprovalBytes = 8 << 20
	maxApprovals     = 100_000
	maxCommits       = 50
)

// Approvals are what has been approved by whom.
type Approvals struct {
	by      map[string]map[string]bool // login, hash
	commits map[string][]string        // logins that approved a commit as a whole
	unknown []string                   // commits that nobody could look at
}

// ReadApprovals reads approvals as the platform states them:
// {"approvals": [{"login": "anna", "commit": "…"}]}, or with a list of hashes in
// place of the commit, those of the items of a review. An approval of a commit is
// one of everything that the review of this commit lists. Which review that is
// does not matter: an item that stays the same stays approved. Fields that are
// not known are refused, so that nothing is approved by a misreading.
func ReadApprovals(text []byte) (*Approvals, error) {
	if len(text) > MaxApprovalBytes {
		return nil, fmt.Errorf("the approvals have more than %d MiB", MaxApprovalBytes>>20)
	}
	var file struct {
		Approvals *[]struct {
			Login  string   `json:"login"`
			Hashes []string `json:"hashes"`
			Commit string   `json:"commit"`
		} `json:"approvals"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("the approvals cannot be read: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the approvals are more than one JSON value")
	}
	if file.Approvals == nil {
		return nil, errors.New(`the approvals have no list "approvals"`)
	}
	all := &Approvals{by: map[string]map[string]bool{}, commits: map[string][]string{}}
	n := 0
	for _, one := range *file.Approvals {
		switch {
		case one.Commit != "" && one.Hashes != nil:
			return nil, fmt.Errorf("an approval of %q names a commit and hashes: write one of the two", one.Login)
		case one.Commit != "":
			all.commits[one.Commit] = append(all.commits[one.Commit], one.Login)
		}
		if n += 1 + len(one.Hashes); n > maxApprovals || len(all.commits) > maxCommits {
			return nil, fmt.Errorf("there are more than %d approvals, or of more than %d commits", maxApprovals, maxCommits)
		}
		all.add(one.Login, one.Hashes)
	}
	return all, nil
}

// add notes what somebody approved.
func (a *Approvals) add(login string, hashes []string) {
	login = strings.ToLower(login) // platforms do not tell logins apart by case
	if a.by[login] == nil {
		a.by[login] = map[string]bool{}
	}
	for _, hash := range hashes {
		a.by[login][hash] = true
	}
}

// Commits are the commits that were approved as a whole, in order.
func (a *Approvals) Commits() []string {
	if a == nil {
		return nil
	}
	return sortedKeys(a.commits)
}

// Resolved returns the approvals with what an approved commit holds, by
// commit. What a commit that is not among these holds is not known: it approves
// nothing.
func (a *Approvals) Resolved(holds map[string][]string) *Approvals {
	resolved := &Approvals{by: map[string]map[string]bool{}}
	for login, hashes := range a.by {
		resolved.add(login, sortedKeys(hashes))
	}
	for _, commit := range a.Commits() {
		hashes, known := holds[commit]
		if !known {
			resolved.unknown = append(resolved.unknown, commit)
		}
		for _, login := range a.commits[commit] {
			resolved.add(login, hashes)
		}
	}
	return resolved
}

// has reports whether somebody approved what has a hash. Nil approvals hold none.
func (a *Approvals) has(login, hash string) bool {
	return a != nil && a.by[strings.ToLower(login)][hash]
}
