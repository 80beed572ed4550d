package press

import (
	"encoding/binary"
	"unicode/utf16"

	"github.com/salesplan/salesplan/engine/document"
)

// The picture of a curve in a metafile: 6,000 by 3,000 units of 0.025 mm.
const (
	emfWidth  = 6000
	emfHeight = 3000
	emfLeft   = 780
	emfRight  = 200
	emfTop    = 220
	emfBelow  = 460
	emfFont   = 110
	emfThin   = 10 // lines
)

// Colours of a metafile, blue first.
const (
	emfInk  = 0x241f1b
	emfSoft = 0x645b54
	emfRule = 0xd6cec9
	emfLine = 0x8c4e1f
	emfWas  = 0x1c1c9c
)

// metafile draws a curve as an enhanced metafile, the vector format that word
// processors show without help. Structure: [MS-EMF], Enhanced Metafile Format.
func metafile(c document.Curve, words document.Words) []byte {
	m := emf{handles: 1}
	m.record(18, 1) // the background of text is transparent
	m.font()
	wide, high := int64(emfWidth-emfLeft-emfRight), int64(emfHeight-emfTop-emfBelow)
	x := func(at int64) int32 { return int32(emfLeft + at) }       //nolint:gosec // at most emfWidth
	y := func(at int64) int32 { return int32(emfTop + high - at) } //nolint:gosec // at most emfHeight
	m.pen(emfRule, emfThin)
	for _, tick := range c.Y.Ticks {
		at := y(c.Y.Place(tick.At, high))
		m.polyline([][2]int32{{emfLeft, at}, {x(wide), at}})
		m.text(emfLeft-60, at+40, tick.Label, alignRight)
	}
	for _, tick := range c.X.Ticks {
		at := x(c.X.Place(tick.At, wide))
		m.polyline([][2]int32{{at, emfTop}, {at, y(0)}})
		m.text(at, y(0)+160, tick.Label, alignCentre)
	}
	m.pen(emfSoft, emfThin)
	m.polyline([][2]int32{{emfLeft, emfTop}, {emfLeft, y(0)}, {x(wide), y(0)}})
	for _, line := range c.Lines {
		var points [][2]int32
		for _, p := range line.Points {
			points = append(points, [2]int32{x(c.X.Place(p.X, wide)), y(c.Y.Place(p.Y, high))})
		}
		if line.Mark == document.Removed {
			m.pen(emfWas, emfThin)
			m.dashed(points)
			continue
		}
		m.pen(emfLine, 2*emfThin)
		m.polyline(points)
	}
	m.text(x(wide/2), emfHeight-80, c.X.Label, alignCentre)
	m.text(40, 120, c.Y.Label, alignLeft)
	if label := removedLabel(c, words); label != "" {
		m.pen(emfWas, emfThin)
		m.dashed([][2]int32{{x(wide) - 300, 80}, {x(wide), 80}})
		m.text(x(wide)-360, 120, label, alignRight)
	}
	m.record(14, 0, 16, 20)
	return m.whole()
}

// Alignments of text at its base line.
const (
	alignLeft   = 24
	alignRight  = 24 | 2
	alignCentre = 24 | 6
)

// emf writes the records of a metafile.
type emf struct {
	body    []byte
	count   uint32
	handles uint16 // of objects, the first is none
}

// record writes a record of plain numbers.
func (m *emf) record(kind uint32, values ...uint32) {
	size := uint32(8 + 4*len(values)) //nolint:gosec // a few numbers
	m.body = binary.LittleEndian.AppendUint32(m.body, kind)
	m.body = binary.LittleEndian.AppendUint32(m.body, size)
	for _, v := range values {
		m.body = binary.LittleEndian.AppendUint32(m.body, v)
	}
	m.count++
}

// handle numbers a new object.
func (m *emf) handle() uint32 {
	m.handles++
	return uint32(m.handles - 1)
}

// pen makes a pen and takes it.
func (m *emf) pen(color, thick uint32) {
	h := m.handle()
	m.record(38, h, 0, thick, 0, color)
	m.record(37, h)
}

