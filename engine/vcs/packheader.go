package vcs

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
)

// header is what stands before an object in a pack.
type header struct {
	offset int64 // of the header
	body   int64 // offset of the compressed content
	kind   kind  // of the object; 0 where it is stored as a difference
	base   int64 // offset of the object that the difference is to
	stored int64 // bytes of the content, unpacked
	size   int64 // bytes of the object
}

func (h header) isDelta() bool { return h.kind == 0 }

// cost returns how many bytes are made of the content.
func (h header) cost() int64 { return h.stored + h.size }

// The numbers by which a pack says how an object is stored.
const (
	storedOffsetDelta = 6 // base given by its distance
	storedIDDelta     = 7 // base given by its id
)

// header reads the header at an offset, and of a difference the beginning.
func (p *pack) header(offset int64) (header, error) {
	if offset < 0 {
		return header{}, errors.New("its offset is negative")
	}
	from := p.pages.at(offset)
	form, stored, err := readForm(from)
	if err != nil {
		return header{}, err
	}
	h := header{offset: offset, stored: stored, size: stored}
	switch form {
	case storedOffsetDelta:
		h.base, err = readBase(from, offset)
	case storedIDDelta:
		var id plumbing.Hash
		if _, err = io.ReadFull(from, id[:]); err == nil {
			if h.base, err = p.index.offset(id); errors.Is(err, errAbsent) {
				err = errors.New("what it differs from is not in its pack")
			}
		}
	default:
		h.kind, err = kindOfForm(form)
	}
	h.body = from.offset()
	if err == nil && h.isDelta() {
		h.size, err = p.deltaSize(h)
	}
	return h, err
}

// kindOfForm returns the kind of an object that is stored whole.
func kindOfForm(form byte) (kind, error) {
	kinds := [...]kind{1: commitKind, 2: treeKind, 3: blobKind, 4: tagKind}
	if int(form) < len(kinds) && kinds[form] != 0 {
		return kinds[form], nil
	}
	return 0, fmt.Errorf("it is stored in the unknown form %d", form)
}

// readForm reads how an object is stored, and the number of bytes of that.
func readForm(from io.ByteReader) (form byte, stored int64, err error) {
	next, err := from.ReadByte()
	if err != nil {
		return 0, 0, err
	}
	form, stored = next>>4&7, int64(next&15)
	for shift := 4; next&0x80 != 0; shift += 7 {
		if next, err = from.ReadByte(); err != nil {
			return 0, 0, err
		}
		if shift > 53 {
			return 0, 0, errors.New("its size has too many digits")
		}
		stored |= int64(next&0x7f) << shift
	}
	return form, stored, nil
}

// readBase reads how far before an offset the base of a difference stands.
func readBase(from io.ByteReader, offset int64) (int64, error) {
	distance := int64(-1)
	for more := true; more; {
		next, err := from.ReadByte()
		if err != nil {
			return 0, err
		}
		if distance = (distance+1)<<7 | int64(next&0x7f); distance > offset {
			break
		}
		more = next&0x80 != 0
	}
	if distance <= 0 || distance > offset {
		return 0, errors.New("its base lies outside of the pack")
	}
	return offset - distance, nil
}

// deltaSize reads the size of the result at the start of a difference. A small
// one is kept, because unpacking its start is as much work as all of it.
func (p *pack) deltaSize(h header) (int64, error) {
	if start, ok := p.deltas[h.offset]; ok {
		_, size, _, err := deltaSizes(start)
		return size, err
	}
	if h.stored > keptEach {
		start := make([]byte, 2*binary.MaxVarintLen64)
		reader, err := p.inflaterAt(h.body)
		if err == nil {
			_, err = io.ReadFull(reader, start)
		}
		if err != nil {
			return 0, err
		}
		_, size, _, err := deltaSizes(start)
		return size, err
	}
	delta, err := p.inflate(h.body, h.stored)
	if err != nil {
		return 0, err
	}
	if p.held += len(delta); p.held > keptAll {
		clear(p.deltas)
		p.held = len(delta)
	}
	p.deltas[h.offset] = delta
	_, size, _, err := deltaSizes(delta)
	return size, err
}

// deltaSizes reads the sizes of base and result, and returns what follows.
func deltaSizes(delta []byte) (base, result int64, steps []byte, err error) {
	first, n := binary.Uvarint(delta)
	if n <= 0 || first > 1<<62 {
		return 0, 0, nil, errNoDeltaSize
	}
	second, m := binary.Uvarint(delta[n:])
	if m <= 0 || second > 1<<62 {
		return 0, 0, nil, errNoDeltaSize
	}
	return int64(first), int64(second), delta[n+m:], nil
}

var (
	errNoDeltaSize = errors.New("its difference has no size")
	errDelta       = errors.New("its difference does not fit its base")
)

// applyDelta makes an object of an admitted size from its base.
func applyDelta(base, delta []byte, size int64) ([]byte, error) {
	from, _, steps, err := deltaSizes(delta)
	if err != nil {
		return nil, err
	}
	if from != int64(len(base)) {
		return nil, errDelta
	}
	result := bytes.NewBuffer(make([]byte, 0, size))
	for len(steps) > 0 {
		var part []byte
		part, steps, err = deltaStep(base, steps)
		if err != nil || int64(result.Len()+len(part)) > size {
			return nil, errDelta
		}
		result.Write(part)
	}
	if int64(result.Len()) != size {
		return nil, errDelta
	}
	return result.Bytes(), nil
}

// deltaStep takes the first step of a difference: a part of the base to be
// copied, or new bytes. It returns the part and the other steps.
func deltaStep(base, steps []byte) (part, rest []byte, err error) {
	step, rest := steps[0], steps[1:]
	if step&0x80 == 0 {
		if step == 0 || int(step) > len(rest) {
			return nil, nil, errDelta
		}
		return rest[:step], rest[step:], nil
	}
	var numbers [7]byte // four of the offset, three of the length, lowest first
	for i := range numbers {
		if step>>i&1 == 0 {
			continue
		}
		if len(rest) == 0 {
			return nil, nil, errDelta
		}
		numbers[i], rest = rest[0], rest[1:]
	}
	offset := int64(numbers[0]) | int64(numbers[1])<<8 | int64(numbers[2])<<16 | int64(numbers[3])<<24
	length := int64(numbers[4]) | int64(numbers[5])<<8 | int64(numbers[6])<<16
	if length == 0 {
		length = 1 << 16
	}
	if offset+length > int64(len(base)) {
		return nil, nil, errDelta
	}
	return base[offset : offset+length], rest, nil
}
