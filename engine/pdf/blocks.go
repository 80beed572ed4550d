package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/salesplan/salesplan/engine/document"
)

// label is a text that stands to the left of the next piece: a bullet, or the
// number of a clause.
type label struct {
	text *text
	x    int
	// joins says that it is part of the paragraph that follows.
	joins bool
}

// setLabel gives the next piece a label.
func (b *bench) setLabel(t *text, x int, joins bool) {
	if len(t.lines) > 0 {
		b.label = &label{t, x, joins}
	}
}

// flushLabel appends a piece for a label that nothing followed.
func (b *bench) flushLabel(at place) {
	if b.label != nil {
		b.add(at, piece{height: b.label.text.look.leading})
	}
}

// title sets the title of the document.
func (b *bench) title(at place) {
	if b.doc.Title == "" {
		return
	}
	b.headingText(at, b.headingNode(at.node, 1), titleLook, []run{{text: b.doc.Title, look: titleLook}})
	b.space(gapBlock)
}

// headingNode adds a heading of the wanted level, yet without leaving out a level.
func (b *bench) headingNode(parent *node, level int) *node {
	b.level = max(1, min(level, b.level+1, 6))
	return parent.add("H" + strconv.Itoa(b.level))
}

// headingText sets a heading of the level that was given last, with a bookmark.
func (b *bench) headingText(at place, n *node, l look, runs []run) {
	t := b.set(n, l, runs, at.width)
	t.bookmark = &bookmark{title: titleOf(runs), level: b.level, node: n}
	b.headings = append(b.headings, t.bookmark)
	b.text(at, t, true)
}

func titleOf(runs []run) string {
	var title strings.Builder
	for _, r := range runs {
		title.WriteString(normal(r.text))
	}
	return strings.Join(strings.Fields(title.String()), " ")
}

// narrowest is the least width that blocks are set in.
const narrowest = 100_000

func (b *bench) blocks(at place, blocks []document.Block) error {
	if at.width < narrowest {
		return &LayoutError{Where: strings.TrimSuffix(at.where, ", "), Problem: "it stands too deep within other blocks to have room"}
	}
	for i, block := range blocks {
		inner := at
		inner.where = at.where + fmt.Sprintf("block %d, ", i+1)
		before := len(b.pieces)
		if err := b.block(inner, block); err != nil {
			return err
		}
		lines := len(b.pieces) - before
		if i+1 < len(blocks) && leadsIn(block, blocks[i+1]) && lines > 0 && lines <= 3 {
			b.pieces[len(b.pieces)-1].keep = true
		}
	}
	return nil
}

// leadsIn says whether a block introduces the next one, so that it should not
// stand at the end of a page. What it introduces may be long: its beginning counts.
func leadsIn(block, next document.Block) bool {
	if _, ok := block.(document.Paragraph); !ok {
		return false
	}
	switch next.(type) {
	case document.Table, document.Example, document.List:
		return true
	default:
		return false
	}
}

func (b *bench) block(at place, block document.Block) error {
	switch block := block.(type) {
	case document.Heading:
		b.heading(at, block)
	case document.Paragraph:
		b.paragraph(at, block)
	case document.KeyFigures:
		b.keyFigures(at, block)
	case document.Table:
		return b.table(at, block)
	case document.Curve:
		return b.curve(at, block)
	case document.List:
		return b.list(at, block)
	case document.Clause:
		return b.clause(at, block)
	case document.Example:
		return b.example(at, block)
	case document.Notice:
		b.notice(at, block)
	case document.Signatures:
		b.signatures(at, block)
	default:
		return &LayoutError{Where: strings.TrimSuffix(at.where, ", "), Problem: fmt.Sprintf("a block of kind %T has no form on a page", block)}
	}
	return nil
}

// marked gives a place for a block with a mark: with a bar beside it. The mark
// of what it stands in holds if it has none.
func (b *bench) marked(at place, mark document.Mark) place {
	if mark == document.Kept || mark == at.mark {
		return at
	}
	at.mark = mark
	b.ground(&at, at.x-9_000, barWidth, markColour(mark, rule))
	return at
}

