package near

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sort"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// row says that a file holds a record that is listed under a key, or where the
// sums of a node are. Of the key only a hash is kept: where two keys share one,
// more is read than need be.
type row struct {
	hash   uint64
	number uint32 // of the file, or place of the sums
}

// rowBytes are the bytes of a row in a memo; a page holds rowsInAPage of them,
// none in part.
const (
	rowBytes    = 12
	rowsInAPage = partBytes / rowBytes
)

// hashOf is the 64-bit FNV-1a hash of texts, mixed so that the first bits are as
// good as the last.
func hashOf(texts ...string) uint64 {
	hash := uint64(14695981039346656037)
	for _, text := range texts {
		for i := range len(text) {
			hash = (hash ^ uint64(text[i])) * 1099511628211
		}
		hash = (hash ^ 0xff) * 1099511628211 // no text holds this byte
	}
	hash ^= hash >> 32
	hash *= 0x9e3779b97f4a7c15
	return hash ^ hash>>29
}

func hashOfKey(key reach.Key) uint64 {
	return hashOf(key.List, key.Addr.Collection, key.Addr.ID, key.Trait)
}

// Keys that all records have. The names of lists of steps have no such form.
func keyAt(a addr.Addr) reach.Key          { return reach.Key{List: "@at", Addr: a} }
func keyWhole(collection string) reach.Key { return reach.Key{List: "@all", Trait: collection} }

// keyBroken lists the records that have a finding of their own.
func keyBroken() reach.Key { return reach.Key{List: "@broken"} }

// lister lists records under the keys that rules look for.
type lister struct {
	listings []reach.Listing
	whole    map[string]bool // collections that some rule reads as a whole
	among    map[string]bool // collections of which it matters to some rule whether there is any record
}

// newLister collects what a number of reaches look for.
func newLister(reaches []reach.Reach) lister {
	l := lister{whole: map[string]bool{plan.Settings: true}, among: map[string]bool{}}
	names := make(map[string]bool)
	for _, r := range reaches {
		for _, collection := range r.Whole {
			l.whole[collection] = true
		}
		for _, collection := range r.Among {
			l.among[collection] = true
		}
		for _, path := range r.Paths {
			for _, step := range path.Steps {
				for _, listing := range step.Listings() {
					if !names[listing.Name] {
						names[listing.Name] = true
						l.listings = append(l.listings, listing)
					}
				}
			}
		}
	}
	return l
}

// keys lists the keys of a record, some of them perhaps twice.
func (l lister) keys(r *reach.Record, list func(reach.Key)) {
	list(keyAt(r.Addr))
	if l.whole[r.Addr.Collection] || l.among[r.Addr.Collection] {
		list(keyWhole(r.Addr.Collection))
	}
	if r.Broken {
		list(keyBroken())
	}
	for _, listing := range l.listings {
		listing.Keys(r, list)
	}
}

// recordsOf returns the records of a file with what refers from them. Records
// without an id are no part of a plan.
func recordsOf(facts *compile.Facts) []*reach.Record {
	broken := make(map[int]bool, len(facts.Broken))
	for _, i := range facts.Broken {
		broken[i] = true
	}
	references := facts.References
	var records []*reach.Record
	for i := range facts.Len() {
		r := facts.Records.Record(i)
		n := 0 // the references of a file are in order of its records
		for n < len(references) && references[n].From == r.Addr {
			n++
		}
		if r.Addr.ID != "" {
			records = append(records, &reach.Record{Record: r, References: references[:n:n], Broken: broken[i]})
		}
		references = references[n:]
	}
	return records
}

// rowsOf returns the rows of all files, sorted, each once.
func rowsOf(l lister, files []compile.FileFacts) []row {
	var rows []row
	for number := range files {
		for _, r := range recordsOf(&files[number].Facts) {
			l.keys(r, func(key reach.Key) { rows = append(rows, row{hashOfKey(key), uint32(number)}) })
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		if a.hash == b.hash {
			return cmp.Compare(a.number, b.number)
		}
		return cmp.Compare(a.hash, b.hash)
	})
	return slices.Compact(rows)
}

// firstOf writes the hash of the first row of every page of rows.
func firstOf(rows []row) []byte {
	var first []byte
	for i := 0; i < len(rows); i += rowsInAPage {
		first = binary.LittleEndian.AppendUint64(first, rows[i].hash)
	}
	return first
}

// hashed is a table of rows in pages.
type hashed struct {
	first []uint64 // hash of the first row on each page
	rows  int64    // where the rows begin, with a page
	count int64
}

// hashed finds a table of rows.
func (p *pages) hashed(first, firstBytes, rows, rowsBytes int64) (hashed, error) {
	h := hashed{rows: rows, count: rowsBytes / rowBytes}
	block, err := p.bytes(first, firstBytes)
	for ; len(block) >= 8; block = block[8:] {
		h.first = append(h.first, binary.LittleEndian.Uint64(block))
	}
	return h, err
}

// under returns the numbers in the rows of a hash.
func (p *pages) under(h hashed, hash uint64) ([]uint32, error) {
	page := max(sort.Search(len(h.first), func(i int) bool { return h.first[i] >= hash })-1, 0)
	var numbers []uint32
	for ; page < len(h.first); page++ {
		part, err := p.page(h.rows/partBytes + int64(page))
		if err != nil {
			return nil, err
		}
		rows := int(min(h.count-int64(page)*rowsInAPage, rowsInAPage))
		at := func(i int) uint64 { return binary.LittleEndian.Uint64(part[i*rowBytes:]) }
		i := sort.Search(rows, func(i int) bool { return at(i) >= hash })
		for ; i < rows && at(i) == hash; i++ {
			numbers = append(numbers, binary.LittleEndian.Uint32(part[i*rowBytes+8:]))
		}
		if i < rows {
			break
		}
	}
	return numbers, nil
}

// appendRows writes rows.
func appendRows(content []byte, rows []row) []byte {
	for _, r := range rows {
		content = binary.LittleEndian.AppendUint64(content, r.hash)
		content = binary.LittleEndian.AppendUint32(content, r.number)
	}
	return content
}
