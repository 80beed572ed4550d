package load_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
)

// Each case is at a limit, and one beyond it.
func TestLimits(t *testing.T) {
	base := load.Limits{
		Entries: 6, FolderDepth: 2, TotalBytes: 400, YAMLBytes: 200, CUEBytes: 60, CSVBytes: 30, LineBytes: 50,
		Depth: 5, Nodes: 40, MapKeys: 8, ScalarBytes: 12, CSVFields: 5, CSVRows: 5, CSVRowBytes: 30, Repeats: 3,
	}
	pad := func(text string, size int) string { return (text + strings.Repeat("\n# 3456789", size))[:size] }
	list := func(items int) string { return "a: [" + strings.Repeat("b,\n", items) + "]\n" }
	tests := []struct {
		name          string
		within, above map[string]string
		want          string
		says          string
	}{
		{"YAML bytes", one("x.yaml", pad("# x", 200)), one("x.yaml", pad("# x", 201)), "x.yaml SYN008", "larger than 200 bytes"},
		{"CUE bytes", one("x.cue", pad("a: 1", 60)), one("x.cue", pad("a: 1", 61)), "x.cue SYN008", "larger than 60 bytes"},
		{"CSV bytes", one("x.csv", pad("id", 30)), one("x.csv", pad("id", 31)), "x.csv SYN008", "larger than 30 bytes"},
		{"line", one("x.yaml", "# \n# "+strings.Repeat("x", 48)), one("x.yaml", "#\n# "+strings.Repeat("x", 49)), "x.yaml:2:1 SYN008", "longer than 50 bytes"},
		{"line in CUE", one("x.cue", strings.Repeat("x", 50)), one("x.cue", strings.Repeat("x", 51)), "x.cue:1:1 SYN008", "longer than 50 bytes"},
		{"depth", one("x.yaml", "a: [[[[b]]]]\n"), one("x.yaml", "a: [[[[[b]]]]]\n"), "x.yaml:1:8 SYN008", "nested more than 5 deep"},
		{"depth in maps", one("x.yaml", "a: {b: {c: {d: {e: f}}}}\n"), one("x.yaml", "a: {b: {c: {d: {e: {f: g}}}}}\n"), "x.yaml:1:20 SYN008", "nested more than 5 deep"},
		{"nodes", one("x.yaml", list(19)), one("x.yaml", list(20)), "x.yaml SYN008", "lines and commas"},
		{"keys", one("x.yaml", "a: {b: 1, c: 1, d: 1, e: 1,\n f: 1, g: 1, h: 1, i: 1}\n"), one("x.yaml", "a: {b: 1, c: 1, d: 1, e: 1,\n f: 1, g: 1, h: 1, i: 1, j: 1}\n"), "x.yaml:1:4 SYN008", "more than 8 keys"},
		{"scalar", one("x.yaml", "a: {b: "+strings.Repeat("x", 12)+"}\n"), one("x.yaml", "a: {b: "+strings.Repeat("x", 13)+"}\n"), "x.yaml:1:8 SYN008", "longer than 12 bytes"},
		{"key", one("x.yaml", "a: {"+strings.Repeat("x", 12)+": b}\n"), one("x.yaml", "a: {"+strings.Repeat("x", 13)+": b}\n"), "x.yaml:1:5 SYN008", "longer than 12 bytes"},
		{"folder depth", one("a/b/x.yaml", ""), one("a/b/c/x.yaml", ""), "a/b/c SYN008", "more than 2 deep"},
		{"entries", many(6, ""), many(7, ""), ". SYN008", "more than 6 files"},
		{"all bytes", many(2, pad("#", 200)), many(3, pad("#", 200)), "f0.yaml SYN008", "together larger than 400 bytes"},
		{"nodes in one line", one("x.yaml", "a: [{b: c, d: e, f: g, h: i, j: k, l: m}]\n"), one("x.yaml", "a: [{b: 1, c: 1, d: 1, e: 1, f: 1, g: 1},\n {b: 1, c: 1, d: 1, e: 1, f: 1, g: 1},\n {b: 1, c: 1, d: 1, e: 1, f: 1, g: 1},\n {b: 1}]\n"), "x.yaml:4:2 SYN008", "more than 40 keys and values"},
		{"repeats", one("x.yaml", "a: [no, no, no]\n"), one("x.yaml", "a: [no, no, no, no, no]\n"), "x.yaml:1:5 SYN006\nx.yaml:1:9 SYN006\nx.yaml:1:13 SYN006\nx.yaml:1:17 SYN006", "2 more of SYN006"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings, err := load.Plan(folder(test.within), base)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				if f.Code == diag.LimitExceeded {
					t.Errorf("at the limit: %s %s", f.Place, f.Message)
				}
			}
			tree, findings, err := load.Plan(folder(test.above), base)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, brief(findings)); diff != "" {
				t.Fatalf("findings (-want +got):\n%s", diff)
			}
			if m := findings[len(findings)-1].Message; !strings.Contains(m, test.says) {
				t.Errorf("message %q does not say %q", m, test.says)
			}
			if tree.Complete && !slices.Contains([]string{"scalar", "repeats"}, test.name) {
				t.Error("complete, although something is not read")
			}
		})
	}
}

