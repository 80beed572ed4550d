package merge

import (
	"bytes"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/edit"
)

// marker writes conflicts into a text.
type marker struct {
	ours, theirs content // what the text says, and what it says after the splices
	conflicts    []Conflict
	size         int // characters of a marker
}

// hunk is a range of whole lines in which two versions differ.
type hunk struct {
	from, to int
	splices  []edit.Splice
}

// defaultMarker is how many characters git's markers have.
const defaultMarker = 7

// mark returns the text with the lines that the splices would change between
// markers, beside what they would become.
func (m marker) mark(text []byte, splices []edit.Splice) []byte {
	if m.size <= 0 {
		m.size = defaultMarker
	}
	ends := "\n"
	if first := bytes.IndexByte(text, '\n'); first > 0 && text[first-1] == '\r' {
		ends = "\r\n"
	}
	var b bytes.Buffer
	at, line, other := 0, 1, 1 // lines of the text, and of what it becomes
	for _, h := range hunks(text, splices) {
		between := text[at:h.from]
		b.Write(between)
		if len(between) > 0 && !bytes.HasSuffix(between, []byte("\n")) {
			b.WriteString(ends)
		}
		line, other = line+bytes.Count(between, []byte("\n")), other+bytes.Count(between, []byte("\n"))
		old := text[h.from:h.to]
		now := h.apply(text)
		about := m.about(line, line+lines(old), other, other+lines(now))
		m.line(&b, '<', "ours"+about, ends)
		writeLines(&b, old, ends)
		m.line(&b, '=', "", ends)
		writeLines(&b, now, ends)
		m.line(&b, '>', "theirs"+about, ends)
		line, other = line+lines(old), other+lines(now)
		at = h.to
	}
	b.Write(text[at:])
	return b.Bytes()
}

func (m marker) line(b *bytes.Buffer, sign byte, label, ends string) {
	b.WriteString(strings.Repeat(string(sign), m.size))
	if label != "" {
		b.WriteString(" " + label)
	}
	b.WriteString(ends)
}

func writeLines(b *bytes.Buffer, text []byte, ends string) {
	b.Write(text)
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		b.WriteString(ends)
	}
}

// lines counts the lines of a text, the last one also if it has no end.
func lines(text []byte) int {
	count := bytes.Count(text, []byte("\n"))
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		count++
	}
	return count
}

// hunks widens splices to whole lines. Those that share a line are one hunk.
func hunks(text []byte, splices []edit.Splice) []hunk {
	var all []hunk
	for _, s := range splices {
		h := hunk{from: lineStart(text, s.From), to: s.To, splices: []edit.Splice{s}}
		wholeLines := s.From == h.from && s.To == lineStart(text, s.To) && (s.Text == "" || strings.HasSuffix(s.Text, "\n"))
		if !wholeLines {
			h.to = lineStop(text, s.To)
		}
		if last := len(all) - 1; last >= 0 && h.from < all[last].to {
			all[last].to = max(all[last].to, h.to)
			all[last].splices = append(all[last].splices, s)
			continue
		}
		all = append(all, h)
	}
	return all
}

// apply returns the lines of a hunk after its splices.
func (h hunk) apply(text []byte) []byte {
	moved := slices.Clone(h.splices)
	for i := range moved {
		moved[i].From -= h.from
		moved[i].To -= h.from
	}
	return edit.Apply(text[h.from:h.to], moved)
}

func lineStart(text []byte, at int) int { return bytes.LastIndexByte(text[:at], '\n') + 1 }

func lineStop(text []byte, at int) int {
	if newline := bytes.IndexByte(text[at:], '\n'); newline >= 0 {
		return at + newline + 1
	}
	return len(text)
}

// about names the conflicts of a hunk, given as its lines in ours and theirs,
// each from one up to another.
func (m marker) about(from, to, otherFrom, otherTo int) string {
	var names []string
	for _, c := range m.conflicts {
		here, mine := m.ours.lineOf(c)
		there, its := m.theirs.lineOf(c)
		if mine && m.ours.within(here, from, to) || its && m.theirs.within(there, otherFrom, otherTo) {
			names = append(names, strings.TrimSpace(c.Addr.String()+" "+c.Field))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ": " + strings.Join(slices.Compact(names), ", ")
}

// lineOf returns the line on which the record of a conflict begins.
func (c content) lineOf(conflict Conflict) (line int, ok bool) {
	for _, k := range c.order {
		if k.addr() == conflict.Addr {
			return beginning(c, k), true
		}
	}
	return 0, false
}

// beginning is the line of the key of a record, or of its first field.
func beginning(c content, k key) int {
	n := c.records[k]
	if n.KeyLine > 0 && (k.keyed || k.whole) {
		return int(n.KeyLine)
	}
	return int(n.Line)
}

// within reports whether lines are of the record that begins on a line: they
// hold its beginning, or no other record begins between the two.
func (c content) within(line, from, to int) bool {
	if line >= from {
		return line < to
	}
	for _, k := range c.order {
		if other := beginning(c, k); other > line && other < to {
			return false
		}
	}
	return true
}
