package load

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// yamlReader turns what the YAML parser says into syntax nodes, and tells of
// everything that means more, or something else, than it shows.
type yamlReader struct {
	limits   Limits
	found    *findings
	text     yamlText
	nodes    int
	stopped  bool // a limit was passed: nothing of the file is used
	complete bool // no record was left out
}

// stop refuses the whole file.
func (r *yamlReader) stop(n *yaml.Node, format string, args ...any) {
	if !r.stopped {
		r.found.add(diag.LimitExceeded, n.Line, n.Column, format, args...)
	}
	r.stopped = true
}

// value returns the node for a value at a depth from 1. A value that is
// refused becomes a Null node.
func (r *yamlReader) value(n *yaml.Node, depth int) syntax.Node {
	node := syntax.Node{Kind: syntax.Null, Line: int32(n.Line), Column: int32(n.Column)}
	if r.nodes++; r.nodes > r.limits.Nodes {
		r.stop(n, "the file has more than %d keys and values: split it, or write bulk records as .csv", r.limits.Nodes)
	}
	if depth > r.limits.Depth && n.Kind != yaml.ScalarNode {
		r.stop(n, "maps and lists are nested more than %d deep here", r.limits.Depth)
	}
	if r.stopped || r.forbidden(n) {
		return node
	}
	switch n.Kind {
	case yaml.ScalarNode:
		node.Kind, node.Text = r.scalar(n)
	case yaml.SequenceNode:
		node.Kind, node.Children = syntax.List, make([]syntax.Node, 0, len(n.Content))
		for _, item := range n.Content {
			node.Children = append(node.Children, r.item(item, depth+1))
		}
	case yaml.MappingNode:
		node.Kind, node.Children = syntax.Map, make([]syntax.Node, 0, len(n.Content)/2)
		r.entries(n, depth, func(key syntax.Node, value *yaml.Node) {
			node.Children = append(node.Children, named(key, r.value(value, depth+1)))
		})
	}
	return node
}

// item returns the node for an item of a list.
func (r *yamlReader) item(n *yaml.Node, depth int) syntax.Node {
	if empty(n) {
		r.found.add(diag.AmbiguousScalar, n.Line, n.Column, "this item of the list has no value: write one or delete the item")
	}
	return r.value(n, depth)
}

// entries calls visit for each entry of a map that has a usable key, with a
// node that holds the key and its place.
func (r *yamlReader) entries(n *yaml.Node, depth int, visit func(key syntax.Node, value *yaml.Node)) {
	if len(n.Content)/2 > r.limits.MapKeys {
		r.stop(n, "there are more than %d keys in one map: split it, or write bulk records as .csv", r.limits.MapKeys)
		return
	}
	first := newKeyPlaces(len(n.Content) / 2)
	for i := 0; i < len(n.Content) && !r.stopped; i += 2 {
		key, ok := r.key(n.Content[i])
		if ok {
			ok = r.unique(key, first)
		}
		if !ok {
			// What stands under the key is looked at all the same, for its own findings.
			r.value(n.Content[i+1], depth+1)
			r.complete = false
			continue
		}
		if empty(n.Content[i+1]) {
			r.found.add(diag.AmbiguousScalar, n.Content[i].Line, n.Content[i].Column, "%q has no value: write one or leave %q out", shown(key.Key), shown(key.Key))
		}
		visit(key, n.Content[i+1])
	}
}

// unique reports whether a key is the first of its spelling in a map.
func (r *yamlReader) unique(key syntax.Node, first *keyPlaces) bool {
	other, again := first.add(key)
	if !again {
		return true
	}
	told := r.found.add(diag.DuplicateKey, int(key.KeyLine), int(key.KeyColumn), "the key %q is written twice in one map: only the first is read", shown(key.Key))
	if told != nil {
		place := source.Place{File: r.found.file, Line: int(other.KeyLine), Column: int(other.KeyColumn)}
		*told = told.With(place, "first written here")
	}
	return false
}

// named returns value as the entry of a map.
func named(key, value syntax.Node) syntax.Node {
	value.Key, value.KeyLine, value.KeyColumn = key.Key, key.KeyLine, key.KeyColumn
	return value
}

// key reads the key of a map entry. It must be text to every YAML reader.
func (r *yamlReader) key(n *yaml.Node) (syntax.Node, bool) {
	node := syntax.Node{Key: n.Value, KeyLine: int32(n.Line), KeyColumn: int32(n.Column)}
	r.nodes++
	switch {
	case n.Kind == yaml.ScalarNode && n.Style == 0 && n.Value == "<<":
		r.found.add(diag.AliasOrMergeKey, n.Line, n.Column, "<< merges another map into this one, which a plan file may not do: write the fields out")
		return node, false
	case r.forbidden(n):
		return node, false
	case n.Kind != yaml.ScalarNode:
		r.found.add(diag.AmbiguousScalar, n.Line, n.Column, "a map or list stands where a key is expected: keys are text")
		return node, false
	case n.Value == "":
		r.found.add(diag.AmbiguousScalar, n.Line, n.Column, "there is no key before the colon")
		return node, false
	}
	kind, _ := r.scalar(n)
	if kind != syntax.String && kind != syntax.Null {
		r.found.add(diag.AmbiguousScalar, n.Line, n.Column, "the key %s is %s to YAML readers, and keys are text: write %q in quotes", shown(n.Value), kind, shown(n.Value))
	}
	return node, kind == syntax.String
}

