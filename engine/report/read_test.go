package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/salesplan/salesplan/engine/report"
)

// stored is a small report as a file holds it.
const stored = `{
  "format_version": "1.0", "kind": "review", "complete": true, "verdict": "fail", "plan": "FY27", "path": "plan",
  "base": "b", "head": "h", "merge_base": "m", "fail_on": "error",
  "summary": {"territory": {"added": 1, "removed": 0, "moved": 0, "renamed": 0, "changed": 0}},
  "changes": [{"address": "territory/a", "action": "added", "direct": true, "facets": [], "fields": [], "file": "plan/a.yaml", "line": 1, "column": 1}],
  "landed": [], "rollup": [],
  "counts": {"new": {"error": 1, "warning": 0, "info": 0}, "still": {"error": 0, "warning": 0, "info": 0}, "fixed": {"error": 0, "warning": 0, "info": 0}},
  "findings": [{"code": "TER004", "slug": "two-owners", "severity": "error", "address": "territory/a", "file": "plan/a.yaml", "line": 1, "column": 1, "message": "m", "status": "new"}]
}`

func TestReadGivesTheReport(t *testing.T) {
	got, err := report.Read([]byte(stored))
	if err != nil {
		t.Fatal(err)
	}
	r, ok := got.(report.Review)
	if !ok || r.Plan != "FY27" || len(r.Changes) != 1 || r.Counts.New.Error != 1 {
		t.Fatalf("%#v", got)
	}
	again, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	back, err := report.Read(again)
	if diff := cmp.Diff(got, back); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// TestReadLeavesOutWhatIsNew: reports of a later minor version can be read.
func TestReadLeavesOutWhatIsNew(t *testing.T) {
	later := strings.Replace(stored, `"1.0",`, `"1.7", "letters": [{"rule": "x"}],`, 1)
	if _, err := report.Read([]byte(later)); err != nil {
		t.Error(err)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"nothing":           {"", "no JSON"},
		"no JSON":           {"verdict: pass", "no JSON"},
		"half":              {stored[:len(stored)/2], "no JSON"},
		"two values":        {stored + stored, "more than one JSON value"},
		"a list":            {"[]", "no report"},
		"a word":            {`"pass"`, "no report"},
		"null":              {"null", "no format_version"},
		"no version":        {change(t, `"format_version": "1.0", `, ``), "no format_version"},
		"a later major":     {change(t, `"1.0"`, `"2.0"`), "format_version 2.0"},
		"an earlier major":  {change(t, `"1.0"`, `"0.9"`), "format_version 0.9"},
		"no number":         {change(t, `"1.0"`, `"1.x"`), "is no version"},
		"major alone":       {change(t, `"1.0"`, `"1"`), "is no version"},
		"a number":          {change(t, `"1.0"`, `1.0`), "no report"},
		"another kind":      {change(t, `"kind": "review"`, `"kind": "simulate"`), `kind "simulate"`},
		"no kind":           {change(t, `"kind": "review", `, ``), `kind ""`},
		"a key twice":       {change(t, `"plan": "FY27"`, `"plan": "FY27", "plan": "FY28"`), "says plan twice"},
		"a key in capitals": {change(t, `"plan": "FY27"`, `"plan": "FY27", "Verdict": "pass"`), `"Verdict" is no key`},
		"a folded key":      {change(t, `"plan": "FY27"`, `"plan": "FY27", "findingſ": []`), "is no key"},
		"no UTF-8":          {change(t, `FY27`, "\xff"), "UTF-8"},
		"no findings": {stored[:strings.LastIndex(stored, `,
  "findings"`)] + "}", "no findings"},
		"null changes":         {change(t, `"landed": []`, `"landed": null`), "no landed"},
		"no facets":            {change(t, `"facets": [], `, ``), "no changes.facets"},
		"text for number":      {change(t, `"line": 1`, `"line": "1"`), "broken"},
		"a negative line":      {change(t, `"line": 1`, `"line": -1`), "line is -1"},
		"a huge column":        {change(t, `"column": 1`, `"column": 2000000000`), "column is 2000000000"},
		"a fraction":           {change(t, `"line": 1`, `"line": 1.5`), "broken"},
		"another verdict":      {change(t, `"fail"`, `"great"`), `"great" is no verdict`},
		"another severity":     {change(t, `"severity": "error"`, `"severity": "fatal"`), `"fatal" is no severity`},
		"another status":       {change(t, `"status": "new"`, `"status": ""`), "no status"},
		"another fail_on":      {change(t, `"fail_on": "error"`, `"fail_on": "never"`), "fail_on"},
		"a forged pass":        {change(t, `"verdict": "fail"`, `"verdict": "pass"`), "does not fit its findings"},
		"a forged count":       {change(t, `"new": {"error": 1`, `"new": {"error": 0`), "counts do not fit"},
		"passed, not complete": {change(t, `"complete": true`, `"complete": false`), "does not fit"},
		"deep":                 {change(t, `"landed": []`, `"landed": `+strings.Repeat("[", 200)+strings.Repeat("]", 200)), "nested"},
		"millions of values":   {change(t, `"landed": []`, `"landed": [`+strings.Repeat(`"",`, 5_000_000)+`""]`), "holds more than"},
		"a huge file":          {strings.Repeat(" ", report.MaxStoredBytes+1), "64 MiB"},
		"an empty entry":       {change(t, `"landed": []`, `"landed": [{}]`), "empty entry"},
		"a huge kind":          {change(t, `"kind": "review"`, `"kind": "`+strings.Repeat("x", 1_000_000)+`"`), "…"},
	} {
		_, err := report.Read([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 300 || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

// change changes one thing in the stored report.
func change(t *testing.T, old, with string) string {
	t.Helper()
	if !strings.Contains(stored, old) {
		t.Fatalf("%s does not occur", old)
	}
	return strings.Replace(stored, old, with, 1)
}

// TestReadRefusesTablesTooLargeToDraw: a small file could ask for a huge table.
func TestReadRefusesTornCosts(t *testing.T) {
	whole := `{"format_version": "1.0", "kind": "cost", "complete": true, "verdict": "pass", "fail_on": "error", "dimension": "total", "findings": [],
		"levels": [{"attainment": "1"}], "rows": [{"pay": ["1.00"], "burden": [null], "cost": ["1.00"]}],
		"curves": [{"comp_plan": "a", "points": [{"attainment": "0", "share": "0"}]}, {"comp_plan": "b", "points": [{"attainment": "0", "share": "0"}]}]}`
	if _, err := report.Read([]byte(whole)); err != nil {
		t.Error(err)
	}
	for old, torn := range map[string]string{
		`"pay": ["1.00"]`: `"pay": []`, `"cost": ["1.00"]`: `"cost": ["1.00", "2.00"]`, `"pass"`: `"fine"`,
		`"b", "points": [{"attainment": "0", "share": "0"}]`: `"b", "points": []`,
	} {
		if _, err := report.Read([]byte(strings.Replace(whole, old, torn, 1))); err == nil {
			t.Errorf("%s is read", torn)
		}
	}
}

func TestReadRefusesTablesTooLargeToDraw(t *testing.T) {
	var totals strings.Builder
	for i := range 10_000 {
		if i > 0 {
			totals.WriteString(",")
		}
		id := strings.Repeat("x", i%100) + string(rune('a'+i/100%26)) + strings.Repeat("y", i/2600)
		totals.WriteString(`{"node": "n/` + id + `", "period": "` + id + `", "measure": "arr"}`)
	}
	_, err := report.Read([]byte(`{"format_version": "1.0", "kind": "rollup", "complete": true, "dimension": "total", "totals": [` + totals.String() + `]}`))
	if err == nil || !strings.Contains(err.Error(), "too large to draw") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(stored))
	f.Add([]byte(`{"format_version": "1.0", "kind": "why", "trace": {"parts": [{}]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := report.Read(text)
		if (r == nil) == (err == nil) {
			t.Errorf("%v, %v", r, err)
		}
	})
}
