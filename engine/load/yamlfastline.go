package load

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/salesplan/salesplan/engine/syntax"
)

// surrounding says within what a word stands: signs of flow maps and lists end
// it only within them.
type surrounding bool

const (
	inBlock surrounding = false
	inFlow  surrounding = true
)

// longestKey is how many bytes before a colon are certain to be a key: the
// parser takes no more than 1,024 characters.
const longestKey = 1000

// inline reads a value that begins and ends in the line.
func (r *fastReader) inline(within surrounding, depth int) (node syntax.Node, ok bool) {
	switch r.peek() {
	case '{':
		return r.flowMap(depth)
	case '[':
		return r.flowList(depth)
	}
	node = r.here(syntax.Null)
	found, ok := r.word(within)
	node.Kind, node.Text = found.kind, found.text
	return node, ok
}

// flowMap reads a map in braces.
func (r *fastReader) flowMap(depth int) (node syntax.Node, ok bool) {
	first := len(r.stack)
	node = r.here(syntax.Map)
	ok = r.flow('}', depth, func() bool {
		key, ok := r.key(inFlow)
		if !ok {
			return false
		}
		r.skipSpaces()
		value, ok := r.inline(inFlow, depth+1)
		r.stack = append(r.stack, named(key, value))
		return ok
	})
	node = r.closed(node, first)
	return node, ok && r.unique(node.Children)
}

// flowList reads a list in brackets.
func (r *fastReader) flowList(depth int) (node syntax.Node, ok bool) {
	first := len(r.stack)
	node = r.here(syntax.List)
	ok = r.flow(']', depth, func() bool {
		item, ok := r.inline(inFlow, depth+1)
		r.stack = append(r.stack, item)
		return ok
	})
	return r.closed(node, first), ok
}

// flow calls read for each part of a map or list whose opening sign is the
// next byte, and goes behind the closing one.
func (r *fastReader) flow(closing byte, depth int, read func() bool) bool {
	if depth > r.limits.Depth {
		return false
	}
	r.at++
	r.skipSpaces()
	for empty := true; ; empty = false {
		if empty && r.peek() == closing {
			r.at++
			return true
		}
		if !read() {
			return false
		}
		r.skipSpaces()
		switch r.peek() {
		case closing:
			r.at++
			return true
		case ',':
			r.at++
			r.skipSpaces()
		default:
			return false
		}
	}
}

// key reads a key and goes behind its colon.
func (r *fastReader) key(within surrounding) (node syntax.Node, ok bool) {
	r.nodes++
	begin := r.at
	node.KeyLine, node.KeyColumn = r.line, r.column(begin)
	found, ok := r.word(within)
	if !ok || found.kind != syntax.String || found.text == "" || r.at-begin > longestKey || r.peek() != ':' || !r.spaced() {
		return node, false
	}
	node.Key = found.text
	r.at++
	return node, true
}

// unique reports whether the keys of a map are few enough and all different.
func (r *fastReader) unique(entries []syntax.Node) bool {
	if len(entries) > r.limits.MapKeys {
		return false
	}
	if len(entries) > fewKeys {
		places := newKeyPlaces(len(entries))
		for _, entry := range entries {
			if _, again := places.add(entry); again {
				return false
			}
		}
		return true
	}
	for i := range entries {
		for j := range i {
			if r.sameKey(entries[i].Key, entries[j].Key) {
				return false
			}
		}
	}
	return true
}

func (r *fastReader) sameKey(a, b string) bool {
	return a == b || !r.ascii && !(isASCII(a) && isASCII(b)) && norm.NFC.String(a) == norm.NFC.String(b)
}

// word is a key or a single value.
type word struct {
	text string
	kind syntax.Kind
}

