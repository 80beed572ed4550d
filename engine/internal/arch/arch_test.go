// Package arch_test holds the laws of the code base that the compiler does not
// enforce: which package may import which, no floats, no hidden state, every
// package described. It parses the files itself, so that a cached test result
// is never older than the code.
package arch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/salesplan/salesplan"

// rows are the layers: a package imports only packages of lower rows. A
// package in no row fails the test, so that the map stays true.
var rows = [][]string{
	{"schemas", "plans", "engine/source", "engine/addr", "engine/money", "engine/period", "engine/visible", "engine/seal"},
	{"engine/syntax", "engine/document"},
	{"engine/diag", "engine/record", "engine/redline", "engine/pdf"},
	{"engine/plan", "engine/schema", "engine/load", "engine/vcs", "engine/explain", "engine/credit", "engine/draw", "engine/press"},
	{"engine/cuelang", "engine/edit", "engine/reach"},
	{"engine/comp", "engine/compile", "engine/cuechild", "engine/rollup", "engine/diff", "engine/salesforce", "engine/allocate"},
	{"engine/curve", "engine/crediting", "engine/stint", "engine/scenario"},
	{"engine/goal"},
	{"engine/payout", "engine/complint"},
	{"engine/cost"},
	{"engine/history", "engine/merge", "engine/check", "engine/cache", "engine/ops", "engine/letter", "engine/pipeline", "engine/cycle", "engine/capacity", "engine/midyear", "engine/statement"},
	{"engine/review", "engine/near", "engine/metric", "engine/acceptance", "engine/compare"},
	{"engine/announce"},
	{"engine/report"},
	{"engine/render", "engine/gate"},
	{"engine"},
	{"cmd/salesplan/internal/forge"},
	{"cmd/salesplan/internal/cli"},
	{"cmd/salesplan"},
}

// doors says which packages alone may import an outside package (by prefix).
var doors = map[string][]string{
	"cuelang.org/go":            {"engine/cuelang"},
	"github.com/go-git/":        {"engine/vcs"},
	"gopkg.in/yaml.v3":          {"engine/load", "engine/edit"},
	"github.com/go-text/":       {"engine/pdf"},
	"github.com/klauspost/":     {"engine/pdf"},
	"os":                        {"engine/vcs", "cmd/salesplan/internal/cli", "cmd/salesplan"},
	"os/exec":                   {"engine/vcs", "engine/cuechild"},
	"net":                       {"cmd/salesplan/internal/forge"},
	"log":                       {},
	"math/rand":                 {},
	"unsafe":                    {},
	"github.com/spf13/cobra":    {"cmd/salesplan/internal/cli"},
	"golang.org/x/term":         {"cmd/salesplan"},
	"github.com/google/go-cmp/": {},
}

// goFile is one parsed file of the product (tests are not held to these laws).
type goFile struct {
	pkg  string // folder below the module root, with slashes
	name string
	file *ast.File
	set  *token.FileSet
}

func productFiles(t *testing.T) []goFile {
	t.Helper()
	root := moduleRoot(t)
	var files []goFile
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		slash := filepath.ToSlash(relative)
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && slash != "." || entry.Name() == "testdata" || slash == "ci") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(slash, ".go") || strings.HasSuffix(slash, "_test.go") || strings.Contains(slash, "internal/test") {
			return nil
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		files = append(files, goFile{pkg: path.Dir(slash), name: slash, file: parsed, set: set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no files found: the test looks at the wrong folder")
	}
	return files
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above this test")
		}
		dir = parent
	}
}

func rowOf(pkg string) int {
	return slices.IndexFunc(rows, func(row []string) bool { return slices.Contains(row, pkg) })
}

func imports(f goFile) []string {
	var paths []string
	for _, spec := range f.file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, imported)
	}
	return paths
}

func TestLayers(t *testing.T) {
	for _, f := range productFiles(t) {
		row := rowOf(f.pkg)
		if row < 0 {
			t.Errorf("%s: package %s stands in no row of the layer table", f.name, f.pkg)
			continue
		}
		for _, imported := range imports(f) {
			local, ok := strings.CutPrefix(imported, module+"/")
			if !ok {
				continue
			}
			if rowOf(local) >= row {
				t.Errorf("%s: %s may not import %s, which does not stand below it", f.name, f.pkg, local)
			}
		}
	}
}

func TestDoors(t *testing.T) {
	for _, f := range productFiles(t) {
		for _, imported := range imports(f) {
			for door, allowed := range doors {
				exact := imported == door || strings.HasPrefix(imported, strings.TrimSuffix(door, "/")+"/")
				if exact && !slices.Contains(allowed, f.pkg) && !(door == "os" && imported != "os") {
					t.Errorf("%s: %s may be imported by %v only", f.name, imported, allowed)
				}
			}
		}
	}
}

// TestExact keeps floating point out of the engine: money, rates and quotas
// are exact.
func TestExact(t *testing.T) {
	banned := []string{"float64", "float32", "complex128", "complex64"}
	for _, f := range productFiles(t) {
		if !strings.HasPrefix(f.pkg, "engine") {
			continue
		}
		ast.Inspect(f.file, func(n ast.Node) bool {
			if ident, ok := n.(*ast.Ident); ok && slices.Contains(banned, ident.Name) {
				t.Errorf("%s: %s has no place in exact arithmetic", f.set.Position(ident.Pos()), ident.Name)
			}
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.FLOAT {
				t.Errorf("%s: a floating point literal", f.set.Position(lit.Pos()))
			}
			return true
		})
	}
}

// TestPure keeps the clock, the environment and hidden start-up code out.
func TestPure(t *testing.T) {
	banned := map[string][]string{
		"time": {"Now", "Since", "Until", "Local", "LoadLocation"},
		"os":   {"Getenv", "LookupEnv", "Environ", "Exit"},
		"fmt":  {"Print", "Println", "Printf"},
	}
	for _, f := range productFiles(t) {
		if f.pkg == "cmd/salesplan" {
			continue
		}
		ast.Inspect(f.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				pkg, ok := sel.X.(*ast.Ident)
				// Windows needs SystemRoot in the environment of any program that vcs runs.
				if ok && slices.Contains(banned[pkg.Name], sel.Sel.Name) && f.name != "engine/vcs/program.go" {
					t.Errorf("%s: %s.%s: a run is a function of files and arguments", f.set.Position(sel.Pos()), pkg.Name, sel.Sel.Name)
				}
			}
			if fn, ok := n.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: hidden start-up code", f.set.Position(fn.Pos()))
			}
			return true
		})
	}
}

func TestEveryPackageIsDescribed(t *testing.T) {
	described := map[string]bool{}
	for _, f := range productFiles(t) {
		described[f.pkg] = described[f.pkg] || f.file.Doc != nil
	}
	architecture, err := os.ReadFile(filepath.Join(moduleRoot(t), "engine", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	for pkg, ok := range described {
		if !ok {
			t.Errorf("package %s has no package comment", pkg)
		}
		if !strings.Contains(string(architecture), "`"+strings.TrimPrefix(pkg, "engine/")+"`") {
			t.Errorf("engine/ARCHITECTURE.md does not name package %s", pkg)
		}
	}
}
