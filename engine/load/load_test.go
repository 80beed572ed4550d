package load_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
	"github.com/salesplan/salesplan/engine/syntax"
)

// folder returns a plan folder with the files.
func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// read loads a folder that can be listed.
func read(t testing.TB, files map[string]string) (*load.Tree, diag.List) {
	t.Helper()
	tree, findings, err := load.Plan(folder(files), load.DefaultLimits())
	if err != nil {
		t.Fatalf("Plan: %v", err)
	}
	return tree, findings
}

// brief prints findings as place and code, one a line.
func brief(findings diag.List) string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%s %s", f.Place, f.Code))
	}
	return strings.Join(lines, "\n")
}

// outline prints records with the place and kind of every node.
func outline(records []record.Record) string {
	var out strings.Builder
	for _, r := range records {
		fmt.Fprintf(&out, "%s/%s %s\n", r.Addr.Collection, r.Addr.ID, r.Place())
		outlineNode(&out, &r.Node, 1)
	}
	return out.String()
}

func outlineNode(out *strings.Builder, n *syntax.Node, depth int) {
	indent := strings.Repeat("  ", depth)
	switch {
	case n.KeyLine > 0:
		fmt.Fprintf(out, "%s%d:%d %s = %d:%d", indent, n.KeyLine, n.KeyColumn, n.Key, n.Line, n.Column)
	default:
		fmt.Fprintf(out, "%s%d:%d", indent, n.Line, n.Column)
	}
	fmt.Fprintf(out, " %s", n.Kind)
	if n.Scalar() {
		fmt.Fprintf(out, " %q", n.Text)
	}
	out.WriteByte('\n')
	for i := range n.Children {
		outlineNode(out, &n.Children[i], depth+1)
	}
}

// checkOutline compares the outline of records with what is wanted, less the
// indentation of the Go source.
func checkOutline(t *testing.T, records []record.Record, want string) {
	t.Helper()
	want = strings.ReplaceAll(strings.TrimPrefix(want, "\n"), "\t", "")
	if diff := cmp.Diff(want, outline(records)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

// checkInside fails unless the place lies in the text, at most one character
// behind the end of a line.
func checkInside(t *testing.T, text []byte, place source.Place) {
	t.Helper()
	if place.Line == 0 && place.Column == 0 {
		return // the whole file
	}
	lines := bytes.Split(text, []byte("\n"))
	if place.Line < 1 || place.Line > len(lines) {
		t.Fatalf("%s: the file has %d lines", place, len(lines))
	}
	if width := utf8.RuneCount(lines[place.Line-1]); place.Column < 1 || place.Column > width+1 {
		t.Fatalf("%s: the line has %d characters", place, width)
	}
}

// checkPlaces fails unless all findings and nodes lie in the text.
func checkPlaces(t *testing.T, text []byte, tree *load.Tree, findings diag.List) {
	t.Helper()
	for _, f := range findings {
		checkInside(t, text, f.Place)
		for _, related := range f.Related {
			checkInside(t, text, related.Place)
		}
	}
	for i := range tree.Records {
		checkNodePlaces(t, text, &tree.Records[i].Node)
	}
}

func checkNodePlaces(t *testing.T, text []byte, n *syntax.Node) {
	t.Helper()
	checkInside(t, text, n.Place("x"))
	checkInside(t, text, n.KeyPlace("x"))
	for i := range n.Children {
		checkNodePlaces(t, text, &n.Children[i])
	}
}
