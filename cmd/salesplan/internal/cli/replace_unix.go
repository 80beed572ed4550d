//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"syscall"
)

// openTemporary opens the file in which the new bytes of the named one are
// written. It is the same at every run, so that what a run leaves that was
// killed is taken up by the next one. Whoever finds it locked by another run has
// a file of its own.
func openTemporary(name string) (*os.File, error) {
	path := filepath.Join(filepath.Dir(name), temporaryStart+filepath.Base(name))
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600) //nolint:gosec // beside the file that the user named
	if err != nil {
		return ownTemporary(name)
	}
	if lock(file) && file.Truncate(0) == nil {
		return file, nil
	}
	_ = file.Close()
	return ownTemporary(name)
}

// lock takes an open file for this run. Another one may have had it, and have
// given it its name or removed it meanwhile: then it is not taken.
func lock(file *os.File) bool {
	if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return false
	}
	ours, err := file.Stat()
	there, missing := os.Lstat(file.Name())
	return err == nil && missing == nil && os.SameFile(ours, there)
}

// rename gives a written file its name, before the lock goes with it.
func rename(written *os.File, name string) error {
	if err := os.Rename(written.Name(), name); err != nil {
		return err
	}
	_ = written.Close() // its bytes are on the disk
	return nil
}
