package cuelang

import (
	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"

	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
)

// Oracle is CUE itself, to hold compiled schemas against.
type Oracle struct {
	ctx  *cue.Context
	plan cue.Value
}

// NewOracle evaluates files that define #Plan.
func NewOracle(texts map[string]string) (*Oracle, error) {
	files, err := parseTexts(texts)
	if err != nil {
		return nil, err
	}
	ctx, err := newContext()
	if err != nil {
		return nil, err
	}
	value, err := evaluate(ctx, files)
	if err != nil {
		return nil, err
	}
	if err := value.Err(); err != nil {
		return nil, err
	}
	return &Oracle{ctx: ctx, plan: value.LookupPath(cue.ParsePath("#Plan"))}, nil
}

// Narrow unifies the plan with an organisation's own file.
func (o *Oracle) Narrow(text string) error {
	file, err := parser.ParseFile("own.cue", text)
	if err != nil {
		return err
	}
	own, err := evaluate(o.ctx, []*ast.File{file})
	if err != nil {
		return err
	}
	o.plan = o.plan.Unify(own)
	return o.plan.Err()
}

// Accepts returns what CUE has against a record of a collection.
func (o *Oracle) Accepts(r *record.Record, shape schema.Shape) error {
	return validate(o.ctx, o.plan, r, shape)
}

// CompileTexts compiles files that define #Plan.
func CompileTexts(texts map[string]string) (*schema.Schema, []Fallback, error) {
	files, err := parseTexts(texts)
	if err != nil {
		return nil, nil, err
	}
	l, err := compileLanguage("test", files)
	if err != nil {
		return nil, nil, err
	}
	return l.schema, fallbacksOf(l.fallback), nil
}

func parseTexts(texts map[string]string) ([]*ast.File, error) {
	var files []*ast.File
	for name, text := range texts {
		file, err := parser.ParseFile(name, text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}
