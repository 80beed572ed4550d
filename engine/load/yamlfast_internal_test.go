package load

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/plans"
)

// planTexts returns the YAML files of the plans in this repository by name.
func planTexts(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, fsys := range []fs.FS{plans.Example, plans.Changes, plans.Starter} {
		err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || path.Ext(name) != ".yaml" {
				return err
			}
			text, err := fs.ReadFile(fsys, name)
			texts[name] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

// planLines returns the lines of each of the planTexts, in order of name.
func planLines(t testing.TB) [][]string {
	t.Helper()
	texts := planTexts(t)
	var lines [][]string
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		lines = append(lines, strings.SplitAfter(strings.TrimSuffix(texts[name], "\n"), "\n"))
	}
	return lines
}

// readBoth reads a text in both ways. It is not fast where the parser had to
// read it. What is refused before either begins counts as slow.
func readBoth(t testing.TB, text string, limits Limits) (fast bool) {
	t.Helper()
	found := newFindings("x.yaml", limits.Repeats)
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !checkText(text, plainText(text), limits, YAML, found) || crowded(text, limits.Nodes) {
		return false
	}
	root, ok := readFast(text, limits)
	if !ok {
		return false
	}
	found = newFindings("x.yaml", limits.Repeats)
	want, complete := readSlowly(text, limits, found)
	if found.any() || !complete {
		t.Fatalf("read fast although the parser finds, complete %t: %v\n%s", complete, found.all(), text)
	}
	got := recordsOf(&root, "x.yaml")
	if !slices.EqualFunc(want, got, sameRecord) {
		t.Fatalf("read fast (+) differs from the parser (-):\n%s\n%s", cmp.Diff(want, got), text)
	}
	return true
}

// sameRecord is cmp.Equal, which is slow, where that may say no.
func sameRecord(a, b record.Record) bool {
	return a.Addr == b.Addr && a.File == b.File && cmp.Equal(a.Node, b.Node)
}

// Each of these is read fast, or left to the parser.
func TestWhatIsReadFast(t *testing.T) {
	for text, want := range map[string]bool{
		"a: b\n": true, "a: b": true, "\n# c\n\na:   b # d\n  # e\n#f\n\n": true, "a:b: c:d e#f\n": true, "a:\n  b: 1\n\n  c: -2.50\n": true,
		"a:\n- b\n- c: d\n  e: f\n- {g: h}\ni:\n  - j\n": true, "a: {b: [c, {d: e}, \"f, g\"], h: {}, i: []} # j\n": true, "\"a\": 'b''c'\n'd': \"e \\\"\\\\ f\"\n": true,
		"ä:\n  ö: 2027-01-31\n  ü: 7-up\n": true, "a: 12345678901234567890123\n": true, "a: no-one\nb: yesterday\n": true, "a:\n-   b: c\n    d:\n    - e\n": true,
		"a:\n  -  b\n": true, "plan: {name: x}\n": true, "plan:\n- a\n": true, "plan: a\n": true, "a: é # ü\nb: {é: ü, c: d}\n": true,

		"": false, "# a\n": false, " a: b\n": false, "a\n": false, "- a\n": false, "--- \na: b\n": false, "a: b\n...\n": false, "a: b\n---\nc: d\n": false, "%a\n": false,
		"a:\n": false, "a:\nb: c\n": false, "a: b\n  c\n": false, "a: b\n  # d\n c: d\n": false, "a:\n- b\n  c\n": false, "a:\n  b: 1\n c: 2\n": false, "a:\n  - b\n c: d\n": false,
		"a:\n-\n- b\n": false, "a:\n- - b\n": false, "a: - b\n": false, "a : b\n": false, "a: b: c\n": false, "a: b:\n": false, "a: |\n  b\n": false, "a: >-\n  b\n": false,
		"a: &b c\n": false, "a: *b\n": false, "a: !b c\n": false, "<<: a\n": false, "? a\n: b\n": false, "a: ~\n": false, "a: null\n": false, "a: no\n": false, "a: Yes\n": false,
		"a: 017\n": false, "a: 1_000\n": false, "a: 1e3\n": false, "a: .5\n": false, "a: +5\n": false, "a: 0x1F\n": false, "a: 1:30\n": false, "a: 2027-1-1\n": false,
		"a: 2027-01-01 noon\n": false, "a: 2027-01-01T10:00:00Z\n": false, "1: a\n": false, "true: a\n": false, "\"\": a\n": false, "a: b\na: c\n": false, "é: a\ne\u0301: b\n": false,
		"a: {b: c\n": false, "a: {b: c,\n d: e}\n": false, "a: {b: c,}\n": false, "a: [b,,c]\n": false, "a: {b}\n": false, "a: [b: c]\n": false, "a: {b: }\n": false, "a: {b:c}\n": false,
		"a: [b?]\n": false, "a: {\"b\":c}\n": false, "a: [b]c\n": false, "a: [b]: c\n": false, "a: [b]#c\n": false, "a: \"b\n": false, "a: \"b\\n\"\n": false, "a: 'b\n": false, "a: \"b\"c\n": false,
		"a: \"b\"#c\n": false, "a: 'b'\n  c\n": false, "a:\tb\n": false, "a: b\t\n": false, "a: b\u00a0\n": false, "a: @b\n": false, "a: `b\n": false, "a: =\n": false, "a: ,b\n": false,
		strings.Repeat("k", longestKey+1) + ": b\n": false, "a: {" + strings.Repeat("k", longestKey+1) + ": b}\n": false,
	} {
		if got := readBoth(t, text, DefaultLimits()); got != want {
			t.Errorf("%q: read fast %t", text, got)
		}
	}
}

// A file beyond a limit is never read fast.
func TestLimitsAreNotReadFast(t *testing.T) {
	limits := DefaultLimits()
	limits.Depth, limits.MapKeys, limits.ScalarBytes, limits.Nodes = 3, 3, 8, 13
	within := []string{"a: {b: {c: d}}\n", "a: {b: c, d: e, f: g}\n", "a: {b: 12345678}\n", "a: {b: c, d: e, f: g}\nb: [a, b]\n"}
	beyond := []string{"a: {b: {c: {d: e}}}\n", "a: {b: c, d: e, f: g, h: i}\n", "a: {b: 123456789}\n", "a: {b: c, d: e, f: g}\nb: [a, b, c, d]\n", "a:\n  b:\n    c:\n      d: e\n"}
	for _, text := range within {
		if !readBoth(t, text, limits) {
			t.Errorf("%q is not read fast", text)
		}
	}
	for _, text := range beyond {
		if readBoth(t, text, limits) {
			t.Errorf("%q is read fast", text)
		}
	}
}

// The plans in this repository are written in the part of YAML that is read
// fast, but for files with texts of several lines.
func TestPlansAreReadFast(t *testing.T) {
	for name, text := range planTexts(t) {
		if fast := readBoth(t, text, DefaultLimits()); fast == (name == "brindlemark/plan.yaml" || name == "brindlemark/letters/clauses.yaml") {
			t.Errorf("%s: read fast %t", name, fast)
		}
	}
}

// scraps are put into documents: signs of YAML, and words that it changes.
var scraps = []string{
	" ", "  ", "\n", "\n  ", "\n    ", "\n\n", ": ", ":", " #", "#", "# x\n", "'", "\"", "''", "\\", "\\\"", "\\n", "[", "]", "{", "}", ",", ", ", "[]", "{}", "[a, b]", "{a: b}", "{a: 1, b: [c]}",
	"-", "- ", "\n- ", "\n  - ", "? ", "&a ", "*a", "!x ", "!!str ", "|", ">", "|\n", ">-\n", "%", "@", "`", "---\n", "...\n", "<<", "<<: ", "~", "null", "no", "Yes", "true", "True", "y", "=",
	"0", "7", "017", "1_0", "1e3", ".5", "5.", "-", "+1", "0x1F", "0o7", "0b1", "1:30", "2027-01-01", "2027-1-1", "2027-01-01T00:00:00Z", "2027-01-01 10:00:00", "99999999999999999999", "1.50", "-0", ".inf", "8-ball", "10 east",
	"é", "e\u0301", "ß", "東", "\u00a0", "\u200b", "\u2028", "\u3000", "\U0001F600", "\t", "\r\n", "a: b\n", "\"x y\"", "'x'", "a", "a b", "()", "$1", "/x", "_",
}

// excerpt returns a few lines of all those of a text, below the lines that they belong to.
func excerpt(random *rand.Rand, all []string) []string {
	from := random.IntN(len(all))
	lines := slices.Clone(all[from:min(len(all), from+1+random.IntN(9))])
	indent := indentOf(lines[0])
	for i := from - 1; i >= 0 && indent > 0; i-- {
		if above := indentOf(all[i]); above < indent {
			lines = slices.Insert(lines, 0, all[i])
			indent = above
		}
	}
	for len(lines) > 1 && strings.HasSuffix(lines[len(lines)-1], ":\n") {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// indentOf returns how far a line is indented; empty lines are without limit.
func indentOf(line string) int {
	if content := strings.TrimLeft(line, " "); content != "\n" {
		return len(line) - len(content)
	}
	return len(line) + 100
}

// mutated returns a part of a text with one or two changes.
func mutated(random *rand.Rand, all []string) string {
	text := strings.Join(excerpt(random, all), "")
	for range 1 + random.IntN(2) {
		if random.IntN(2) == 0 {
			text = strings.Join(withLineChanged(random, strings.SplitAfter(text, "\n")), "")
			continue
		}
		from := random.IntN(len(text) + 1)
		to := min(len(text), from+random.IntN(3))
		text = text[:from] + scraps[random.IntN(len(scraps))] + text[to:]
	}
	return text
}

// withLineChanged moves, indents or rewrites a line.
func withLineChanged(random *rand.Rand, lines []string) []string {
	i, j := random.IntN(len(lines)), random.IntN(len(lines))
	switch random.IntN(6) {
	case 0:
		lines[i], lines[j] = lines[j], lines[i]
	case 1:
		lines[i] = " " + lines[i]
	case 2:
		lines[i] = strings.TrimPrefix(lines[i], " ")
	case 3:
		lines = slices.Insert(lines, i, lines[j])
	case 4:
		lines[i] = strings.Repeat(" ", random.IntN(7)) + strings.TrimLeft(lines[i], " ")
	case 5:
		key, _, _ := strings.Cut(lines[i], ":")
		lines[i] = key + ": " + scraps[random.IntN(len(scraps))] + "\n"
	}
	return lines
}

// Whatever happens to a plan file, it is read fast only if the parser reads
// the same.
func TestFastIsTheSameAsSlow(t *testing.T) {
	const documents = 100_000
	texts := planLines(t)
	random := rand.New(rand.NewPCG(27, 1))
	fast := 0
	for range documents {
		if readBoth(t, mutated(random, texts[random.IntN(len(texts))]), DefaultLimits()) {
			fast++
		}
	}
	t.Logf("%d of %d documents were read fast", fast, documents)
	if fast < documents/4 {
		t.Errorf("only %d of %d documents were read fast: the test shows little", fast, documents)
	}
}

// FuzzFastYAML holds the fast reader to what the parser says of any text.
func FuzzFastYAML(f *testing.F) {
	for _, text := range planTexts(f) {
		f.Add(text)
	}
	random := rand.New(rand.NewPCG(27, 2))
	for _, lines := range planLines(f) {
		for range 8 {
			f.Add(mutated(random, lines))
		}
	}
	for _, scrap := range scraps {
		f.Add("a:\n  b: " + scrap + "\n")
		f.Add("a: {b: [" + scrap + "]}\n")
		f.Add("a:\n- " + scrap + ": b\n  c: d\n")
	}
	f.Fuzz(func(t *testing.T, text string) { readBoth(t, text, DefaultLimits()) })
}