// markRuns is the word that says what a mark means, before a text; nothing
// where what stands around says it.
func (b *bench) markRuns(outer, mark document.Mark) []run {
	word := markWord(&b.doc.Words, mark)
	if mark == document.Kept || mark == outer || word == "" {
		return nil
	}
	l := markLook
	l.colour = markColour(mark, ink)
	return []run{{text: word + "  ", look: l}}
}

func (b *bench) heading(at place, h document.Heading) {
	level := max(1, min(h.Level, len(headingLooks)))
	b.section = level + 1
	l := headingLooks[level-1]
	b.space(l.leading*2/3 + gapText)
	runs := b.markRuns(at.mark, h.Mark)
	at = b.marked(at, h.Mark)
	runs = append(runs, runsOf(h.Text, l, at.mark)...)
	b.headingText(at, b.headingNode(at.node, level+1), l, runs)
	b.space(gapText)
}

func (b *bench) paragraph(at place, p document.Paragraph) {
	gap := gapText
	if at.tight {
		gap = gapItem
	}
	runs := append(b.prefix, b.markRuns(at.mark, p.Mark)...)
	b.prefix = nil
	b.space(gap)
	at = b.marked(at, p.Mark)
	runs = append(runs, runsOf(p.Text, bodyLook, at.mark)...)
	n := at.node.add("P")
	if b.label != nil && b.label.joins {
		b.label.text.node = n
	}
	b.text(at, b.set(n, bodyLook, runs, at.width), false)
	b.space(gap)
}

func (b *bench) notice(at place, n document.Notice) {
	b.space(gapBlock)
	runs := b.markRuns(at.mark, n.Mark)
	at = b.box(at, n.Mark)
	runs = append(runs, runsOf(n.Text, bodyLook, at.mark)...)
	b.text(at, b.set(at.node.add("P"), bodyLook, runs, at.width), true)
	b.endBox(at)
}

// box starts a box with a light ground, and a bar in the colour of its mark.
func (b *bench) box(at place, mark document.Mark) place {
	left, width := at.x, at.width
	b.ground(&at, left, width, boxGround)
	bar := accent
	if mark != document.Kept {
		at.mark = mark
		bar = markColour(mark, accent)
	}
	b.ground(&at, left, barWidth, bar)
	b.blank(at, boxPadding, true)
	at.x += boxPadding + barWidth
	at.width -= 2*boxPadding + barWidth
	return at
}

func (b *bench) endBox(at place) {
	b.gap = 0 // the padding is enough
	if len(b.pieces) > 0 {
		b.pieces[len(b.pieces)-1].keep = true
	}
	b.blank(at, boxPadding, false)
	b.space(gapBlock)
}

func (b *bench) example(at place, e document.Example) error {
	at.node = at.node.add("Sect")
	at.where += named("example", e.Key) + ", "
	b.space(gapBlock)
	runs := b.markRuns(at.mark, e.Mark)
	at = b.box(at, e.Mark)
	runs = append(runs, runsOf(e.Title, clauseLook, at.mark)...)
	outer := b.level
	if len(e.Title) > 0 {
		b.headingText(at, b.headingNode(at.node, b.section+1), clauseLook, runs)
		b.space(gapItem)
	}
	err := b.blocks(at, e.Blocks)
	b.level = outer
	b.endBox(at)
	return err
}

// clauseIndent is where the text of clauses begins, right of their numbers.
const clauseIndent = 30_000

func (b *bench) clause(at place, c document.Clause) error {
	at.node = at.node.add("Sect")
	at.where += named("clause", c.Key) + ", "
	b.space(gapText + gapItem)
	runs := b.markRuns(at.mark, c.Mark)
	at = b.marked(at, c.Mark)
	var heading *node
	if len(c.Heading) > 0 {
		heading = b.headingNode(at.node, b.section+1+strings.Count(c.Number, "."))
	}
	if c.Number != "" {
		runs = b.clauseNumber(&at, c, heading, runs)
	}
	if heading != nil {
		runs = append(runs, runsOf(c.Heading, clauseLook, at.mark)...)
		b.headingText(at, heading, clauseLook, runs)
		if m := b.headings[len(b.headings)-1]; c.Number != "" && !strings.HasPrefix(m.title, normal(c.Number)+" ") {
			m.title = normal(c.Number) + " " + m.title
		}
		b.space(gapItem)
	} else {
		b.prefix = runs
	}
	err := b.blocks(at, c.Blocks)
	if b.prefix != nil { // no paragraph followed
		b.text(at, b.set(at.node.add("P"), markLook, b.prefix, at.width), false)
		b.prefix = nil
	}
	b.flushLabel(at)
	b.space(gapText)
	return err
}

