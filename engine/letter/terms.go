package letter

import (
	"strings"
	"unicode"

	"github.com/salesplan/salesplan/engine/document"
)

// term is a clause as a letter says it.
type term struct {
	key     string
	heading []document.Span
	blocks  []document.Block
}

// readTerms puts the values of the letter into the clauses of its template.
// Clauses that the language does not have are left out; [Check] reports them.
func (f *facts) readTerms() {
	for _, key := range f.template.Clauses {
		c, ok := f.set.clauses.find(key, f.template.Language, f.country)
		if !ok || !f.applies(key) {
			continue
		}
		t := term{key: key, heading: f.inline(c.Heading)}
		for _, part := range partsOf(c.Text) {
			t.blocks = append(t.blocks, f.block(part))
		}
		f.terms = append(f.terms, t)
	}
}

// applies reports whether a built-in clause has something to say of the comp
// plan. It is about what not every plan has only if the organisation does not
// word it itself.
func (f *facts) applies(key string) bool {
	if c, _ := f.set.clauses.find(key, f.template.Language, f.country); c.record != nil {
		return true
	}
	switch key {
	case "draw":
		return f.plan.Draw != nil
	case "clawback":
		for i := range f.plan.Components {
			if f.plan.Components[i].Clawback != nil {
				return true
			}
		}
		return false
	case "windfall":
		for i := range f.plan.Components {
			if f.plan.Components[i].Windfall != nil {
				return true
			}
		}
		return false
	}
	return true
}

// textPart is a paragraph or list of a clause, as it is written.
type textPart struct {
	lines   []string
	list    bool
	ordered bool
}

// partsOf cuts the text of a clause into paragraphs and lists.
func partsOf(text string) []textPart {
	var parts []textPart
	open := false // the last part goes on
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		item, ordered, isItem := itemOf(line)
		last := len(parts) - 1
		switch {
		case line == "":
			open = false
		case isItem && open && parts[last].list && parts[last].ordered == ordered:
			parts[last].lines = append(parts[last].lines, item)
		case isItem:
			parts, open = append(parts, textPart{lines: []string{item}, list: true, ordered: ordered}), true
		case open:
			lines := parts[last].lines
			lines[len(lines)-1] = joinLines(lines[len(lines)-1], line)
		default:
			parts, open = append(parts, textPart{lines: []string{line}}), true
		}
	}
	return parts
}

// joinLines joins two lines of one paragraph: with a blank, but not within text
// that is written without blanks.
func joinLines(one, other string) string {
	last, first := []rune(one), []rune(other)
	if wide(last[len(last)-1]) && wide(first[0]) {
		return one + other
	}
	return one + " " + other
}

// wide reports whether a character belongs to a script without blanks.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}

// itemOf returns what a line of a list says behind its mark.
func itemOf(line string) (item string, ordered, ok bool) {
	if item, ok = strings.CutPrefix(line, "- "); ok {
		return strings.TrimSpace(item), false, true
	}
	digits := strings.TrimLeft(line, "0123456789")
	if item, ok = strings.CutPrefix(digits, ". "); ok && len(digits) < len(line) {
		return strings.TrimSpace(item), true, true
	}
	return "", false, false
}

// block is a part of a clause with the values of the letter in it.
func (f *facts) block(part textPart) document.Block {
	if !part.list {
		return document.Paragraph{Text: f.inline(part.lines[0])}
	}
	list := document.List{Ordered: part.ordered}
	for _, line := range part.lines {
		list.Items = append(list.Items, document.Item{Blocks: []document.Block{document.Paragraph{Text: f.inline(line)}}})
	}
	return list
}

// inline puts values in the place of references. They are words, whatever they
// look like: only the text of the clause itself is looked at.
func (f *facts) inline(text string) []document.Span {
	var spans []document.Span
	strong := false
	add := func(text string) {
		if last := len(spans) - 1; last >= 0 && spans[last].Strong == strong {
			spans[last].Text += text
		} else if text != "" {
			spans = append(spans, document.Span{Text: text, Strong: strong})
		}
	}
	for _, p := range pieces(text) {
		if p.reference {
			value, _ := f.value(p.text)
			add(value)
			continue
		}
		for i, run := range strings.Split(p.text, "**") {
			if i > 0 {
				strong = !strong
			}
			add(run)
		}
	}
	return spans
}
