package load

import (
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/syntax"
)

// fastReader reads the part of YAML that nearly all plan files keep to: block
// maps and lists of values on one line, flow maps and lists on one line,
// comments and simple quotes. It is many times as fast as the YAML parser.
//
// It never tells what is wrong. Whatever it is not certain of, and whatever
// would be a finding, it leaves to the parser together with the whole file.
type fastReader struct {
	text   string
	limits Limits
	ascii  bool // every column is a byte

	line   int32 // of the line that is read, from 1
	start  int   // offset of the line
	end    int   // offset of its end
	at     int   // offset of what is read next
	indent int   // spaces before the content of the line, also of a map in "- key: value"; -1 past the end

	nodes int           // keys and values so far
	stack []syntax.Node // children of the maps and lists that are being read
}

// readFast returns the map that is the whole of a text without carriage
// returns whose characters were checked. It is not ok where the text must be
// left to the parser.
func readFast(text string, limits Limits) (root syntax.Node, ok bool) {
	if strings.IndexByte(text, '\t') >= 0 {
		return root, false
	}
	r := fastReader{text: text, limits: limits, ascii: isASCII(text), end: -1}
	r.nextLine()
	if r.indent != 0 {
		return root, false
	}
	root, ok = r.blockMap(1)
	return root, ok && r.indent < 0 && r.nodes <= limits.Nodes
}

func isASCII(text string) bool {
	for i := 0; i < len(text); {
		switch {
		case plainEight(text, i):
			i += 8
		case text[i] >= utf8.RuneSelf:
			return false
		default:
			i++
		}
	}
	return true
}

// nextLine goes to the content of the next line that has any.
func (r *fastReader) nextLine() {
	for r.end < len(r.text) {
		r.start = r.end + 1
		r.line++
		r.end = len(r.text)
		if newline := strings.IndexByte(r.text[r.start:], '\n'); newline >= 0 {
			r.end = r.start + newline
		}
		r.at = r.start
		r.skipSpaces()
		if r.at < r.end && r.text[r.at] != '#' {
			r.indent = r.at - r.start
			return
		}
	}
	r.indent = -1
}

// peek returns the next byte of the line, 0 at its end.
func (r *fastReader) peek() byte {
	if r.at < r.end {
		return r.text[r.at]
	}
	return 0
}

func (r *fastReader) skipSpaces() {
	for r.at < r.end && r.text[r.at] == ' ' {
		r.at++
	}
}

// spaced reports whether a space or the end of the line is behind the next byte.
func (r *fastReader) spaced() bool {
	return r.at+1 >= r.end || r.text[r.at+1] == ' '
}

// column returns the column of an offset in the line.
func (r *fastReader) column(offset int) int32 {
	if r.ascii {
		return int32(offset - r.start + 1)
	}
	return int32(utf8.RuneCountInString(r.text[r.start:offset]) + 1)
}

// here returns a node that begins with the next byte.
func (r *fastReader) here(kind syntax.Kind) syntax.Node {
	r.nodes++
	return syntax.Node{Kind: kind, Line: r.line, Column: r.column(r.at)}
}

// blockMap reads the map whose first key begins with the next byte.
func (r *fastReader) blockMap(depth int) (node syntax.Node, ok bool) {
	if depth > r.limits.Depth {
		return node, false
	}
	indent, first := r.indent, len(r.stack)
	node = r.here(syntax.Map)
	for r.indent == indent {
		key, ok := r.key(inBlock)
		if !ok {
			return node, false
		}
		value, ok := r.blockValue(indent, depth+1)
		if !ok {
			return node, false
		}
		r.stack = append(r.stack, named(key, value))
	}
	node = r.closed(node, first)
	return node, r.indent < indent && r.unique(node.Children)
}

// blockValue reads what stands behind the colon of a key, in its line or below.
func (r *fastReader) blockValue(indent, depth int) (node syntax.Node, ok bool) {
	r.skipSpaces()
	if next := r.peek(); next != 0 && next != '#' {
		return r.lastInLine(depth)
	}
	r.nextLine()
	switch dash := r.indent >= 0 && r.peek() == '-' && r.spaced(); {
	case dash && r.indent >= indent:
		return r.blockList(depth)
	case r.indent > indent:
		return r.blockMap(depth)
	default:
		return node, false
	}
}

// blockList reads the list whose first dash is the next byte.
func (r *fastReader) blockList(depth int) (node syntax.Node, ok bool) {
	if depth > r.limits.Depth {
		return node, false
	}
	indent, first := r.indent, len(r.stack)
	node = r.here(syntax.List)
	for r.indent == indent && r.peek() == '-' && r.spaced() {
		r.at++
		r.skipSpaces()
		item, ok := r.blockItem(depth + 1)
		if !ok || r.indent > indent {
			return node, false
		}
		r.stack = append(r.stack, item)
	}
	return r.closed(node, first), true
}

// blockItem reads an item that begins in the line of its dash.
func (r *fastReader) blockItem(depth int) (syntax.Node, bool) {
	begin := r.at
	if next := r.peek(); next != '[' && next != '{' {
		if _, ok := r.word(inBlock); !ok {
			return syntax.Node{}, false
		}
		isKey := r.peek() == ':'
		r.at = begin
		if isKey {
			r.indent = begin - r.start
			return r.blockMap(depth)
		}
	}
	return r.lastInLine(depth)
}

// lastInLine reads a value behind which only a comment may follow, and goes to
// the next line.
func (r *fastReader) lastInLine(depth int) (syntax.Node, bool) {
	node, ok := r.inline(inBlock, depth)
	if !ok {
		return node, false
	}
	behind := r.at
	r.skipSpaces()
	if next := r.peek(); next != 0 && (next != '#' || r.at == behind) {
		return node, false
	}
	r.nextLine()
	return node, true
}

// closed takes the children of a map or list off the stack.
func (r *fastReader) closed(node syntax.Node, first int) syntax.Node {
	node.Children = make([]syntax.Node, len(r.stack)-first)
	copy(node.Children, r.stack[first:])
	r.stack = r.stack[:first]
	return node
}
