package render

import (
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ number, grouped, signed, percent string }{
		{"0", "0", "0", "0%"},
		{"0.00", "0.00", "0.00", "0.00%"},
		{"7", "7", "+7", "+7%"},
		{"999", "999", "+999", "+999%"},
		{"1000", "1,000", "+1,000", "+1,000%"},
		{"-1000", "-1,000", "-1,000", "-1,000%"},
		{"1234567.50", "1,234,567.50", "+1,234,567.50", "+1,234,567.50%"},
		{"", "", "", ""},
		{"-", "-", "-", "-"},
		{".5", ".5", ".5", ".5"},
		{"5.", "5.", "5.", "5."},
		{"1e3", "1e3", "1e3", "1e3"},
		{"--1", "--1", "--1", "--1"},
		{"1.2.3", "1.2.3", "1.2.3", "1.2.3"},
		{"+1", "+1", "+1", "+1"},
		{"١٢٣٤", "١٢٣٤", "١٢٣٤", "١٢٣٤"},
		{strings.Repeat("9", 61), strings.Repeat("9", 61), strings.Repeat("9", 61), strings.Repeat("9", 61)},
	} {
		if g, s, p := grouped(c.number), signed(c.number), percentText(c.number); g != c.grouped || s != c.signed || p != c.percent {
			t.Errorf("%q: grouped %q, signed %q, percent %q; want %q, %q, %q", c.number, g, s, p, c.grouped, c.signed, c.percent)
		}
	}
}

func TestCountsHaveTheirNoun(t *testing.T) {
	for n, want := range map[int]string{0: "0 errors", 1: "1 error", 2: "2 errors"} {
		if got := count(n, "error"); got != want {
			t.Errorf("count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestColumns(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "Köln": 4, "東京": 4, "e\u0301": 1, "ｆ": 2, "😀": 2, "ไทย": 3} {
		if got := columns(text); got != want {
			t.Errorf("columns(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{{"", 3, ""}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"東京営業所", 3, "東京…"}, {"東京", 3, "東京"}} {
		if got := shorten(c.text, c.limit); got != c.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}
