package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/salesplan/salesplan/engine/report"
)

// planFile is a file to be written: its slash path below a folder and its
// text; a nil text deletes it.
type planFile struct {
	path string
	text []byte
}

// writeAll writes files below a folder, each as a whole, and says what became
// of each. It never leaves the folder, whatever links lie in it.
func writeAll(folder string, files []planFile) ([]report.Written, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	var done []report.Written
	for _, f := range files {
		action, err := writeBelow(root, folder, f)
		if err != nil {
			return done, err
		}
		if action != "" {
			done = append(done, report.Written{Path: f.path, Action: action})
		}
	}
	return done, nil
}

// writeBelow writes or deletes one file; files that are already so stay
// untouched.
func writeBelow(root *os.Root, folder string, f planFile) (action string, err error) {
	name := filepath.FromSlash(f.path)
	old, err := root.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && f.text == nil:
		return "", nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%s is not a plain file inside %s: %w", f.path, folder, err)
	case f.text == nil:
		return "deleted", root.Remove(name)
	case err == nil && bytes.Equal(old, f.text):
		return "unchanged", nil
	}
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return "", err
	}
	return "written", writeFile(filepath.Join(folder, name), f.text)
}
