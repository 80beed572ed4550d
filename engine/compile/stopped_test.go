package compile_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/record"
)

// frail is an evaluator that is stopped: at once, or after some records.
type frail struct {
	mu          sync.Mutex
	records     int // that it looks at before; below 0: it does not even evaluate
	evaluations int
}

func (f *frail) Evaluate(p cuelang.Package) (*cuelang.Evaluation, cuelang.Session, error) {
	f.evaluations++
	if f.records < 0 {
		return nil, nil, &cuelang.StoppedError{Reason: "it is Sunday"}
	}
	evaluation, session, err := cuelang.InProcess{}.Evaluate(p)
	return evaluation, &frailSession{session, f}, err
}

type frailSession struct {
	cuelang.Session
	frail *frail
}

func (s *frailSession) Look(number int, r record.Record) (diag.List, error) {
	s.frail.mu.Lock()
	defer s.frail.mu.Unlock()
	if s.frail.records--; s.frail.records < 0 {
		return nil, &cuelang.StoppedError{Reason: "it is Sunday"}
	}
	return s.Session.Look(number, r)
}

func (s *frailSession) Judge([]record.Record) ([]string, error) {
	return nil, &cuelang.StoppedError{Reason: "it is Sunday"}
}

// ownPlan is a plan with CUE of every sort: data, a template, a constraint that
// is compiled and one that is not.
var ownPlan = map[string]string{
	"plan.yaml":     "plan: {name: Own}\nterritory:\n  north: {name: north, container: true}\n",
	"accounts.yaml": "account:\n  a: {name: A, employees: 2, potential: 1}\n  b: {name: B, employees: 1, potential: 2}\n",
	"data.cue":      "territory: south: {name: \"South\", container: true}\n",
	"own.cue":       "_r: {name: string, container: true}\nterritory: east: _r & {name: \"East\"}\n",
	"policy.cue":    "territory: [string]: name: =~\"^[A-Z]\"\naccount: [string]: {employees?: int, potential?: >=employees}\n",
}

func folder(t *testing.T, files map[string]string) *load.Folder {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	found, err := load.Find(fsys, load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func compiled(t *testing.T, memory *compile.Memory, files map[string]string) (compile.Result, string) {
	t.Helper()
	result, findings, err := compile.Folder(folder(t, files), memory)
	if err != nil {
		t.Fatal(err)
	}
	return result, shown(findings)
}

func shown(findings diag.List) string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, f.Place.String()+" "+string(f.Code)+" "+f.Subject.String()+" "+f.Message)
	}
	return strings.Join(lines, "\n")
}

// TestCUEThatIsStoppedIsLeftOut stops CUE at every moment. What is reported is
// always the same: one finding, and the plan without the CUE that had to be
// evaluated.
func TestCUEThatIsStoppedIsLeftOut(t *testing.T) {
	const want = "own.cue SYN015  the CUE of this plan is left out, because evaluating it was stopped: it is Sunday"
	for _, records := range []int{-1, 0, 1} {
		evaluator := &frail{records: records}
		memory := compile.NewMemory(nil, evaluator)
		for range 2 {
			result, findings := compiled(t, memory, ownPlan)
			if findings != want {
				t.Errorf("stopped after %d records: findings\n%s\nwant\n%s", records, findings, want)
			}
			if result.Complete {
				t.Errorf("stopped after %d records: the result claims to be complete", records)
			}
			if n := result.Plan.Records.Len(); n != 5 {
				t.Errorf("stopped after %d records: %d records, want 5", records, n)
			}
		}
		if evaluator.evaluations != 1 {
			t.Errorf("stopped after %d records, the CUE was evaluated %d times", records, evaluator.evaluations)
		}
	}
	_, findings := compiled(t, compile.NewMemory(nil, &frail{records: 2}), ownPlan)
	if strings.Count(findings, "SCH011") != 2 || strings.Contains(findings, "SYN015") {
		t.Errorf("not stopped: findings\n%s", findings)
	}
}

// kept is a store that remembers everything.
type kept struct{ facts sync.Map }

func (k *kept) Recall(key compile.Key) (compile.Facts, bool) {
	facts, ok := k.facts.Load(key)
	if !ok {
		return compile.Facts{}, false
	}
	return facts.(compile.Facts), true
}

func (k *kept) Remember(key compile.Key, facts compile.Facts) { k.facts.Store(key, facts) }

// TestWhatWasStoppedIsNotKept lets a run that is stopped come before one that
// is not.
func TestWhatWasStoppedIsNotKept(t *testing.T) {
	_, want := compiled(t, compile.NewMemory(nil, cuelang.InProcess{}), ownPlan)
	for _, records := range []int{-1, 0, 1} {
		store := &kept{}
		compiled(t, compile.NewMemory(store, &frail{records: records}), ownPlan)
		if _, got := compiled(t, compile.NewMemory(store, cuelang.InProcess{}), ownPlan); got != want {
			t.Errorf("after a run that was stopped after %d records: findings\n%s\nwant\n%s", records, got, want)
		}
	}
}
