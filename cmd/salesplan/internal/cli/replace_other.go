//go:build !unix

package cli

import "os"

// openTemporary opens the file in which the new bytes of the named one are
// written.
func openTemporary(name string) (*os.File, error) { return ownTemporary(name) }

// rename gives a written file its name.
func rename(written *os.File, name string) error {
	if err := written.Close(); err != nil {
		return err
	}
	return os.Rename(written.Name(), name)
}
