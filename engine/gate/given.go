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
)

// Approvals are what has been approved by whom.
type Approvals struct{ by map[string]map[string]bool } // login, hash

// ReadApprovals reads approvals as the platform states them:
// {"approvals": [{"login": "anna", "hashes": ["…"]}]}, the hashes being those of
// the items of a review. Which review they were read from does not matter: an
// item that stays the same stays approved. Fields that are not known are refused,
// so that nothing is approved by a misreading.
func ReadApprovals(text []byte) (*Approvals, error) {
	if len(text) > MaxApprovalBytes {
		return nil, fmt.Errorf("the approvals have more than %d MiB", MaxApprovalBytes>>20)
	}
	var file struct {
		Approvals *[]struct {
			Login  string   `json:"login"`
			Hashes []string `json:"hashes"`
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
	all := &Approvals{by: map[string]map[string]bool{}}
	n := 0
	for _, one := range *file.Approvals {
		login := strings.ToLower(one.Login) // platforms do not tell logins apart by case
		if all.by[login] == nil {
			all.by[login] = map[string]bool{}
		}
		for _, hash := range one.Hashes {
			all.by[login][hash] = true
			if n++; n > maxApprovals {
				return nil, fmt.Errorf("there are more than %d approvals", maxApprovals)
			}
		}
	}
	return all, nil
}

// has reports whether somebody approved what has a hash. Nil approvals hold none.
func (a *Approvals) has(login, hash string) bool {
	return a != nil && a.by[strings.ToLower(login)][hash]
}
