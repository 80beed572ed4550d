package syntax

import (
	"slices"
	"strconv"
	"strings"
)

// Join returns the path of the field key below path. A key that holds a sign of
// paths is quoted, as in extra."cost.center", so that every field of a tree has
// a path of its own.
func Join(path, key string) string {
	if key == "" || strings.ContainsAny(key, `.[]"\`) {
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

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
		key, named := keyOf(step)
		if rest != "" || value == nil || n.Kind != Map || !named {
			return n
		}
		added := *value
		added.Key = key
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
	if key, named := keyOf(step); named && n.Kind == Map {
		return slices.IndexFunc(n.Children, func(c Node) bool { return c.Key == key })
	}
	digits := strings.TrimSuffix(strings.TrimPrefix(step, "["), "]")
	i, err := strconv.Atoi(digits)
	if err != nil || step != "["+strconv.Itoa(i)+"]" || n.Kind != List || i < 0 || i >= len(n.Children) {
		return -1
	}
	return i
}

// keyOf returns the key that a step names; named is false for an index and for
// no step at all.
func keyOf(step string) (key string, named bool) {
	if strings.HasPrefix(step, `"`) {
		key, err := strconv.Unquote(step)
		return key, err == nil
	}
	return step, step != "" && step[0] != '['
}

// cutStep splits the first step off a path: a[0]."b.c" is a, [0], "b.c".
func cutStep(path string) (step, rest string) {
	end := strings.IndexAny(path, ".[")
	switch {
	case strings.HasPrefix(path, "["):
		end = strings.IndexByte(path, ']') + 1
		if end == 0 {
			return "", ""
		}
	case strings.HasPrefix(path, `"`):
		quoted, err := strconv.QuotedPrefix(path)
		if err != nil {
			return "", ""
		}
		end = len(quoted)
	case end < 0:
		return path, ""
	}
	return path[:end], strings.TrimPrefix(path[end:], ".")
}
