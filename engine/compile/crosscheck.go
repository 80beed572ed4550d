package compile

import (
	"errors"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/record"
	"github.com/salesplan/salesplan/engine/schema"
	"github.com/salesplan/salesplan/engine/source"
)

// CrossCheck lets CUE judge every record and reports those of which it thinks
// otherwise than the compiled schema. A language with errors is not checked:
// the two have then not the same constraints. Neither are records that are
// written both in CUE and elsewhere, because CUE joins what is written twice.
// complete is false if CUE was stopped before the end. The error means that the
// evaluator cannot work.
func (r Result) CrossCheck() (found diag.List, complete bool, err error) {
	records := r.judged()
	if len(records) == 0 || r.language.findings.Worst() == diag.Error {
		return nil, true, nil
	}
	objections, err := r.language.instance.Judge(records)
	if stop, ok := errors.AsType[*cuelang.StoppedError](err); ok {
		return diag.List{diag.New(diag.CUEStopped, addr.Addr{}, records[0].Place(), "the cross-check by CUE was stopped: %s", stop.Reason)}, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	for i := range records {
		if f, differs := disagreement(r.Schema, &records[i], objections[i]); differs {
			found = append(found, f)
		}
	}
	return found, true, nil
}

// judged returns the records that both engines can judge.
func (r Result) judged() []record.Record {
	inCUE := map[addr.Addr]source.Place{}
	for i := range r.language.instance.Records {
		own := &r.language.instance.Records[i]
		inCUE[own.Addr] = own.Place()
	}
	var records []record.Record
	for written := range r.Plan.Records.All() {
		place, own := inCUE[written.Addr]
		if _, known := r.Schema.Collection(written.Addr.Collection); known && !refused(&written.Node) && (!own || place == written.Place()) {
			records = append(records, *written)
		}
	}
	return records
}

// disagreement compares what the compiled schema has against a record with what
// CUE has.
func disagreement(language *schema.Schema, r *record.Record, objection string) (diag.Finding, bool) {
	_, findings := language.Check(untyped(language, *r))
	switch {
	case len(findings) == 0 && objection != "":
		return diag.New(diag.EnginesDisagree, r.Addr, r.Place(), "the compiled schema accepts %s, and CUE does not: %s", r.Addr, objection), true
	case len(findings) > 0 && objection == "" && !beyondCUE(findings):
		return diag.New(diag.EnginesDisagree, r.Addr, r.Place(), "CUE accepts %s, and the compiled schema does not: %s", r.Addr, findings[0].Message), true
	}
	return diag.Finding{}, false
}

// beyondCUE reports whether findings may all come from the attributes @oneof
// and @format, which say more than CUE looks at.
func beyondCUE(findings diag.List) bool {
	for _, f := range findings {
		if f.Code != diag.ExactlyOneOf && f.Code != diag.BadFormat {
			return false
		}
	}
	return true
}

// untyped returns a typed record such that it can be checked once more: an id
// that was made of the fields is formed again.
func untyped(language *schema.Schema, r record.Record) record.Record {
	if _, derived := language.DeriveID(r.Addr.Collection, &r.Node); derived {
		r.Addr.ID = ""
	}
	return r
}
