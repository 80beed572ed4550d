package vcs_test

import (
	"io/fs"
	"testing"

	"github.com/salesplan/salesplan/engine/internal/testgit"
)

// TestCommitWithoutFiles reads a commit whose tree git never wrote: the empty
// tree is known to git without an object.
func TestCommitWithoutFiles(t *testing.T) {
	g := testgit.New(t)
	g.Git("commit", "--allow-empty", "-q", "-m", "nothing yet")
	g.Write("plan.yaml", "plan:\n  name: A\n")
	g.Commit("a plan")
	r := openRepository(t, g.Dir)
	entries, err := fs.ReadDir(snapshot(t, r, "HEAD~1"), ".")
	if err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
	changed, err := r.Changed(resolve(t, r, "HEAD~1"), resolve(t, r, "HEAD"), "")
	if err != nil || len(changed) != 1 {
		t.Errorf("%v, %v", changed, err)
	}
}
