package pipeline

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// Node is the forecast of a territory, a position, or the deals with one value
// in a column. A node of a tree holds those below it.
type Node struct {
	Addr       addr.Addr // zero for the whole and for values of columns
	Name       string    // as people say it, or the value; "" for the whole
	Depth      int
	Won        Bucket
	Open       Bucket
	Lost       Bucket
	Weighted   money.Decimal // of open deals, rounded half even to the currency's minor units
	Call       money.Decimal // won, and open in categories that sellers promise
	Categories []Bucket      // in the order of the process
	Coverage   *Coverage     // nil without a period, and where there is no quota
}

// tree are the nodes of a plan that deals are grouped by.
type tree struct {
	dimension rollup.Dimension
	addrs     []addr.Addr
	names     []string
	parent    []int32 // -1 for roots
	index     map[string]int32
}

// treeOf returns the tree with a name; nil for columns.
func treeOf(p *plan.Plan, by string) *tree {
	t := &tree{index: map[string]int32{}}
	var parents []string
	add := func(o plan.Origin, name, parent string) {
		t.index[o.ID()] = int32(len(t.addrs))
		t.addrs, t.names, parents = append(t.addrs, o.Addr), append(t.names, name), append(parents, parent)
	}
	switch by {
	case plan.TerritoryKind:
		t.dimension = rollup.Territory
		for i := range p.Territories {
			add(p.Territories[i].Origin, p.Territories[i].Name, p.Territories[i].Parent)
		}
	case plan.PositionKind:
		t.dimension = rollup.Manager
		for i := range p.Positions {
			add(p.Positions[i].Origin, p.Positions[i].Title, p.Positions[i].Manager)
		}
	default:
		return nil
	}
	for i, parent := range parents {
		above, known := t.index[parent]
		if !known || t.above(above, int32(i)) {
			above = -1
		}
		t.parent = append(t.parent, above)
	}
	return t
}

// above reports whether node is above at or is at, along the parents that are
// known so far: such a parent would close a circle.
func (t *tree) above(at, node int32) bool {
	for ; at >= 0; at = t.parent[at] {
		if at == node {
			return true
		}
		if int(at) >= len(t.parent) {
			return false
		}
	}
	return false
}

// order returns the nodes in tree order, siblings in order of address, with
// their depth.
func (t *tree) order() (nodes []int32, depth []int) {
	below := make([][]int32, len(t.addrs)+1) // the last are the roots
	for i, parent := range t.parent {
		if parent < 0 {
			parent = int32(len(t.addrs))
		}
		below[parent] = append(below[parent], int32(i))
	}
	depth = make([]int, len(t.addrs))
	var visit func(node int32, level int)
	visit = func(node int32, level int) {
		for _, child := range below[node] {
			nodes = append(nodes, child)
			depth[child] = level
			visit(child, level+1)
		}
	}
	visit(int32(len(t.addrs)), 0)
	return nodes, depth
}

// nodeTally adds up the deals of one node.
type nodeTally struct {
	states     [plan.DealLost + 1]tally
	promised   money.Sum
	categories []tally
}

func (c *computation) newNodeTally() *nodeTally {
	return &nodeTally{categories: make([]tally, len(c.process.Categories))}
}

func (n *nodeTally) add(d *deal, process *Process) {
	n.states[d.state].add(d)
	if d.category < 0 {
		return
	}
	n.categories[d.category].add(d)
	if d.state == plan.DealOpen && process.Categories[d.category].Call {
		n.promised.Add(d.amount)
	}
}

// nodes works out the forecast of the whole and of each node or group.
func (c *computation) nodes() (all Node, nodes []Node) {
	whole := c.newNodeTally()
	groups := make([]*nodeTally, len(c.reader.names))
	if c.tree != nil {
		groups = make([]*nodeTally, len(c.tree.addrs))
	}
	for i := range c.final {
		d := &c.final[i]
		if !d.scope() {
			continue
		}
		whole.add(d, c.process)
		switch {
		case c.tree != nil:
			for node := d.node; node >= 0; node = c.tree.parent[node] {
				c.tallyOf(groups, node).add(d, c.process)
			}
		case d.group >= 0:
			c.tallyOf(groups, d.group).add(d, c.process)
		}
	}
	all = c.node(whole)
	quotas := c.quotas()
	all.Coverage = c.coverage(&all, quotas.whole())
	if c.tree != nil {
		return all, c.treeNodes(groups, quotas)
	}
	for i, name := range c.reader.names {
		if groups[i] == nil {
			continue // its deals close outside the period
		}
		n := c.node(groups[i])
		n.Name = name
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })
	return all, nodes
}

