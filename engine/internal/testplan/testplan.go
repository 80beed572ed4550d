// Package testplan builds plans for tests from the text of plan files, through
// the same stages as the product. Its entry points are [Build] and [Random].
package testplan

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/salesplan/salesplan/engine/compile"
	"github.com/salesplan/salesplan/engine/cuelang"
	"github.com/salesplan/salesplan/engine/diag"
	"github.com/salesplan/salesplan/engine/load"
	"github.com/salesplan/salesplan/engine/plan"
	"github.com/salesplan/salesplan/engine/record"
)

// Settings are settings that suit most tests.
const Settings = `
plan:
  name: Test
  currency: EUR
  calendar: {kind: months, start_month: 2, named_by: end}
  years: [FY27]
  fx_rates: {USD: 0.9}
`

// Load compiles files (name to text) and returns the findings, too.
func Load(t testing.TB, files map[string]string) (compile.Result, diag.List) {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	found, err := load.Find(folder, load.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	result, findings, err := compile.Folder(found, compile.NewMemory(nil, cuelang.InProcess{}))
	if err != nil {
		t.Fatal(err)
	}
	return result, findings
}

// Build compiles one YAML text, given without settings, and demands that it
// has no findings.
func Build(t testing.TB, text string) compile.Result {
	t.Helper()
	result, findings := Load(t, map[string]string{"plan.yaml": strings.TrimLeft(Settings, "\n") + text})
	for _, f := range findings {
		t.Errorf("%s %s %s", f.Place, f.Code, f.Message)
	}
	return result
}

// Records returns all records of a plan in order.
func Records(p *plan.Plan) []record.Record {
	var records []record.Record
	for r := range p.Records.All() {
		records = append(records, *r)
	}
	return records
}
