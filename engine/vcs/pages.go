package vcs

import (
	"errors"
	"io"

	"github.com/go-git/go-billy/v5"
)

// pages keeps parts of a pack file in memory. Objects that are needed together
// stand close together, and every one is looked at twice, so that without it
// most of the time went into system calls.
type pages struct {
	file io.ReaderAt
	held map[int64][]byte // by number of the page
}

const (
	pageBytes = 32 << 10
	maxPages  = 256
)

// page returns a part of the file, shorter than a page at the end of it.
func (p *pages) page(number int64) ([]byte, error) {
	if data, ok := p.held[number]; ok {
		return data, nil
	}
	data := make([]byte, pageBytes)
	n, err := p.file.ReadAt(data, number*pageBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(p.held) >= maxPages {
		clear(p.held)
	}
	p.held[number] = data[:n]
	return data[:n], nil
}

// cursor is a place in a file that is read in pages.
type cursor struct {
	billy.File // for what go-git never calls
	pages      *pages
	offset     int64
}

// Read implements [io.Reader].
func (c *cursor) Read(into []byte) (int, error) {
	data, err := c.pages.page(c.offset / pageBytes)
	if err != nil {
		return 0, err
	}
	from := int(c.offset % pageBytes)
	if from >= len(data) {
		return 0, io.EOF
	}
	n := copy(into, data[from:])
	c.offset += int64(n)
	return n, nil
}

// Seek implements [io.Seeker] for the two ways in which go-git moves.
func (c *cursor) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekCurrent {
		offset += c.offset
	} else if whence != io.SeekStart {
		return 0, errors.New("pack files are not read from the end")
	}
	if offset < 0 {
		return 0, errors.New("offset before the start of the pack")
	}
	c.offset = offset
	return offset, nil
}
