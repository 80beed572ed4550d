package pdf

import (
	"strconv"
	"unicode/utf16"

	"github.com/salesplan/salesplan/engine/document"
)

// page is the content of a page, and the nodes to which its marked parts belong.
type page struct {
	content []byte
	marked  []*node
}

// canvas draws on pages. Its places are counted from the upper left corner; a
// page counts from the lower left one.
type canvas struct {
	press         *Press
	width, height int
	pages         []page
	fonts         [faces]usedFont

	// The state of the open page.
	open   *node // whose marked part is open
	marked bool  // that a part is open: of open, or of an artifact
	text   textState
	fill   colour
	stroke colour
}

// textState is the state within BT and ET.
type textState struct {
	on      bool // within BT and ET
	shown   bool // within [ and ] TJ
	hex     bool // within < and >
	face    face
	size    int
	strong  bool // that glyphs are drawn with a line around them
	x, y    int  // where the next glyph stands
	originX int  // what Td counts from
	originY int
}

// usedFont is what a document uses of a font. A glyph that stands for two texts
// stands in it twice, so that what is copied is what was written.
type usedFont struct {
	numbers map[usedGlyph]uint16 // from 1
	glyphs  []usedGlyph
}

type usedGlyph struct {
	id   uint16
	text string
}

func (f *usedFont) number(g usedGlyph) uint16 {
	if n, ok := f.numbers[g]; ok {
		return n
	}
	if f.numbers == nil {
		f.numbers = map[usedGlyph]uint16{}
	}
	f.glyphs = append(f.glyphs, g)
	n := uint16(len(f.glyphs))
	f.numbers[g] = n
	return n
}

func (c *canvas) page() *page { return &c.pages[len(c.pages)-1] }

func (c *canvas) newPage() {
	c.pages = append(c.pages, page{content: make([]byte, 0, 8<<10)})
	c.fill, c.stroke, c.text = "", "", textState{}
}

func (c *canvas) write(text string) {
	p := c.page()
	p.content = append(p.content, text...)
}

// number writes a length in points.
func (c *canvas) number(length int) {
	p := c.page()
	p.content = append(appendLength(p.content, length), ' ')
}

// appendLength writes thousandths as a decimal number.
func appendLength(to []byte, length int) []byte {
	if length < 0 {
		to, length = append(to, '-'), -length
	}
	to = strconv.AppendInt(to, int64(length/1000), 10)
	if rest := length % 1000; rest != 0 {
		digits := [4]byte{'.', byte('0' + rest/100), byte('0' + rest/10%10), byte('0' + rest%10)}
		end := 4
		for digits[end-1] == '0' {
			end--
		}
		to = append(to, digits[:end]...)
	}
	return to
}

// begin opens a marked part of a node, or of an artifact if n is nil.
func (c *canvas) begin(n *node) {
	if c.marked && c.open == n {
		return
	}
	if n == nil {
		c.artifact("/Artifact BMC\n")
		return
	}
	c.beginPart(n, n.tag, "")
}

// artifact opens a part that is not read.
func (c *canvas) artifact(how string) {
	c.end()
	c.write(how)
	c.open, c.marked = nil, true
}

// beginPart opens a marked part with properties of its own.
func (c *canvas) beginPart(n *node, tag, properties string) {
	c.end()
	p := c.page()
	n.kids = append(n.kids, kid{page: len(c.pages) - 1, mark: len(p.marked)})
	c.write("/" + tag + "<</MCID " + strconv.Itoa(len(p.marked)) + properties + ">>BDC\n")
	p.marked = append(p.marked, n)
	c.open, c.marked = n, true
}

// end closes what is open.
func (c *canvas) end() {
	c.endText()
	if c.marked {
		c.write("EMC\n")
	}
	c.open, c.marked = nil, false
}

func (c *canvas) endText() {
	c.endShow()
	if c.text.on {
		if c.text.strong {
			c.write("0 Tr\n")
		}
		c.write("ET\n")
	}
	c.text = textState{}
}

func (c *canvas) endShow() {
	if c.text.hex {
		c.write(">")
	}
	if c.text.shown {
		c.write("]TJ\n")
	}
	c.text.hex, c.text.shown = false, false
}

func (c *canvas) setFill(col colour) {
	if c.fill != col {
		c.endShow()
		c.write(string(col) + " rg\n")
		c.fill = col
	}
}

func (c *canvas) setStroke(col colour) {
	if c.stroke != col {
		c.endShow()
		c.write(string(col) + " RG\n")
		c.stroke = col
	}
}

