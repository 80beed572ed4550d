package edit

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/salesplan/salesplan/engine/syntax"
)

// ReadYAML returns what a YAML text says, with places, for changing it and
// handing it to [YAML]. A text without entries is an empty map.
func ReadYAML(text []byte) (syntax.Node, error) {
	d, err := parse(bytes.TrimPrefix(text, []byte(byteOrderMark)))
	if err != nil {
		return syntax.Node{}, err
	}
	if d.root == nil {
		return syntax.Node{Kind: syntax.Map}, nil
	}
	return d.root.said, nil
}

// YAML returns the splices after which a YAML text says what is wanted. What
// says it already is not touched. An entry that is new stands behind the one
// that goes before it in what is wanted. Items of lists are known again by what
// they say. Errors: the text is no sound plan file, or [ErrNotInPlace].
func YAML(text []byte, want *syntax.Node) ([]Splice, error) {
	plain := bytes.TrimPrefix(text, []byte(byteOrderMark))
	d, err := parse(plain)
	if err != nil {
		return nil, err
	}
	e := yamlEditor{document: d}
	e.root(want)
	splices, err := ordered(e.splices)
	if err != nil {
		return nil, err
	}
	ends, mark := lineEnds(plain), len(text)-len(plain)
	for i := range splices {
		splices[i].From += mark
		splices[i].To += mark
		if ends != "\n" {
			splices[i].Text = strings.ReplaceAll(splices[i].Text, "\n", ends)
		}
	}
	return splices, verifyYAML(Apply(text, splices), want)
}

// verifyYAML reports whether a text says what is wanted.
func verifyYAML(text []byte, want *syntax.Node) error {
	got, err := ReadYAML(text)
	if err != nil {
		return fmt.Errorf("%w: the result cannot be read: %w", ErrNotInPlace, err)
	}
	if !got.Equal(want) {
		return ErrNotInPlace
	}
	return nil
}

// yamlEditor collects the splices of one text.
type yamlEditor struct {
	*document
	splices []Splice
}

func (e *yamlEditor) splice(from, to int, text string) {
	if from != to || text != "" {
		e.splices = append(e.splices, Splice{From: from, To: to, Text: text})
	}
}

// root changes a whole text.
func (e *yamlEditor) root(want *syntax.Node) {
	switch p := e.document.root; {
	case p == nil:
		e.begin(want)
	case len(p.entries) > 0 && len(want.Children) == 0:
		e.removeChunk(p, 0, len(p.entries)-1)
	case len(p.entries) == 0 && len(want.Children) > 0:
		e.splice(p.from, p.to, strings.Join(recordLines(want, 0), "\n"))
	case len(p.entries) > 0:
		e.changeMap(p, want, 0)
	}
}

// begin writes entries at the end of a text that has none.
func (e *yamlEditor) begin(want *syntax.Node) {
	lines := recordLines(want, 0)
	if len(lines) == 0 {
		return
	}
	added := strings.Join(lines, "\n") + "\n"
	if len(e.text) > 0 && !bytes.HasSuffix(e.text, []byte("\n")) {
		added = "\n" + strings.TrimSuffix(added, "\n")
	}
	e.splice(len(e.text), len(e.text), added)
}

// value changes the value of an entry that lies at a depth from 0. indent is
// the indentation of the entry.
func (e *yamlEditor) value(at entry, want *syntax.Node, indent, depth int) {
	p := at.value
	some := len(p.entries) > 0 && len(want.Children) > 0
	switch {
	case some && p.said.Kind == syntax.Map && want.Kind == syntax.Map && !p.bare:
		e.changeMap(p, want, depth+1)
	case some && p.said.Kind == syntax.List && want.Kind == syntax.List:
		e.changeList(p, want, depth+1)
	case p.said.Equal(want):
	case p.said.Scalar() && want.Scalar():
		e.splice(p.from, p.to, scalarLike(p.style, want, indent, p.inner))
	case p.inner:
		e.splice(p.from, p.to, flow(want, true))
	default:
		e.replace(at, want, indent)
	}
}

// replace writes the value of an entry anew that is not within brackets.
func (e *yamlEditor) replace(at entry, want *syntax.Node, indent int) {
	p := at.value
	if at.mark == at.from+1 && at.key == "" { // behind a dash
		lines := itemLines(want, indent)
		e.splice(p.from, p.to, strings.Join(lines, "\n")[indent+len("- "):])
		return
	}
	lines := entryLines(want, at.key, indent)
	first := strings.TrimPrefix(lines[0], strings.Repeat(" ", indent)+yamlText(at.key, false)+":")
	below := ""
	if len(lines) > 1 {
		below = "\n" + strings.Join(lines[1:], "\n")
	}
	switch keyEnd := e.lineEnd(at.mark); {
	case p.from > keyEnd: // the value stands below its key, whose line keeps its comment
		e.splice(at.mark, at.mark, first)
		e.splice(keyEnd, p.to, below)
	case below == "":
		e.splice(p.from, p.to, strings.TrimPrefix(first, " "))
	default:
		e.splice(at.mark, p.to, "")
		end := e.lineEnd(p.to)
		e.splice(end, end, below)
	}
}
