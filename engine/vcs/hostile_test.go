package vcs_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/internal/testgit"
	"github.com/salesplan/salesplan/engine/vcs"
)

// allocated runs f and fails the test if it allocates more than the bytes.
func allocated(t *testing.T, most uint64, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > most {
		t.Errorf("allocated %d bytes, more than %d", used, most)
	}
}

// walk visits everything and returns the first error.
func walk(fsys fs.FS) (files int, err error) {
	err = fs.WalkDir(fsys, ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	return files, err
}

func TestA8OddEntriesAreReported(t *testing.T) {
	g := testgit.New(t)
	blob := addBlob(g, "x\n")
	inner := addTree(g, treeItem{"100644", "ok.yaml", blob}, treeItem{"120000", "way-out", blob})
	long := strings.Repeat("n", 1020)
	commitTree(g, addTree(g,
		treeItem{"100644", "a.yaml", blob},
		treeItem{"100755", "run.sh", blob},
		treeItem{"100664", "old.yaml", blob},
		treeItem{"40000", "dir", inner},
		treeItem{"120000", "link", blob},
		treeItem{"160000", "module", strings.Repeat("1", 40)},
		treeItem{"40000", "..", inner},
		treeItem{"40000", ".GIT", inner},
		treeItem{"40000", ".g\u200cit", inner},
		treeItem{"40000", "git~1", inner},
		treeItem{"40000", ".git. ", inner},
		treeItem{"100644", ".git::$INDEX_ALLOCATION", blob},
		treeItem{"100644", "esc\x1b[31m", blob},
		treeItem{"100644", "new\nline", blob},
		treeItem{"100644", "back\\slash", blob},
		treeItem{"100644", "not/one", blob},
		treeItem{"100644", "bad\xff", blob},
		treeItem{"100644", "ri\u202eght", blob},
		treeItem{"40000", long, inner},
	), "main")
	s := snapshot(t, openRepository(t, g.Dir), "main")
	want := map[string]string{"a.yaml": "x\n", "run.sh": "x\n", "old.yaml": "x\n", "dir/ok.yaml": "x\n"}
	if diff := cmp.Diff(want, contents(t, s)); diff != "" {
		t.Error(diff)
	}
	odd := func(path string) vcs.Irregular { return vcs.Irregular{Path: path, Kind: vcs.OddName} }
	wantIrregular := []vcs.Irregular{
		odd(".."), odd(".GIT"), odd(`.g\u200cit`), odd(".git. "), odd(".git::$INDEX_ALLOCATION"), odd(`back\x5cslash`), odd(`bad\xff`),
		{Path: "dir/way-out", Kind: vcs.Symlink},
		odd(`esc\x1b[31m`), odd("git~1"),
		{Path: "link", Kind: vcs.Symlink},
		{Path: "module", Kind: vcs.Submodule},
		odd(`new\x0aline`),
		{Path: long + "/ok.yaml", Kind: vcs.LongPath},
		{Path: long + "/way-out", Kind: vcs.Symlink},
		odd("not/one"), odd(`ri\u202eght`),
	}
	if diff := cmp.Diff(wantIrregular, s.Irregular()); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"link", "module", "dir/way-out", "esc\x1b[31m", ".GIT/ok.yaml", "git~1"} {
		if _, err := s.ReadFile(name); !errors.Is(err, vcs.ErrIrregular) || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: got %v, want ErrIrregular", name, err)
		}
	}
	sub, err := s.Sub("dir")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]vcs.Irregular{{Path: "way-out", Kind: vcs.Symlink}}, sub.(*vcs.Snapshot).Irregular()); diff != "" {
		t.Errorf("of the directory alone: %s", diff)
	}
}

// bomb nests trees of ten names each that all lead to the next.
func bomb(g *testgit.Repo, content string, levels int) string {
	id, mode := addBlob(g, content), "100644"
	for range levels {
		var items []treeItem
		for i := range 10 {
			items = append(items, treeItem{mode, fmt.Sprintf("n%d", i), id})
		}
		id, mode = addTree(g, items...), "40000"
	}
	return id
}

