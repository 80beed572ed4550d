package pdf

import (
	"fmt"
	"strings"

	"github.com/go-text/typesetting/segmenter"

	"github.com/salesplan/salesplan/engine/document"
)

// bench is where one document is set. It is used for one document after the other.
type bench struct {
	press    *Press
	shaper   *shaper
	segments segmenter.Segmenter
	runes    []rune
	runOf    []int
	flate    *deflater

	// What follows is of the document.
	doc         *document.Document
	canvas      canvas
	pieces      []piece
	gap         int    // that the next piece is to have above
	label       *label // that the next piece is to have
	prefix      []run  // that the next paragraph is to begin with
	level       int    // of the last heading, 1 to 6
	headings    []*bookmark
	section     int // level of the headings of sections that clauses and examples stand in
	top, bottom int // where text stands on a page
	head, foot  *text
}

func newBench(p *Press) *bench {
	return &bench{press: p, shaper: newShaper(p), flate: newDeflater()}
}

// room is the height of the text of a page.
func (b *bench) room() int { return b.bottom - b.top }

func (b *bench) write(doc *document.Document) ([]byte, error) {
	defer func() { // what was drawn is not kept alive
		clear(b.pieces[:cap(b.pieces)])
		b.doc, b.canvas, b.head, b.foot, b.label, b.prefix, b.headings = nil, canvas{}, nil, nil, nil, nil, nil
	}()
	root, pages, err := b.layOut(doc)
	if err != nil {
		return nil, err
	}
	for i, page := range pages {
		b.canvas.newPage()
		b.drawPage(page)
		b.drawMargins(i+1, len(pages))
	}
	return b.file(root)
}

// layOut sets the document and distributes it over pages.
func (b *bench) layOut(doc *document.Document) (*node, [][]placed, error) {
	width, height := paperSize(doc.Paper)
	b.doc = doc
	b.canvas = canvas{press: b.press, width: width, height: height}
	b.pieces, b.gap, b.label, b.prefix, b.headings, b.level, b.section = b.pieces[:0], 0, nil, nil, nil, 0, 1
	root := &node{tag: "Document"}
	at := place{x: sideMargin, width: width - 2*sideMargin, node: root}
	if err := b.margins(at.width); err != nil {
		return nil, nil, err
	}
	b.title(at)
	if err := b.blocks(at, doc.Blocks); err != nil {
		return nil, nil, err
	}
	pages, err := b.paginate(b.top, b.bottom)
	return root, pages, err
}

// margins sets what stands at the top and at the foot of every page.
func (b *bench) margins(width int) error {
	b.head = b.set(nil, pageLook, []run{{text: b.doc.RunningHead, look: pageLook}}, width)
	b.foot = b.set(nil, pageLook, []run{{text: b.doc.Version, look: pageLook}}, width-width/3)
	b.top = topMargin + max(0, b.head.height()-pageLook.leading)
	b.bottom = b.canvas.height - bottomMargin - max(0, b.foot.height()-pageLook.leading)
	for _, one := range []struct {
		where string
		text  *text
		most  int
	}{{"running head", b.head, 10}, {"version", b.foot, 10}, {"words of the number of a page", b.pageNumber(9999, 9999, width/3), 2}} {
		if lines := len(one.text.lines); lines > one.most {
			return &LayoutError{Where: one.where, Problem: fmt.Sprintf("it takes %d lines of every page", lines)}
		}
	}
	return nil
}

// drawMargins draws the running head, the version and the number of the page.
func (b *bench) drawMargins(page, pages int) {
	c := &b.canvas
	right := c.width - sideMargin
	c.artifact("/Artifact<</Type/Pagination/Subtype/Header>>BDC\n")
	b.head.drawAll(c, sideMargin, headTop)
	c.fillRect(sideMargin, headTop+b.head.height()+4_000, right-sideMargin, hairline, rule)
	c.end()
	c.artifact("/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n")
	top := c.height - footBottom - max(b.foot.height(), pageLook.leading)
	c.fillRect(sideMargin, top-5_000, right-sideMargin, hairline, rule)
	b.foot.drawAll(c, sideMargin, top)
	number := b.pageNumber(page, pages, (right-sideMargin)/3)
	for i := range number.lines {
		number.draw(c, i, 0, top+i*pageLook.leading, right)
	}
	c.end()
}

// pageNumber is "page x of y" in the words of the document, or "x / y" if it has none.
func (b *bench) pageNumber(page, pages, width int) *text {
	words := b.doc.Words.PageOf
	if words == "" {
		words = "{page} / {pages}"
	}
	words = strings.NewReplacer("{page}", fmt.Sprint(page), "{pages}", fmt.Sprint(pages)).Replace(words)
	return b.set(nil, pageLook, []run{{text: words, look: pageLook}}, width)
}
