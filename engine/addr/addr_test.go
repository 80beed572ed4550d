package addr_test

import (
	"slices"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]addr.Addr{
		"territory/emea.dach":                {Collection: "territory", ID: "emea.dach"},
		"territory_type/a":                   {Collection: "territory_type", ID: "a"},
		"quota/emea.dach/new_arr@FY27-Q2":    {Collection: "quota", ID: "emea.dach/new_arr@FY27-Q2"},
		"a//":                                {Collection: "a", ID: "/"},
		"territory/Süd":                      {Collection: "territory", ID: "Süd"},
		"holder/ae-dach-6/p-2911@2026-05-01": {Collection: "holder", ID: "ae-dach-6/p-2911@2026-05-01"},
	} {
		got, err := addr.Parse(text)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "/", "territory", "territory/", "/a", "Territory/a", "_a/b", "terr-itory/a", "terr itory/a", "territory1/a", "térritory/a",
		"territory/a b", "territory/a\tb", "territory/a\n", "territory/\x00", "territory/a\u00a0b", "territory/a\u202eb", "territory/a\u200b", "territory/\xff",
	} {
		if got, err := addr.Parse(text); err == nil || got != (addr.Addr{}) {
			t.Errorf("Parse(%q) = %+v, %v", text, got, err)
		}
	}
}

func TestZero(t *testing.T) {
	if !(addr.Addr{}).IsZero() || (addr.Addr{}).String() != "" || addr.New("a", "").IsZero() {
		t.Error("only the zero Addr is zero, and prints as nothing")
	}
}

func TestOrder(t *testing.T) {
	sorted := []addr.Addr{{}, addr.New("a", "b"), addr.New("a", "c"), addr.New("a_b", "a"), addr.New("b", "")}
	shuffled := []addr.Addr{sorted[3], sorted[0], sorted[4], sorted[2], sorted[1]}
	slices.SortFunc(shuffled, addr.Addr.Compare)
	if !slices.Equal(shuffled, sorted) {
		t.Errorf("sorted is %v", shuffled)
	}
}

// FuzzParse: what is read prints as it was written, and printing and reading an
// address gives the address.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"territory/emea", "quota/a/b@FY27", "a/ ", "//", "territory/\xff", "plan/settings"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := addr.Parse(text)
		if err != nil {
			return
		}
		if a.String() != text || a.IsZero() || a != addr.New(a.Collection, a.ID) {
			t.Errorf("Parse(%q) = %+v, which prints %q", text, a, a)
		}
		if again, err := addr.Parse(a.String()); err != nil || again != a || again.Compare(a) != 0 {
			t.Errorf("%q reads back as %+v, %v", a, again, err)
		}
	})
}
