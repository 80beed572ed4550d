package cuelang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/source"
)

// gate parses the CUE files of a plan folder and lets through those that a
// plan may hold.
type gate struct {
	places   places
	found    diag.List
	pkg      string // the name of the package, as the first file states it
	pkgPlace source.Place
}

// admitted is a file that passed the gate.
type admitted struct {
	file   File
	syntax *ast.File
	nodes  int
}

// admit parses one file. ok is false where it is refused; a finding says why.
func (g *gate) admit(f File) (file admitted, ok bool) {
	before := len(g.found)
	if len(f.Text) > maxBytes {
		g.refuse(source.Place{File: f.Name}, "the file is larger than %d bytes", maxBytes)
		return admitted{}, false
	}
	if pos, reason := lexicalRefusal(f.Name, f.Text); reason != "" {
		g.refuse(g.places.of(pos), "the file is too deep or too long to be read: %s", reason)
		return admitted{}, false
	}
	parsed, err := parse(f)
	if err != nil {
		g.unreadable(f.Name, err)
		return admitted{}, false
	}
	g.packageName(parsed)
	w := gateWalk{gate: g, file: parsed}
	w.walk(parsed, 0, 0)
	return admitted{f, parsed, w.nodes}, len(g.found) == before
}

// parse parses a file. CUE's parser is not proof against all input.
func parse(f File) (file *ast.File, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = errors.Newf(token.NoPos, "the syntax cannot be read")
		}
	}()
	return parser.ParseFile(f.Name, f.Text, parser.ParseComments)
}

func (g *gate) refuse(place source.Place, format string, args ...any) {
	g.found = append(g.found, diag.New(diag.CUERefused, addr.Addr{}, place, format, args...))
}

// unreadable reports what the parser says, one finding a line.
func (g *gate) unreadable(name string, err error) {
	seen := map[int]bool{}
	for _, e := range errors.Errors(err) {
		place := g.places.of(e.Position())
		if place.File == "" {
			place.File = name
		}
		if seen[place.Line] || len(seen) == maxReported {
			continue
		}
		seen[place.Line] = true
		g.found = append(g.found, diag.New(diag.CUEFailed, addr.Addr{}, place, "the syntax is wrong: %s", messageOf(e)))
	}
}

// packageName checks that all files are of one package.
func (g *gate) packageName(file *ast.File) {
	name := file.PackageName()
	switch {
	case name == "" || name == "_":
	case g.pkg == "":
		g.pkg, g.pkgPlace = name, g.places.ofNode(file)
	case g.pkg != name:
		f := diag.New(diag.CUERefused, addr.Addr{}, g.places.ofNode(file), "all CUE files of a plan are one package: this one is %q, another is %q", name, g.pkg)
		g.found = append(g.found, f.With(g.pkgPlace, "the package is %q here", g.pkg))
	}
}

// gateWalk walks the syntax tree of one file.
type gateWalk struct {
	*gate
	file  *ast.File
	nodes int
}

// walk visits a node and everything below it. depth counts structs, lists and
// fields around it, loops the for clauses.
func (w *gateWalk) walk(n ast.Node, depth, loops int) {
	if w.nodes > maxNodes {
		return
	}
	ast.Walk(n, func(child ast.Node) bool {
		if child == n {
			return true
		}
		if w.nodes++; w.nodes == maxNodes+1 {
			w.refuse(w.places.ofNode(child), "the file has more than %d parts", maxNodes)
		}
		switch child := child.(type) {
		case *ast.StructLit, *ast.ListLit, *ast.Field:
			if depth == maxDepth {
				w.refuse(w.places.ofNode(child), "fields are nested more than %d deep", maxDepth)
				return false
			}
			w.inspect(child)
			w.walk(child, depth+1, loops)
			return false
		case *ast.Comprehension:
			w.walk(child, depth, loops+w.loops(child, loops))
			return false
		}
		w.inspect(child)
		return w.nodes <= maxNodes
	}, nil)
}

// loops counts the for clauses of a comprehension and refuses too many.
func (w *gateWalk) loops(x *ast.Comprehension, around int) int {
	n := 0
	for _, clause := range x.Clauses {
		if _, ok := clause.(*ast.ForClause); ok {
			n++
		}
	}
	if around <= maxLoops && around+n > maxLoops {
		w.refuse(w.places.ofNode(x), "more than %d loops run within each other", maxLoops)
	}
	return n
}

// inspect refuses what reaches outside the plan, or may take for ever.
func (w *gateWalk) inspect(n ast.Node) {
	switch n := n.(type) {
	case *ast.ImportSpec:
		if path := importPath(n); !slices.Contains(allowedImports, path) {
			w.refuse(w.places.ofNode(n), "%q may not be imported: a plan may use the packages %s", path, strings.Join(allowedImports, ", "))
		}
	case *ast.Attribute:
		if name, _ := n.Split(); !knownAttributes[name] {
			w.refuse(w.places.ofNode(n), "the attribute @%s is not of the plan language", name)
		}
	case *ast.SelectorExpr:
		if name := w.functionName(n); refusedFunctions[name] {
			w.refuse(w.places.ofNode(n), "%s may not be used: what it costs cannot be told from the file", name)
		}
	}
}

// functionName returns the name of a function of an imported package.
func (w *gateWalk) functionName(x *ast.SelectorExpr) string {
	base, ok := x.X.(*ast.Ident)
	if !ok {
		return ""
	}
	name, _, err := ast.LabelName(x.Sel)
	if err != nil {
		return ""
	}
	for spec := range w.file.ImportSpecs() {
		if importName(spec) == base.Name {
			return importPath(spec) + "." + name
		}
	}
	return ""
}

// importPath returns the path that an import names.
func importPath(spec *ast.ImportSpec) string {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return path
}

// importName returns the name by which a file uses an import.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	path := importPath(spec)
	if _, name, qualified := strings.Cut(path, ":"); qualified {
		return name
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// messageOf returns what CUE says in one line.
func messageOf(e errors.Error) string {
	format, args := e.Msg()
	return oneLine(fmt.Sprintf(format, args...))
}

// oneLine joins lines and cuts what is too long for a sentence.
func oneLine(text string) string {
	const longest = 200
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	return text
}
