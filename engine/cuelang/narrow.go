package cuelang

import (
	"slices"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// narrower narrows the language by the constraints in a package.
type narrower struct {
	*owner
	*compiler
	sound bool // the package evaluates without errors
}

// rule is one constraint on the records of a collection.
type rule struct {
	ids  *schema.Type // of the records it is for; nil: all
	on   ast.Expr
	in   *scope
	each bool // the expression says it all, wherever it stands
}

// narrow adds the constraints of every collection to the language.
func (n *narrower) narrow() {
	unclear := n.unclearTop()
	rules := map[string][]rule{}
	for _, file := range n.files {
		top := &scope{decls: file.Decls}
		for _, decl := range file.Decls {
			field, ok := decl.(*ast.Field)
			name := topName(decl)
			if !ok || name == "" || strings.HasPrefix(name, "_") || strings.HasPrefix(name, "#") {
				continue
			}
			collection, known := n.language.Collection(name)
			if !known {
				n.unknown(field, name)
				continue
			}
			found, complete := n.rulesIn(collection, field.Value, top)
			rules[name] = append(rules[name], found...)
			unclear[name] = unclear[name] || !complete
		}
	}
	for i := range n.language.Collections {
		collection := &n.language.Collections[i]
		n.apply(collection, rules[collection.Name])
		if unclear[collection.Name] {
			n.fallBack(collection)
		}
	}
}

// unclearTop returns the collections that declarations at the top of a file
// may constrain although they do not name them.
func (n *narrower) unclearTop() map[string]bool {
	unclear := map[string]bool{}
	for _, file := range n.files {
		for _, decl := range file.Decls {
			switch decl.(type) {
			case *ast.Comprehension, *ast.EmbedDecl:
				for i := range n.language.Collections {
					unclear[n.language.Collections[i].Name] = true
				}
			}
		}
	}
	return unclear
}

// unknown reports a field at the top of a file that is no collection.
func (n *narrower) unknown(field *ast.Field, name string) {
	place := n.owner.places.ofNode(field)
	node := syntax.Node{Kind: syntax.Map, Line: int32(place.Line), Column: int32(place.Column)}
	_, found := n.built.schema.Check(record.Record{Addr: addr.New(name, ""), File: place.File, Node: node})
	for _, f := range found {
		f.Message += "; begin its name with an underscore if only CUE uses it"
		n.found = append(n.found, f)
	}
}

// rulesIn finds the constraints in the value of a collection. complete is false
// where there may be more than it sees.
func (n *narrower) rulesIn(collection *schema.Collection, x ast.Expr, s *scope) (rules []rule, complete bool) {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return n.rulesIn(collection, x.X, s)
	case *ast.BinaryExpr:
		if x.Op == token.AND {
			left, leftClear := n.rulesIn(collection, x.X, s)
			right, rightClear := n.rulesIn(collection, x.Y, s)
			return append(left, right...), leftClear && rightClear
		}
	case *ast.ListLit:
		if collection.Shape == schema.Listed {
			return n.listRules(x, s), true
		}
		return nil, true
	case *ast.StructLit:
		switch inside := (&scope{parent: s, decls: x.Elts}); collection.Shape {
		case schema.Single:
			return n.singleRules(x, inside)
		case schema.Keyed:
			return n.keyedRules(x, inside)
		}
		return nil, true
	}
	return nil, false
}

func (n *narrower) listRules(x *ast.ListLit, s *scope) []rule {
	var rules []rule
	for _, element := range x.Elts {
		if rest, ok := element.(*ast.Ellipsis); ok && rest.Type != nil {
			rules = append(rules, rule{on: rest.Type, in: s, each: true})
		}
	}
	return rules
}

