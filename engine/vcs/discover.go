package vcs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// location says where the parts of a repository are on disk, all absolute.
type location struct {
	workTree  string // top of the work tree; "" when there is none
	gitDir    string // holds HEAD
	commonDir string // holds objects and refs; differs from gitDir in a linked work tree
	prefix    string // slash path of the starting directory below workTree
}

// discover finds the repository that dir belongs to, going up as git does.
func discover(dir string) (location, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return location{}, err
	}
	if start, err = filepath.EvalSymlinks(start); err != nil {
		return location{}, fmt.Errorf("%w: %w", ErrNotRepository, err)
	}
	for at := start; ; {
		found, err := locate(at)
		if err != nil {
			return location{}, err
		}
		if found.gitDir != "" {
			return found.from(start)
		}
		parent := filepath.Dir(at)
		if parent == at {
			return location{}, fmt.Errorf("%w: %s is in no work tree and is no bare repository", ErrNotRepository, quoted(dir))
		}
		at = parent
	}
}

// locate looks for a repository at dir itself; the zero location says none.
func locate(dir string) (location, error) {
	dotGit := filepath.Join(dir, ".git")
	info, err := os.Stat(dotGit)
	switch {
	case err == nil && info.Mode().IsRegular():
		return locateLinked(dir, dotGit)
	case err == nil && info.IsDir() && isGitDir(dotGit):
		return location{workTree: dir, gitDir: dotGit, commonDir: dotGit}, nil
	case isGitDir(dir):
		return location{gitDir: dir, commonDir: dir}, nil
	}
	return location{}, nil
}

// locateLinked follows a .git file, as linked work trees and submodules have.
func locateLinked(dir, dotGit string) (location, error) {
	target, err := readPathFile(dotGit, "gitdir: ")
	if err != nil {
		return location{}, err
	}
	gitDir := resolvePath(dir, target)
	commonDir := gitDir
	if common, err := readPathFile(filepath.Join(gitDir, "commondir"), ""); err == nil {
		commonDir = resolvePath(gitDir, common)
	} else if !errors.Is(err, os.ErrNotExist) {
		return location{}, err
	}
	if !exists(filepath.Join(gitDir, "HEAD")) || !exists(filepath.Join(commonDir, "objects")) {
		return location{}, fmt.Errorf("%w: %s points to %s, which is gone: run git worktree repair in the main work tree",
			ErrNotRepository, quoted(dotGit), quoted(gitDir))
	}
	return location{workTree: dir, gitDir: gitDir, commonDir: commonDir}, nil
}

func (l location) from(start string) (location, error) {
	if l.workTree == "" {
		return l, nil
	}
	below, err := filepath.Rel(l.workTree, start)
	if err != nil {
		return location{}, err
	}
	if below != "." {
		l.prefix = filepath.ToSlash(below)
	}
	return l, nil
}

// isGitDir asks for the three things that git asks for.
func isGitDir(dir string) bool {
	return exists(filepath.Join(dir, "HEAD")) && exists(filepath.Join(dir, "objects")) && exists(filepath.Join(dir, "refs"))
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func resolvePath(base, path string) string {
	if !filepath.IsAbs(path) {
		path = filepath.Join(base, path)
	}
	return filepath.Clean(path)
}

// readPathFile reads the one path that a small administrative file holds.
func readPathFile(name, keyword string) (string, error) {
	data, err := readSmall(name)
	if err != nil {
		return "", err
	}
	line, found := strings.CutPrefix(strings.TrimRight(string(data), "\r\n"), keyword)
	if !found || line == "" || strings.ContainsAny(line, "\x00\n") {
		return "", fmt.Errorf("%w: %s does not say where the repository is", ErrNotRepository, quoted(name))
	}
	return line, nil
}

// readSmall reads an administrative file of git, of which only the first
// mebibyte can matter.
func readSmall(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", quoted(name))
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, 1<<20))
}

// shallowCommits returns the commits whose parents this clone left out.
func (l location) shallowCommits() (map[string]bool, error) {
	data, err := readSmall(filepath.Join(l.commonDir, "shallow"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	cut := make(map[string]bool)
	for line := range strings.Lines(string(data)) {
		cut[strings.TrimSpace(line)] = true
	}
	return cut, nil
}

// partial reports whether the clone left out objects (--filter).
func (l location) partial() bool {
	entries, err := os.ReadDir(filepath.Join(l.commonDir, "objects", "pack"))
	if err != nil {
		return false
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".promisor") {
			return true
		}
	}
	return false
}

// pseudoReference reads one of the references that git keeps outside refs/,
// such as FETCH_HEAD. It returns "" where there is none.
func (l location) pseudoReference(name string) (string, error) {
	data, err := readSmall(filepath.Join(l.gitDir, name))
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	id := string(data)
	if end := strings.IndexAny(id, "\t\r\n"); end >= 0 {
		id = id[:end]
	}
	if !isObjectID(id) {
		return "", fmt.Errorf("reference %s is broken: %s", name, cureCorrupt)
	}
	return id, nil
}
