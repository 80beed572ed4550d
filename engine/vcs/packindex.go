package vcs

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// packIndex tells where the objects of a pack are. Only the parts of the index
// that are asked for are read: a large one takes longer to read than most work
// in a repository. What is wrong in it is found when an object is not what its
// id says.
type packIndex struct {
	file  io.ReaderAt
	close func() error
	size  int64
	upTo  [256]uint32 // how many ids begin with a byte up to this one
	held  map[int64][]byte
}

// The form of an index, version 2: a head, the ids in order, a checksum and an
// offset for each, offsets that are too large for that, and two checksums.
const (
	indexMagic   = "\xfftOc\x00\x00\x00\x02"
	indexHead    = 8 + 256*4
	indexTail    = 2 * idBytes
	idBytes      = 20
	indexPage    = 4 << 10
	indexInWhole = 256 << 10 // bytes up to which an index is read as a whole
)

var errBadIndex = errors.New("it is no pack index that can be read")

func openPackIndex(dir *dotgit.DotGit, name plumbing.Hash) (*packIndex, error) {
	file, err := dir.ObjectPackIdx(name)
	if err != nil {
		return nil, err
	}
	x := &packIndex{file: file, close: file.Close, held: make(map[int64][]byte)}
	if x.size, err = file.Seek(0, io.SeekEnd); err == nil && x.size <= indexInWhole {
		whole := make([]byte, x.size)
		_, err = io.ReadFull(io.NewSectionReader(file, 0, x.size), whole)
		err = errors.Join(err, file.Close())
		x.file, x.close = bytes.NewReader(whole), func() error { return nil }
	}
	if err == nil {
		err = x.readHead(name)
	}
	if err != nil {
		return nil, errors.Join(err, x.close())
	}
	return x, nil
}

// readHead reads and checks what stands at the beginning and at the end.
func (x *packIndex) readHead(name plumbing.Hash) error {
	head, tail := make([]byte, indexHead), make([]byte, indexTail)
	if x.size < indexHead+indexTail || !x.whole(head, 0) || !x.whole(tail, x.size-indexTail) || string(head[:8]) != indexMagic {
		return errBadIndex
	}
	last := uint32(0)
	for i := range x.upTo {
		x.upTo[i] = binary.BigEndian.Uint32(head[8+4*i:])
		if x.upTo[i] < last {
			return errBadIndex
		}
		last = x.upTo[i]
	}
	if x.size < indexHead+int64(last)*(idBytes+4+4)+indexTail {
		return errBadIndex
	}
	if !bytes.Equal(tail[:idBytes], name[:]) {
		return errors.New("it belongs to another pack")
	}
	return nil
}

// whole reads a whole block.
func (x *packIndex) whole(block []byte, at int64) bool {
	n, err := x.file.ReadAt(block, at)
	return n == len(block) && (err == nil || errors.Is(err, io.EOF))
}

// read reads a few bytes, by way of pages that are kept.
func (x *packIndex) read(block []byte, at int64) error {
	for len(block) > 0 {
		number := at / indexPage
		page, ok := x.held[number]
		if !ok {
			page = make([]byte, min(indexPage, max(x.size-number*indexPage, 0)))
			if !x.whole(page, number*indexPage) {
				return errBadIndex
			}
			x.held[number] = page
		}
		from := at % indexPage
		if from >= int64(len(page)) {
			return errBadIndex
		}
		n := copy(block, page[from:])
		block, at = block[n:], at+int64(n)
	}
	return nil
}

func (x *packIndex) count() int64 { return int64(x.upTo[255]) }

func (x *packIndex) id(i int64) (id plumbing.Hash, err error) {
	err = x.read(id[:], indexHead+idBytes*i)
	return id, err
}

// from returns the number of the first id that begins with a byte.
func (x *packIndex) from(first byte) int64 {
	if first == 0 {
		return 0
	}
	return int64(x.upTo[first-1])
}

// offset returns where an object is in the pack, errAbsent if it is not there.
func (x *packIndex) offset(id plumbing.Hash) (int64, error) {
	low, high := x.from(id[0]), int64(x.upTo[id[0]])
	for low < high {
		middle := (low + high) / 2
		found, err := x.id(middle)
		switch {
		case err != nil:
			return 0, err
		case found == id:
			return x.offsetAt(middle)
		case bytes.Compare(found[:], id[:]) < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return 0, errAbsent
}

func (x *packIndex) offsetAt(i int64) (int64, error) {
	const large = 1 << 31 // marks the number of an offset of eight bytes
	small := make([]byte, 4)
	if err := x.read(small, indexHead+(idBytes+4)*x.count()+4*i); err != nil {
		return 0, err
	}
	value := int64(binary.BigEndian.Uint32(small))
	if value < large {
		return value, nil
	}
	wide := make([]byte, 8)
	at := indexHead + (idBytes+8)*x.count() + 8*(value-large)
	if at+8 > x.size-indexTail {
		return 0, errBadIndex
	}
	if err := x.read(wide, at); err != nil {
		return 0, err
	}
	offset := binary.BigEndian.Uint64(wide)
	if offset > 1<<62 {
		return 0, errBadIndex
	}
	return int64(offset), nil
}

// complete calls keep with every id that begins with hexadecimal digits.
func (x *packIndex) complete(digits string, keep func(plumbing.Hash)) error {
	first := plumbing.NewHash(digits + strings.Repeat("0", sha1Digits-len(digits)))[0]
	last := plumbing.NewHash(digits + strings.Repeat("f", sha1Digits-len(digits)))[0]
	for i := x.from(first); i < int64(x.upTo[last]); i++ {
		id, err := x.id(i)
		if err != nil {
			return err
		}
		keep(id)
	}
	return nil
}
