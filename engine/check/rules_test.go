package check_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sections := sectionsOf(string(text))
	var updated strings.Builder
	for i := 0; i+1 < len(sections); i += 2 {
		given, want := sections[i], sections[i+1]
		if want.name != "findings" {
			t.Fatalf("section %q follows, not findings", want.name)
		}
		t.Run(given.name, func(t *testing.T) {
			got := ""
			for _, line := range findingsOf(t, given.text) {
				got += line + "\n"
			}
			if diff := cmp.Diff(want.text, got); diff != "" && !*update {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			updated.WriteString("-- " + given.name + " --\n" + given.text + "-- findings --\n" + got)
		})
	}
	if *update {
		if err := os.WriteFile(file, []byte(updated.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

type section struct{ name, text string }

// sectionsOf splits a text at lines such as "-- name --".
func sectionsOf(text string) []section {
	var sections []section
	for line := range strings.Lines(text) {
		name, marked := strings.CutPrefix(strings.TrimSpace(line), "-- ")
		name, ends := strings.CutSuffix(name, " --")
		if marked && ends {
			sections = append(sections, section{name: name})
		} else if len(sections) > 0 {
			sections[len(sections)-1].text += line
		}
	}
	return sections
}
