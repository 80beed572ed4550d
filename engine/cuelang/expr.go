package cuelang

import (
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
)

// compiler turns the syntax of a package into types. Each construct is either
// expressed exactly or relaxed: the type then allows more, and the record
// falls back to CUE once it is fine by its type.
type compiler struct {
	*pkg
	ctx    *cue.Context
	value  cue.Value // the package, evaluated: for what is constant
	places places    // of an organisation's own files; nil for the built-in language

	definitions map[string]definition // compiled so far
	visiting    map[string]bool       // being compiled
	relaxed     []Reason              // why the record at work is not expressed exactly
	fallbacks   []Fallback

	firstFallback int // number of fallbacks[0]
}

// Reason is why a constraint is not expressed by the compiled schema.
type Reason struct {
	Construct string // such as: a comparison with another field
	Place     source.Place
	Line      int // of the built-in language, where Place is not known
}

type definition struct {
	compiled *schema.Type
	relaxed  []Reason
}

func newCompiler(p *pkg, ctx *cue.Context, value cue.Value, own places) *compiler {
	return &compiler{pkg: p, ctx: ctx, value: value, places: own, definitions: map[string]definition{}, visiting: map[string]bool{}}
}

// relax notes that a construct is not expressed and returns the type of all
// values.
func (c *compiler) relax(x ast.Node, format string, args ...any) *schema.Type {
	c.relaxed = append(c.relaxed, Reason{Construct: fmt.Sprintf(format, args...), Place: c.places.ofNode(x), Line: x.Pos().Line()})
	return c.typed(x, schema.AnyKind)
}

// typed returns the type of all values of some kinds, declared at x.
func (c *compiler) typed(x ast.Node, kinds schema.Kinds) *schema.Type {
	return &schema.Type{Kinds: kinds, Origin: c.places.ofNode(x)}
}

// typeOf compiles an expression.
func (c *compiler) typeOf(x ast.Expr, s *scope) *schema.Type {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return c.typeOf(x.X, s)
	case *ast.BasicLit:
		return c.literal(x)
	case *ast.Ident:
		return c.named(x, s)
	case *ast.UnaryExpr:
		return c.unary(x, s)
	case *ast.BinaryExpr:
		switch x.Op {
		case token.AND:
			return schema.Meet(c.typeOf(x.X, s), c.typeOf(x.Y, s))
		case token.OR:
			return c.union(x, s)
		}
	case *ast.StructLit:
		return c.structType(x, s)
	case *ast.ListLit:
		return c.list(x, s)
	case *ast.CallExpr:
		if t := c.call(x, s); t != nil {
			return t
		}
	}
	return c.constantType(x, s)
}

// literal compiles a scalar that is written out.
func (c *compiler) literal(x *ast.BasicLit) *schema.Type {
	constant, ok := scalarOf(x)
	if !ok {
		return c.relax(x, "the literal %s", x.Value)
	}
	return c.constantOf(x, constant)
}

func (c *compiler) constantOf(x ast.Node, constant schema.Scalar) *schema.Type {
	t := c.typed(x, kindsOf(constant))
	t.Enum = []schema.Scalar{constant}
	return t
}

// predeclaredTypes are the names of CUE that stand for simple types.
var predeclaredTypes = map[string]schema.Type{
	"_":      {Kinds: schema.AnyKind},
	"bool":   {Kinds: schema.Bool},
	"string": {Kinds: schema.String},
	"number": {Kinds: schema.Number},
	"float":  {Kinds: schema.Fraction},
	"int":    {Kinds: schema.Int},
	"uint":   {Kinds: schema.Int, Bounds: []schema.Bound{{Op: schema.GreaterOrEqual, Limit: "0"}}},
	"uint8":  between("0", "255"),
	"uint16": between("0", "65535"),
	"uint32": between("0", "4294967295"),
	"int8":   between("-128", "127"),
	"int16":  between("-32768", "32767"),
	"int32":  between("-2147483648", "2147483647"),
	"int64":  between("-9223372036854775808", "9223372036854775807"),
	"uint64": between("0", "18446744073709551615"),
}

func between(low, high string) schema.Type {
	return schema.Type{Kinds: schema.Int, Bounds: []schema.Bound{{Op: schema.GreaterOrEqual, Limit: low}, {Op: schema.LessOrEqual, Limit: high}}}
}

