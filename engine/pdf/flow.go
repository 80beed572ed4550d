package pdf

import (
	"slices"

	"github.com/salesplan/salesplan/engine/document"
)

// piece is a part of a page that is not broken: a line of text, a row of a
// table, a figure.
type piece struct {
	before int // space above, unless it is the first of a page
	height int
	// keep says that the next piece stands on the same page.
	keep bool
	draw func(c *canvas, top int)
	// grounds are what it stands on.
	grounds []*ground
	// repeat is drawn above it if it is the first of a page.
	repeat *repeat
}

// repeat is the head of a table that goes on.
type repeat struct {
	height int
	draw   func(c *canvas, top int)
}

// ground is a coloured rectangle behind pieces, or a bar beside them.
type ground struct {
	left, width int
	colour      colour
	first       int // the first piece, whose space above is outside
}

// place is where blocks are set: a column and the node that they belong to.
type place struct {
	x, width int
	node     *node
	grounds  []*ground
	mark     document.Mark // of what they stand in
	tight    bool          // that paragraphs stand close together, as in lists
	where    string
}

// add appends a piece.
func (b *bench) add(at place, p piece) {
	p.grounds = at.grounds
	if b.gap > p.before {
		p.before = b.gap
	}
	b.gap = 0
	if l := b.label; l != nil {
		draw := p.draw
		p.draw = func(c *canvas, top int) {
			l.text.drawAll(c, l.x, top)
			if draw != nil {
				draw(c, top)
			}
		}
		b.label = nil
	}
	b.pieces = append(b.pieces, p)
}

// space makes the next piece stand at least so far from the last.
func (b *bench) space(height int) { b.gap = max(b.gap, height) }

// ground starts a ground behind all pieces that follow at the place.
func (b *bench) ground(at *place, left, width int, col colour) {
	g := &ground{left: left, width: width, colour: col, first: len(b.pieces)}
	at.grounds = append(slices.Clip(at.grounds), g)
}

// blank is a piece without a look, such as the padding of a box.
func (b *bench) blank(at place, height int, keep bool) {
	b.add(at, piece{height: height, keep: keep})
}

// text appends the lines of a paragraph, such that no line of it stands alone on
// a page. keep says that its last line stands on the page of what follows.
func (b *bench) text(at place, t *text, keep bool) {
	for i := range t.lines {
		b.add(at, piece{
			height: t.look.leading,
			keep:   keep || len(t.lines) > 1 && (i == 0 || i == len(t.lines)-2),
			draw:   func(c *canvas, top int) { t.draw(c, i, at.x, top, 0) },
		})
	}
}

// placed is a piece on a page.
type placed struct {
	*piece
	index  int
	top    int
	atHead bool // the repeat is drawn above it
}

// paginate distributes the pieces over pages.
func (b *bench) paginate(top, bottom int) ([][]placed, error) {
	pages := [][]placed{nil}
	y := top
	for i := 0; i < len(b.pieces); {
		to, height := b.group(i, bottom-top)
		page := &pages[len(pages)-1]
		if len(*page) > 0 && y+height > bottom {
			pages = append(pages, nil)
			page, y = &pages[len(pages)-1], top
		}
		for ; i < to; i++ {
			p := &b.pieces[i]
			one := placed{piece: p, index: i}
			if len(*page) > 0 {
				y += p.before
			} else if p.repeat != nil {
				one.atHead = true
				y += p.repeat.height
			}
			one.top = y
			y += p.height
			if y > bottom {
				return nil, &LayoutError{Where: "block", Problem: "it is higher than a page"}
			}
			*page = append(*page, one)
		}
	}
	return pages, nil
}

// group is the pieces from i that stand on one page, and how high they are. What
// would not fit on any page is not kept together.
func (b *bench) group(i, room int) (to, height int) {
	height = b.pieces[i].before + b.pieces[i].height
	for to = i + 1; to < len(b.pieces) && b.pieces[to-1].keep; to++ {
		next := b.pieces[to].before + b.pieces[to].height
		if height+next+repeatHeight(&b.pieces[i]) > room {
			break
		}
		height += next
	}
	return to, height
}

func repeatHeight(p *piece) int {
	if p.repeat == nil {
		return 0
	}
	return p.repeat.height
}

// drawPage draws grounds first, each as one rectangle, and then the pieces.
func (b *bench) drawPage(pieces []placed) {
	b.drawGrounds(pieces)
	for _, p := range pieces {
		if p.atHead {
			b.canvas.artifact("/Artifact<</Type/Pagination>>BDC\n")
			p.repeat.draw(&b.canvas, p.top-p.repeat.height)
			b.canvas.end()
		}
		if p.draw != nil {
			p.draw(&b.canvas, p.top)
		}
	}
	b.canvas.end()
}

func (b *bench) drawGrounds(pieces []placed) {
	type extent struct {
		*ground
		top, bottom int
	}
	var extents []extent
	for n, p := range pieces {
		for _, g := range p.grounds {
			top := p.top
			if n > 0 && g.first != p.index {
				top = pieces[n-1].top + pieces[n-1].height
			}
			found := false
			for i := range extents {
				if extents[i].ground == g {
					extents[i].bottom, found = p.top+p.height, true
				}
			}
			if !found {
				extents = append(extents, extent{g, top, p.top + p.height})
			}
		}
	}
	for _, e := range extents {
		b.canvas.begin(nil)
		b.canvas.fillRect(e.left, e.top, e.width, e.bottom-e.top, e.colour)
	}
	b.canvas.end()
}
