package press

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/document"
)

// Markdown draws a document as GitHub flavoured Markdown. Attachments are left
// out, and of a curve only its words are shown: Markdown can carry neither. What
// a redline adds and removes stands in <ins> and <del>.
func Markdown(d document.Document) ([]byte, error) {
	m := markdownForm{words: d.Words}
	m.para("# " + md(d.Title))
	if d.RunningHead != "" {
		m.para(md(d.RunningHead))
	}
	for _, block := range d.Blocks {
		m.block(block)
	}
	m.para("---")
	m.para(md(d.Version))
	return []byte(strings.TrimRight(m.String(), "\n") + "\n"), nil
}

// markdownForm writes blocks as Markdown, each followed by an empty line.
type markdownForm struct {
	strings.Builder
	words  document.Words
	indent string        // of the lines of a block within a list
	first  string        // of the first line of a block, in place of indent
	mark   document.Mark // of the part that is being written
}

// para writes lines as one block.
func (m *markdownForm) para(text string) {
	for i, line := range strings.Split(text, "\n") {
		lead := m.indent
		if i == 0 && m.first != "" {
			lead, m.first = m.first, ""
		}
		m.WriteString(strings.TrimRight(lead+line, " ") + "\n")
	}
	m.WriteString(strings.TrimRight(m.indent, " ") + "\n")
}

// plain are the characters besides letters and digits that mean nothing in
// Markdown, wherever they stand.
const plain = " .,;()/%'\"?"