// clauseNumber sets the number of a clause: left of its text if there is room,
// and else before it.
func (b *bench) clauseNumber(at *place, c document.Clause, heading *node, runs []run) []run {
	l := clauseLook
	n := heading
	if heading == nil {
		l = bodyLook
		n = at.node.add("P")
	}
	l.colour = markColour(at.mark, l.colour)
	number := []run{{text: c.Number + " ", look: l, mark: kept(at.mark), told: true}}
	t := b.set(n, l, number, at.width)
	indent := clauseIndent
	if at.width < 8*clauseIndent || len(t.lines) != 1 || t.lines[0].width > indent-4_000 {
		if heading != nil {
			return append(append(number, run{text: " ", look: l}), runs...)
		}
		b.text(*at, t, true)
		return runs
	}
	b.setLabel(t, at.x, heading == nil)
	at.x, at.width = at.x+indent, at.width-indent
	return runs
}

func (b *bench) list(at place, list document.List) error {
	if at.tight {
		b.space(gapItem)
	} else {
		b.space(gapText)
	}
	at.tight = true
	at.node = at.node.add("L")
	if list.Ordered {
		at.node.attributes = "/A<</O/List/ListNumbering/Decimal>>"
	} else {
		at.node.attributes = "/A<</O/List/ListNumbering/Disc>>"
	}
	for i, item := range list.Items {
		if err := b.item(at, list, i, item); err != nil {
			return err
		}
	}
	b.space(gapText)
	return nil
}

func (b *bench) item(at place, list document.List, i int, item document.Item) error {
	inner := at
	inner.node = at.node.add("LI")
	bullet := "•"
	if list.Ordered {
		bullet = strconv.Itoa(i+1) + "."
	}
	b.space(gapItem)
	word := b.markRuns(at.mark, item.Mark)
	inner = b.marked(inner, item.Mark)
	if len(item.Blocks) > 0 {
		if _, ok := item.Blocks[0].(document.Paragraph); ok {
			b.prefix, word = word, nil
		}
	}
	t := b.set(inner.node.add("Lbl"), bodyLook, []run{{text: bullet + " ", look: bodyLook}}, inner.width)
	indent := max(listIndent, t.lines[0].width+4_000)
	b.setLabel(t, inner.x, false)
	inner.node = inner.node.add("LBody")
	inner.x, inner.width = inner.x+indent, inner.width-indent
	if word != nil {
		b.text(inner, b.set(inner.node.add("P"), markLook, word, inner.width), true)
	}
	inner.where += fmt.Sprintf("item %d, ", i+1)
	err := b.blocks(inner, item.Blocks)
	b.flushLabel(inner)
	return err
}

// signatures sets lines to sign on, two beside each other, all on one page with
// the end of what is signed.
func (b *bench) signatures(at place, s document.Signatures) {
	const between, perRow = 28_000, 2
	if last := len(b.pieces) - 1; last >= 0 {
		b.pieces[last].keep = true // nobody signs a page on which nothing else stands
	}
	b.space(2 * gapBlock)
	at.node = at.node.add("Sect")
	column := (at.width - between) / perRow
	for i := 0; i < len(s.Parties); i += perRow {
		row := s.Parties[i:min(i+perRow, len(s.Parties))]
		drawn := make([]*signature, len(row))
		height := 0
		for n, party := range row {
			drawn[n] = b.signature(at.node.add("Sect"), party, column)
			height = max(height, drawn[n].height())
		}
		b.add(at, piece{height: height, keep: i+perRow < len(s.Parties), draw: func(c *canvas, top int) {
			for n := range drawn {
				drawn[n].draw(c, at.x+n*(column+between), top, column)
			}
		}})
		b.space(gapBlock + gapText)
	}
}

type signature struct{ role, name, sign, date *text }

const (
	roomToSign = 40_000
	dateWidth  = 96_000
)

