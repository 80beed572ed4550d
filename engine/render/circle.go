package render

import (
	"fmt"

	"github.com/salesplan/salesplan/engine/money"
)

// Angles are whole thousandths of a degree, clockwise from the top; lengths
// are whole hundredths of a pixel. All is integers, so that a picture is the
// same bytes on every machine.
const (
	halfTurn = 180_000
	fullTurn = 360_000
	pixel    = 100
)

// unit is the radius in which sine returns its result.
const unit = 1_000_000_000

// sine returns the sine of an angle in parts of unit, exact to some 1e-8.
func sine(angle int64) int64 {
	angle %= fullTurn
	if angle < 0 {
		angle += fullTurn
	}
	if angle >= halfTurn {
		return -sine(angle - halfTurn)
	}
	if angle > halfTurn/2 {
		angle = halfTurn - angle
	}
	// The series x - x³/3! + x⁵/5! … in radians; eight terms are below 1e-9.
	const pi = 3_141_592_654
	x := angle * pi / halfTurn
	term, sum := x, x
	for n := int64(1); n <= 8; n++ {
		term = -(term * x / unit) * x / unit / (2 * n * (2*n + 1))
		sum += term
	}
	return sum
}

// point is a place in a picture.
type point struct{ x, y int64 }

// String prints the place for a path.
func (p point) String() string { return coordinate(p.x) + " " + coordinate(p.y) }

// coordinate prints a length in pixels.
func coordinate(hundredths int64) string {
	d, _ := money.New(hundredths, 2)
	return d.String()
}

// at returns the point at an angle and distance from a centre.
func (p point) at(angle, radius int64) point {
	return point{p.x + radius*sine(angle)/unit, p.y - radius*sine(angle+halfTurn/2)/unit}
}

// ringPart returns the path of a part of a ring. Arcs are drawn in two halves,
// so that a whole ring is none other than a part.
func ringPart(centre point, inner, outer, from, to int64) string {
	middle := (from + to) / 2
	arc := func(radius int64, sweep int, end int64) string {
		return fmt.Sprintf("A%s %s 0 0 %d %s", coordinate(radius), coordinate(radius), sweep, centre.at(end, radius))
	}
	return fmt.Sprintf("M%s%s%sL%s%s%sZ", centre.at(from, outer), arc(outer, 1, middle), arc(outer, 1, to),
		centre.at(to, inner), arc(inner, 0, middle), arc(inner, 0, from))
}