func (n *narrower) keyedRules(x *ast.StructLit, s *scope) (rules []rule, complete bool) {
	complete = true
	for _, decl := range x.Elts {
		switch d := decl.(type) {
		case *ast.Field:
			name, plain := labelName(d.Label)
			form, inside, pattern := patternOf(d, s)
			switch {
			case plain && d.Constraint == token.ILLEGAL:
			case plain && d.Constraint == token.OPTION:
				rules = append(rules, rule{ids: n.constantOf(d, schema.Scalar{Kind: syntax.String, Text: name}), on: d.Value, in: s})
			case plain:
				n.found = append(n.found, diag.New(diag.CUERefused, addr.Addr{}, n.owner.places.ofNode(d),
					"a constraint cannot demand that there is a record %q: write it with ? instead of !", name))
			case pattern:
				ids := schema.Meet(n.typeOf(form, s), &schema.Type{Kinds: schema.String})
				rules = append(rules, rule{ids: ids, on: d.Value, in: inside})
			case isValue(d): // a record whose id is computed
			default:
				complete = false
			}
		case *ast.LetClause, *ast.Ellipsis, *ast.CommentGroup:
		case *ast.Comprehension:
			complete = complete && onlyRecords(d)
		default:
			complete = false
		}
	}
	return rules, complete
}

// onlyRecords reports whether a comprehension in a collection yields records
// and no constraints: every field of its body is a value.
func onlyRecords(c *ast.Comprehension) bool {
	body, ok := c.Value.(*ast.StructLit)
	if !ok {
		return false
	}
	return !slices.ContainsFunc(body.Elts, func(decl ast.Decl) bool {
		switch d := decl.(type) {
		case *ast.Field:
			return !isValue(d)
		case *ast.Comprehension:
			return !onlyRecords(d)
		case *ast.LetClause, *ast.CommentGroup:
			return false
		}
		return true
	})
}

// isValue reports whether a field is a value and no constraint: neither
// optional nor required nor for every label of a pattern.
func isValue(d *ast.Field) bool {
	_, pattern := d.Label.(*ast.ListLit)
	return !pattern && d.Constraint == token.ILLEGAL
}

// singleRules finds the constraints on a collection that is one record:
// whatever is not a value.
func (n *narrower) singleRules(x *ast.StructLit, s *scope) (rules []rule, complete bool) {
	var kept []ast.Decl
	complete = true
	for _, decl := range x.Elts {
		switch d := decl.(type) {
		case *ast.Field:
			name, plain := labelName(d.Label)
			if plain && d.Constraint == token.ILLEGAL && hasValue(n.compiler.value.LookupPath(cue.MakePath(cue.Str(planCollection), cue.Str(name)))) {
				continue
			}
			kept = append(kept, d)
		case *ast.LetClause, *ast.Ellipsis, *ast.CommentGroup:
		default:
			complete = false
		}
	}
	if len(kept) == 0 {
		return nil, complete
	}
	return []rule{{on: &ast.StructLit{Lbrace: x.Lbrace, Elts: kept, Rbrace: x.Rbrace}, in: s}}, complete
}

// apply adds rules to a collection: those for all records first, since they
// are part of every other.
func (n *narrower) apply(collection *schema.Collection, rules []rule) {
	for _, all := range []bool{true, false} {
		for _, r := range rules {
			if everyID(r.ids) != all {
				continue
			}
			t := n.compiled(collection, r)
			if t == nil {
				continue
			}
			if all {
				collection.Record = schema.Meet(collection.Record, t)
			} else {
				narrowed := schema.Narrowing{ID: r.ids, Record: schema.Meet(collection.Record, t)}
				collection.Narrowed = append(slices.Clip(collection.Narrowed), narrowed)
			}
		}
	}
}

// everyID reports whether a constraint is for all ids.
func everyID(ids *schema.Type) bool { return ids == nil || ids.Kinds&schema.String != 0 && plain(ids) }

// compiled compiles the constraint of a rule. One that contradicts the language
// is reported and left out.
func (n *narrower) compiled(collection *schema.Collection, r rule) *schema.Type {
	before := len(n.fallbacks)
	n.firstFallback = len(n.owner.fallback) - before
	t := n.record(r.on, r.in, Fallback{Collection: collection.Name, Own: true})
	contradictions := n.contradictions(collection.Name, collection.Record, t)
	if len(contradictions) > 0 || !n.sound {
		n.fallbacks = n.fallbacks[:before]
		t.Fallbacks = nil
	}
	if len(contradictions) > 0 {
		n.found = append(n.found, contradictions...)
		return nil
	}
	var each cue.Value
	if r.each {
		each = n.evaluate(r.on)
		n.items[collection.Name] = append(n.items[collection.Name], each)
	}
	for _, fallback := range n.fallbacks[before:] {
		c := constraint{Fallback: fallback, ctx: n.compiler.ctx, plan: n.compiler.value, each: each, places: n.owner.places}
		n.owner.fallback = append(n.owner.fallback, c)
	}
	return t
}

