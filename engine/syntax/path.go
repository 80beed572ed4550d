package syntax

import (
	"slices"
	"strconv"
	"strings"
)

// With returns a copy of the tree in which the value at path is replaced, or
// added as a field where its parent is a map; a nil value removes the field.
// Paths are written as in findings: name, calendar.kind, rules[0].rule. The
// original is not changed. A path that leads nowhere leaves the tree as it is.
func (n Node) With(path string, value *Node) Node {
	step, rest := cutStep(path)
	if step == "" {
		return n
	}
	i := n.childIndex(step)
	if i < 0 {
		if rest != "" || value == nil || n.Kind != Map || step[0] == '[' {
			return n
		}
		added := *value
		added.Key = step
		n.Children = append(slices.Clip(n.Children), added)
		return n
	}
	if rest == "" && value == nil {
		n.Children = slices.Delete(slices.Clone(n.Children), i, i+1)
		return n
	}
	children := slices.Clone(n.Children)
	if rest != "" {
		children[i] = children[i].With(rest, value)
	} else {
		key, line, column := children[i].Key, children[i].KeyLine, children[i].KeyColumn
		children[i] = *value
		children[i].Key, children[i].KeyLine, children[i].KeyColumn = key, line, column
	}
	n.Children = children
	return n
}

// At returns the node at a path, written as for With; "" is the node itself.
func (n *Node) At(path string) (*Node, bool) {
	for path != "" {
		var step string
		step, path = cutStep(path)
		i := n.childIndex(step)
		if i < 0 {
			return nil, false
		}
		n = &n.Children[i]
	}
	return n, true
}

// childIndex returns the index of the child that a step names: a key of a map
// or [i] of a list; -1 if there is none.
func (n *Node) childIndex(step string) int {
	if digits, ok := strings.CutPrefix(step, "["); ok {
		digits = strings.TrimSuffix(digits, "]")
		i, err := strconv.Atoi(digits)
		if err != nil || digits != strconv.Itoa(i) || n.Kind != List || i < 0 || i >= len(n.Children) {
			return -1
		}
		return i
	}
	if n.Kind != Map || step == "" {
		return -1
	}
	return slices.IndexFunc(n.Children, func(c Node) bool { return c.Key == step })
}

// cutStep splits the first step off a path: a[0].b is a, [0], b.
func cutStep(path string) (step, rest string) {
	if strings.HasPrefix(path, "[") {
		end := strings.IndexByte(path, ']')
		if end < 0 {
			return "", ""
		}
		return path[:end+1], strings.TrimPrefix(path[end+1:], ".")
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		return path, ""
	}
	return path[:end], strings.TrimPrefix(path[end:], ".")
}
