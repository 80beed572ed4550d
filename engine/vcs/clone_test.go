package vcs_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/vcs"
)

// objectFormats are options of git init: the first is read by go-git, the
// second by the git program.
var objectFormats = map[string][]string{"sha1": nil, "sha256": {"--object-format=sha256"}}

// clone clones with options into a new directory.
func clone(t testing.TB, from *testgit.Repo, options ...string) *testgit.Repo {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "clone")
	from.Git(append(append([]string{"clone", "-q"}, options...), "file://"+from.Dir, dir)...)
	return testgit.At(t, dir)
}

// TestA12WholeClones has every shape of clone that holds all objects.
func TestA12WholeClones(t *testing.T) {
	shapes := map[string]func(*testing.T) *testgit.Repo{
		"plain":     func(t *testing.T) *testgit.Repo { return clone(t, sample(t)) },
		"bare":      func(t *testing.T) *testgit.Repo { return clone(t, sample(t), "--bare") },
		"shared":    func(t *testing.T) *testgit.Repo { return cloneLocally(t, sample(t), "--shared") },
		"borrowing": borrowingTwice,
		"reference": func(t *testing.T) *testgit.Repo { g := sample(t); return clone(t, g, "--reference", g.Dir) },
		"worktree":  func(t *testing.T) *testgit.Repo { return linked(t, sample(t)) },
		"worktree of sha256": func(t *testing.T) *testgit.Repo {
			return linked(t, sample(t, "--object-format=sha256"))
		},
		"sparse": func(t *testing.T) *testgit.Repo {
			g := clone(t, sample(t))
			g.Git("sparse-checkout", "set", "--cone", "plan")
			return g
		},
		"sha256": func(t *testing.T) *testgit.Repo { return sample(t, "--object-format=sha256") },
		"index v4": func(t *testing.T) *testgit.Repo {
			g := sample(t)
			g.Git("update-index", "--index-version", "4")
			return g
		},
		"split index": func(t *testing.T) *testgit.Repo {
			g := sample(t)
			g.Git("update-index", "--split-index")
			return g
		},
		"packed": func(t *testing.T) *testgit.Repo {
			g := sample(t)
			g.Git("repack", "-adfq", "--depth=50", "--window=50")
			return g
		},
		"reftable": reftable,
		"unknown extension": func(t *testing.T) *testgit.Repo {
			g := sample(t)
			g.Git("config", "extensions.unheardOf", "true") // format 0: git ignores it
			return g
		},
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			g := shape(t)
			r := openRepository(t, g.Dir)
			s := snapshot(t, r, "HEAD")
			if diff := cmp.Diff(sampleFiles, contents(t, s)); diff != "" {
				t.Error(diff)
			}
			base, err := r.MergeBase(resolve(t, r, "HEAD"), resolve(t, r, "HEAD~1"))
			if err != nil || base.Hash != g.Git("rev-parse", "HEAD~1") {
				t.Errorf("merge base %v, %v", base, err)
			}
			checkChanged(t, g, r, base, resolve(t, r, "HEAD"))
		})
	}
}

// borrowingTwice clones a clone that has no objects of its own.
func borrowingTwice(t *testing.T) *testgit.Repo {
	return cloneLocally(t, cloneLocally(t, sample(t), "--shared"), "--shared")
}

// cloneLocally clones without a transport.
func cloneLocally(t testing.TB, from *testgit.Repo, options ...string) *testgit.Repo {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "clone")
	from.Git(append(append([]string{"clone", "-q"}, options...), from.Dir, dir)...)
	return testgit.At(t, dir)
}

func linked(t *testing.T, g *testgit.Repo) *testgit.Repo {
	dir := filepath.Join(t.TempDir(), "linked")
	g.Git("worktree", "add", "-q", "-b", "side", dir)
	g.Git("switch", "-q", "--detach", "v1") // so that the two HEADs differ
	return testgit.At(t, dir)
}

func reftable(t *testing.T) *testgit.Repo {
	probe := testgit.At(t, t.TempDir())
	if _, err := probe.Try("", "init", "--ref-format=reftable"); err != nil {
		t.Skip("this git cannot make reftable repositories")
	}
	return sample(t, "--ref-format=reftable")
}

