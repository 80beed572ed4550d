package edit

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/syntax"
)

// Order returns the names of the fields of a record of a collection, or of the
// group at a path within it, in the order in which they are to stand.
type Order func(collection, path string) []string

// errNotFormatted says that the form of a text would cost something that it says.
var errNotFormatted = errors.New("it is written in a way that cannot be formatted without loss")

// FormatYAML returns a YAML text in the form of engine/docs/adr/0011: two
// spaces of indentation, fields in order, at most one empty line at a time. It
// says the same, with the same comments. A text in that form stays as it is.
// Errors: the text is no sound plan file, or cannot be formatted without loss.
func FormatYAML(text []byte, order Order) ([]byte, error) {
	plain := bytes.TrimPrefix(text, []byte(byteOrderMark))
	ends := lineEnds(plain)
	plain = bytes.ReplaceAll(plain, []byte("\r\n"), []byte("\n"))
	d, err := parse(plain)
	if err != nil {
		return nil, err
	}
	f := formatter{yamlEditor: &yamlEditor{document: d}, order: order}
	last := len(d.lines)
	if len(plain) == 0 || plain[len(plain)-1] == '\n' {
		last--
	}
	var lines []string
	switch {
	case d.root == nil:
		lines = f.between(0, last, 0)
	case d.root.flow:
		lines = f.raw(0, last)
	default:
		lines = f.block(d.root, 0, last, 0, nil)
	}
	formatted := []byte(strings.Join(trimmed(lines), "\n") + "\n")
	if len(trimmed(lines)) == 0 {
		formatted = nil
	}
	if !sameText(plain, formatted, d) {
		return nil, errNotFormatted
	}
	return bytes.ReplaceAll(formatted, []byte("\n"), []byte(ends)), nil
}

// sameText reports whether a formatted text says the same as before, with the
// same comments.
func sameText(before, after []byte, d *document) bool {
	said, err := ReadYAML(after)
	if err != nil || !slices.Equal(comments(before), comments(after)) || bytes.Count(before, []byte("#")) != bytes.Count(after, []byte("#")) {
		return false
	}
	if d.root == nil {
		return len(said.Children) == 0
	}
	return d.root.said.Equal(&said)
}

// comments returns the lines of a text that begin with #, sorted.
func comments(text []byte) []string {
	var found []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
			found = append(found, line)
		}
	}
	slices.Sort(found)
	return found
}

// trimmed returns lines without empty ones at both ends, and never two of them
// together outside of values.
func trimmed(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// formatter writes the lines of a document anew.
type formatter struct {
	*yamlEditor
	order Order
}

// part is an entry of a map or list with the lines that belong to it.
type part struct {
	entry
	lead []string // comments and empty lines above it
	body []string
}

// block formats a map or list that is not in brackets. Its lines are those from
// one up to another. path are the keys that lead to it, lists left out.
func (f *formatter) block(p *piece, from, to, indent int, path []string) []string {
	column := f.column(p)
	parts := make([]part, len(p.entries))
	at := from
	for i, e := range p.entries {
		line := f.lineOf(e.from)
		parts[i] = part{entry: e, lead: f.between(at, line, indent)}
		end := to
		if i+1 < len(p.entries) {
			end = f.lineOf(p.entries[i+1].from)
		}
		at = f.tail(f.lineOf(e.value.to)+1, end, column)
		below := path
		if e.key != "" {
			below = append(slices.Clip(path), e.key)
		}
		parts[i].body = f.entry(e, line, at, indent, column, below)
	}
	rest := f.between(at, to, indent)
	if p.said.Kind == syntax.Map {
		parts = f.sorted(parts, path)
	}
	var lines []string
	for _, one := range parts {
		if len(lines) == 0 {
			one.lead = trimmedStart(one.lead)
		}
		lines = append(append(lines, one.lead...), one.body...)
	}
	return append(lines, rest...)
}

func trimmedStart(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	return lines
}

// tail returns the line up to which comments belong to the entry before them:
// those that are indented deeper.
func (f *formatter) tail(from, to, column int) int {
	end := from
	for line := from; line < to; line++ {
		if indent, ok := f.comment(line); ok && indent > column {
			end = line + 1
		}
	}
	return end
}

// between formats lines that hold nothing but comments.
func (f *formatter) between(from, to, indent int) []string {
	var lines []string
	for line := from; line < to; line++ {
		text := strings.TrimSpace(string(f.text[f.lines[line]:f.lineEnd(f.lines[line])]))
		switch {
		case text != "":
			lines = append(lines, strings.Repeat(" ", indent)+text)
		case len(lines) == 0 || lines[len(lines)-1] != "":
			lines = append(lines, "")
		}
	}
	return lines
}

// raw returns lines as they are.
func (f *formatter) raw(from, to int) []string {
	var lines []string
	for line := from; line < to; line++ {
		lines = append(lines, string(f.text[f.lines[line]:f.lineEnd(f.lines[line])]))
	}
	return lines
}

// sorted puts the fields of a group in order. What the order does not name
// stays behind, as written.
func (f *formatter) sorted(parts []part, path []string) []part {
	names := f.names(path)
	rank := func(p part) int {
		if i := slices.Index(names, p.key); i >= 0 {
			return i
		}
		return len(names)
	}
	slices.SortStableFunc(parts, func(a, b part) int { return rank(a) - rank(b) })
	return parts
}

// names returns the order of the fields of the group at a path: nil for a whole
// file and for a collection, whose entries stay as they stand.
func (f *formatter) names(path []string) []string {
	switch {
	case len(path) == 0:
		return nil
	case path[0] == plan.SettingsAddr.Collection:
		return f.order(path[0], strings.Join(path[1:], "."))
	case len(path) == 1 && !f.listed(path[0]):
		return nil
	case len(path) == 1:
		return f.order(path[0], "")
	case f.listed(path[0]):
		return f.order(path[0], strings.Join(path[1:], "."))
	}
	return f.order(path[0], strings.Join(path[2:], "."))
}

// listed reports whether a collection of the file is written as a list.
func (f *formatter) listed(collection string) bool {
	c, ok := f.document.root.said.Field(collection)
	return ok && c.Kind == syntax.List
}
