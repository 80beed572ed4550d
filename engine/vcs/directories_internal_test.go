package vcs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// write writes a file on disk with the directories that it needs.
func write(t *testing.T, file, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// Many readers of many directories read the right files, and leave a bounded
// number of directories open, none of them in use.
func TestDirectoriesInParallel(t *testing.T) {
	const many = 3 * maxDirectories
	top := t.TempDir()
	name := func(n int) string { return fmt.Sprintf("a%d/b/c%d/f.yaml", n%5, n) }
	for n := range many {
		write(t, filepath.Join(top, name(n)), name(n))
	}
	w, err := OpenWorkTree(top, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for reader := range 8 {
		group.Go(func() {
			for i := range 2 * many {
				n := (i*7 + reader*31) % many
				if data, err := w.ReadFile(name(n)); err != nil || string(data) != name(n) {
					t.Errorf("%s: %q, %v", name(n), data, err)
				}
			}
		})
	}
	group.Wait()
	if held := len(w.directories.held); held > maxDirectories {
		t.Errorf("%d directories are open", held)
	}
	for dir, d := range w.directories.held {
		if d.users != 0 {
			t.Errorf("%s has %d users", dir, d.users)
		}
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	for _, file := range []string{name(0), name(many - 1), "."} {
		if _, err := w.Stat(file); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("%s after Close: %v", file, err)
		}
	}
}

// A directory that becomes a link is not followed, whether it is still open or
// has to be opened again.
func TestDirectoryBecomesLink(t *testing.T) {
	top := t.TempDir()
	write(t, filepath.Join(top, "a/x.yaml"), "a")
	write(t, filepath.Join(top, "b/x.yaml"), "b")
	w, err := OpenWorkTree(top, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if data, err := w.ReadFile("a/x.yaml"); err != nil || string(data) != "a" {
		t.Fatalf("%q, %v", data, err)
	}
	if err := os.Rename(filepath.Join(top, "a"), filepath.Join(top, "c")); err != nil {
		t.Skip("this system keeps open directories in place")
	}
	if err := os.Symlink("b", filepath.Join(top, "a")); err != nil {
		t.Skip("this system makes no links")
	}
	if data, err := w.ReadFile("a/x.yaml"); err == nil && string(data) != "a" {
		t.Errorf("the link was followed: %q", data)
	}
	again, err := OpenWorkTree(top, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if data, err := again.ReadFile("a/x.yaml"); !errors.Is(err, ErrIrregular) {
		t.Errorf("%q, %v, want ErrIrregular", data, err)
	}
}
