package vcs

import (
	"bufio"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// store is one objects directory: loose objects and packs.
type store struct {
	dir    *dotgit.DotGit
	packs  []*pack
	limits Limits
}

func openStore(gitDir string, shared *unpacked, limits Limits) (*store, error) {
	s := &store{dir: dotgit.NewWithOptions(osfs.New(gitDir), dotgit.Options{ExclusiveAccess: true}), limits: limits}
	names, err := s.dir.ObjectPacks()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		index, err := openPackIndex(s.dir, name)
		if err != nil {
			return nil, fmt.Errorf("the index of its pack %s cannot be read: %w", name, err)
		}
		s.packs = append(s.packs, &pack{name: name, dir: s.dir, index: index, limits: limits, unpacked: shared})
	}
	return s, nil
}

// find returns the pack that holds the object and the offset in it, or nil.
func (s *store) find(id plumbing.Hash) (*pack, int64, error) {
	for _, p := range s.packs {
		offset, err := p.index.offset(id)
		if err == nil {
			return p, offset, nil
		}
		if !errors.Is(err, errAbsent) {
			return nil, 0, fmt.Errorf("the index of its pack %s cannot be read: %w", p.name, err)
		}
	}
	return nil, 0, nil
}

func (s *store) stat(id plumbing.Hash) (objectInfo, error) {
	p, offset, err := s.find(id)
	switch {
	case err != nil:
		return objectInfo{}, err
	case p != nil:
		return p.stat(offset)
	}
	var info objectInfo
	err = s.loose(id, func(found objectInfo, _ io.Reader) error {
		info = found
		return nil
	})
	return info, err
}

func (s *store) read(id plumbing.Hash) (object, error) {
	p, offset, err := s.find(id)
	switch {
	case err != nil:
		return object{}, err
	case p != nil:
		return p.read(id, offset)
	}
	var o object
	err = s.loose(id, func(info objectInfo, content io.Reader) error {
		if err := s.limits.admitSize("git object "+id.String(), info.size); err != nil {
			return err
		}
		// One byte more than declared shows that the size is a lie.
		data, err := io.ReadAll(io.LimitReader(content, info.size+1))
		if err != nil {
			return err
		}
		if int64(len(data)) != info.size {
			return errors.New("its size is not the declared one")
		}
		o = object{kind: info.kind, data: data}
		return nil
	})
	return o, err
}

// loose opens a loose object and hands over its header and content.
func (s *store) loose(id plumbing.Hash, use func(objectInfo, io.Reader) error) error {
	file, err := s.dir.Object(id)
	if errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, os.ErrNotExist) {
		return errAbsent
	}
	if err != nil {
		return err
	}
	defer file.Close()
	inflated, err := zlib.NewReader(bufio.NewReader(file))
	if err != nil {
		return err
	}
	defer inflated.Close()
	content := bufio.NewReader(inflated)
	header, err := content.ReadSlice(0)
	if err != nil {
		return fmt.Errorf("it has no header: %w", err)
	}
	info, err := parseObjectHeader(string(header[:len(header)-1]))
	if err != nil {
		return err
	}
	return use(info, content)
}

// parseObjectHeader reads the kind and size at the start of an object.
func parseObjectHeader(text string) (objectInfo, error) {
	name, digits, _ := strings.Cut(text, " ")
	k, err := parseKind(name)
	if err != nil {
		return objectInfo{}, err
	}
	size, err := strconv.ParseUint(digits, 10, 62)
	if err != nil {
		return objectInfo{}, fmt.Errorf("its size is %s", quoted(digits))
	}
	return objectInfo{kind: k, size: int64(size)}, nil
}

// complete returns the ids that begin with the hexadecimal digits.
func (s *store) complete(digits string) ([]string, error) {
	var ids []string
	keep := func(id plumbing.Hash) {
		if text := id.String(); strings.HasPrefix(text, digits) {
			ids = append(ids, text)
		}
	}
	whole := plumbing.NewHash(digits + strings.Repeat("0", sha1Digits-len(digits)))
	loose, err := s.dir.ObjectsWithPrefix(whole[:len(digits)/2])
	if err != nil {
		return nil, err
	}
	for _, id := range loose {
		keep(id)
	}
	for _, p := range s.packs {
		if err := p.index.complete(digits, keep); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (s *store) close() error {
	var all []error
	for _, p := range s.packs {
		all = append(all, p.close())
	}
	return errors.Join(all...)
}
