package curve

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// knotPieces returns the straight lines of an interpolated table. Where a value
// is a rate, it is the rate that lies on the line, and it pays on the whole
// result.
func knotPieces(r *comp.Rates, scale, unit money.Ratio) []piece {
	pieces := make([]piece, 0, len(r.Knots)+1)
	first, last := knotPiece(r.Knots, 0, scale, unit), knotPiece(r.Knots, len(r.Knots)-1, scale, unit)
	below := nothing()
	if r.Below == "first" {
		below = piece{base: first.base, value: first.value, open: true}
	}
	pieces = append(pieces, below)
	pieces = append(pieces, knotLines(r.Knots, scale, unit)...)
	if r.Beyond == "flat" {
		pieces = append(pieces, last)
	}
	return pieces
}

// knotPiece returns what holds from one knot on if nothing rises or falls.
func knotPiece(knots []comp.Knot, i int, scale, unit money.Ratio) piece {
	value := money.FromDecimal(knots[i].Value)
	return piece{from: money.FromDecimal(knots[i].At).Mul(scale).Lowest(), base: value.Mul(unit).Lowest(), value: value, band: i}
}

// knotLines returns the lines between knots; two knots at one place are a jump
// and have none.
func knotLines(knots []comp.Knot, scale, unit money.Ratio) []piece {
	lines := make([]piece, 0, len(knots)-1)
	for i := range len(knots) - 1 {
		if knots[i].At == knots[i+1].At {
			continue
		}
		p, next := knotPiece(knots, i, scale, unit), knotPiece(knots, i+1, scale, unit)
		width := next.from.Sub(p.from)
		p.rise, _ = next.value.Sub(p.value).Quo(width) // the width is above zero: knots are in order and scaled by what is above zero
		p.rise = p.rise.Lowest()
		p.slope = p.rise.Mul(unit).Lowest()
		lines = append(lines, p)
	}
	return lines
}
