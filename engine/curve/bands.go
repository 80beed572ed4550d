package curve

import (
	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/money"
)

// span is a band with its beginning as a place and the value that holds in it.
type span struct{ from, value money.Ratio }

// spans returns the bands of a table; stacked values are added up.
func spans(bands []comp.Band, combine string, scale money.Ratio) []span {
	list := make([]span, len(bands))
	var stacked money.Ratio
	for i, b := range bands {
		value := money.FromDecimal(b.Value)
		stacked = stacked.Add(value)
		if combine == "stack" {
			value = stacked
		}
		list[i] = span{from: money.FromDecimal(b.From).Mul(scale).Lowest(), value: value}
	}
	return list
}

// toBands fills a curve from a table of bands.
func (c *Curve) toBands(r *comp.Rates, scale money.Ratio) {
	bands := spans(r.Bands, r.Combine, scale)
	// A marginal table has no boundary to state: only the end of a table beyond
	// which nothing is paid is a jump, and a result at it is not above it.
	c.lower = r.Boundary == "lower" || r.Kind == comp.Marginal
	switch r.Kind {
	case comp.Marginal:
		c.pieces = marginal(bands, c.unit)
	case comp.Overage:
		c.pieces = overage(bands, c.unit)
	default:
		c.whole = r.Kind == comp.Retroactive
		c.pieces = reached(bands, c.unit)
	}
	c.below(bands[0].from)
	if last := r.Bands[len(r.Bands)-1].To; last != nil {
		c.beyond(money.FromDecimal(*last).Mul(scale).Lowest(), r.Beyond)
	}
}

// marginal returns pieces on which each band pays on the part within it.
func marginal(bands []span, unit money.Ratio) []piece {
	pieces := make([]piece, 0, len(bands)+2)
	for i, s := range bands {
		p := piece{from: s.from, slope: s.value.Mul(unit).Lowest(), value: s.value, band: i}
		if i > 0 {
			p.base = pieces[i-1].pay(s.from).Lowest()
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// overage returns pieces on which all above the first band is paid at the value
// of the band reached.
func overage(bands []span, unit money.Ratio) []piece {
	pieces := make([]piece, 0, len(bands)+2)
	for i, s := range bands {
		p := piece{from: s.from, slope: s.value.Mul(unit).Lowest(), value: s.value, band: i}
		if i > 0 {
			first := bands[1].from
			p.base = pieces[0].pay(first).Add(p.slope.Mul(s.from.Sub(first))).Lowest()
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// reached returns pieces on which the value of the band reached holds.
func reached(bands []span, unit money.Ratio) []piece {
	pieces := make([]piece, 0, len(bands)+2)
	for i, s := range bands {
		pieces = append(pieces, piece{from: s.from, base: s.value.Mul(unit).Lowest(), value: s.value, band: i})
	}
	return pieces
}

// below says what holds below the first band: the band itself where it begins
// at or below 0 and pays on the result, else nothing.
func (c *Curve) below(first money.Ratio) {
	if first.Sign() > 0 || c.flat || c.by == comp.ByAttribute {
		c.pieces = append([]piece{nothing()}, c.pieces...)
		return
	}
	if c.whole {
		return
	}
	if atZero := c.at(money.Ratio{}).pay(money.Ratio{}); atZero.Sign() != 0 {
		for i := range c.pieces { // no result, no pay
			c.pieces[i].base = c.pieces[i].base.Sub(atZero)
		}
	}
}

// beyond says what holds above a last band that has an end.
func (c *Curve) beyond(end money.Ratio, choice string) {
	switch choice {
	case "cap":
		if c.by != comp.ByAttribute { // an attribute above the end is in the last band
			c.end = &end
		}
	case "nothing":
		c.pieces = append(c.pieces, piece{from: end, band: NoBand})
	}
}
