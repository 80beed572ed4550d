package vcs_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/vcs"
)

// branched makes main with a merge, tags of all sorts and a remote branch.
func branched(t testing.TB, options ...string) *testgit.Repo {
	t.Helper()
	g := sample(t, options...)
	g.Git("tag", "-a", "-m", "release", "v2")
	g.Git("tag", "-a", "-m", "release of a release", "v2-signed-off", "v2")
	g.Git("tag", "tree-tag", "HEAD^{tree}")
	g.Git("switch", "-q", "-c", "feature/emea", "v1")
	g.Write("plan/emea.yaml", "x\n")
	g.Commit("emea")
	g.Git("switch", "-q", "main")
	g.Git("merge", "-q", "-m", "merge", "feature/emea")
	g.Git("update-ref", "refs/remotes/origin/main", "v1")
	g.Git("update-ref", "refs/remotes/origin/stable", "v1")
	g.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	g.Git("update-ref", "refs/notes/x", "v1")
	return g
}

func TestResolveAsGit(t *testing.T) {
	for name, options := range objectFormats {
		t.Run(name, func(t *testing.T) {
			g := branched(t, options...)
			head := g.Git("rev-parse", "HEAD")
			revisions := []string{
				"HEAD", "@", "main", "heads/main", "refs/heads/main", "feature/emea", "v1", "tags/v1", "refs/tags/v2",
				"v2", "v2-signed-off", "origin/main", "origin", "refs/remotes/origin/stable", "HEAD^", "HEAD^2", "HEAD~2", "HEAD~", "HEAD^2~1", "HEAD^0", "HEAD~0",
				"v2^", "main^1^", head, head[:4], head[:7], head[:11] + "^", head[:len(head)-1], head[:40], "notes/x",
			}
			check := func(r *vcs.Repository) {
				for _, revision := range revisions {
					c, err := r.Resolve(revision)
					if err != nil {
						t.Errorf("%s: %v", revision, err)
						continue
					}
					want := strings.Split(g.Git("log", "-1", "--format=%H %T %cs", revision), " ")
					if diff := cmp.Diff(want, []string{c.Hash, c.Tree, c.Date}); diff != "" {
						t.Errorf("%s: %s", revision, diff)
					}
				}
			}
			check(openRepository(t, g.Dir))
			g.Git("pack-refs", "--all")
			g.Git("repack", "-adq")
			g.Git("prune-packed")
			check(openRepository(t, g.Dir))
		})
	}
}

func TestResolveFetchHead(t *testing.T) {
	origin := sample(t)
	g := testgit.New(t)
	g.Git("fetch", "-q", origin.Dir, "main")
	if got := resolve(t, openRepository(t, g.Dir), "FETCH_HEAD").Hash; got != origin.Git("rev-parse", "main") {
		t.Errorf("FETCH_HEAD is %s", got)
	}
}

func TestResolveRefuses(t *testing.T) {
	g := branched(t)
	g.Git("tag", "twice", "v1")
	g.Git("branch", "twice", "main")
	r := openRepository(t, g.Dir)
	long := strings.Repeat("a", 100_000)
	tests := []struct {
		revision string
		kind     error
		says     string
	}{
		{"nope", vcs.ErrUnknownRevision, "no branch, tag or commit has this name"},
		{"stable", vcs.ErrUnknownRevision, "did you mean origin/stable?"},
		{"feature", vcs.ErrUnknownRevision, "no branch"},
		{"MERGE_HEAD", vcs.ErrUnknownRevision, "no branch"},
		{strings.Repeat("0", 40), vcs.ErrUnknownRevision, "fetch it"},
		{"0000000", vcs.ErrUnknownRevision, "no branch"},
		{strings.Repeat("0", 44), vcs.ErrUnknownRevision, "no branch"},
		{strings.Repeat("0", 64), vcs.ErrUnknownRevision, "no branch"},
		{g.Git("rev-parse", "HEAD") + strings.Repeat("0", 24), vcs.ErrUnknownRevision, "no branch"},
		{strings.Repeat("0", 65), vcs.ErrUnknownRevision, "no branch"},
		{"HEAD~7", vcs.ErrUnknownRevision, "has no parent 1"},
		{"HEAD^3", vcs.ErrUnknownRevision, "has no parent 3"},
		{"twice", vcs.ErrAmbiguousRevision, "refs/tags/twice and refs/heads/twice"},
		{"tree-tag", vcs.ErrRevisionSyntax, "a tree, not a commit"},
		{"", vcs.ErrRevisionSyntax, "empty"},
		{"-n", vcs.ErrRevisionSyntax, "hyphen"},
		{"--output=/tmp/x", vcs.ErrRevisionSyntax, "hyphen"},
		{"HEAD:plan", vcs.ErrRevisionSyntax, "revision alone"},
		{":/one", vcs.ErrRevisionSyntax, "revision alone"},
		{"v1..v2", vcs.ErrRevisionSyntax, "range"},
		{"v1...v2", vcs.ErrRevisionSyntax, "range"},
		{"main@{1 day ago}", vcs.ErrRevisionSyntax, "clone to clone"},
		{"@{-1}", vcs.ErrRevisionSyntax, "clone to clone"},
		{"HEAD^{tree}", vcs.ErrRevisionSyntax, "~2 and ^2"},
		{"HEAD~999999999999999999999", vcs.ErrRevisionSyntax, "~2 and ^2"},
		{"^main", vcs.ErrRevisionSyntax, "no branch"},
		{"refs/heads/../../config", vcs.ErrRevisionSyntax, "range"},
		{"refs//heads", vcs.ErrRevisionSyntax, "no branch"},
		{"/etc/passwd", vcs.ErrRevisionSyntax, "no branch"},
		{"main\x1b[31m", vcs.ErrRevisionSyntax, `main\x1b[31m`},
		{"main\nHEAD", vcs.ErrRevisionSyntax, `main\nHEAD`},
		{"main\x00", vcs.ErrRevisionSyntax, `\x00`},
		{"ma\u202ein", vcs.ErrRevisionSyntax, `\u202e`},
		{"\xff\xfe", vcs.ErrRevisionSyntax, `\xff\xfe`},
		{long, vcs.ErrRevisionSyntax, "256 bytes"},
	}
	for _, test := range tests {
		_, err := r.Resolve(test.revision)
		if !errors.Is(err, test.kind) {
			t.Errorf("%.40q: got %v, want %v", test.revision, err, test.kind)
			continue
		}
		var revision *vcs.RevisionError
		if !errors.As(err, &revision) || revision.Revision != test.revision {
			t.Errorf("%.40q: %v is no RevisionError of it", test.revision, err)
		}
		if text := err.Error(); !strings.Contains(text, test.says) || len(text) > 500 || strings.ContainsFunc(text, unicode.IsControl) {
			t.Errorf("%.40q: says %q, want %q in it", test.revision, text, test.says)
		}
	}
}

