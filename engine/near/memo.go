package near

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"sort"
	"strings"

	"github.com/salesplan/salesplan/engine/cache"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/rollup"
)

// magic begins a memo. The number changes when its form does.
const magic = "salesplan near 1"

// About is what a memo says of its plan as a whole.
type About struct {
	Tree    string // object id of the plan folder
	Path    string // of the plan folder in its repository
	Name    string // of the plan
	Counts  []Count
	Entries int   // files and folders below the plan folder
	Bytes   int64 // of all plan files
	Room    rollup.Room
	// Measures are those of the sums that are kept, in order. Their periods are
	// those of the room.
	Measures []string
}

// Count says how many records a collection has.
type Count struct {
	Collection string
	Records    int
}

// Memo is what is kept of a run over a whole plan.
type Memo struct {
	About
	findings diag.List

	pages *pages
	files int64 // number of plan files
	table int64 // where the places of their names begin, one more than there are
	names int64 // where the names begin
	index hashed
	nodes hashed // of nodes whose sums are kept
	sums  int64  // where the sums begin
}

// The parts of a memo behind its header, each beginning on a page of its own.
const (
	partAbout    = iota
	partFindings // of the whole plan
	partTable    // where the names of files begin
	partNames    // content id and name of every plan file
	partFirst    // of the index: the first hash on each of its pages
	partIndex    // from keys to files
	partSums     // by node
	partNodeFirst
	partNodes // from nodes to their sums
	parts
)

// header is the first page of a memo.
type header struct {
	Magic [len(magic)]byte
	Seal  uint64
	Bytes [parts]uint64 // of each part
}

// encode writes a memo. The files are in order of name.
func encode(about About, findings diag.List, files []string, rows []row, totals *rollup.Result) ([]byte, error) {
	said, err := json.Marshal(about)
	if err != nil {
		return nil, err
	}
	var table, names []byte
	for _, file := range files {
		table = binary.LittleEndian.AppendUint64(table, uint64(len(names)))
		names = append(names, file...)
	}
	table = binary.LittleEndian.AppendUint64(table, uint64(len(names)))
	sums, nodes := encodeSums(totals)
	all := [parts][]byte{
		partAbout: said, partFindings: cache.EncodeFindings(findings), partTable: table, partNames: names,
		partFirst: firstOf(rows), partIndex: appendRows(nil, rows),
		partSums: sums, partNodeFirst: firstOf(nodes), partNodes: appendRows(nil, nodes),
	}
	h := header{Magic: [len(magic)]byte([]byte(magic)), Seal: hashOf(about.Tree + "\x00" + about.Path)}
	for i, part := range all {
		h.Bytes[i] = uint64(len(part))
	}
	content, err := binary.Append(nil, binary.LittleEndian, h)
	if err != nil {
		return nil, err
	}
	for _, part := range all {
		content = append(filled(content), part...)
	}
	return paged(h.Seal, content), nil
}

// filled ends content with its page.
func filled(content []byte) []byte {
	return append(content, make([]byte, onPage(int64(len(content)))-int64(len(content)))...)
}

// onPage returns where the next page begins, at or behind a place.
func onPage(at int64) int64 { return (at + partBytes - 1) / partBytes * partBytes }

// Open reads what a memo says of its plan as a whole. Bytes that are no memo of
// this form are an error.
func Open(from io.ReaderAt, size int64) (*Memo, error) {
	var h header
	head := make([]byte, binary.Size(h))
	if _, err := from.ReadAt(head, 0); err != nil {
		return nil, errDamaged
	}
	if _, err := binary.Decode(head, binary.LittleEndian, &h); err != nil || string(h.Magic[:]) != magic {
		return nil, errDamaged
	}
	m := &Memo{pages: &pages{from: from, size: size, seal: h.Seal, read: map[int64][]byte{}}}
	if _, err := m.pages.page(0); err != nil { // the head was not checked yet
		return nil, err
	}
	var at [parts]int64
	end := int64(partBytes)
	for i, bytes := range h.Bytes {
		if bytes > uint64(size) {
			return nil, errDamaged
		}
		at[i], end = end, onPage(end+int64(bytes))
	}
	m.files = int64(h.Bytes[partTable])/8 - 1
	m.table, m.names, m.sums = at[partTable], at[partNames], at[partSums]
	if err := m.readWhole(at[partAbout], int64(h.Bytes[partAbout]), at[partFindings], int64(h.Bytes[partFindings])); err != nil {
		return nil, err
	}
	var err, failed error
	m.index, err = m.pages.hashed(at[partFirst], int64(h.Bytes[partFirst]), at[partIndex], int64(h.Bytes[partIndex]))
	m.nodes, failed = m.pages.hashed(at[partNodeFirst], int64(h.Bytes[partNodeFirst]), at[partNodes], int64(h.Bytes[partNodes]))
	return m, errors.Join(err, failed)
}

// readWhole reads what is said of the whole plan.
func (m *Memo) readWhole(about, aboutBytes, findings, findingsBytes int64) error {
	said, err := m.pages.bytes(about, aboutBytes)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(said, &m.About); err != nil {
		return err
	}
	found, err := m.pages.bytes(findings, findingsBytes)
	if err != nil {
		return err
	}
	m.findings, err = cache.DecodeFindings(found)
	return err
}

// under returns the numbers of the files that hold a record under a key, and
// perhaps some more.
func (m *Memo) under(key string) ([]uint32, error) { return m.pages.under(m.index, hashOf(key)) }

// file returns name and content id of a plan file by its number.
func (m *Memo) file(number int64) (name, id string, err error) {
	if number < 0 || number >= m.files {
		return "", "", errDamaged
	}
	ends, err := m.pages.bytes(m.table+8*number, 16)
	if err != nil {
		return "", "", err
	}
	from, to := int64(binary.LittleEndian.Uint64(ends)), int64(binary.LittleEndian.Uint64(ends[8:]))
	text, err := m.pages.bytes(m.names+from, to-from)
	if err != nil {
		return "", "", err
	}
	id, name, ok := strings.Cut(string(text), " ")
	if !ok {
		return "", "", errDamaged
	}
	return name, id, nil
}

// find returns the number and the content id of a plan file by its name; ok is
// false if the plan has none of that name.
func (m *Memo) find(name string) (number int64, id string, ok bool, err error) {
	number = int64(sort.Search(int(m.files), func(i int) bool {
		found, _, failed := m.file(int64(i))
		if failed != nil {
			err = failed
		}
		return found >= name
	}))
	if err != nil || number == m.files {
		return 0, "", false, err
	}
	found, id, err := m.file(number)
	return number, id, err == nil && found == name, err
}

// planFile returns the plan file of a name.
func planFile(name string) load.File {
	return load.File{Name: name, Kind: load.Kind(name[strings.LastIndexByte(name, '.'):])}
}

// isPlanFile reports whether a name is that of a file whose records can be
// near.
func isPlanFile(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	return dot >= 0 && slices.Contains([]load.Kind{load.YAML, load.CSV}, load.Kind(name[dot:]))
}