// font makes the font of all labels and takes it.
func (m *emf) font() {
	const letters = 32 // of the name of a face
	h := m.handle()
	values := make([]uint32, 1+320/4)
	values[0] = h
	values[1] = 1<<32 - emfFont // negative: the height of letters without what is above them
	values[5] = 400             // weight
	for i, unit := range utf16.Encode([]rune("Arial")) {
		if i < letters {
			values[8+i/2] |= uint32(unit) << (16 * (i % 2))
		}
	}
	m.record(82, values...)
	m.record(37, h)
	m.record(24, emfSoft)
}

// polyline draws straight lines from point to point.
func (m *emf) polyline(points [][2]int32) {
	if len(points) < 2 {
		return
	}
	values := []uint32{0, 0, emfWidth, emfHeight, uint32(len(points))} //nolint:gosec // a few points
	for _, p := range points {
		values = append(values, uint32(p[0]), uint32(p[1])) //nolint:gosec // two's complement is what the format wants
	}
	m.record(4, values...)
}

// dashed draws straight lines in dashes. The dashes of pens are left alone: thick
// pens have none in some programs.
func (m *emf) dashed(points [][2]int32) {
	const dash = 60
	for i := 0; i+1 < len(points); i++ {
		from, to := points[i], points[i+1]
		dx, dy := to[0]-from[0], to[1]-from[1]
		parts := max(dx, -dx, dy, -dy)/dash | 1 // odd: a dash at both ends
		for k := int32(0); k < parts; k += 2 {
			at := func(k int32) [2]int32 { return [2]int32{from[0] + dx*k/parts, from[1] + dy*k/parts} }
			m.polyline([][2]int32{at(k), at(k + 1)})
		}
	}
}

// text writes a label at a place.
func (m *emf) text(x, y int32, label string, align uint32) {
	label = line(label)
	units := utf16.Encode([]rune(label))
	if len(units) == 0 {
		return
	}
	m.record(22, align)
	const head = 76
	packed := make([]uint32, (len(units)+1)/2)
	for i, unit := range units {
		packed[i/2] |= uint32(unit) << (16 * (i % 2))
	}
	count := uint32(len(units))                                                                                           //nolint:gosec // a label is short
	spacing := uint32(head + 4*len(packed))                                                                               //nolint:gosec // a label is short
	const one = 0x3f800000                                                                                                // the number 1 as the format writes it
	values := []uint32{0, 0, emfWidth, emfHeight, 1, one, one, uint32(x), uint32(y), count, head, 0, 0, 0, 0, 0, spacing} //nolint:gosec // as above
	values = append(values, packed...)
	for _, r := range label {
		values = append(values, advance(r))
		if r > 0xffff {
			values = append(values, 0) // the second half of a pair
		}
	}
	m.record(84, values...)
}

// advances are how wide the signs from blank to tilde are in Arial and in fonts
// of the same measures, in thousandths of the size.
var advances = [...]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// advance is how far it is from a sign to the next one.
func advance(r rune) uint32 {
	const thousand = 1000
	switch {
	case r >= ' ' && int(r-' ') < len(advances):
		return uint32(advances[r-' ']) * emfFont / thousand
	case wide(r):
		return emfFont
	}
	return uint32(advances['n'-' ']) * emfFont / thousand
}

// whole puts the header before the records.
func (m *emf) whole() []byte {
	const header = 88
	size := uint32(header + len(m.body)) //nolint:gosec // a picture of a few kilobytes
	h := emf{}
	h.record(1,
		0, 0, emfWidth, emfHeight, // bounds in units
		0, 0, emfWidth*25/10, emfHeight*25/10, // frame in hundredths of a millimetre
		0x464d4520, 0x10000, size, m.count+1, uint32(m.handles),
		0, 0, 0, // no description, no palette
		10_000, 10_000, 250, 250) // the device: 10,000 units are 250 mm
	return append(h.body, m.body...)
}