func TestA12ShallowClone(t *testing.T) {
	g := clone(t, sample(t), "--depth=1")
	r := openRepository(t, g.Dir)
	head := resolve(t, r, "HEAD")
	if diff := cmp.Diff(sampleFiles, contents(t, snapshot(t, r, "HEAD"))); diff != "" {
		t.Error(diff)
	}
	for _, revision := range []string{"HEAD~1", "v1", "main~1"} {
		_, err := r.Resolve(revision)
		if !errors.Is(err, vcs.ErrShallow) || !strings.Contains(err.Error(), "fetch-depth: 0") {
			t.Errorf("%s: %v, want ErrShallow with the cure", revision, err)
		}
	}
	if base, err := r.MergeBase(head, head); err != nil || base != head {
		t.Errorf("merge base with itself: %v, %v", base, err)
	}
}

// TestShallowMergeBase has a base branch and a head fetched one commit deep,
// as CI does.
func TestShallowMergeBase(t *testing.T) {
	origin := branched(t)
	origin.Write("plan/late.yaml", "late\n")
	origin.Commit("late")
	g := clone(t, origin, "--depth=1")
	g.Git("fetch", "-q", "--depth=1", "origin", "feature/emea:feature")
	r := openRepository(t, g.Dir)
	main, feature := resolve(t, r, "main"), resolve(t, r, "feature")
	if _, err := r.MergeBase(main, feature); !errors.Is(err, vcs.ErrShallow) || !strings.Contains(err.Error(), "fetch-depth: 0") {
		t.Errorf("got %v, want ErrShallow with the cure", err)
	}
	checkChanged(t, g, r, main, feature) // trees are whole
	g.Git("fetch", "-q", "--unshallow", "origin")
	r = openRepository(t, g.Dir)
	if base, err := r.MergeBase(main, feature); err != nil || base.Hash != g.Git("merge-base", "main", "feature") {
		t.Errorf("after the cure: %v, %v", base, err)
	}
}

// TestShallowButDeepEnough has the merge base at the very end of the history
// that the clone holds.
func TestShallowButDeepEnough(t *testing.T) {
	origin := sample(t)
	origin.Git("switch", "-q", "-c", "feature")
	origin.Commit("three")
	origin.Git("switch", "-q", "main")
	origin.Commit("four")
	g := clone(t, origin, "--depth=2", "--no-single-branch")
	r := openRepository(t, g.Dir)
	base, err := r.MergeBase(resolve(t, r, "main"), resolve(t, r, "origin/feature"))
	if err != nil || base.Hash != origin.Git("rev-parse", "main~1") {
		t.Errorf("got %v, %v", base, err)
	}
}

func TestA12PartialClones(t *testing.T) {
	for name, filter := range map[string]string{"blobless": "--filter=blob:none", "treeless": "--filter=tree:0"} {
		t.Run(name, func(t *testing.T) {
			origin := sample(t)
			origin.Git("config", "uploadpack.allowFilter", "true")
			g := clone(t, origin, filter)
			r := openRepository(t, g.Dir)
			if diff := cmp.Diff(sampleFiles, contents(t, snapshot(t, r, "HEAD"))); diff != "" {
				t.Error(diff)
			}
			before := contentsOrMissing(t, r, "v1")
			if before != curePartialSays {
				t.Errorf("reading v1 says %q", before)
			}
			g.Git("fetch", "-q", "--refetch", "--no-filter")
			if err := readLost(t, openRepository(t, g.Dir)); err != nil {
				t.Errorf("after the cure: %v", err)
			}
		})
	}
}

const curePartialSays = "this is a partial clone: run git fetch --refetch --no-filter, or clone without --filter"

// contentsOrMissing reads plan/b/c.csv, which this clone lacks, and returns
// the cure that the error names.
func contentsOrMissing(t *testing.T, r *vcs.Repository, revision string) string {
	t.Helper()
	s, err := r.Snapshot(resolve(t, r, revision))
	if err == nil {
		_, err = s.ReadFile("plan/b/c.csv")
	}
	var missing *vcs.MissingObjectError
	if !errors.As(err, &missing) || errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("got %v, want MissingObjectError", err)
	}
	return missing.Cure
}

