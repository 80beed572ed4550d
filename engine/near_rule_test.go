package engine_test

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/check"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/near"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/rollup"
)

// TestEachRuleReachesFarEnough lets each rule alone decide what is near, so that
// none is helped by what others reach.
func TestEachRuleReachesFarEnough(t *testing.T) {
	asked, answered := 0, 0
	for round := range uint64(25) {
		drawn := newDrawing(rand.New(rand.NewPCG(9, round)))
		drawn.sound = true
		known := map[string]fstest.MapFS{}
		memory := compile.NewMemory(&facts{}, cuelang.InProcess{})
		before := tree{drawn.files(), known}
		was, read := compiledWhole(t, before, memory)
		edits := drawn.edit(2)
		after := tree{drawn.files(), known}
		is, readAfter := compiledWhole(t, after, memory)
		if !was.Complete || !is.Complete {
			continue
		}
		id, _ := before.Hash(".")
		totals, _ := rollup.Compute(was.Plan)
		for _, rule := range check.Rules() {
			run := func(p *plan.Plan) diag.List { return check.Run(check.Input{Plan: p}, []check.Rule{rule}) }
			alone := []near.Analysis{{Run: run, Rules: []near.Rule{{Code: rule.Code, Reach: rule.Reach}}}}
			block, ok := near.Keep(near.Whole{
				About: near.About{Tree: id, Room: rollup.RoomOf(was.Plan)}, Files: was.Files(),
				Findings: diag.Sorted(read, run(was.Plan)), Totals: totals, Analyses: alone,
			})
			if !ok {
				t.Fatalf("round %d: there is no memo for %s", round, rule.Code)
			}
			memo, err := near.Open(bytes.NewReader(block), int64(len(block)))
			if err != nil {
				t.Fatal(err)
			}
			asked++
			answer, err := memo.Look(near.Question{Trees: []near.Tree{after}, Memory: memory, Analyses: alone})
			if err != nil {
				continue
			}
			answered++
			if diff := cmp.Diff(diag.Sorted(readAfter, run(is.Plan)), answer.States[0].Findings); diff != "" {
				t.Errorf("round %d, %s: %s (-whole +near):\n%s", round, rule.Code, edits, diff)
			}
		}
	}
	if answered*2 < asked {
		t.Errorf("only %d of %d were answered", answered, asked)
	}
}

// compiledWhole reads a whole plan.
func compiledWhole(t *testing.T, files tree, memory *compile.Memory) (compile.Result, diag.List) {
	t.Helper()
	folder, err := load.Find(files, load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	result, findings, err := compile.Folder(folder, memory)
	if err != nil {
		t.Fatal(err)
	}
	return result, findings
}
