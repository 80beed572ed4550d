package rollup

import (
	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// structure is what quotas are summed over: the nodes of a plan by index.
type structure struct {
	plan        *plan.Plan
	axis        *axis
	territories nodes
	seats       nodes
	roles       nodes
	roleOf      []int32 // of a seat, -1 if it has none
	leads       []bool  // of a seat: its role leads others
	owners      *ownership
}

// nodes are the nodes of one dimension; their index is that in the plan.
type nodes struct {
	origins []plan.Origin
	index   map[string]int32
	tree    *tree
}

// structureOf reads the trees, roles and owners of a plan.
func structureOf(p *plan.Plan, more ...period.Period) *structure {
	s := &structure{
		plan: p, axis: newAxis(p, more...),
		territories: nodesOf(p.Territories, func(t *plan.Territory) (plan.Origin, string) { return t.Origin, t.Parent }),
		seats:       nodesOf(p.Positions, func(s *plan.Position) (plan.Origin, string) { return s.Origin, s.Manager }),
		roles:       nodesOf(p.Roles, func(r *plan.Role) (plan.Origin, string) { return r.Origin, "" }),
		roleOf:      make([]int32, len(p.Positions)),
		leads:       make([]bool, len(p.Positions)),
	}
	for i := range p.Positions {
		s.roleOf[i] = s.roles.find(p.Positions[i].Role)
		s.leads[i] = s.roleOf[i] >= 0 && p.Roles[s.roleOf[i]].Manager
	}
	s.owners = ownershipOf(s)
	return s
}

func nodesOf[T any](all []T, of func(*T) (origin plan.Origin, parent string)) nodes {
	n := nodes{origins: make([]plan.Origin, len(all)), index: make(map[string]int32, len(all))}
	for i := range all {
		n.origins[i], _ = of(&all[i])
		n.index[n.origins[i].ID()] = int32(i)
	}
	parents := make([]int32, len(all))
	for i := range all {
		_, parent := of(&all[i])
		parents[i] = n.find(parent)
	}
	n.tree = newTree(parents)
	return n
}

// find returns the index of a node, -1 if there is none.
func (n *nodes) find(id string) int32 {
	if i, ok := n.index[id]; ok {
		return i
	}
	return -1
}

// addr returns the address of a node, the zero address for the top.
func (n *nodes) addr(node int32) addr.Addr {
	if node == n.tree.top() {
		return addr.Addr{}
	}
	return n.origins[node].Addr
}

// place returns where a node is written, no place for the top.
func (n *nodes) place(node int32) source.Place {
	if node == n.tree.top() {
		return source.Place{}
	}
	return n.origins[node].Place()
}

// of returns the nodes of a dimension; the whole plan is the top of the
// territory tree.
func (s *structure) of(d Dimension) *nodes {
	switch d {
	case Manager:
		return &s.seats
	case Role:
		return &s.roles
	}
	return &s.territories
}

// placeOf returns where the record at an address is written.
func placeOf(p *plan.Plan, a addr.Addr) source.Place {
	if r, ok := p.Find(a); ok {
		return r.Place()
	}
	return source.Place{}
}

// holderOf returns the address of the territory or position of a quota.
func holderOf(q *plan.Quota) addr.Addr {
	if q.Position != "" {
		return addr.New(plan.PositionKind, q.Position)
	}
	return addr.New(plan.TerritoryKind, q.Territory)
}