// scalar returns kind and text of a single value.
func (r *yamlReader) scalar(n *yaml.Node) (syntax.Kind, string) {
	switch {
	case len(n.Value) > r.limits.ScalarBytes:
		r.found.add(diag.LimitExceeded, n.Line, n.Column, "the text is longer than %s", size(r.limits.ScalarBytes))
		return syntax.Null, ""
	case n.Style != 0:
		return syntax.String, n.Value
	case n.Value == "":
		return syntax.Null, "" // told by whoever knows the key
	}
	kind, doubt := plainKind(n.Value)
	if doubt == "" && kind == syntax.String && n.Tag != "!!str" && n.Tag != "!!timestamp" {
		doubt = "without quotes is not text to YAML readers: put it in quotes"
	}
	if doubt != "" {
		r.found.add(diag.AmbiguousScalar, n.Line, n.Column, "%s %s", shown(n.Value), doubt)
		return syntax.Null, ""
	}
	return kind, n.Value
}

// empty reports whether nothing is written where a value is expected.
func empty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style == 0 && n.Value == "" && n.Anchor == ""
}

// forbidden tells of YAML's ways to repeat or retype values.
func (r *yamlReader) forbidden(n *yaml.Node) bool {
	switch begin := r.text.at(n.Line, n.Column); {
	case n.Kind == yaml.AliasNode:
		r.found.add(diag.AliasOrMergeKey, n.Line, n.Column, "*%s repeats what is written elsewhere, which a plan file may not do: write it out", shown(n.Value))
	case n.Anchor != "":
		r.found.add(diag.AliasOrMergeKey, n.Line, n.Column, "&%s names a value for use elsewhere, which a plan file may not do: delete it", shown(n.Anchor))
	case n.Style&yaml.TaggedStyle != 0 || begin == '!':
		r.found.add(diag.AliasOrMergeKey, n.Line, n.Column, "a tag (%s) changes what the value is, which a plan file may not do: delete it", shown(tagOf(n)))
	default:
		return false
	}
	return true
}

// tagOf returns a tag as it may have been written.
func tagOf(n *yaml.Node) string {
	if n.Style&yaml.TaggedStyle == 0 {
		return "!"
	}
	return n.Tag
}

// keyPlaces remembers the keys of a map. Keys that look the same are the same,
// however their accents are encoded.
type keyPlaces struct {
	few  []syntax.Node          // as long as the map is small
	many map[string]syntax.Node // by normalised key
}

// fewKeys is how many keys are searched one by one.
const fewKeys = 16

func newKeyPlaces(keys int) *keyPlaces {
	if keys <= fewKeys {
		return &keyPlaces{few: make([]syntax.Node, 0, keys)}
	}
	return &keyPlaces{many: make(map[string]syntax.Node, keys)}
}

// add remembers a key, or returns the one that was there before.
func (p *keyPlaces) add(key syntax.Node) (before syntax.Node, again bool) {
	normal := norm.NFC.String(key.Key)
	if p.many != nil {
		before, again = p.many[normal]
		if !again {
			p.many[normal] = key
		}
		return before, again
	}
	for _, other := range p.few {
		if other.Key == key.Key || norm.NFC.String(other.Key) == normal {
			return other, true
		}
	}
	p.few = append(p.few, key)
	return syntax.Node{}, false
}

// yamlText finds the byte at a line and column. It is fastest when asked in
// the order of the text.
type yamlText struct {
	text   string
	offset int // of the place asked for last
	line   int // from 1; 0 before the first question
	column int // from 1, in characters
}

// at returns the byte at a place, 0 past the end of the text or line.
func (t *yamlText) at(line, column int) byte {
	if t.line == 0 || line < t.line || line == t.line && column < t.column {
		t.offset, t.line, t.column = 0, 1, 1
	}
	for t.line < line {
		newline := strings.IndexByte(t.text[t.offset:], '\n')
		if newline < 0 {
			return 0
		}
		t.offset, t.line, t.column = t.offset+newline+1, t.line+1, 1
	}
	for t.column < column && t.offset < len(t.text) && t.text[t.offset] != '\n' {
		_, width := utf8.DecodeRuneInString(t.text[t.offset:])
		t.offset, t.column = t.offset+width, t.column+1
	}
	if t.offset == len(t.text) {
		return 0
	}
	return t.text[t.offset]
}
