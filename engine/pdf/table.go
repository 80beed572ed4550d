package pdf

import (
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/document"
)

// sheet is a table in its making.
type sheet struct {
	document.Table
	place
	cells  look
	header look
	widths []int // of columns, with padding
	lefts  []int
	head   []*text
}

// smallest is the width of a column in which text can be set: that of two wide characters.
const smallest = 2*cellPadding + 18_000

func (b *bench) table(at place, t document.Table) error {
	if len(t.Columns) == 0 {
		return nil
	}
	b.space(gapBlock)
	word := b.markRuns(at.mark, t.Mark)
	at = b.marked(at, t.Mark)
	at.where += named("table", t.Key)
	at.node = at.node.add("Table")
	s := &sheet{Table: t, place: at, cells: cellLook, header: headerLook}
	if t.Caption != "" || len(word) > 0 {
		b.caption(at, t.Caption, word)
	}
	rows := make([][][]run, len(t.Rows))
	for i, row := range t.Rows {
		if len(row.Cells) != len(t.Columns) {
			return &LayoutError{Where: at.where, Problem: fmt.Sprintf("row %d has %d cells for %d columns", i+1, len(row.Cells), len(t.Columns))}
		}
		rows[i] = b.cellRuns(s, row)
	}
	if err := b.columns(s, rows); err != nil {
		return err
	}
	again, err := b.tableHead(s)
	if err != nil {
		return err
	}
	for i := range t.Rows {
		b.row(s, i, rows[i], again)
	}
	b.space(gapBlock)
	return nil
}

// caption stands above a table or a figure, on the same page.
func (b *bench) caption(at place, caption string, word []run) {
	l := captionLook
	l.colour = markColour(at.mark, l.colour)
	runs := append(word, run{text: caption, look: l, mark: kept(at.mark), told: true})
	b.text(at, b.set(at.node.add("Caption"), captionLook, runs, at.width), true)
	b.space(2_000)
}

func (b *bench) cellRuns(s *sheet, row document.Row) [][]run {
	mark := row.Mark
	if mark == document.Kept {
		mark = s.mark
	}
	l := s.cells
	l.strong = row.Total
	cells := make([][]run, len(row.Cells))
	for i, cell := range row.Cells {
		of := mark
		if row.Mark == document.Changed { // cells say themselves what changed
			of = document.Kept
		}
		cells[i] = runsOf(cell.Text, l, of)
	}
	if word := b.markRuns(s.mark, row.Mark); word != nil {
		cells[0] = append(word, cells[0]...)
	}
	return cells
}

// columns decides how wide columns are. Each has at least the width of its
// longest word, if there is room; what is left is given to those that have more
// to say.
func (b *bench) columns(s *sheet, rows [][][]run) error {
	least, most := make([]int, len(s.Columns)), make([]int, len(s.Columns))
	measure := func(i int, runs []run, together int) {
		width := 0
		for _, u := range b.units(runs) {
			least[i] = max(least[i], u.visible+2*cellPadding)
			width += u.width
		}
		most[i] = max(most[i], width+2*cellPadding)
		least[i] = max(least[i], min(width, together)+2*cellPadding)
	}
	for i, column := range s.Columns {
		least[i], most[i] = smallest, smallest
		// Numbers and short texts are not broken, even where lines may be.
		together := 6 * s.cells.size
		measure(i, []run{{text: column.Label, look: s.header}}, together)
		if column.Number {
			together = s.width / 4
		}
		for _, row := range rows {
			measure(i, row[i], together)
		}
	}
	if len(s.Columns)*smallest > s.width {
		return &LayoutError{Where: s.where, Problem: fmt.Sprintf("%d columns do not fit beside each other", len(s.Columns))}
	}
	// A table of little text is narrower than the page: what belongs together is not
	// torn apart.
	room := min(s.width, max(s.width/2, 2*sum(most)))
	if first := s.Columns[0]; first.Number && len(s.Columns) > 1 && sum(most) < room {
		// Numbers that head rows stand near the edge, not in the middle of a wide column.
		s.widths = append([]int{most[0]}, share(least[1:], most[1:], room-most[0])...)
	} else {
		s.widths = share(least, most, room)
	}
	s.lefts = make([]int, len(s.widths))
	x := s.x
	for i, width := range s.widths {
		s.lefts[i] = x
		x += width
	}
	return nil
}

// share distributes a width. Between least and most, columns get parts by how
// much more they want; beyond, they grow by what they have; below, those with
// much give up first.
func share(least, most []int, width int) []int {
	widths := make([]int, len(least))
	sumLeast, sumMost := sum(least), sum(most)
	switch {
	case sumMost <= width:
		for i := range widths {
			widths[i] = most[i] + portion(width-sumMost, most[i], sumMost)
		}
	case sumLeast <= width:
		for i := range widths {
			widths[i] = least[i] + portion(width-sumLeast, most[i]-least[i], sumMost-sumLeast)
		}
	default:
		limit := highest(least, width)
		for i := range widths {
			widths[i] = min(least[i], limit)
		}
	}
	return widths
}

// portion is what part of all has of a width.
func portion(width, part, all int) int { return int(int64(width) * int64(part) / int64(all)) }

func sum(widths []int) int {
	total := 0
	for _, width := range widths {
		total += width
	}
	return total
}

