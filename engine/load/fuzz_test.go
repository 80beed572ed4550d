package load_test

import (
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

var yamlSeeds = []string{
	"", "#\n", "---\n", "plan:\n  name: Größe\n  years: [FY27, FY28]\n",
	"territory:\n  emea: {name: \"É\", n: 12, amount: 1.50, on: 2027-02-01}\n  apac:\n    name: 'a''b'\n    text: |\n      x\n       y\n    fold: >-\n      a\n      b\n",
	"quota:\n- territory: emea\n  amount: -0.5\n-\n- ! x\n- &a b\n- *a\n- !!str c\n", "&a\n<<: *a", "a: 1\r\r\rb: 2", "a: 1\r\nb:\r\n- x\r\n",
	"a: [[[[{b: c}]]]]\n", "? a\n: b\n", "%YAML 1.1\n---\na: b\n", "a: b\n---\nc: d\n", "a: b\n...\nc: d\n", "a:\n  b: 1\n c: 2\n",
	"a: \"x\n  y\"\nb: 'z\n\n  w'\nc: d\n  e\n", "a: {1: b, true: c, ~: d, 2027-01-01: e, caf\u00e9: f, cafe\u0301: g}\n", "\ufeffa: b\n", "a: b\u202e\n", "a: \xff\n",
	"a: 017\nb: 0x1F\nc: 1_000\nd: 1e3\ne: .5\nf: 1:30\ng: 99999999999999999999\n", "a: \"\\u00e9\\x41\"\n", "a:\n\t- b\n", "a: b: c\n", "a: 'b\n", "a: [b\n",
	"<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", "a: b # c\n# d\n\n#e\n  # f\ng: h\n", "a: <<\n<<: b\n\"<<\": c\n", "a: -\nb: =\n'': d\n: e\n",
}

// FuzzYAML holds YAML reading to its laws: no panic, every place in the file,
// and a file without findings says what the YAML library says too.
func FuzzYAML(f *testing.F) {
	for _, seed := range yamlSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, findings := read(t, map[string]string{"x.yaml": text})
		checkPlaces(t, []byte(text), tree, findings)
		if len(findings) > 0 {
			return
		}
		if !tree.Complete {
			t.Fatal("a file is incomplete without a finding")
		}
		var decoded map[string]any
		if err := yaml.Unmarshal([]byte(text), &decoded); err != nil {
			t.Fatalf("accepted, but the library says: %v", err)
		}
		checkTree(t, tree, decoded)
		for i := range tree.Records {
			checkBeginning(t, strings.Split(text, "\n"), &tree.Records[i].Node)
		}
	})
}

// checkTree compares records with the value that the YAML library makes.
func checkTree(t *testing.T, tree *load.Tree, decoded map[string]any) {
	t.Helper()
	next := map[string]int{}
	for _, r := range tree.Records {
		checkValue(t, &r.Node, under(t, r, decoded[r.Addr.Collection], next))
	}
	for collection, value := range decoded {
		if list, ok := value.([]any); ok && len(list) != next[collection] {
			t.Fatalf("%s: %d records of %d", collection, next[collection], len(list))
		}
	}
}

// under returns the value of one record within that of its collection.
func under(t *testing.T, r record.Record, collection any, next map[string]int) any {
	t.Helper()
	switch value := collection.(type) {
	case map[string]any:
		if r.Addr.Collection == "plan" {
			return value
		}
		return value[r.Addr.ID]
	case []any:
		i := next[r.Addr.Collection]
		next[r.Addr.Collection]++
		return value[i]
	default:
		return value
	}
}

