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

// Package is CUE of a plan folder that has to be evaluated.
type Package struct {
	Version string // of the plan language
	Files   []File // of one CUE package, by name
}

// Evaluation is what a package says. It is plain data.
type Evaluation struct {
	Records   []record.Record     // raw
	Narrowed  []schema.Collection // those collections of the language that the package narrows
	Fallbacks []Fallback          // numbered on from those of the language
	Findings  diag.List
}

// Evaluator evaluates CUE of plan folders. What that costs cannot be told from
// the text, so an evaluator gives up at limits of its own: with a
// [StoppedError]. Other errors say that it cannot work at all.
type Evaluator interface {
	Evaluate(Package) (*Evaluation, Session, error)
}

// Session has evaluated one package and looks at records for it. It may be
// used by several goroutines. An error says that it was stopped; it is then
// stopped for good.
type Session interface {
	// Look returns findings about a typed record from the fallback with a number.
	Look(number int, r record.Record) (diag.List, error)
	// Judge holds typed records against the definition of their collection and
	// the package, as CUE sees them. It returns what CUE has against each, in one
	// line, "" for nothing.
	Judge(records []record.Record) ([]string, error)
}

// StoppedError is the error of an evaluation that was given up.
type StoppedError struct {
	Reason string // such as "it takes longer than 5 seconds"
}

// Error says why the evaluation was given up.
func (e *StoppedError) Error() string { return "evaluating CUE was stopped: " + e.Reason }

// InProcess evaluates in this process, where nothing limits what that takes:
// for CUE that is trusted, and for processes that are made to be stopped.
type InProcess struct{}

// Evaluate never stops. It does not hold files against what a plan may use;
// [Compile] has done so.
func (InProcess) Evaluate(p Package) (*Evaluation, Session, error) {
	built, err := languageOf(p.Version)
	if err != nil {
		return nil, nil, err
	}
	o := newOwner(built, p.Files)
	if err := o.readLiving(o.parse(p.Files)); err != nil {
		return nil, nil, err
	}
	return &Evaluation{
		Records: o.records, Narrowed: o.narrowed(), Findings: diag.Sorted(o.found),
		Fallbacks: fallbacksOf(o.fallback[len(built.fallback):]),
	}, &inProcess{owner: o}, nil
}

// owner compiles the CUE files of one plan folder that have to be evaluated.
type owner struct {
	built    *language
	places   places
	found    diag.List
	records  []record.Record
	language *schema.Schema         // the built-in one, narrowed
	fallback []constraint           // by number, those of the built-in language first
	ctx      *cue.Context           // of value and items
	value    cue.Value              // of the package
	items    map[string][]cue.Value // by listed collection: what each of its records must be
}

func newOwner(built *language, files []File) *owner {
	return &owner{
		built: built, places: newPlaces(files), language: narrowable(built.schema),
		fallback: slices.Clone(built.fallback), items: map[string][]cue.Value{},
	}
}

// narrowable returns a copy of a schema whose collections can be replaced.
func narrowable(s *schema.Schema) *schema.Schema {
	copied := *s
	copied.Collections = slices.Clone(s.Collections)
	return &copied
}

// narrowed returns the collections that differ from those of the language.
func (o *owner) narrowed() []schema.Collection {
	var narrowed []schema.Collection
	for i := range o.language.Collections {
		own, built := &o.language.Collections[i], &o.built.schema.Collections[i]
		if own.Record != built.Record || len(own.Narrowed) != len(built.Narrowed) {
			narrowed = append(narrowed, *own)
		}
	}
	return narrowed
}

// parse parses files; what cannot be read is reported.
func (o *owner) parse(files []File) []*ast.File {
	var parsed []*ast.File
	g := gate{places: o.places}
	for _, f := range files {
		file, err := parse(f)
		if err != nil {
			g.unreadable(f.Name, err)
			continue
		}
		parsed = append(parsed, file)
	}
	o.found = append(o.found, g.found...)
	return parsed
}

// readLiving evaluates files, reads the records in the result, and narrows the
// language by the constraints.
func (o *owner) readLiving(files []*ast.File) error {
	var err error
	if o.ctx, err = newContext(); err != nil || len(files) == 0 {
		return err
	}
	o.value, err = evaluateSafely(o.ctx, files)
	if err == nil {
		err = o.value.Validate()
	}
	o.reportErrors(err)
	if o.value.Exists() {
		r := newValueReader(o.built.schema, o.places, files)
		o.records = append(o.records, r.records(o.value)...)
		o.found = append(o.found, r.found...)
	}
	n := narrower{owner: o, compiler: newCompiler(newPkg(files), o.ctx, o.value, o.places), sound: err == nil}
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
