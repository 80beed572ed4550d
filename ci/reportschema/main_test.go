package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestEveryReportIsInTheSchema: every struct that begins with a Header is a
// report, and a report stands in the table.
func TestEveryReportIsInTheSchema(t *testing.T) {
	known := map[string]bool{}
	for _, r := range reports {
		known[reflect.TypeOf(r.sample).Name()] = true
	}
	names, err := filepath.Glob("../../engine/report/*.go")
	if err != nil || len(names) == 0 {
		t.Fatal(err, len(names))
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			structure, ok := spec.Type.(*ast.StructType)
			if !ok || len(structure.Fields.List) == 0 {
				return false
			}
			first, embedded := structure.Fields.List[0].Type.(*ast.Ident)
			if embedded && first.Name == "Header" && len(structure.Fields.List[0].Names) == 0 && !known[spec.Name.Name] {
				t.Errorf("%s: %s is in no row of the table in ci/reportschema/main.go", name, spec.Name.Name)
			}
			return false
		})
	}
}
