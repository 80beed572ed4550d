package payout_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/payout"
)

// TestRules pays the cases of testdata: a plan, credits, and what they pay.
// UPDATE=1 rewrites what they pay.
func TestRules(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+2 < len(archive.Files); i += 3 {
			plan, credits, want := archive.Files[i], archive.Files[i+1], &archive.Files[i+2]
			t.Run(filepath.Base(name)+"/"+plan.Name, func(t *testing.T) {
				got := paid(t, string(plan.Data), string(credits.Data))
				if os.Getenv("UPDATE") != "" {
					want.Data = []byte(got)
				}
				if diff := cmp.Diff(string(want.Data), got); diff != "" {
					t.Error(diff)
				}
			})
		}
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// paid pays credits by sums and by credits, and demands that both agree.
func paid(t *testing.T, plan, credits string) string {
	compiled, findings := testplan.Load(t, map[string]string{"plan.yaml": plan})
	for _, f := range findings {
		t.Errorf("%s %s %s", f.Place, f.Code, f.Message)
	}
	var shownOnce [2]string
	for i, every := range []bool{false, true} {
		r, err := payout.Compute(compiled.Plan, comp.Read(compiled.Plan), creditsOf(credits), payout.Options{EveryCredit: every})
		if err != nil {
			t.Fatal(err)
		}
		shownOnce[i] = shown(r)
	}
	if diff := cmp.Diff(shownOnce[0], shownOnce[1]); diff != "" {
		t.Errorf("by sums and by credits: %s", diff)
	}
	return shownOnce[0]
}
