package totals

import (
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/period"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/source"
)

// placeless is the place of computed values.
var placeless = source.Place{}

// node is a place in a tree of totals.
type node struct {
	addr     addr.Addr
	name     string
	depth    int
	children []int // indexes into the tree
}

// Compute totals the quotas and the headcount of a plan. The findings are
// quotas that are in no total (no exchange rate) or that contradict their own
// parts. Members of a circle of parents or managers count as roots.
func Compute(p *plan.Plan) (*Result, diag.List) {
	l, findings := ledgerOf(p)
	findings = append(findings, l.differing()...)
	r := &Result{index: map[Key]int{}, ledger: l}
	c := computer{ledger: l, result: r, territories: territoryTree(p), managers: managerTree(p)}
	c.territoryTotals()
	c.managerTotals()
	c.roleTotals()
	c.wholeTotals()
	for i := range r.Totals {
		r.index[r.Totals[i].Key] = i
	}
	return r, append(findings, c.findings...)
}

// computer fills a result.
type computer struct {
	*ledger
	result      *Result
	territories []node
	managers    []node
	findings    diag.List
}

// emit adds a total that exists; overflow is a finding.
func (c *computer) emit(total Total, exists bool, err error) {
	if err != nil {
		c.findings = append(c.findings, tooLarge(total.Key))
		return
	}
	if exists {
		c.result.Totals = append(c.result.Totals, total)
	}
}

// amount is an intermediate total: whether there is one, and whether it left
// the range.
type amount struct {
	value  money.Decimal
	exists bool
	err    error
}

// territoryTotals totals up the territory tree, node by node in tree order.
func (c *computer) territoryTotals() {
	c.tree(Territory, c.territories, func(n *node, measure string, p period.Period, below amount) (amount, amount) {
		own, states := c.own(n.addr, measure, p)
		if below.exists {
			return below, amount{value: own, exists: states}
		}
		if states {
			return amount{value: own, exists: true}, amount{}
		}
		return c.placed(n.addr.ID, measure, p), amount{}
	}, func(n *node, p period.Period) []int { return c.seatsOwning(n.addr.ID, p) })
}

// placed sums the quotas of the positions that own a territory which itself
// states none.
func (c *computer) placed(territory, measure string, p period.Period) amount {
	var sum money.Sum
	some := false
	for _, a := range c.owners[territory] {
		if !c.counts(a.Active, p) {
			continue
		}
		own, ok := c.own(addr.New(plan.PositionKind, a.Position), measure, p)
		if !ok || len(c.reports[a.Position]) > 0 {
			continue
		}
		part, err := own.MulRound(c.portion(a, p), shareDigits, money.HalfEven)
		if err == nil {
			sum.Add(part)
			some = true
		}
	}
	total, err := sum.Total()
	return amount{value: total, exists: some, err: err}
}

// portion is the part of a position's own quota that counts at one of the
// territories it owns: the share over the sum of its shares, so that the
// quota counts once.
func (c *computer) portion(a *plan.Assignment, p period.Period) money.Decimal {
	var sum money.Sum
	for _, other := range c.owned[a.Position] {
		if c.counts(other.Active, p) {
			sum.Add(other.Share)
		}
	}
	total, err := sum.Total()
	if err != nil || total.Sign() == 0 {
		return money.Decimal{}
	}
	portion, err := a.Share.QuoRound(total, 9, money.HalfEven)
	if err != nil {
		return money.Decimal{}
	}
	return portion
}

// managerTotals totals up the tree of positions.
func (c *computer) managerTotals() {
	c.tree(Manager, c.managers, func(n *node, measure string, p period.Period, below amount) (amount, amount) {
		position := c.position(n.addr.ID)
		direct, _, carries := c.direct(position, measure, p)
		own, states := c.own(n.addr, measure, p)
		stated := amount{value: own, exists: states && below.exists}
		if !carries {
			return below, stated
		}
		var sum money.Sum
		sum.Add(below.value)
		sum.Add(direct)
		total, err := sum.Total()
		return amount{value: total, exists: true, err: err}, stated
	}, func(n *node, _ period.Period) []int { return []int{c.seat(n.addr.ID)} })
}

// tree totals every measure, period and node of a tree. at returns what a node
// rolls up, given the sum of its children, and what it states beside it; seats
// returns the positions counted at the node itself.
func (c *computer) tree(d Dimension, nodes []node, at func(n *node, measure string, p period.Period, below amount) (rolled, stated amount), seats func(n *node, p period.Period) []int) {
	totals := make([][]Total, len(nodes))
	for _, measure := range c.measures() {
		unit := c.unit(measure)
		for _, p := range c.periods[measure] {
			rolled := make([]amount, len(nodes))
			for i := len(nodes) - 1; i >= 0; i-- {
				n := &nodes[i]
				var stated amount
				rolled[i], stated = at(n, measure, p, sumOf(n.children, rolled))
				total := Total{Key: Key{d, n.addr, measure, p}, Name: n.name, Depth: n.depth, Unit: unit,
					Rolled: rolled[i].value, Stated: stated.value, HasStated: stated.exists}
				if rolled[i].err != nil {
					c.findings = append(c.findings, tooLarge(total.Key))
				} else if rolled[i].exists {
					totals[i] = append(totals[i], total)
				}
			}
		}
	}
	for i := range nodes {
		c.result.Totals = append(c.result.Totals, totals[i]...)
		for _, p := range c.headcountPeriods() {
			c.heads(Key{Dimension: d, Node: nodes[i].addr, Period: p}, nodes[i].name, nodes[i].depth, below(nodes, i, func(n *node) []int { return seats(n, p) }))
		}
	}
}