// readLost reads the file that [contentsOrMissing] did not find.
func readLost(t *testing.T, r *vcs.Repository) error {
	t.Helper()
	_, err := snapshot(t, r, "v1").ReadFile("plan/b/c.csv")
	return err
}

// TestA12PartialCloneReadByProgram makes sure that the git program does not fetch
// what is missing either.
func TestA12PartialCloneReadByProgram(t *testing.T) {
	origin := sample(t, "--object-format=sha256")
	origin.Git("config", "uploadpack.allowFilter", "true")
	g := clone(t, origin, "--filter=blob:none")
	r := openRepository(t, g.Dir)
	for range 2 { // the second time with a new process
		if cure := contentsOrMissing(t, r, "v1"); cure != curePartialSays {
			t.Errorf("reading v1 says %q", cure)
		}
	}
	if diff := cmp.Diff(sampleFiles, contents(t, snapshot(t, r, "HEAD"))); diff != "" {
		t.Error(diff)
	}
}

// TestA12MissingObjectIsNoDeletion removes objects from a whole clone.
func TestA12MissingObjectIsNoDeletion(t *testing.T) {
	for name, options := range objectFormats {
		for _, object := range []string{"HEAD:plan/a.yaml", "HEAD:plan", "HEAD^{tree}", "HEAD~1"} {
			t.Run(name+" "+object, func(t *testing.T) {
				g := sample(t, options...)
				r := openRepository(t, g.Dir)
				one, two := resolve(t, r, "HEAD~1"), resolve(t, r, "HEAD")
				id := g.Git("rev-parse", object)
				g.Remove(".git/objects/" + id[:2] + "/" + id[2:])
				r = openRepository(t, g.Dir)
				err := readEverything(r, one, two)
				var missing *vcs.MissingObjectError
				if !errors.As(err, &missing) || errors.Is(err, fs.ErrNotExist) || missing.ID != id {
					t.Errorf("got %v, want MissingObjectError of %s", err, id)
				}
			})
		}
	}
}

// readEverything uses both commits in every way until one fails.
func readEverything(r *vcs.Repository, one, two vcs.Commit) error {
	if _, err := r.MergeBase(two, one); err != nil {
		return err
	}
	if _, err := r.Changed(one, two, ""); err != nil {
		return err
	}
	for _, c := range []vcs.Commit{one, two} {
		s, err := r.Snapshot(c)
		if err != nil {
			return err
		}
		err = fs.WalkDir(s, ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				_, err = s.ReadFile(path)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func TestA12NeedsGitProgram(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	g := sample(t, "--object-format=sha256")
	t.Setenv("PATH", t.TempDir())
	_, err := vcs.Open(t.Context(), g.Dir, vcs.DefaultLimits())
	if err == nil || !strings.Contains(err.Error(), "sha256") || !strings.Contains(err.Error(), "install") {
		t.Errorf("got %v, want the reason and the cure", err)
	}
}

// TestEnvironmentIsIgnored sets what would mislead a git program.
func TestEnvironmentIsIgnored(t *testing.T) {
	for name, options := range objectFormats {
		t.Run(name, func(t *testing.T) {
			g := sample(t, options...)
			other := testgit.New(t)
			t.Setenv("GIT_DIR", filepath.Join(other.Dir, ".git"))
			t.Setenv("GIT_OBJECT_DIRECTORY", other.Dir)
			t.Setenv("GIT_CONFIG_COUNT", "nonsense")
			g.Git("replace", "HEAD", "HEAD~1")
			if diff := cmp.Diff(sampleFiles, contents(t, snapshot(t, openRepository(t, g.Dir), "HEAD"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOpenLeavesNoTrace(t *testing.T) {
	g := sample(t)
	before := g.Git("status", "--porcelain", "--ignored")
	index, err := os.ReadFile(filepath.Join(g.Dir, ".git", "index"))
	if err != nil {
		t.Fatal(err)
	}
	contents(t, snapshot(t, openRepository(t, g.Dir), "HEAD"))
	after, err := os.ReadFile(filepath.Join(g.Dir, ".git", "index"))
	if err != nil || string(index) != string(after) || before != g.Git("status", "--porcelain", "--ignored") {
		t.Error("reading changed the repository")
	}
}
