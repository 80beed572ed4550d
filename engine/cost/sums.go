package cost

import (
	"cmp"
	"slices"

	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// Dimension says along what cost is summed.
type Dimension string

// The dimensions.
const (
	Total     Dimension = "total"     // the whole plan
	Territory Dimension = "territory" // the territory tree; a position counts where all that it owns comes together
	Manager   Dimension = "manager"   // the manager tree; a position counts for itself and everybody above
	Role      Dimension = "role"
	CompPlan  Dimension = "comp_plan"
	Position  Dimension = "position"
)

// Dimensions returns all dimensions, the most usual first.
func Dimensions() []Dimension {
	return []Dimension{Total, Role, CompPlan, Territory, Manager, Position}
}

// Row is what the people of one node cost.
type Row struct {
	Node   string // id; "" for everybody, or for people at no node
	Depth  int    // in a tree, 0 at the top
	People int
	Salary money.Decimal
	Pay    []money.Decimal // by level
	Burden []money.Decimal // by level
	// Withheld is true if the amounts would give away the pay of fewer people than
	// the smallest group; they are zero then.
	Withheld bool
}

// Cost returns salary, pay and burden at a level.
func (r *Row) Cost(level int) money.Decimal { return sum(r.Salary, r.Pay[level], r.Burden[level]) }

// Sums returns the rows of a dimension, the whole plan first, then in the order
// of the tree or of ids. Unless unmasked, amounts of groups smaller than the
// plan's smallest group are withheld, and of sums that are mostly one person's;
// and further ones where they would follow from the rows of all dimensions
// together.
func (r *Result) Sums(p *plan.Plan, by Dimension, unmasked bool) []Row {
	if unmasked {
		return r.table(p, by).rows()
	}
	var tables []*table
	var asked *table
	for _, dimension := range Dimensions() {
		t := r.table(p, dimension)
		t.root.withhold(r.Settings.SmallestGroup)
		tables = append(tables, t)
		if dimension == by {
			asked = t
		}
	}
	withholdAcross(tables, len(r.People), r.Settings.SmallestGroup, r.shownRatio())
	return asked.rows()
}

// table sums everybody along a dimension.
func (r *Result) table(p *plan.Plan, by Dimension) *table {
	t := newTable(p, r, by)
	for i := range r.People {
		person := &r.People[i]
		for at := t.nodeOf(person); at != nil; at = at.above {
			at.take(person)
			at.members = append(at.members, i)
		}
	}
	return t
}

// node is a node of the tree that rows are summed along.
type node struct {
	Row
	above    *node
	children []*node
	members  []int           // places in Result.People
	largest  []money.Decimal // the most that one of them costs, by level
}

// table is the tree of a dimension.
type table struct {
	root   *node
	nodes  map[string]*node
	nodeOf func(*Person) *node
	levels int
}

func newTable(p *plan.Plan, r *Result, by Dimension) *table {
	t := &table{nodes: map[string]*node{}, levels: len(r.Levels)}
	t.root = t.newNode("", nil)
	switch by {
	case Territory:
		t.byTerritory(p, r)
	case Manager:
		t.byManager(p)
	case Role:
		t.flat(func(person *Person) string { return person.Stint.Position.Role })
	case CompPlan:
		t.flat(func(person *Person) string { return person.Stint.Plan.Addr.ID })
	case Position:
		t.flat(func(person *Person) string { return person.Stint.Position.ID() })
	case Total:
		t.nodeOf = func(*Person) *node { return t.root }
	}
	return t
}

func (t *table) newNode(id string, above *node) *node {
	n := &node{Row: Row{Node: id, Pay: make([]money.Decimal, t.levels), Burden: make([]money.Decimal, t.levels)}, above: above, largest: make([]money.Decimal, t.levels)}
	if above != nil {
		above.children = append(above.children, n)
	}
	return n
}

// child returns the node of an id below another, made if there is none.
func (t *table) child(id string, above *node) *node {
	if n, ok := t.nodes[id]; ok {
		return n
	}
	n := t.newNode(id, above)
	t.nodes[id] = n
	return n
}

// flat makes a row for each value of a key.
func (t *table) flat(key func(*Person) string) {
	t.nodeOf = func(person *Person) *node { return t.child(key(person), t.root) }
}

// byManager makes a node for each position, below its manager's.
func (t *table) byManager(p *plan.Plan) {
	managers := map[string]string{}
	for i := range p.Positions {
		managers[p.Positions[i].ID()] = p.Positions[i].Manager
	}
	t.nodeOf = func(person *Person) *node { return t.inTree(person.Stint.Position.ID(), managers) }
}

// inTree returns the node of an id, below those of all above it. A circle of
// parents, which is a finding elsewhere, ends where it closes.
func (t *table) inTree(id string, parents map[string]string) *node {
	var path []string
	for at := id; at != "" && !slices.Contains(path, at); at = parents[at] {
		path = append(path, at)
	}
	above := t.root
	for _, at := range slices.Backward(path) {
		above = t.child(at, above)
	}
	return above
}

// byTerritory makes a node for each territory in which somebody counts.
func (t *table) byTerritory(p *plan.Plan, r *Result) {
	parents := map[string]string{}
	for i := range p.Territories {
		parents[p.Territories[i].ID()] = p.Territories[i].Parent
	}
	home := homes(p, r, parents)
	t.nodeOf = func(person *Person) *node { return t.inTree(home[person.Stint.Position.ID()], parents) }
}

// homes returns for each position the lowest territory that holds all that it
// owns on the last day of the year.
func homes(p *plan.Plan, r *Result, parents map[string]string) map[string]string {
	home := map[string]string{}
	last := p.Choices.Calendar.Range(r.Year).To
	if before, err := last.AddDays(-1); err == nil {
		last = before
	}
	for i := range p.Assignments {
		a := &p.Assignments[i]
		if a.Coverage != plan.Owner || a.Territory == "" || !a.Active.Contains(last) {
			continue
		}
		if at, owns := home[a.Position]; owns {
			home[a.Position] = lowestOver(at, a.Territory, parents)
		} else {
			home[a.Position] = a.Territory
		}
	}
	return home
}

// lowestOver returns the lowest territory that holds both; "" if none does.
func lowestOver(a, b string, parents map[string]string) string {
	above := map[string]bool{}
	for at := a; at != "" && !above[at]; at = parents[at] {
		above[at] = true
	}
	seen := map[string]bool{}
	for at := b; at != "" && !seen[at]; at = parents[at] {
		if above[at] {
			return at
		}
		seen[at] = true
	}
	return ""
}

func (n *node) take(p *Person) {
	n.People++
	n.Salary = sum(n.Salary, p.Salary)
	for level := range p.Pay {
		n.Pay[level] = sum(n.Pay[level], p.Pay[level])
		n.Burden[level] = sum(n.Burden[level], p.Burden[level])
		if cost := p.Cost(level); cost.Cmp(n.largest[level]) > 0 {
			n.largest[level] = cost
		}
	}
}

// withhold takes the amounts from nodes of fewer people than a group must have,
// and from as many of their neighbours as it takes that what is left of the node
// above is no smaller group either.
func (n *node) withhold(group int) {
	if n.People > 0 && (n.People < group || n.dominated()) {
		n.hide()
	}
	if n.Withheld {
		for _, child := range n.children {
			child.hideAll()
		}
		return
	}
	for _, child := range n.children {
		child.withhold(group)
	}
	n.cover(group)
}

// dominated reports whether the sum is mostly one person's at some level.
func (n *node) dominated() bool {
	for level := range n.largest {
		limit := money.FromDecimal(n.Cost(level)).Mul(money.FromDecimal(mostOfAll))
		if n.largest[level].Sign() > 0 && money.FromDecimal(n.largest[level]).Cmp(limit) > 0 {
			return true
		}
	}
	return false
}

// cover hides further children, the smallest first, until the people of a node
// who are in no shown child are none or a group.
func (n *node) cover(group int) {
	shown := slices.DeleteFunc(slices.Clone(n.children), func(c *node) bool { return c.Withheld })
	slices.SortStableFunc(shown, func(a, b *node) int { return cmp.Compare(a.People, b.People) })
	rest := n.People
	for _, child := range shown {
		rest -= child.People
	}
	for _, child := range shown {
		if rest == 0 || rest >= group {
			return
		}
		rest += child.People
		child.hideAll()
	}
}

func (n *node) hideAll() {
	n.hide()
	for _, child := range n.children {
		child.hideAll()
	}
}

func (n *node) hide() {
	n.Withheld, n.Salary = true, money.Decimal{}
	clear(n.Pay)
	clear(n.Burden)
}

// rows returns the nodes that somebody counts at, in tree order.
func (t *table) rows() []Row {
	var rows []Row
	var walk func(n *node, depth int)
	walk = func(n *node, depth int) {
		n.Depth = depth
		rows = append(rows, n.Row)
		slices.SortFunc(n.children, func(a, b *node) int { return cmp.Compare(a.Node, b.Node) })
		for _, child := range n.children {
			walk(child, depth+1)
		}
	}
	walk(t.root, 0)
	return rows
}
