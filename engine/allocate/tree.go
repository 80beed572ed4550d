package allocate

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
)

// node is a territory or position that gets quotas. The root is number 0;
// children follow each other, level by level.
type node struct {
	addr       addr.Addr
	parent     int  // -1 for the root
	level      int  // 0 for the root
	first, end int  // the children; first == end at the lowest level
	foreign    bool // see foreigners
}

// lowest reports whether no node below gets quotas.
func (n *node) lowest() bool { return n.first == n.end }

// placed is what the tree is made of.
type placed struct {
	id, parent string
	active     period.Range
}

// tree returns all nodes below the root of an allocation in order of level,
// parent and id. A node below the root takes part if it is there for the whole
// year; those below a foreign one do not. It is empty if the root is not in the
// plan.
func tree(p *plan.Plan, a *Allocation, foreign map[string]bool) []node {
	all := placedIn(p, a.Root.Collection)
	below := make(map[string][]int, len(all))
	found := false
	for i := range all {
		below[all[i].parent] = append(below[all[i].parent], i)
		found = found || all[i].id == a.Root.ID
	}
	if !found {
		return nil
	}
	nodes := append(make([]node, 0, len(all)), node{addr: a.Root, parent: -1})
	for at := 0; at < len(nodes); at++ {
		nodes[at].first = len(nodes)
		if nodes[at].foreign {
			nodes[at].end = len(nodes)
			continue
		}
		for _, i := range below[nodes[at].addr.ID] {
			if all[i].id != a.Root.ID && wholeYear(p, a, all[i].active) {
				nodes = append(nodes, node{addr: addr.New(a.Root.Collection, all[i].id), parent: at, level: nodes[at].level + 1, foreign: foreign[all[i].id]})
			}
		}
		nodes[at].end = len(nodes)
	}
	return nodes
}

// cut leaves out the nodes below the last level that gets quotas; 0 is no limit.
func cut(nodes []node, levels int) []node {
	if levels == 0 {
		return nodes
	}
	for i := range nodes {
		if nodes[i].level > levels {
			nodes = nodes[:i]
			break
		}
		if nodes[i].level == levels {
			nodes[i].first = nodes[i].end
		}
	}
	return nodes
}

// placedIn returns the territories or positions of a plan in order of id.
func placedIn(p *plan.Plan, collection string) []placed {
	if collection == plan.PositionKind {
		all := make([]placed, len(p.Positions))
		for i := range p.Positions {
			all[i] = placed{p.Positions[i].ID(), p.Positions[i].Manager, p.Positions[i].Active}
		}
		return all
	}
	all := make([]placed, len(p.Territories))
	for i := range p.Territories {
		all[i] = placed{p.Territories[i].ID(), p.Territories[i].Parent, p.Territories[i].Active}
	}
	return all
}

// wholeYear reports whether something is there on every day of the year.
func wholeYear(p *plan.Plan, a *Allocation, active period.Range) bool {
	if p.Choices.Calendar == nil {
		return true
	}
	year := p.Choices.Calendar.Range(a.Year)
	return active.Intersect(year) == year
}
