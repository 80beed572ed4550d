package curve

import "github.com/salesplan/salesplan/engine/money"

// NoBand is the index of no band: a place where the table pays nothing.
const NoBand = -1

// piece is a stretch of a table on which pay is a straight line.
type piece struct {
	from        money.Ratio // where it begins; the first piece also holds for everything below
	base, slope money.Ratio // pay, or pay per unit of the result, is base + slope·(place − from)
	value, rise money.Ratio // the table's value there is value + rise·(place − from)
	band        int         // the band or the lower knot, or NoBand
	open        bool        // the first piece where from is no beginning that the table states
}

func (p *piece) pay(place money.Ratio) money.Ratio {
	return line(place, p.from, p.base, p.slope)
}

func (p *piece) valueAt(place money.Ratio) money.Ratio {
	return line(place, p.from, p.value, p.rise)
}

func line(place, from, base, slope money.Ratio) money.Ratio {
	if slope.Sign() == 0 {
		return base
	}
	return base.Add(slope.Mul(place.Sub(from)))
}

// table is a list of pieces, in order and without gaps.
type table struct {
	pieces []piece
	lower  bool // a place at the beginning of a piece belongs to the one before
}

// at returns the piece in which a place lies.
func (t *table) at(place money.Ratio) *piece { return &t.pieces[t.index(place)] }

func (t *table) index(place money.Ratio) int {
	reached := 0
	if t.lower {
		reached = 1
	}
	i := 0
	for i+1 < len(t.pieces) && place.Cmp(t.pieces[i+1].from) >= reached {
		i++
	}
	return i
}

// nothing is the piece below what a table states.
func nothing() piece { return piece{band: NoBand, open: true} }
