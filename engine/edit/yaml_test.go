package edit_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/syntax"
	"github.com/salesplan/salesplan/plans"
)

func text(s string) *syntax.Node   { return &syntax.Node{Kind: syntax.String, Text: s} }
func whole(s string) *syntax.Node  { return &syntax.Node{Kind: syntax.Int, Text: s} }
func number(s string) *syntax.Node { return &syntax.Node{Kind: syntax.Number, Text: s} }

func group(fields ...syntax.Node) *syntax.Node {
	return &syntax.Node{Kind: syntax.Map, Children: fields}
}

func list(items ...*syntax.Node) *syntax.Node {
	n := &syntax.Node{Kind: syntax.List}
	for _, item := range items {
		n.Children = append(n.Children, *item)
	}
	return n
}

func field(key string, n *syntax.Node) syntax.Node {
	named := *n
	named.Key = key
	return named
}

const sample = `# About the file.

# About territories.
territory:
  # The north.
  north:
    name: 'North'   # as people say it
    parent: "top"
    rules: [a, b] # two
    extra: {k: 1, note: "x", m: 2}

  south:
    name: South
    description: |
      Two
      lines
    # deeper comment of south
      # and deeper still
    from: 2026-02-01

quota:
  - {territory: north, amount: 100} # first
  # the second
  - {territory: south, amount: 200.50}
  - territory: top
    amount: 300
`