func TestA8GitBomb(t *testing.T) {
	g := testgit.New(t)
	commitTree(g, bomb(g, "one\n", 10), "one")
	commitTree(g, bomb(g, "two\n", 10), "two")
	limits := vcs.DefaultLimits()
	limits.Entries = 20_000
	r := openWithin(t, g.Dir, limits)
	var limit *vcs.LimitError
	allocated(t, 64<<20, func() {
		if _, err := walk(snapshot(t, r, "one")); !errors.As(err, &limit) || limit.Limit != 20_000 {
			t.Errorf("walk: got %v, want LimitError", err)
		}
		if _, err := r.Changed(resolve(t, r, "one"), resolve(t, r, "two"), ""); !errors.As(err, &limit) {
			t.Errorf("Changed: got %v, want LimitError", err)
		}
		if got, err := r.Changed(resolve(t, r, "one"), resolve(t, r, "one"), ""); err != nil || len(got) > 0 {
			t.Errorf("Changed with itself: %v, %v", got, err)
		}
	})
	// Reading one directory of the bomb is no walk through it.
	s := snapshot(t, r, "one")
	for range 3000 {
		if _, err := s.ReadDir("n1/n2"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestA8DeepTree(t *testing.T) {
	g := testgit.New(t)
	blob := addBlob(g, "x\n")
	var pack packBuilder
	id := blob
	for range 20_000 {
		items := []treeItem{{"100644", "f.yaml", blob}}
		if id != blob {
			items = append(items, treeItem{"40000", "d", id})
		}
		data := treeObject(items...)
		pack.add(packTree, "", data)
		id = sha1Object("tree", data)
	}
	pack.store(g)
	commitTree(g, id, "main")
	commitTree(g, addTree(g, treeItem{"100644", "f.yaml", blob}), "flat")
	r := openRepository(t, g.Dir)
	allocated(t, 32<<20, func() {
		s := snapshot(t, r, "main")
		files, err := walk(s)
		if err != nil || files != 32 {
			t.Errorf("walked %d files, %v", files, err)
		}
		want := []vcs.Irregular{
			{Path: strings.Repeat("d/", 32) + "d", Kind: vcs.TooDeep},
			{Path: strings.Repeat("d/", 32) + "f.yaml", Kind: vcs.TooDeep},
		}
		if diff := cmp.Diff(want, s.Irregular()); diff != "" {
			t.Error(diff)
		}
		changes, err := r.Changed(resolve(t, r, "flat"), resolve(t, r, "main"), "")
		if err != nil || len(changes) != 31 {
			t.Errorf("%d changes, %v", len(changes), err)
		}
		if _, err := s.ReadFile(strings.Repeat("d/", 10_000) + "f.yaml"); !errors.Is(err, vcs.ErrIrregular) {
			t.Errorf("deep file: %v", err)
		}
	})
}

func TestA8WideTree(t *testing.T) {
	g := testgit.New(t)
	blob := addBlob(g, "x\n")
	var items []treeItem
	for i := range 1_000_000 {
		items = append(items, treeItem{"100644", fmt.Sprintf("f%06d", i), blob})
	}
	wide, fewer := treeObject(items...), treeObject(items[:300_000]...)
	var pack packBuilder
	pack.add(packTree, "", wide)
	pack.add(packTree, "", fewer)
	pack.store(g)
	commitTree(g, sha1Object("tree", wide), "wide")
	commitTree(g, sha1Object("tree", fewer), "fewer")
	r := openRepository(t, g.Dir)
	var limit *vcs.LimitError
	allocated(t, 1<<20, func() {
		if _, err := r.Snapshot(resolve(t, r, "wide")); !errors.As(err, &limit) || limit.Unit != "bytes" {
			t.Errorf("got %v, want LimitError", err)
		}
	})
	if _, err := r.Snapshot(resolve(t, r, "fewer")); !errors.As(err, &limit) || limit.Unit != "entries" {
		t.Errorf("got %v, want LimitError", err)
	}
}

func TestA8LooseBombs(t *testing.T) {
	objects := map[string]struct {
		header string
		zeros  int64
		want   any
	}{
		"honest size": {"blob 314572800\x00", 300 << 20, new(*vcs.LimitError)},
		"lying size":  {"blob 10\x00", 64 << 20, new(*vcs.CorruptObjectError)},
		"no header":   {strings.Repeat("b", 64<<20), 0, new(*vcs.CorruptObjectError)},
		"huge size":   {"blob 99999999999999999999\x00", 10, new(*vcs.CorruptObjectError)},
		"minus":       {"blob -1\x00", 10, new(*vcs.CorruptObjectError)},
		"other kind":  {"bomb 10\x00", 10, new(*vcs.CorruptObjectError)},
	}
	for name, object := range objects {
		t.Run(name, func(t *testing.T) {
			g := testgit.New(t)
			id := strings.Repeat("1", 40)
			writeLoose(t, g, id, object.header, object.zeros)
			commitTree(g, addTree(g, treeItem{"100644", "bomb.yaml", id}), "main")
			s := snapshot(t, openRepository(t, g.Dir), "main")
			allocated(t, 4<<20, func() {
				if _, err := s.ReadFile("bomb.yaml"); !errors.As(err, object.want) {
					t.Errorf("got %v, want %T", err, object.want)
				}
			})
		})
	}
}

func TestA8PackedDeltaBomb(t *testing.T) {
	g := testgit.New(t)
	base := strings.Repeat("\x00", 65536)
	baseID, bombID := sha1Object("blob", base), sha1Object("blob", strings.Repeat(base, 1024))
	smallID := sha1Object("blob", strings.Repeat(base, 4))
	var pack packBuilder
	pack.add(packBlob, "", base)
	pack.add(packRefDelta, baseID, repeatingDelta(1024)) // 64 MiB in about a kilobyte
	pack.add(packRefDelta, baseID, repeatingDelta(4))
	pack.store(g)
	commitTree(g, addTree(g, treeItem{"100644", "bomb.yaml", bombID}, treeItem{"100644", "small.yaml", smallID}), "main")
	limits := vcs.DefaultLimits()
	limits.FileBytes = 16 << 20
	s := snapshot(t, openWithin(t, g.Dir, limits), "main")
	allocated(t, 4<<20, func() {
		var limit *vcs.LimitError
		if _, err := s.ReadFile("bomb.yaml"); !errors.As(err, &limit) || limit.Found != 64<<20 {
			t.Errorf("got %v, want LimitError", err)
		}
		if info, err := s.Stat("bomb.yaml"); err != nil || info.Size() != 64<<20 {
			t.Errorf("Stat: %v, %v", info, err)
		}
	})
	if data, err := s.ReadFile("small.yaml"); err != nil || len(data) != 4*65536 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

// numberedDelta makes text n of text n-1 by a new number at its start.
func numberedDelta(n, size int) string {
	delta := binary.AppendUvarint(nil, uint64(size))
	delta = append(binary.AppendUvarint(delta, uint64(size)), 8)
	delta = append(delta, numbered(n, 8)...)
	return string(append(delta, 0x80|0x01|0x10|0x20, 8, byte(size-8), byte((size-8)>>8)))
}

// numbered is a text of size bytes that begins with a number.
func numbered(n, size int) string { return fmt.Sprintf("%08d", n) + strings.Repeat("x", size-8) }

// A chain of differences is refused when it is too much work, whatever was
// read before.
func TestA8LongChain(t *testing.T) {
	const (
		size    = 400
		delta   = 17  // bytes
		allowed = 243 // differences: 2*size + 243*(size+delta) <= 256*size
	)
	g := testgit.New(t)
	var pack packBuilder
	pack.add(packBlob, "", numbered(0, size))
	for n := 1; n <= allowed+1; n++ {
		pack.add(packRefDelta, sha1Object("blob", numbered(n-1, size)), numberedDelta(n, size))
	}
	pack.store(g)
	item := func(n int) treeItem {
		return treeItem{"100644", fmt.Sprintf("%d.csv", n), sha1Object("blob", numbered(n, size))}
	}
	commitTree(g, addTree(g, item(3), item(allowed), item(allowed+1)), "main")
	limits := vcs.DefaultLimits()
	limits.FileBytes, limits.ChainBytes = size, 256*size
	for _, order := range [][]int{{3, allowed, allowed + 1}, {allowed + 1, allowed, 3}} {
		s := snapshot(t, openWithin(t, g.Dir, limits), "main")
		for _, n := range order {
			data, err := s.ReadFile(fmt.Sprintf("%d.csv", n))
			var limit *vcs.LimitError
			if n > allowed {
				if !errors.As(err, &limit) || limit.Found != 2*size+(allowed+1)*(size+delta) {
					t.Errorf("%d: %v, want LimitError", n, err)
				}
			} else if err != nil || string(data) != numbered(n, size) {
				t.Errorf("%d: %q, %v", n, data, err)
			}
		}
	}
}

func TestSizeLimitIsInclusive(t *testing.T) {
	for name, options := range objectFormats {
		t.Run(name, func(t *testing.T) {
			g := testgit.New(t, options...)
			g.Write("exact.yaml", strings.Repeat("x", 400))
			g.Write("over.yaml", strings.Repeat("x", 401))
			g.Commit("m")
			limits := vcs.DefaultLimits()
			limits.FileBytes = 400
			w, err := vcs.OpenWorkTree(g.Dir, limits)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			for _, fsys := range []fs.FS{snapshot(t, openWithin(t, g.Dir, limits), "HEAD"), w} {
				if data, err := fs.ReadFile(fsys, "exact.yaml"); err != nil || len(data) != 400 {
					t.Errorf("%T: %d bytes, %v", fsys, len(data), err)
				}
				var limit *vcs.LimitError
				if _, err := fs.ReadFile(fsys, "over.yaml"); !errors.As(err, &limit) {
					t.Errorf("%T: got %v, want LimitError", fsys, err)
				}
			}
		})
	}
}

func TestA9WrongContentIsRefused(t *testing.T) {
	for name, options := range objectFormats {
		for _, object := range []string{"HEAD:plan/a.yaml", "HEAD:plan", "HEAD"} {
			t.Run(name+" "+object, func(t *testing.T) {
				g := sample(t, options...)
				r := openRepository(t, g.Dir)
				one, two := resolve(t, r, "HEAD~1"), resolve(t, r, "HEAD")
				id, kind := g.Git("rev-parse", object), g.Git("cat-file", "-t", object)
				other := g.Git("rev-parse", strings.Replace(object, "HEAD", "HEAD~1", 1))
				content, err := g.Try("", "cat-file", kind, other)
				if err != nil {
					t.Fatal(err)
				}
				content += "\n"
				writeLoose(t, g, id, fmt.Sprintf("%s %d\x00%s", kind, len(content), content), 0)
				var corrupt *vcs.CorruptObjectError
				if err := readEverything(openRepository(t, g.Dir), one, two); !errors.As(err, &corrupt) || corrupt.ID != id {
					t.Errorf("got %v, want CorruptObjectError of %s", err, id)
				}
			})
		}
	}
}

func TestWorkTreeRefuses(t *testing.T) {
	g := sample(t)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"plan/out": secret, "plan/up": "..", "plan/in": "a.yaml", "plan/dir": "../plan", "plan/gone": "nothing", "plan/env": "/proc/self/environ"} {
		if err := os.Symlink(target, filepath.Join(g.Dir, link)); err != nil {
			t.Skip("this system makes no links")
		}
	}
	g.Write("plan/vendor/.git/config", "")
	g.Write("plan/vendor/x.yaml", "")
	g.Write("plan/esc\x1b.yaml", "")
	g.Write("plan/deep/1/2/3.yaml", "")
	limits := vcs.DefaultLimits()
	limits.Depth = 4
	w, err := vcs.OpenWorkTree(g.Dir, limits)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if diff := cmp.Diff(sampleFiles, contents(t, w)); diff != "" {
		t.Error(diff)
	}
	want := []vcs.Irregular{
		{Path: "plan/deep/1/2/3.yaml", Kind: vcs.TooDeep},
		{Path: "plan/dir", Kind: vcs.Symlink},
		{Path: "plan/env", Kind: vcs.Symlink},
		{Path: `plan/esc\x1b.yaml`, Kind: vcs.OddName},
		{Path: "plan/gone", Kind: vcs.Symlink},
		{Path: "plan/in", Kind: vcs.Symlink},
		{Path: "plan/out", Kind: vcs.Symlink},
		{Path: "plan/up", Kind: vcs.Symlink},
		{Path: "plan/vendor", Kind: vcs.Submodule},
	}
	if diff := cmp.Diff(want, w.Irregular()); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"plan/out", "plan/up/readme.md", "plan/dir/a.yaml", "plan/in", "plan/gone", ".git/config", "plan/vendor/x.yaml"} {
		if data, err := w.ReadFile(name); !errors.Is(err, vcs.ErrIrregular) {
			t.Errorf("%s: got %q, %v, want ErrIrregular", name, data, err)
		}
		if _, err := w.Open(name); !errors.Is(err, vcs.ErrIrregular) {
			t.Errorf("open %s: got %v, want ErrIrregular", name, err)
		}
	}
	for _, name := range []string{"../secret", "/etc/passwd", "plan/../../x", "plan//a.yaml"} {
		if _, err := w.ReadFile(name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
	if _, err := w.ReadFile("plan/a.yaml/x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("file below a file: %v", err)
	}
}

func TestWorkTreeEntriesLimit(t *testing.T) {
	g := sample(t)
	limits := vcs.DefaultLimits()
	limits.Entries = 3
	w, err := vcs.OpenWorkTree(g.Dir, limits)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var limit *vcs.LimitError
	if _, err := walk(w); !errors.As(err, &limit) {
		t.Errorf("got %v, want LimitError", err)
	}
}