// highest is the largest limit such that the widths cut at it fit.
func highest(widths []int, room int) int {
	low, high := smallest, room
	for low < high {
		middle := (low + high + 1) / 2
		cut := 0
		for _, width := range widths {
			cut += min(width, middle)
		}
		if cut <= room {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low
}

// tableHead sets the first row, and gives what stands above the rest on other pages.
func (b *bench) tableHead(s *sheet) (*repeat, error) {
	tr := s.node.add("THead").add("TR")
	height := 0
	for i, column := range s.Columns {
		th := tr.add("TH")
		th.attributes = "/A<</O/Table/Scope/Column>>"
		t := b.set(th, s.header, []run{{text: column.Label, look: s.header}}, s.widths[i]-2*cellPadding)
		s.head = append(s.head, t)
		height = max(height, t.height())
	}
	height += 2 * rowPadding
	if height > b.room()/3 {
		return nil, &LayoutError{Where: s.where, Problem: "the labels of its columns fill a third of a page"}
	}
	draw := func(c *canvas, top int, heads []*text) {
		for i, t := range heads {
			start := top + height - 2*rowPadding - t.height() + rowPadding // at the bottom
			for n := range t.lines {
				t.draw(c, n, s.lefts[i]+cellPadding, start+n*t.look.leading, s.right(i))
			}
		}
		c.begin(nil)
		c.fillRect(s.x, top+height-thinRule, s.tableWidth(), thinRule, accent)
	}
	b.add(s.place, piece{height: height, keep: true, draw: func(c *canvas, top int) { draw(c, top, s.head) }})
	s.node = s.node.add("TBody")
	return b.repeatedHead(s, height, draw), nil
}

// repeatedHead is the head of a table on its further pages. It is not read again.
func (b *bench) repeatedHead(s *sheet, height int, draw func(c *canvas, top int, heads []*text)) *repeat {
	heads := make([]*text, len(s.head))
	for i, t := range s.head {
		silent := *t
		silent.node = nil
		heads[i] = &silent
	}
	words := strings.TrimSpace(s.Caption + " " + b.doc.Words.Continued)
	note := b.set(nil, labelLook, []run{{text: words, look: labelLook}}, s.width)
	if b.doc.Words.Continued == "" || note.height() > b.room()/6 {
		note.lines = nil
	}
	return &repeat{height: note.height() + height, draw: func(c *canvas, top int) {
		note.drawAll(c, s.x, top)
		draw(c, top+note.height(), heads)
	}}
}

// right is the right edge of a column of numbers, or 0.
func (s *sheet) right(i int) int {
	if !s.Columns[i].Number {
		return 0
	}
	return s.lefts[i] + s.widths[i] - cellPadding
}

func (s *sheet) tableWidth() int {
	last := len(s.widths) - 1
	return s.lefts[last] + s.widths[last] - s.x
}

// row sets a row. One that is higher than a page is broken between lines.
func (b *bench) row(s *sheet, i int, runs [][]run, again *repeat) {
	row := s.Rows[i]
	tr := s.node.add("TR")
	texts := make([]*text, len(row.Cells))
	lines := 1
	for n, cell := range row.Cells {
		td := tr.add("TD")
		if cell.Heads {
			td.tag, td.attributes = "TH", "/A<</O/Table/Scope/Row>>"
		}
		texts[n] = b.set(td, s.cells, runs[n], s.widths[n]-2*cellPadding)
		lines = max(lines, len(texts[n].lines))
	}
	at := s.place
	if row.Mark != document.Kept && row.Mark != s.mark {
		b.ground(&at, s.x-9_000, barWidth, markColour(row.Mark, rule))
	}
	perPiece := lines
	if most := (b.room() - again.height - 2*rowPadding) / s.cells.leading; lines > most {
		perPiece = most
	}
	for from := 0; from < lines; from += perPiece {
		part := rowPart{texts: texts, from: from, to: min(from+perPiece, lines), first: from == 0, last: from+perPiece >= lines, total: row.Total}
		b.add(at, piece{
			height: part.height(s),
			repeat: again,
			// A sum is not left alone on a page.
			keep: part.last && i+1 < len(s.Rows) && (s.Rows[i+1].Total && !row.Total || i == 0 || i+2 == len(s.Rows)),
			draw: func(c *canvas, top int) { part.draw(c, s, top) },
		})
	}
}

// rowPart is the lines of a row that stand on one page.
type rowPart struct {
	texts              []*text
	from, to           int
	first, last, total bool
}

func (r rowPart) height(s *sheet) int { return (r.to-r.from)*s.cells.leading + 2*rowPadding }

func (r rowPart) draw(c *canvas, s *sheet, top int) {
	bottom := top + r.height(s)
	c.begin(nil)
	if r.total {
		c.fillRect(s.x, top, s.tableWidth(), bottom-top, sumGround)
		if r.first {
			c.fillRect(s.x, top, s.tableWidth(), thinRule, grey)
		}
	} else if r.last {
		c.fillRect(s.x, bottom-hairline, s.tableWidth(), hairline, rule)
	}
	for i, t := range r.texts {
		for n := r.from; n < min(r.to, len(t.lines)); n++ {
			t.draw(c, n, s.lefts[i]+cellPadding, top+rowPadding+(n-r.from)*s.cells.leading, s.right(i))
		}
	}
}
