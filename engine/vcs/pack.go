package vcs

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// pack is one pack file. Its objects may be differences to other objects, in
// chains; go-git unpacks such a chain on trust. So the headers of the whole
// chain are read first, and go-git is asked only if every part is admissible.
type pack struct {
	name   plumbing.Hash
	dir    *dotgit.DotGit
	index  *idxfile.MemoryIndex
	shared cache.Object
	limits Limits
	known  map[int64]objectInfo // admitted objects by offset

	file     billy.File // nil until first use
	headers  *packfile.Scanner
	contents *packfile.Packfile
}

// maxChain bounds a chain of differences; git writes at most 4,095.
const maxChain = 4096

func (p *pack) open() error {
	if p.file != nil {
		return nil
	}
	file, err := p.dir.ObjectPack(p.name)
	if err != nil {
		return err
	}
	p.file = file
	pages := &pages{file: file, held: make(map[int64][]byte)}
	p.headers = packfile.NewScanner(&cursor{File: file, pages: pages})
	// Without a file system go-git returns whole objects: sizes are known by
	// then, and reading piecewise would open the file again for every object.
	p.contents = packfile.NewPackfileWithCache(p.index, nil, &cursor{File: file, pages: pages}, p.shared, p.limits.FileBytes)
	return nil
}

func (p *pack) stat(offset int64) (objectInfo, error) {
	if err := p.open(); err != nil {
		return objectInfo{}, err
	}
	if info, ok := p.known[offset]; ok {
		return info, nil
	}
	chain, err := p.chain(offset)
	if err != nil {
		return objectInfo{}, err
	}
	return objectInfo{kind: chain[len(chain)-1].kind, size: chain[0].size}, nil
}

func (p *pack) read(id plumbing.Hash, offset int64) (object, error) {
	if err := p.open(); err != nil {
		return object{}, err
	}
	if err := p.admit(id, offset); err != nil {
		return object{}, err
	}
	found, err := p.contents.Get(id)
	if err != nil {
		return object{}, err
	}
	reader, err := found.Reader()
	if err != nil {
		return object{}, err
	}
	defer reader.Close()
	data, err := io.ReadAll(reader)
	return object{kind: p.known[offset].kind, data: data}, err
}

// admit checks all sizes on the way from an object to the whole object that it
// is built on, and remembers what it found.
func (p *pack) admit(id plumbing.Hash, offset int64) error {
	if _, ok := p.known[offset]; ok {
		return nil
	}
	chain, err := p.chain(offset)
	if err != nil {
		return err
	}
	what := "git object " + id.String()
	var held int64 // differences that go-git holds at the same time
	for _, l := range chain {
		held += l.stored
		if err := errors.Join(p.limits.admitSize(what, l.size), p.limits.admitSize(what, l.stored)); err != nil {
			return err
		}
	}
	if limit := 4 * p.limits.FileBytes; held > limit {
		return &LimitError{What: what, Unit: "bytes of differences", Limit: limit, Found: held}
	}
	for _, l := range chain {
		p.known[l.offset] = objectInfo{kind: chain[len(chain)-1].kind, size: l.size}
	}
	return nil
}

// link is one object of a chain as its header describes it.
type link struct {
	offset int64
	size   int64 // of the object
	stored int64 // of the difference, or of the object where it is stored whole
	kind   kind  // of the last link
}

// chain reads headers from an object to the whole object that it is built on,
// or to one that was admitted before.
func (p *pack) chain(offset int64) ([]link, error) {
	var links []link
	for len(links) < maxChain {
		if info, ok := p.known[offset]; ok && len(links) > 0 {
			return append(links, link{offset: offset, size: info.size, kind: info.kind}), nil
		}
		header, err := p.headers.SeekObjectHeader(offset)
		if err != nil {
			return nil, err
		}
		if !header.Type.IsDelta() {
			k, err := parseKind(header.Type.String())
			return append(links, link{offset: offset, size: header.Length, stored: header.Length, kind: k}), err
		}
		size, err := p.deltaSize()
		if err != nil {
			return nil, err
		}
		links = append(links, link{offset: offset, size: size, stored: header.Length})
		base := header.OffsetReference
		if header.Type == plumbing.REFDeltaObject {
			if base, err = p.index.FindOffset(header.Reference); err != nil {
				return nil, err
			}
		}
		if base == offset {
			return nil, errors.New("it is a difference to itself")
		}
		offset = base
	}
	return nil, errors.New("its chain of differences does not end")
}

// deltaSize reads the size of the result at the start of the difference whose
// header was just read.
func (p *pack) deltaSize() (int64, error) {
	start := &head{}
	if _, _, err := p.headers.NextObject(start); err != nil && !errors.Is(err, errHeadFull) {
		return 0, err
	}
	_, n := binary.Uvarint(start.bytes)
	if n <= 0 {
		return 0, errors.New("its difference has no size")
	}
	size, n := binary.Uvarint(start.bytes[n:])
	if n <= 0 || size > 1<<62 {
		return 0, errors.New("its difference has no size")
	}
	return int64(size), nil
}

// errHeadFull stops a copy when enough was seen.
var errHeadFull = errors.New("enough")

// head keeps the two numbers at the start of what is written to it.
type head struct{ bytes []byte }

func (h *head) Write(b []byte) (int, error) {
	h.bytes = append(h.bytes, b[:min(len(b), 2*binary.MaxVarintLen64-len(h.bytes))]...)
	if len(h.bytes) == 2*binary.MaxVarintLen64 {
		return 0, errHeadFull
	}
	return len(b), nil
}

func (p *pack) close() error {
	if p.file == nil {
		return nil
	}
	return p.file.Close()
}
