package cuelang

import (
	"strconv"

	"cuelang.org/go/cue/ast"

	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// call compiles the functions that types express; nil for any other.
func (c *compiler) call(x *ast.CallExpr, s *scope) *schema.Type {
	if name, ok := x.Fun.(*ast.Ident); ok && name.Name == "close" && len(x.Args) == 1 && c.lookup("close", s) == predeclared {
		return c.closeCall(x, s)
	}
	name := c.function(x.Fun, s)
	if name == "list.UniqueItems" && len(x.Args) == 0 {
		t := c.typed(x, schema.List)
		t.Items = &schema.Items{Rest: c.typed(x, schema.AnyKind), Unique: true}
		return t
	}
	if len(x.Args) != 1 {
		return nil
	}
	n, ok := c.count(x.Args[0], s)
	if !ok {
		return nil
	}
	size := schema.Size{Max: -1, Origin: c.places.ofNode(x)}
	switch name {
	case "strings.MinRunes", "list.MinItems":
		size.Min = n
	case "strings.MaxRunes", "list.MaxItems":
		size.Max = n
	default:
		return nil
	}
	if name[0] == 's' {
		t := c.typed(x, schema.String)
		t.Runes = []schema.Size{size}
		return t
	}
	t := c.typed(x, schema.List)
	t.Items = &schema.Items{Rest: c.typed(x, schema.AnyKind), Sizes: []schema.Size{size}}
	return t
}

// closeCall compiles close({…}): that struct takes no other fields, structs in
// it may.
func (c *compiler) closeCall(x *ast.CallExpr, s *scope) *schema.Type {
	t := *c.typeOf(x.Args[0], s)
	if t.Kinds != schema.Struct || t.Fields == nil || t.Fields.Switch != nil {
		return c.relax(x, "close of what is not a plain struct")
	}
	fields := *t.Fields
	fields.Closed = true
	t.Fields = &fields
	return &t
}

// function returns the name of a function of an imported package, such as
// strings.MinRunes; "" for anything else.
func (c *compiler) function(x ast.Expr, s *scope) string {
	selector, ok := x.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	imported, ok := selector.X.(*ast.Ident)
	if !ok || !c.imported(imported.Name) || c.shadowed(imported.Name, s) {
		return ""
	}
	name, _, err := ast.LabelName(selector.Sel)
	if err != nil {
		return ""
	}
	for _, file := range c.files {
		for spec := range file.ImportSpecs() {
			if importName(spec) == imported.Name {
				return importPath(spec) + "." + name
			}
		}
	}
	return ""
}

// shadowed reports whether a struct around an expression binds the name.
func (c *compiler) shadowed(name string, s *scope) bool {
	for ; s != nil && s.parent != nil; s = s.parent {
		if s.binds(name) {
			return true
		}
	}
	return false
}

// count returns a constant that counts something.
func (c *compiler) count(x ast.Expr, s *scope) (int, bool) {
	constant, ok := c.constant(x, s)
	if !ok || constant.Kind != syntax.Int {
		return 0, false
	}
	n, err := strconv.Atoi(constant.Text)
	return n, err == nil && n >= 0
}
