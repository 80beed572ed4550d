package cuelang

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"

	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/schemas"
)

// language is the built-in plan language of one version, compiled.
type language struct {
	schema   *schema.Schema
	fallback []constraint // by number
}

// builtIn compiles the current language once in the life of the process.
var builtIn = sync.OnceValues(func() (*language, error) { return compileVersion(schemas.Current) })

// languageOf returns the language of a version.
func languageOf(version string) (*language, error) {
	if version == schemas.Current {
		return builtIn()
	}
	return compileVersion(version)
}

// compileVersion compiles the files in the folder of a version.
func compileVersion(version string) (*language, error) {
	files, err := languageFiles(version)
	if err != nil {
		return nil, err
	}
	return compileLanguage(version, files)
}

// languageFiles parses the files in the folder of a version.
func languageFiles(version string) ([]*ast.File, error) {
	entries, err := fs.ReadDir(schemas.Files, version)
	if err != nil {
		return nil, fmt.Errorf("there is no version %q of the plan language: %w", version, err)
	}
	var parsed []*ast.File
	for _, entry := range entries {
		text, err := fs.ReadFile(schemas.Files, path.Join(version, entry.Name()))
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(entry.Name(), text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	return parsed, nil
}

// compileLanguage compiles the definition #Plan of a package.
func compileLanguage(version string, files []*ast.File) (*language, error) {
	ctx, err := newContext()
	if err != nil {
		return nil, err
	}
	value, err := evaluate(ctx, files)
	if err == nil {
		err = value.Err()
	}
	if err != nil {
		return nil, err
	}
	l := &language{schema: &schema.Schema{Version: version}}
	p := newPkg(files)
	if len(p.fields["#Plan"]) != 1 {
		return nil, fmt.Errorf("version %q of the plan language does not define #Plan once", version)
	}
	plan := p.fields["#Plan"][0]
	body, ok := plan.field.Value.(*ast.StructLit)
	if !ok {
		return nil, fmt.Errorf("#Plan of version %q is not a struct", version)
	}
	c := newCompiler(p, ctx, value, nil)
	inside := &scope{parent: plan.scope, decls: body.Elts}
	for _, decl := range body.Elts {
		field, ok := decl.(*ast.Field)
		if !ok {
			continue
		}
		collection, err := c.collection(field, inside)
		if err != nil {
			return nil, err
		}
		l.schema.Collections = append(l.schema.Collections, collection)
	}
	for _, fallback := range c.fallbacks {
		l.fallback = append(l.fallback, constraint{Fallback: fallback, ctx: ctx, plan: value.LookupPath(cue.ParsePath("#Plan"))})
	}
	attach(l.schema, l.fallback)
	return l, nil
}

// collection compiles one field of #Plan.
func (c *compiler) collection(f *ast.Field, s *scope) (schema.Collection, error) {
	name, ok := labelName(f.Label)
	if !ok {
		return schema.Collection{}, fmt.Errorf("%s: a collection without a name", f.Pos())
	}
	collection := schema.Collection{Name: name, Doc: docOf(f), Shape: schema.Single}
	record := f.Value
	switch value := f.Value.(type) {
	case *ast.StructLit:
		pattern, ok := onlyField(value)
		if !ok {
			return collection, fmt.Errorf("%s: %s is not a map of records by id", f.Pos(), name)
		}
		form, inside, ok := patternOf(pattern, s)
		if !ok {
			return collection, fmt.Errorf("%s: %s is not a map of records by id", f.Pos(), name)
		}
		collection.Shape, collection.ID, record = schema.Keyed, c.typeOf(form, s), pattern.Value
		s = inside
	case *ast.ListLit:
		if len(value.Elts) != 1 {
			return collection, fmt.Errorf("%s: %s is not a list of records", f.Pos(), name)
		}
		rest, ok := value.Elts[0].(*ast.Ellipsis)
		if !ok || rest.Type == nil {
			return collection, fmt.Errorf("%s: %s is not a list of records", f.Pos(), name)
		}
		collection.Shape, record = schema.Listed, rest.Type
	}
	collection.Record = closed(c.record(record, s, Fallback{Collection: name}))
	collection.Key = keyOf(f, collection.Record)
	if collection.Shape == schema.Listed && collection.Key == nil {
		return collection, fmt.Errorf("%s: %s is a list without a key", f.Pos(), name)
	}
	return collection, nil
}

// onlyField returns the only field of a struct.
func onlyField(x *ast.StructLit) (*ast.Field, bool) {
	if len(x.Elts) != 1 {
		return nil, false
	}
	field, ok := x.Elts[0].(*ast.Field)
	return field, ok
}

// record compiles the type of a record. What could not be expressed makes it
// fall back to CUE.
func (c *compiler) record(x ast.Expr, s *scope, fallback Fallback) *schema.Type {
	c.relaxed = nil
	t := c.typeOf(x, s)
	if len(c.relaxed) == 0 {
		return t
	}
	fallback.Reasons = distinct(c.relaxed)
	copied := *t
	copied.Fallbacks = append(slices.Clone(t.Fallbacks), c.firstFallback+len(c.fallbacks))
	c.fallbacks = append(c.fallbacks, fallback)
	return &copied
}

// distinct drops repeated reasons.
func distinct(reasons []Reason) []Reason {
	var kept []Reason
	for _, r := range reasons {
		if !slices.Contains(kept, r) {
			kept = append(kept, r)
		}
	}
	return kept
}

// keyOf reads the attribute @key of a collection.
func keyOf(f *ast.Field, record *schema.Type) []schema.KeyPart {
	var parts []schema.KeyPart
	for _, attribute := range f.Attrs {
		name, body := attribute.Split()
		if name != "key" {
			continue
		}
		for _, part := range splitList(body, ",") {
			parts = append(parts, keyPart(splitList(part, "|"), record))
		}
	}
	return parts
}

func keyPart(fields []string, record *schema.Type) schema.KeyPart {
	part := schema.KeyPart{Fields: fields, Needed: len(fields) > 1}
	for _, name := range fields {
		if record.Fields == nil {
			continue
		}
		if field := record.Fields.Find(name); field != nil {
			part.Needed = part.Needed || field.Presence != schema.Optional
			part.When = field.Type.Format == schema.Date || field.Type.Format == schema.Period
		}
	}
	return part
}
