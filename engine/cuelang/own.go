package cuelang

import (
	"fmt"
	"slices"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
)

// owner compiles the CUE files of one plan folder.
type owner struct {
	built    *language
	places   places
	found    diag.List
	records  []record.Record
	language *schema.Schema // the built-in one, narrowed
	fallback []constraint   // by number, those of the built-in language first
}

func compileOwn(built *language, files []File) (*Instance, diag.List, error) {
	o := &owner{built: built, places: newPlaces(files), language: narrowable(built.schema), fallback: slices.Clone(built.fallback)}
	literal, living := o.admit(files)
	o.readLiteral(literal)
	if len(living) > 0 {
		if err := o.readLiving(living); err != nil {
			return nil, nil, err
		}
	}
	attach(o.language, o.fallback)
	slices.SortStableFunc(o.records, func(a, b record.Record) int { return a.Place().Compare(b.Place()) })
	return &Instance{Schema: o.language, Records: o.records, Fallbacks: fallbacksOf(o.fallback)}, diag.Sorted(o.found), nil
}

// narrowable returns a copy of a schema whose collections can be replaced.
func narrowable(s *schema.Schema) *schema.Schema {
	copied := *s
	copied.Collections = slices.Clone(s.Collections)
	return &copied
}

// admit sends files through the gate and separates those that are literal data
// from those that have to be evaluated. A literal file that others refer to is
// evaluated with them.
func (o *owner) admit(files []File) (literal, living []*ast.File) {
	g := gate{places: o.places}
	var plain []*ast.File
	nodes := 0
	for _, f := range files {
		file, ok := g.admit(f)
		switch {
		case !ok:
		case literalFile(file.syntax):
			plain = append(plain, file.syntax)
		case nodes+file.nodes > maxEvaluated:
			g.refuse(o.places.ofNode(file.syntax), "the CUE files that are not only data are together too large to be evaluated: more than %d parts", maxEvaluated)
		default:
			nodes += file.nodes
			living = append(living, file.syntax)
		}
	}
	o.found = append(o.found, g.found...)
	used := freeNames(living)
	for _, file := range plain {
		if slices.ContainsFunc(file.Decls, func(d ast.Decl) bool { return used[topName(d)] }) {
			living = append(living, file)
		} else {
			literal = append(literal, file)
		}
	}
	return literal, living
}

// freeNames returns all names that files use.
func freeNames(files []*ast.File) map[string]bool {
	used := map[string]bool{}
	for _, file := range files {
		for _, decl := range file.Decls {
			names(decl, func(id *ast.Ident) { used[id.Name] = true })
		}
	}
	return used
}

func topName(d ast.Decl) string {
	if field, ok := d.(*ast.Field); ok {
		name, _ := labelName(field.Label)
		return name
	}
	return ""
}

// readLiteral reads the records of files that are literal data.
func (o *owner) readLiteral(files []*ast.File) {
	for _, file := range files {
		r := dataReader{places: o.places}
		o.records = append(o.records, recordsIn(o.built.schema, file.Filename, r.file(file))...)
		o.found = append(o.found, r.found...)
	}
}

// readLiving evaluates files, reads the records in the result, and narrows the
// language by the constraints.
func (o *owner) readLiving(files []*ast.File) error {
	ctx, err := newContext()
	if err != nil {
		return err
	}
	p := newPkg(files)
	value, err := evaluateSafely(ctx, files)
	if err == nil {
		err = value.Validate()
	}
	o.reportErrors(err)
	if value.Exists() {
		r := newValueReader(o.built.schema, o.places, files)
		o.records = append(o.records, r.records(value)...)
		o.found = append(o.found, r.found...)
	}
	n := narrower{owner: o, compiler: newCompiler(p, ctx, value, o.places), sound: err == nil}
	n.narrow()
	return nil
}

// evaluateSafely evaluates files whatever they make CUE do, except for what
// ends a process.
func evaluateSafely(ctx *cue.Context, files []*ast.File) (value cue.Value, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			value, err = cue.Value{}, fmt.Errorf("CUE gave up: %v", cause)
		}
	}()
	return evaluate(ctx, files)
}
