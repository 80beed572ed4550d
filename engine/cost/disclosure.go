package cost

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// disclosure knows which sums of people are shown in all reports of a result
// together, and whether one more would give away the pay of a group smaller than
// the smallest that may be shown: as a sum, or as what follows from several.
//
// Sums are vectors over atoms: people who count in the same sums. What follows
// from the shown ones is their linear span, kept as a reduced basis; the pay of
// an atom follows exactly if the basis has a row of that atom alone. Numbers are
// counted modulo a prime, which only a coefficient that it divides could deceive.
type disclosure struct {
	group int
	sizes []int          // people by atom
	basis map[int]vector // by the atom that leads the row
	shown []crowd        // whose sums are shown
	steps int            // left; without any, nothing more is shown
}

// crowd is a group of people, as atoms in order.
type crowd struct {
	atoms  []int
	people int
}

// vector is a row of the basis: coefficients by atom, none of them zero.
type vector map[int]uint64

// prime is 2^61 - 1.
const prime = 1<<61 - 1

// mostSteps bounds the work: sums that come after are withheld.
const mostSteps = 50_000_000

// atomsOf parts people into atoms by the groups that they are in, each a list of
// people, and returns the groups as lists of atoms.
func atomsOf(people int, groups [][]int) (sizes []int, byGroup [][]int) {
	signature := make([]strings.Builder, people)
	for g, members := range groups {
		for _, person := range members {
			signature[person].WriteString(strconv.Itoa(g) + " ")
		}
	}
	known := map[string]int{}
	atom := make([]int, people)
	for person := range signature {
		text := signature[person].String()
		at, ok := known[text]
		if !ok {
			at = len(sizes)
			known[text], sizes = at, append(sizes, 0)
		}
		atom[person] = at
		sizes[at]++
	}
	for _, members := range groups {
		var atoms []int
		for _, person := range members {
			atoms = append(atoms, atom[person])
		}
		slices.Sort(atoms)
		byGroup = append(byGroup, slices.Compact(atoms))
	}
	return sizes, byGroup
}

// show adds a sum to those that are shown, if nothing follows from it.
func (d *disclosure) show(atoms []int) bool {
	if d.steps <= 0 || d.people(slices.Values(atoms)) < d.group || d.differsByFew(atoms) {
		return false
	}
	row := vector{}
	for _, atom := range atoms {
		row[atom] = 1
	}
	for _, atom := range atoms {
		if known, ok := d.basis[atom]; ok {
			d.subtract(row, known, row[atom])
		}
	}
	if len(row) > 0 && !d.extend(row) {
		return false
	}
	d.shown = append(d.shown, crowd{atoms, d.people(slices.Values(atoms))})
	return true
}

// extend adds a reduced row to the basis, unless the pay of a few people would
// follow.
func (d *disclosure) extend(row vector) bool {
	lead := slices.Min(slices.Collect(maps.Keys(row)))
	inverse := power(row[lead], prime-2)
	for atom := range row {
		row[atom] = times(row[atom], inverse)
	}
	if d.people(maps.Keys(row)) < d.group {
		return false
	}
	changed := map[int]vector{}
	for at, other := range d.basis {
		if factor, ok := other[lead]; ok {
			reduced := maps.Clone(other)
			d.subtract(reduced, row, factor)
			if d.people(maps.Keys(reduced)) < d.group {
				return false
			}
			changed[at] = reduced
		}
	}
	maps.Copy(d.basis, changed)
	d.basis[lead] = row
	return true
}

// subtract takes a multiple of a row from another.
func (d *disclosure) subtract(from, row vector, factor uint64) {
	d.steps -= len(row)
	for atom, n := range row {
		if left := (from[atom] + prime - times(n, factor)) % prime; left == 0 {
			delete(from, atom)
		} else {
			from[atom] = left
		}
	}
}

// differsByFew reports whether a sum holds a shown one, or is held by one, but
// for fewer people than a group.
func (d *disclosure) differsByFew(atoms []int) bool {
	people := d.people(slices.Values(atoms))
	for _, other := range d.shown {
		d.steps--
		small, large, more := atoms, other.atoms, other.people-people
		if more < 0 {
			small, large, more = large, small, -more
		}
		if more >= d.group || slices.Equal(small, large) {
			continue
		}
		d.steps -= len(small)
		if !slices.ContainsFunc(small, func(atom int) bool {
			_, in := slices.BinarySearch(large, atom)
			return !in
		}) {
			return true
		}
	}
	return false
}

// people counts the people of atoms.
func (d *disclosure) people(atoms func(yield func(int) bool)) int {
	n := 0
	for atom := range atoms {
		n += d.sizes[atom]
	}
	return n
}

// times multiplies modulo prime.
func times(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return bits.Rem64(high, low, prime)
}

// power raises to a power modulo prime.
func power(a, exponent uint64) uint64 {
	result := uint64(1)
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			result = times(result, a)
		}
		a = times(a, a)
	}
	return result
}

// withholdAcross takes the amounts from nodes of tables of all dimensions, until
// all reports together give away no small group. Dimensions are looked at in the
// order of the tables, within one the largest groups first. Given are sums that are
// shown beside the tables.
func withholdAcross(tables []*table, people, group int, given [][]int) {
	var nodes []*node
	for _, t := range tables {
		var of []*node
		t.root.each(func(n *node) {
			if !n.Withheld {
				of = append(of, n)
			}
		})
		slices.SortStableFunc(of, func(a, b *node) int { return cmp.Compare(b.People, a.People) })
		nodes = append(nodes, of...)
	}
	var groups [][]int
	for _, n := range nodes {
		groups = append(groups, n.members)
	}
	groups = append(groups, given...)
	d := &disclosure{group: group, basis: map[int]vector{}, steps: mostSteps}
	var sums [][]int
	d.sizes, sums = atomsOf(people, groups)
	for _, sum := range sums[len(nodes):] {
		d.show(sum)
	}
	for i, n := range nodes {
		if n.People > 0 && !d.show(sums[i]) {
			n.hide()
		}
	}
}

// each visits a node and all below it.
func (n *node) each(visit func(*node)) {
	visit(n)
	for _, child := range n.children {
		child.each(visit)
	}
}
