package vcs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/config"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// goGit reads a repository with the parts of go-git. It does not use go-git's
// own object storage: that one takes the size of an object on trust, does not
// look for sizes in alternates, and refuses repositories for extensions that
// do not concern objects.
type goGit struct {
	refs   *dotgit.DotGit
	stores []*store // the repository's own objects, then those of its alternates
}

// maxStores bounds how many repositories lend their objects.
const maxStores = 32

func openGoGit(at location, limits Limits) (*goGit, error) {
	if err := understands(filepath.Join(at.commonDir, "config")); err != nil {
		return nil, err
	}
	files := osfs.New(at.commonDir)
	if at.gitDir != at.commonDir {
		files = dotgit.NewRepositoryFilesystem(osfs.New(at.gitDir), files)
	}
	g := &goGit{refs: dotgit.New(files)}
	seen := make(map[string]bool)
	if err := g.addStores(filepath.Join(at.commonDir, "objects"), newUnpacked(), limits, seen); err != nil {
		return nil, errors.Join(err, g.close())
	}
	return g, nil
}

// understands reads the repository format. Extensions that concern only the
// index or the work tree are fine, because neither is read.
func understands(file string) error {
	data, err := readSmall(file)
	if err != nil {
		return err
	}
	parsed := config.New()
	if err := config.NewDecoder(bytes.NewReader(data)).Decode(parsed); err != nil {
		return fmt.Errorf("its configuration cannot be read: %w", err)
	}
	if version := parsed.Section("core").Option("repositoryformatversion"); version != "" && version != "0" && version != "1" {
		return fmt.Errorf("its format has version %s", quoted(version))
	}
	for _, option := range parsed.Section("extensions").Options {
		value := strings.ToLower(option.Value)
		switch strings.ToLower(option.Key) {
		case "noop", "noop-v1", "partialclone", "preciousobjects", "worktreeconfig", "relativeworktrees":
		case "objectformat":
			if value != "sha1" {
				return fmt.Errorf("its object format is %s", quoted(value))
			}
		case "refstorage":
			if value != "files" {
				return fmt.Errorf("its reference format is %s", quoted(value))
			}
		default:
			return fmt.Errorf("it uses the extension %s", quoted(option.Key))
		}
	}
	return nil
}

// addStores opens an objects directory and, going down, those it borrows from.
func (g *goGit) addStores(objects string, shared *unpacked, limits Limits, seen map[string]bool) error {
	if seen[objects] {
		return nil
	}
	seen[objects] = true
	if len(seen) > maxStores || filepath.Base(objects) != "objects" {
		return errors.New("its alternates cannot be followed")
	}
	opened, err := openStore(filepath.Dir(objects), shared, limits)
	if err != nil {
		return err
	}
	g.stores = append(g.stores, opened)
	data, err := readSmall(filepath.Join(objects, "info", "alternates"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if err := g.addStores(resolvePath(objects, line), shared, limits, seen); err != nil {
			return err
		}
	}
	return nil
}

func (g *goGit) digits() int { return sha1Digits }

// maxSymbolic bounds a chain of symbolic references, as git does.
const maxSymbolic = 5

func (g *goGit) reference(name string) (string, error) {
	for range maxSymbolic {
		ref, err := g.refs.Ref(plumbing.ReferenceName(name))
		if errors.Is(err, plumbing.ErrReferenceNotFound) {
			return "", errAbsent
		}
		if err != nil {
			return "", err
		}
		if ref.Type() == plumbing.HashReference {
			if ref.Hash().IsZero() {
				return "", fmt.Errorf("reference %s is broken: %s", quoted(name), cureCorrupt)
			}
			return ref.Hash().String(), nil
		}
		name = ref.Target().String()
		if !isReferenceName(name) {
			return "", fmt.Errorf("reference %s is broken: %s", quoted(name), cureCorrupt)
		}
	}
	return "", fmt.Errorf("reference %s goes in a circle: %s", quoted(name), cureCorrupt)
}

func (g *goGit) complete(digits string) ([]string, error) {
	var ids []string
	for _, s := range g.stores {
		found, err := s.complete(digits)
		if err != nil {
			return nil, err
		}
		ids = append(ids, found...)
	}
	return ids, nil
}

func (g *goGit) stat(id string) (objectInfo, error) {
	return firstOf(g, id, (*store).stat)
}

func (g *goGit) read(id string) (object, error) {
	return firstOf(g, id, (*store).read)
}

// firstOf asks the stores in order until one has the object.
func firstOf[T any](g *goGit, id string, ask func(*store, plumbing.Hash) (T, error)) (T, error) {
	hash := plumbing.NewHash(id)
	for _, s := range g.stores {
		answer, err := ask(s, hash)
		if !errors.Is(err, errAbsent) {
			return answer, libraryError(id, err)
		}
	}
	var none T
	return none, errAbsent
}

// libraryError tells a damaged object from an unreadable disk.
func libraryError(id string, err error) error {
	var limit *LimitError
	var path *os.PathError
	if err == nil || errors.As(err, &limit) || errors.As(err, &path) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return &CorruptObjectError{ID: id, Reason: "it ends too early"}
	}
	return &CorruptObjectError{ID: id, Reason: err.Error()}
}

func (g *goGit) close() error {
	var all []error
	for _, s := range g.stores {
		all = append(all, s.close())
	}
	return errors.Join(all...)
}
