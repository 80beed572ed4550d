package cuelang

import (
	"slices"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// maxCases is the most combinations of constants that a switch holds.
const maxCases = 64

// conditional reports whether a struct has fields under a condition.
func conditional(decls []ast.Decl) bool {
	return slices.ContainsFunc(decls, func(d ast.Decl) bool { return ifBody(d) != nil })
}

// ifBody returns the body of a declaration that is under conditions only.
func ifBody(d ast.Decl) *ast.StructLit {
	comprehension, ok := d.(*ast.Comprehension)
	if !ok || comprehension.Fallback != nil {
		return nil
	}
	for _, clause := range comprehension.Clauses {
		if _, ok := clause.(*ast.IfClause); !ok {
			return nil
		}
	}
	body, _ := comprehension.Value.(*ast.StructLit)
	return body
}

// split separates the declarations under conditions from the others.
func split(decls []ast.Decl) (always, conditional []ast.Decl) {
	for _, d := range decls {
		if ifBody(d) != nil {
			conditional = append(conditional, d)
		} else {
			always = append(always, d)
		}
	}
	return always, conditional
}

// switched compiles a struct with conditional fields: for every combination of
// the constants that the conditions look at, CUE evaluates the conditions, and
// what then holds is a case.
func (c *compiler) switched(x *ast.StructLit, s *scope) *schema.Fields {
	always, _ := split(x.Elts)
	common := c.group(always, s).fields
	all := *common
	all.Named = slices.Clone(common.Named)
	on, reason := c.controls(x.Elts, common, s)
	if reason == "" {
		cases, ok := c.cases(x.Elts, common, on, s)
		if ok {
			all.Switch = &schema.Switch{On: on, Cases: cases}
			for i := range cases {
				addLoose(&all, cases[i].Then)
			}
			all.Closed = common.Closed
			return &all
		}
		reason = "a condition that cannot be decided from constants"
	}
	c.relax(x, "%s", reason)
	all.ByForm = append(all.ByForm, anyField())
	return &all
}

// controls returns the fields that the conditions look at, or why the
// conditions are not expressed.
func (c *compiler) controls(decls []ast.Decl, common *schema.Fields, s *scope) (on []string, reason string) {
	combinations := 1
	for _, condition := range conditions(decls) {
		if presenceTest(condition) {
			return nil, "a test whether a field is there"
		}
		names(condition, func(id *ast.Ident) {
			if c.lookup(id.Name, s) != inner || c.imported(id.Name) || slices.Contains(on, id.Name) || reason != "" {
				return
			}
			field := common.Find(id.Name)
			if !s.binds(id.Name) || field == nil || len(constantsOf(field.Type)) == 0 {
				reason = "a condition on " + id.Name + ", which has no list of constants"
				return
			}
			on = append(on, id.Name)
			combinations *= len(constantsOf(field.Type))
		})
	}
	if reason == "" && combinations > maxCases {
		reason = "conditions with too many combinations"
	}
	return on, reason
}

// conditions returns all conditions, those within bodies too.
func conditions(decls []ast.Decl) []ast.Expr {
	var found []ast.Expr
	for _, d := range decls {
		if body := ifBody(d); body != nil {
			for _, clause := range d.(*ast.Comprehension).Clauses {
				found = append(found, clause.(*ast.IfClause).Condition)
			}
			found = append(found, conditions(body.Elts)...)
		}
	}
	return found
}

// presenceTest reports whether a condition compares with bottom.
func presenceTest(x ast.Expr) bool {
	found := false
	ast.Walk(x, func(n ast.Node) bool {
		_, bottom := n.(*ast.BottomLit)
		found = found || bottom
		return true
	}, nil)
	return found
}

// constantsOf returns the only values that a type has, nil where there are
// others.
func constantsOf(t *schema.Type) []schema.Scalar {
	switch {
	case t.Enum != nil:
		return t.Enum
	case t.Kinds == schema.Bool:
		return []schema.Scalar{boolean(false), boolean(true)}
	}
	return nil
}

// cases compiles one case for every combination of constants.
func (c *compiler) cases(decls []ast.Decl, common *schema.Fields, on []string, s *scope) ([]schema.Case, bool) {
	var cases []schema.Case
	for when := range combinations(common, on) {
		active, ok := c.active(decls, on, when)
		if !ok {
			return nil, false
		}
		then := c.group(active, &scope{parent: s, decls: active}).fields
		narrowed := &schema.Fields{}
		for i, name := range on {
			field := *common.Find(name)
			field.Type = &schema.Type{Kinds: kindsOf(when[i]), Enum: []schema.Scalar{when[i]}, Default: field.Type.Default}
			if field.Type.Default != nil && !isConstant(field.Type.Default, when[i]) {
				field.Type.Default = nil
				field.Presence = schema.Required // the case applies only where it is written
			}
			narrowed.Named = append(narrowed.Named, field)
		}
		cases = append(cases, schema.Case{When: when, Then: schema.MeetFields(then, narrowed)})
	}
	return cases, true
}

func isConstant(n *syntax.Node, s schema.Scalar) bool { return n.Kind == s.Kind && n.Text == s.Text }

// combinations yields every combination of the constants of some fields.
func combinations(fields *schema.Fields, on []string) func(yield func([]schema.Scalar) bool) {
	return func(yield func([]schema.Scalar) bool) {
		var walk func(chosen []schema.Scalar) bool
		walk = func(chosen []schema.Scalar) bool {
			if len(chosen) == len(on) {
				return yield(slices.Clone(chosen))
			}
			for _, constant := range constantsOf(fields.Find(on[len(chosen)]).Type) {
				if !walk(append(chosen, constant)) {
					return false
				}
			}
			return true
		}
		walk(nil)
	}
}

// active returns the declarations that hold for a combination of constants. ok
// is false where a condition has no answer.
func (c *compiler) active(decls []ast.Decl, on []string, when []schema.Scalar) (active []ast.Decl, ok bool) {
	for _, d := range decls {
		body := ifBody(d)
		if body == nil {
			active = append(active, d)
			continue
		}
		holds := true
		for _, clause := range d.(*ast.Comprehension).Clauses {
			answer, known := c.decide(clause.(*ast.IfClause).Condition, on, when)
			if !known {
				return nil, false
			}
			if holds = holds && answer; !holds {
				break
			}
		}
		if !holds {
			continue
		}
		inside, ok := c.active(body.Elts, on, when)
		if !ok {
			return nil, false
		}
		active = append(active, inside...)
	}
	return active, true
}

// decide lets CUE evaluate a condition for given constants.
func (c *compiler) decide(condition ast.Expr, on []string, when []schema.Scalar) (answer, known bool) {
	const result = "salesplanCondition"
	fields := []any{}
	for i, name := range on {
		fields = append(fields, &ast.Field{Label: ast.NewIdent(name), Value: literalOf(when[i])})
	}
	fresh, err := unbound(condition)
	if err != nil {
		return false, false
	}
	fields = append(fields, &ast.Field{Label: ast.NewIdent(result), Value: fresh})
	v := c.build(ast.NewStruct(fields...))
	answer, err = v.LookupPath(cue.MakePath(cue.Str(result))).Bool()
	return answer, err == nil
}

// literalOf returns a constant as syntax.
func literalOf(s schema.Scalar) ast.Expr {
	switch s.Kind {
	case syntax.Bool:
		return ast.NewBool(s.Text == "true")
	case syntax.Int:
		return numberLiteral(token.INT, s.Text)
	case syntax.Number:
		return numberLiteral(token.FLOAT, s.Text)
	}
	return ast.NewString(s.Text)
}

func numberLiteral(kind token.Token, text string) ast.Expr {
	if text[0] == '-' {
		return &ast.UnaryExpr{Op: token.SUB, X: ast.NewLit(kind, text[1:])}
	}
	return ast.NewLit(kind, text)
}
