package money_test

import (
	"errors"
	"testing"

	"github.com/salesplan/salesplan/engine/money"
)

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		text   string
		digits int
		want   int64
		err    error
	}{
		{"12.5", 2, 1250, nil},
		{"-12.5", 1, -125, nil},
		{"0", 9, 0, nil},
		{"12.5", 0, 0, money.ErrInexact},
		{"12.5", 10, 0, money.ErrInexact},
		{"999999999999999", 3, 999999999999999000, nil},
		{"999999999999999", 5, 0, money.ErrRange},
	} {
		d, err := money.ParseDecimal(c.text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.Units(c.digits)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s in 10^-%d: %d, %v", c.text, c.digits, got, err)
		}
		if err != nil {
			continue
		}
		if back, err := money.New(got, c.digits); err != nil || back != d {
			t.Errorf("%d of 10^-%d is %s, %v", got, c.digits, back, err)
		}
	}
}
