package curve

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// grid is a matrix with its levels as places.
type grid struct {
	rows, columns axis
	values        [][]money.Ratio // by row and column, as in the table
	between       bool            // straight lines between levels
	flat          bool
	unit          money.Ratio
}

// axis are the levels of one measure.
type axis struct {
	levels []money.Ratio
	gauge  gauge
	top    bool // with a quota of zero: any result above zero has reached the last level
}

func newGrid(r *comp.Rates, b Basis, c *Curve) *grid {
	columnScale := money.FromInt(1)
	if r.Columns.By == comp.ByAttainment {
		columnScale = *b.SecondQuota
	}
	g := &grid{
		rows: newAxis(r.Rows, b.scale(r.Rows.By), b.Quota, r.Round), columns: newAxis(r.Columns, columnScale, b.SecondQuota, r.Round),
		between: r.Between == "bilinear", flat: c.flat, unit: c.unit,
	}
	for _, row := range r.Values {
		values := make([]money.Ratio, len(row))
		for i, v := range row {
			values[i] = money.FromDecimal(v)
		}
		g.values = append(g.values, values)
	}
	return g
}

func newAxis(a comp.Axis, scale money.Ratio, quota *money.Ratio, round *comp.AttainmentRounding) axis {
	made := axis{top: scale.Sign() == 0}
	if a.By == comp.ByAttainment {
		made.gauge = newGauge(quota, round)
	}
	for _, level := range a.Levels {
		made.levels = append(made.levels, money.FromDecimal(level).Mul(scale).Lowest())
	}
	return made
}

// find returns the level reached, or NoBand, and how far the result is on the
// way to the next one, from 0 up to but not including 1.
func (a *axis) find(result money.Ratio) (level int, way money.Ratio) {
	if a.top {
		if result.Sign() > 0 {
			return len(a.levels) - 1, money.Ratio{}
		}
		return NoBand, money.Ratio{}
	}
	place := a.gauge.place(result)
	level = NoBand
	for level+1 < len(a.levels) && place.Cmp(a.levels[level+1]) >= 0 {
		level++
	}
	if level < 0 || level+1 == len(a.levels) {
		return level, money.Ratio{}
	}
	way, _ = place.Sub(a.levels[level]).Quo(a.levels[level+1].Sub(a.levels[level])) // levels rise
	return level, way
}

// value returns the table's value and the row and column reached, NoBand where
// a result is below the first level.
func (g *grid) value(result, second money.Ratio) (value money.Ratio, row, column int) {
	row, down := g.rows.find(result)
	column, right := g.columns.find(second)
	if row < 0 || column < 0 {
		return money.Ratio{}, row, column
	}
	if !g.between {
		return g.values[row][column], row, column
	}
	value = g.along(row, column, right)
	if down.Sign() > 0 {
		value = mix(value, g.along(row+1, column, right), down)
	}
	return value, row, column
}

// along returns the value in a row on the way from a column to the next.
func (g *grid) along(row, column int, way money.Ratio) money.Ratio {
	if way.Sign() == 0 {
		return g.values[row][column]
	}
	return mix(g.values[row][column], g.values[row][column+1], way)
}

// mix returns a + way·(b − a).
func mix(a, b, way money.Ratio) money.Ratio { return a.Add(way.Mul(b.Sub(a))) }

func (g *grid) pay(result, second money.Ratio) money.Ratio {
	value, _, _ := g.value(result, second)
	pay := value.Mul(g.unit)
	if g.flat {
		return pay
	}
	return pay.Mul(result)
}
