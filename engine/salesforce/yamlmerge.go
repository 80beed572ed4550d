package salesforce

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/syntax"
)

// yamlMerge lays records into the text of a YAML file and leaves every line
// alone that it need not change. It knows three things of an entry of a map:
// what the import wants there, whether the import may remove it, and its lines.
type yamlMerge struct {
	lines []string
	// removable reports whether the entry at a path, if it is not wanted, is an
	// earlier import's and goes.
	removable func(path []string) bool
}

// chunk is the entry of a map with its lines.
type chunk struct {
	key   string
	value *yaml.Node // nil if the entry is new
	lead  []string   // empty lines and comments above it
	body  []string
	first int // index of the first line of body in the file
}

// mergeYAML returns text with the wanted records in it. Text has been found
// sound by load: one document, plain keys, no anchors, tags or aliases.
func mergeYAML(text []byte, want *syntax.Node, removable func(path []string) bool) ([]byte, error) {
	crlf := bytes.Contains(text, []byte("\r\n"))
	plain := strings.ReplaceAll(string(text), "\r\n", "\n")
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(plain), &document); err != nil {
		return nil, fmt.Errorf("cannot read what load has read: %w", err)
	}
	m := yamlMerge{lines: strings.Split(strings.TrimSuffix(plain, "\n"), "\n"), removable: removable}
	merged := strings.Join(m.document(&document, want), "\n") + "\n"
	switch {
	case merged == plain || merged == plain+"\n":
		return text, nil
	case crlf:
		merged = strings.ReplaceAll(merged, "\n", "\r\n")
	}
	return []byte(merged), nil
}

// document merges a whole file. What stands above the first empty line before
// the first record is about the file and stays where it is.
func (m *yamlMerge) document(document *yaml.Node, want *syntax.Node) []string {
	root := &yaml.Node{Kind: yaml.MappingNode}
	top := len(m.lines)
	if len(document.Content) > 0 && document.Content[0].Kind == yaml.MappingNode && len(document.Content[0].Content) > 0 {
		root = document.Content[0]
		top = root.Content[0].Line - 1
		for top > 0 && m.lines[top-1] != "" {
			top--
		}
	}
	if !m.editable(root, 0) {
		merged := m.node(root, want, nil)
		lines := slices.Clone(m.lines[:top])
		for i := range merged.Children {
			lines = append(lines, entryLines(merged.Children[i].Key, &merged.Children[i], 0)...)
		}
		return lines
	}
	inner, _ := m.block(root, top, len(m.lines), want, nil)
	return append(slices.Clone(m.lines[:top]), inner...)
}

// editable reports whether every entry of a map begins a line of its own below
// the line with index above, so that it can be changed by lines.
func (m *yamlMerge) editable(node *yaml.Node, above int) bool {
	if node.Kind != yaml.MappingNode || node.Style&yaml.FlowStyle != 0 {
		return false
	}
	for i := 0; i < len(node.Content); i += 2 {
		key := node.Content[i]
		if key.Line <= above || key.Column != node.Content[0].Column || strings.Trim(m.lines[key.Line-1][:min(key.Column-1, len(m.lines[key.Line-1]))], " ") != "" {
			return false
		}
		above = key.Line
	}
	return true
}

// block merges an editable map whose entries stand in the lines from and up to
// to. It returns the new lines, and how many entries they hold.
func (m *yamlMerge) block(node *yaml.Node, from, to int, want *syntax.Node, path []string) (lines []string, entries int) {
	chunks, tail := m.split(node, from, to)
	indent := 2 * len(path)
	if len(node.Content) > 0 {
		indent = node.Content[0].Column - 1
	}
	var opening string
	if len(chunks) > 0 {
		opening = chunks[0].key
	}
	kept := make([]chunk, 0, len(chunks))
	for _, c := range chunks {
		if m.settle(&c, want, indent, path) {
			kept = append(kept, c)
		}
	}
	kept = insertNew(kept, want, indent)
	space(kept, opening, len(path) == 0 || len(path) == 1 && slices.Contains(spaced, path[0]))
	for _, c := range kept {
		lines = append(append(lines, c.lead...), c.body...)
	}
	return append(lines, tail...), len(kept)
}

