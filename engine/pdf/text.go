package pdf

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"

	"github.com/salesplan/salesplan/engine/document"
)

// run is a text of one look within a paragraph.
type run struct {
	text string
	look look
	mark document.Mark
	told bool // the word for the mark stands before the whole
}

// atom is a part of a paragraph that has one look and no break within.
type atom struct {
	text  string
	word  *word
	width int
	run   int // its run
	space bool
}

// unit is what stands between two places where a line may be broken: atoms, and
// the spaces that end them.
type unit struct {
	atoms   []atom
	visible int // width without the spaces at its end
	width   int
}

// line is a line of a paragraph.
type line struct {
	atoms []atom
	width int // without the spaces at its end
}

// text is a paragraph in lines, of which each may be drawn on another page.
type text struct {
	runs  []run
	lines []line
	look  look
	words *document.Words
	node  *node
	spans []*node // of runs with a mark
	first []int   // the first and the last line of each run
	last  []int
	// bookmark leads to it, if it is a heading.
	bookmark *bookmark
}

// letters is how many atoms stand before the spaces at the end.
func (u *unit) letters() int {
	n := len(u.atoms)
	for n > 0 && u.atoms[n-1].space {
		n--
	}
	return n
}

// runsOf gives spans a look. Parts without a mark of their own have that of the whole.
func runsOf(spans []document.Span, l look, mark document.Mark) []run {
	runs := make([]run, 0, len(spans)+1)
	for _, span := range spans {
		of := span.Mark
		if of == document.Kept {
			of = mark
		}
		of = kept(of)
		part := l
		part.strong = l.strong || span.Strong
		part.colour = markColour(of, l.colour)
		runs = append(runs, run{text: span.Text, look: part, mark: of, told: span.Mark == document.Kept})
	}
	return runs
}

// units splits runs at the places where lines may be broken, by the rules of
// Unicode: Japanese between most characters, yet never before a closing bracket
// or a full stop.
func (b *bench) units(runs []run) []unit {
	b.runes, b.runOf = b.runes[:0], b.runOf[:0]
	for i := range runs {
		for _, r := range normal(runs[i].text) {
			if r != 0xAD {
				b.runes, b.runOf = append(b.runes, r), append(b.runOf, i)
			}
		}
	}
	if len(b.runes) == 0 {
		return nil
	}
	b.segments.Init(b.runes)
	var units []unit
	for lines := b.segments.LineIterator(); lines.Next(); {
		found := lines.Line()
		units = append(units, b.unit(runs, found.Offset, found.Offset+len(found.Text)))
	}
	return units
}

func (b *bench) unit(runs []run, from, to int) unit {
	var u unit
	for at := from; at < to; {
		end := at + 1
		for end < to && b.runOf[end] == b.runOf[at] && isSpace(b.runes[end]) == isSpace(b.runes[at]) {
			end++
		}
		of := b.runOf[at]
		a := b.atom(string(b.runes[at:end]), runs, of)
		a.space = isSpace(b.runes[at])
		u.atoms = append(u.atoms, a)
		u.width += a.width
		if !a.space {
			u.visible = u.width
		}
		at = end
	}
	return u
}

func (b *bench) atom(text string, runs []run, of int) atom {
	l := &runs[of].look
	w := b.shaper.word(wordKey{text, l.strong, b.doc.Language})
	return atom{text: text, word: w, width: w.width(b.press, l.size), run: of}
}

// isSpace holds for spaces at which a line may be broken.
func isSpace(r rune) bool {
	return r == ' ' || r > 0xFF && r != 0x202F && r != 0x2007 && unicode.Is(unicode.Zs, r)
}

// wrap fills lines. The spaces at the end of a line stand outside of it: they
// are there to keep words apart when the text is read out or copied.
func (b *bench) wrap(units []unit, runs []run, width int) []line {
	var lines []line
	var current line
	filled := 0 // with the spaces at the end
	next := func() {
		lines = append(lines, current)
		current, filled = line{}, 0
	}
	for _, u := range units {
		if filled > 0 && filled+u.visible > width {
			next()
		}
		if u.visible > width {
			letters := u.letters()
			broken := b.breakUp(u.atoms[:letters], runs, width)
			lines = append(lines, broken[:len(broken)-1]...)
			current = broken[len(broken)-1]
			current.atoms = append(current.atoms, u.atoms[letters:]...)
			filled = current.width + u.width - u.visible
			continue
		}
		current.atoms = append(current.atoms, u.atoms...)
		current.width, filled = filled+u.visible, filled+u.width
	}
	if len(current.atoms) > 0 {
		next()
	}
	return lines
}

// breakUp breaks what is longer than a line wherever it must, between characters
// as people see them.
func (b *bench) breakUp(atoms []atom, runs []run, width int) []line {
	lines := []line{{}}
	add := func(a atom) {
		l := &lines[len(lines)-1]
		l.atoms = append(l.atoms, a)
		l.width += a.width
	}
	for _, a := range atoms {
		if lines[len(lines)-1].width+a.width <= width {
			add(a)
			continue
		}
		ends := b.graphemes(a.text)
		for from := 0; len(ends) > 0; {
			filled := lines[len(lines)-1].width
			fits := b.fitting(a.text, from, ends, runs, a.run, width-filled)
			if fits == 0 && filled > 0 {
				lines = append(lines, line{})
				continue
			}
			fits = max(fits, 1)
			add(b.atom(a.text[from:ends[fits-1]], runs, a.run))
			from, ends = ends[fits-1], ends[fits:]
		}
	}
	return lines
}

