package edit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/syntax"
)

// piece is a YAML value with the bytes that it takes.
type piece struct {
	said     syntax.Node // what it says; Key is empty
	from, to int         // the value, without the comment behind it
	style    yaml.Style
	flow     bool // within brackets, or brackets itself
	inner    bool // within the brackets of another value
	bare     bool // a map within brackets that has none of its own: [a: 1]
	entries  []entry
}

// entry is an entry of a map or an item of a list.
type entry struct {
	key   string // "" for an item
	from  int    // of the key, or of the dash; of the value for an item within brackets
	mark  int    // behind the colon or the dash
	value *piece
}

// document is a parsed YAML text. Its offsets count from behind a byte order mark.
type document struct {
	text  []byte
	lines []int  // offset of each line
	root  *piece // nil if nothing is said
}

// parse reads YAML text that load finds sound: one document, keys that are
// text and unique, every key with a value, no anchors, aliases or tags.
func parse(text []byte) (*document, error) {
	d := &document{text: text, lines: []int{0}}
	for at, b := range text {
		if b == '\n' {
			d.lines = append(d.lines, at+1)
		}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	top, err := decodeNext(decoder)
	if errors.Is(err, io.EOF) {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	if _, err := decodeNext(decoder); !errors.Is(err, io.EOF) {
		return nil, errors.New("the file holds more than one YAML document")
	}
	root := top.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return d, nil
	}
	d.root, err = d.piece(root, -1, false)
	return d, err
}

// decodeNext decodes one document. Whatever goes wrong in the parser is an error.
func decodeNext(decoder *yaml.Decoder) (document *yaml.Node, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("yaml: %v", cause)
		}
	}()
	document = new(yaml.Node)
	err = decoder.Decode(document)
	return document, err
}

// piece measures a value. indent is the indentation of what it belongs to, -1
// at the top.
func (d *document) piece(n *yaml.Node, indent int, flow bool) (*piece, error) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		return nil, fmt.Errorf("line %d: a plan file holds no anchors, aliases or tags", n.Line)
	}
	from, ok := d.offset(n.Line, n.Column)
	if !ok {
		return nil, ErrNotInPlace
	}
	p := &piece{from: from, style: n.Style, inner: flow, flow: flow || n.Style&yaml.FlowStyle != 0}
	p.said = syntax.Node{Kind: kindOf(n), Text: n.Value, Line: int32(n.Line), Column: int32(n.Column)}
	var err error
	switch n.Kind {
	case yaml.MappingNode:
		err = d.mapEntries(p, n)
	case yaml.SequenceNode:
		err = d.items(p, n)
	default:
		p.to, ok = d.scalarEnd(n, from, indent)
		if !ok || n.Value == "" && n.Style == 0 {
			err = fmt.Errorf("line %d: %w", n.Line, ErrNotInPlace)
		}
		return p, err
	}
	if err == nil {
		err = d.close(p)
	}
	return p, err
}

// mapEntries measures the entries of a map.
func (d *document) mapEntries(p *piece, n *yaml.Node) error {
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || key.Anchor != "" || key.Tag == "!!merge" || seen[key.Value] {
			return fmt.Errorf("line %d: %w", key.Line, ErrNotInPlace)
		}
		at, ok := d.offset(key.Line, key.Column)
		if !ok {
			return ErrNotInPlace
		}
		end, ok := d.scalarEnd(key, at, -1)
		if !ok {
			return ErrNotInPlace
		}
		colon := bytes.IndexByte(d.text[end:], ':')
		if colon < 0 {
			return ErrNotInPlace
		}
		value, err := d.piece(n.Content[i+1], n.Column-1, p.flow)
		if err != nil {
			return err
		}
		seen[key.Value] = true
		p.add(entry{key: key.Value, from: at, mark: end + colon + 1, value: value}, key)
	}
	return nil
}

// items measures the items of a list.
func (d *document) items(p *piece, n *yaml.Node) error {
	before := p.from
	for i, item := range n.Content {
		value, err := d.piece(item, n.Column-1, p.flow)
		if err != nil {
			return err
		}
		e := entry{from: value.from, mark: value.from, value: value}
		if !p.flow {
			if i == 0 {
				e.from = p.from
			} else if e.from = d.dash(before, value.from, n.Column-1); e.from < 0 {
				return ErrNotInPlace
			}
			e.mark = e.from + 1
		}
		before = value.to
		p.add(e, &yaml.Node{})
	}
	return nil
}

func (p *piece) add(e entry, key *yaml.Node) {
	child := e.value.said
	child.Key, child.KeyLine, child.KeyColumn = e.key, int32(key.Line), int32(key.Column)
	p.entries = append(p.entries, e)
	p.said.Children = append(p.said.Children, child)
}

// dash returns the offset of the dash of a list item that begins between two
// offsets at an indentation, -1 if there is none.
func (d *document) dash(from, to, indent int) int {
	for line := d.lineOf(to); line > d.lineOf(from) && line >= 0; line-- {
		at := d.lines[line] + indent
		if at < len(d.text) && at < to && d.text[at] == '-' && strings.Trim(string(d.text[d.lines[line]:at]), " -") == "" {
			return at
		}
	}
	return -1
}

// close finds the end of a map or list.
func (d *document) close(p *piece) error {
	p.to = p.from
	if len(p.entries) > 0 {
		p.to = p.entries[len(p.entries)-1].value.to
	}
	if !p.flow {
		return nil
	}
	end := byte('}')
	if p.said.Kind == syntax.List {
		end = ']'
	}
	if p.from >= len(d.text) || d.text[p.from] != end-2 { // the brackets of ASCII lie two apart
		p.bare = true
		return nil
	}
	at := max(p.to, p.from+1)
	for at < len(d.text) && d.text[at] != end {
		switch d.text[at] {
		case ' ', '\t', '\r', '\n', ',':
			at++
		case '#':
			at = d.lineEnd(at)
		default:
			return ErrNotInPlace
		}
	}
	p.to = at + 1
	return nil
}

// offset returns the byte at a line and column, both from 1.
func (d *document) offset(line, column int) (int, bool) {
	if line < 1 || line > len(d.lines) {
		return 0, false
	}
	at := d.lines[line-1]
	for ; column > 1; column-- {
		if at >= len(d.text) || d.text[at] == '\n' {
			return 0, false
		}
		_, width := utf8.DecodeRune(d.text[at:])
		at += width
	}
	return at, true
}

// lineOf returns the index of the line that holds an offset.
func (d *document) lineOf(at int) int {
	low, high := 0, len(d.lines)
	for high-low > 1 {
		middle := (low + high) / 2
		if d.lines[middle] <= at {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// lineEnd returns the offset of the end of the line that holds an offset,
// before the characters that end it.
func (d *document) lineEnd(at int) int {
	end := len(d.text)
	if newline := bytes.IndexByte(d.text[at:], '\n'); newline >= 0 {
		end = at + newline
	}
	if end > at && d.text[end-1] == '\r' {
		end--
	}
	return end
}

// kindOf returns the kind of a value in the words of plan files.
func kindOf(n *yaml.Node) syntax.Kind {
	switch {
	case n.Kind == yaml.SequenceNode:
		return syntax.List
	case n.Kind == yaml.MappingNode:
		return syntax.Map
	case n.Style != 0:
		return syntax.String
	}
	switch n.Tag {
	case "!!int":
		return syntax.Int
	case "!!float":
		return syntax.Number
	case "!!bool":
		return syntax.Bool
	case "!!null":
		return syntax.Null
	}
	return syntax.String
}