// split cuts the lines of a map into its entries and what follows the last.
// Comments and empty lines belong to the entry below them; a comment that is
// indented deeper than the key belongs to the entry above.
func (m *yamlMerge) split(node *yaml.Node, from, to int) (chunks []chunk, tail []string) {
	if len(node.Content) == 0 {
		return nil, m.lines[from:to]
	}
	indent := node.Content[0].Column - 1
	end := from
	for i := 0; i < len(node.Content); i += 2 {
		key := node.Content[i].Line - 1
		start := key
		for start > end && i > 0 && m.between(start-1, indent, chunks[len(chunks)-1].value) {
			start--
		}
		if i > 0 {
			previous := &chunks[len(chunks)-1]
			previous.body = m.lines[previous.first:start]
		} else {
			start = from
		}
		chunks = append(chunks, chunk{key: node.Content[i].Value, value: node.Content[i+1], lead: m.lines[start:key], first: key})
		end = key + 1
	}
	last := &chunks[len(chunks)-1]
	stop := to
	for stop > end && m.between(stop-1, indent, last.value) {
		stop--
	}
	last.body = m.lines[last.first:stop]
	return chunks, m.lines[stop:to]
}

// between reports whether a line can stand between entries at an indentation:
// it is a comment that is not indented deeper, or empty, unless empty lines are
// part of the value above.
func (m *yamlMerge) between(line, indent int, above *yaml.Node) bool {
	text := strings.TrimLeft(m.lines[line], " ")
	if strings.TrimSpace(text) == "" {
		return !keepsEmptyLines(above)
	}
	return text[0] == '#' && len(m.lines[line])-len(text) <= indent
}

// keepsEmptyLines reports whether a value ends with text (such as |+) to which
// the empty lines below it belong.
func keepsEmptyLines(n *yaml.Node) bool {
	for len(n.Content) > 0 {
		n = n.Content[len(n.Content)-1]
	}
	return n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && (strings.HasSuffix(n.Value, "\n\n") || n.Value == "\n")
}

// settle brings an entry up to date, and reports whether it stays.
func (m *yamlMerge) settle(c *chunk, want *syntax.Node, indent int, path []string) bool {
	path = append(slices.Clip(path), c.key)
	wanted, ok := want.Field(c.key)
	switch {
	case !ok && m.removable(path):
		return false
	case !ok && (c.value.Kind != yaml.MappingNode || len(c.value.Content) == 0):
		return true
	case !ok:
		return m.group(c, &syntax.Node{Kind: syntax.Map}, indent, path) > 0
	case wanted.Kind == syntax.Map && c.value.Kind == yaml.MappingNode && len(c.value.Content) > 0:
		if m.group(c, wanted, indent, path) == 0 {
			c.body = entryLines(c.key, wanted, indent)
		}
		return true
	}
	if existing := nodeOf(c.value); !existing.Equal(wanted) {
		c.replace(wanted, indent)
	}
	return true
}

// group brings an entry that is a map up to date, and returns how many entries
// it has then.
func (m *yamlMerge) group(c *chunk, want *syntax.Node, indent int, path []string) int {
	if m.editable(c.value, c.first+1) {
		lines, entries := m.block(c.value, c.first+1, c.first+len(c.body), want, path)
		c.body = append(slices.Clone(c.body[:1]), lines...)
		return entries
	}
	merged, existing := m.node(c.value, want, path), nodeOf(c.value)
	if !merged.Equal(&existing) {
		c.replace(&merged, indent)
	}
	return len(merged.Children)
}

