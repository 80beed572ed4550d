package cuelang_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/money"
	"github.com/salesplan/salesplan/engine/syntax"
)

// item is a group of fields.
func item(fields ...syntax.Node) syntax.Node { return syntax.Node{Kind: syntax.Map, Children: fields} }

func text(key, value string) syntax.Node {
	return syntax.Node{Key: key, Kind: syntax.String, Text: value}
}

func number(key, value string) syntax.Node {
	return syntax.Node{Key: key, Kind: syntax.Int, Text: value}
}

// TestAsk asks about more items than one evaluation takes.
func TestAsk(t *testing.T) {
	var items []syntax.Node
	for i := range 600 {
		items = append(items, item(text("name", "n"+strconv.Itoa(i)), number("before", "3"), number("after", strconv.Itoa(i))))
	}
	items[590] = item(text("name", `tricky "} & #x`))
	hits, err := cuelang.InProcess{}.Ask(cuelang.Question{
		Where: []string{`it.after != _|_`, `it.after >= given.least`, `it.name =~ "9$"`},
		Value: "it.after / it.before",
		Given: item(syntax.Node{Key: "given", Kind: syntax.Map, Children: []syntax.Node{number("least", "579")}}),
		Items: items,
	})
	want := []cuelang.Hit{{579, "193"}, {589, "196.333333333"}, {599, "199.666666667"}}
	if diff := cmp.Diff(want, hits); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// TestAskRounds asks for values that have no end, too: the part of a large whole
// that a small change makes has as few digits as any other.
func TestAskRounds(t *testing.T) {
	for value, want := range map[string]string{
		"100 * 1 / 3":               "33.333333333",
		"100 * 2 / 3":               "66.666666667",
		"100 * 6441.6 / 6733955.48": "0.095658488",
		"-1 / 3000":                 "-0.000333333",
		"0.0000000005":              "0.000000001",
		"-0.0000000004":             "0",
		"1 / 10000000000000":        "0",
		"1000":                      "1000",
		"1.50":                      "1.5",
		"999999999999999":           "999999999999999",
		"123456789012345 / 7":       "17636684144620.7143",
		"0":                         "0",
	} {
		hits, err := cuelang.InProcess{}.Ask(cuelang.Question{Value: value, Items: []syntax.Node{item(number("a", "1"))}})
		if err != nil || len(hits) != 1 || hits[0].Value != want {
			t.Errorf("%s: %v, %v; want %s", value, hits, err, want)
			continue
		}
		if _, err := money.ParseDecimal(hits[0].Value); err != nil {
			t.Errorf("%s: %v", value, err)
		}
	}
}

// TestAskRefuses asks what a plan may not ask.
func TestAskRefuses(t *testing.T) {
	for _, q := range []struct{ where, value, reason string }{
		{"it.b", "1", "undefined field"},
		{"true", "1000000 * 1000000000", "more than 15 digits"},
		{"true", "1e1000", "more than 15 digits"},
		{"it.a ==", "1", "no expression"},
		{"true", `"text"`, "no number"},
		{"true", "it.missing", "undefined field"},
		{`[for a in items for b in items for c in items {a}] != []`, "1", "loops run within each other"},
		{strings.Repeat("(", 5000) + "true" + strings.Repeat(")", 5000), "1", "longer than"},
		{strings.Repeat("(", 300) + "true" + strings.Repeat(")", 300), "1", "too deep"},
		{`{a: 1} @embed(file=x)`, "1", "no expression"},
		{`strings.Repeat("x", 9) == ""`, "1", "strings"},
		{"true}, {}, if true {", "1", "no expression"},
	} {
		hits, err := cuelang.InProcess{}.Ask(cuelang.Question{Where: []string{q.where}, Value: q.value, Items: []syntax.Node{item(number("a", "1"))}})
		if err == nil || !strings.Contains(err.Error(), q.reason) {
			t.Errorf("%.60s: %v, %v; want %q", q.where, hits, err, q.reason)
		}
	}
}
