package diff_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/addr"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/diff"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// pairs calls each with pairs of random plans.
func pairs(t *testing.T, n int, each func(t *testing.T, a, b compile.Result)) {
	t.Helper()
	for seed := range uint64(n) {
		r := rand.New(rand.NewPCG(seed, 7))
		a, b := testplan.Build(t, testplan.Random(r)), testplan.Build(t, testplan.Random(r))
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { each(t, a, b) })
	}
}

// same demands that two lists of records say the same, declarations of moves
// aside.
func same(t *testing.T, got, want []record.Record) {
	t.Helper()
	said := func(records []record.Record) string {
		var b strings.Builder
		for _, r := range records {
			if r.Addr.Collection != plan.MoveKind {
				fmt.Fprintf(&b, "%s %s\n", r.Addr, diff.Print(&r.Node))
			}
		}
		return b.String()
	}
	if g, w := said(got), said(want); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

func TestDiffOfAPlanWithItselfIsEmpty(t *testing.T) {
	pairs(t, 20, func(t *testing.T, a, _ compile.Result) {
		if changes := diff.Compare(a.Plan, a.Plan, a.Schema); len(changes) > 0 {
			t.Errorf("%+v", changes)
		}
	})
}

func TestApplyLeadsToTheOtherPlan(t *testing.T) {
	pairs(t, 60, func(t *testing.T, a, b compile.Result) {
		changes := diff.Compare(a.Plan, b.Plan, b.Schema)
		if len(changes) == 0 {
			t.Skip("the two plans are equal")
		}
		same(t, diff.Apply(a.Plan, changes, b.Schema), testplan.Records(b.Plan))
	})
}

func TestDiffMirrors(t *testing.T) {
	opposite := map[diff.Action]diff.Action{
		diff.Added: diff.Removed, diff.Removed: diff.Added, diff.Moved: diff.Moved, diff.Changed: diff.Changed,
	}
	pairs(t, 60, func(t *testing.T, a, b compile.Result) {
		back := map[addr.Addr]diff.Change{}
		for _, change := range diff.Compare(b.Plan, a.Plan, a.Schema) {
			back[change.Addr] = change
		}
		forth := diff.Compare(a.Plan, b.Plan, b.Schema)
		if len(forth) != len(back) {
			t.Fatalf("%d changes forth, %d back", len(forth), len(back))
		}
		for _, change := range forth {
			mirror := back[change.Addr]
			if mirror.Action != opposite[change.Action] || mirror.Facets != change.Facets || len(mirror.Fields) != len(change.Fields) {
				t.Errorf("%s: %v forth, %v back", change.Addr, change, mirror)
				continue
			}
			for i, field := range change.Fields {
				other := mirror.Fields[i]
				if field.Path != other.Path || !field.Before.Equal(other.After) || !field.After.Equal(other.Before) {
					t.Errorf("%s %s: not mirrored", change.Addr, field.Path)
				}
			}
		}
	})
}

// TestFilesMeanNothing regroups the records into files, reorders them, and
// writes numbers another way.
func TestFilesMeanNothing(t *testing.T) {
	one := testplan.Build(t, `
territory:
  a: {name: A, extra: {k: 1.50, m: 2}}
  b: {parent: a, name: B}
measure:
  arr: {name: ARR, unit: money}
quota:
  - {territory: a, measure: arr, period: FY27, amount: 100.00}
`)
	other, findings := testplan.Load(t, map[string]string{
		"plan.yaml":        testplan.Settings,
		"more/b.yaml":      "territory:\n  b: {name: B, parent: a}\n  a:\n    extra: {m: 2, k: 1.5}\n    name: A\n",
		"measure.csv":      "id,name,unit\narr,ARR,money\n",
		"q/quota.2027.csv": "amount,territory,period,measure\n100,a,FY27,arr\n",
	})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if changes := diff.Compare(one.Plan, other.Plan, one.Schema); len(changes) > 0 {
		t.Errorf("%+v", changes)
	}
}

const renameBase = `
measure:
  arr: {name: ARR, unit: money}
position:
  p: {title: Seat}
territory:
  old: {name: Name}
  child: {name: Child, parent: old}
assignment:
  - {territory: old, position: p, coverage: owner}
quota:
  - {territory: old, measure: arr, period: FY27, amount: 100}
`

// TestDeclaredRenameIsOneChange follows a rename through references and
// through ids that are formed from it.
func TestDeclaredRenameIsOneChange(t *testing.T) {
	before := testplan.Build(t, renameBase)
	renamed := strings.NewReplacer("old:", "new:", "old", "new").Replace(renameBase)
	after := testplan.Build(t, renamed+"move:\n  - {from: territory/old, to: territory/new}\n")
	changes := diff.Compare(before.Plan, after.Plan, after.Schema)
	if len(changes) != 1 || changes[0].Action != diff.Renamed || changes[0].From != addr.New("territory", "old") || changes[0].Addr != addr.New("territory", "new") {
		t.Errorf("%+v", changes)
	}
	same(t, diff.Apply(before.Plan, changes, after.Schema), testplan.Records(after.Plan))
}

func TestUndeclaredRenameIsRemovalAndAddition(t *testing.T) {
	before := testplan.Build(t, renameBase)
	after := testplan.Build(t, strings.NewReplacer("old", "new").Replace(renameBase))
	actions := map[string]diff.Action{}
	for _, change := range diff.Compare(before.Plan, after.Plan, after.Schema) {
		actions[change.Addr.String()] = change.Action
	}
	for address, want := range map[string]diff.Action{
		"territory/old": diff.Removed, "territory/new": diff.Added, "territory/child": diff.Moved,
		"quota/old/arr@FY27": diff.Removed, "quota/new/arr@FY27": diff.Added,
	} {
		if actions[address] != want {
			t.Errorf("%s: %v, want %v", address, actions[address], want)
		}
	}
}

// TestOwnerFollowsFromAssignments shows a new owner at the territory itself.
func TestOwnerFollowsFromAssignments(t *testing.T) {
	before := testplan.Build(t, "territory:\n  a: {name: A}\nposition:\n  p: {title: P}\n  q: {title: Q}\nassignment:\n  - {territory: a, position: p, coverage: owner}\n")
	after := testplan.Build(t, "territory:\n  a: {name: A}\nposition:\n  p: {title: P}\n  q: {title: Q}\nassignment:\n  - {territory: a, position: q, coverage: owner}\n")
	for _, change := range diff.Compare(before.Plan, after.Plan, after.Schema) {
		if change.Addr.Collection != "territory" {
			continue
		}
		owner, ok := change.FieldAt("owner")
		if change.Direct() || change.Facets != diff.Ownership || !ok || owner.Before.Text != "p" || owner.After.Text != "q" {
			t.Errorf("%+v", change)
		}
		return
	}
	t.Error("the territory does not show its new owner")
}

func TestEveryFacetHasAName(t *testing.T) {
	for facet := diff.Hierarchy; facet <= diff.Other; facet <<= 1 {
		names := facet.Names()
		if len(names) != 1 || diff.ParseFacet(names[0]) != facet {
			t.Errorf("facet %b: %v", facet, names)
		}
	}
}
