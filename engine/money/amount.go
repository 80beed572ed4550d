package money

import (
	"errors"
	"fmt"
)

// ErrRate reports an exchange rate that is not above zero.
var ErrRate = errors.New("an exchange rate must be above zero")

// Amount is a number of one currency's major unit, such as 12.50 euros. It is
// comparable.
type Amount struct {
	Value    Decimal
	Currency Currency
}

// CurrencyMismatchError reports two amounts that cannot be added because their
// currencies differ.
type CurrencyMismatchError struct{ Left, Right Currency }

// Error names both currencies.
func (e *CurrencyMismatchError) Error() string {
	return fmt.Sprintf("cannot add %s and %s: the currencies differ", e.Left, e.Right)
}

// Add returns a + b. It fails with a *CurrencyMismatchError if the currencies
// differ and with ErrRange if the sum does not fit.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, &CurrencyMismatchError{Left: a.Currency, Right: b.Currency}
	}
	sum, err := a.Value.Add(b.Value)
	if err != nil {
		return Amount{}, err
	}
	return Amount{Value: sum, Currency: a.Currency}, nil
}

// Convert returns a in another currency, rounded once to the minor units of
// that currency. The rate is the units of to for one unit of a's currency. It
// fails with ErrRate, with ErrRange, or if to or mode is a zero value.
func (a Amount) Convert(rate Decimal, to Currency, mode Rounding) (Amount, error) {
	switch {
	case to == Currency{}:
		return Amount{}, fmt.Errorf("cannot convert %s: the target has no currency", a)
	case rate.Sign() <= 0:
		return Amount{}, fmt.Errorf("convert %s to %s at %s: %w", a, to, rate, ErrRate)
	}
	value, err := a.Value.MulRound(rate, to.MinorUnits(), mode)
	if err != nil {
		return Amount{}, fmt.Errorf("convert %s to %s: %w", a, to, err)
	}
	return Amount{Value: value, Currency: to}, nil
}

// String returns the number, padded to the minor units of the currency, and the
// code: 1200000.00 EUR. Without a currency it is the number alone.
func (a Amount) String() string {
	if a.Currency == (Currency{}) {
		return a.Value.String()
	}
	return a.Value.Format(a.Currency.MinorUnits()) + " " + a.Currency.String()
}