// sumOf adds up what the children roll up.
func sumOf(children []int, rolled []amount) amount {
	var sum money.Sum
	var total amount
	for _, i := range children {
		if rolled[i].err != nil {
			total.err = rolled[i].err
		}
		if rolled[i].exists {
			sum.Add(rolled[i].value)
			total.exists = true
		}
	}
	value, err := sum.Total()
	total.value = value
	if err != nil {
		total.err = err
	}
	return total
}

// below collects the seats at a node and all nodes under it, each once.
func below(nodes []node, i int, seats func(n *node) []int) []int {
	var all []int
	var walk func(i int)
	walk = func(i int) {
		all = append(all, seats(&nodes[i])...)
		for _, child := range nodes[i].children {
			walk(child)
		}
	}
	walk(i)
	slices.Sort(all)
	return slices.Compact(all)
}

// heads adds headcount and vacancies of a group of positions.
func (c *computer) heads(key Key, name string, depth int, seats []int) {
	active, vacant := int64(0), int64(0)
	for _, i := range seats {
		if i < 0 || !c.counts(c.plan.Positions[i].Active, key.Period) {
			continue
		}
		active++
		if !c.held(c.plan.Positions[i].ID(), key.Period) {
			vacant++
		}
	}
	for _, one := range []struct {
		measure string
		n       int64
	}{{Headcount, active}, {Vacant, vacant}} {
		key.Measure = one.measure
		n, _ := money.New(one.n, 0)
		c.emit(Total{Key: key, Name: name, Depth: depth, Unit: "count", Rolled: n}, active > 0, nil)
	}
}

// held reports whether somebody holds a position on the last day of a period.
func (l *ledger) held(position string, p period.Period) bool {
	return slices.ContainsFunc(l.holders[position], func(h *plan.Holder) bool { return l.counts(h.Active, p) })
}

// seatsOwning returns the positions that own a territory.
func (c *computer) seatsOwning(territory string, p period.Period) []int {
	var seats []int
	for _, a := range c.owners[territory] {
		if c.counts(a.Active, p) {
			seats = append(seats, c.seat(a.Position))
		}
	}
	return seats
}

// roleTotals totals the direct quotas and the heads of every role.
func (c *computer) roleTotals() {
	for i := range c.plan.Roles {
		role := &c.plan.Roles[i]
		var seats []int
		for j := range c.plan.Positions {
			if c.plan.Positions[j].Role == role.ID() {
				seats = append(seats, j)
			}
		}
		for _, measure := range c.measures() {
			for _, p := range c.periods[measure] {
				total := c.sumDirect(seats, measure, p)
				c.emit(Total{Key: Key{Role, role.Addr, measure, p}, Name: role.Name, Unit: c.unit(measure), Rolled: total.value}, total.exists, total.err)
			}
		}
		for _, p := range c.headcountPeriods() {
			c.heads(Key{Dimension: Role, Node: role.Addr, Period: p}, role.Name, 0, seats)
		}
	}
}

// sumDirect adds up the direct quotas of positions.
func (c *computer) sumDirect(seats []int, measure string, p period.Period) amount {
	var sum money.Sum
	some := false
	for _, j := range seats {
		if direct, _, carries := c.direct(&c.plan.Positions[j], measure, p); carries {
			sum.Add(direct)
			some = true
		}
	}
	total, err := sum.Total()
	return amount{value: total, exists: some, err: err}
}

// wholeTotals totals the roots of the territory tree, or, for measures that no
// territory has, of the tree of positions.
func (c *computer) wholeTotals() {
	index := map[Key]money.Decimal{}
	for _, t := range c.result.Totals {
		if t.Depth == 0 && t.Dimension != Role {
			index[t.Key] = t.Rolled
		}
	}
	for _, measure := range c.measures() {
		for _, p := range c.periods[measure] {
			total := rootSum(index, Territory, c.territories, measure, p)
			if !total.exists {
				total = rootSum(index, Manager, c.managers, measure, p)
			}
			c.emit(Total{Key: Key{Dimension: Whole, Measure: measure, Period: p}, Unit: c.unit(measure), Rolled: total.value}, total.exists, total.err)
		}
	}
	all := make([]int, len(c.plan.Positions))
	for i := range all {
		all[i] = i
	}
	for _, p := range c.headcountPeriods() {
		c.heads(Key{Dimension: Whole, Period: p}, "", 0, all)
	}
}

func rootSum(index map[Key]money.Decimal, d Dimension, nodes []node, measure string, p period.Period) amount {
	var sum money.Sum
	some := false
	for _, n := range nodes {
		if value, ok := index[Key{d, n.addr, measure, p}]; ok && n.depth == 0 {
			sum.Add(value)
			some = true
		}
	}
	total, err := sum.Total()
	return amount{value: total, exists: some, err: err}
}

// position returns a position by id; it is one of the manager tree.
func (c *computer) position(id string) *plan.Position { return &c.plan.Positions[c.seat(id)] }

// seat returns the index of a position by id, -1 if there is no such position.
func (l *ledger) seat(id string) int {
	i, ok := l.seats[id]
	if !ok {
		return -1
	}
	return i
}
