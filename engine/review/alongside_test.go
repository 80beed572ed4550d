package review_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/review"
)

// TestAlongsideLaws: a change does not conflict with itself nor with nothing;
// of two changes each conflicts with the other in the same fields; and what both
// bring together neither brings alone.
func TestAlongsideLaws(t *testing.T) {
	conflicts, findings := 0, 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 17))
		sides := make([]*review.Side, 3)
		for i := range sides {
			built := testplan.Build(t, testplan.Random(r))
			sides[i] = sideOf(built)
		}
		base, one, two := sides[0], sides[1], sides[2]
		on := func(head *review.Side) review.Input {
			return review.Input{Base: base, Target: base, Head: head, Say: said}
		}
		for name, other := range map[string]*review.Side{"itself": one, "nothing": base} {
			if t2 := review.Alongside(on(one), on(other)); len(t2.Conflicts)+len(t2.Findings) > 0 || !t2.Complete {
				t.Errorf("seed %d, with %s: %+v", seed, name, t2)
			}
		}
		forth, back := review.Alongside(on(one), on(two)), review.Alongside(on(two), on(one))
		if got, want := named(forth), named(back); got != want {
			t.Errorf("seed %d: %s one way, %s the other", seed, got, want)
		}
		conflicts += len(forth.Conflicts)
		alone := map[string]bool{}
		for _, head := range []*review.Side{one, two} {
			for _, f := range review.Compute(on(head)).Findings {
				alone[f.Identity()] = alone[f.Identity()] || f.Status != review.Fixed
			}
		}
		for _, f := range forth.Findings {
			findings++
			if alone[f.Identity()] {
				t.Errorf("seed %d: %s is there with one of them alone", seed, f.Message)
			}
		}
	}
	if conflicts < 50 || findings < 5 {
		t.Errorf("only %d conflicts and %d findings: the test proves little", conflicts, findings)
	}
}

func sideOf(built compile.Result) *review.Side {
	return &review.Side{Plan: built.Plan, Schema: built.Schema, Findings: diag.List{}, Complete: true}
}

// named lists the records and fields of conflicts.
func named(t review.Together) string {
	text := ""
	for _, c := range t.Conflicts {
		text += fmt.Sprintf("%s %s; ", c.Addr, c.Field)
	}
	return text
}
