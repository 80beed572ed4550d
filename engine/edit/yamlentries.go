package edit

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/syntax"
)

// pairing says which entries of a value stay, and what is new.
type pairing struct {
	wanted []*syntax.Node         // of each entry that there is; nil if it goes
	added  map[int][]*syntax.Node // behind the entry with an index, -1 for the beginning
}

// kept is how many entries stay.
func (p *pairing) kept() int {
	kept := 0
	for _, w := range p.wanted {
		if w != nil {
			kept++
		}
	}
	return kept
}

// changeMap changes the entries of a map that stay, and removes and adds others.
func (e *yamlEditor) changeMap(p *piece, want *syntax.Node, depth int) {
	index := make(map[string]int, len(p.entries))
	for i := range p.entries {
		index[p.entries[i].key] = i
	}
	pairs := pairing{wanted: make([]*syntax.Node, len(p.entries)), added: map[int][]*syntax.Node{}}
	last := -1
	for i := range want.Children {
		child := &want.Children[i]
		if at, ok := index[child.Key]; ok {
			pairs.wanted[at], last = child, at
		} else {
			pairs.added[last] = append(pairs.added[last], child)
		}
	}
	e.entries(p, want, pairs, depth)
}

// changeList does the same for the items of a list.
func (e *yamlEditor) changeList(p *piece, want *syntax.Node, depth int) {
	e.entries(p, want, align(p.said.Children, want.Children), depth)
}

// entries carries out a pairing.
func (e *yamlEditor) entries(p *piece, want *syntax.Node, pairs pairing, depth int) {
	column := e.column(p)
	if pairs.kept() == 0 {
		text := flow(want, p.inner)
		if !p.flow {
			text = strings.Join(bodyLines(want, column), "\n")[column:]
		}
		e.splice(p.from, p.to, text)
		return
	}
	for i, w := range pairs.wanted {
		if w != nil {
			e.value(p.entries[i], w, column, depth)
		}
	}
	if p.flow {
		e.flowEntries(p, pairs)
		return
	}
	e.removeLines(p, pairs)
	for after, nodes := range pairs.added {
		for _, n := range nodes {
			e.insertLines(p, after, n, column, depth)
		}
	}
}

// column is the indentation of the entries of a value, in bytes of its line.
func (e *yamlEditor) column(p *piece) int { return p.from - e.lines[e.lineOf(p.from)] }

// removeLines deletes the entries that go, each with the comments right above it.
func (e *yamlEditor) removeLines(p *piece, pairs pairing) {
	first := 0
	if !e.ownsLine(p.from) { // behind a dash: the next entry that stays moves up
		for pairs.wanted[first] == nil {
			first++
		}
		if first > 0 {
			e.splice(p.from, p.entries[first].from, "")
		}
	}
	for i := first; i < len(pairs.wanted); i++ {
		if pairs.wanted[i] == nil {
			e.removeChunk(p, i, i)
		}
	}
}

// removeChunk deletes the lines of entries, and the empty lines that would then
// meet or stand before the first entry.
func (e *yamlEditor) removeChunk(p *piece, first, last int) {
	from, to := e.chunkStart(p, first), e.chunkEnd(p, last)
	above := e.blankAbove(p, first)
	switch {
	case to == len(e.text):
		from = above
		// The line before loses its end if the text had none.
		if !bytes.HasSuffix(e.text, []byte("\n")) && from > 0 {
			from = e.lineEnd(e.lines[e.lineOf(from-1)])
		}
	case above < from || first == 0:
		for line := e.lineOf(to); line < len(e.lines) && e.blank(line) && e.lines[line] < len(e.text); line++ {
			to = e.nextLine(line)
		}
	}
	e.splice(from, to, "")
}

// blankAbove returns where the empty lines begin that stand right above an
// entry. Those that are part of the value before are not among them.
func (e *yamlEditor) blankAbove(p *piece, i int) int {
	from, floor := e.chunkStart(p, i), 0
	if i > 0 {
		floor = e.chunkEnd(p, i-1)
	}
	for line := e.lineOf(from) - 1; line >= 0 && e.lines[line] >= floor && e.blank(line); line-- {
		from = e.lines[line]
	}
	return from
}

// insertLines writes a new entry behind the one with an index, -1 for the
// beginning.
func (e *yamlEditor) insertLines(p *piece, after int, n *syntax.Node, column, depth int) {
	lines := newLines(p, max(after, 0), n, column, depth)
	apart := e.apart(p, lines, depth)
	text := strings.Join(lines, "\n")
	if after >= 0 {
		at := e.chunkEnd(p, after)
		// An empty line below a text that keeps such lines would be part of it.
		if apart && !e.keepsLines(p.entries[after].value) {
			text = "\n" + text
		}
		if at == len(e.text) && !bytes.HasSuffix(e.text, []byte("\n")) {
			text = "\n" + text
		} else {
			text += "\n"
		}
		e.splice(at, at, text)
		return
	}
	if apart {
		text += "\n"
	}
	if !e.ownsLine(p.from) {
		e.splice(p.from, p.from, text[column:]+"\n"+strings.Repeat(" ", column))
		return
	}
	at := e.chunkStart(p, 0)
	e.splice(at, at, text+"\n")
}

