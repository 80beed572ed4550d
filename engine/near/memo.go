package near

import (
	"encoding/binary"
	"encoding/json"
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
	files int64    // number of plan files
	table int64    // where the places of their names begin, one more than there are
	names int64    // where the names begin
	first []uint64 // hash of the first row of each page of rows
	rows  int64    // where the rows begin
	count int64    // of rows
}

// header is the first page of a memo.
type header struct {
	Magic                                          [len(magic)]byte
	Seal                                           uint64
	About, Findings, Files, Names, Rows, RowsPages uint64 // bytes, bytes, number, bytes, number, number
}

// encode writes a memo. The files are in order of name.
func encode(about About, findings diag.List, files []string, rows []row) ([]byte, error) {
	said, err := json.Marshal(about)
	if err != nil {
		return nil, err
	}
	found := cache.EncodeFindings(findings)
	h := header{
		Magic: [len(magic)]byte([]byte(magic)), Seal: hashOf(about.Tree + "\x00" + about.Path),
		About: uint64(len(said)), Findings: uint64(len(found)), Files: uint64(len(files)), Rows: uint64(len(rows)),
	}
	var table, names []byte
	for _, file := range files {
		table = binary.LittleEndian.AppendUint64(table, uint64(len(names)))
		names = append(names, file...)
	}
	table = binary.LittleEndian.AppendUint64(table, uint64(len(names)))
	var first []byte
	for i := 0; i < len(rows); i += rowsInAPage {
		first = binary.LittleEndian.AppendUint64(first, rows[i].hash)
	}
	h.Names, h.RowsPages = uint64(len(names)), uint64(len(first)/8)
	content, err := binary.Append(nil, binary.LittleEndian, h)
	if err != nil {
		return nil, err
	}
	for _, part := range [][]byte{said, found, table, names, first} {
		content = append(filled(content), part...)
	}
	return paged(h.Seal, appendRows(filled(content), rows)), nil
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
	for _, number := range []uint64{h.About, h.Findings, h.Files, h.Names, h.Rows, h.RowsPages} {
		if number > uint64(size) {
			return nil, errDamaged
		}
	}
	m := &Memo{pages: &pages{from: from, size: size, seal: h.Seal, read: map[int64][]byte{}}, files: int64(h.Files), count: int64(h.Rows)}
	if _, err := m.pages.page(0); err != nil { // the head was not checked yet
		return nil, err
	}
	about := int64(partBytes)
	findings := onPage(about + int64(h.About))
	m.table = onPage(findings + int64(h.Findings))
	m.names = onPage(m.table + 8*(m.files+1))
	first := onPage(m.names + int64(h.Names))
	m.rows = onPage(first + 8*int64(h.RowsPages))
	if err := m.readWhole(about, int64(h.About), findings, int64(h.Findings)); err != nil {
		return nil, err
	}
	block, err := m.pages.bytes(first, 8*int64(h.RowsPages))
	if err != nil {
		return nil, err
	}
	for ; len(block) >= 8; block = block[8:] {
		m.first = append(m.first, binary.LittleEndian.Uint64(block))
	}
	return m, nil
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
func (m *Memo) under(key string) ([]uint32, error) {
	hash := hashOf(key)
	page := max(sort.Search(len(m.first), func(i int) bool { return m.first[i] >= hash })-1, 0)
	var files []uint32
	for at := int64(page) * rowsInAPage; at < m.count; at++ {
		part, err := m.pages.page(m.rows/partBytes + at/rowsInAPage)
		if err != nil {
			return nil, err
		}
		one := part[at%rowsInAPage*rowBytes:]
		switch found := binary.LittleEndian.Uint64(one); {
		case found == hash:
			files = append(files, binary.LittleEndian.Uint32(one[8:]))
		case found > hash:
			return files, nil
		}
	}
	return files, nil
}

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
