package cuelang

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/errors"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
)

// inProcess is the session of [InProcess].
type inProcess struct {
	mu    sync.Mutex // a CUE context is used by one goroutine at a time
	owner *owner
	whole *whole // nil until it is needed
}

func (s *inProcess) Look(number int, r record.Record) (diag.List, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if number < 0 || number >= len(s.owner.fallback) {
		return nil, fmt.Errorf("there is no constraint number %d", number)
	}
	collection, ok := s.owner.language.Collection(r.Addr.Collection)
	if !ok {
		return nil, fmt.Errorf("there is no collection %q", r.Addr.Collection)
	}
	return s.owner.fallback[number].look(&r, collection.Shape), nil
}

func (s *inProcess) Judge(records []record.Record) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.whole == nil {
		whole, err := s.owner.whole()
		if err != nil {
			return nil, err
		}
		s.whole = whole
	}
	objections := make([]string, len(records))
	for i := range records {
		objections[i] = s.whole.objection(&records[i])
	}
	return objections, nil
}

// whole is all that CUE holds a record against: the language and the package of
// the plan in one value.
type whole struct {
	ctx      *cue.Context
	language *schema.Schema
	plan     cue.Value
	items    map[string]cue.Value // by listed collection: what each of its records must be
}

// whole evaluates the language together with the package. Lists of records in
// the package are no part of it: they say nothing about other records, but
// would be unified with them.
func (o *owner) whole() (*whole, error) {
	files, err := languageFiles(o.built.schema.Version)
	if err != nil {
		return nil, err
	}
	value, err := evaluate(o.ctx, files)
	if err != nil {
		return nil, err
	}
	w := &whole{ctx: o.ctx, language: o.built.schema, plan: value.LookupPath(cue.ParsePath("#Plan")), items: map[string]cue.Value{}}
	for i := range o.built.schema.Collections {
		collection := &o.built.schema.Collections[i]
		if collection.Shape != schema.Listed {
			continue
		}
		item := w.plan.LookupPath(cue.MakePath(cue.Str(collection.Name).Optional(), cue.AnyIndex))
		for _, own := range o.items[collection.Name] {
			item = item.Unify(own)
		}
		w.items[collection.Name] = item
	}
	if o.value.Exists() {
		w.plan = w.plan.Unify(o.value)
	}
	return w, nil
}

// objection returns what CUE has against a record, "" if it is fine.
func (w *whole) objection(r *record.Record) string {
	collection, ok := w.language.Collection(r.Addr.Collection)
	if !ok {
		return fmt.Sprintf("%q is not a collection of the plan language", r.Addr.Collection)
	}
	var err error
	if item, listed := w.items[collection.Name]; listed {
		err = item.Unify(w.ctx.BuildExpr(exprOf(&r.Node))).Validate(cue.Concrete(true))
	} else {
		err = validate(w.ctx, w.plan, r, collection.Shape)
	}
	for _, e := range errors.Errors(err) {
		steps := slices.DeleteFunc(slices.Clone(e.Path()), func(step string) bool { return strings.HasPrefix(step, "#") })
		return sentenceOf(e, fieldPath(withinRecord(steps, r)))
	}
	return ""
}