// keepsLines reports whether a value ends with text, such as |+, to which the
// empty lines below it belong.
func (e *yamlEditor) keepsLines(p *piece) bool {
	for len(p.entries) > 0 && !p.flow {
		p = p.entries[len(p.entries)-1].value
	}
	header, _, _ := bytes.Cut(e.text[p.from:e.lineEnd(p.from)], []byte(" "))
	return p.style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && bytes.IndexByte(header, '+') >= 0
}

// newLines writes a new entry, a record in the manner of the one beside it.
func newLines(p *piece, neighbour int, n *syntax.Node, column, depth int) []string {
	beside := p.entries[neighbour].value
	if depth < 2 && beside.flow && beside.said.Kind == n.Kind && len(beside.entries) > 0 {
		head := strings.Repeat(" ", column) + "- "
		if p.said.Kind == syntax.Map {
			head = strings.Repeat(" ", column) + yamlText(n.Key, false) + ": "
		}
		if line := head + flow(n, false); utf8.RuneCountInString(line) <= lineWidth {
			return []string{line}
		}
	}
	if p.said.Kind == syntax.Map {
		return entryLines(n, n.Key, column)
	}
	return itemLines(n, column)
}

// apart reports whether an empty line stands between the entries of a value:
// as it is between those that are there, else between records of several lines.
func (e *yamlEditor) apart(p *piece, lines []string, depth int) bool {
	if len(p.entries) == 1 {
		return depth < 2 && len(lines) > 1
	}
	for i := 1; i < len(p.entries); i++ {
		if e.blankAbove(p, i) < e.chunkStart(p, i) {
			return true
		}
	}
	return false
}

// ownsLine reports whether only spaces stand before an offset in its line.
func (e *yamlEditor) ownsLine(at int) bool {
	return len(bytes.Trim(e.text[e.lines[e.lineOf(at)]:at], " ")) == 0
}

func (e *yamlEditor) blank(line int) bool {
	return len(bytes.TrimSpace(e.text[e.lines[line]:e.lineEnd(e.lines[line])])) == 0
}

// nextLine returns the offset at which the line after one begins.
func (e *yamlEditor) nextLine(line int) int {
	if line+1 < len(e.lines) {
		return e.lines[line+1]
	}
	return len(e.text)
}

// comment reports whether a line is a comment, and how far it is indented.
func (e *yamlEditor) comment(line int) (indent int, ok bool) {
	text := e.text[e.lines[line]:e.lineEnd(e.lines[line])]
	body := bytes.TrimLeft(text, " ")
	return len(text) - len(body), len(body) > 0 && body[0] == '#'
}

// chunkStart returns the offset of the line with which an entry begins, its
// comments included.
func (e *yamlEditor) chunkStart(p *piece, i int) int {
	line, top := e.lineOf(p.entries[i].from), 0
	if i > 0 {
		top = e.lineOf(e.chunkEnd(p, i-1)-1) + 1
	}
	for line > top {
		if _, ok := e.comment(line - 1); !ok {
			break
		}
		line--
	}
	return e.lines[line]
}

// chunkEnd returns the offset behind the lines of an entry. Comments that are
// indented deeper than the entry belong to it.
func (e *yamlEditor) chunkEnd(p *piece, i int) int {
	line := e.lineOf(p.entries[i].value.to) + 1
	column := e.column(p)
	for line < len(e.lines) {
		if indent, ok := e.comment(line); !ok || indent <= column {
			break
		}
		line++
	}
	return e.nextLine(line - 1)
}

// flowEntries removes and adds entries within brackets.
func (e *yamlEditor) flowEntries(p *piece, pairs pairing) {
	tail := len(p.entries)
	for pairs.wanted[tail-1] == nil {
		tail--
	}
	if tail < len(p.entries) {
		e.splice(p.entries[tail-1].value.to, p.entries[len(p.entries)-1].value.to, "")
	}
	for i := range tail {
		if pairs.wanted[i] == nil {
			e.splice(p.entries[i].from, p.entries[i+1].from, "")
		}
	}
	for after, nodes := range pairs.added {
		for _, n := range nodes {
			text := flow(n, true)
			if p.said.Kind == syntax.Map {
				text = yamlText(n.Key, true) + ": " + text
			}
			if after < 0 {
				e.splice(p.entries[0].from, p.entries[0].from, text+", ")
				continue
			}
			at, between := p.entries[after].value.to, ", "
			if before := p.entries[after].from; e.ownsLine(before) && e.lineOf(before) > e.lineOf(p.from) {
				between = ",\n" + strings.Repeat(" ", before-e.lines[e.lineOf(before)])
			}
			e.splice(at, at, between+text)
		}
	}
}
