package vcs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/vcs"
)

// grown makes 10,000 files and 1,000 commits; feature is 20 commits and 40
// files off a main that is 50 commits ahead.
func grown(b *testing.B) *testgit.Repo {
	b.Helper()
	g := testgit.New(b, "--bare")
	var script strings.Builder
	commit := func(branch, from string, n int) {
		fmt.Fprintf(&script, "commit refs/heads/%s\ncommitter A <a@x> %d +0000\ndata 0\n%s", branch, 1_767_603_600+60*n, from)
	}
	file := func(n, content int) {
		text := fmt.Sprintf("quota: %d of version %d\n", n, content)
		fmt.Fprintf(&script, "M 100644 inline plan/r%02d/t%02d/f%03d.yaml\ndata %d\n%s\n", n%20, n/20%25, n/500, len(text), text)
	}
	commit("main", "", 0)
	for n := range 10_000 {
		file(n, 0)
	}
	for n := 1; n < 930; n++ {
		commit("main", "", n)
		file(n*7%10_000, n)
	}
	script.WriteString("reset refs/heads/feature\nfrom refs/heads/main\n\n")
	for n := range 50 {
		commit("main", "", 930+n)
		file(n*11, 930+n)
	}
	for n := range 20 {
		commit("feature", "", 940+n)
		file(n*13, 5000+n)
		file(n*17+1, 5000+n)
	}
	g.Input(script.String(), "fast-import", "--quiet")
	g.Git("repack", "-adq")
	return g
}

func BenchmarkMergeBase(b *testing.B) {
	g := grown(b)
	b.Run("vcs", func(b *testing.B) {
		for b.Loop() {
			r := openFresh(b, g)
			if _, err := r.MergeBase(resolve(b, r, "main"), resolve(b, r, "feature")); err != nil {
				b.Fatal(err)
			}
			r.Close()
		}
	})
	b.Run("git", func(b *testing.B) {
		for b.Loop() {
			g.Git("merge-base", "main", "feature")
		}
	})
}

func BenchmarkChanged(b *testing.B) {
	g := grown(b)
	r := openFresh(b, g)
	defer r.Close()
	if diff := cmp.Diff(gitChanged(g, resolve(b, r, "main"), resolve(b, r, "feature")), changed(b, r)); diff != "" {
		b.Fatal(diff)
	}
	b.Run("vcs", func(b *testing.B) {
		for b.Loop() {
			r := openFresh(b, g)
			changed(b, r)
			r.Close()
		}
	})
	b.Run("git", func(b *testing.B) {
		for b.Loop() {
			g.Git("diff-tree", "-r", "--no-renames", "main", "feature")
		}
	})
}

func BenchmarkReadAll(b *testing.B) {
	g := grown(b)
	b.Run("vcs", func(b *testing.B) {
		for b.Loop() {
			r := openFresh(b, g)
			if files := contents(b, snapshot(b, r, "main")); len(files) != 10_000 {
				b.Fatal(len(files))
			}
			r.Close()
		}
	})
	names := g.Git("ls-tree", "-r", "--format=%(objectname)", "main") + "\n"
	b.Run("git", func(b *testing.B) {
		for b.Loop() {
			g.Input(names, "cat-file", "--batch", "--buffer")
		}
	})
}

// openFresh opens a repository that the caller closes: caches are part of
// what is measured.
func openFresh(b *testing.B, g *testgit.Repo) *vcs.Repository {
	b.Helper()
	r, err := vcs.Open(b.Context(), g.Dir, vcs.DefaultLimits())
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func changed(b *testing.B, r *vcs.Repository) []vcs.FileChange {
	b.Helper()
	changes, err := r.Changed(resolve(b, r, "main"), resolve(b, r, "feature"), "")
	if err != nil || len(changes) == 0 {
		b.Fatal(changes, err)
	}
	return changes
}
