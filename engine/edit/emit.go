package edit

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/salesplan/salesplan/engine/syntax"
)

// lineWidth is the width up to which a list or group is written in one line.
const lineWidth = 100

// recordLines returns the collections of a file, or the records of one, as
// lines of YAML. Those of several lines stand apart.
func recordLines(n *syntax.Node, indent int) []string {
	var lines []string
	for i := range n.Children {
		child := &n.Children[i]
		entry := entryLines(child, child.Key, indent)
		if indent == 0 && child.Kind == syntax.Map {
			entry = collectionLines(child)
		}
		if i > 0 && (len(entry) > 1 || indent == 0) {
			lines = append(lines, "")
		}
		lines = append(lines, entry...)
	}
	return lines
}

// collectionLines returns a collection as lines of YAML. The settings of a plan
// are one record; their fields do not stand apart.
func collectionLines(n *syntax.Node) []string {
	lines := entryLines(n, n.Key, 0)
	records := !slices.ContainsFunc(n.Children, func(c syntax.Node) bool { return c.Kind != syntax.Map })
	if len(lines) == 1 || !records {
		return lines
	}
	return append(lines[:1:1], recordLines(n, 2)...)
}

// bodyLines returns the entries of a map or list as lines of YAML.
func bodyLines(n *syntax.Node, indent int) []string {
	var lines []string
	for i := range n.Children {
		child := &n.Children[i]
		if n.Kind == syntax.Map {
			lines = append(lines, entryLines(child, child.Key, indent)...)
		} else {
			lines = append(lines, itemLines(child, indent)...)
		}
	}
	return lines
}

// entryLines returns the entry of a map as lines of YAML.
func entryLines(n *syntax.Node, key string, indent int) []string {
	head := strings.Repeat(" ", indent) + yamlText(key, false) + ":"
	if n.Scalar() || len(n.Children) == 0 {
		return []string{head + " " + flow(n, false)}
	}
	if inOneLine(key, n) {
		if line := head + " " + flow(n, false); utf8.RuneCountInString(line) <= lineWidth {
			return []string{line}
		}
	}
	return append([]string{head}, bodyLines(n, indent+2)...)
}

// inOneLine reports whether a value reads best in one line: a list of words,
// and the levels of access.
func inOneLine(key string, n *syntax.Node) bool {
	plainList := n.Kind == syntax.List && !slices.ContainsFunc(n.Children, func(c syntax.Node) bool { return !c.Scalar() })
	return plainList || key == "access"
}

// itemLines returns the item of a list as lines of YAML.
func itemLines(n *syntax.Node, indent int) []string {
	dash := strings.Repeat(" ", indent) + "- "
	if n.Kind != syntax.Map || len(n.Children) == 0 {
		return []string{dash + flow(n, false)}
	}
	lines := bodyLines(n, indent+2)
	lines[0] = dash + lines[0][indent+2:]
	return lines
}

// flow returns a value as YAML in one line, which may be within brackets.
func flow(n *syntax.Node, brackets bool) string {
	parts := make([]string, len(n.Children))
	for i := range n.Children {
		parts[i] = flow(&n.Children[i], true)
		if n.Kind == syntax.Map {
			parts[i] = yamlText(n.Children[i].Key, true) + ": " + parts[i]
		}
	}
	switch n.Kind {
	case syntax.List:
		return "[" + strings.Join(parts, ", ") + "]"
	case syntax.Map:
		return "{" + strings.Join(parts, ", ") + "}"
	case syntax.String, syntax.Cell:
		return yamlText(n.Text, brackets)
	case syntax.Null:
		return `""`
	default:
		return n.Text
	}
}
