package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestReportsFitTheirSchema runs verbs on real plans and holds their JSON
// against the schema that we publish.
func TestReportsFitTheirSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../engine/docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	plans, err := filepath.Abs("../../plans")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, command := range []string{
		"init fy27", "init ops --with ops", "demo", "check fy27", "check BRINDLEMARK", "diff fy27 BRINDLEMARK", "rollup fy27", "rollup BRINDLEMARK --by manager", "rollup BRINDLEMARK --by node --hire account_executive@2026-05-01",
		"why plan/bookings@FY27 --input fy27", "ops map ops", "ops grid ops", "ops maturity ops", "ops reallocate BRINDLEMARK",
		"ops forecast BRINDLEMARK --snapshot PIPELINE-2026-06-30.csv", "ops forecast BRINDLEMARK --snapshot PIPELINE-2026-06-30.csv --earlier PIPELINE-2026-05-31.csv --period FY27-Q2 --by territory",
		"ops cycle BRINDLEMARK --month FY27-M05 --as-of 2026-07-10", "ops cycle BRINDLEMARK --month FY30-M05 --as-of 2026-07-10", "cost BRINDLEMARK --by role --curves", "quota allocate --plan fy27 --dry-run", "fmt fy27",
	} {
		words := strings.Fields(strings.NewReplacer("BRINDLEMARK", filepath.Join(plans, "brindlemark"), "PIPELINE", filepath.Join(plans, "pipeline", "pipeline")).Replace(command))
		exit, out := run(t, dir, append(words, "--format", "json")...)
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if exit != 0 || err != nil {
			t.Errorf("%s: exit %d, %v", command, exit, err)
			continue
		}
		if err := schema.Validate(instance); err != nil {
			t.Errorf("%s: %v", command, err)
		}
		name := filepath.Join(dir, "stored.json")
		if err := os.WriteFile(name, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(command, "ops ") {
			continue // not read back
		}
		if exit, again := run(t, dir, "render", name, "--format", "json"); exit != 0 || again != out {
			t.Errorf("%s is not read back as it was written: exit %d", command, exit)
		}
	}
}
