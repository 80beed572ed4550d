package cuelang

import (
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/syntax"
)

// literalFile reports whether a file holds nothing but data that is written
// out: fields with plain names, literals, structs and lists.
func literalFile(file *ast.File) bool {
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.Package, *ast.CommentGroup:
		case *ast.Field:
			if !literalField(d) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func literalField(f *ast.Field) bool {
	name, ok := labelName(f.Label)
	_, quoted := f.Label.(*ast.BasicLit)
	if _, alias := f.Label.(*ast.Alias); alias || !ok || !quoted && (strings.HasPrefix(name, "_") || strings.HasPrefix(name, "#")) {
		return false
	}
	return f.Constraint == token.ILLEGAL && f.Alias == nil && len(f.Attrs) == 0 && literalExpr(f.Value)
}

func literalExpr(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.BasicLit:
		_, ok := scalarOf(x)
		return ok || x.Kind == token.NULL
	case *ast.UnaryExpr:
		number, ok := x.X.(*ast.BasicLit)
		return ok && x.Op == token.SUB && (number.Kind == token.INT || number.Kind == token.FLOAT) && literalExpr(number)
	case *ast.StructLit:
		for _, decl := range x.Elts {
			if _, comment := decl.(*ast.CommentGroup); comment {
				continue
			}
			if field, ok := decl.(*ast.Field); !ok || !literalField(field) {
				return false
			}
		}
		return true
	case *ast.ListLit:
		for _, element := range x.Elts {
			if !literalExpr(element) {
				return false
			}
		}
		return true
	}
	return false
}

// dataReader reads literal data from syntax trees.
type dataReader struct {
	places places
	found  diag.List
}

// file returns what a literal file says, as one map.
func (r *dataReader) file(file *ast.File) syntax.Node {
	return r.group(file.Decls)
}

// group reads the fields of a struct. CUE lets a struct be written in parts;
// a scalar or list that is written twice is a mistake.
func (r *dataReader) group(decls []ast.Decl) syntax.Node {
	n := syntax.Node{Kind: syntax.Map}
	parts := map[string][]*ast.Field{}
	var order []string
	for _, decl := range decls {
		field, ok := decl.(*ast.Field)
		if !ok {
			continue
		}
		name, _ := labelName(field.Label)
		if parts[name] == nil {
			order = append(order, name)
		}
		parts[name] = append(parts[name], field)
	}
	for _, name := range order {
		child := r.joined(name, parts[name])
		key := r.places.ofNode(parts[name][0])
		child.Key, child.KeyLine, child.KeyColumn = name, int32(key.Line), int32(key.Column)
		n.Children = append(n.Children, child)
	}
	return n
}

// joined reads a field that is written in one or more parts.
func (r *dataReader) joined(name string, parts []*ast.Field) syntax.Node {
	first, ok := parts[0].Value.(*ast.StructLit)
	if len(parts) == 1 {
		return r.node(parts[0].Value)
	}
	var decls []ast.Decl
	for _, part := range parts {
		body, isStruct := part.Value.(*ast.StructLit)
		if !ok || !isStruct {
			f := diag.New(diag.DuplicateKey, addr.Addr{}, r.places.ofNode(parts[1]), "%q is written twice", name)
			r.found = append(r.found, f.With(r.places.ofNode(parts[0]), "first written here"))
			return r.node(parts[0].Value)
		}
		decls = append(decls, body.Elts...)
	}
	n := r.group(decls)
	place := r.places.ofNode(first)
	n.Line, n.Column = int32(place.Line), int32(place.Column)
	return n
}

// node reads a literal value.
func (r *dataReader) node(x ast.Expr) syntax.Node {
	var n syntax.Node
	switch x := x.(type) {
	case *ast.StructLit:
		n = r.group(x.Elts)
	case *ast.ListLit:
		n.Kind = syntax.List
		for _, element := range x.Elts {
			n.Children = append(n.Children, r.node(element))
		}
	case *ast.BasicLit:
		n = r.scalar(x)
	case *ast.UnaryExpr:
		n = r.scalar(x.X.(*ast.BasicLit))
		if strings.Trim(n.Text, "0.") != "" {
			n.Text = "-" + n.Text
		}
	}
	place := r.places.ofNode(x)
	n.Line, n.Column = int32(place.Line), int32(place.Column)
	return n
}

// scalar reads a scalar. Null is no value in a plan.
func (r *dataReader) scalar(x *ast.BasicLit) syntax.Node {
	constant, ok := scalarOf(x)
	if !ok {
		r.found = append(r.found, diag.New(diag.WrongType, addr.Addr{}, r.places.ofNode(x), "null is no value: leave the field out"))
		return syntax.Node{Kind: syntax.Null}
	}
	return syntax.Node{Kind: constant.Kind, Text: constant.Text}
}

// recordsIn splits what a file says into records, as load does with YAML.
func recordsIn(language *schema.Schema, file string, whole syntax.Node) []record.Record {
	var records []record.Record
	add := func(collection, id string, node syntax.Node) {
		records = append(records, record.Record{Addr: addr.New(collection, id), File: file, Node: node})
	}
	for _, part := range whole.Children {
		collection, known := language.Collection(part.Key)
		switch {
		case known && collection.Shape == schema.Single && part.Kind == syntax.Map:
			add(part.Key, schema.SettingsID, part)
		case part.Kind == syntax.Map:
			for _, entry := range part.Children {
				add(part.Key, entry.Key, entry)
			}
		case part.Kind == syntax.List:
			for _, item := range part.Children {
				add(part.Key, "", item)
			}
		case part.Kind != syntax.Null:
			add(part.Key, "", part)
		}
	}
	return records
}
