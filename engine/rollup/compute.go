package rollup

import (
	"fmt"
	"slices"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// mostCells is how many totals a result may hold. A plan of 25,000 territories
// and as many positions with ten measures by month needs 10 million.
const mostCells = 1 << 24

// Numbers used in sums and shares.
var (
	one     = mustDecimal("1")
	hundred = mustDecimal("100")
)

func mustDecimal(text string) money.Decimal {
	d, err := money.ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return d
}

// computation is the work on one plan.
type computation struct {
	*structure
	adder    adder
	cells    int  // of all sheets so far
	full     bool // the limit is reached
	findings diag.List
}

// Compute sums up quotas and headcount of a plan. Its findings are amounts
// without a rate (CurrencyMix), quotas that their parts do not sum to
// (QuotaPartsDiffer), numbers that do not fit (QuotaTooLarge), and plans with
// too many totals (LimitExceeded); the numbers concerned are left out or marked.
func Compute(p *plan.Plan) (*Result, diag.List) { return computeOver(structureOf(p)) }

func computeOver(over *structure) (*Result, diag.List) {
	p, c := over.plan, &computation{structure: over}
	c.adder.axis = c.axis
	r := &Result{Periods: slices.Clone(c.axis.periods), structure: c.structure, index: make(map[string]int)}
	quotas := c.quotasByMeasure()
	for i := range p.Measures {
		m := &p.Measures[i]
		if c.afford(m.Addr, min(len(quotas.of(i)), 1)) {
			r.add(Measure{ID: m.ID(), Unit: m.Unit, Currency: currencyOf(p, m)}, c.quotaBook(m, quotas.of(i)))
		}
	}
	if c.afford(plan.SettingsAddr, len(headcounts)) {
		for kind, book := range c.headcountBooks() {
			r.add(Measure{ID: headcounts[kind], Unit: plan.Count}, book)
		}
	}
	return r, diag.Sorted(c.findings)
}

// currencyOf returns the currency of the totals of a measure.
func currencyOf(p *plan.Plan, m *plan.Measure) money.Currency {
	if m.Unit == plan.Money {
		return p.Choices.Currency
	}
	return money.Currency{}
}

// quotasByMeasure groups the plan's quotas by index of measure.
func (c *computation) quotasByMeasure() groups {
	index := make(map[string]int, len(c.plan.Measures))
	for i := range c.plan.Measures {
		index[c.plan.Measures[i].ID()] = i
	}
	return group(len(c.plan.Measures), len(c.plan.Quotas), func(i int) int {
		if at, ok := index[c.plan.Quotas[i].Measure]; ok {
			return at
		}
		return -1
	})
}

// afford reports whether the totals of so many more measures fit the limit.
// From the first on that do not, none do, which is one finding.
func (c *computation) afford(subject addr.Addr, measures int) bool {
	if c.full {
		return false
	}
	rows := len(c.plan.Territories) + len(c.plan.Positions) + len(c.plan.Roles) + 3 // with the tops
	c.cells += measures * rows * c.axis.size()
	if c.full = c.cells > mostCells; c.full {
		c.report(diag.New(diag.LimitExceeded, subject, placeOf(c.plan, subject),
			"the plan has more than %d totals by node, measure and period: those of %s and of the measures that follow are left out", mostCells, subject))
	}
	return !c.full
}

func (c *computation) report(f diag.Finding) { c.findings = append(c.findings, f) }

// tooLarge reports a quota with which exact arithmetic ends.
func (c *computation) tooLarge(q *plan.Quota, format string, args ...any) {
	c.report(diag.New(diag.QuotaTooLarge, q.Addr, q.PlaceOf("amount"), "%s has more digits than an exact number can have, so that no total contains it",
		fmt.Sprintf(format, args...)).At("amount"))
}

// tooLargeTotals reports the totals that do not fit, once for each node.
func (c *computation) tooLargeTotals(d Dimension, measure string, overflows []overflow) {
	n := c.of(d)
	for _, o := range overflows {
		subject, whose := n.addr(o.node), n.addr(o.node).String()
		if o.node == n.tree.top() {
			subject, whose = plan.SettingsAddr, "the whole plan"
		}
		if o.node == n.tree.top() && d != Territory {
			continue // only the top of the territory tree is shown
		}
		c.report(diag.New(diag.QuotaTooLarge, subject, placeOf(c.plan, subject),
			"the %s quotas of %s in %s add up to more digits than an exact number can have", measure, whose, c.axis.periods[o.period]))
	}
}