// fitting is how many of the characters of text that begin at from fit.
func (b *bench) fitting(text string, from int, ends []int, runs []run, of, width int) int {
	count, sum, at := 0, 0, from
	for _, end := range ends {
		sum += b.atom(text[at:end], runs, of).width
		if sum > width {
			break
		}
		count, at = count+1, end
	}
	for count > 0 && b.atom(text[from:ends[count-1]], runs, of).width > width { // wider together
		count--
	}
	return count
}

// graphemes are where the characters of text end that people see as one.
func (b *bench) graphemes(text string) []int {
	var ends []int
	var s segmenter.Segmenter
	s.Init([]rune(text))
	at := 0
	for parts := s.GraphemeIterator(); parts.Next(); {
		at += len(string(parts.Grapheme().Text))
		ends = append(ends, at)
	}
	return ends
}

// set makes a paragraph of a node.
func (b *bench) set(n *node, l look, runs []run, width int) *text {
	return b.setUnits(n, l, runs, b.units(runs), width)
}

func (b *bench) setUnits(n *node, l look, runs []run, units []unit, width int) *text {
	t := &text{runs: runs, look: l, words: &b.doc.Words, node: n, lines: b.wrap(units, runs, width)}
	for i := range runs {
		if runs[i].mark != document.Kept {
			t.findMarks()
			break
		}
	}
	return t
}

func (t *text) findMarks() {
	t.spans = make([]*node, len(t.runs))
	t.first, t.last = make([]int, len(t.runs)), make([]int, len(t.runs))
	for i := range t.first {
		t.first[i] = -1
	}
	for i := range t.lines {
		for _, a := range t.lines[i].atoms {
			if t.first[a.run] < 0 {
				t.first[a.run] = i
			}
			t.last[a.run] = i
		}
	}
}

func (t *text) height() int { return len(t.lines) * t.look.leading }

// baseline is how far below the top of a line its letters stand.
func (l look) baseline() int { return (l.leading-l.size)/2 + l.size*4/5 }

// draw draws a line at a place. right is the right edge of numbers, or 0.
func (t *text) draw(c *canvas, i, left, top, right int) {
	if m := t.bookmark; m != nil && !m.drawn {
		m.page, m.top, m.drawn = len(c.pages)-1, top, true
	}
	l := &t.lines[i]
	x, y := left, top+t.look.baseline()
	if right != 0 {
		x = right - l.width
	}
	for from := 0; from < len(l.atoms); {
		to := from + 1
		for to < len(l.atoms) && l.atoms[to].run == l.atoms[from].run {
			to++
		}
		x = t.drawRun(c, i, l.atoms[from:to], x, y)
		from = to
	}
}

func (t *text) drawRun(c *canvas, i int, atoms []atom, x, y int) int {
	r := &t.runs[atoms[0].run]
	if r.mark == document.Kept {
		c.begin(t.node)
		return showAtoms(c, atoms, r, x, y)
	}
	t.beginMarked(c, i, atoms)
	from := x
	x = showAtoms(c, atoms, r, x, y)
	end := x
	if last := atoms[len(atoms)-1]; last.space {
		end -= last.width
	}
	if end > from {
		c.underline(r.mark, from, end, y, r.look.size)
	}
	return x
}

func showAtoms(c *canvas, atoms []atom, r *run, x, y int) int {
	for _, a := range atoms {
		x = c.show(a.word, x, y, r.look.size, r.look.strong, r.look.colour)
	}
	return x
}

var decorations = [...]string{document.Added: "Underline", document.Removed: "LineThrough"}

// beginMarked opens a part of a span. Who hears it hears what the mark means.
func (t *text) beginMarked(c *canvas, i int, atoms []atom) {
	of := atoms[0].run
	mark := t.runs[of].mark
	if t.spans[of] == nil {
		t.spans[of] = t.node.add("Span")
		t.spans[of].attributes = "/A<</O/Layout/TextDecorationType/" + decorations[mark] + ">>"
	}
	word := markWord(t.words, mark)
	if word == "" || t.runs[of].told {
		c.begin(t.spans[of])
		return
	}
	var spoken strings.Builder
	if i == t.first[of] {
		spoken.WriteString("[" + word + ": ")
	}
	end := ""
	for n, a := range atoms {
		if i == t.last[of] && n == len(atoms)-1 && a.space {
			end = a.text
			break
		}
		spoken.WriteString(a.text)
	}
	if i == t.last[of] {
		spoken.WriteString("]" + end)
	}
	c.beginPart(t.spans[of], "Span", "/ActualText"+string(appendUTF16([]byte("<FEFF"), spoken.String(), '>')))
}