func one(name, text string) map[string]string { return map[string]string{name: text} }

func many(files int, text string) map[string]string {
	all := map[string]string{}
	for i := range files {
		all[fmt.Sprintf("f%d.yaml", i)] = text
	}
	return all
}

// Small files that are large to those who read them carelessly.
func TestA1Bombs(t *testing.T) {
	laughs := "a0: &a0 [x, x]\n"
	for i := 1; i < 30; i++ {
		laughs += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	merges := "a0: &a0 {x: y}\n"
	for i := 1; i < 30; i++ {
		merges += fmt.Sprintf("a%d: &a%d {<<: [*a%d, *a%d]}\n", i, i, i-1, i-1)
	}
	tests := []struct {
		name, text string
		code       diag.Code
	}{
		{"laughs", laughs, diag.AliasOrMergeKey},
		{"merges", merges, diag.AliasOrMergeKey},
		{"merge of itself", "&a\n<<: *a", diag.AliasOrMergeKey},
		{"map in itself", "a: &a {b: *a}\n", diag.AliasOrMergeKey},
		{"list in itself", "a: &a [*a]\n", diag.AliasOrMergeKey},
		{"alias as key", "a: &a b\n*a : c\n", diag.AliasOrMergeKey},
		{"open brackets", "a: " + strings.Repeat("[", 9000), diag.Unreadable},
		{"closed brackets", "a: " + strings.Repeat("[", 2500) + strings.Repeat("]", 2500), diag.LimitExceeded},
		{"brackets in lines", "a: " + strings.Repeat("[\n", 9000), diag.Unreadable},
		{"more brackets than the parser takes", "a: " + strings.Repeat("{\n", 20000), diag.Unreadable},
		{"open maps", "a: " + strings.Repeat("{a: ", 9000), diag.Unreadable},
		{"dashes", strings.Repeat("- ", 20000), diag.Unreadable},
		{"question marks", strings.Repeat("? ", 20000), diag.Unreadable},
		{"colons", "a: " + strings.Repeat(": ", 20000), diag.Unreadable},
		{"stars", "a: " + strings.Repeat("*", 20000), diag.Unreadable},
		{"many letters", "a: [" + strings.Repeat("a,\n", 300_000) + "]\n", diag.LimitExceeded},
		{"one long line", "a: " + strings.Repeat("x", 10<<20), diag.LimitExceeded},
		{"hidden characters", "a: \"" + strings.Repeat("\u200b", 20000) + "\"\n", diag.HiddenCharacter},
		{"bare CR before the end", "a: 1\r\r\rb: 2", diag.HiddenCharacter},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree, findings := read(t, map[string]string{"x.yaml": test.text})
			if len(findings) == 0 || findings[0].Code != test.code || len(findings) > load.DefaultLimits().Repeats+1 {
				t.Fatalf("findings:\n%s", brief(findings))
			}
			if len(tree.Records) > 60 {
				t.Errorf("%d records", len(tree.Records))
			}
			checkPlaces(t, []byte(test.text), tree, findings)
		})
	}
}
