package cuelang

import (
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
)

// File is a CUE file of the plan folder, as load read it.
type File = load.CUEFile

// Instance is the plan language of one plan, and the records of it that are
// written in CUE.
type Instance struct {
	Schema *schema.Schema

	// Records are raw, in order of place. What has been reported in them is null.
	Records []record.Record

	// Fallbacks are constraints that Schema does not express and CUE looks at.
	Fallbacks []Fallback

	evaluator Evaluator
	session   Session   // nil if nothing was evaluated
	without   *Instance // the same without what was evaluated; nil if nothing was
}

// Without returns the instance without the CUE that was evaluated: what is left
// of it once that was stopped.
func (i *Instance) Without() *Instance {
	if i.without == nil {
		return i
	}
	return i.without
}

// Judge lets CUE itself judge typed records, as [Session] says. This costs a
// thousand times what the compiled schema does.
func (i *Instance) Judge(records []record.Record) ([]string, error) {
	session := i.session
	if session == nil {
		var err error
		if _, session, err = i.evaluator.Evaluate(Package{Version: i.Schema.Version}); err != nil {
			return nil, err
		}
	}
	return session.Judge(records)
}

// Fallback is a constraint on the records of a collection that the compiled
// schema does not express. Such a record costs about a hundred times more.
type Fallback struct {
	Collection string
	Own        bool // declared in the plan folder
	Reasons    []Reason
}

// Compile compiles a version of the plan language, narrowed by the CUE files of
// a plan folder. Those that are more than data are evaluated by the evaluator.
// The findings are about these files; those that are refused or cannot be
// evaluated are left out. The error means that the language itself is unusable
// or that the evaluator cannot work.
func Compile(version string, own []File, evaluator Evaluator) (*Instance, diag.List, error) {
	built, err := languageOf(version)
	if err != nil {
		return nil, nil, err
	}
	if len(own) == 0 {
		return builtInInstance(built, evaluator), nil, nil
	}
	return compileOwn(built, own, evaluator)
}
