package curve

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// Factors is the table of a modifier as it holds for one payee and one window.
type Factors struct{ table }

// NewFactors puts the quota of a window into a modifier's table. The quota is
// of the measure that the modifier looks at; with a table by result it may be
// nil. It fails with a *TableError if the table means nothing, and with
// ErrNoQuota, ErrNegativeQuota or ErrZeroQuota.
func NewFactors(m *comp.Modifier, quota *money.Ratio) (*Factors, error) {
	if problems := FactorProblems(m); len(problems) > 0 {
		return nil, &TableError{Problems: problems}
	}
	scale := money.FromInt(1)
	if m.By == comp.ByAttainment {
		switch {
		case quota == nil:
			return nil, ErrNoQuota
		case quota.Sign() == 0:
			return nil, ErrZeroQuota
		case quota.Sign() < 0:
			return nil, ErrNegativeQuota
		}
		scale = *quota
	}
	otherwise := money.FromDecimal(m.Otherwise)
	outside := piece{base: otherwise, value: otherwise, band: NoBand, open: true}
	if m.Kind == comp.Interpolated {
		return &Factors{table{pieces: append([]piece{outside}, factorLines(m, scale)...)}}, nil
	}
	f := &Factors{table{pieces: []piece{outside}, lower: m.Boundary == "lower"}}
	for i, s := range spans(m.Bands, "", scale) {
		f.pieces = append(f.pieces, piece{from: s.from, base: s.value, value: s.value, band: i})
		if to := m.Bands[i].To; to != nil && (i+1 == len(m.Bands) || *to != m.Bands[i+1].From) {
			gap := outside
			gap.from, gap.open = money.FromDecimal(*to).Mul(scale).Lowest(), false
			f.pieces = append(f.pieces, gap)
		}
	}
	return f, nil
}

func factorLines(m *comp.Modifier, scale money.Ratio) []piece {
	lines := knotLines(m.Knots, scale, money.FromInt(1))
	if m.Beyond == "flat" {
		lines = append(lines, knotPiece(m.Knots, len(m.Knots)-1, scale, money.FromInt(1)))
	}
	return lines
}

// FactorProblems returns all reasons why a modifier's table cannot be applied.
// Bands may leave gaps: there the modifier's otherwise holds.
func FactorProblems(m *comp.Modifier) []Problem {
	if m.Kind == comp.Interpolated {
		return knotProblems(&comp.Rates{Origin: m.Origin, Knots: m.Knots, Below: "nothing", Beyond: m.Beyond})
	}
	return bandProblems(m.Origin, m.Bands, false)
}

// Value returns the factor for a result, and the index of the band or the lower
// knot that gives it, NoBand where the modifier's otherwise holds.
func (f *Factors) Value(result money.Ratio) (factor money.Ratio, band int) {
	p := f.at(result)
	return p.pay(result), p.band
}
