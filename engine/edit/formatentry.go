package edit

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/syntax"
)

// entry formats one entry, which stood at a column in the lines from one up to
// another, with the comments that belong to it.
func (f *formatter) entry(e entry, from, to, indent, column int, path []string) []string {
	head := strings.Repeat(" ", indent)
	if e.key == "" {
		head += "-"
	} else {
		head += f.scalar(e.from, e.mark-1) + ":"
	}
	p := e.value
	first, last := f.lineOf(p.from), f.lineOf(p.to)
	beside := from == first
	if !p.flow && len(p.entries) > 0 {
		return f.nested(e, head, from, to, indent, path)
	}
	var lines []string
	switch comment := f.after(e.mark, f.lineEnd(e.mark)); {
	case first == last && (beside || comment == ""):
		lines = []string{head + " " + f.inline(p, path) + f.after(p.to, f.lineEnd(p.to))}
	default:
		lines = f.shifted(head, e, from, last, indent-column)
	}
	deeper := indent + 2
	if p.style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		deeper = indent // deeper it would be part of the text
	}
	return append(lines, f.between(last+1, to, deeper)...)
}

// nested formats an entry whose value is a map or list in lines of its own.
func (f *formatter) nested(e entry, head string, from, to, indent int, path []string) []string {
	p := e.value
	start := f.lineOf(p.entries[0].from)
	if start == from { // behind the dash
		lines := f.block(p, from, to, indent+2, path)
		lines[0] = head + lines[0][indent+1:]
		return lines
	}
	lines := f.block(p, from+1, to, indent+2, path)
	comment := f.after(e.mark, f.lineEnd(e.mark))
	if e.key == "" && comment == "" && !strings.HasPrefix(strings.TrimSpace(lines[0]), "#") {
		lines[0] = head + lines[0][indent+1:]
		return lines
	}
	return append([]string{head + comment}, lines...)
}

// after returns the comment between two offsets of a line, with the space
// before it, and nothing where there is none.
func (f *formatter) after(from, to int) string {
	text := string(f.text[min(from, to):to])
	if !strings.HasPrefix(strings.TrimSpace(text), "#") {
		return ""
	}
	return strings.TrimRight(text, " \t")
}

// shifted moves the lines of a value of several lines with its key.
func (f *formatter) shifted(head string, e entry, from, last, by int) []string {
	lines := []string{head + strings.TrimRight(string(f.text[e.mark:f.lineEnd(e.mark)]), " \t")}
	if e.value.from <= f.lineEnd(e.mark) {
		lines[0] = head + " " + strings.TrimRight(string(f.text[e.value.from:f.lineEnd(e.mark)]), " \t")
	}
	for line := from + 1; line <= last; line++ {
		text := string(f.text[f.lines[line]:f.lineEnd(f.lines[line])])
		switch {
		case strings.TrimSpace(text) == "":
			text = strings.TrimLeft(text, " ")
		case by > 0:
			text = strings.Repeat(" ", by) + text
		default:
			text = text[min(-by, len(text)-len(strings.TrimLeft(text, " "))):]
		}
		lines = append(lines, text)
	}
	return lines
}

// inline formats a value of one line.
func (f *formatter) inline(p *piece, path []string) string {
	switch p.said.Kind {
	case syntax.List:
		items := make([]string, len(p.entries))
		for i, e := range p.entries {
			items[i] = f.inline(e.value, path)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case syntax.Map:
		parts := make([]part, len(p.entries))
		for i, e := range p.entries {
			parts[i].entry = e
			parts[i].body = []string{f.scalar(e.from, e.mark-1) + ": " + f.inline(e.value, append(slices.Clip(path), e.key))}
		}
		var fields []string
		for _, one := range f.sorted(parts, path) {
			fields = append(fields, one.body[0])
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	if p.style == yaml.SingleQuotedStyle && !strings.ContainsFunc(p.said.Text, unseen) {
		return quoted(p.said.Text)
	}
	return f.scalar(p.from, p.to)
}

// scalar returns a key or value of one line as it is written.
func (f *formatter) scalar(from, to int) string {
	return strings.TrimSpace(string(f.text[from:to]))
}
