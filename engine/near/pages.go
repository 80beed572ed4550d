package near

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// A memo is kept in pages, each with a checksum of its own, so that a small
// part of a large memo can be read and trusted.
const (
	pageBytes = 4096
	sumBytes  = 4
	partBytes = pageBytes - sumBytes // of the content in one page
)

// castagnoli is the polynomial that processors compute by themselves.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum is of the content of the page with a number in a memo with a seal.
func checksum(seal uint64, number int64, part []byte) uint32 {
	var head [16]byte
	binary.LittleEndian.PutUint64(head[:], seal)
	binary.LittleEndian.PutUint64(head[8:], uint64(number))
	return crc32.Update(crc32.Checksum(head[:], castagnoli), castagnoli, part)
}

// paged cuts content into pages. The last one is filled up with zeros.
func paged(seal uint64, content []byte) []byte {
	count := (len(content) + partBytes - 1) / partBytes
	block := make([]byte, 0, count*pageBytes)
	for number := range count {
		part := make([]byte, partBytes)
		copy(part, content[number*partBytes:])
		block = append(block, part...)
		block = binary.LittleEndian.AppendUint32(block, checksum(seal, int64(number), part))
	}
	return block
}

// errDamaged says that a memo is not what was written.
var errDamaged = errors.New("the memo is damaged")

// pages reads the content of pages.
type pages struct {
	from io.ReaderAt
	size int64 // bytes of all pages
	seal uint64
	last [pageBytes]byte
	at   int64 // number of the page in last, plus 1; 0 if there is none
}

// page returns the content of one page. It is valid until the next.
func (p *pages) page(number int64) ([]byte, error) {
	part := p.last[:partBytes]
	if p.at == number+1 {
		return part, nil
	}
	if number < 0 || (number+1)*pageBytes > p.size {
		return nil, errDamaged
	}
	p.at = 0
	if _, err := p.from.ReadAt(p.last[:], number*pageBytes); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if binary.LittleEndian.Uint32(p.last[partBytes:]) != checksum(p.seal, number, part) {
		return nil, errDamaged
	}
	p.at = number + 1
	return part, nil
}

// bytes returns some of the content.
func (p *pages) bytes(from, length int64) ([]byte, error) {
	if from < 0 || length < 0 || length > p.size || from > p.size {
		return nil, errDamaged
	}
	content := make([]byte, 0, length)
	for length > 0 {
		part, err := p.page(from / partBytes)
		if err != nil {
			return nil, err
		}
		part = part[from%partBytes:]
		part = part[:min(int64(len(part)), length)]
		content = append(content, part...)
		from, length = from+int64(len(part)), length-int64(len(part))
	}
	return content, nil
}