func TestResolveInEmptyRepository(t *testing.T) {
	for name, options := range objectFormats {
		t.Run(name, func(t *testing.T) {
			g := testgit.New(t, options...)
			_, err := openRepository(t, g.Dir).Resolve("HEAD")
			if !errors.Is(err, vcs.ErrUnknownRevision) || !strings.Contains(err.Error(), "no commit yet") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestResolveBrokenReferences(t *testing.T) {
	g := sample(t)
	g.Write(".git/refs/heads/garbage", "not a hash\n")
	g.Write(".git/refs/heads/circle", "ref: refs/heads/circle\n")
	g.Write(".git/refs/heads/escape", "ref: ../../../../etc/passwd\n")
	g.Write(".git/refs/heads/dangling", strings.Repeat("12", 20)+"\n")
	r := openRepository(t, g.Dir)
	for _, name := range []string{"garbage", "circle", "escape", "dangling"} {
		if c, err := r.Resolve(name); err == nil {
			t.Errorf("%s resolved to %v", name, c)
		}
	}
}

func TestResolveStrictCommits(t *testing.T) {
	g := sample(t)
	tree := g.Git("rev-parse", "HEAD^{tree}")
	const author, committer = "author A <a@x> 1767603600 +0000\n", "committer A <a@x> 1767603600 +0130\n"
	tests := map[string]struct{ commit, says string }{
		"sound":         {"tree " + tree + "\n" + author + committer + "\nm\n", ""},
		"no message":    {"tree " + tree + "\n" + author + committer, ""},
		"two authors":   {"tree " + tree + "\n" + author + author + committer + "\nm\n", "no committer"},
		"late author":   {"tree " + tree + "\n" + author + committer + author + "\nm\n", "repeats author"},
		"two trees":     {"tree " + tree + "\ntree " + tree + "\n" + author + committer + "\nm\n", "no author"},
		"late parent":   {"tree " + tree + "\n" + author + committer + "parent " + tree + "\n\nm\n", "repeats parent"},
		"no tree":       {author + committer + "\nm\n", "no tree"},
		"NUL":           {"tree " + tree + "\n" + author + committer + "x \x00\n\nm\n", "NUL"},
		"no date":       {"tree " + tree + "\n" + author + "committer A <a@x>\n\nm\n", "date"},
		"date overflow": {"tree " + tree + "\n" + author + "committer A <a@x> 99999999999999 +0000\n\nm\n", "date"},
		"bad zone":      {"tree " + tree + "\n" + author + "committer A <a@x> 1767603600 +00\n\nm\n", "zone"},
	}
	for name, test := range tests {
		id := g.Input(test.commit, "hash-object", "-t", "commit", "-w", "--literally", "--stdin")
		_, err := openRepository(t, g.Dir).Resolve(id)
		var corrupt *vcs.CorruptObjectError
		if test.says == "" && err != nil || test.says != "" && (!errors.As(err, &corrupt) || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: got %v, want %q", name, err, test.says)
		}
	}
}

func FuzzResolve(f *testing.F) {
	g := branched(f)
	r := openRepository(f, g.Dir)
	for _, seed := range []string{"HEAD", "main~1^2", "v1", "@{u}", "HEAD:plan", "a..b", "-x", "abcd", "refs/heads/main", "\x00", "~", "^^^", "origin", strings.Repeat("0", 44)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, revision string) {
		c, err := r.Resolve(revision)
		if err != nil {
			if text := err.Error(); strings.ContainsFunc(text, unicode.IsControl) || len(text) > 1000 {
				t.Errorf("unsafe message %q", text)
			}
			return
		}
		if again, err := r.Resolve(c.Hash); err != nil || again != c {
			t.Errorf("%q is %v, its hash %v, %v", revision, c, again, err)
		}
	})
}
