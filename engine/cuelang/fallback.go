package cuelang

import (
	"sync"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// constraint is what CUE looks at for a fallback.
type constraint struct {
	Fallback
	ctx    *cue.Context
	plan   cue.Value // holds records in their place; or
	each   cue.Value // holds for each record by itself
	places places
}

// attach lets a schema look at what it does not express.
func attach(s *schema.Schema, constraints []constraint) {
	if len(constraints) == 0 {
		return
	}
	var one sync.Mutex // a CUE context is used by one goroutine at a time
	s.Fallback = func(number int, r record.Record) diag.List {
		one.Lock()
		defer one.Unlock()
		collection, _ := s.Collection(r.Addr.Collection)
		return constraints[number].look(&r, collection.Shape)
	}
}

// fallbacksOf lists what constraints are for.
func fallbacksOf(constraints []constraint) []Fallback {
	var fallbacks []Fallback
	for _, c := range constraints {
		fallbacks = append(fallbacks, c.Fallback)
	}
	return fallbacks
}

// look returns findings about a record that is fine otherwise.
func (c *constraint) look(r *record.Record, shape schema.Shape) diag.List {
	var err error
	if c.each.Exists() {
		err = c.each.Unify(c.ctx.BuildExpr(exprOf(&r.Node))).Validate(cue.Concrete(true))
	} else {
		err = validate(c.ctx, c.plan, r, shape)
	}
	return c.findings(err, r)
}

// validate returns what CUE has against a record in its place in a plan.
func validate(ctx *cue.Context, plan cue.Value, r *record.Record, shape schema.Shape) error {
	within, path := exprOf(&r.Node), []cue.Selector{cue.Str(r.Addr.Collection)}
	switch shape {
	case schema.Keyed:
		within = ast.NewStruct(&ast.Field{Label: ast.NewString(r.Addr.ID), Value: within})
		path = append(path, cue.Str(r.Addr.ID))
	case schema.Listed:
		within = ast.NewList(within)
		path = append(path, cue.Index(0))
	}
	whole := ctx.BuildExpr(ast.NewStruct(&ast.Field{Label: ast.NewString(r.Addr.Collection), Value: within}))
	return plan.Unify(whole).LookupPath(cue.MakePath(path...)).Validate(cue.Concrete(true))
}

// exprOf returns a typed node as CUE syntax.
func exprOf(n *syntax.Node) ast.Expr {
	switch n.Kind {
	case syntax.Map:
		fields := make([]any, 0, len(n.Children))
		for i := range n.Children {
			child := &n.Children[i]
			fields = append(fields, &ast.Field{Label: ast.NewString(child.Key), Value: exprOf(child)})
		}
		return ast.NewStruct(fields...)
	case syntax.List:
		items := make([]ast.Expr, 0, len(n.Children))
		for i := range n.Children {
			items = append(items, exprOf(&n.Children[i]))
		}
		return ast.NewList(items...)
	case syntax.Bool:
		return ast.NewBool(n.Text == "true")
	case syntax.Int:
		return numberLiteral(token.INT, n.Text)
	case syntax.Number:
		return numberLiteral(token.FLOAT, n.Text)
	case syntax.Null:
		return ast.NewNull()
	}
	return ast.NewString(n.Text)
}
