package render_test

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestJSONFitsItsSchema holds what we write against the schema that we publish.
func TestJSONFitsItsSchema(t *testing.T) {
	schema := []*jsonschema.Schema{schemaAt(t, "../docs/report.schema.json")}
	for _, r := range []any{fullReview(), fullCheck(), fullDiff(), fullRollup(), fullWhy(), fullTransfer(), fullLog(), fullBlame()} {
		text := drawn(t, "json", r)
		demandValid(t, schema, "whole", text)
		for _, change := range [][2]string{
			{`"format_version": "1.0"`, `"format_version": "2.0"`},
			{`"complete"`, `"completed"`},
			{`"kind"`, `"kinds"`},
			{`"line": `, `"line": -`},
			{`"file": "`, `"file": 1, "other": "`},
		} {
			bad := strings.Replace(text, change[0], change[1], 1)
			if bad == text {
				continue // not in every report
			}
			instance, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
			if err != nil {
				t.Fatal(err)
			}
			if schema[0].Validate(instance) == nil {
				t.Errorf("%T with %s instead of %s passes", r, change[1], change[0])
			}
		}
	}
}
