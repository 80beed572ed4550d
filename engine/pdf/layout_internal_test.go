package pdf

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"

	"github.com/salesplan/salesplan/engine/document"
)

func testPress(t *testing.T) *Press {
	t.Helper()
	p, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// layOut gives the pieces of every page, each as the text that its drawing shows.
func layOut(t *testing.T, doc *document.Document) [][]placed {
	t.Helper()
	b := newBench(testPress(t))
	_, pages, err := b.layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func plain(text string) document.Block { return document.Paragraph{Text: document.Plain(text)} }

// fillers are so many lines of paragraphs.
func fillers(lines int) []document.Block {
	var blocks []document.Block
	for range lines {
		blocks = append(blocks, plain("filler"))
	}
	return blocks
}

// TestWhatBelongsTogetherStandsTogether moves blocks down a page, line by line:
// wherever they come to stand, nothing is torn.
func TestWhatBelongsTogetherStandsTogether(t *testing.T) {
	party := document.Party{Role: "Role", Name: "Name"}
	table := document.Table{Caption: "Caption", Columns: make([]document.Column, 2)}
	table.Columns[0].Label = "A"
	for i := range 3 {
		table.Rows = append(table.Rows, document.Row{Total: i == 2, Cells: []document.Cell{{Text: document.Plain("x")}, {}}})
	}
	for name, tail := range map[string]struct {
		blocks []document.Block
		pieces int // at the end that stand on one page
	}{
		"heading and text":      {[]document.Block{document.Heading{Level: 1, Text: document.Plain("H")}, plain("text")}, 2},
		"heading and clause":    {[]document.Block{document.Heading{Level: 1, Text: document.Plain("H")}, document.Clause{Heading: document.Plain("C"), Blocks: []document.Block{plain("text")}}}, 3},
		"three lines":           {[]document.Block{plain(strings.Repeat("line ", 60))}, 3},
		"signatures":            {[]document.Block{plain("signed"), document.Signatures{Parties: []document.Party{party, party, party, party, party}}}, 4},
		"a short table":         {[]document.Block{document.Heading{Level: 1, Text: document.Plain("H")}, table}, 6},
		"a text and its table":  {[]document.Block{document.Heading{Level: 1, Text: document.Plain("H")}, plain("text"), table}, 7},
		"a text and its list":   {[]document.Block{plain("text"), document.List{Items: []document.Item{{Blocks: []document.Block{plain("item")}}}}}, 2},
		"a notice with its box": {[]document.Block{document.Notice{Text: document.Plain("notice")}}, 3},
	} {
		for lines := range 40 {
			doc := document.Document{Blocks: append(fillers(lines), tail.blocks...)}
			pages := layOut(t, &doc)
			last := pages[len(pages)-1]
			if len(last) < tail.pieces {
				t.Errorf("%s after %d lines: only %d pieces of %d stand on the last page", name, lines, len(last), tail.pieces)
			}
		}
	}
}

// TestNothingStandsOnAnother looks at the places of all pieces.
func TestNothingStandsOnAnother(t *testing.T) {
	doc := document.Document{Title: "T", Blocks: append(fillers(200), plain(strings.Repeat("many words ", 900)))}
	b := newBench(testPress(t))
	_, pages, err := b.layOut(&doc)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for n, page := range pages {
		at := b.top
		for _, p := range page {
			if p.top < at || p.top+p.height > b.bottom {
				t.Errorf("page %d: a piece stands from %d to %d, the last ended at %d, the page at %d", n+1, p.top, p.top+p.height, at, b.bottom)
			}
			at = p.top + p.height
		}
	}
}

// TestTablesGoOn looks for the header on every page, and for all lines of a row
// that is higher than a page.
func TestTablesGoOn(t *testing.T) {
	tall := strings.Repeat("tall ", 1200)
	table := document.Table{Caption: "Rates", Columns: []document.Column{{Label: "A"}, {Label: "B", Number: true}}}
	for range 100 {
		table.Rows = append(table.Rows, document.Row{Cells: []document.Cell{{Text: document.Plain("x")}, {Text: document.Plain("1")}}})
	}
	table.Rows = append(table.Rows, document.Row{Cells: []document.Cell{{Text: document.Plain(tall)}, {Text: document.Plain(tall)}}})
	pages := layOut(t, &document.Document{Blocks: []document.Block{table}})
	if len(pages) < 5 {
		t.Fatalf("%d pages", len(pages))
	}
	for n, page := range pages {
		if page[0].atHead != (n > 0) {
			t.Errorf("page %d: the header is repeated: %t", n+1, page[0].atHead)
		}
	}
}

// TestSubsetsDrawTheSame holds the outlines of a subset against those of the
// whole font: simple glyphs, composed ones, and glyphs that are used twice.
func TestSubsetsDrawTheSame(t *testing.T) {
	for i, file := range [][]byte{robotoRegular, robotoBold, motoya} {
		used := testPress(t).faces[i]
		whole, err := font.ParseTTF(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		var ids []uint16
		for _, r := range "AaÉéÅåǺǻŵẞﬁ…ΆΏЙйあア、髙亜熙・" {
			if id, ok := whole.NominalGlyph(r); ok {
				ids = append(ids, uint16(id))
			}
		}
		ids = append(ids, ids[2], ids[0])
		cut, err := used.subset(ids)
		if err != nil {
			t.Fatal(err)
		}
		small, err := readOutlines(cut)
		if err != nil {
			t.Fatal(err)
		}
		if sum := checksum(cut); sum != 0xB1B0AFBA {
			t.Errorf("%s: the checksum of the file is %X", used.name, sum)
		}
		parsed, err := font.ParseTTF(bytes.NewReader(addCmap(cut)))
		if err != nil {
			t.Fatal(err)
		}
		for n, id := range ids {
			want, got := outlineOf(whole, font.GID(id)), outlineOf(parsed, font.GID(n+1))
			if want != got || want == "" {
				t.Errorf("%s: glyph %d is drawn as\n%.200s\nand not as\n%.200s", used.name, id, got, want)
			}
			if small.advances[n+1] != used.advances[id] {
				t.Errorf("%s: glyph %d is %d wide, not %d", used.name, id, small.advances[n+1], used.advances[id])
			}
		}
	}
}

// outlineOf is a glyph as text.
func outlineOf(face *font.Face, id font.GID) string {
	if drawn, ok := face.GlyphData(id).(font.GlyphOutline); ok {
		return fmt.Sprint(drawn.Segments)
	}
	return ""
}

// addCmap adds an empty table of characters, without which a parser does not
// read a font. A PDF needs none.
func addCmap(file []byte) []byte {
	cmap := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, 0, 6, 0, 12, 0, 0, 0, 65, 0, 1, 0, 1}
	count := int(be16(file, 4))
	var out []byte
	out = append(out, file[:12+16*count]...)
	out[5]++
	out = append(out, "cmap\x00\x00\x00\x00"...)
	moved := func(at uint32) []byte { return []byte{byte(at >> 24), byte(at >> 16), byte(at >> 8), byte(at)} }
	out = append(append(out, moved(uint32(len(file)+16))...), moved(uint32(len(cmap)))...)
	for i := range count {
		entry := out[12+16*i:]
		at := uint32(be16(entry, 8))<<16 | uint32(be16(entry, 10))
		copy(entry[8:], moved(at+16))
	}
	return append(append(out, file[12+16*count:]...), cmap...)
}

func TestDamagedFontsAreErrors(t *testing.T) {
	if _, err := readOutlines(nil); err == nil {
		t.Error("an empty file is a font")
	}
	for size := 0; size < len(robotoRegular); size += 7919 {
		if _, err := readOutlines(robotoRegular[:size]); err == nil {
			t.Errorf("%d bytes of a font are a font", size)
		}
	}
}

func TestFontsHaveRoomForSoManyGlyphs(t *testing.T) {
	used := make([]usedGlyph, mostGlyphs+1)
	flate := newDeflater()
	if _, err := writeFont(&objects{flate: flate}, &testPress(t).faces[latin], used); err == nil {
		t.Error("a font has more glyphs than it has numbers for")
	}
	if _, err := writeFont(&objects{flate: flate}, &testPress(t).faces[latin], used[1:]); err != nil {
		t.Error(err)
	}
}

// TestKeptWordsAreBounded shapes more words than are kept.
func TestKeptWordsAreBounded(t *testing.T) {
	p, err := NewPress()
	if err != nil {
		t.Fatal(err)
	}
	s := newShaper(p)
	always := wordKey{"always", false, "en"}
	first := s.word(always)
	for i := range 3 * keptWords {
		s.word(wordKey{fmt.Sprint(i), false, "en"})
		if s.word(always) != first {
			t.Fatalf("a word that is always used was forgotten after %d others", i)
		}
	}
	if kept := len(p.words.young) + len(p.words.old); kept > 2*keptWords {
		t.Errorf("%d words are kept", kept)
	}
	before := len(p.words.young)
	s.word(wordKey{strings.Repeat("x", longestKept+1), false, "en"})
	if len(p.words.young) != before {
		t.Error("a text is kept that is no word")
	}
}

// TestColoursCanBeRead computes contrasts as WCAG 2 does: at least
// 4.5 to one for text on every ground.
func TestColoursCanBeRead(t *testing.T) {
	for _, ground := range []colour{"1 1 1", boxGround, sumGround} {
		for _, text := range []colour{ink, grey, accent, greenMark, redMark, amberMark, secondLine} {
			if contrast := contrast(t, text, ground); contrast < 4500 {
				t.Errorf("%s on %s has a contrast of %d thousandths", text, ground, contrast)
			}
		}
	}
}

// contrast of two colours, in thousandths.
func contrast(t *testing.T, dark, light colour) int {
	return int((luminance(t, light) + 0.05) * 1000 / (luminance(t, dark) + 0.05))
}

func luminance(t *testing.T, col colour) float64 {
	parts := strings.Fields(string(col))
	if len(parts) != 3 {
		t.Fatalf("%q is no colour", col)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		part, err := strconv.ParseFloat(parts[i], 64)
		if err != nil {
			t.Fatal(err)
		}
		if part <= 0.04045 {
			sum += weight * part / 12.92
		} else {
			sum += weight * math.Pow((part+0.055)/1.055, 2.4)
		}
	}
	return sum
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		least, most []int
		width       int
	}{
		{[]int{30_000, 40_000}, []int{50_000, 60_000}, 200_000},
		{[]int{30_000, 40_000}, []int{150_000, 160_000}, 200_000},
		{[]int{300_000, 40_000, 32_000}, []int{350_000, 60_000, 32_000}, 200_000},
		{[]int{300_000, 300_000, 300_000}, []int{300_000, 300_000, 300_000}, 100_000},
		{[]int{smallest}, []int{smallest}, 100_000},
	} {
		got := share(c.least, c.most, c.width)
		for i, width := range got {
			if width < min(smallest, c.least[i]) {
				t.Errorf("share(%v, %v, %d): column %d is %d wide", c.least, c.most, c.width, i, width)
			}
		}
		if all := sum(got); all > c.width || all < c.width-len(got) {
			t.Errorf("share(%v, %v, %d) = %v, which is %d", c.least, c.most, c.width, got, all)
		}
	}
}

// TestLinesHoldTheirWords breaks a text into lines of every width: no word is
// lost and none reaches beyond the line.
func TestLinesHoldTheirWords(t *testing.T) {
	b := newBench(testPress(t))
	b.doc = &document.Document{Language: "en"}
	text := "Rückbelastungen („Clawbacks“) regelt Ziffer 3;  " + strings.Repeat("wide", 30) + " 報酬は、「目標」です。 end"
	runs := []run{{text: text[:17], look: bodyLook}, {text: text[17:], look: clauseLook}}
	for width := 20_000; width < 500_000; width += 7_001 {
		var got []string
		for _, l := range b.wrap(b.units(runs), runs, width) {
			if l.width > width {
				t.Errorf("a line of %d is %d wide", width, l.width)
			}
			for _, a := range l.atoms {
				got = append(got, a.text)
			}
		}
		if joined := strings.Join(got, ""); joined != text {
			t.Fatalf("in lines of %d the text is %q", width, joined)
		}
	}
}

func TestNumbersOfLengths(t *testing.T) {
	for length, want := range map[int]string{0: "0", 1: "0.001", -1: "-0.001", 1000: "1", 12_340: "12.34", -700: "-0.7", 595_276: "595.276"} {
		if got := string(appendLength(nil, length)); got != want {
			t.Errorf("%d thousandths are written as %s", length, got)
		}
	}
	if got := string(appendText(nil, "a(b)\\")); got != `(a\(b\)\\)` {
		t.Errorf("written as %s", got)
	}
	if got := string(appendText(nil, "山𠮷")); got != "<FEFF5C71D842DFB7>" {
		t.Errorf("written as %s", got)
	}
	if !slices.Equal(appendHex(nil, 0x0AF1), []byte("0AF1")) {
		t.Error("a number in hexadecimal")
	}
}