// TestYAML shows what becomes of each line. A case is the path to change, its
// value, and the lines that differ then.
func TestYAML(t *testing.T) {
	for _, c := range []struct {
		name, path string
		value      *syntax.Node
		old, now   string // the only difference
	}{
		{"single quotes stay", "territory.north.name", text("It's"), `'North'   # as`, `'It''s'   # as`},
		{"double quotes stay", "territory.north.parent", text("top"), "", ""},
		{"double quotes stay when changed", "territory.north.parent", text("all"), `"top"`, `"all"`},
		{"quotes within brackets stay", `territory.north.extra.note`, text("y"), `"x"`, `"y"`},
		{"number within brackets", "territory.north.extra.k", whole("7"), "{k: 1", "{k: 7"},
		{"same number in other digits", "quota[1].amount", number("200.5"), "", ""},
		{"item of a list within brackets", "territory.north.rules[1]", text("c"), "[a, b] #", "[a, c] #"},
		{"list becomes longer", "territory.north.rules", list(text("a"), text("z"), text("b")), "[a, b]", "[a, z, b]"},
		{"list becomes shorter", "territory.north.rules", list(text("b")), "[a, b]", "[b]"},
		{"last entry of brackets goes", "territory.north.extra.m", nil, `"x", m: 2}`, `"x"}`},
		{"first entry of brackets goes", "territory.north.extra.k", nil, `{k: 1, `, `{`},
		{"entry for brackets", "territory.north.extra.z", text("a, b"), `m: 2}`, `m: 2, z: "a, b"}`},
		{"text of several lines", "territory.south.description", text("One\nmore\nline\n"), "Two\n      lines", "One\n      more\n      line"},
		{"text of several lines that ends without one", "territory.south.description", text("One\nmore"), "|\n      Two\n      lines", "|-\n      One\n      more"},
		{"item of a list of records", "quota[1].amount", whole("250"), "200.50", "250"},
		{"field of an item", "quota[2].amount", whole("1"), "300", "1"},
		{"new field of an item", "quota[2].reason", text("new"), "    amount: 300\n", "    amount: 300\n    reason: new\n"},
		{"new field of an item within brackets", "quota[0].reason", text("new"), "100}", "100, reason: new}"},
		{"first field of an item goes", "quota[2].territory", nil, "- territory: top\n    amount", "- amount"},
		{"item goes with its comment", "quota[1]", nil, "  # the second\n  - {territory: south, amount: 200.50}\n", ""},
		{"field goes", "territory.south.name", nil, "    name: South\n", ""},
		{"last field goes with its comment", "territory.south.from", nil, "    # deeper comment of south\n      # and deeper still\n    from: 2026-02-01\n", ""},
		{"record goes", "territory.north", nil, sample[strings.Index(sample, "  # The north."):strings.Index(sample, "  south:")], ""},
		{"last record goes", "territory.south", nil, "\n" + sample[strings.Index(sample, "  south:"):strings.Index(sample, "\nquota:")], ""},
		{"group becomes a value", "territory.north.extra", text("none"), `{k: 1, note: "x", m: 2}`, "none"},
		{"value becomes a group", "territory.south.name", group(field("long", text("South")), field("short", text("S"))), "name: South\n", "name:\n      long: South\n      short: S\n"},
		{"value with a comment becomes a group", "territory.north.name", group(field("long", text("Nn"))), "name: 'North'   # as people say it\n", "name:   # as people say it\n      long: Nn\n"},
		{"block becomes a value", "quota[2]", text("none"), "territory: top\n    amount: 300", "none"},
		{"new record", "territory.west", group(field("name", text("West")), field("parent", text("top"))), "    from: 2026-02-01\n", "    from: 2026-02-01\n\n  west:\n    name: West\n    parent: top\n"},
		{"new collection", "role", group(field("ae", group(field("name", text("AE"))))), "    amount: 300\n", "    amount: 300\n\nrole:\n  ae:\n    name: AE\n"},
		{"words that need quotes", "territory.south.name", text("no"), "name: South", `name: "no"`},
		{"hidden characters are escaped", "territory.north.name", text("a\u202eb"), `'North'`, `"a\u202eb"`},
	} {
		for _, ends := range []string{"\n", "\r\n"} {
			t.Run(fmt.Sprintf("%s %q", c.name, ends), func(t *testing.T) {
				before := strings.ReplaceAll(sample, "\n", ends)
				want := before
				if c.old != "" {
					want = strings.Replace(before, strings.ReplaceAll(c.old, "\n", ends), strings.ReplaceAll(c.now, "\n", ends), 1)
					if want == before {
						t.Fatal("the case changes nothing")
					}
				}
				said, err := edit.ReadYAML([]byte(before))
				if err != nil {
					t.Fatal(err)
				}
				changed := said.With(c.path, c.value)
				splices, err := edit.YAML([]byte(before), &changed)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, string(edit.Apply([]byte(before), splices))); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// TestYAMLAtTheEnds looks at byte order marks, last lines without an end, and
// texts that say nothing.
func TestYAMLAtTheEnds(t *testing.T) {
	for _, c := range []struct {
		name, before, path string
		value              *syntax.Node
		want               string
	}{
		{"mark and no end", "\ufeffa:\n  x: 1", "a.x", whole("2"), "\ufeffa:\n  x: 2"},
		{"new field without end", "a:\n  x: 1", "a.z", whole("2"), "a:\n  x: 1\n  z: 2"},
		{"last field without end goes", "a:\n  x: 1\n  y: 2", "a.y", nil, "a:\n  x: 1"},
		{"nothing but a comment", "# c\n", "a", group(field("x", group(field("k", whole("1"))))), "# c\na:\n  x:\n    k: 1\n"},
		{"empty", "", "a", group(field("x", whole("1"))), "a:\n  x: 1\n"},
		{"the only entry goes", "# c\n\na:\n  x: 1\n", "a", nil, "# c\n"},
		{"within the brackets of the file", "{a: {x: 1}}\n", "a.x", whole("2"), "{a: {x: 2}}\n"},
		{"brackets over several lines", "a: {\n  x: 1, # one\n  y: 2,\n}\n", "a.z", whole("3"), "a: {\n  x: 1, # one\n  y: 2,\n  z: 3,\n}\n"},
		{"plain text over several lines", "a:\n  x: some\n    more # c\n  y: 1\n", "a.x", text("less"), "a:\n  x: less # c\n  y: 1\n"},
		{"value below its key", "a:\n  x: # c\n    k: 1\n  y: 1\n", "a.x", text("v"), "a:\n  x: v # c\n  y: 1\n"},
		{"list without indentation", "a:\n  x:\n  - p\n  - q\n", "a.x[1]", nil, "a:\n  x:\n  - p\n"},
		{"list of lists", "a:\n  - - 1\n    - 2\n  - - 3\n", "a[0][1]", whole("5"), "a:\n  - - 1\n    - 5\n  - - 3\n"},
		{"wide characters", "東京: {名: 営業, x: 1}\n", "東京.x", whole("2"), "東京: {名: 営業, x: 2}\n"},
		{"all of a list changes", "a: [1, 2]\n", "a", list(text("x"), text("w"), text("z")), "a: [x, w, z]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			said, err := edit.ReadYAML([]byte(c.before))
			if err != nil {
				t.Fatal(err)
			}
			changed := said.With(c.path, c.value)
			splices, err := edit.YAML([]byte(c.before), &changed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, string(edit.Apply([]byte(c.before), splices))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestYAMLRefuses(t *testing.T) {
	for _, before := range []string{"a: &x 1\nb: *x\n", "a: !!str 1\n", "a: 1\n---\nb: 2\n", "a:\n", "a: [\n", "a: {<<: {b: 1}}\n", "? [a]\n: b\n"} {
		if splices, err := edit.YAML([]byte(before), group(field("a", whole("2")))); err == nil {
			t.Errorf("%q becomes %q", before, edit.Apply([]byte(before), splices))
		}
	}
}

// examples are the YAML files of the example plan.
func examples(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{"sample": sample}
	err := fs.WalkDir(plans.Example, ".", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".yaml") {
			content, readErr := fs.ReadFile(plans.Example, name)
			files[name], err = string(content), readErr
		}
		return err
	})
	if err != nil || len(files) < 10 {
		t.Fatal(len(files), err)
	}
	return files
}

// paths lists the paths of all values below a node.
func paths(n *syntax.Node, at string) []string {
	var all []string
	for i := range n.Children {
		below := fmt.Sprintf("%s[%d]", at, i)
		if n.Kind == syntax.Map {
			below = syntax.Join(at, n.Children[i].Key)
		}
		all = append(append(all, below), paths(&n.Children[i], below)...)
	}
	return all
}

// TestRandomEdits changes, adds and removes at random places of the example
// plan. The result says what was asked (edit sees to that itself), and lines
// that no splice touches are as they were.
func TestRandomEdits(t *testing.T) {
	files, done := examples(t), 0
	r := rand.New(rand.NewPCG(1, 2))
	for name, content := range files {
		for _, ends := range []string{"\n", "\r\n"} {
			before := []byte(strings.ReplaceAll(content, "\n", ends))
			for range 25 {
				said, err := edit.ReadYAML(before)
				if err != nil {
					t.Fatal(name, err)
				}
				for range 1 + r.IntN(4) {
					all := paths(&said, "")
					said = mutate(r, said, all[r.IntN(len(all))])
				}
				splices, err := edit.YAML(before, &said)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				after := edit.Apply(before, splices)
				again, err := edit.YAML(after, &said)
				if err != nil || len(again) > 0 {
					t.Fatalf("%s: a second time: %v %v\n%s", name, again, err, after)
				}
				done += len(splices)
			}
		}
	}
	if done < 1_000 {
		t.Errorf("only %d splices: the test proves little", done)
	}
}

// mutate makes one random change at a path.
func mutate(r *rand.Rand, n syntax.Node, path string) syntax.Node {
	values := []*syntax.Node{
		text("Fresh words"), text("no"), text("a: b # c"), text("two\nlines\n"), whole("42"), number("1.50"),
		list(text("a"), text("b")), list(), group(), group(field("k", whole("1")), field("deep", group(field("x", text("y"))))),
		list(group(field("a", whole("1")), field("b", text("2"))), group(field("c", whole("3")))), text("ünï {cödé}, 東京"), text(" "), text(""),
	}
	switch value := values[r.IntN(len(values))]; r.IntN(4) {
	case 0:
		if removed := n.With(path, nil); len(removed.Children) > 0 {
			return removed
		}
		return n
	case 1:
		if at, ok := n.At(path); ok && at.Kind == syntax.Map {
			return n.With(syntax.Join(path, fmt.Sprint("fresh", r.IntN(3))), value)
		}
		fallthrough
	case 2:
		if at, ok := n.At(path); ok && at.Kind == syntax.List {
			grown := *at
			i := r.IntN(len(grown.Children) + 1)
			grown.Children = append(append(append([]syntax.Node{}, grown.Children[:i]...), *value), grown.Children[i:]...)
			return n.With(path, &grown)
		}
		fallthrough
	default:
		return n.With(path, value)
	}
}

// FuzzYAML: whatever the text, changing it is refused or says what was asked,
// and asking for what it says changes nothing.
func FuzzYAML(f *testing.F) {
	f.Add(sample)
	f.Add("a: [x: 1, {y: 2}]\n")
	f.Add("a: >+\n  x\n\n\nb: 1\n")
	f.Add("- a\n- b: 1\n  c: 'x\n    y'\n")
	f.Add("\"a\\\"b\" : |2-\n   x\n")
	f.Fuzz(func(t *testing.T, content string) {
		said, err := edit.ReadYAML([]byte(content))
		if err != nil || len(content) > 1_000 {
			return
		}
		if splices, err := edit.YAML([]byte(content), &said); err == nil && len(splices) > 0 {
			t.Fatalf("%+v", splices)
		}
		r := rand.New(rand.NewPCG(uint64(len(content)), 3))
		for _, path := range paths(&said, "") {
			changed := mutate(r, said, path)
			if splices, err := edit.YAML([]byte(content), &changed); err == nil {
				got, err := edit.ReadYAML(edit.Apply([]byte(content), splices))
				if err != nil || !got.Equal(&changed) {
					t.Fatalf("%s: %v", path, err)
				}
			}
		}
	})
}
