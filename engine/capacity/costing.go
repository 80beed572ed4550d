package capacity

import (
	"slices"
	"strings"
	"sync"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/cost"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/plan"
)

// costing works out what nodes cost. People cost what the cost of pay says, at
// the attainment that counts; planned hires into new seats cost salary and target
// incentive times the attainment for the days of the year that are left.
type costing struct {
	assessment *Assessment
	settings   cost.Settings
	usual      Counted // for nodes without an envelope of their own
	levels     []money.Decimal
	result     func() *cost.Result // at the levels
	rows       map[string]map[string]*cost.Row
	hidden     map[cost.Dimension]map[string]bool
}

func newCosting(a *Assessment, attainments []money.Decimal) *costing {
	c := &costing{assessment: a, settings: cost.SettingsOf(a.plan), rows: map[string]map[string]*cost.Row{}, hidden: map[cost.Dimension]map[string]bool{}}
	c.usual = Counted{Attainment: c.settings.EnvelopeAt, Salary: true, Incentive: true, Burden: true, Hiring: true}
	c.levels = append([]money.Decimal{c.usual.Attainment}, attainments...)
	for _, e := range a.Book.Envelopes {
		if e.Year != a.Year {
			continue
		}
		if e.Cost != nil {
			c.levels = append(c.levels, e.Cost.Attainment)
		}
		if e.CostOfSales != nil {
			c.levels = append(c.levels, e.CostOfSales.Attainment)
		}
	}
	slices.SortFunc(c.levels, money.Decimal.Cmp)
	c.levels = slices.Compact(c.levels)
	c.result = sync.OnceValue(func() *cost.Result {
		if len(a.pay.Plans) == 0 {
			return nil
		}
		result, err := cost.At(a.plan, a.pay, a.Year, c.levels)
		if err != nil {
			return nil
		}
		return result
	})
	return c
}

// level returns the level of an attainment; ok is false if there is none.
func (c *costing) level(attainment money.Decimal) (level int, ok bool) {
	return slices.BinarySearchFunc(c.levels, attainment, money.Decimal.Cmp)
}

// maxOf returns the most that a node may cost, nil if nothing limits it.
func (c *costing) maxOf(node addr.Addr) *money.Decimal {
	if e := c.assessment.limits[node]; e != nil && e.Cost != nil {
		return &e.Cost.Max
	}
	if most, ok := c.settings.Envelope[c.assessment.Year]; ok && node.IsZero() {
		return &most
	}
	return nil
}

// of returns what the people of some roles at a node cost, of all roles if none
// is named. known is false if it cannot be worked out.
func (c *costing) of(node addr.Addr, counted Counted, roles []string) (total money.Decimal, known bool) {
	result := c.result()
	if result == nil || !result.Complete {
		return total, false
	}
	var sum money.Sum
	if row := c.row(node, roles); row != nil {
		c.addPeople(&sum, row, counted)
	}
	for _, i := range c.assessment.hired {
		s := &c.assessment.seats[i]
		if (len(roles) == 0 || slices.Contains(roles, s.Role)) && c.assessment.within(node, s) {
			c.addHire(&sum, s, counted)
		}
	}
	total, err := sum.Total()
	return total, err == nil
}

// peopleOnly returns what everybody costs without planned hires.
func (c *costing) peopleOnly(counted Counted) money.Decimal {
	var sum money.Sum
	if row := c.row(addr.Addr{}, nil); row != nil {
		c.addPeople(&sum, row, counted)
	}
	total, _ := sum.Total()
	return total
}

// row returns the cost of the people at a node, nil if there is nobody.
func (c *costing) row(node addr.Addr, roles []string) *cost.Row {
	by := alongOf(node)
	key := string(by) + " " + strings.Join(roles, " ")
	known, ok := c.rows[key]
	if !ok {
		known = map[string]*cost.Row{}
		rows := c.result().Among(roles).Sums(c.assessment.plan, by, true)
		for i := range rows {
			if i == 0 || rows[i].Node != "" { // a later row without a node is of people who are nowhere
				known[rows[i].Node] = &rows[i]
			}
		}
		c.rows[key] = known
	}
	return known[node.ID]
}

// alongOf returns along what the cost of a node is summed.
func alongOf(node addr.Addr) cost.Dimension {
	if node.Collection == plan.PositionKind {
		return cost.Manager
	}
	return cost.Territory
}

