package complint_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine/complint"
)

var update = flag.Bool("update", false, "rewrite the findings in testdata")

// TestRules runs the plans in testdata. Each file is about one code and holds
// pairs of a plan and all findings that all rules together report for it: that
// a mistake has one finding and no others is part of what is shown.
func TestRules(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runArchive(t, file) })
	}
}

func runArchive(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	shared := string(archive.Comment)
	for i := 0; i+1 < len(archive.Files); i += 2 {
		given, want := archive.Files[i], &archive.Files[i+1]
		if want.Name != "findings" {
			t.Fatalf("section %q follows, not findings", want.Name)
		}
		t.Run(given.Name, func(t *testing.T) {
			got := ""
			for _, line := range linesOf(everyFinding(planOf(t, shared+string(given.Data)))) {
				got += line + "\n"
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" && !*update {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			want.Data = []byte(got)
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEveryRuleIsShown holds that each rule has test data that it reports on.
func TestEveryRuleIsShown(t *testing.T) {
	for _, rule := range complint.Rules() {
		text, err := os.ReadFile("testdata/" + strings.ToLower(string(rule.Code)) + ".txtar")
		if err != nil || !strings.Contains(string(text), " "+string(rule.Code)+" ") {
			t.Errorf("%s has no finding in its test data: %v", rule.Code, err)
		}
	}
}
