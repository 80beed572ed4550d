package engine_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/salesplan/salesplan/engine"
	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/credit"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/explain"
)

// TestExplainedExamples runs the examples of every explained finding: Wrong
// yields its code and nothing else of note, Right yields nothing of note.
func TestExplainedExamples(t *testing.T) {
	for _, page := range explain.All() {
		if page.ShownBy != "" {
			continue
		}
		t.Run(string(page.Info.Code), func(t *testing.T) {
			wrong := findingsOf(t, page.Wrong)
			if wrong[string(page.Info.Code)] == 0 {
				t.Errorf("Wrong does not yield %s: %v", page.Info.Code, wrong)
			}
			delete(wrong, string(page.Info.Code))
			if len(wrong) > 0 {
				t.Errorf("Wrong yields more than %s: %v", page.Info.Code, wrong)
			}
			right := findingsOf(t, page.Right)
			if page.Info.Severity != diag.Info {
				delete(right, string(diag.PositionOverTwo))
			}
			if len(right) > 0 {
				t.Errorf("Right yields %v", right)
			}
		})
	}
}

// creditsFile is the file of an example that is not of the plan.
const creditsFile = "credits.csv"

// findingsOf checks the plan files of an example, carries out its allocations,
// pays its credits if there are any, and counts findings by code.
func findingsOf(t *testing.T, text string) map[string]int {
	t.Helper()
	files := fstest.MapFS{}
	var in engine.PayoutInput
	for _, f := range txtar.Parse([]byte(text)).Files {
		if f.Name == creditsFile {
			in.Credits = append(in.Credits, credit.File{Name: f.Name, Text: bytes.NewReader(f.Data)})
			continue
		}
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	loaded, err := engine.Load(engine.Source{Files: files, Name: "example"}, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, f := range engine.Check(loaded, engine.CheckInput{FailOn: diag.Error}).Findings {
		counts[f.Code]++
	}
	allocated, _, err := engine.Allocate(loaded, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range allocated.Findings {
		if strings.HasPrefix(f.Code, "ALC") {
			counts[f.Code]++
		}
	}
	if len(in.Credits) == 0 {
		return counts
	}
	paid, err := engine.Payout(loaded, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range paid.Findings {
		counts[f.Code]++
	}
	return counts
}
