package record

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/salesplan/salesplan/engine/addr"
)

// Source holds the records of one file in order of place, in whatever form is
// small. It may be used by several goroutines.
type Source interface {
	Len() int
	// Addr returns the address of record i without making the record.
	Addr(i int) addr.Addr
	// Text returns the text of a scalar field of record i, "" where there is
	// none, without making the record.
	Text(i int, field string) string
	// Record returns record i. It may be made anew at each call, and must not be
	// changed.
	Record(i int) *Record
	// Ordered reports whether the records are in order of address, and no two
	// have the same one.
	Ordered() bool
	// In returns the same records in a file of another name.
	In(file string) Source
}

// Slice is records that are held as they are.
type Slice []Record

// Len implements [Source].
func (s Slice) Len() int { return len(s) }

// Addr implements [Source].
func (s Slice) Addr(i int) addr.Addr { return s[i].Addr }

// Text implements [Source].
func (s Slice) Text(i int, field string) string { return s[i].Node.TextOf(field) }

// Record implements [Source].
func (s Slice) Record(i int) *Record { return &s[i] }

// Ordered implements [Source].
func (s Slice) Ordered() bool {
	for i := 1; i < len(s); i++ {
		if s[i-1].Addr.Compare(s[i].Addr) >= 0 {
			return false
		}
	}
	return true
}

// In implements [Source].
func (s Slice) In(file string) Source {
	moved := slices.Clone(s)
	for i := range moved {
		moved[i].File = file
	}
	return moved
}

// List is the records of several sources in order of address, then place. It
// holds of each record only where it is, and is never changed.
type List struct {
	sources     []Source
	entries     []entry
	collections []span
	distinct    bool // no two records are known to have one address
}

// entry says where a record is: its number in a source.
type entry struct{ source, at uint32 }

// span is the part [from, to) of a list with the records of one collection.
type span struct {
	collection string
	from, to   int
}

// NewList returns the list of all records of sources.
func NewList(sources ...Source) List {
	var l List
	return l.With(sources...)
}

// Distinct reports whether no two records have the same address, as far as that
// is known without looking.
func (l *List) Distinct() bool { return l.distinct }

// With returns the list with the records of more sources.
func (l *List) With(sources ...Source) List {
	more := List{sources: slices.Concat(l.sources, sources)}
	total := len(l.entries)
	for _, source := range sources {
		total += source.Len()
	}
	more.entries = append(make([]entry, 0, total), l.entries...)
	more.distinct = l.distinct || len(l.entries) == 0
	for s, source := range sources {
		before := len(more.entries)
		for i := range source.Len() {
			more.entries = append(more.entries, entry{uint32(len(l.sources) + s), uint32(i)})
		}
		more.distinct = more.distinct && more.follows(before) && source.Ordered()
	}
	if !more.distinct {
		more.sort()
	}
	more.group()
	return more
}

// follows reports whether entry i, if there is one, comes after the one before.
func (l *List) follows(i int) bool {
	return i == 0 || i == len(l.entries) || l.Addr(i-1).Compare(l.Addr(i)) < 0
}

// Len returns how many records there are.
func (l *List) Len() int { return len(l.entries) }

// Addr returns the address of record i.
func (l *List) Addr(i int) addr.Addr { return l.addr(l.entries[i]) }

func (l *List) addr(e entry) addr.Addr { return l.sources[e.source].Addr(int(e.at)) }

// Where returns which of the sources record i is in, and its number there.
func (l *List) Where(i int) (source, number int) {
	return int(l.entries[i].source), int(l.entries[i].at)
}

// Text returns the text of a scalar field of record i, "" where there is none.
func (l *List) Text(i int, field string) string {
	e := l.entries[i]
	return l.sources[e.source].Text(int(e.at), field)
}

// Record returns record i. It must not be changed.
func (l *List) Record(i int) *Record { return l.record(l.entries[i]) }

func (l *List) record(e entry) *Record { return l.sources[e.source].Record(int(e.at)) }

// All yields the records in order.
func (l *List) All() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		for i := range l.entries {
			if !yield(l.Record(i)) {
				return
			}
		}
	}
}

// Find returns the number of the first record with an address, and whether
// there is one.
func (l *List) Find(a addr.Addr) (int, bool) {
	from, to := l.Collection(a.Collection)
	i := from + sort.Search(to-from, func(i int) bool { return l.Addr(from+i).ID >= a.ID })
	return i, i < to && l.Addr(i).ID == a.ID
}

// Collection returns the part [from, to) of the list with the records of a
// collection.
func (l *List) Collection(name string) (from, to int) {
	for _, s := range l.collections {
		if s.collection == name {
			return s.from, s.to
		}
	}
	return 0, 0
}

// Collections yields the collections in order, and how many records each has.
func (l *List) Collections() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for _, s := range l.collections {
			if !yield(s.collection, s.to-s.from) {
				return
			}
		}
	}
}

// Keep returns the list of those records that keep holds for, by number.
func (l *List) Keep(keep func(i int) bool) List {
	kept := List{sources: l.sources, entries: make([]entry, 0, len(l.entries)), distinct: l.distinct}
	for i, e := range l.entries {
		if keep(i) {
			kept.entries = append(kept.entries, e)
		}
	}
	kept.group()
	return kept
}

// sort puts the entries in order.
func (l *List) sort() {
	collections := map[string][]named{}
	for _, e := range l.entries {
		a := l.addr(e)
		collections[a.Collection] = append(collections[a.Collection], named{a.ID, e})
	}
	l.entries = l.entries[:0]
	for _, name := range slices.Sorted(maps.Keys(collections)) {
		l.append(collections[name])
	}
}

// named is an entry with the id of its record.
type named struct {
	id string
	entry
}

// append adds the records of one collection in order.
func (l *List) append(all []named) {
	slices.SortFunc(all, func(a, b named) int {
		if c := strings.Compare(a.id, b.id); c != 0 {
			return c
		}
		return cmp.Or(l.record(a.entry).Place().Compare(l.record(b.entry).Place()), cmp.Compare(a.source, b.source), cmp.Compare(a.at, b.at))
	})
	for _, one := range all {
		l.entries = append(l.entries, one.entry)
	}
}

// group finds the part of each collection.
func (l *List) group() {
	for from := 0; from < len(l.entries); {
		name := l.Addr(from).Collection
		to := from + sort.Search(len(l.entries)-from, func(i int) bool { return l.Addr(from+i).Collection != name })
		l.collections = append(l.collections, span{name, from, to})
		from = to
	}
}
