package compile_test

import (
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
)

// broken is an evaluator whose compiler forgets constraints, or adds one.
type broken struct{ change func(*cuelang.Evaluation) }

func (b broken) Evaluate(p cuelang.Package) (*cuelang.Evaluation, cuelang.Session, error) {
	evaluation, session, err := cuelang.InProcess{}.Evaluate(p)
	b.change(evaluation)
	return evaluation, session, err
}

func TestCrossCheckFindsDisagreements(t *testing.T) {
	files := map[string]string{
		"plan.yaml": "plan: {name: Own}\nterritory:\n  North: {name: North, container: true}\n  south: {name: south, container: true}\n  east: {name: East, container: true, colour: red}\n",
		"quota.csv": "territory,measure,period,amount\nsouth,bookings,FY27,12.50\neast,bookings,FY27,many\n",
		"own.cue":   "territory: {[string]: name: =~\"^[A-Z]\", west: {name: \"West\", container: true}}\nquota: [...{amount: <=1000}]\n",
	}
	tests := []struct {
		name   string
		change func(*cuelang.Evaluation)
		want   string
	}{
		{"both the same", func(*cuelang.Evaluation) {}, ""},
		{
			"a constraint is forgotten", func(e *cuelang.Evaluation) { e.Narrowed = nil },
			"plan.yaml:4:3 INT002 territory/south the compiled schema accepts territory/south, and CUE does not: name must fulfil =~\"^[A-Z]\", and \"south\" does not",
		},
		{"a constraint is invented", func(e *cuelang.Evaluation) {
			for i := range e.Narrowed {
				if e.Narrowed[i].Name == "territory" {
					e.Narrowed[i].Record.Fields.Closed, e.Narrowed[i].Record.Fields.Named = true, nil
				}
			}
		}, "own.cue:1:41 INT002 territory/west CUE accepts territory/west, and the compiled schema does not: territory has no field \"name\""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, _ := compiled(t, compile.NewMemory(nil, broken{test.change}), files)
			found, complete, err := result.CrossCheck()
			if got := shown(diag.Sorted(found)); got != test.want || !complete || err != nil {
				t.Errorf("complete %t, error %v, findings\n%s\nwant\n%s", complete, err, got, test.want)
			}
		})
	}
}

// TestCrossCheckOfOneCopy leaves out what is written in CUE and elsewhere.
func TestCrossCheckOfOneCopy(t *testing.T) {
	files := map[string]string{
		"plan.yaml": "plan: {name: Own}\nterritory:\n  north: {name: North, container: true}\n",
		"own.cue":   "_n: \"Nord\"\nterritory: north: {name: _n, container: true}\n",
	}
	result, findings := compiled(t, compile.NewMemory(nil, cuelang.InProcess{}), files)
	if !strings.Contains(findings, "REF002") {
		t.Errorf("findings\n%s", findings)
	}
	if found, complete, err := result.CrossCheck(); len(found) > 0 || !complete || err != nil {
		t.Errorf("complete %t, error %v, findings\n%s", complete, err, shown(found))
	}
}

func TestCrossCheckThatIsStopped(t *testing.T) {
	result, _ := compiled(t, compile.NewMemory(nil, &frail{records: 2}), ownPlan)
	found, complete, err := result.CrossCheck()
	if got := shown(found); !strings.Contains(got, "SYN015") || complete || err != nil {
		t.Errorf("complete %t, error %v, findings\n%s", complete, err, got)
	}
}
