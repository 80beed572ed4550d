package near

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/reach"
)

// row says that a file holds a record that is listed under a key. Of the key
// only a hash is kept: where two keys share one, more files are read than need
// be.
type row struct {
	hash uint64
	file uint32
}

// rowBytes are the bytes of a row in a memo; a page holds rowsInAPage of them,
// none in part.
const (
	rowBytes    = 12
	rowsInAPage = partBytes / rowBytes
)

// hashOf is the 64-bit FNV-1a hash of a key, mixed so that the first bits are
// as good as the last.
func hashOf(key string) uint64 {
	hash := uint64(14695981039346656037)
	for i := range len(key) {
		hash = (hash ^ uint64(key[i])) * 1099511628211
	}
	hash ^= hash >> 32
	hash *= 0x9e3779b97f4a7c15
	return hash ^ hash>>29
}

// Keys that all records have.
func keyAt(address string) string       { return "at\x00" + address }
func keyWhole(collection string) string { return "all\x00" + collection }

// keyBroken lists the records that have a finding of their own.
const keyBroken = "broken\x00"

// lister lists records under the keys that rules look for.
type lister struct {
	listings []reach.Listing
	whole    map[string]bool // collections that some rule reads as a whole
}

// newLister collects what a number of reaches look for.
func newLister(reaches []reach.Reach) lister {
	l := lister{whole: map[string]bool{plan.Settings: true}}
	names := make(map[string]bool)
	for _, r := range reaches {
		for _, collection := range r.Whole {
			l.whole[collection] = true
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
func (l lister) keys(r *reach.Record, list func(key string)) {
	list(keyAt(r.Addr.String()))
	if l.whole[r.Addr.Collection] {
		list(keyWhole(r.Addr.Collection))
	}
	if r.Broken {
		list(keyBroken)
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
			l.keys(r, func(key string) { rows = append(rows, row{hashOf(key), uint32(number)}) })
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.file, b.file)) })
	return slices.Compact(rows)
}

// appendRows writes rows.
func appendRows(content []byte, rows []row) []byte {
	for _, r := range rows {
		content = binary.LittleEndian.AppendUint64(content, r.hash)
		content = binary.LittleEndian.AppendUint32(content, r.file)
	}
	return content
}
