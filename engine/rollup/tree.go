package rollup

import "slices"

// tree is a forest of nodes 0 to n-1 below one more node, the top, which
// stands for all of it. Siblings are in order of their index. Every walk is a
// loop, so that a tree of any depth is safe.
type tree struct {
	parent []int32 // -1 for the top
	order  []int32 // the nodes in tree order: the top first, parents before children
	at     []int32 // the position of a node in order
	end    []int32 // the position behind the last node below a node
	depth  []int32 // 0 for roots, -1 for the top
	head   []int32 // the uppermost node of the heavy path that a node lies on; see lowestAbove
}

// newTree builds the tree of nodes with the given parents, -1 for roots.
func newTree(parents []int32) *tree {
	n := len(parents)
	t := &tree{
		parent: withoutCircles(parents), order: make([]int32, 0, n+1), at: make([]int32, n+1),
		end: make([]int32, n+1), depth: make([]int32, n+1), head: make([]int32, n+1),
	}
	for i := range t.parent {
		if t.parent[i] < 0 {
			t.parent[i] = int32(n)
		}
	}
	t.parent = append(t.parent, -1)
	t.walk()
	t.measure()
	return t
}

// top returns the node that stands for the whole tree.
func (t *tree) top() int32 { return int32(len(t.parent) - 1) }

// withoutCircles returns the parents with every link to or from a node that is
// above itself cut.
func withoutCircles(parents []int32) []int32 {
	seen, circling := make([]int32, len(parents)), make([]bool, len(parents))
	for i := range parents {
		walk, at := int32(i+1), int32(i)
		for at >= 0 && seen[at] == 0 {
			seen[at] = walk
			at = parents[at]
		}
		if at < 0 || seen[at] != walk {
			continue
		}
		for !circling[at] {
			circling[at] = true
			at = parents[at]
		}
	}
	cut := make([]int32, len(parents), len(parents)+1)
	for i, parent := range parents {
		if circling[i] || parent >= 0 && circling[parent] {
			parent = -1
		}
		cut[i] = parent
	}
	return cut
}

// walk fills in order, position and depth.
func (t *tree) walk() {
	first, next := make([]int32, len(t.parent)), make([]int32, len(t.parent))
	for i := range first {
		first[i] = -1
	}
	for i := len(t.parent) - 2; i >= 0; i-- {
		next[i], first[t.parent[i]] = first[t.parent[i]], int32(i)
	}
	next[t.top()] = -1
	for node, depth := t.top(), int32(-1); node >= 0; {
		t.at[node], t.depth[node] = int32(len(t.order)), depth
		t.order = append(t.order, node)
		if first[node] >= 0 {
			node, depth = first[node], depth+1
			continue
		}
		for node >= 0 && next[node] < 0 {
			node, depth = t.parent[node], depth-1
		}
		if node >= 0 {
			node = next[node]
		}
	}
}

// measure fills in the ends of subtrees and the heavy paths: each node's path
// goes on to its child with most nodes below.
func (t *tree) measure() {
	size, heavy := make([]int32, len(t.parent)), make([]int32, len(t.parent))
	for i := range heavy {
		heavy[i] = -1
	}
	for i, node := range slices.Backward(t.order) {

		size[node]++
		t.end[node] = int32(i) + size[node]
		if parent := t.parent[node]; parent >= 0 {
			size[parent] += size[node]
			if heavy[parent] < 0 || size[node] >= size[heavy[parent]] {
				heavy[parent] = node
			}
		}
	}
	for _, node := range t.order {
		t.head[node] = node
		if parent := t.parent[node]; parent >= 0 && heavy[parent] == node {
			t.head[node] = t.head[parent]
		}
	}
}

// contains reports whether below is node or stands somewhere below it.
func (t *tree) contains(node, below int32) bool {
	return t.at[node] <= t.at[below] && t.at[below] < t.end[node]
}

// lowestAbove returns the lowest node that contains both a and b. It climbs
// from heavy path to heavy path, of which there are few on any way up.
func (t *tree) lowestAbove(a, b int32) int32 {
	for t.head[a] != t.head[b] {
		if t.depth[t.head[a]] < t.depth[t.head[b]] {
			a, b = b, a
		}
		a = t.parent[t.head[a]]
	}
	if t.depth[a] < t.depth[b] {
		return a
	}
	return b
}