// replace writes the entry anew, but for a comment at the end of its line.
func (c *chunk) replace(value *syntax.Node, indent int) {
	comment := ""
	if len(c.body) == 1 && c.value.LineComment != "" {
		comment = " " + c.value.LineComment
	}
	c.body = entryLines(c.key, value, indent)
	c.body[0] += comment
}

// node merges a map that cannot be changed by lines.
func (m *yamlMerge) node(node *yaml.Node, want *syntax.Node, path []string) syntax.Node {
	merged := syntax.Node{Kind: syntax.Map}
	for i := 0; i < len(node.Content); i += 2 {
		key, value := node.Content[i].Value, node.Content[i+1]
		below := append(slices.Clip(path), key)
		entry := nodeOf(value)
		switch wanted, ok := want.Field(key); {
		case !ok && m.removable(below):
			continue
		case ok && (wanted.Kind != syntax.Map || value.Kind != yaml.MappingNode):
			entry = *wanted
		case value.Kind == yaml.MappingNode:
			entry = m.node(value, wanted, below)
		}
		entry.Key = key
		merged.Children = append(merged.Children, entry)
	}
	if want != nil {
		for i := range want.Children {
			if _, ok := merged.Field(want.Children[i].Key); !ok {
				merged.Children = append(merged.Children, want.Children[i])
			}
		}
	}
	return merged
}

// insertNew puts wanted entries that are not there behind the one that goes
// before them in what is wanted.
func insertNew(kept []chunk, want *syntax.Node, indent int) []chunk {
	place := make(map[string]bool, len(kept))
	for _, c := range kept {
		place[c.key] = true
	}
	added := map[string][]chunk{} // by the key that they stand behind, "" for the beginning
	before := ""
	for i := range want.Children {
		child := &want.Children[i]
		if place[child.Key] {
			before = child.Key
			continue
		}
		added[before] = append(added[before], chunk{key: child.Key, body: entryLines(child.Key, child, indent)})
	}
	if len(added) == 0 {
		return kept
	}
	all := added[""]
	for _, c := range kept {
		all = append(append(all, c), added[c.key]...)
	}
	return all
}

// space puts an empty line before every entry that is new or no longer the
// first of a collection whose records stand apart, and none before a new first.
func space(chunks []chunk, opening string, apart bool) {
	for i := range chunks {
		c := &chunks[i]
		switch {
		case i == 0 && c.key != opening:
			for len(c.lead) > 0 && c.lead[0] == "" {
				c.lead = c.lead[1:]
			}
		case i > 0 && chunks[i-1].value != nil && keepsEmptyLines(chunks[i-1].value): // one more would be part of it
		case i > 0 && apart && (c.value == nil || c.key == opening) && (len(c.lead) == 0 || c.lead[0] != ""):
			c.lead = append([]string{""}, c.lead...)
		}
	}
}

// nodeOf returns a YAML value that load has accepted as a syntax node without
// places.
func nodeOf(n *yaml.Node) syntax.Node {
	node := syntax.Node{Kind: syntax.String, Text: n.Value}
	switch {
	case n.Kind == yaml.SequenceNode:
		node = syntax.Node{Kind: syntax.List}
		for _, item := range n.Content {
			node.Children = append(node.Children, nodeOf(item))
		}
	case n.Kind == yaml.MappingNode:
		node = syntax.Node{Kind: syntax.Map}
		for i := 0; i < len(n.Content); i += 2 {
			child := nodeOf(n.Content[i+1])
			child.Key = n.Content[i].Value
			node.Children = append(node.Children, child)
		}
	case n.Style != 0:
	case n.Tag == "!!int":
		node.Kind = syntax.Int
	case n.Tag == "!!float":
		node.Kind = syntax.Number
	case n.Tag == "!!bool":
		node.Kind = syntax.Bool
	case n.Tag == "!!null":
		node.Kind = syntax.Null
	}
	return node
}
