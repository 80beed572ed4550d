package cli

import (
	"os"
	"path/filepath"
)

// writeFile replaces a file as a whole: readers see the old bytes or the new
// ones, and a failure leaves the old ones.
func writeFile(name string, data []byte) (err error) {
	temporary, err := openTemporary(name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary.Name())
			_ = temporary.Close()
		}
	}()
	if _, err = temporary.Write(data); err != nil {
		return err
	}
	if err = temporary.Chmod(0o644); err != nil {
		return err
	}
	if err = temporary.Sync(); err != nil {
		return err
	}
	return rename(temporary, name)
}

// temporaryStart begins the names of files that are being written.
const temporaryStart = ".salesplan-"

// ownTemporary opens a new file beside the named one.
func ownTemporary(name string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(name), temporaryStart+"*")
}
