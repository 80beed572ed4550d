package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// outlines are the tables of a TrueType font that a PDF needs. They are read
// once and shared by all documents.
type outlines struct {
	head, hhea, maxp []byte
	glyf             []byte
	loca             []uint32 // where glyph i begins in glyf; one more than there are glyphs
	advances         []uint16 // in font units, of every glyph
	bearings         []int16  // left side bearings
	unitsPerEm       int
	box              [4]int // xMin, yMin, xMax, yMax of all glyphs
	ascent, descent  int
}

var errFont = errors.New("the font file is damaged")

// readOutlines reads the tables of a font file that comes with the program.
func readOutlines(file []byte) (*outlines, error) {
	tables, err := fontTables(file)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf"} {
		if len(tables[name]) == 0 {
			return nil, fmt.Errorf("%w: no table %s", errFont, name)
		}
	}
	o := &outlines{head: tables["head"], hhea: tables["hhea"], maxp: tables["maxp"], glyf: tables["glyf"]}
	if len(o.head) < 54 || len(o.hhea) < 36 || len(o.maxp) < 6 {
		return nil, fmt.Errorf("%w: a table is short", errFont)
	}
	o.unitsPerEm = int(be16(o.head, 18))
	for i := range o.box {
		o.box[i] = int(int16(be16(o.head, 36+2*i)))
	}
	o.ascent, o.descent = int(int16(be16(o.hhea, 4))), int(int16(be16(o.hhea, 6)))
	glyphs := int(be16(o.maxp, 4))
	if o.loca, err = readLoca(tables["loca"], glyphs, be16(o.head, 50) == 1); err != nil {
		return nil, err
	}
	return o, o.readMetrics(tables["hmtx"], glyphs, int(be16(o.hhea, 34)))
}

func be16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }

func fontTables(file []byte) (map[string][]byte, error) {
	if len(file) < 12 {
		return nil, errFont
	}
	tables := map[string][]byte{}
	for i := range int(be16(file, 4)) {
		entry := 12 + 16*i
		if entry+16 > len(file) {
			return nil, errFont
		}
		from := uint64(binary.BigEndian.Uint32(file[entry+8:]))
		size := uint64(binary.BigEndian.Uint32(file[entry+12:]))
		if from+size > uint64(len(file)) {
			return nil, errFont
		}
		tables[string(file[entry:entry+4])] = file[from : from+size]
	}
	return tables, nil
}

// withoutOutlines is a font file for shaping, which needs no outlines: without
// them it is read in a fifth of the time.
func withoutOutlines(file []byte) []byte {
	hidden := bytes.Clone(file)
	for i := range int(be16(file, 4)) {
		if tag := hidden[12+16*i : 16+16*i]; string(tag) == "loca" {
			copy(tag, "-ol-")
		}
	}
	return hidden
}

func readLoca(table []byte, glyphs int, long bool) ([]uint32, error) {
	loca := make([]uint32, glyphs+1)
	width := 2
	if long {
		width = 4
	}
	if len(table) < width*len(loca) {
		return nil, fmt.Errorf("%w: loca is short", errFont)
	}
	for i := range loca {
		if long {
			loca[i] = binary.BigEndian.Uint32(table[4*i:])
		} else {
			loca[i] = 2 * uint32(be16(table, 2*i))
		}
	}
	return loca, nil
}

// readMetrics reads advances and bearings: glyphs beyond the long metrics have
// the advance of the last of these.
func (o *outlines) readMetrics(hmtx []byte, glyphs, long int) error {
	if long == 0 || long > glyphs || len(hmtx) < 4*long+2*(glyphs-long) {
		return fmt.Errorf("%w: hmtx is short", errFont)
	}
	o.advances, o.bearings = make([]uint16, glyphs), make([]int16, glyphs)
	for i := range glyphs {
		if i < long {
			o.advances[i], o.bearings[i] = be16(hmtx, 4*i), int16(be16(hmtx, 4*i+2))
			continue
		}
		o.advances[i], o.bearings[i] = o.advances[long-1], int16(be16(hmtx, 4*long+2*(i-long)))
	}
	return nil
}

// outline is the description of a glyph; it is empty for blanks.
func (o *outlines) outline(glyph uint16) ([]byte, error) {
	if int(glyph)+1 >= len(o.loca) {
		return nil, fmt.Errorf("%w: no glyph %d", errFont, glyph)
	}
	from, to := o.loca[glyph], o.loca[glyph+1]
	if from > to || int(to) > len(o.glyf) {
		return nil, fmt.Errorf("%w: glyph %d lies outside", errFont, glyph)
	}
	return o.glyf[from:to], nil
}

// The flags of parts of composite glyphs.
const (
	partWords        = 0x0001 // arguments are words
	partScale        = 0x0008
	partMore         = 0x0020
	partScales       = 0x0040
	partMatrix       = 0x0080
	partInstructions = 0x0100
)

