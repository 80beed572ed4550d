package cuelang

import (
	"errors"
	"slices"

	"cuelang.org/go/cue/ast"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/source"
)

// intake takes in the CUE files of one plan folder.
type intake struct {
	built  *language
	places places
	found  diag.List
}

func compileOwn(built *language, files []File, evaluator Evaluator) (*Instance, diag.List, error) {
	in := intake{built: built, places: newPlaces(files)}
	literal, living := in.admit(files)
	instance := builtInInstance(built, evaluator)
	instance.Records = in.readLiteral(literal)
	if len(living) > 0 {
		narrowed, err := in.evaluate(instance, living)
		if err != nil {
			return nil, nil, err
		}
		instance = narrowed
	}
	return instance, diag.Sorted(in.found), nil
}

// admit sends files through the gate and separates those that are literal data
// from those that have to be evaluated. A literal file that others refer to is
// evaluated with them.
func (in *intake) admit(files []File) (literal []*ast.File, living []File) {
	g := gate{places: in.places}
	var plain, evaluated []admitted
	nodes := 0
	for _, f := range files {
		file, ok := g.admit(f)
		switch {
		case !ok:
		case literalFile(file.syntax):
			plain = append(plain, file)
		case nodes+file.nodes > maxEvaluated:
			g.refuse(in.places.ofNode(file.syntax), "the CUE files that are not only data are together too large to be evaluated: more than %d parts", maxEvaluated)
		default:
			nodes += file.nodes
			evaluated = append(evaluated, file)
		}
	}
	in.found = append(in.found, g.found...)
	used := freeNames(evaluated)
	for _, file := range plain {
		if slices.ContainsFunc(file.syntax.Decls, func(d ast.Decl) bool { return used[topName(d)] }) {
			evaluated = append(evaluated, file)
		} else {
			literal = append(literal, file.syntax)
		}
	}
	for _, file := range evaluated {
		living = append(living, file.file)
	}
	return literal, living
}

// freeNames returns all names that files use.
func freeNames(files []admitted) map[string]bool {
	used := map[string]bool{}
	for _, file := range files {
		for _, decl := range file.syntax.Decls {
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
func (in *intake) readLiteral(files []*ast.File) []record.Record {
	var records []record.Record
	for _, file := range files {
		r := dataReader{places: in.places}
		records = append(records, recordsIn(in.built.schema, file.Filename, r.file(file))...)
		in.found = append(in.found, r.found...)
	}
	slices.SortStableFunc(records, byPlace)
	return records
}

func byPlace(a, b record.Record) int { return a.Place().Compare(b.Place()) }

// evaluate adds what files that have to be evaluated say to an instance without
// them. Where the evaluation is stopped, the instance stays without them.
func (in *intake) evaluate(without *Instance, files []File) (*Instance, error) {
	evaluation, session, err := without.evaluator.Evaluate(Package{Version: in.built.schema.Version, Files: files})
	at := source.Place{File: files[0].Name}
	if stop, ok := errors.AsType[*StoppedError](err); ok {
		in.found = append(in.found, stopped(at, stop))
		return without, nil
	}
	if err != nil {
		return nil, err
	}
	in.found = append(in.found, evaluation.Findings...)
	instance := *without
	instance.without, instance.session = without, session
	instance.Records = slices.Concat(without.Records, evaluation.Records)
	slices.SortStableFunc(instance.Records, byPlace)
	instance.Fallbacks = slices.Concat(without.Fallbacks, evaluation.Fallbacks)
	instance.Schema = narrowable(without.Schema)
	for _, narrowed := range evaluation.Narrowed {
		if collection, ok := instance.Schema.Collection(narrowed.Name); ok {
			*collection = narrowed
		}
	}
	if len(evaluation.Fallbacks) > 0 {
		instance.Schema.Fallback = in.ask(session, at)
	}
	return &instance, nil
}

// ask returns a function that looks at records for fallbacks: those of the
// language itself, those of the plan in their session.
func (in *intake) ask(session Session, at source.Place) func(int, record.Record) diag.List {
	return func(number int, r record.Record) diag.List {
		if number < len(in.built.fallback) {
			return in.built.schema.Fallback(number, r)
		}
		found, err := session.Look(number, r)
		if err != nil {
			return diag.List{stopped(at, err)}
		}
		return found
	}
}

// stopped is the finding for CUE that was given up. It is the same wherever
// that was noticed.
func stopped(at source.Place, cause error) diag.Finding {
	reason := cause.Error()
	if stop, ok := errors.AsType[*StoppedError](cause); ok {
		reason = stop.Reason
	}
	return diag.New(diag.CUEStopped, addr.Addr{}, at, "the CUE of this plan is left out, because evaluating it was stopped: %s", reason)
}

// builtInInstance is the language itself.
func builtInInstance(built *language, evaluator Evaluator) *Instance {
	return &Instance{Schema: built.schema, Fallbacks: fallbacksOf(built.fallback), evaluator: evaluator}
}