// checkValue compares strings, truth values and whole numbers, and the shape
// of all others.
func checkValue(t *testing.T, n *syntax.Node, value any) {
	t.Helper()
	switch want := value.(type) {
	case string:
		if n.Text != want || n.Kind != syntax.String && n.Kind != syntax.Int && n.Kind != syntax.Number {
			t.Fatalf("%d:%d: %s %q, the library says text %q", n.Line, n.Column, n.Kind, n.Text, want)
		}
	case bool:
		if n.Kind != syntax.Bool || n.Text != strconv.FormatBool(want) {
			t.Fatalf("%d:%d: %s %q, the library says %t", n.Line, n.Column, n.Kind, n.Text, want)
		}
	case int:
		if n.Kind != syntax.Int || n.Text != strconv.Itoa(want) && n.Text != "-0" {
			t.Fatalf("%d:%d: %s %q, the library says %d", n.Line, n.Column, n.Kind, n.Text, want)
		}
	case time.Time:
		if n.Kind != syntax.String || n.Text != want.Format(time.DateOnly) {
			t.Fatalf("%d:%d: %s %q, the library says %s", n.Line, n.Column, n.Kind, n.Text, want)
		}
	case []any:
		if n.Kind != syntax.List || len(n.Children) != len(want) {
			t.Fatalf("%d:%d: %s of %d, the library says a list of %d", n.Line, n.Column, n.Kind, len(n.Children), len(want))
		}
		for i := range want {
			checkValue(t, &n.Children[i], want[i])
		}
	case map[string]any:
		if n.Kind != syntax.Map || len(n.Children) != len(want) {
			t.Fatalf("%d:%d: %s of %d, the library says a map of %d", n.Line, n.Column, n.Kind, len(n.Children), len(want))
		}
		for i := range n.Children {
			checkValue(t, &n.Children[i], want[n.Children[i].Key])
		}
	case nil:
		t.Fatalf("%d:%d: %s %q, the library says nothing", n.Line, n.Column, n.Kind, n.Text)
	}
}

// checkBeginning fails unless the character at the place of each node begins
// such a node.
func checkBeginning(t *testing.T, lines []string, n *syntax.Node) {
	t.Helper()
	place := n.Place("x.yaml")
	rest := string([]rune(lines[place.Line-1])[place.Column-1:])
	begins := false
	switch n.Kind {
	case syntax.Map:
		begins = rest != "" // { or the first key
	case syntax.List:
		begins = strings.HasPrefix(rest, "[") || strings.HasPrefix(rest, "-")
	case syntax.String:
		begins = strings.ContainsAny(rest[:min(1, len(rest))], `"'|>`) || strings.HasPrefix(rest, n.Text[:min(1, len(n.Text))])
	default:
		begins = strings.HasPrefix(rest, n.Text)
	}
	if !begins {
		t.Fatalf("%s: %s %q does not begin with %q", place, n.Kind, n.Text, rest)
	}
	for i := range n.Children {
		checkBeginning(t, lines, &n.Children[i])
	}
}

var csvSeeds = []string{
	"", "\n", "id\n", "id,name\n1,a\n", "id,name\r\n1,\"a\r\nb\"\r\n", "id,extra.a,extra.b\n1,x,\n2,,\n", "\ufeffid,n\n1,2\n", "a,a\n", "a,,b\n", "a;b\n1;2\n",
	"a, b\n", "extra,extra.a\n", "extra.a,extra\n", "a.b.c,a.b.d,a.e\n1,2,3\n", "id,n\n,x\n1\n1,2,3\n", "id,n\n1,a\"b\n2,c\n", "id,n\n1,\"ab\"c\n2,d\n", "id,n\n1,\"ab\n2,c\n",
	"id,n\n1,Größe\n2,\"ü\nß\",\n", "id\r1\r", "id\n1\u200b\n", "id\n\xff\n", "id,n\n\n\n1,2\n\n", "position,person\np,q\n",
}

// FuzzCSV holds CSV reading to its laws: no panic, every place in the file,
// and the cells of a file without findings are those of the CSV library.
func FuzzCSV(f *testing.F) {
	for _, seed := range csvSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, findings := read(t, map[string]string{"quota.csv": text})
		checkPlaces(t, []byte(text), tree, findings)
		if len(findings) > 0 {
			return
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatalf("accepted, but the library says: %v", err)
		}
		if !tree.Complete || len(tree.Records) != len(rows)-1 {
			t.Fatalf("%d records of %d rows, complete %t", len(tree.Records), len(rows)-1, tree.Complete)
		}
		for i, r := range tree.Records {
			checkRow(t, rows[0], rows[i+1], r)
		}
	})
}

// checkRow compares a record with the cells of its row.
func checkRow(t *testing.T, header, row []string, r record.Record) {
	t.Helper()
	for i, name := range header {
		got, place := r.Addr.ID, source.Place{}
		if name != "id" {
			n := &r.Node
			for part := range strings.SplitSeq(name, ".") {
				n, _ = n.Field(part)
			}
			got = ""
			if n != nil {
				got, place = n.Text, n.Place(r.File)
			}
		}
		if got != row[i] {
			t.Fatalf("%s %s: %q, the library says %q", place, name, got, row[i])
		}
	}
}