// fallBack makes all records of a collection fall back to CUE where evaluation
// shows constraints that syntax does not.
func (n *narrower) fallBack(collection *schema.Collection) {
	value := n.compiler.value.LookupPath(cue.MakePath(cue.Str(collection.Name)))
	if !n.sound || !value.Exists() || !constrains(value, collection.Shape) {
		return
	}
	if collection.Shape == schema.Listed {
		n.found = append(n.found, diag.New(diag.CUERefused, addr.Addr{}, n.owner.places.of(value.Pos()),
			"constraints on a list of records must be written as %s: [...{ }]", collection.Name))
		return
	}
	record := *collection.Record
	record.Fallbacks = append(slices.Clone(record.Fallbacks), len(n.owner.fallback))
	reason := Reason{Construct: "constraints that are computed", Place: n.owner.places.of(value.Pos())}
	n.owner.fallback = append(n.owner.fallback, constraint{
		Fallback: Fallback{Collection: collection.Name, Own: true, Reasons: []Reason{reason}},
		ctx:      n.compiler.ctx, plan: n.compiler.value, places: n.owner.places,
	})
	collection.Record = &record
	collection.Narrowed = slices.Clone(collection.Narrowed)
	for i := range collection.Narrowed {
		collection.Narrowed[i].Record = schema.Meet(collection.Narrowed[i].Record, &schema.Type{Kinds: schema.AnyKind, Fallbacks: record.Fallbacks})
	}
}

// constrains reports whether a collection holds more than records.
func constrains(v cue.Value, shape schema.Shape) bool {
	if shape == schema.Listed {
		return v.LookupPath(cue.MakePath(cue.AnyIndex)).Exists()
	}
	fields, err := v.Fields(cue.Optional(true), cue.Patterns(true))
	if err != nil {
		return true
	}
	for fields.Next() {
		if fields.FieldType()&(cue.OptionalConstraint|cue.RequiredConstraint|cue.PatternConstraint) != 0 {
			return true
		}
		if shape == schema.Single && fields.Value().IncompleteKind() == cue.StructKind && constrains(fields.Value(), shape) {
			return true
		}
	}
	return false
}

// contradictions reports what a constraint says of values that the language
// leaves no value for.
func (n *narrower) contradictions(path string, built, own *schema.Type) diag.List {
	if built.Kinds == 0 {
		return nil
	}
	report := func(format string, args ...any) diag.List {
		return diag.List{diag.New(diag.ConflictingRule, addr.Addr{}, own.Origin, format, args...)}
	}
	switch both := schema.Meet(built, own); {
	case built.Kinds&own.Kinds == 0:
		return report("%s is %s in the plan language and can never be %s", path, built.Kinds, own.Kinds)
	case both.Impossible():
		return report("no value of %s fulfils both this constraint and the plan language", path)
	}
	var found diag.List
	if own.Fields != nil && built.Fields != nil {
		for i := range own.Fields.Named {
			field := &own.Fields.Named[i]
			same := built.Fields.Find(field.Name)
			if same == nil && built.Fields.Closed {
				found = append(found, diag.New(diag.ConflictingRule, addr.Addr{}, field.Origin,
					"%s has no field %q in the plan language, so nothing can be demanded of it", path, field.Name))
			} else if same != nil {
				found = append(found, n.contradictions(path+"."+field.Name, same.Type, field.Type)...)
			}
		}
	}
	if own.Items != nil && built.Items != nil && own.Items.Rest != nil && built.Items.Rest != nil {
		found = append(found, n.contradictions(path+"[]", built.Items.Rest, own.Items.Rest)...)
	}
	return found
}

// planCollection is the collection that is one record.
const planCollection = "plan"
