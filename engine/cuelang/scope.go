package cuelang

import (
	"slices"

	"cuelang.org/go/cue/ast"
)

// pkg is a CUE package as syntax.
type pkg struct {
	files  []*ast.File
	fields map[string][]declared // fields at the top of files, by name
	bound  map[string]bool       // other names that are declared at the top: imports, let, aliases
}

// declared is one declaration of a field.
type declared struct {
	field *ast.Field
	scope *scope
}

// scope is where names are looked up: the declarations of a struct and of
// those around it.
type scope struct {
	parent *scope
	decls  []ast.Decl
	names  []string // further names that are bound here, by patterns
}

func newPkg(files []*ast.File) *pkg {
	p := &pkg{files: files, fields: map[string][]declared{}, bound: map[string]bool{}}
	for _, file := range files {
		top := &scope{decls: file.Decls}
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.Field:
				if name, ok := labelName(d.Label); ok {
					p.fields[name] = append(p.fields[name], declared{d, top})
				}
			case *ast.LetClause:
				p.bound[d.Ident.Name] = true
			case *ast.ImportDecl:
				for _, spec := range d.Specs {
					p.bound[importName(spec)] = true
				}
			}
		}
	}
	return p
}

// binding says what a name stands for. The zero binding is invalid.
type binding uint8

const (
	predeclared binding = iota + 1 // string, int, …
	packageWide                    // a field at the top of a file
	inner                          // anything within a struct, or bound by let or import
)

// lookup returns what a name stands for in a scope.
func (p *pkg) lookup(name string, s *scope) binding {
	for ; s != nil && s.parent != nil; s = s.parent {
		if s.binds(name) {
			return inner
		}
	}
	switch {
	case p.bound[name]:
		return inner
	case p.fields[name] != nil:
		return packageWide
	}
	return predeclared
}

// binds reports whether the struct itself declares the name.
func (s *scope) binds(name string) bool {
	if slices.Contains(s.names, name) {
		return true
	}
	for _, decl := range s.decls {
		switch d := decl.(type) {
		case *ast.Field:
			if label, ok := labelName(d.Label); ok && label == name || aliasName(d) == name {
				return true
			}
		case *ast.LetClause:
			if d.Ident.Name == name {
				return true
			}
		case *ast.Alias:
			if d.Ident.Name == name {
				return true
			}
		}
	}
	return false
}

// labelName returns the name of a field that is written as such. Patterns and
// computed names have none.
func labelName(label ast.Label) (string, bool) {
	if alias, ok := label.(*ast.Alias); ok {
		inner, ok := alias.Expr.(ast.Label)
		if !ok {
			return "", false
		}
		label = inner
	}
	switch label.(type) {
	case *ast.Ident, *ast.BasicLit:
		name, _, err := ast.LabelName(label)
		return name, err == nil
	}
	return "", false
}

// aliasName returns the alias of a field, "" where there is none.
func aliasName(f *ast.Field) string {
	if alias, ok := f.Label.(*ast.Alias); ok {
		return alias.Ident.Name
	}
	return ""
}

// names calls visit with every name that an expression uses, each in the scope
// that a struct inside the expression may add.
func names(x ast.Node, visit func(*ast.Ident)) {
	ast.Walk(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			visit(n)
		case *ast.SelectorExpr:
			names(n.X, visit)
			return false
		case *ast.Field:
			if _, plain := labelName(n.Label); !plain {
				names(n.Label, visit)
			}
			names(n.Value, visit)
			return false
		}
		return true
	}, nil)
}

// local reports whether the meaning of an expression depends on a field or a
// name that is bound within a struct around it.
func (p *pkg) local(x ast.Node, s *scope) bool {
	found := false
	names(x, func(id *ast.Ident) { found = found || p.lookup(id.Name, s) == inner && !p.imported(id.Name) })
	return found
}

// imported reports whether the name is that of an imported package.
func (p *pkg) imported(name string) bool {
	for _, file := range p.files {
		for spec := range file.ImportSpecs() {
			if importName(spec) == name {
				return true
			}
		}
	}
	return false
}
