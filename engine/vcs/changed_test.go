package vcs_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/vcs"
)

// checkChanged compares with git diff-tree, for regular files.
func checkChanged(t *testing.T, g *testgit.Repo, r *vcs.Repository, a, b vcs.Commit) {
	t.Helper()
	got, err := r.Changed(a, b, "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(gitChanged(g, a, b), got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s..%s: %s", a.Hash, b.Hash, diff)
	}
}

func gitChanged(g *testgit.Repo, a, b vcs.Commit) []vcs.FileChange {
	var all []vcs.FileChange
	fields := strings.Split(g.Git("diff-tree", "-r", "-z", "--no-renames", a.Hash, b.Hash), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		about := strings.Fields(fields[i]) // :mode mode id id status
		change := vcs.FileChange{Path: fields[i+1]}
		if strings.HasPrefix(about[0], ":100") {
			change.Before = about[2]
		}
		if strings.HasPrefix(about[1], "100") {
			change.After = about[3]
		}
		if change.Before != change.After {
			all = append(all, change)
		}
	}
	slices.SortFunc(all, func(x, y vcs.FileChange) int { return strings.Compare(x.Path, y.Path) })
	return all
}

func TestChanged(t *testing.T) {
	for name, options := range objectFormats {
		t.Run(name, func(t *testing.T) {
			g := sample(t, options...)
			r := openRepository(t, g.Dir)
			one, two := resolve(t, r, "HEAD~1"), resolve(t, r, "HEAD")
			checkChanged(t, g, r, one, two)
			id := func(object string) string { return g.Git("rev-parse", object) }
			want := []vcs.FileChange{
				{Path: "a.yaml", Before: id("HEAD~1:plan/a.yaml"), After: id("HEAD:plan/a.yaml")},
				{Path: "b/c.csv", Before: id("HEAD~1:plan/b/c.csv")},
				{Path: "new.yaml", After: id("HEAD:plan/new.yaml")},
			}
			got, err := r.Changed(one, two, "plan")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if got, err := r.Changed(one, two, "plan/b"); err != nil || len(got) != 1 || got[0].Path != "c.csv" {
				t.Errorf("a directory that is gone: %v, %v", got, err)
			}
			if got, err := r.Changed(one, two, "nowhere"); err != nil || len(got) > 0 {
				t.Errorf("a directory that never was: %v, %v", got, err)
			}
			if _, err := r.Changed(one, two, "../x"); err == nil {
				t.Error("a path that goes up was accepted")
			}
		})
	}
}

func TestChangedLimit(t *testing.T) {
	g := sample(t)
	r := openWithin(t, g.Dir, vcs.Limits{FileBytes: 1000, TreeBytes: 1000, ChainBytes: 1 << 20, Entries: 3, Depth: 10, PathBytes: 100, Commits: 10})
	var limit *vcs.LimitError
	if _, err := r.Changed(resolve(t, r, "HEAD~1"), resolve(t, r, "HEAD"), ""); !errors.As(err, &limit) {
		t.Errorf("got %v, want LimitError", err)
	}
}

// TestChangedAsGit compares random trees: files become directories and links,
// names collide in part, subtrees are shared.
func TestChangedAsGit(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			g := testgit.New(t, "--bare")
			const commits = 12
			g.Input(randomTrees(random, commits), "fast-import", "--quiet")
			r := openRepository(t, g.Dir)
			for range 40 {
				a := resolve(t, r, fmt.Sprintf("c%d", random.IntN(commits)))
				b := resolve(t, r, fmt.Sprintf("c%d", random.IntN(commits)))
				checkChanged(t, g, r, a, b)
				checkSince(t, g, r, a, b)
			}
		})
	}
}

// checkSince holds the files that differ from an earlier state of a folder
// against git. Where there are links, all that may be said is that there are.
func checkSince(t *testing.T, g *testgit.Repo, r *vcs.Repository, a, b vcs.Commit) {
	t.Helper()
	now, err := r.Snapshot(b)
	if err != nil {
		t.Fatal(err)
	}
	got, ok, err := now.Since(a.Tree, 1000)
	if err != nil {
		t.Fatal(err)
	}
	want := gitChanged(g, a, b)
	if !ok {
		if !strings.Contains(g.Git("ls-tree", "-r", a.Hash)+g.Git("ls-tree", "-r", b.Hash), "120000") {
			t.Errorf("%s..%s: there are no links, but Since gives up", a.Hash, b.Hash)
		}
		return
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s..%s: %s", a.Hash, b.Hash, diff)
	}
	if _, ok, err := now.Since(a.Tree, len(want)-1); len(want) > 1 && (ok || err != nil) {
		t.Errorf("%s..%s: %d files are more than %d, but Since says %v, %v", a.Hash, b.Hash, len(want), len(want)-1, ok, err)
	}
	if len(want) == 0 {
		return
	}
	for _, change := range want {
		text, err := fs.ReadFile(now.Earlier(a.Tree), change.Path)
		if (err == nil) != (change.Before != "") || err == nil && string(text) != g.Git("cat-file", "blob", change.Before) {
			t.Errorf("%s as it was: %q, %v", change.Path, text, err)
		}
	}
}

func randomTrees(random *rand.Rand, commits int) string {
	var script strings.Builder
	names := []string{"a", "a.b", "a-b", "ab", "a0", "b", "é"}
	for i := range commits {
		fmt.Fprintf(&script, "commit refs/heads/c%d\ncommitter A <a@x> %d +0000\ndata 0\n", i, 1_767_603_600+i)
		if i > 0 {
			fmt.Fprintf(&script, "from refs/heads/c%d\n", random.IntN(i))
		}
		for range 1 + random.IntN(8) {
			parts := make([]string, 1+random.IntN(3))
			for j := range parts {
				parts[j] = names[random.IntN(len(names))]
			}
			path := strings.Join(parts, "/")
			mode := []string{"100644", "100644", "100755", "120000"}[random.IntN(4)]
			if random.IntN(4) == 0 {
				fmt.Fprintf(&script, "D %s\n", path)
			} else {
				fmt.Fprintf(&script, "M %s inline %s\ndata 1\n%d\n", mode, path, random.IntN(4))
			}
		}
		script.WriteString("\n")
	}
	return script.String()
}
