package money

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrWeights reports weights that cannot share out a whole: none, a negative
// one, or none above zero.
var ErrWeights = errors.New("the weights must not be negative and one must be above zero")

// Allocate splits total by weights into parts that are multiples of 10^-digits
// and sum to total exactly. Each part differs from its exact share by less than
// one such unit: shares are cut to whole units, and the units left over go one
// each to the shares that lost most, ties to the larger weight, so that the
// order of the weights decides only among equal ones, where the first comes
// first. A negative total is split as its opposite and negated. A weight of zero
// gets zero.
//
// It fails with ErrWeights, with ErrInexact if total has more than digits
// (0 to MaxScale) digits after the point, and with ErrRange if total in units,
// or the sum of the weights in their finest digit, exceeds the range of a Decimal.
func Allocate(total Decimal, weights []Decimal, digits int) ([]Decimal, error) {
	units, err := wholeUnits(total, digits)
	if err != nil {
		return nil, fmt.Errorf("allocate %s: %w", total, err)
	}
	shares, sum, err := alignWeights(weights)
	if err != nil {
		return nil, fmt.Errorf("allocate %s: %w", total, err)
	}
	counts, lost, left := make([]uint64, len(shares)), make([]uint64, len(shares)), units
	order := make([]int, len(shares))
	for i, share := range shares {
		quotient, remainder := mul64(units, share).quo(sum)
		counts[i], lost[i], order[i] = quotient.lo, remainder, i
		left -= quotient.lo
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(lost[j], lost[i]), cmp.Compare(shares[j], shares[i]))
	})
	for _, i := range order[:left] {
		counts[i]++
	}
	parts := make([]Decimal, len(counts))
	for i, count := range counts {
		parts[i] = canonical(int64(count)*int64(cmp.Or(total.Sign(), 1)), uint8(digits))
	}
	return parts, nil
}

// wholeUnits returns |total| as a number of units of 10^-digits.
func wholeUnits(total Decimal, digits int) (uint64, error) {
	switch {
	case digits < 0 || digits > MaxScale:
		return 0, fmt.Errorf("cannot split to %d digits after the point: choose 0 to %d", digits, MaxScale)
	case total.Scale() > digits:
		return 0, ErrInexact
	}
	units := total.aligned(uint8(digits))
	if !units.fits() {
		return 0, ErrRange
	}
	return units.lo, nil
}

// alignWeights returns the weights as whole numbers of their finest digit, and
// their sum.
func alignWeights(weights []Decimal) (shares []uint64, sum uint64, err error) {
	var scale uint8
	for _, weight := range weights {
		scale = max(scale, weight.scale)
	}
	shares = make([]uint64, len(weights))
	var total wide
	for i, weight := range weights {
		if weight.Sign() < 0 {
			return nil, 0, fmt.Errorf("weight %s: %w", weight, ErrWeights)
		}
		share := weight.aligned(scale)
		if total = total.add(share); !total.fits() {
			return nil, 0, fmt.Errorf("sum of the weights: %w", ErrRange)
		}
		shares[i] = share.lo
	}
	if total.lo == 0 {
		return nil, 0, ErrWeights
	}
	return shares, total.lo, nil
}