// show draws a word with its baseline at y. It gives where the next one stands.
func (c *canvas) show(w *word, x, y, size int, strong bool, col colour) int {
	c.setFill(col)
	for i := range w.runs {
		run := &w.runs[i]
		c.beginRun(run.face, x, y, size, strong && run.face == japanese, col)
		c.showRun(run, x, y, size)
		x += scaled(run.advance, size, c.press.faces[run.face].unitsPerEm)
		c.text.x = x
	}
	return x
}

// beginRun makes the state of text such that glyphs can be added. What stands
// where the last word ended goes on with its operator.
func (c *canvas) beginRun(f face, x, y, size int, strong bool, col colour) {
	t := &c.text
	if !t.on {
		c.write("BT\n")
		t.on, t.face = true, faces
	}
	if t.face != f || t.size != size {
		c.endShow()
		c.write("/F" + strconv.Itoa(int(f)) + " ")
		c.number(size)
		c.write("Tf\n")
		t.face, t.size = f, size
	}
	if t.strong != strong {
		c.endShow()
		if strong {
			c.number(size / 36)
			c.write("w 2 Tr\n")
		} else {
			c.write("0 Tr\n")
		}
		t.strong = strong
	}
	if strong {
		c.setStroke(col)
	}
	if !t.shown || t.x != x || t.y != y {
		c.moveText(x, y)
	}
}

// moveText starts a new operator at a place.
func (c *canvas) moveText(x, y int) {
	t := &c.text
	c.endShow()
	fromBottom := c.height - y
	if x != t.originX || fromBottom != t.originY {
		c.number(x - t.originX)
		c.number(fromBottom - t.originY)
		c.write("Td")
		t.originX, t.originY = x, fromBottom
	}
	c.write("[")
	t.shown, t.x, t.y = true, x, y
}

func (c *canvas) showRun(run *glyphRun, x, y, size int) {
	typeface := &c.press.faces[run.face]
	for _, g := range run.glyphs {
		if g.dx != 0 || g.dy != 0 {
			c.moveText(x+scaled(g.dx, size, typeface.unitsPerEm), y-scaled(g.dy, size, typeface.unitsPerEm))
		}
		c.showGlyph(c.fonts[run.face].number(usedGlyph{g.id, g.text}))
		x += scaled(g.advance, size, typeface.unitsPerEm)
		if g.dx != 0 || g.dy != 0 {
			c.moveText(x, y)
			continue
		}
		if kern := int(typeface.advances[g.id]) - g.advance; kern != 0 {
			c.kern(scaled(kern, 1000, typeface.unitsPerEm))
		}
	}
}

const hexDigits = "0123456789ABCDEF"

func (c *canvas) showGlyph(number uint16) {
	p := c.page()
	if !c.text.hex {
		p.content = append(p.content, '<')
		c.text.hex = true
	}
	p.content = append(p.content, hexDigits[number>>12], hexDigits[number>>8&15], hexDigits[number>>4&15], hexDigits[number&15])
}

func (c *canvas) kern(thousandths int) {
	if thousandths == 0 {
		return
	}
	p := c.page()
	if c.text.hex {
		p.content = append(p.content, '>')
		c.text.hex = false
	}
	p.content = strconv.AppendInt(p.content, int64(thousandths), 10)
}

// fillRect fills a rectangle, as an artifact unless a node is open that is to have it.
func (c *canvas) fillRect(left, top, width, height int, col colour) {
	c.endText()
	c.setFill(col)
	c.number(left)
	c.number(c.height - top - height)
	c.number(width)
	c.number(height)
	c.write("re f\n")
}

// underline draws the line of a mark below or through text.
func (c *canvas) underline(mark document.Mark, from, to, baseline, size int) {
	at := baseline + size/7
	if mark == document.Removed {
		at = baseline - size*3/10
	}
	c.begin(nil)
	c.fillRect(from, at, to-from, size/16, markColour(mark, ink))
}

// appendText writes a text as a string object: in ASCII or UTF-16.
func appendText(to []byte, text string) []byte {
	for _, r := range text {
		if r < ' ' || r > '~' {
			return appendUTF16(append(to, "<FEFF"...), text, '>')
		}
	}
	to = append(to, '(')
	for i := range len(text) {
		if b := text[i]; b == '(' || b == ')' || b == '\\' {
			to = append(to, '\\')
		}
		to = append(to, text[i])
	}
	return append(to, ')')
}

func appendUTF16(to []byte, text string, last byte) []byte {
	for _, r := range text {
		high, low := utf16.EncodeRune(r)
		if high == 0xFFFD {
			to = appendHex(to, uint16(r))
		} else {
			to = appendHex(appendHex(to, uint16(high)), uint16(low))
		}
	}
	return append(to, last)
}

func appendHex(to []byte, n uint16) []byte {
	return append(to, hexDigits[n>>12], hexDigits[n>>8&15], hexDigits[n>>4&15], hexDigits[n&15])
}
