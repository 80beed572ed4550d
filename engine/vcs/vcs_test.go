package vcs_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/vcs"
)

// openRepository opens a repository until the end of the test.
func openRepository(t testing.TB, dir string) *vcs.Repository {
	t.Helper()
	return openWithin(t, dir, vcs.DefaultLimits())
}

func openWithin(t testing.TB, dir string, limits vcs.Limits) *vcs.Repository {
	t.Helper()
	r, err := vcs.Open(t.Context(), dir, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func resolve(t testing.TB, r *vcs.Repository, revision string) vcs.Commit {
	t.Helper()
	c, err := r.Resolve(revision)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func snapshot(t testing.TB, r *vcs.Repository, revision string) *vcs.Snapshot {
	t.Helper()
	s, err := r.Snapshot(resolve(t, r, revision))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// contents reads all files of a file system by path.
func contents(t testing.TB, fsys fs.FS) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		all[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sample makes a repository with two commits: plan/a.yaml changes, plan/b/c.csv
// goes, plan/new.yaml comes, readme.md stays.
func sample(t testing.TB, options ...string) *testgit.Repo {
	t.Helper()
	g := testgit.New(t, options...)
	g.Write("plan/a.yaml", "quota: 1\n")
	g.Write("plan/b/c.csv", "rep,quota\n")
	g.Write("readme.md", "hello\n")
	g.Commit("one")
	g.Git("tag", "v1")
	g.Write("plan/a.yaml", "quota: 2\n")
	g.Remove("plan/b/c.csv")
	g.Write("plan/new.yaml", "new\n")
	g.Commit("two")
	return g
}

var sampleFiles = map[string]string{"plan/a.yaml": "quota: 2\n", "plan/new.yaml": "new\n", "readme.md": "hello\n"}

func TestOpenFindsRoot(t *testing.T) {
	g := sample(t)
	root, err := filepath.EvalSymlinks(g.Dir)
	if err != nil {
		t.Fatal(err)
	}
	g.Write("plan/emea/x.yaml", "")
	for dir, prefix := range map[string]string{".": "", "plan": "plan", "plan/emea": "plan/emea"} {
		r := openRepository(t, filepath.Join(g.Dir, dir))
		if r.Root() != root || r.Prefix() != prefix {
			t.Errorf("%s: root %q prefix %q, want %q %q", dir, r.Root(), r.Prefix(), root, prefix)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, ".git"), []byte("gitdir: /nowhere/at/all\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	garbled := t.TempDir()
	if err := os.WriteFile(filepath.Join(garbled, ".git"), []byte("\x00\x00"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{
		"no repository": t.TempDir(), "no directory": filepath.Join(broken, "missing"), "broken link": broken, "garbled link": garbled,
	} {
		if _, err := vcs.Open(t.Context(), dir, vcs.DefaultLimits()); !errors.Is(err, vcs.ErrNotRepository) {
			t.Errorf("%s: got %v, want ErrNotRepository", name, err)
		}
	}
}

func TestSnapshotIsFileSystem(t *testing.T) {
	g := sample(t)
	r := openRepository(t, g.Dir)
	s := snapshot(t, r, "HEAD")
	if err := fstest.TestFS(s, "plan/a.yaml", "plan/new.yaml", "readme.md"); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(sampleFiles, contents(t, s)); diff != "" {
		t.Error(diff)
	}
	sub, err := fs.Sub(s, "plan")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(sub, "a.yaml", "new.yaml"); err != nil {
		t.Error(err)
	}
	if _, err := s.Sub("plan/b"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Sub of a directory that is gone: %v, want ErrNotExist", err)
	}
	if _, err := s.Sub("readme.md"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("Sub of a file: %v, want ErrInvalid", err)
	}
	if _, err := s.Open("readme.md/x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("file below a file: %v, want ErrNotExist", err)
	}
}

func TestWorkTreeIsFileSystem(t *testing.T) {
	g := sample(t)
	w, err := vcs.OpenWorkTree(g.Dir, vcs.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := fstest.TestFS(w, "plan/a.yaml", "plan/new.yaml", "readme.md"); err != nil {
		t.Error(err)
	}
	sub, err := w.Sub("plan")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(sub, "a.yaml", "new.yaml"); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(sampleFiles, contents(t, w)); diff != "" {
		t.Error(diff)
	}
	if len(w.Irregular()) > 0 {
		t.Errorf("refused %v in an honest work tree", w.Irregular())
	}
}

func TestSnapshotHash(t *testing.T) {
	g := sample(t)
	s := snapshot(t, openRepository(t, g.Dir), "v1")
	for path, object := range map[string]string{".": "v1^{tree}", "plan": "v1:plan", "plan/a.yaml": "v1:plan/a.yaml"} {
		if got, err := s.Hash(path); err != nil || got != g.Git("rev-parse", object) {
			t.Errorf("Hash(%q) = %q, %v", path, got, err)
		}
	}
	if _, err := s.Hash("nope"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Hash of nothing: %v", err)
	}
}

func TestSnapshotReadByManyGoroutines(t *testing.T) {
	g := sample(t)
	s := snapshot(t, openRepository(t, g.Dir), "HEAD")
	failures := make(chan error)
	for range 8 {
		go func() {
			data, err := s.ReadFile("plan/a.yaml")
			if err == nil && string(data) != sampleFiles["plan/a.yaml"] {
				err = errors.New("wrong content: " + string(data))
			}
			failures <- err
		}()
	}
	for range 8 {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
}
