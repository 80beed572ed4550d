package syntax_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

func scalar(key string, kind syntax.Kind, text string) syntax.Node {
	return syntax.Node{Key: key, Kind: kind, Text: text}
}

// tree is a record with every kind of node.
func tree() syntax.Node {
	return syntax.Node{Kind: syntax.Map, Children: []syntax.Node{
		scalar("name", syntax.String, "Bavaria"),
		{Key: "calendar", Kind: syntax.Map, Line: 4, Column: 3, KeyLine: 3, KeyColumn: 1, Children: []syntax.Node{scalar("kind", syntax.String, "months"), scalar("start", syntax.Int, "2")}},
		{Key: "rules", Kind: syntax.List, Children: []syntax.Node{
			{Kind: syntax.Map, Children: []syntax.Node{scalar("rule", syntax.String, "r1")}},
			{Kind: syntax.Map, Children: []syntax.Node{scalar("rule", syntax.String, "r2")}},
		}},
		{Key: "grid", Kind: syntax.List, Children: []syntax.Node{{Kind: syntax.List, Children: []syntax.Node{scalar("", syntax.Number, "1.5")}}}},
		scalar("note", syntax.Null, ""),
	}}
}

func TestAt(t *testing.T) {
	root := tree()
	for path, want := range map[string]string{
		"name": "Bavaria", "calendar.kind": "months", "rules[0].rule": "r1", "rules[1].rule": "r2", "grid[0][0]": "1.5", "note": "",
	} {
		if n, ok := root.At(path); !ok || n.Text != want {
			t.Errorf("At(%q) = %+v, %v", path, n, ok)
		}
	}
	if n, ok := root.At(""); !ok || n != &root {
		t.Error("the empty path is not the node itself")
	}
	for _, path := range nowhere {
		if n, ok := root.At(path); ok {
			t.Errorf("At(%q) = %+v", path, n)
		}
	}
}

// nowhere are paths that the tree does not have, most of them malformed.
var nowhere = []string{
	"x.y", "name.x", "name[0]", "rules[2].rule", "rules[-1].rule", "rules[+1].rule", "rules[01].rule", "rules[0", "rules[]", "rules[x]", "rules.rule",
	"\"", "\"name", "calendar.\"kind", "\"name\"x", "[0]", "[", "]", ".", "..", ".name", "calendar..kind", "[name]", "calendar[kind]", "\x00", "rules[99999999999999999999]",
}

func TestWith(t *testing.T) {
	value := syntax.Node{Key: "elsewhere", Kind: syntax.Int, Text: "7", Line: 9, Column: 9, KeyLine: 9, KeyColumn: 1}
	root := tree()
	for _, path := range []string{"name", "calendar", "calendar.kind", "rules[0].rule", "rules[1]", "grid[0][0]", "fresh", "calendar.fresh", "rules[0].fresh"} {
		old, had := root.At(path)
		changed := root.With(path, &value)
		got, ok := changed.At(path)
		if !ok || got.Text != "7" || got.Line != 9 {
			t.Errorf("With(%q): %+v, %v", path, got, ok)
			continue
		}
		if had && (got.Key != old.Key || got.KeyLine != old.KeyLine || got.KeyColumn != old.KeyColumn) {
			t.Errorf("With(%q) takes over the key of the value: %+v", path, got)
		}
		if name := path[strings.LastIndexAny(path, ".]")+1:]; got.Key != name {
			t.Errorf("With(%q) has the key %q", path, got.Key)
		}
		if diff := cmp.Diff(tree(), root); diff != "" {
			t.Fatalf("With(%q) changed the original: %s", path, diff)
		}
		removed := changed.With(path, nil)
		if n, ok := removed.At(path); ok && !strings.HasSuffix(path, "]") {
			t.Errorf("%q is still there: %+v", path, n)
		}
		if !had && !removed.Equal(&root) {
			t.Errorf("adding and removing %q is not nothing", path)
		}
	}
}

