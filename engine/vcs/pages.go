package vcs

import (
	"errors"
	"io"
)

// pages keeps parts of a pack file in memory. Objects that are needed together
// stand close together, so that without it most of the time went into system
// calls.
type pages struct {
	file io.ReaderAt
	held map[int64][]byte // by number of the page
}

const (
	pageBytes = 32 << 10
	maxPages  = 256
)

func newPages(file io.ReaderAt) *pages {
	return &pages{file: file, held: make(map[int64][]byte)}
}

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

// at returns a reader of the file from an offset, which is not negative.
func (p *pages) at(offset int64) *cursor {
	return &cursor{pages: p, next: offset}
}

// cursor is a place in a file that is read in pages.
type cursor struct {
	pages *pages
	next  int64  // offset behind rest
	rest  []byte // of the page that is read
}

// offset returns the offset of the next byte.
func (c *cursor) offset() int64 { return c.next - int64(len(c.rest)) }

// fill sees to it that there is a next byte.
func (c *cursor) fill() error {
	if len(c.rest) > 0 {
		return nil
	}
	data, err := c.pages.page(c.next / pageBytes)
	if err != nil {
		return err
	}
	from := int(c.next % pageBytes)
	if from >= len(data) {
		return io.EOF
	}
	c.rest = data[from:]
	c.next += int64(len(c.rest))
	return nil
}

// Read implements [io.Reader].
func (c *cursor) Read(into []byte) (int, error) {
	if err := c.fill(); err != nil {
		return 0, err
	}
	n := copy(into, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// ReadByte implements [io.ByteReader].
func (c *cursor) ReadByte() (byte, error) {
	if err := c.fill(); err != nil {
		return 0, err
	}
	next := c.rest[0]
	c.rest = c.rest[1:]
	return next, nil
}
