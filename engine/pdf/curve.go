package pdf

import (
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
)

const (
	plotHeight  = 112_000
	tickGap     = 5_000 // between a label and its axis
	sampleWidth = 20_000
	curveWidth  = 1_700
)

// plot is a curve in its making. Its lengths are counted from its upper left corner.
type plot struct {
	document.Curve
	node         *node
	yLabel       *text
	xLabel       *text
	xTicks       []tick
	yTicks       []tick
	legend       []legend
	left, width  int // of the area of the lines
	top          int
	full, height int // of all
	lines        [][]spot
}

// tick is a labelled place of an axis. Labels that would overlap stand in further rows.
type tick struct {
	at, left, row int
	label         *text
}

type legend struct {
	x, y  int
	label *text
	stroke
}

// stroke is how a line is drawn: by colour and by dashes, so that two lines
// differ in grey, too.
type stroke struct {
	colour colour
	dashes string
}

type spot struct{ x, y int }

func (b *bench) curve(at place, curve document.Curve) error {
	at.where += named("curve", curve.Key)
	b.space(gapBlock)
	if curve.Caption != "" {
		b.text(at, b.set(at.node.add("P"), captionLook, []run{{text: curve.Caption, look: captionLook}}, at.width), true)
		b.space(gapItem)
	}
	p := &plot{Curve: curve, node: at.node.add("Figure"), full: at.width}
	p.node.attributes = "/Alt" + string(appendText(nil, curve.Alt))
	if err := b.plan(p, at.where); err != nil {
		return err
	}
	b.add(at, piece{height: p.height, draw: func(c *canvas, top int) { p.draw(c, at.x, top) }})
	b.space(gapBlock)
	return nil
}

// plan decides where the parts of a plot stand.
func (b *bench) plan(p *plot, where string) error {
	refuse := func(problem string) error { return &LayoutError{Where: where, Problem: problem} }
	for _, axis := range []document.Axis{p.X, p.Y} {
		if axis.From.Cmp(axis.To) >= 0 {
			return refuse("an axis does not lead from a smaller to a larger number")
		}
	}
	word := func(label string, width int) *text {
		return b.set(p.node, axisLook, []run{{text: label, look: axisLook}}, width)
	}
	p.yLabel = word(p.Y.Label, p.full)
	p.top = p.yLabel.height() + axisLook.leading*2/3
	for _, t := range p.Y.Ticks {
		label := word(t.Label, p.full/3)
		p.yTicks = append(p.yTicks, tick{label: label})
		p.left = max(p.left, label.widest()+tickGap)
	}
	p.width = p.full - p.left - 12_000
	y, err := p.placeYTicks(refuse)
	if err != nil {
		return err
	}
	y, err = b.placeXTicks(p, word, y, refuse)
	if err != nil {
		return err
	}
	p.xLabel = word(p.X.Label, p.width)
	p.height = b.placeLegend(p, y+p.xLabel.height())
	if p.height > b.room() {
		return refuse("its labels take more than a page")
	}
	return p.placeLines(refuse)
}

func (t *text) widest() int {
	width := 0
	for i := range t.lines {
		width = max(width, t.lines[i].width)
	}
	return width
}

// along is where a number stands on an axis of a length.
func along(axis document.Axis, at money.Decimal, length int) (int, bool) {
	const digits = 6
	offset, err := at.Sub(axis.From)
	if err != nil {
		return 0, false
	}
	span, err := axis.To.Sub(axis.From)
	if err != nil {
		return 0, false
	}
	part, err := offset.QuoRound(span, digits, money.HalfEven)
	if err != nil {
		return 0, false
	}
	units, err := part.Units(digits)
	if err != nil || units > 100_000_000 || units < -100_000_000 {
		return 0, false
	}
	return int(units * int64(length) / 1_000_000), true
}

func onAxis(axis document.Axis, at money.Decimal) bool {
	return axis.From.Cmp(at) <= 0 && at.Cmp(axis.To) <= 0
}

func (p *plot) placeYTicks(refuse func(string) error) (int, error) {
	for i, t := range p.Y.Ticks {
		at, ok := along(p.Y, t.At, plotHeight)
		if !ok || !onAxis(p.Y, t.At) {
			return 0, refuse("the tick " + t.Label + " lies outside of its axis")
		}
		p.yTicks[i].at = p.top + plotHeight - at
		for j := range i {
			if abs(p.yTicks[j].at-p.yTicks[i].at) < axisLook.leading*3/4 {
				return 0, refuse("the ticks " + p.Y.Ticks[j].Label + " and " + t.Label + " have no room beside each other")
			}
		}
	}
	return p.top + plotHeight + tickGap, nil
}

func abs(n int) int { return max(n, -n) }

// placeXTicks puts each label into the first row in which it has room.
func (b *bench) placeXTicks(p *plot, word func(string, int) *text, y int, refuse func(string) error) (int, error) {
	const between, rows = 4_000, 5
	var taken [rows][]tick
	used, height := 0, axisLook.leading
	for _, t := range p.X.Ticks {
		at, ok := along(p.X, t.At, p.width)
		if !ok || !onAxis(p.X, t.At) {
			return 0, refuse("the tick " + t.Label + " lies outside of its axis")
		}
		one := tick{at: p.left + at, label: word(t.Label, p.width/4)}
		width := one.label.widest()
		one.left = min(max(one.at-width/2, 0), p.full-width)
		height = max(height, one.label.height())
		for one.row < rows && overlaps(taken[one.row], one, between) {
			one.row++
		}
		if one.row == rows {
			return 0, refuse("the ticks of its horizontal axis have no room beside each other")
		}
		taken[one.row] = append(taken[one.row], one)
		used = max(used, one.row+1)
		p.xTicks = append(p.xTicks, one)
	}
	for i := range p.xTicks {
		p.xTicks[i].row = y + p.xTicks[i].row*height
	}
	return y + used*height + 2_000, nil
}