// word reads a key or a single value, and goes right behind it.
func (r *fastReader) word(within surrounding) (found word, ok bool) {
	switch r.peek() {
	case '"':
		found.kind = syntax.String
		found.text, ok = r.doubleQuoted()
	case '\'':
		found.kind = syntax.String
		found.text, ok = r.singleQuoted()
	default:
		if found.text, ok = r.plain(within); ok {
			found.kind, ok = r.plainKind(found.text)
		}
	}
	return found, ok && len(found.text) <= r.limits.ScalarBytes
}

// doubleQuoted reads text in which a backslash stands only before a quote or
// another backslash.
func (r *fastReader) doubleQuoted() (text string, ok bool) {
	r.at++
	begin, escaped := r.at, false
	for ; r.at < r.end; r.at++ {
		switch r.text[r.at] {
		case '"':
			text = r.text[begin:r.at]
			r.at++
			if escaped {
				text = unescaped.Replace(text)
			}
			return text, true
		case '\\':
			r.at++
			if next := r.peek(); next != '"' && next != '\\' {
				return "", false
			}
			escaped = true
		}
	}
	return "", false
}

// unescaped takes the pairs from left to right.
var unescaped = strings.NewReplacer(`\"`, `"`, `\\`, `\`)

// singleQuoted reads text in which a quote is written twice.
func (r *fastReader) singleQuoted() (text string, ok bool) {
	r.at++
	begin, doubled := r.at, false
	for ; r.at < r.end; r.at++ {
		if r.text[r.at] != '\'' {
			continue
		}
		text = r.text[begin:r.at]
		r.at++
		if r.peek() != '\'' {
			if doubled {
				text = strings.ReplaceAll(text, "''", "'")
			}
			return text, true
		}
		doubled = true
	}
	return "", false
}

// plain reads text without quotes.
func (r *fastReader) plain(within surrounding) (text string, ok bool) {
	begin := r.at
	if !r.beginsPlain() {
		return "", false
	}
	for ; r.at < r.end && !r.endsPlain(within); r.at++ {
		if within == inFlow && strings.IndexByte("?:[{", r.text[r.at]) >= 0 {
			return "", false
		}
	}
	text = strings.TrimRight(r.text[begin:r.at], " ")
	r.at = begin + len(text)
	return text, true
}

// beginsPlain reports whether the next byte can only begin text without
// quotes.
func (r *fastReader) beginsPlain() bool {
	switch next := r.peek(); {
	case next >= 'a' && next <= 'z', next >= 'A' && next <= 'Z', next >= '0' && next <= '9', next >= utf8.RuneSelf:
		return true
	case next == '-':
		return r.at+1 < r.end && r.text[r.at+1] >= '0' && r.text[r.at+1] <= '9'
	default:
		return strings.IndexByte("_/($", next) >= 0 && next != 0
	}
}

// endsPlain reports whether text without quotes, at least one byte long, ends
// before the next byte.
func (r *fastReader) endsPlain(within surrounding) bool {
	switch r.text[r.at] {
	case ':':
		return r.spaced()
	case '#':
		return r.text[r.at-1] == ' '
	case ',', ']', '}':
		return within == inFlow
	default:
		return false
	}
}

// plainKind is the function of that name for text that begins like plain.
func (r *fastReader) plainKind(text string) (kind syntax.Kind, ok bool) {
	const longestDoubt = len("false")
	switch first := text[0]; {
	case first == '-' || first >= '0' && first <= '9':
		if kind = exactKind(text); kind == 0 && neverNumber(text) {
			kind = syntax.String
		}
		return kind, kind != 0
	case r.ascii && len(text) > longestDoubt:
		return syntax.String, true
	default:
		kind, doubt := plainKind(text)
		return kind, doubt == ""
	}
}

// neverNumber reports whether text that begins with a digit holds a letter
// that no number has in any base, and no date of any form.
func neverNumber(text string) bool {
	const letters = "ghijklmnpqrsuvwyGHIJKLMNPQRSUVWY"
	return strings.ContainsAny(text, letters) && !(len(text) > 4 && text[4] == '-')
}
