package money

import (
	"fmt"
	"math"
	"math/bits"
)

// Sum adds up many numbers exactly. Its running total may leave the range of a
// Decimal and come back: only Total asks whether it fits. The zero value is an
// empty sum. It holds 2^34 numbers of the largest size before it could wrap,
// more than fit in memory.
type Sum struct {
	hi, lo uint64 // two's complement, in units of 10^-MaxScale
}

// Add adds d to the sum.
func (s *Sum) Add(d Decimal) {
	term := d.aligned(MaxScale)
	if d.coef < 0 {
		term = wide{}.sub(term)
	}
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, term.lo, 0)
	s.hi, _ = bits.Add64(s.hi, term.hi, carry)
}

// Total returns the sum, or ErrRange if it does not fit a Decimal.
func (s *Sum) Total() (Decimal, error) {
	total := wide{s.hi, s.lo}
	negative := s.hi > math.MaxInt64
	if negative {
		total = wide{}.sub(total)
	}
	result, err := fromWide(negative, total, MaxScale)
	if err != nil {
		return Decimal{}, fmt.Errorf("sum: %w", err)
	}
	return result, nil
}