func (c *computation) tallyOf(groups []*nodeTally, at int32) *nodeTally {
	if groups[at] == nil {
		groups[at] = c.newNodeTally()
	}
	return groups[at]
}

// node closes the sums of one node.
func (c *computation) node(t *nodeTally) Node {
	n := Node{
		Won: t.states[plan.DealWon].bucket(&c.totals), Open: t.states[plan.DealOpen].bucket(&c.totals), Lost: t.states[plan.DealLost].bucket(&c.totals),
		Weighted: c.totals.rounded(&t.states[plan.DealOpen].weighted, c.digits),
	}
	call := t.promised
	call.Add(n.Won.Amount)
	n.Call = c.totals.of(&call)
	for i := range t.categories {
		n.Categories = append(n.Categories, t.categories[i].bucket(&c.totals))
	}
	return n
}

// treeNodes returns the nodes that have deals or a quota, in tree order.
func (c *computation) treeNodes(groups []*nodeTally, quotas quotas) []Node {
	var nodes []Node
	order, depth := c.tree.order()
	for _, at := range order {
		quota := quotas.of(c.tree.dimension, c.tree.addrs[at])
		if groups[at] == nil && quota == nil {
			continue
		}
		t := groups[at]
		if t == nil {
			t = c.newNodeTally()
		}
		n := c.node(t)
		n.Addr, n.Name, n.Depth = c.tree.addrs[at], c.tree.names[at], depth[at]
		n.Coverage = c.coverage(&n, quota)
		nodes = append(nodes, n)
	}
	return nodes
}

// coverage holds a node against its quota; nil without one.
func (c *computation) coverage(n *Node, quota *money.Decimal) *Coverage {
	if quota == nil {
		return nil
	}
	var rate *money.Decimal
	if c.summary.WinRate != nil {
		rate = &c.summary.WinRate.Share
	}
	coverage := CoverageOf(*quota, n.Won.Amount, n.Open.Amount, c.process.FullCoverage, c.process.RequiredCoverage, rate, c.digits)
	return &coverage
}

// quotas are those of the process's measure for the period; nil without one.
type quotas struct {
	totals  *rollup.Result
	measure string
	period  period.Period
	roots   []addr.Addr // of the territory tree
}

func (c *computation) quotas() quotas {
	if !c.bounded {
		return quotas{}
	}
	totals, _ := rollup.Compute(c.plan)
	q := quotas{totals: totals, measure: c.process.Measure, period: c.period}
	for i := range c.plan.Territories {
		if c.plan.Territories[i].Parent == "" {
			q.roots = append(q.roots, c.plan.Territories[i].Addr)
		}
	}
	return q
}

// of returns what is stated for a node, else what counts at it and below; nil
// if there is neither.
func (q quotas) of(d rollup.Dimension, node addr.Addr) *money.Decimal {
	if q.totals == nil {
		return nil
	}
	cell, _ := q.totals.Cell(rollup.Key{Dimension: d, Node: node, Measure: q.measure, Period: q.period})
	for _, figure := range []rollup.Figure{cell.Stated, cell.Rolled} {
		if figure.Known {
			return &figure.Value
		}
	}
	return nil
}

// whole returns the quota of the company: what the roots of the territory tree
// state where they all do, else what counts in the whole plan.
func (q quotas) whole() *money.Decimal {
	if q.totals == nil {
		return nil
	}
	var stated money.Sum
	for _, root := range q.roots {
		cell, _ := q.totals.Cell(rollup.Key{Dimension: rollup.Territory, Node: root, Measure: q.measure, Period: q.period})
		if !cell.Stated.Known {
			return q.of(rollup.Total, addr.Addr{})
		}
		stated.Add(cell.Stated.Value)
	}
	sum, err := stated.Total()
	if err != nil || len(q.roots) == 0 {
		return q.of(rollup.Total, addr.Addr{})
	}
	return &sum
}
