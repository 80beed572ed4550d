package edit_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/edit"
	"github.com/salesplan/salesplan/engine/syntax"
)

const rows = `territory,amount,"note",extra.k
a,100,"said ""so""",1
b,200,,
c,300,"x, y",

d,400,two,2
`

func cell(s string) *syntax.Node { return &syntax.Node{Kind: syntax.Cell, Text: s} }

func TestCSV(t *testing.T) {
	row := group(field("territory", cell("z")), field("note", cell("p,q")))
	for _, c := range []struct {
		name     string
		change   func(n syntax.Node) syntax.Node
		old, now string
	}{
		{"nothing", func(n syntax.Node) syntax.Node { return n }, "", ""},
		{"cell", func(n syntax.Node) syntax.Node { return n.With("[1].amount", cell("250")) }, "b,200", "b,250"},
		{"empty cell", func(n syntax.Node) syntax.Node { return n.With("[1].note", cell("new")) }, "b,200,,", "b,200,new,"},
		{"cell becomes empty", func(n syntax.Node) syntax.Node { return n.With(`[0]."extra.k"`, nil) }, "\",1\n", "\",\n"},
		{"quotes stay", func(n syntax.Node) syntax.Node { return n.With("[2].note", cell("x")) }, `"x, y"`, `"x"`},
		{"quotes come where they must", func(n syntax.Node) syntax.Node { return n.With("[3].note", cell("a \"b\"")) }, "two", `"a ""b"""`},
		{"row goes", func(n syntax.Node) syntax.Node { return n.With("[1]", nil) }, "b,200,,\n", ""},
		{"last row goes", func(n syntax.Node) syntax.Node { return n.With("[3]", nil) }, "d,400,two,2\n", ""},
		{"row at the end", func(n syntax.Node) syntax.Node { n.Children = append(n.Children[:4:4], *row); return n }, "two,2\n", "two,2\nz,,\"p,q\",\n"},
		{"row at the beginning", func(n syntax.Node) syntax.Node { n.Children = append([]syntax.Node{*row}, n.Children...); return n }, "extra.k\n", "extra.k\nz,,\"p,q\",\n"},
		{"row becomes another", func(n syntax.Node) syntax.Node { return n.With("[1]", row) }, "b,200,,\n", "z,,\"p,q\",\n"},
	} {
		for _, form := range []string{"\n", "\r\n", "mark", "no end"} {
			t.Run(c.name+" "+fmt.Sprintf("%q", form), func(t *testing.T) {
				shape := func(s string) string {
					switch form {
					case "\r\n":
						return strings.ReplaceAll(s, "\n", form)
					case "mark":
						return "\ufeff" + s
					case "no end":
						return strings.TrimSuffix(s, "\n")
					}
					return s
				}
				before, want := shape(rows), shape(strings.Replace(rows, c.old, c.now, 1))
				if c.name == "last row goes" && form == "no end" {
					want = strings.TrimSuffix(want, "\n") // the empty line before it ends the text
				}
				said, err := edit.ReadCSV([]byte(before))
				if err != nil {
					t.Fatal(err)
				}
				changed := c.change(said)
				splices, err := edit.CSV([]byte(before), &changed)
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

func TestCSVNewColumn(t *testing.T) {
	said, err := edit.ReadCSV([]byte("a,b\n1,2\n3,4"))
	if err != nil {
		t.Fatal(err)
	}
	changed := said.With("[1].c", cell("x"))
	splices, err := edit.CSV([]byte("a,b\n1,2\n3,4"), &changed)
	if got := string(edit.Apply([]byte("a,b\n1,2\n3,4"), splices)); err != nil || got != "a,b,c\n1,2,\n3,4,x" {
		t.Errorf("%v %q", err, got)
	}
}

func TestCSVRefuses(t *testing.T) {
	for _, before := range []string{"", "\n", "a,b\n1\n", "a\n\"x\n", "a\nx\"y\n", "a\n\"x\"y\n", "a,a\n", "a,\n"} {
		if _, err := edit.ReadCSV([]byte(before)); err == nil {
			t.Errorf("%q is read", before)
		}
	}
	if _, err := edit.CSV([]byte("a\n1\n"), list(group(field("a", list())))); err == nil {
		t.Error("a cell takes a list")
	}
}

// FuzzCSV: whatever the text, changing a cell is refused or says what was
// asked, and asking for what it says changes nothing.
func FuzzCSV(f *testing.F) {
	f.Add(rows, "x")
	f.Add("a\r\n\"1\r\n2\"\r\n", "\r")
	f.Add("a,a\n1,2", "\"")
	f.Fuzz(func(t *testing.T, content, value string) {
		said, err := edit.ReadCSV([]byte(content))
		if err != nil {
			return
		}
		if splices, err := edit.CSV([]byte(content), &said); err == nil && len(splices) > 0 {
			t.Fatalf("%+v", splices)
		}
		r := rand.New(rand.NewPCG(uint64(len(content)), 5))
		for _, path := range paths(&said, "") {
			v := cell(value)
			if strings.HasSuffix(path, "]") || r.IntN(4) == 0 || value == "" {
				v = nil
			}
			changed := said.With(path, v)
			if splices, err := edit.CSV([]byte(content), &changed); err == nil {
				got, err := edit.ReadCSV(edit.Apply([]byte(content), splices))
				if err != nil || !got.Equal(&changed) {
					t.Fatalf("%s: %v", path, err)
				}
			}
		}
	})
}
