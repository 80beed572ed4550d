package payout_test

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine/comp"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/payout"
)

// TestSumsPayWhatCreditsPay pays the published cases and those of textbooks from
// sums by month, where those do, and from every credit. That the figures are
// those printed is tested in package engine.
func TestSumsPayWhatCreditsPay(t *testing.T) {
	names, err := filepath.Glob("../testdata/*/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		plans, credits := map[string]map[string]string{}, map[string]string{}
		for _, f := range txtar.Parse(text).Files {
			folder, file := path.Split(f.Name)
			switch file {
			case "credits.csv":
				credits[folder] = string(f.Data)
			case "plan.yaml":
				plans[folder] = map[string]string{file: string(f.Data)}
			}
		}
		for folder, sold := range credits {
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+folder, func(t *testing.T) {
				compiled, _ := testplan.Load(t, plans[folder])
				var paid [2]string
				for i, every := range []bool{false, true} {
					r, err := payout.Compute(compiled.Plan, comp.Read(compiled.Plan), creditsOf(sold), payout.Options{EveryCredit: every})
					if err != nil {
						t.Fatal(err)
					}
					paid[i] = shown(r)
				}
				if diff := cmp.Diff(paid[0], paid[1]); diff != "" {
					t.Errorf("from sums (-) and from every credit (+):\n%s", diff)
				}
			})
		}
	}
}
