package merge_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/merge"
	"github.com/salesplan/salesplan/engine/record"
)

func said(records []record.Record) string {
	var b strings.Builder
	for _, r := range records {
		fmt.Fprintf(&b, "%s %s\n", r.Addr, diff.Print(&r.Node))
	}
	return b.String()
}

// triples calls each with a base and two plans that grew from it.
func triples(t *testing.T, n int, each func(t *testing.T, base, target, head compile.Result)) {
	t.Helper()
	for seed := range uint64(n) {
		r := rand.New(rand.NewPCG(seed, 11))
		plans := make([]compile.Result, 3)
		for i := range plans {
			plans[i] = testplan.Build(t, testplan.Random(r))
		}
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { each(t, plans[0], plans[1], plans[2]) })
	}
}

func TestMergeWithAnUnchangedSideIsTheOtherSide(t *testing.T) {
	triples(t, 40, func(t *testing.T, base, target, head compile.Result) {
		for _, c := range []struct{ target, head, want compile.Result }{{base, head, head}, {target, base, target}, {head, head, head}} {
			merged, conflicts := merge.Records(base.Plan, c.target.Plan, c.head.Plan, base.Schema)
			if len(conflicts) > 0 || said(merged) != said(testplan.Records(c.want.Plan)) {
				t.Errorf("conflicts %v\ngot\n%s\nwant\n%s", conflicts, said(merged), said(testplan.Records(c.want.Plan)))
			}
		}
	})
}

// TestMergeIsSymmetric demands the same conflicts both ways, and the same
// result where there are none.
func TestMergeIsSymmetric(t *testing.T) {
	clean := 0
	triples(t, 60, func(t *testing.T, base, target, head compile.Result) {
		one, conflicts := merge.Records(base.Plan, target.Plan, head.Plan, base.Schema)
		other, mirrored := merge.Records(base.Plan, head.Plan, target.Plan, base.Schema)
		if len(conflicts) != len(mirrored) {
			t.Errorf("%d conflicts one way, %d the other", len(conflicts), len(mirrored))
		}
		conflicting := map[string]bool{}
		for _, c := range conflicts {
			conflicting[c.Addr.String()] = true
		}
		for i := range one {
			if !conflicting[one[i].Addr.String()] && i < len(other) && one[i].Addr == other[i].Addr {
				clean++
				if !one[i].Node.Equal(&other[i].Node) {
					t.Errorf("%s differs by direction", one[i].Addr)
				}
			}
		}
	})
	if clean == 0 {
		t.Error("no record merged without conflict: the test proves nothing")
	}
}

const base = `
territory:
  a: {name: A, extra: {k: 1, m: 1}}
  b: {name: B}
`

func edited(old, now string) string { return strings.Replace(base, old, now, 1) }

func TestMerge(t *testing.T) {
	for _, c := range []struct {
		name, target, head string
		want               string // the record a
		conflicts          string
	}{
		{"different fields", edited("k: 1", "k: 2"), edited("m: 1", "m: 3"), "{extra: {k: 2, m: 3}, name: A}", ""},
		{"same edit", edited("k: 1", "k: 2"), edited("k: 1", "k: 2"), "{extra: {k: 2, m: 1}, name: A}", ""},
		{"same field", edited("k: 1", "k: 2"), edited("k: 1", "k: 3"), "{extra: {k: 3, m: 1}, name: A}", "territory/a extra.k"},
		{"removed and changed", edited("  a: {name: A, extra: {k: 1, m: 1}}\n", ""), edited("k: 1", "k: 3"), "{extra: {k: 3, m: 1}, name: A}", "territory/a "},
		{"another record", edited("name: B", "name: C"), edited("k: 1", "k: 3"), "{extra: {k: 3, m: 1}, name: A}", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := testplan.Build(t, base)
			merged, conflicts := merge.Records(b.Plan, testplan.Build(t, c.target).Plan, testplan.Build(t, c.head).Plan, b.Schema)
			var told []string
			for _, conflict := range conflicts {
				told = append(told, conflict.Addr.String()+" "+conflict.Field)
			}
			if got := strings.Join(told, ", "); got != c.conflicts {
				t.Errorf("conflicts %q, want %q", got, c.conflicts)
			}
			for _, r := range merged {
				if r.Addr.String() == "territory/a" && diff.Print(&r.Node) != c.want {
					t.Errorf("got  %s\nwant %s", diff.Print(&r.Node), c.want)
				}
			}
		})
	}
}

// TestRenameOnOneSideEditOnTheOther carries an edit over to the new id.
func TestRenameOnOneSideEditOnTheOther(t *testing.T) {
	b := testplan.Build(t, base)
	target := testplan.Build(t, edited("k: 1", "k: 2"))
	head := testplan.Build(t, edited("  a:", "  z:")+"move:\n  - {from: territory/a, to: territory/z}\n")
	merged, conflicts := merge.Records(b.Plan, target.Plan, head.Plan, b.Schema)
	if len(conflicts) > 0 {
		t.Fatalf("%+v", conflicts)
	}
	text := said(merged)
	if !strings.Contains(text, "territory/z {extra: {k: 2, m: 1}, name: A}") || strings.Contains(text, "\nterritory/a ") {
		t.Error(text)
	}
}

// TestKeysWithDots merges a record with a field that the language does not
// allow, but that must not get lost all the same.
func TestKeysWithDots(t *testing.T) {
	compiled := func(extra string) compile.Result {
		result, _ := testplan.Load(t, map[string]string{"plan.yaml": testplan.Settings + "territory:\n  a: {name: A, extra: {" + extra + "}}\n"})
		return result
	}
	b := compiled(`k: 1`)
	merged, conflicts := merge.Records(b.Plan, compiled(`k: 1, "cost.center": 5`).Plan, compiled(`k: 2`).Plan, b.Schema)
	if len(conflicts) > 0 || !strings.Contains(said(merged), "{cost.center: 5, k: 2}") {
		t.Errorf("%v\n%s", conflicts, said(merged))
	}
}