func overlaps(taken []tick, one tick, between int) bool {
	for _, other := range taken {
		if one.left < other.left+other.label.widest()+between && other.left < one.left+one.label.widest()+between {
			return true
		}
	}
	return false
}

var dashes = [...]string{"[] 0 d", "[4 2] 0 d", "[1 1.6] 0 d", "[7 2 1.5 2] 0 d"}

func strokeOf(i int, mark document.Mark) stroke {
	s := stroke{accent, dashes[i%len(dashes)]}
	switch {
	case mark == document.Removed:
		s.dashes = dashes[1]
	case mark == document.Added:
		s.dashes = dashes[0]
	case i%2 == 1:
		s.colour = secondLine
	}
	s.colour = markColour(mark, s.colour)
	return s
}

// placeLegend puts the labels of lines below the plot, beside each other.
func (b *bench) placeLegend(p *plot, y int) int {
	const between = 16_000
	x, height := p.left, 0
	y += 3_000
	for i, line := range p.Lines {
		runs := b.markRuns(document.Kept, line.Mark)
		l := axisLook
		l.colour = markColour(line.Mark, ink)
		runs = append(runs, run{text: line.Label, look: l})
		if runs[0].text == "" {
			continue
		}
		label := b.set(p.node, axisLook, runs, p.width-sampleWidth-tickGap)
		width := sampleWidth + tickGap + label.widest()
		if x > p.left && x+width > p.full {
			x, y, height = p.left, y+height, 0
		}
		p.legend = append(p.legend, legend{x: x, y: y, label: label, stroke: strokeOf(i, line.Mark)})
		x, height = x+width+between, max(height, label.height())
	}
	return y + height
}

func (p *plot) placeLines(refuse func(string) error) error {
	for _, line := range p.Lines {
		var spots []spot
		for _, point := range line.Points {
			x, onX := along(p.X, point.X, p.width)
			y, onY := along(p.Y, point.Y, plotHeight)
			if !onX || !onY {
				return refuse("a point of the line " + line.Label + " lies far outside of the axes")
			}
			spots = append(spots, spot{p.left + x, p.top + plotHeight - y})
		}
		p.lines = append(p.lines, spots)
	}
	return nil
}

func (p *plot) draw(c *canvas, x, top int) {
	p.node.box, p.node.page = rect{x, top, x + p.full, top + p.height}, len(c.pages)-1
	c.begin(p.node)
	p.drawAxes(c, x, top)
	p.drawLines(c, x, top)
	c.begin(p.node)
	p.yLabel.drawAll(c, x, top)
	for _, t := range p.yTicks {
		for n := range t.label.lines {
			t.label.draw(c, n, x, top+t.at-axisLook.leading/2+n*axisLook.leading, x+p.left-tickGap)
		}
	}
	for _, t := range p.xTicks {
		t.label.drawAll(c, x+t.left, top+t.row)
	}
	last := p.top + plotHeight + tickGap
	for _, t := range p.xTicks {
		last = max(last, t.row+t.label.height())
	}
	p.xLabel.drawAll(c, x+p.left+(p.width-p.xLabel.widest())/2, top+last+1_000)
	for _, l := range p.legend {
		l.label.drawAll(c, x+l.x+sampleWidth+tickGap, top+l.y)
		c.strokeLine(l.stroke, curveWidth, []spot{{x + l.x, top + l.y + axisLook.leading/2}, {x + l.x + sampleWidth, top + l.y + axisLook.leading/2}})
	}
}

func (p *plot) drawAxes(c *canvas, x, top int) {
	for _, t := range p.yTicks {
		c.fillRect(x+p.left, top+t.at-hairline/2, p.width, hairline, rule)
	}
	for _, t := range p.xTicks {
		c.fillRect(x+t.at-hairline/2, top+p.top, hairline, plotHeight, rule)
	}
	c.fillRect(x+p.left, top+p.top+plotHeight-thinRule/2, p.width, thinRule, grey)
	c.fillRect(x+p.left-thinRule/2, top+p.top, thinRule, plotHeight, grey)
}

func (p *plot) drawLines(c *canvas, x, top int) {
	c.endText()
	c.write("q ")
	c.number(x + p.left - curveWidth)
	c.number(c.height - top - p.top - plotHeight - curveWidth)
	c.number(p.width + 2*curveWidth)
	c.number(plotHeight + 2*curveWidth)
	c.write("re W n\n")
	for i, spots := range p.lines {
		moved := make([]spot, len(spots))
		for n, s := range spots {
			moved[n] = spot{x + s.x, top + s.y}
		}
		c.strokeLine(strokeOf(i, p.Lines[i].Mark), curveWidth, moved)
	}
	c.write("Q\n")
	c.stroke, c.fill = "", ""
}

// strokeLine draws a line from point to point.
func (c *canvas) strokeLine(s stroke, width int, spots []spot) {
	if len(spots) < 2 {
		return
	}
	c.endText()
	c.setStroke(s.colour)
	c.number(width)
	c.write("w 1 j " + s.dashes + "\n")
	for i, at := range spots {
		c.number(at.x)
		c.number(c.height - at.y)
		if i == 0 {
			c.write("m ")
		} else {
			c.write("l ")
		}
	}
	c.write("S\n")
}
