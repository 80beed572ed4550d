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
	"github.com/salesplan/salesplan/engine/reach"
	"github.com/salesplan/salesplan/engine/rollup"
)

// magic begins a memo. The number changes when its form does.
const magic = "salesplan near 1"

// About is what a memo says of its plan as a whole.
type About struct {
	Tree    string      `json:"tree"` // object id of the plan folder
	Path    string      `json:"path"` // of the plan folder in its repository
	Name    string      `json:"name"` // of the plan
	Counts  []Count     `json:"counts"`
	Entries int         `json:"entries"` // files and folders below the plan folder
	Bytes   int64       `json:"bytes"`   // of all plan files
	Room    rollup.Room `json:"room"`
	// Measures are those of the sums that are kept, in order. Their periods are
	// those of the room.
	Measures []string `json:"measures"`
}

// Count says how many records a collection has.
type Count struct {
	Collection string `json:"collection"`
	Records    int    `json:"records"`
}

// Memo is what is kept of a run over a whole plan.
type Memo struct {
	About
	findings diag.List

	pages *pages
	files int64 // number of plan files
	table int64 // where the places of their names begin
	names int64 // where the names begin
	index hashed
	nodes hashed // of nodes whose sums are kept
	sums  int64  // where the sums begin
}

// The parts of a memo behind its header, each beginning on a page of its own.
const (
	partAbout    = iota
	partFindings // of the whole plan
	partTable    // where the names of files are, in order of name
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

// nameTable writes the names of files, and where each is.
func nameTable(files []string) (table, names []byte, places []uint32) {
	for _, file := range files {
		places = append(places, uint32(len(names)))
		table = binary.LittleEndian.AppendUint32(table, uint32(len(names)))
		names = append(binary.LittleEndian.AppendUint16(names, uint16(len(file))), file...)
	}
	return table, names, places
}

// encode writes a memo. The files are in order of name; the rows name them by
// their number.
func encode(about About, findings diag.List, files []string, rows []row, totals *rollup.Result) ([]byte, error) {
	said, err := json.Marshal(about)
	if err != nil {
		return nil, err
	}
	table, names, places := nameTable(files)
	for i := range rows {
		rows[i].number = places[rows[i].number]
	}
	sums, nodes := encodeSums(totals)
	all := [parts][]byte{
		partAbout: said, partFindings: cache.EncodeFindings(findings), partTable: table, partNames: names,
		partFirst: firstOf(rows), partIndex: appendRows(nil, rows),
		partSums: sums, partNodeFirst: firstOf(nodes), partNodes: appendRows(nil, nodes),
	}
	h := header{Magic: [len(magic)]byte([]byte(magic)), Seal: hashOf(about.Tree, about.Path)}
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
	m := &Memo{pages: &pages{from: from, size: size, seal: h.Seal}}
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
	m.files = int64(h.Bytes[partTable]) / 4
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

// place is where in a memo the name of a plan file is.
type place uint32

// under returns the files that hold a record under a key, and perhaps some more.
func (m *Memo) under(key reach.Key) ([]uint32, error) {
	return m.pages.under(m.index, hashOfKey(key))
}

// file returns name and content id of a plan file.
func (m *Memo) file(at place) (name, id string, err error) {
	length, err := m.pages.bytes(m.names+int64(at), 2)
	if err != nil {
		return "", "", err
	}
	text, err := m.pages.bytes(m.names+int64(at)+2, int64(binary.LittleEndian.Uint16(length)))
	if err != nil {
		return "", "", err
	}
	id, name, ok := strings.Cut(string(text), " ")
	if !ok {
		return "", "", errDamaged
	}
	return name, id, nil
}

// find returns the place and the content id of a plan file by its name; ok is
// false if the plan has none of that name.
func (m *Memo) find(name string) (at place, id string, ok bool, err error) {
	fileAt := func(i int) (at place, found, id string) {
		block, failed := m.pages.bytes(m.table+4*int64(i), 4)
		if failed == nil {
			at = place(binary.LittleEndian.Uint32(block))
			found, id, failed = m.file(at)
		}
		if failed != nil {
			err = failed
		}
		return at, found, id
	}
	i := sort.Search(int(m.files), func(i int) bool {
		_, found, _ := fileAt(i)
		return found >= name
	})
	if err != nil || int64(i) == m.files {
		return 0, "", false, err
	}
	at, found, id := fileAt(i)
	return at, id, err == nil && found == name, err
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