// addPeople adds what counts of the cost of people.
func (c *costing) addPeople(sum *money.Sum, row *cost.Row, counted Counted) {
	level, _ := c.level(counted.Attainment)
	var pay money.Sum
	if counted.Salary {
		pay.Add(row.Salary)
	}
	if counted.Incentive {
		pay.Add(row.Pay[level])
	}
	total, _ := pay.Total()
	sum.Add(total)
	switch {
	case !counted.Burden:
	case counted.Salary && counted.Incentive:
		sum.Add(row.Burden[level])
	default:
		sum.Add(c.round(money.FromDecimal(total).Mul(money.FromDecimal(c.settings.Burden))))
	}
}

// addHire adds what counts of the cost of a planned hire.
func (c *costing) addHire(sum *money.Sum, s *Seat, counted Counted) {
	year := c.assessment.yearDays()
	if counted.Hiring && year.Contains(s.hire.Works) {
		for range s.Count {
			sum.Add(s.hire.Cost)
		}
	}
	salary, incentive, _ := c.planned(s)
	left, _ := year.Intersect(s.spells[0].days).Days()
	all, _ := year.Days()
	if left == 0 || s.hire.Position != "" { // a position costs what its pay says
		return
	}
	var pay money.Ratio
	if counted.Salary {
		pay = pay.Add(salary)
	}
	if counted.Incentive {
		pay = pay.Add(incentive.Mul(money.FromDecimal(counted.Attainment)))
	}
	if counted.Burden {
		pay = pay.Mul(money.FromInt(1).Add(money.FromDecimal(c.settings.Burden)))
	}
	each := c.round(pay.Mul(part(int64(left), int64(all))))
	for range s.Count {
		sum.Add(each)
	}
}

// planned returns salary and target incentive of a full year of a new seat: what
// the hire says, or the comp plan of its role. known is false if neither says
// anything.
func (c *costing) planned(s *Seat) (salary, incentive money.Ratio, known bool) {
	h := s.hire
	var from *comp.Plan
	for i := range c.assessment.pay.Plans {
		if one := &c.assessment.pay.Plans[i]; slices.Contains(one.Roles, s.Role) && one.Active.Contains(h.Works) {
			from = one
		}
	}
	read := func(own *money.Ratio, usual func(*comp.Plan) *money.Decimal) (amount money.Ratio) {
		switch {
		case own != nil:
			amount, known = *own, true
		case from != nil && usual(from) != nil:
			amount, known = c.inPlanCurrency(money.FromDecimal(*usual(from)), from.Currency), true
		}
		return amount
	}
	salary = read(h.Salary, func(p *comp.Plan) *money.Decimal { return p.BaseSalary })
	incentive = read(h.Incentive, func(p *comp.Plan) *money.Decimal { return p.TargetIncentive })
	return salary, incentive, known
}

// inPlanCurrency converts at the rates of the plan. An amount without a rate is
// left out, which a finding of comp plans tells.
func (c *costing) inPlanCurrency(amount money.Ratio, from money.Currency) money.Ratio {
	if from == c.assessment.plan.Choices.Currency {
		return amount
	}
	return amount.Mul(money.FromDecimal(c.assessment.plan.Choices.FXRates[from]))
}

// round rounds an amount of the plan currency half up.
func (c *costing) round(amount money.Ratio) money.Decimal {
	d, _ := amount.Round(c.assessment.plan.Choices.Currency.MinorUnits(), money.HalfUp)
	return d
}

// withheld reports whether a masked report of cost withholds what the people of
// a node cost. What planned hires cost follows from what is not confidential.
func (c *costing) withheld(node addr.Addr) bool {
	by := alongOf(node)
	hidden, ok := c.hidden[by]
	if !ok {
		hidden = map[string]bool{}
		full, err := cost.Compute(c.assessment.plan, c.assessment.pay, c.assessment.Year)
		if err != nil {
			return true
		}
		results := []*cost.Result{full}
		if own := c.result(); own != nil {
			results = append(results, own)
		}
		for _, result := range results {
			rows := result.Sums(c.assessment.plan, by, false)
			for i := range rows {
				if (i == 0 || rows[i].Node != "") && rows[i].Withheld {
					hidden[rows[i].Node] = true
				}
			}
		}
		c.hidden[by] = hidden
	}
	return hidden[node.ID]
}
