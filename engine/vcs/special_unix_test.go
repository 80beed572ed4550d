//go:build unix

package vcs_test

import (
	"errors"
	"net"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/vcs"
)

// TestA6WorkTreeSpecialFiles would hang if a pipe was opened.
func TestA6WorkTreeSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.yaml"), 0o600); err != nil {
		t.Skipf("this system makes no pipes: %v", err)
	}
	socket, err := net.Listen("unix", filepath.Join(dir, "socket.yaml"))
	if err != nil {
		t.Skipf("this system makes no sockets: %v", err)
	}
	defer socket.Close()
	w, err := vcs.OpenWorkTree(dir, vcs.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if files, err := walk(w); files != 0 || err != nil {
		t.Errorf("walked %d files, %v", files, err)
	}
	want := []vcs.Irregular{{Path: "pipe.yaml", Kind: vcs.SpecialFile}, {Path: "socket.yaml", Kind: vcs.SpecialFile}}
	if diff := cmp.Diff(want, w.Irregular()); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"pipe.yaml", "socket.yaml"} {
		if _, err := w.ReadFile(name); !errors.Is(err, vcs.ErrIrregular) {
			t.Errorf("%s: got %v, want ErrIrregular", name, err)
		}
	}
}