// named compiles the use of a name.
func (c *compiler) named(x *ast.Ident, s *scope) *schema.Type {
	switch c.lookup(x.Name, s) {
	case packageWide:
		return c.definition(x)
	case predeclared:
		known, ok := predeclaredTypes[x.Name]
		if !ok {
			return c.relax(x, "the name %s", x.Name)
		}
		t := known
		t.Bounds = slices.Clone(t.Bounds)
		t.Origin = c.places.ofNode(x)
		for i := range t.Bounds {
			t.Bounds[i].Origin = t.Origin
		}
		return &t
	case inner:
	}
	return c.relax(x, "a reference to %s beside it", x.Name)
}

// definition compiles a field at the top of the package, once.
func (c *compiler) definition(x *ast.Ident) *schema.Type {
	name := x.Name
	if known, ok := c.definitions[name]; ok {
		c.relaxed = append(c.relaxed, known.relaxed...)
		return known.compiled
	}
	if c.visiting[name] {
		return c.relax(x, "%s, which refers to itself", name)
	}
	c.visiting[name] = true
	outer := c.relaxed
	c.relaxed = nil
	var t *schema.Type
	for _, d := range c.fields[name] {
		part := c.fieldType(d.field, d.scope)
		if t != nil {
			part = schema.Meet(t, part)
		}
		t = part
	}
	if strings.HasPrefix(name, "#") || strings.HasPrefix(name, "_#") {
		t = closed(t)
	}
	delete(c.visiting, name)
	c.definitions[name] = definition{t, c.relaxed}
	c.relaxed = append(outer, c.relaxed...)
	return t
}

// fieldType compiles the value of a field, with what its attributes say of it.
func (c *compiler) fieldType(f *ast.Field, s *scope) *schema.Type {
	if f.Alias != nil {
		return c.relax(f, "a field with an alias")
	}
	t := c.typeOf(f.Value, s)
	for _, attribute := range f.Attrs {
		if name, body := attribute.Split(); name == "format" {
			formatted := *t
			formatted.Format = schema.Format(body)
			t = &formatted
		}
	}
	return t
}

// unary compiles a bound or a signed number.
func (c *compiler) unary(x *ast.UnaryExpr, s *scope) *schema.Type {
	if x.Op == token.ADD || x.Op == token.SUB {
		return c.constantType(x, s)
	}
	limit, ok := c.constant(x.X, s)
	if !ok {
		return c.relax(x, "a comparison with what is not constant")
	}
	kinds := kindsOf(limit)
	if kinds&schema.Number != 0 {
		kinds = schema.Number
	}
	t := c.typed(x, kinds)
	switch number := kinds == schema.Number; {
	case x.Op == token.NEQ && (number || kinds == schema.String):
		t.Not = []schema.Scalar{limit}
	case (x.Op == token.MAT || x.Op == token.NMAT) && kinds == schema.String:
		pattern, err := schema.NewPattern(limit.Text, x.Op == token.NMAT, c.places.ofNode(x))
		if err != nil {
			return c.relax(x, "a regular expression that Go does not know")
		}
		t.Patterns = []schema.Pattern{pattern}
	case number && boundOps[x.Op] != 0:
		t.Bounds = []schema.Bound{{Op: boundOps[x.Op], Limit: limit.Text, Origin: c.places.ofNode(x)}}
	default:
		return c.relax(x, "the comparison %s with %s", x.Op, limit.Kind)
	}
	return t
}

var boundOps = map[token.Token]schema.Op{
	token.LSS: schema.Less, token.LEQ: schema.LessOrEqual, token.GTR: schema.Greater, token.GEQ: schema.GreaterOrEqual,
}

// list compiles a list type: [T, ...U].
func (c *compiler) list(x *ast.ListLit, s *scope) *schema.Type {
	t := c.typed(x, schema.List)
	t.Items = &schema.Items{}
	for _, element := range x.Elts {
		switch element := element.(type) {
		case *ast.Ellipsis:
			t.Items.Rest = c.typed(element, schema.AnyKind)
			if element.Type != nil {
				t.Items.Rest = c.typeOf(element.Type, s)
			}
		case *ast.Comprehension:
			return c.relaxedKind(x, schema.List, "a list that is computed")
		default:
			t.Items.First = append(t.Items.First, c.typeOf(element, s))
		}
	}
	return t
}

// relaxedKind is relax where the kind is known.
func (c *compiler) relaxedKind(x ast.Node, kinds schema.Kinds, format string, args ...any) *schema.Type {
	t := c.relax(x, format, args...)
	t.Kinds = kinds
	return t
}
