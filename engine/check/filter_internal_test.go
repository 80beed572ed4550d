package check

import (
	"strconv"
	"strings"
	"testing"
)

// holds evaluates a filter with the truth of each condition.
func (f filter) holds(truth []bool) bool {
	switch f.operator {
	case condition:
		return truth[f.number-1]
	case and:
		for _, part := range f.parts {
			if !part.holds(truth) {
				return false
			}
		}
		return true
	case or:
		for _, part := range f.parts {
			if part.holds(truth) {
				return true
			}
		}
		return false
	case not:
		return !f.parts[0].holds(truth)
	}
	return false
}

func TestFilterTruth(t *testing.T) {
	for _, test := range []struct {
		text string
		want string // the value for 000, 100, 010, 110, 001, 101, 011, 111
	}{
		{"1", "01010101"},
		{"1 AND 2", "00010001"},
		{"1 OR 2 OR 3", "01111111"},
		{"1 AND (2 OR 3)", "00010101"},
		{"(1 AND 2) OR 3", "00011111"},
		{"NOT 1", "10101010"},
		{"NOT (1 OR 2) AND 3", "00001000"},
		{"((1))AND NOT(NOT 2)", "00010001"},
	} {
		f, err := parseFilter(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		var got strings.Builder
		for n := range 8 {
			if f.holds([]bool{n&1 != 0, n&2 != 0, n&4 != 0}) {
				got.WriteByte('1')
			} else {
				got.WriteByte('0')
			}
		}
		if got.String() != test.want {
			t.Errorf("%s is %s, want %s", test.text, got.String(), test.want)
		}
	}
}

func TestFilterDepth(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("(", 1_000_000), strings.Repeat("NOT ", 1_000_000), strings.Repeat("(", 50) + "1" + strings.Repeat(")", 50),
	} {
		if _, err := parseFilter(text); err == nil || !strings.Contains(err.Error(), "deeper than 40") {
			t.Errorf("a filter of %d bytes: %v", len(text), err)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, seed := range []string{"1", "1 AND (2 OR NOT 3)", "1 AND 2 OR 3", "(((", "NOT NOT 1", "1)", "AND", "", " 01 ", "1AND2", "9999999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := parseFilter(text)
		if err != nil {
			if err.Error() == "" || parsed.operator > not {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		written := parsed.text()
		again, err := parseFilter(written)
		if strings.Count(text, "(")+strings.Count(text, "NOT") < deepestFilter && (err != nil || again.text() != written) {
			t.Errorf("%q is %q, which is read as %q: %v", text, written, again.text(), err)
		}
	})
}

// text writes a filter with every parenthesis.
func (f filter) text() string {
	switch f.operator {
	case condition:
		return strconv.Itoa(f.number)
	case not:
		return "NOT " + f.parts[0].text()
	case and, or:
		word := map[operator]string{and: " AND ", or: " OR "}[f.operator]
		parts := make([]string, len(f.parts))
		for i, part := range f.parts {
			parts[i] = part.text()
		}
		return "(" + strings.Join(parts, word) + ")"
	}
	return ""
}