// subset is a font file with the given glyphs in the given order, and the parts
// they are made of. Glyph 0 of the file is .notdef. Instructions for small
// screens are left out.
func (o *outlines) subset(glyphs []uint16) ([]byte, error) {
	all := append([]uint16{0}, glyphs...)
	numbers := map[uint16]uint16{}
	for i, glyph := range slices.Backward(all) { // the first of equal ones is what parts are
		numbers[glyph] = uint16(i)
	}
	var glyf []byte
	loca := make([]byte, 4, 4*(len(all)+1))
	for i := 0; i < len(all); i++ { // parts are appended while it runs
		drawn, err := o.outline(all[i])
		if err != nil {
			return nil, err
		}
		if glyf, err = appendGlyph(glyf, drawn, func(part uint16) uint16 {
			number, known := numbers[part]
			if !known {
				number = uint16(len(all))
				numbers[part] = number
				all = append(all, part)
			}
			return number
		}); err != nil {
			return nil, fmt.Errorf("glyph %d: %w", all[i], err)
		}
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	}
	return o.file(all, glyf, loca), nil
}

// appendGlyph appends a description without instructions, with parts
// renumbered, padded to a multiple of four bytes.
func appendGlyph(glyf, drawn []byte, number func(part uint16) uint16) ([]byte, error) {
	if len(drawn) == 0 {
		return glyf, nil
	}
	if len(drawn) < 12 {
		return nil, errFont
	}
	var err error
	if contours := int(int16(be16(drawn, 0))); contours >= 0 {
		glyf, err = appendSimple(glyf, drawn, contours)
	} else {
		glyf, err = appendComposite(glyf, drawn, number)
	}
	for len(glyf)%4 != 0 {
		glyf = append(glyf, 0)
	}
	return glyf, err
}

func appendSimple(glyf, drawn []byte, contours int) ([]byte, error) {
	ends := 10 + 2*contours
	if ends+2 > len(drawn) {
		return nil, errFont
	}
	outline := ends + 2 + int(be16(drawn, ends))
	if outline > len(drawn) {
		return nil, errFont
	}
	glyf = append(glyf, drawn[:ends]...)
	glyf = append(glyf, 0, 0)
	return append(glyf, drawn[outline:]...), nil
}

func appendComposite(glyf, drawn []byte, number func(part uint16) uint16) ([]byte, error) {
	glyf = append(glyf, drawn[:10]...)
	for at, more := 10, true; more; {
		if at+4 > len(drawn) {
			return nil, errFont
		}
		flags := be16(drawn, at)
		size := 4 + partSize(flags)
		if at+size > len(drawn) {
			return nil, errFont
		}
		glyf = binary.BigEndian.AppendUint16(glyf, flags&^partInstructions)
		glyf = binary.BigEndian.AppendUint16(glyf, number(be16(drawn, at+2)))
		glyf = append(glyf, drawn[at+4:at+size]...)
		at, more = at+size, flags&partMore != 0
	}
	return glyf, nil
}

// partSize is how many bytes of arguments follow flags and number of a part.
func partSize(flags uint16) int {
	size := 2
	if flags&partWords != 0 {
		size = 4
	}
	switch {
	case flags&partScale != 0:
		size += 2
	case flags&partScales != 0:
		size += 4
	case flags&partMatrix != 0:
		size += 8
	}
	return size
}

// file writes a font file. Tables stand in the order of their names.
func (o *outlines) file(glyphs []uint16, glyf, loca []byte) []byte {
	hmtx := make([]byte, 0, 4*len(glyphs))
	for _, glyph := range glyphs {
		hmtx = binary.BigEndian.AppendUint16(hmtx, o.advances[glyph])
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(o.bearings[glyph]))
	}
	head := append([]byte(nil), o.head[:54]...)
	binary.BigEndian.PutUint32(head[8:], 0)  // the checksum of the whole, below
	binary.BigEndian.PutUint16(head[50:], 1) // loca of 32 bits
	hhea := append([]byte(nil), o.hhea[:36]...)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	maxp := append([]byte(nil), o.maxp...)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	tables := []struct {
		name string
		data []byte
	}{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}

	at := 12 + 16*len(tables)
	file := []byte{0, 1, 0, 0, 0, byte(len(tables)), 0, 64, 0, 2, 0, byte(16*len(tables) - 64)}
	for _, table := range tables {
		file = append(file, table.name...)
		file = binary.BigEndian.AppendUint32(file, checksum(table.data))
		file = binary.BigEndian.AppendUint32(file, uint32(at))
		file = binary.BigEndian.AppendUint32(file, uint32(len(table.data)))
		at += (len(table.data) + 3) &^ 3
	}
	headAt := 0
	for _, table := range tables {
		if table.name == "head" {
			headAt = len(file)
		}
		file = append(file, table.data...)
		for len(file)%4 != 0 {
			file = append(file, 0)
		}
	}
	binary.BigEndian.PutUint32(file[headAt+8:], 0xB1B0AFBA-checksum(file))
	return file
}

// checksum is the sum of the big-endian words of data, padded with zeros.
func checksum(data []byte) uint32 {
	var sum uint32
	for ; len(data) >= 4; data = data[4:] {
		sum += binary.BigEndian.Uint32(data)
	}
	var last [4]byte
	copy(last[:], data)
	return sum + binary.BigEndian.Uint32(last[:])
}
