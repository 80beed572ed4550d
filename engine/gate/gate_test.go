package gate_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/gate"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
)

const before = `
territory: {north: {name: North, container: true}}
position: {vp: {title: VP}}
quota: [{territory: north, measure: arr, period: FY27, amount: 100}]
policy:
  own: {message: own, severity: warning, of: changes, where: ["it.direct"], limit: 0}
approver: {vp: {position: vp, login: VP}}
owner_rule: {all: {approvers: [vp]}}
`

// judged judges what leads from before to another text of the same plan.
func judged(t *testing.T, after string, with gate.Input) report.Judgement {
	t.Helper()
	base, head := testplan.Build(t, before), testplan.Build(t, after)
	side := func(i int) *review.Side {
		r := base
		if i > 0 {
			r = head
		}
		return &review.Side{Plan: r.Plan, Schema: r.Schema, Complete: true}
	}
	target := side(0)
	result := review.Compute(review.Input{Base: target, Target: target, Head: side(1)})
	with.Review = report.NewReview(report.ReviewInput{Result: result, Schema: head.Schema, FailOn: diag.Error})
	with.Changes, with.Base, with.Merged, with.FailOn = result.Changes, base.Plan, result.Merged, diag.Error
	return gate.Judge(with)
}

func edited(t *testing.T, from, to string) string {
	t.Helper()
	after := strings.Replace(before, from, to, 1)
	if after == before {
		t.Fatalf("%q is not there", from)
	}
	return after
}

// asker answers with what it is told to.
type asker struct{ err error }

func (a asker) Ask(cuelang.Question) ([]cuelang.Hit, error) { return nil, a.err }

// TestPolicyWithoutAnswerFails: whatever keeps a policy from its answer, the
// verdict is never a pass.
func TestPolicyWithoutAnswerFails(t *testing.T) {
	after := edited(t, "amount: 100", "amount: 101")
	for name, with := range map[string]cuelang.Asker{
		"stopped": asker{&cuelang.StoppedError{Reason: "it takes longer than 5 seconds"}},
		"refused": asker{errors.New("no CUE")},
		"nobody":  nil,
	} {
		got := judged(t, after, gate.Input{Asker: with})
		if g := got.Gates[0]; g.ID != "own" || g.Verdict != gate.Fail || g.Problem == "" {
			t.Errorf("%s: %+v", name, g)
		}
		if len(got.Findings) == 0 || got.Findings[0].Code != string(diag.PolicyUnanswered) || got.Findings[0].Severity != "error" {
			t.Errorf("%s: %+v", name, got.Findings)
		}
	}
	if got := judged(t, after, gate.Input{Asker: cuelang.InProcess{}}); got.Gates[0].Verdict != gate.Warn {
		t.Errorf("answered: %+v", got.Gates[0])
	}
}

// TestApprovalsAreOfContent: the same change has the same hash whatever else
// changes, and any other has another.
func TestApprovalsAreOfContent(t *testing.T) {
	with := gate.Input{Asker: cuelang.InProcess{}}
	hashOf := func(after string) string {
		for _, item := range judged(t, after, with).Approvals[0].Items {
			if strings.HasPrefix(item.Address, "quota/") {
				return item.Hash
			}
		}
		t.Fatal("no item")
		return ""
	}
	approved := edited(t, "amount: 100", "amount: 110")
	hash := hashOf(approved)
	if again := hashOf(strings.Replace(approved, "title: VP", "title: Chief", 1)); again != hash {
		t.Error("another change beside it makes it another")
	}
	seen := map[string]bool{hash: true}
	for _, other := range []string{"amount: 111", "amount: 110, reason: more", "amount: 100, currency: USD", "amount: 1100"} {
		h := hashOf(edited(t, "amount: 100", other))
		if seen[h] {
			t.Errorf("%s has a hash that another change has", other)
		}
		seen[h] = true
	}
	given, err := gate.ReadApprovals([]byte(`{"approvals": [{"login": "vp", "hashes": ["` + hash + `"]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	with.Given = given
	if a := judged(t, approved, with).Approvals[0]; a.Standing != "given" {
		t.Errorf("%+v", a)
	}
	if a := judged(t, edited(t, "amount: 100", "amount: 111"), with).Approvals[0]; a.Standing != "missing" {
		t.Errorf("%+v", a)
	}
}

// FuzzReadApprovals: no text makes reading panic.
func FuzzReadApprovals(f *testing.F) {
	f.Add([]byte(`{"approvals": [{"login": "vp", "hashes": ["0123"]}]}`))
	f.Add([]byte(`{"approvals": null}`))
	f.Add([]byte(`[] {}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if all, err := gate.ReadApprovals(text); (all == nil) == (err == nil) {
			t.Errorf("%v, %v", all, err)
		}
	})
}