// md writes a value so that Markdown takes it for nothing but text: every
// character that may mean something where it stands is a numeric reference.
func md(text string) string {
	text = line(text)
	var b strings.Builder
	for i, r := range text {
		if means(text, i, r) {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// means reports whether a character may mean something in Markdown.
func means(text string, i int, r rune) bool {
	before, after := text[:i], text[i+utf8.RuneLen(r):]
	switch r {
	case '.':
		numbers := strings.Trim(before, "0123456789") == "" && (after == "" || !alphanumeric(after[0])) // an item
		return numbers || strings.HasSuffix(strings.ToLower(before), "www")
	case ')':
		return before != "" && strings.Trim(before, "0123456789") == ""
	case '-':
		return before == "" || after == "" || strings.HasSuffix(before, "-") || after[0] == '-' // else within a word or between two
	case '_':
		return before == "" || after == "" || !alphanumeric(before[len(before)-1]) || !alphanumeric(after[0])
	case ':':
		return !strings.HasPrefix(after, " ")
	case '=':
		return strings.TrimSpace(before) == "" || !strings.HasSuffix(before, " ") || !strings.HasPrefix(after, " ")
	}
	return r < utf8.RuneSelf && !alphanumeric(byte(r)) && !strings.ContainsRune(plain, r)
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func (m *markdownForm) block(block document.Block) {
	switch b := block.(type) {
	case document.Heading:
		m.para(strings.Repeat("#", min(max(b.Level, 1), 3)+1) + " " + m.marked(b.Mark, m.spans(b.Text)))
	case document.Paragraph:
		m.para(m.marked(b.Mark, m.spans(b.Text)))
	case document.Notice:
		m.para("> " + m.marked(b.Mark, m.spans(b.Text)))
	case document.KeyFigures:
		for _, item := range b.Items {
			m.para(m.marked(item.Mark, md(item.Label)+": "+strong(m.spans(item.Value))))
		}
	case document.Table:
		m.table(b)
	case document.Curve:
		m.para(m.marked(markOf(b), "<em>"+md(described(b.Caption, b.Alt))+"</em>"))
	case document.List:
		m.list(b)
	case document.Clause:
		heading := m.spans(b.Heading)
		if b.Number != "" {
			heading = md(b.Number) + " " + heading
		}
		m.para("### " + m.marked(b.Mark, heading))
		m.within(b.Blocks, b.Mark)
	case document.Example:
		m.para("### " + m.marked(b.Mark, m.spans(b.Title)))
		m.within(b.Blocks, b.Mark)
	case document.Signatures:
		for _, p := range b.Parties {
			m.para(m.marked(p.Mark, strings.TrimSpace(strong(md(p.Role))+" "+md(p.Name))))
			m.para(m.struck(p.Mark, document.Kept, fmt.Sprintf("%s: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_ %s: \\_\\_\\_\\_\\_\\_", md(m.words.Signature), md(m.words.Date))))
		}
	}
}

// strong is written as HTML: stars beside a blank are no more than stars.
func strong(text string) string { return "<strong>" + text + "</strong>" }

// described joins a caption and what the picture shows.
func described(caption, alt string) string {
	if caption == "" || alt == "" {
		return caption + alt
	}
	return caption + ": " + alt
}

// within writes the blocks of a part, whose mark holds for all of them.
func (m *markdownForm) within(blocks []document.Block, mark document.Mark) {
	outer := m.mark
	if mark != document.Kept {
		m.mark = mark
	}
	for _, block := range blocks {
		m.block(block)
	}
	m.mark = outer
}

// marked says the mark of a whole part in words.
func (m *markdownForm) marked(mark document.Mark, text string) string {
	word := markWord(mark, m.words)
	switch {
	case word == "" && m.mark == document.Removed:
		return "<del>" + text + "</del>"
	case word == "" && m.mark == document.Added:
		return "<ins>" + text + "</ins>"
	case word == "":
		return text
	case mark == document.Removed:
		return "(" + md(word) + ") <del>" + text + "</del>"
	case mark == document.Added:
		return "(" + md(word) + ") <ins>" + text + "</ins>"
	}
	return "(" + md(word) + ") " + text
}

// spans writes text with its looks.
func (m *markdownForm) spans(spans []document.Span) string {
	var b strings.Builder
	for _, s := range spans {
		text := md(s.Text)
		if s.Strong && strings.TrimSpace(text) != "" {
			text = strong(text)
		}
		switch s.Mark {
		case document.Added:
			text = "<ins>" + text + "</ins>"
		case document.Removed:
			text = "<del>" + text + "</del>"
		case document.Kept, document.Changed:
		}
		b.WriteString(text)
	}
	return b.String()
}

func (m *markdownForm) table(t document.Table) {
	if t.Caption != "" || t.Mark != document.Kept {
		m.para(strong(m.marked(t.Mark, md(t.Caption))))
	}
	var rows []string
	var head, rule []string
	for _, column := range t.Columns {
		head = append(head, m.struck(t.Mark, document.Kept, md(column.Label)))
		if column.Number {
			rule = append(rule, "--:")
		} else {
			rule = append(rule, "---")
		}
	}
	rows = append(rows, row(head), row(rule))
	for _, r := range t.Rows {
		cells := make([]string, len(t.Columns))
		for i, cell := range r.Cells {
			if i >= len(cells) {
				break
			}
			cells[i] = m.spans(cell.Text)
			if r.Total && cells[i] != "" {
				cells[i] = strong(cells[i])
			}
			if i == 0 && r.Mark != document.Kept {
				cells[i] = m.marked(r.Mark, cells[i])
			} else {
				cells[i] = m.struck(r.Mark, t.Mark, cells[i])
			}
		}
		rows = append(rows, row(cells))
	}
	m.para(strings.Join(rows, "\n"))
}

// struck marks a cell as its row, its table or the part around is marked.
func (m *markdownForm) struck(row, table document.Mark, text string) string {
	for _, mark := range []document.Mark{row, table, m.mark} {
		switch {
		case text == "" || mark == document.Changed:
			return text
		case mark == document.Added:
			return "<ins>" + text + "</ins>"
		case mark == document.Removed:
			return "<del>" + text + "</del>"
		}
	}
	return text
}

func row(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

func (m *markdownForm) list(l document.List) {
	for i, item := range l.Items {
		marker := "- "
		if l.Ordered {
			marker = fmt.Sprintf("%d. ", i+1)
		}
		outer := m.indent
		m.first, m.indent = outer+marker, outer+strings.Repeat(" ", len(marker))
		blocks := item.Blocks
		if len(blocks) == 0 {
			blocks = []document.Block{document.Paragraph{}}
		}
		if word := markWord(item.Mark, m.words); word != "" {
			m.first += "(" + md(word) + ") "
		}
		m.within(blocks, item.Mark)
		m.indent, m.first = outer, ""
	}
}
