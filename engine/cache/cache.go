package cache

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"sync"

	"github.com/salesplan/salesplan/engine/compile"
)

// magic begins a cache. The number changes when the form of entries does.
const magic = "salesplan facts 1\n"

// Bytes of a row of the index: key, offset, length and checksum of an entry.
const (
	keyBytes = len(compile.Key{})
	rowBytes = keyBytes + 8 + 4 + 4
)

// Cache is a store of facts. It may be used by several goroutines.
type Cache struct {
	limit int // bytes that Bytes may return
	from  io.ReaderAt
	size  int64  // bytes of from
	index []byte // rows of from, sorted by key

	mu    sync.Mutex
	used  map[compile.Key]bool   // entries of kept that this run asked for
	added map[compile.Key][]byte // entries that are not in kept
}

// Open returns the cache that size bytes of from hold. Bytes that are no cache,
// or one of another form, give an empty one. Only the index is read at once,
// each entry when it is asked for. Bytes never returns more than limit bytes.
func Open(from io.ReaderAt, size int64, limit int) *Cache {
	c := &Cache{limit: limit, used: map[compile.Key]bool{}, added: map[compile.Key][]byte{}}
	head := make([]byte, len(magic)+8)
	if size < int64(len(head)) || !filled(from, head, 0) || string(head[:len(magic)]) != magic {
		return c
	}
	rows := binary.LittleEndian.Uint64(head[len(magic):])
	if rows > uint64(size-int64(len(head)))/uint64(rowBytes) {
		return c
	}
	index := make([]byte, int(rows)*rowBytes)
	if filled(from, index, int64(len(head))) {
		c.from, c.size, c.index = from, size, index
	}
	return c
}

// filled reads a whole block.
func filled(from io.ReaderAt, block []byte, at int64) bool {
	n, err := from.ReadAt(block, at)
	return n == len(block) && (err == nil || errors.Is(err, io.EOF))
}

// row is one row of the index.
type row []byte

func (r row) key() []byte      { return r[:keyBytes] }
func (r row) offset() uint64   { return binary.LittleEndian.Uint64(r[keyBytes:]) }
func (r row) length() uint32   { return binary.LittleEndian.Uint32(r[keyBytes+8:]) }
func (r row) checksum() uint32 { return binary.LittleEndian.Uint32(r[keyBytes+12:]) }

func (c *Cache) rows() int { return len(c.index) / rowBytes }

func (c *Cache) row(i int) row { return row(c.index[i*rowBytes : (i+1)*rowBytes]) }

// entry returns the bytes of a row, ok if they are what was written.
func (c *Cache) entry(r row) (string, bool) {
	size, length := uint64(c.size), uint64(r.length())
	if r.offset() > size || length > size-r.offset() {
		return "", false
	}
	block := make([]byte, length)
	if !filled(c.from, block, int64(r.offset())) || checksum(r.key(), block) != r.checksum() {
		return "", false
	}
	return string(block), true
}

// checksum is of an entry under a key, so that neither can be taken for another.
func checksum(key, entry []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE(key), crc32.IEEETable, entry)
}

// Recall returns the facts that are kept under a key.
func (c *Cache) Recall(key compile.Key) (compile.Facts, bool) {
	low, high := 0, c.rows()
	for low < high {
		if middle := (low + high) / 2; bytes.Compare(c.row(middle).key(), key[:]) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == c.rows() || !bytes.Equal(c.row(low).key(), key[:]) {
		return compile.Facts{}, false
	}
	entry, ok := c.entry(c.row(low))
	if !ok {
		return compile.Facts{}, false
	}
	facts, err := decode(entry)
	if err != nil {
		return compile.Facts{}, false
	}
	c.mu.Lock()
	c.used[key] = true
	c.mu.Unlock()
	return facts, true
}

// Remember keeps facts under a key.
func (c *Cache) Remember(key compile.Key, facts compile.Facts) {
	entry := encode(facts)
	c.mu.Lock()
	c.added[key] = entry
	c.mu.Unlock()
}

// Bytes returns the block that holds everything kept and remembered; changed is
// false if that is the block that was opened. Where it would be larger than the
// limit, only what this run used or added is in it, as far as it fits.
func (c *Cache) Bytes() (block []byte, changed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.added) == 0 {
		return nil, false
	}
	type item struct {
		key   compile.Key
		entry string
	}
	var items []item
	total := len(magic) + 8
	take := func(key compile.Key, entry string) {
		if cost := rowBytes + len(entry); total+cost <= c.limit {
			items = append(items, item{key, entry})
			total += cost
		}
	}
	for key, entry := range c.added {
		take(key, string(entry))
	}
	for _, ofThisRun := range []bool{true, false} {
		for i := range c.rows() {
			key := compile.Key(c.row(i).key())
			if _, again := c.added[key]; again || c.used[key] != ofThisRun {
				continue
			}
			if entry, ok := c.entry(c.row(i)); ok {
				take(key, entry)
			}
		}
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(string(a.key[:]), string(b.key[:])) })
	block = append(make([]byte, 0, total), magic...)
	block = binary.LittleEndian.AppendUint64(block, uint64(len(items)))
	offset := len(block) + len(items)*rowBytes
	for _, one := range items {
		block = append(block, one.key[:]...)
		block = binary.LittleEndian.AppendUint64(block, uint64(offset))
		block = binary.LittleEndian.AppendUint32(block, uint32(len(one.entry)))
		block = binary.LittleEndian.AppendUint32(block, checksum(one.key[:], []byte(one.entry)))
		offset += len(one.entry)
	}
	for _, one := range items {
		block = append(block, one.entry...)
	}
	return block, true
}
