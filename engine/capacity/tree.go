package capacity

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// nowhere is the index of a node that is not in a tree.
const nowhere = int32(-1)

// tree is a hierarchy: the territories of a plan, or its positions. Nodes are
// numbered as the plan lists them.
type tree struct {
	collection string
	ids        []string
	active     []period.Range
	index      map[string]int32
	parent     []int32 // nowhere for a root
	children   [][]int32
	order      []int32 // parents before children, siblings in order of id
	depth      []int32 // 0 for a root
}

// territoriesOf returns the territory tree of a plan.
func territoriesOf(p *plan.Plan) *tree {
	t := &tree{collection: plan.TerritoryKind}
	parents := make([]string, len(p.Territories))
	for i := range p.Territories {
		one := &p.Territories[i]
		t.ids, t.active, parents[i] = append(t.ids, one.ID()), append(t.active, one.Active), one.Parent
	}
	return t.link(parents)
}

// managersOf returns the manager tree of a plan.
func managersOf(p *plan.Plan) *tree {
	t := &tree{collection: plan.PositionKind}
	parents := make([]string, len(p.Positions))
	for i := range p.Positions {
		one := &p.Positions[i]
		t.ids, t.active, parents[i] = append(t.ids, one.ID()), append(t.active, one.Active), one.Manager
	}
	return t.link(parents)
}

// link ties nodes to their parents. A node that is above itself, which is a
// finding elsewhere, is a root.
func (t *tree) link(parents []string) *tree {
	n := len(t.ids)
	t.index = make(map[string]int32, n)
	for i, id := range t.ids {
		t.index[id] = int32(i)
	}
	t.parent, t.children, t.depth = make([]int32, n), make([][]int32, n), make([]int32, n)
	for i := range t.parent {
		t.parent[i] = t.find(parents[i])
	}
	t.cutCircles()
	var roots []int32
	for i, parent := range t.parent {
		if parent == nowhere {
			roots = append(roots, int32(i))
		} else {
			t.children[parent] = append(t.children[parent], int32(i))
		}
	}
	slices.Reverse(roots)
	for stack := roots; len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		t.order = append(t.order, at)
		for _, child := range slices.Backward(t.children[at]) {
			t.depth[child] = t.depth[at] + 1
			stack = append(stack, child)
		}
	}
	return t
}

// cutCircles makes roots of the nodes that stand in a circle.
func (t *tree) cutCircles() {
	seen := make([]int32, len(t.parent)) // in which walk, from 1
	for i := range t.parent {
		walk, at := int32(i+1), int32(i)
		for at != nowhere && seen[at] == 0 {
			seen[at] = walk
			at = t.parent[at]
		}
		for at != nowhere && seen[at] == walk && t.parent[at] != nowhere {
			at, t.parent[at] = t.parent[at], nowhere
		}
	}
}

// find returns the index of an id.
func (t *tree) find(id string) int32 {
	if i, ok := t.index[id]; ok {
		return i
	}
	return nowhere
}

func (t *tree) addr(node int32) addr.Addr { return addr.New(t.collection, t.ids[node]) }

// lowestOver returns the lowest node that holds both, nowhere if none does.
func (t *tree) lowestOver(a, b int32) int32 {
	for a != b && a != nowhere && b != nowhere {
		if t.depth[a] >= t.depth[b] {
			a = t.parent[a]
		} else {
			b = t.parent[b]
		}
	}
	if a == b {
		return a
	}
	return nowhere
}

// holds reports whether below is node or stands somewhere below it. What is in no
// tree holds nothing.
func (t *tree) holds(node, below int32) bool {
	for below != nowhere && below != node {
		below = t.parent[below]
	}
	return below == node && node != nowhere
}
