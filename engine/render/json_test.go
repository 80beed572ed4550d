package render_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/internal/testplan"
	"github.com/salesplan/salesplan/engine/render"
	"github.com/salesplan/salesplan/engine/report"
	"github.com/salesplan/salesplan/engine/review"
	"github.com/salesplan/salesplan/engine/rollup"
)

func encode(t *testing.T, r any) string {
	t.Helper()
	var b strings.Builder
	if err := render.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestJSONReadsBackAsWritten(t *testing.T) {
	r := fullReview()
	for i, bad := range naughty {
		r.Changes[0].Name = strings.ToValidUTF8(bad, "\ufffd")
		var back report.Review
		if err := json.Unmarshal([]byte(encode(t, *r)), &back); err != nil {
			t.Fatalf("naughty[%d]: %v", i, err)
		}
		if diff := cmp.Diff(r.Changes[0].Name, back.Changes[0].Name); diff != "" {
			t.Errorf("naughty[%d]: %s", i, diff)
		}
	}
}

func TestJSONIsTheSameEveryTime(t *testing.T) {
	for _, r := range []any{fullReview(), fullCheck(), fullDiff(), fullRollup(), fullWhy(), fullTransfer()} {
		first := encode(t, r)
		for range 5 {
			if again := encode(t, r); again != first {
				t.Fatalf("%T: %s", r, cmp.Diff(first, again))
			}
		}
	}
}

// TestListsAreNeverNull builds reports of an empty plan: a program that reads
// them finds every list there.
func TestListsAreNeverNull(t *testing.T) {
	compiled, _ := testplan.Load(t, nil)
	totals, _ := rollup.Compute(compiled.Plan)
	for name, r := range map[string]any{
		"check":    report.NewCheck(report.CheckInput{Plan: compiled.Plan.Choices.Name, Records: report.CollectionSums(compiled.Plan), FailOn: diag.Error}),
		"diff":     report.NewDiff(report.DiffInput{Schema: compiled.Schema}),
		"review":   report.NewReview(report.ReviewInput{Result: review.Result{Merged: compiled.Plan}, Schema: compiled.Schema, FailOn: diag.Error}),
		"rollup":   report.NewRollup(report.RollupInput{Dimension: rollup.Dimension(1), Plan: compiled.Plan, Result: totals}),
		"transfer": report.NewTransfer("init", "plan", []report.Written{}),
	} {
		demandLists(t, name, reflect.ValueOf(r))
		if strings.Contains(encode(t, r), "null") {
			t.Errorf("%s holds null:\n%s", name, encode(t, r))
		}
	}
}

func demandLists(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if !strings.Contains(v.Type().Field(i).Tag.Get("json"), ",omitempty") {
				demandLists(t, path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	case reflect.Slice, reflect.Map:
		if v.IsNil() {
			t.Errorf("%s is null", path)
		}
	}
}
