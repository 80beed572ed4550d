package arch_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// limitFiles are the files that hold limits, and nothing else does.
var limitFiles = []struct{ title, file string }{
	{"Reading plan files", "engine/load/limits.go"},
	{"Reading git and work trees", "engine/vcs/limits.go"},
	{"CUE files of a plan, before they are evaluated", "engine/cuelang/limits.go"},
	{"Snapshots of the pipeline", "engine/pipeline/limits.go"},
	{"Credits and payments", "engine/credit/limits.go"},
	{"The child in which CUE of a plan is evaluated", "engine/cuechild/limits.go"},
	{"Merging plan files", "engine/merge/limits.go"},
	{"Looking back", "engine/history/limits.go"},
	{"Reading stored reports", "engine/report/limits.go"},
	{"Writing reports", "engine/render/limits.go"},
	{"Posting", "cmd/salesplan/internal/forge/limits.go"},
}

// TestLimitsAreListed holds the list of limits for readers against the code.
// UPDATE=1 writes it anew.
func TestLimitsAreListed(t *testing.T) {
	root := moduleRoot(t)
	var b strings.Builder
	b.WriteString("# Limits\n\nPlan files and stored reports may come from strangers, so that everything read is bounded. This list is made from the code by a test\n" +
		"(`UPDATE=1 go test ./engine/internal/arch`). What exceeds a limit is a finding or an error that names it, never a crash.\n" +
		"Beside these: the cache between runs at most 256 MiB.\n")
	for _, one := range limitFiles {
		fmt.Fprintf(&b, "\n## %s\n\nIn `%s`.\n\n| limit | value | of what |\n|---|---|---|\n", one.title, one.file)
		rows := limitsIn(t, filepath.Join(root, filepath.FromSlash(one.file)))
		if len(rows) == 0 {
			t.Errorf("%s: no limits found", one.file)
		}
		for _, row := range rows {
			fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", row.name, row.value, row.meaning)
		}
	}
	list := filepath.Join(root, "engine", "docs", "limits.md")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(list, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(list); err != nil || string(got) != b.String() {
		t.Errorf("engine/docs/limits.md does not list the limits as they are (%v): run UPDATE=1 go test ./engine/internal/arch", err)
	}
}

type limitRow struct{ name, value, meaning string }

// limitsIn lists the constants with a comment, and the fields of Limits with
// what DefaultLimits gives them.
func limitsIn(t *testing.T, name string) []limitRow {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	text := func(n ast.Node) string {
		var b bytes.Buffer
		if err := printer.Fprint(&b, set, n); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	defaults := map[string]string{}
	var rows []limitRow
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			defaults[text(n.Key)] = text(n.Value)
		case *ast.StructType:
			for _, field := range n.Fields.List {
				for _, name := range field.Names {
					rows = append(rows, limitRow{name: name.Name, meaning: commentOf(field.Doc, field.Comment)})
				}
			}
		case *ast.ValueSpec:
			if meaning := commentOf(n.Doc, n.Comment); meaning != "" && len(n.Values) == 1 {
				rows = append(rows, limitRow{n.Names[0].Name, text(n.Values[0]), meaning})
			}
		}
		return true
	})
	for i := range rows {
		if value, ok := defaults[rows[i].name]; ok {
			rows[i].value = value
		}
		if rows[i].value == "" || rows[i].meaning == "" {
			t.Errorf("%s: %s has no value or no meaning", name, rows[i].name)
		}
	}
	return rows
}

func commentOf(groups ...*ast.CommentGroup) string {
	for _, group := range groups {
		if group != nil {
			return strings.Join(strings.Fields(group.Text()), " ")
		}
	}
	return ""
}
