package pdf

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// writeFonts embeds what was used of each font, and gives the font resources of pages.
func (b *bench) writeFonts(o *objects) (string, error) {
	var resources strings.Builder
	for i := range b.canvas.fonts {
		used := b.canvas.fonts[i].glyphs
		if len(used) == 0 {
			continue
		}
		number, err := writeFont(o, &b.press.faces[i], used)
		if err != nil {
			return "", fmt.Errorf("%s: %w", b.press.faces[i].name, err)
		}
		fmt.Fprintf(&resources, "/F%d %d 0 R", i, number)
	}
	return resources.String(), nil
}

// mostGlyphs is how many glyphs a font of a file can have, parts of others included.
const mostGlyphs = 0xFFFF - 0x2000

func writeFont(o *objects, t *typeface, used []usedGlyph) (int, error) {
	if len(used) > mostGlyphs {
		return 0, &LayoutError{Where: "document", Problem: "it uses too many combinations of characters for one file"}
	}
	ids := make([]uint16, len(used))
	for i, g := range used {
		ids[i] = g.id
	}
	file, err := t.subset(ids)
	if err != nil {
		return 0, err
	}
	embedded, err := o.addStream(fmt.Sprintf("/Length1 %d", len(file)), file, true)
	if err != nil {
		return 0, err
	}
	unicode, err := o.addStream("", toUnicode(used), true)
	if err != nil {
		return 0, err
	}
	name := subsetTag(file) + "+" + t.name
	em := func(units int) int { return scaled(units, 1000, t.unitsPerEm) }
	descriptor := o.add(fmt.Appendf(nil, "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, em(t.box[0]), em(t.box[1]), em(t.box[2]), em(t.box[3]), em(t.ascent), em(t.descent), t.capHeight, t.stem, embedded))
	widths := []byte("[1[")
	for _, g := range used {
		widths = append(appendLength(widths, scaled(int(t.advances[g.id]), 1_000_000, t.unitsPerEm)), ' ')
	}
	descendant := o.add(fmt.Appendf(nil, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"+
		"/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 0/W%s]]>>", name, descriptor, widths))
	return o.add(fmt.Appendf(nil, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, descendant, unicode)), nil
}

// subsetTag is six letters that tell subsets of a font apart.
func subsetTag(file []byte) string {
	digest := sha256.Sum256(file)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + digest[i]%26
	}
	return string(tag)
}

// toUnicode says what text glyphs stand for.
func toUnicode(used []usedGlyph) []byte {
	const perBlock = 100
	b := []byte("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	for from := 0; from < len(used); from += perBlock {
		block := used[from:min(from+perBlock, len(used))]
		b = fmt.Appendf(b, "%d beginbfchar\n", len(block))
		for i, g := range block {
			b = append(appendHex(append(b, '<'), uint16(from+i+1)), "><"...)
			b = append(appendUTF16(b, g.text, '>'), '\n')
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"...)
}
