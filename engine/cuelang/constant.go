package cuelang

import (
	"math/big"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/format"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// scalarOf returns the scalar that a literal writes. Null and bytes are none.
func scalarOf(x *ast.BasicLit) (schema.Scalar, bool) {
	switch x.Kind {
	case token.STRING:
		text, err := literal.Unquote(x.Value)
		return schema.Scalar{Kind: syntax.String, Text: text}, err == nil && !strings.HasPrefix(strings.TrimLeft(x.Value, "#"), "'")
	case token.TRUE, token.FALSE:
		return schema.Scalar{Kind: syntax.Bool, Text: x.Value}, true
	case token.INT:
		return plainInt(x.Value)
	case token.FLOAT:
		return plainFraction(x.Value)
	}
	return schema.Scalar{}, false
}

// plainInt returns a whole number in plain digits, whatever its base.
func plainInt(text string) (schema.Scalar, bool) {
	n, ok := new(big.Int).SetString(text, 0)
	if !ok {
		return schema.Scalar{}, false
	}
	return schema.Scalar{Kind: syntax.Int, Text: n.String()}, true
}

// plainFraction returns a number with a point that is written in plain digits.
func plainFraction(text string) (schema.Scalar, bool) {
	whole, fraction, pointed := strings.Cut(strings.ReplaceAll(text, "_", ""), ".")
	if !pointed || strings.Trim(whole+fraction, "0123456789") != "" || fraction == "" {
		return schema.Scalar{}, false
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	return schema.Scalar{Kind: syntax.Number, Text: whole + "." + fraction}, true
}

func kindsOf(s schema.Scalar) schema.Kinds {
	switch s.Kind {
	case syntax.Bool:
		return schema.Bool
	case syntax.Int:
		return schema.Int
	case syntax.Number:
		return schema.Fraction
	}
	return schema.String
}

// constantType compiles an expression whose value is a constant.
func (c *compiler) constantType(x ast.Expr, s *scope) *schema.Type {
	constant, ok := c.constant(x, s)
	if !ok {
		return c.relax(x, "an expression that is not constant")
	}
	return c.constantOf(x, constant)
}

// constant returns the scalar that an expression always has, by evaluating it
// where it depends on nothing around it.
func (c *compiler) constant(x ast.Expr, s *scope) (schema.Scalar, bool) {
	if lit, ok := x.(*ast.BasicLit); ok {
		if constant, ok := scalarOf(lit); ok {
			return constant, true
		}
	}
	if c.local(x, s) {
		return schema.Scalar{}, false
	}
	return scalarIn(c.evaluate(x))
}

// evaluate returns the value of an expression in the package, on its own.
func (c *compiler) evaluate(x ast.Expr) cue.Value {
	fresh, err := unbound(x)
	if err != nil {
		return cue.Value{}
	}
	return c.build(fresh)
}

// build evaluates syntax in the package. Hidden names belong to a package by
// the name under which CUE knows it.
func (c *compiler) build(x ast.Expr) cue.Value {
	id := "_"
	for _, file := range c.files {
		if name := file.PackageName(); name != "" && name != "_" {
			id = ":" + name
		}
	}
	return c.ctx.BuildExpr(x, cue.Scope(c.value), cue.InferBuiltins(true), cue.ImportPath(id))
}

// unbound returns a copy of an expression whose names are not yet bound.
func unbound(x ast.Expr) (ast.Expr, error) {
	text, err := format.Node(x)
	if err != nil {
		return nil, err
	}
	return parser.ParseExpr("", text)
}

// scalarIn returns the scalar that a value is.
func scalarIn(v cue.Value) (schema.Scalar, bool) {
	if !v.Exists() || v.Err() != nil || !v.IsConcrete() {
		return schema.Scalar{}, false
	}
	switch v.Kind() {
	case cue.StringKind:
		text, err := v.String()
		return schema.Scalar{Kind: syntax.String, Text: text}, err == nil
	case cue.BoolKind:
		b, err := v.Bool()
		return boolean(b), err == nil
	case cue.IntKind:
		n, err := v.Int(nil)
		if err != nil {
			return schema.Scalar{}, false
		}
		return schema.Scalar{Kind: syntax.Int, Text: n.String()}, true
	case cue.FloatKind:
		return exactFraction(v)
	}
	return schema.Scalar{}, false
}

func boolean(b bool) schema.Scalar {
	if b {
		return schema.Scalar{Kind: syntax.Bool, Text: "true"}
	}
	return schema.Scalar{Kind: syntax.Bool, Text: "false"}
}

// exactFraction returns a number that is no whole number, digit by digit.
func exactFraction(v cue.Value) (schema.Scalar, bool) {
	const longest = 1000 // digits on either side of the point
	var mantissa big.Int
	exponent, err := v.MantExp(&mantissa)
	if err != nil || exponent > longest || exponent < -longest {
		return schema.Scalar{}, false
	}
	digits := new(big.Int).Abs(&mantissa).String()
	if exponent > 0 {
		digits, exponent = digits+strings.Repeat("0", exponent), 0
	}
	if missing := 1 - exponent - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) + exponent
	text := digits[:point] + "." + digits[point:]
	if exponent == 0 {
		text += "0"
	}
	if mantissa.Sign() < 0 {
		text = "-" + text
	}
	return schema.Scalar{Kind: syntax.Number, Text: text}, true
}
