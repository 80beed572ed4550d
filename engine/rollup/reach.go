package rollup

// marks say, for every node and period, whether there is a quota. They are
// indexed by node times the number of periods plus period.
type marks []mark

// mark is a set of the bits below.
type mark uint8

const (
	valued mark = 1 << iota // there is a quota for the period, or for parts of it that count
	stated                  // a quota that counts is stated for exactly this period
)

// set notes a quota of a node that is stated for a period and counts for so
// many periods of its chain.
func (m marks) set(x *axis, node, stating int32, length uint8) {
	if length == 0 {
		return
	}
	row := m[int(node)*x.size():]
	row[stating] |= stated
	for at := range x.chain(stating, length) {
		row[at] |= valued
	}
}

// reaches say, for every node and period, how far up its chain another quota
// for that period may count beside those of the node: not at all if the node
// has one for the period itself, else up to the first longer period for which
// the node states one.
func (m marks) reaches(x *axis) []uint8 {
	reaches := make([]uint8, len(m))
	for row := 0; row < len(m); row += x.size() {
		free := reaches[row : row+x.size()]
		for at, around := range x.parent {
			switch {
			case around < 0:
				free[at] = unlimited
			case m[row+int(around)]&stated != 0:
				free[at] = 1
			default:
				free[at] = min(free[around]+1, unlimited)
			}
		}
		for at := range free {
			if m[row+at]&valued != 0 {
				free[at] = 0
			}
		}
	}
	return reaches
}

// below returns, for every node and period, the least of the reaches of all
// nodes strictly below. The top has no row in reaches.
func (t *tree) below(reaches []uint8, width int) []uint8 {
	least := make([]uint8, len(t.parent)*width)
	for i := range least {
		least[i] = unlimited
	}
	for i := len(t.order) - 1; i > 0; i-- {
		node, parent := int(t.order[i]), int(t.parent[t.order[i]])
		own, up := least[node*width:(node+1)*width], least[parent*width:(parent+1)*width]
		for at, reach := range reaches[node*width : (node+1)*width] {
			up[at] = min(up[at], own[at], reach)
		}
	}
	return least
}
