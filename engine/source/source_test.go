package source_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/source"
)

func TestPlaceText(t *testing.T) {
	for _, c := range []struct {
		place source.Place
		want  string
	}{
		{source.Place{}, ""},
		{source.Place{Line: 3, Column: 4}, ""},
		{source.Place{File: "a.yaml"}, "a.yaml"},
		{source.Place{File: "a.yaml", Line: 3, Column: 4}, "a.yaml:3:4"},
	} {
		if got := c.place.String(); got != c.want {
			t.Errorf("%+v prints %q, want %q", c.place, got, c.want)
		}
	}
}

func TestPlacesAreInReadingOrder(t *testing.T) {
	sorted := []source.Place{{}, {File: "a"}, {File: "a", Line: 1, Column: 2}, {File: "a", Line: 2, Column: 1}, {File: "a", Line: 10, Column: 1}, {File: "b"}}
	for i, p := range sorted {
		for j, q := range sorted {
			if got, want := p.Compare(q), i-j; (got < 0) != (want < 0) || (got > 0) != (want > 0) {
				t.Errorf("%+v compared with %+v is %d", p, q, got)
			}
		}
	}
	if !slices.IsSortedFunc(sorted, source.Place.Compare) {
		t.Error("not sorted")
	}
}

func TestExcerptOf(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		line, column int
		want         string // the line
		marked       string
	}{
		{"value", "a: 1\nname: Bavaria\n", 2, 7, "name: Bavaria", "Bavaria"},
		{"value with blanks", "name: North West # sales\n", 1, 7, "name: North West # sales", "North West"},
		{"key", "name: x\n", 1, 1, "name: x", "name"},
		{"key at the end of a line", "rules:\n", 1, 1, "rules:", "rules"},
		{"colon within a word", "a: b:c\n", 1, 4, "a: b:c", "b:c"},
		{"item of a list", "a: [b, c]\n", 1, 8, "a: [b, c]", "c"},
		{"double quotes", `a: "b, \"c\"", d`, 1, 4, `a: "b, \"c\"", d`, `"b, \"c\""`},
		{"single quotes", `a: 'it''s', d`, 1, 4, `a: 'it''s', d`, `'it''s'`},
		{"quotes of CSV", `"a ""b""",c`, 1, 1, `"a ""b""",c`, `"a ""b"""`},
		{"empty quotes", `a: "", b`, 1, 4, `a: "", b`, `""`},
		{"quote without end", `a: "b, c`, 1, 4, `a: "b, c`, `"b`},
		{"tab", "a:\tb\n", 1, 4, "a:\tb", "b"},
		{"end of line of Windows", "a: 1\r\nb: 22\r\n", 2, 4, "b: 22", "22"},
		{"wide characters", "東京: 営業 所\n", 1, 5, "東京: 営業 所", "営業 所"},
		{"last line without end", "a: 1\nb: 2", 2, 4, "b: 2", "2"},
		{"empty line", "a\n\nb\n", 2, 1, "", ""},
		{"column not known", "a: 1\n", 1, 0, "a: 1", "a"},
		{"column below 0", "a: 1\n", 1, -7, "a: 1", "a"},
		{"column at the end", "a: 1\n", 1, 5, "a: 1", ""},
		{"column beyond the end", "a: 1\n", 1, 99, "a: 1", ""},
		{"broken text on another line", "a: \xff\nb: 2\n", 2, 4, "b: 2", "2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := source.ExcerptOf(c.text, source.Place{File: "f", Line: c.line, Column: c.column})
			if !ok {
				t.Fatal("no excerpt")
			}
			runes := []rune(got.Line)
			marked := string(runes[got.Start:min(got.Start+got.Width, len(runes))])
			if diff := cmp.Diff([]string{c.want, c.marked}, []string{got.Line, marked}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNoExcerpt(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
	}{{"a\n", 0}, {"a\n", -1}, {"a", 2}, {"a\nb", 3}, {"", 2}, {"a: \xff\n", 1}} {
		if got, ok := source.ExcerptOf(c.text, source.Place{File: "f", Line: c.line, Column: 1}); ok {
			t.Errorf("line %d of %q: %+v", c.line, c.text, got)
		}
	}
}

func TestLongLineIsShownAroundThePlace(t *testing.T) {
	line := strings.Repeat("é", 5_000) + ",needle," + strings.Repeat("東", 5_000)
	got, ok := source.ExcerptOf(line, source.Place{File: "f", Line: 1, Column: 5_002})
	if !ok || utf8.RuneCountInString(got.Line) != 160 {
		t.Fatalf("%v, %d characters", ok, utf8.RuneCountInString(got.Line))
	}
	if marked := string([]rune(got.Line)[got.Start : got.Start+got.Width]); marked != "needle" {
		t.Errorf("marked is %q", marked)
	}
}

// FuzzExcerptOf: whatever the text and the place, an excerpt is one line of
// readable length whose marked part begins within it or at its end.
func FuzzExcerptOf(f *testing.F) {
	f.Add("a: 1\nb: \"x", 2, 4)
	f.Add("\r\n\r\n", 2, 1)
	f.Add(strings.Repeat("x", 400), 1, 399)
	f.Add("'\\", 1, 1)
	f.Add("\xff\n\"", 2, 1)
	f.Fuzz(func(t *testing.T, text string, line, column int) {
		got, ok := source.ExcerptOf(text, source.Place{File: "f", Line: line, Column: column})
		if !ok {
			return
		}
		length := utf8.RuneCountInString(got.Line)
		if length > 160 || strings.Contains(got.Line, "\n") || !utf8.ValidString(got.Line) || !strings.Contains(text, got.Line) {
			t.Errorf("line %q", got.Line)
		}
		if got.Start < 0 || got.Start > length || got.Width < 1 || got.Start+got.Width > max(length, got.Start+1) {
			t.Errorf("from %d, %d wide, in %d characters", got.Start, got.Width, length)
		}
	})
}
