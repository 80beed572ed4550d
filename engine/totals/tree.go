package totals

import "github.com/salesplan/salesplan/engine/plan"

// territoryTree returns the territories in tree order, children after their
// parents.
func territoryTree(p *plan.Plan) []node {
	return treeOf(len(p.Territories), func(i int) (node, string) {
		t := &p.Territories[i]
		return node{addr: t.Addr, name: t.Name}, t.Parent
	})
}

// managerTree returns the positions in tree order, reports after managers.
func managerTree(p *plan.Plan) []node {
	return treeOf(len(p.Positions), func(i int) (node, string) {
		position := &p.Positions[i]
		return node{addr: position.Addr, name: position.Title}, position.Manager
	})
}

// treeOf arranges n nodes in tree order. A node whose parent is not there is a
// root; of a circle, the first member is, so that every node stands once.
func treeOf(n int, at func(i int) (one node, parent string)) []node {
	all := make([]node, n)
	parents := make([]string, n)
	byID := make(map[string]int, n)
	for i := range n {
		all[i], parents[i] = at(i)
		byID[all[i].addr.ID] = i
	}
	children := make([][]int, n)
	var roots []int
	for i := range n {
		if parent, ok := byID[parents[i]]; ok {
			children[parent] = append(children[parent], i)
		} else {
			roots = append(roots, i)
		}
	}
	ordered := make([]node, 0, n)
	placed := make([]bool, n)
	var place func(i, depth int) int
	place = func(i, depth int) int {
		placed[i] = true
		at := len(ordered)
		one := all[i]
		one.depth = depth
		ordered = append(ordered, one)
		for _, child := range children[i] {
			if !placed[child] {
				below := place(child, depth+1)
				ordered[at].children = append(ordered[at].children, below)
			}
		}
		return at
	}
	for _, root := range roots {
		place(root, 0)
	}
	for i := range n {
		if !placed[i] {
			place(i, 0)
		}
	}
	return ordered
}