func TestWithNowhereChangesNothing(t *testing.T) {
	root, value := tree(), scalar("", syntax.String, "v")
	for _, path := range append([]string{""}, nowhere...) {
		for _, v := range []*syntax.Node{nil, &value} {
			got := root.With(path, v)
			// A single name that is not there yet is a new field.
			if v != nil && !strings.ContainsAny(path, ".[") && path != "" {
				continue
			}
			if !cmp.Equal(got, root) {
				t.Errorf("With(%q, %v): %s", path, v, cmp.Diff(root, got))
			}
		}
	}
	if got := root.With("absent", nil); !cmp.Equal(got, root) {
		t.Error("removing what is not there changes something")
	}
}

// TestJoinedPathsLeadBack: whatever the keys are, every field is found at its
// own path, replaced and removed there.
func TestJoinedPathsLeadBack(t *testing.T) {
	keys := []string{"a", "a.b", "b", "", ".", "[0]", "a[0]", "]", "\"", "\"a\"", "a\"b", "\\", "a.b.c", " ", "東京", "\n", "\xff"}
	inner := syntax.Node{Kind: syntax.Map}
	for i, key := range keys {
		inner.Children = append(inner.Children, scalar(key, syntax.Int, fmt.Sprint(i)))
	}
	root := syntax.Node{Kind: syntax.Map}
	for _, key := range keys {
		child := inner
		child.Key = key
		root.Children = append(root.Children, child)
	}
	value := scalar("", syntax.String, "v")
	for i, outer := range keys {
		for j, key := range keys {
			path := syntax.Join(syntax.Join("", outer), key)
			n, ok := root.At(path)
			if !ok || n != &root.Children[i].Children[j] {
				t.Fatalf("%q leads to %+v", path, n)
			}
			removed := root.With(path, nil)
			if _, ok := removed.At(path); ok || len(removed.Children[i].Children) != len(keys)-1 {
				t.Fatalf("%q is still there", path)
			}
			added := removed.With(path, &value)
			if n, ok := added.At(path); !ok || n.Text != "v" || n.Key != key {
				t.Fatalf("%q added is %+v", path, n)
			}
		}
	}
}

// random grows a tree with unique keys.
func random(r *rand.Rand, depth int) syntax.Node {
	kind := []syntax.Kind{syntax.Null, syntax.Bool, syntax.Int, syntax.Number, syntax.String, syntax.Cell, syntax.List, syntax.Map}[r.IntN(8)]
	n := syntax.Node{Kind: kind, Line: int32(r.IntN(9)), Column: int32(r.IntN(9))}
	switch kind {
	case syntax.Bool:
		n.Text = "true"
	case syntax.Int:
		n.Text = fmt.Sprint(r.IntN(5) - 2)
	case syntax.Number:
		n.Text = fmt.Sprintf("%d.%d", r.IntN(3), r.IntN(100))
	case syntax.String, syntax.Cell:
		n.Text = string(rune('a' + r.IntN(3)))
	case syntax.List, syntax.Map:
		for i := range r.IntN(4) * min(depth, 1) {
			child := random(r, depth-1)
			if kind == syntax.Map {
				child.Key = string(rune('p' + i))
			}
			n.Children = append(n.Children, child)
		}
	}
	return n
}

// shuffled is the tree with entries of maps in another order, other places and
// zeros at the end of numbers.
func shuffled(r *rand.Rand, n syntax.Node) syntax.Node {
	n.Line, n.Column, n.KeyLine = int32(r.IntN(99)), int32(r.IntN(99)), int32(r.IntN(99))
	if n.Kind == syntax.Number {
		n.Text += strings.Repeat("0", r.IntN(3))
	}
	children := make([]syntax.Node, 0, len(n.Children))
	for _, child := range n.Children {
		children = append(children, shuffled(r, child))
	}
	if n.Kind == syntax.Map {
		r.Shuffle(len(children), func(i, j int) { children[i], children[j] = children[j], children[i] })
	}
	n.Children = children
	return n
}

