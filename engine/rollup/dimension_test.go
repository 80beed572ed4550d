package rollup_test

import (
	"testing"

	"github.com/salesplan/salesplan/engine/rollup"
)

func TestDimensionNames(t *testing.T) {
	for _, name := range rollup.DimensionNames() {
		d, err := rollup.ParseDimension(name)
		if err != nil || d.String() != name {
			t.Errorf("ParseDimension(%q) = %s, %v", name, d, err)
		}
	}
	for _, text := range []string{"", "Territory", "invalid", "measures"} {
		if d, err := rollup.ParseDimension(text); err == nil {
			t.Errorf("ParseDimension(%q) = %s, want an error", text, d)
		}
	}
}

func TestRatio(t *testing.T) {
	figure := func(text string) rollup.Figure { return rollup.Figure{Value: decimal(t, text), Known: true} }
	tests := []struct {
		cell rollup.Cell
		want string
	}{
		{rollup.Cell{Stated: figure("1000"), Rolled: figure("1040")}, "1.04"},
		{rollup.Cell{Stated: figure("3"), Rolled: figure("2")}, "0.6667"},
		{rollup.Cell{Stated: figure("0"), Rolled: figure("2")}, ""},
		{rollup.Cell{Rolled: figure("2")}, ""},
		{rollup.Cell{Stated: figure("2"), Rolled: rollup.Figure{TooLarge: true}}, ""},
	}
	for _, test := range tests {
		ratio, ok := test.cell.Ratio()
		if ok != (test.want != "") || ok && ratio.String() != test.want {
			t.Errorf("the ratio of %s is %s, %t, want %q", cellText(test.cell), ratio, ok, test.want)
		}
	}
}
