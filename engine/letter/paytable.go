package letter

import (
	"slices"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
)

// payTable says what is paid in a year in which every quota is attained to the
// same extent: as a table, and as a curve.
func (f *facts) payTable() []document.Block {
	t := document.Table{Key: "pay_table", Caption: f.say("pay_table.caption", "year", f.year.String())}
	t.Columns = []document.Column{{Key: "attainment", Label: f.words.text("column.attainment"), Number: true}}
	for i := range f.components {
		t.Columns = append(t.Columns, document.Column{Key: f.components[i].ID, Label: f.components[i].name, Number: true})
	}
	t.Columns = append(t.Columns, document.Column{Key: "total", Label: f.words.text("column.total"), Number: true})
	for _, one := range f.levels {
		cells := []string{f.words.percent(money.FromDecimal(one.attainment))}
		for _, earned := range one.earned {
			cells = append(cells, f.words.rounded(earned, f.currency))
		}
		t.Rows = append(t.Rows, f.row(one.attainment.String(), append(cells, f.words.rounded(one.total, f.currency))...))
	}
	blocks := []document.Block{f.heading(1, "heading.pay_table"), paragraph(f.say("pay_table.explained", "year", f.year.String())), t}
	if f.brief { // what is drawn takes long to work out; only the words of it matter
		_ = f.curveWith(nil, money.Decimal{})
		return blocks
	}
	if c, ok := f.curve(); ok {
		blocks = append(blocks, c)
	}
	return blocks
}

// Curves are drawn to mostDrawn of every quota, with a point each step and on both
// sides of every border of a rate table, justBelow apart.
var (
	mostDrawn = percents(150)
	step      = percents(10)
	justBelow = mustNew(1, 4)
)

func mustNew(coefficient int64, scale int) money.Decimal {
	d, err := money.New(coefficient, scale)
	if err != nil {
		panic(err)
	}
	return d
}

// places are the attainments at which the curve is worked out, in order.
func (f *facts) places() []money.Decimal {
	var all []money.Decimal
	for at := (money.Decimal{}); at.Cmp(mostDrawn) <= 0; at, _ = at.Add(step) {
		all = append(all, at)
	}
	for i := range f.plan.Components {
		for _, border := range borders(&f.plan.Components[i]) {
			below, err := border.Sub(justBelow)
			if border.Sign() > 0 && border.Cmp(mostDrawn) <= 0 && err == nil {
				all = append(all, below, border)
			}
		}
	}
	slices.SortFunc(all, money.Decimal.Cmp)
	return slices.Compact(all)
}

// borders are the attainments at which the pay of a component may jump.
func borders(c *comp.Component) []money.Decimal {
	var all []money.Decimal
	if c.Rates.By == comp.ByAttainment {
		for _, b := range c.Rates.Bands {
			all = append(all, reached(&c.Rates, b.From))
		}
		for _, k := range c.Rates.Knots {
			all = append(all, reached(&c.Rates, k.At))
		}
	}
	for i := range c.Gates {
		for _, one := range c.Gates[i].Conditions {
			if one.By == comp.ByAttainment {
				all = append(all, one.Value)
			}
		}
	}
	return all
}

// reached is the attainment from which on a border of a table is reached: that
// which is rounded to it where attainment is rounded.
func reached(r *comp.Rates, border money.Decimal) money.Decimal {
	if r.Round == nil || r.Round.Mode == money.Down {
		return border
	}
	half, err := money.New(5, r.Round.Digits+1)
	if err != nil {
		return border
	}
	at, err := border.Sub(half)
	if err != nil {
		return border
	}
	return at
}

// curve is the pay of the year over attainment; ok is false if there is none.
func (f *facts) curve() (c document.Curve, ok bool) {
	var points []document.Point
	most := money.Decimal{}
	for _, at := range f.places() {
		pay, err := f.set.outlookOf(f.year).at(at, f.payee).total.Round(f.currency.MinorUnits(), money.HalfUp)
		if err != nil {
			return c, false
		}
		if pay.Cmp(most) > 0 {
			most = pay
		}
		points = append(points, document.Point{X: at, Y: pay})
	}
	if most.Sign() == 0 {
		return c, false
	}
	return f.curveWith(points, most), true
}

// curveWith is the curve through points, none of which pays more than most.
func (f *facts) curveWith(points []document.Point, most money.Decimal) document.Curve {
	c := document.Curve{
		Key: "pay_curve", Caption: f.words.text("curve.caption"), Alt: f.curveInWords(),
		X: document.Axis{Label: f.words.text("column.attainment"), To: mostDrawn}, Y: document.Axis{Label: f.say("curve.pay", "currency", f.currency.String())},
		Lines: []document.Line{{Label: f.words.text("curve.line"), Points: jumps(points)}},
	}
	for _, at := range attainments {
		c.X.Ticks = append(c.X.Ticks, document.Tick{At: at, Label: f.words.percent(money.FromDecimal(at))})
	}
	c.Y.To, c.Y.Ticks = f.scale(most)
	return c
}

// jumps puts the two points of a border upon each other where pay jumps there,
// and drops the one below where it does not.
func jumps(points []document.Point) []document.Point {
	var all []document.Point
	for i, p := range points {
		if i+1 < len(points) {
			next := points[i+1]
			if width, err := next.X.Sub(p.X); err == nil && width == justBelow {
				rise, err := next.Y.Sub(p.Y)
				if limit, _ := next.Y.Mul(percents(1)); err == nil && (rise.Cmp(limit) > 0 || rise.Sign() < 0) {
					all = append(all, document.Point{X: next.X, Y: p.Y})
				}
				continue
			}
		}
		all = append(all, p)
	}
	return all
}

// scale returns the end of the axis of pay and its ticks, at round amounts.
func (f *facts) scale(most money.Decimal) (end money.Decimal, ticks []document.Tick) {
	unit := money.FromInt(1)
	five, ten := money.FromInt(5), money.FromInt(10)
	for unit.Mul(five).Cmp(money.FromDecimal(most)) < 0 {
		switch {
		case unit.Mul(ten).Cmp(money.FromDecimal(most)) >= 0:
			unit = unit.Mul(money.FromInt(2))
		case unit.Mul(money.FromInt(25)).Cmp(money.FromDecimal(most)) >= 0:
			unit = unit.Mul(five)
		default:
			unit = unit.Mul(ten)
		}
	}
	at := money.Ratio{}
	for {
		d, err := at.Decimal()
		if err != nil {
			return end, ticks
		}
		ticks, end = append(ticks, document.Tick{At: d, Label: f.words.number(d, 0)}), d
		if d.Cmp(most) >= 0 {
			return end, ticks
		}
		at = at.Add(unit)
	}
}

// curveInWords says what the picture of the curve shows.
func (f *facts) curveInWords() string {
	var points []string
	for _, one := range f.levels {
		points = append(points, f.say("curve.point", "attainment", f.words.percent(money.FromDecimal(one.attainment)), "pay", f.words.rounded(one.total, f.currency)))
	}
	return f.say("curve.alt", "points", f.words.list(points))
}
