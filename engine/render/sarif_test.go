package render_test

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaAt compiles a JSON Schema of a file.
func schemaAt(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// sarifSchemas are what SARIF output is held against: a schema of the parts
// that we use, written after the standard's text, and with SARIF_SCHEMA=FILE
// the official schema, whose terms do not let us carry it.
func sarifSchemas(t *testing.T) []*jsonschema.Schema {
	t.Helper()
	schemas := []*jsonschema.Schema{schemaAt(t, "testdata/sarif-2.1.0.schema.json")}
	if official := os.Getenv("SARIF_SCHEMA"); official != "" {
		schemas = append(schemas, schemaAt(t, official))
	}
	return schemas
}

func demandValid(t *testing.T, schemas []*jsonschema.Schema, what, text string) {
	t.Helper()
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v\n%s", what, err, text)
	}
	for _, schema := range schemas {
		if err := schema.Validate(instance); err != nil {
			t.Fatalf("%s: %v\n%.2000s", what, err, text)
		}
	}
}

// sarifSeen is what a reader of SARIF makes of a file.
type sarifSeen struct {
	Runs []struct {
		AutomationDetails struct{ ID string }
		Tool              struct {
			Driver struct{ Rules []struct{ ID string } }
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
		Results []struct {
			RuleID              string
			RuleIndex           int
			Level, Baseline     string
			Message             struct{ Text string }
			PartialFingerprints map[string]string
			Locations           []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
				}
			}
		}
	}
}

func sarif(t *testing.T, r any) sarifSeen {
	t.Helper()
	return readSARIF(t, drawn(t, "sarif", r))
}

func readSARIF(t *testing.T, text string) sarifSeen {
	t.Helper()
	var seen sarifSeen
	if err := json.Unmarshal([]byte(text), &seen); err != nil {
		t.Fatal(err)
	}
	return seen
}

func TestSARIFShowsOpenFindings(t *testing.T) {
	run := sarif(t, fullReview()).Runs[0]
	if len(run.Results) != 3 { // one of four is fixed
		t.Fatalf("%d results", len(run.Results))
	}
	worst := run.Results[0]
	if worst.Level != "error" || worst.RuleID != "QUO004" || worst.Message.Text != "the quotas differ" {
		t.Errorf("%+v", worst)
	}
	place := worst.Locations[0].PhysicalLocation
	if place.ArtifactLocation.URI != "plan/quota.csv" || place.Region.StartLine != 3 || place.Region.StartColumn != 5 || place.Region.EndColumn != 6 {
		t.Errorf("%+v", place)
	}
	if run.Results[1].Level != "warning" || run.Results[2].Level != "note" {
		t.Error("results are not worst first")
	}
	if run.AutomationDetails.ID != "salesplan/review/plans/fy27/" {
		t.Error(run.AutomationDetails.ID)
	}
	demandValid(t, sarifSchemas(t), "review", drawn(t, "sarif", fullReview()))
	demandValid(t, sarifSchemas(t), "check", drawn(t, "sarif", fullCheck()))
}

// TestSARIFSchemaIsStrict: a mistake in what we write would not pass it.
func TestSARIFSchemaIsStrict(t *testing.T) {
	good := drawn(t, "sarif", fullReview())
	for _, change := range [][2]string{
		{`"level": "error"`, `"level": "fatal"`},
		{`"startLine": 3`, `"startLine": 0`},
		{`"ruleIndex"`, `"ruleindex"`},
		{`"2.1.0"`, `"2.0.0"`},
		{`"name": "salesplan"`, `"nome": "salesplan"`},
		{`"text": "the quotas differ"`, `"txt": ""`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s does not occur", change[0])
		}
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		for _, schema := range sarifSchemas(t) {
			if schema.Validate(instance) == nil {
				t.Errorf("%s instead of %s passes %s", change[1], change[0], schema.Location)
			}
		}
	}
}

// TestFingerprintsSurviveMovedLines: an edit above does not make findings new,
// in SARIF and in code quality.
func TestFingerprintsSurviveMovedLines(t *testing.T) {
	moved := fullCheck()
	for i := range moved.Findings {
		moved.Findings[i].Line += 7
	}
	for i, result := range sarif(t, fullCheck()).Runs[0].Results {
		if diff := cmp.Diff(result.PartialFingerprints, sarif(t, moved).Runs[0].Results[i].PartialFingerprints); diff != "" {
			t.Error(diff)
		}
	}
	seen := map[string]bool{}
	now := gitlab(t, moved)
	for i, issue := range gitlab(t, fullCheck()) {
		if issue.Fingerprint != now[i].Fingerprint || seen[issue.Fingerprint] {
			t.Errorf("issue %d: %s, %s", i, issue.Fingerprint, now[i].Fingerprint)
		}
		seen[issue.Fingerprint] = true
	}
}

// inertSARIF demands messages without links, and places inside the repository.
func inertSARIF(t *testing.T, path, bad, text string) {
	t.Helper()
	for _, result := range readSARIF(t, text).Runs[0].Results {
		if strings.Contains(result.Message.Text, "](") {
			t.Fatalf("%s = %.60q makes a link in %q", path, bad, result.Message.Text)
		}
		uri := result.Locations[0].PhysicalLocation.ArtifactLocation.URI
		parsed, err := url.Parse(uri)
		if err != nil || parsed.Host != "" || parsed.RawQuery != "" || parsed.Fragment != "" || parsed.Scheme != "" && parsed.Scheme != "file" {
			t.Fatalf("%s = %.60q: the URI %q, %v", path, bad, uri, err)
		}
	}
}
