// Package pdf writes documents as tagged PDF files: with an order of reading,
// headings, table headers, alternative texts and a language, so that they can be
// read aloud, and with the text as it was written, so that it can be searched.
//
// The same document gives the same bytes, on every machine and at any time. Only
// the subsets of the fonts in package fonts that a document uses are in its file;
// what these fonts cannot show is an error, never an empty box.
//
// Lengths are integers: thousandths of a point (1/72 inch).
package pdf

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"

	"github.com/salesplan/salesplan/engine/document"
)

//go:embed fonts/Roboto-Regular.ttf
var robotoRegular []byte

//go:embed fonts/Roboto-Bold.ttf
var robotoBold []byte

//go:embed fonts/MTLc3m.ttf
var motoya []byte

// face is a font of a press.
type face int

// The fonts of a press. Motoya has one weight: strong text is drawn with a
// thin line around it.
const (
	latin face = iota
	latinStrong
	japanese
	faces
)

// typeface is a parsed font. It does not change.
type typeface struct {
	name string
	font *font.Font
	*outlines
	capHeight, stem int // of 1000 for an em
}

// Press holds what all documents share: parsed fonts and shaped words. It may be
// used by several goroutines at once.
type Press struct {
	faces    [faces]typeface
	coverage [0x10000]kind
	words    wordCache
	benches  sync.Pool // of *bench
}

// NewPress reads the fonts. It takes some ten milliseconds: many documents
// should share a press.
func NewPress() (*Press, error) {
	p := new(Press)
	for i, file := range []struct {
		name            string
		data            []byte
		capHeight, stem int
	}{
		{"Roboto-Regular", robotoRegular, 711, 84},
		{"Roboto-Bold", robotoBold, 711, 140},
		{"MotoyaLCedar-W3", motoya, 740, 70},
	} {
		drawn, err := readOutlines(file.data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.name, err)
		}
		parsed, err := font.ParseTTF(bytes.NewReader(withoutOutlines(file.data)))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.name, err)
		}
		p.faces[i] = typeface{name: file.name, font: parsed.Font, outlines: drawn, capHeight: file.capHeight, stem: file.stem}
	}
	for r := range rune(len(p.coverage)) {
		p.coverage[r] = p.kindOf(r)
	}
	return p, nil
}

var shared = sync.OnceValues(NewPress)

// Write is Write of a press that all callers share.
func Write(doc document.Document) ([]byte, error) {
	p, err := shared()
	if err != nil {
		return nil, err
	}
	return p.Write(doc)
}

// Write gives the document as a PDF file. Its error is a [*TextError] if the
// document says something that cannot be shown, and a [*LayoutError] if something
// does not fit on a page.
func (p *Press) Write(doc document.Document) ([]byte, error) {
	if err := p.inspect(&doc); err != nil {
		return nil, err
	}
	b, _ := p.benches.Get().(*bench)
	if b == nil {
		b = newBench(p)
	}
	defer p.benches.Put(b)
	return b.write(&doc)
}
