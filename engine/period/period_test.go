package period_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/period"
)

func TestParsePeriod(t *testing.T) {
	for _, test := range []struct {
		text string
		year int
		kind string
	}{
		{"FY27", 2027, "year"},
		{"FY00", 2000, "year"},
		{"FY99", 2099, "year"},
		{"FY27-H1", 2027, "half"},
		{"FY27-H2", 2027, "half"},
		{"FY27-Q1", 2027, "quarter"},
		{"FY27-Q4", 2027, "quarter"},
		{"FY27-M01", 2027, "month"},
		{"FY27-M12", 2027, "month"},
	} {
		p, err := period.Parse(test.text)
		if err != nil || p.String() != test.text || p.FiscalYear() != test.year || p.Kind().String() != test.kind {
			t.Errorf("Parse(%q) = %s, %d, %s, %v", test.text, p, p.FiscalYear(), p.Kind(), err)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for _, text := range []string{
		"", "FY", "FY2", "FY2027", "FY2027-Q1", "fy27", "27", "2027", "FY-27", "FY27-", "FY27Q1", "FY27 Q1", "FY27-Q0", "FY27-Q5",
		"FY27-Q01", "FY27-q1", "FY27-H0", "FY27-H3", "FY27-M1", "FY27-M00", "FY27-M13", "FY27-M001", "FY27-W01", "FY27-Y1",
		"FY27-\x001", "FY27_Q1", " FY27", "FY27\n", "FY２７", "FY27-Q１", "FY27-Q1-M01", strings.Repeat("FY27-", 1000),
	} {
		p, err := period.Parse(text)
		if err == nil || !strings.Contains(err.Error(), "FY27-Q2") || len(err.Error()) > 200 || !p.IsZero() {
			t.Errorf("Parse(%q) = %s, %v", text, p, err)
		}
	}
}

func TestPeriodTree(t *testing.T) {
	for _, test := range []struct{ text, parent, children string }{
		{"FY27", "", "FY27-H1 FY27-H2"},
		{"FY27-H2", "FY27", "FY27-Q3 FY27-Q4"},
		{"FY27-Q2", "FY27-H1", "FY27-M04 FY27-M05 FY27-M06"},
		{"FY27-M07", "FY27-Q3", ""},
		{"FY27-M12", "FY27-Q4", ""},
	} {
		p := id(t, test.text)
		parent, ok := p.Parent()
		if parent.String() != test.parent || ok != (test.parent != "") {
			t.Errorf("the parent of %s is %s, %t; want %q", p, parent, ok, test.parent)
		}
		if got := join(p.Children()); got != test.children {
			t.Errorf("the children of %s are %q, want %q", p, got, test.children)
		}
	}
	if got := join(id(t, "FY27").Parts(period.Quarter)); got != "FY27-Q1 FY27-Q2 FY27-Q3 FY27-Q4" {
		t.Errorf("the quarters of FY27 are %q", got)
	}
	for _, kind := range []period.Kind{0, period.Year, period.Quarter, period.Month + 1} {
		if got := id(t, "FY27-Q1").Parts(kind); got != nil {
			t.Errorf("the parts of FY27-Q1 by %q are %s", kind, got)
		}
	}
}

func join(periods []period.Period) string {
	var texts []string
	for _, p := range periods {
		texts = append(texts, p.String())
	}
	return strings.Join(texts, " ")
}

func TestPeriodContains(t *testing.T) {
	for _, test := range []struct {
		outer, inner string
		want         bool
	}{
		{"FY27", "FY27-M12", true},
		{"FY27-Q2", "FY27-Q2", true},
		{"FY27-H1", "FY27-Q2", true},
		{"FY27-H1", "FY27-Q3", false},
		{"FY27-Q2", "FY27-M06", true},
		{"FY27-Q2", "FY27-M07", false},
		{"FY27-Q2", "FY27", false},
		{"FY27", "FY28-Q1", false},
	} {
		if got := id(t, test.outer).Contains(id(t, test.inner)); got != test.want {
			t.Errorf("%s contains %s: %t", test.outer, test.inner, got)
		}
	}
}

func TestPeriodsSortByStartThenLongestFirst(t *testing.T) {
	want := []string{"FY26-M12", "FY27", "FY27-H1", "FY27-Q1", "FY27-M01", "FY27-M02", "FY27-Q2", "FY27-M04", "FY27-H2", "FY27-Q3", "FY27-M07", "FY28"}
	var periods []period.Period
	for _, text := range slices.Backward(want) {
		periods = append(periods, id(t, text))
	}
	slices.SortFunc(periods, period.Period.Compare)
	if diff := gocmp.Diff(strings.Join(want, " "), join(periods)); diff != "" {
		t.Error(diff)
	}
}

// TestCompareAgreesWithRanges holds the order of ids against the days they cover.
func TestCompareAgreesWithRanges(t *testing.T) {
	c := monthCalendar(t, 2, period.ByEnd)
	periods := append(family(id(t, "FY27")), family(id(t, "FY28"))...)
	for _, a := range periods {
		for _, b := range periods {
			ra, rb := c.Range(a), c.Range(b)
			want := cmp.Or(ra.From.Compare(rb.From), rb.To.Compare(ra.To))
			if got := a.Compare(b); got != want {
				t.Fatalf("%s.Compare(%s) = %d, want %d", a, b, got, want)
			}
			if got, want := a.Contains(b), ra.Intersect(rb) == rb; got != want {
				t.Fatalf("%s.Contains(%s) = %t, want %t", a, b, got, want)
			}
		}
	}
}

// family returns p and all its parts.
func family(p period.Period) []period.Period {
	all := []period.Period{p}
	for _, child := range p.Children() {
		all = append(all, family(child)...)
	}
	return all
}

func TestNoPeriod(t *testing.T) {
	var none period.Period
	year := id(t, "FY00")
	if _, ok := none.Parent(); ok || none.String() != "" || none.Kind().String() != "" || none.FiscalYear() != 0 || none.Children() != nil {
		t.Errorf("no period is %q of kind %q", none, none.Kind())
	}
	if none.Contains(none) || none.Contains(year) || year.Contains(none) || none.Compare(year) != -1 {
		t.Error("no period contains or orders wrongly")
	}
	if got := period.Kind(9).String(); got != "kind(9)" {
		t.Errorf("an unknown kind prints %q", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"FY27", "FY27-H1", "FY27-Q2", "FY27-M05", "FY00-M12", "FY2027", "FY27-Q5", "", "FY27-M00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := period.Parse(text)
		if (err != nil) != p.IsZero() {
			t.Fatalf("Parse(%q) = %s, %v", text, p, err)
		}
		if err == nil && p.String() != text {
			t.Fatalf("%q prints %q", text, p)
		}
	})
}
