package money

// Units returns d as a whole number of 10^-digits, such as 1250 for 12.5 in
// units of a hundredth. It is the opposite of [New]. It fails with ErrInexact if
// d has more digits than that, and with ErrRange if the number does not fit.
func (d Decimal) Units(digits int) (int64, error) {
	if digits < 0 || digits > MaxScale || d.Scale() > digits {
		return 0, ErrInexact
	}
	units := d.aligned(uint8(digits))
	if !units.fits() {
		return 0, ErrRange
	}
	return int64(d.Sign()) * int64(units.lo), nil
}