func (b *bench) signature(n *node, party document.Party, width int) *signature {
	small := func(text string, l look, width int) *text {
		return b.set(n.add("P"), l, []run{{text: text, look: l}}, width)
	}
	strong := labelLook
	strong.strong, strong.colour = true, ink
	return &signature{
		role: small(party.Role, strong, width),
		sign: small(b.doc.Words.Signature, labelLook, width-dateWidth-10_000),
		date: small(b.doc.Words.Date, labelLook, dateWidth),
		name: small(party.Name, cellLook, width),
	}
}

func (s *signature) height() int {
	return s.role.height() + roomToSign + max(s.sign.height(), s.date.height()) + 3_000 + s.name.height()
}

func (s *signature) draw(c *canvas, x, top, width int) {
	s.role.drawAll(c, x, top)
	top += s.role.height() + roomToSign
	c.begin(nil)
	c.fillRect(x, top, width-dateWidth-10_000, thinRule, ink)
	c.fillRect(x+width-dateWidth, top, dateWidth, thinRule, ink)
	top += 3_000
	s.sign.drawAll(c, x, top)
	s.date.drawAll(c, x+width-dateWidth, top)
	s.name.drawAll(c, x, top+max(s.sign.height(), s.date.height()))
}

// drawAll draws all lines.
func (t *text) drawAll(c *canvas, x, top int) {
	for i := range t.lines {
		t.draw(c, i, x, top+i*t.look.leading, 0)
	}
}

// keyFigures sets the numbers that matter most, large and in rows.
func (b *bench) keyFigures(at place, k document.KeyFigures) {
	b.space(gapBlock)
	at.node = at.node.add("L")
	at.node.attributes = "/A<</O/List/ListNumbering/None>>"
	if k.Label != "" {
		at.node.attributes += "/T" + string(appendText(nil, k.Label))
	}
	columns := figureColumns(len(k.Items))
	for i := 0; i < len(k.Items); i += columns {
		b.figureRow(at, k.Items[i:min(i+columns, len(k.Items))], columns)
		b.space(gapBlock)
	}
}

// figureColumns is how many figures stand beside each other, such that rows are as even as can be.
func figureColumns(items int) int {
	if items <= 4 {
		return max(items, 1)
	}
	if items%4 == 0 || items%3 == 1 {
		return 4
	}
	return 3
}

func (b *bench) figureRow(at place, items []document.KeyFigure, columns int) {
	const between = 14_000
	width := (at.width - (columns-1)*between) / columns
	drawn := make([]figure, len(items))
	for i, item := range items {
		drawn[i] = b.figure(at, item, width)
	}
	b.setValues(drawn, width)
	labels, values := 0, 0
	for _, f := range drawn {
		labels, values = max(labels, f.label.height()), max(values, f.value.height())
	}
	if labels+values > b.room()/3 { // too much text for a figure
		for _, f := range drawn {
			b.text(at, f.label, true)
			b.text(at, f.value, false)
		}
		return
	}
	b.add(at, piece{height: labels + values + 7_000, draw: func(c *canvas, top int) {
		for i, f := range drawn {
			x := at.x + i*(width+between)
			c.begin(nil)
			c.fillRect(x, top, width, barWidth*3/4, markColour(f.mark, accent))
			f.label.drawAll(c, x, top+5_000)
			f.value.drawAll(c, x, top+5_000+labels)
		}
	}})
}

type figure struct {
	label, value *text
	node         *node // of the value
	values       []run
	mark         document.Mark
}

func (b *bench) figure(at place, item document.KeyFigure, width int) figure {
	body := at.node.add("LI").add("LBody")
	runs := append(b.markRuns(at.mark, item.Mark), run{text: item.Label, look: labelLook})
	mark := item.Mark
	if mark == document.Kept {
		mark = at.mark
	}
	return figure{
		label: b.set(body.add("P"), labelLook, runs, width), node: body.add("P"),
		values: runsOf(item.Value, figureLook, mark), mark: mark,
	}
}

// setValues sets the values of a row in one size, the largest in which each
// stands on one line, or else the smallest.
func (b *bench) setValues(row []figure, width int) {
	for l := figureLook; ; l.size, l.leading = l.size-1_500, l.leading-1_800 {
		lines := 0
		for i := range row {
			f := &row[i]
			for n := range f.values {
				f.values[n].look.size = l.size
			}
			f.value = b.set(f.node, l, f.values, width)
			lines = max(lines, len(f.value.lines))
		}
		if lines <= 1 || l.size <= 11_500 {
			return
		}
	}
}