// TestEqualLaws: equality is reflexive and symmetric, sees through places, the
// order of entries and zeros, and sees every change of a scalar.
func TestEqualLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 2_000 {
		a, b := random(r, 3), random(r, 3)
		if !a.Equal(&a) || a.Equal(&b) != b.Equal(&a) {
			t.Fatalf("%+v and %+v", a, b)
		}
		same := shuffled(r, a)
		if !a.Equal(&same) || !same.Equal(&a) || a.Equal(&b) != same.Equal(&b) {
			t.Fatalf("%+v differs from itself in another order: %+v", a, same)
		}
	}
}

func TestEqual(t *testing.T) {
	number := func(text string) *syntax.Node {
		n := scalar("", syntax.Int, text)
		if strings.Contains(text, ".") {
			n.Kind = syntax.Number
		}
		return &n
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"1", "1.0", true},
		{"1.5", "1.50", true},
		{"0", "-0", true},
		{"0", "-0.00", true},
		{"100", "100.000", true},
		{"10", "1", false},
		{"100", "1", false},
		{"1", "-1", false},
		{"1.05", "1.5", false},
		{"0.1", "0.10000000000000000001", false},
		{"99999999999999999999", "99999999999999999998", false},
	} {
		if number(c.a).Equal(number(c.b)) != c.want || number(c.b).Equal(number(c.a)) != c.want {
			t.Errorf("%s equal to %s is not %v", c.a, c.b, c.want)
		}
	}
	text, cell, absent := scalar("", syntax.String, "1"), scalar("", syntax.Cell, "1"), (*syntax.Node)(nil)
	if text.Equal(number("1")) || text.Equal(&cell) || text.Equal(absent) || absent.Equal(&text) || !absent.Equal(nil) {
		t.Error("kinds are mixed up")
	}
}

func TestLookups(t *testing.T) {
	root := tree()
	if got := root.TextOf("name"); got != "Bavaria" {
		t.Errorf("name is %q", got)
	}
	for _, key := range []string{"calendar", "rules", "absent", ""} {
		if got := root.TextOf(key); got != "" {
			t.Errorf("%s is %q", key, got)
		}
	}
	var absent *syntax.Node
	if _, ok := absent.Field("name"); ok || absent.TextOf("name") != "" {
		t.Error("nothing has fields")
	}
	calendar, _ := root.Field("calendar")
	if got, want := calendar.Place("f"), (source.Place{File: "f", Line: 4, Column: 3}); got != want {
		t.Errorf("the value stands at %v", got)
	}
	if got, want := calendar.KeyPlace("f"), (source.Place{File: "f", Line: 3, Column: 1}); got != want {
		t.Errorf("the key stands at %v", got)
	}
	if got := calendar.Children[0].KeyPlace("f"); got != (source.Place{File: "f"}) {
		t.Errorf("a default stands at %v", got)
	}
}

func TestKindsHaveNames(t *testing.T) {
	for kind := syntax.Null; kind <= syntax.Map; kind++ {
		if kind.String() == "invalid" {
			t.Errorf("kind %d has no name", kind)
		}
	}
	if syntax.Kind(0).String() != "invalid" || (syntax.Map+1).String() != "invalid" {
		t.Error("unknown kinds are not called invalid")
	}
}

// FuzzPaths: no path breaks a tree, At finds what With put there, and the tree
// that With started from stays as it was.
func FuzzPaths(f *testing.F) {
	for _, seed := range append([]string{"", "name", "rules[0].rule", "grid[0][0]", "a.b", "a[0]", "[0][1].x", "fresh"}, nowhere...) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		root, value := tree(), scalar("", syntax.String, "v")
		_, had := root.At(path)
		changed := root.With(path, &value)
		if got, ok := changed.At(path); path != "" && (had && !ok || ok && got.Text != "v") {
			t.Errorf("At(%q) is %+v after With", path, got)
		}
		removed := root.With(path, nil)
		if n := len(removed.Children); !had && !cmp.Equal(removed, root) || n < len(root.Children)-1 {
			t.Errorf("removing %q leaves %+v", path, removed)
		}
		if !cmp.Equal(root, tree()) {
			t.Errorf("%q changed the original", path)
		}
	})
}
