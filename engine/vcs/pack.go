package vcs

import (
	"compress/zlib"
	"errors"
	"io"
	"slices"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// pack is one pack file. Its objects may be differences to other objects, in
// chains. The headers of the whole chain are read first, and contents only if
// every part is admissible.
type pack struct {
	name     plumbing.Hash
	dir      *dotgit.DotGit
	index    *packIndex
	limits   Limits
	unpacked *unpacked // shared by all packs

	file     billy.File // nil until first use
	pages    *pages
	inflater io.ReadCloser // nil until first use

	sizes  map[int64]objectInfo // by offset, of objects that were asked about
	deltas map[int64][]byte     // by offset, of small differences whose size was read
	held   int                  // bytes in deltas
}

const (
	maxChain = 4096     // differences in a chain; git writes at most 4,095
	maxSizes = 1 << 17  // sizes remembered
	keptEach = 64 << 10 // bytes of the largest difference that is kept from its header to its use
	keptAll  = 4 << 20  // bytes of all of them
)

func (p *pack) open() error {
	if p.file != nil {
		return nil
	}
	file, err := p.dir.ObjectPack(p.name)
	if err != nil {
		return err
	}
	p.file, p.pages = file, newPages(file)
	p.sizes, p.deltas = make(map[int64]objectInfo), make(map[int64][]byte)
	return nil
}

// stat returns what the headers say about an object.
func (p *pack) stat(offset int64) (objectInfo, error) {
	if err := p.open(); err != nil {
		return objectInfo{}, err
	}
	if info, ok := p.sizes[offset]; ok {
		return info, nil
	}
	chain, whole, err := p.chain(offset)
	if err != nil {
		return objectInfo{}, err
	}
	info := objectInfo{kind: whole.kind, size: int64(len(whole.data))}
	if len(chain) > 0 {
		info.size = chain[0].size
	}
	if len(p.sizes) >= maxSizes {
		clear(p.sizes)
	}
	p.sizes[offset] = info
	return info, nil
}

// read returns an object, in memory of its own.
func (p *pack) read(id plumbing.Hash, offset int64) (object, error) {
	if err := p.open(); err != nil {
		return object{}, err
	}
	chain, found, err := p.chain(offset)
	if err != nil {
		return object{}, err
	}
	if err := p.limits.admitChain("git object "+id.String(), chain, found); err != nil {
		return object{}, err
	}
	for _, h := range slices.Backward(chain) {
		data, err := p.body(h)
		if err == nil && h.isDelta() {
			data, err = applyDelta(found.data, data, h.size)
		}
		if err != nil {
			return object{}, err
		}
		found.data, found.cost, found.links = data, found.cost+h.cost(), found.links+1
		p.unpacked.put(place{p, h.offset}, found)
	}
	return object{kind: found.kind, data: append([]byte(nil), found.data...)}, nil
}

// chain reads headers from an object to the whole object that it is built on,
// or to one that is unpacked already. Only the latter has data.
func (p *pack) chain(offset int64) (headers []header, whole built, err error) {
	for len(headers) < maxChain {
		if found, ok := p.unpacked.get(place{p, offset}); ok {
			return headers, found, nil
		}
		h, err := p.header(offset)
		if err != nil {
			return nil, built{}, err
		}
		headers = append(headers, h)
		if !h.isDelta() {
			return headers, built{object: object{kind: h.kind}}, nil
		}
		if h.base == offset {
			return nil, built{}, errors.New("it is a difference to itself")
		}
		offset = h.base
	}
	return nil, built{}, errEndless
}

var errEndless = errors.New("its chain of differences does not end")

// admitChain checks the sizes of everything that unpacking an object makes: a
// chain, and what it is built on.
func (l Limits) admitChain(what string, chain []header, base built) error {
	if base.links+len(chain) > maxChain {
		return errEndless
	}
	cost := base.cost
	for _, h := range chain {
		cost += h.cost()
		if err := errors.Join(l.admitSize(what, h.size), l.admitSize(what, h.stored)); err != nil {
			return err
		}
	}
	if cost > l.ChainBytes {
		return &LimitError{What: what, Unit: "bytes in its chain of differences", Limit: l.ChainBytes, Found: cost}
	}
	return nil
}

// body returns what is stored behind an admitted header: an object, or a
// difference.
func (p *pack) body(h header) ([]byte, error) {
	if data, ok := p.deltas[h.offset]; ok {
		p.held -= len(data)
		delete(p.deltas, h.offset)
		return data, nil
	}
	return p.inflate(h.body, h.stored)
}

// inflate unpacks exactly the number of bytes.
func (p *pack) inflate(offset, bytes int64) ([]byte, error) {
	reader, err := p.inflaterAt(offset)
	if err != nil {
		return nil, err
	}
	data := make([]byte, bytes)
	if _, err := io.ReadFull(reader, data); err != nil {
		return nil, err
	}
	switch n, err := reader.Read(make([]byte, 1)); {
	case n > 0:
		return nil, errors.New("it is longer than its header says")
	case !errors.Is(err, io.EOF):
		return nil, errors.Join(err, errors.New("its checksum is missing"))
	}
	return data, nil
}

// inflaterAt returns the one reader of compressed data, set to an offset.
func (p *pack) inflaterAt(offset int64) (io.Reader, error) {
	from := p.pages.at(offset)
	if p.inflater != nil {
		return p.inflater, p.inflater.(zlib.Resetter).Reset(from, nil)
	}
	reader, err := zlib.NewReader(from)
	if err != nil {
		return nil, err
	}
	p.inflater = reader
	return reader, nil
}

func (p *pack) close() error {
	err := p.index.close()
	if p.file != nil {
		err = errors.Join(err, p.file.Close())
	}
	return err
}
