package vcs_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/vcs"
)

func opened(t *testing.T, dir string) (*vcs.Repository, vcs.Commit) {
	t.Helper()
	r, err := vcs.Open(context.Background(), dir, vcs.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	return r, head
}

// TestHistory walks from a merge to the first commit.
func TestHistory(t *testing.T) {
	repo := testgit.New(t)
	repo.Write("p/a.yaml", "a: 1\n")
	repo.Write("p/deep/b.csv", "id\n1\n")
	repo.Write("c.yaml", "c: 1\n")
	first := repo.Commit("first line\nand more")
	repo.Git("checkout", "-q", "-b", "side")
	side := repo.Commit("\n\nafter empty lines")
	repo.Git("checkout", "-q", "main")
	second := repo.Commit("second")
	repo.Git("merge", "-q", "--no-ff", "-m", "merge", "side")
	r, head := opened(t, repo.Dir)
	parents, cut, err := r.Parents(head)
	if err != nil || cut || len(parents) != 2 || parents[0].Hash != second || parents[1].Hash != side {
		t.Fatalf("%v %v %v", parents, cut, err)
	}
	if r.CompareTime(parents[0], parents[1]) <= 0 || r.CompareTime(parents[1], parents[0]) >= 0 || r.CompareTime(head, head) != 0 {
		t.Error("the later commit is not the newer one")
	}
	for i, want := range []vcs.Authorship{{Author: "Ada", Subject: "second"}, {Author: "Ada", Subject: "after empty lines"}} {
		if got, err := r.Authorship(parents[i]); err != nil || got != want {
			t.Errorf("%+v %v", got, err)
		}
	}
	raw := "tree " + head.Tree + "\nauthor A\xffa <b> <c@d> 1 +0000\ncommitter B <b@c> 1 +0000\n\nno \xfe text"
	odd := repo.Input(raw, "hash-object", "-t", "commit", "-w", "--stdin", "--literally")
	again, _ := opened(t, repo.Dir)
	if c, err := again.Resolve(odd); err != nil {
		t.Error(err)
	} else if got, err := again.Authorship(c); err != nil || got != (vcs.Authorship{Author: "A\ufffda", Subject: "no \ufffd text"}) {
		t.Errorf("%+v %v", got, err)
	}
	start, err := r.Resolve(first)
	if err != nil {
		t.Fatal(err)
	}
	if parents, cut, err := r.Parents(start); err != nil || cut || len(parents) > 0 {
		t.Errorf("%v %v %v", parents, cut, err)
	}
	changes, err := r.Introduced(start, "p")
	if err != nil || len(changes) != 2 {
		t.Fatalf("%v %v", changes, err)
	}
	var got []string
	for _, change := range changes {
		content, err := r.Content(change.After)
		if err != nil || change.Before != "" {
			t.Fatalf("%+v %v", change, err)
		}
		got = append(got, change.Path+" "+string(content))
	}
	if diff := cmp.Diff([]string{"a.yaml a: 1\n", "deep/b.csv id\n1\n"}, got); diff != "" {
		t.Error(diff)
	}
	if changes, err := r.Introduced(start, "nowhere"); err != nil || len(changes) > 0 {
		t.Errorf("%v %v", changes, err)
	}
	clone := t.TempDir()
	repo.Git("clone", "-q", "--depth", "1", "file://"+repo.Dir, clone)
	shallow, tip := opened(t, clone)
	if parents, cut, err := shallow.Parents(tip); err != nil || !cut || len(parents) > 0 {
		t.Errorf("%v %v %v", parents, cut, err)
	}
}

func TestMergeLines(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	base, ours, theirs := write("o", "1\n2\n3\n4\n5\n"), write("a", "1!\n2\n3\n4\n5\n"), write("-b", "1\n2\n3\n4\n5?\n")
	clash, binary := write("c", "1?\n2\n3\n4\n5\n"), write("d", "\x00")
	for _, c := range []struct {
		name, theirs string
		lines        vcs.Lines
		want         string
		conflict     bool
	}{
		{"apart", theirs, vcs.Lines{}, "1!\n2\n3\n4\n5?\n", false},
		{"same line", clash, vcs.Lines{MarkerSize: 9}, "<<<<<<<<< ours\n1!\n=========\n1?\n>>>>>>>>> theirs\n2\n3\n4\n5\n", true},
		{"same line, ours", clash, vcs.Lines{Ours: true}, "1!\n2\n3\n4\n5\n", false},
	} {
		text, conflict, err := vcs.MergeLines(context.Background(), base, ours, c.theirs, c.lines)
		if err != nil || conflict != c.conflict || string(text) != c.want {
			t.Errorf("%s: %v %v %q", c.name, err, conflict, text)
		}
	}
	if _, _, err := vcs.MergeLines(context.Background(), base, ours, binary, vcs.Lines{}); err == nil || !strings.Contains(err.Error(), "git merge-file: ") {
		t.Error(err)
	}
	if _, _, err := vcs.MergeLines(context.Background(), base, ours, filepath.Join(dir, "none"), vcs.Lines{}); err == nil {
		t.Error("a file that is not there is merged")
	}
}
